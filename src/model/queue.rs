//! What the name of a queue says of it.

/// Words in the names of queues for messages that nobody could handle.
const WORDS: [&[&str]; 5] = [
    &["dlq"],
    &["dlx"],
    &["dead", "letter"],
    &["dead", "letters"],
    &["deadletter"],
];

/// Whether a queue is for dead letters, as far as its name says: by a convention, not by anything
/// that the service tells. `orders.dlq`, `dead-letters` and `shop__orders_dead_letter` are, `handler`
/// is not.
pub fn is_for_dead_letters(name: &str) -> bool {
    let mut parts: Vec<String> = Vec::new();
    let mut before = ' ';
    for letter in name.chars() {
        let begins = !before.is_alphanumeric() || letter.is_uppercase() && before.is_lowercase();
        if letter.is_alphanumeric() {
            match parts.last_mut() {
                Some(part) if !begins => part.extend(letter.to_lowercase()),
                Some(_) | None => parts.push(letter.to_lowercase().collect()),
            }
        }
        before = letter;
    }
    let holds = |words: &&[&str]| {
        let mut places = parts.windows(words.len());
        places.any(|place| place.iter().map(String::as_str).eq(words.iter().copied()))
    };
    let begins = |part: &String| part.starts_with("deadletter");
    WORDS.iter().any(holds) || parts.iter().any(begins) || name.contains("死信")
}

#[cfg(test)]
mod tests {
    use super::is_for_dead_letters;

    #[test]
    fn the_names_that_people_give_queues_for_dead_letters_are_told_from_others() {
        for name in [
            "dead-letters",
            "orders.dlq",
            "DLQ",
            "shop__orders_dead_letter",
            "ordersDeadLetterQueue",
            "deadletters",
            "dlx.orders",
            "订单死信",
        ] {
            assert!(is_for_dead_letters(name), "{name}");
        }
        for name in ["handler", "deadlines", "letters", "orders", "adlqx", ""] {
            assert!(!is_for_dead_letters(name), "{name}");
        }
    }
}
