//! Guessing what a misspelt name was meant to be.

/// The candidate that `word` most likely stands for, or `None` when nothing is near.
///
/// Near means at most a third of the word's letters (and at least one) inserted, dropped, changed
/// or swapped with a neighbour, without regard to case. Of equally near candidates the first wins.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word: Vec<char> = word.to_lowercase().chars().collect();
    let allowed = (word.len() / 3).max(1);
    candidates
        .into_iter()
        .map(|candidate| {
            (
                distance(&word, &candidate.to_lowercase().chars().collect::<Vec<_>>()),
                candidate,
            )
        })
        .filter(|(distance, _)| *distance <= allowed)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// Edits between two words without regard to case, a swap of neighbours counting as one.
pub fn edits(from: &str, to: &str) -> usize {
    let letters = |word: &str| word.to_lowercase().chars().collect::<Vec<_>>();
    distance(&letters(from), &letters(to))
}

/// Edits between two words, a swap of neighbours counting as one (optimal string alignment).
fn distance(from: &[char], to: &[char]) -> usize {
    let mut before_last: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=to.len()).collect();
    for (i, a) in from.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, b) in to.iter().enumerate() {
            let mut best = (last[j] + usize::from(a != b))
                .min(last[j + 1] + 1)
                .min(row[j] + 1);
            if i > 0 && j > 0 && *a == to[j - 1] && from[i - 1] == *b {
                best = best.min(before_last[j - 1] + 1);
            }
            row.push(best);
        }
        before_last = std::mem::replace(&mut last, row);
    }
    last[to.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_misspelt_name_finds_its_neighbour() {
        let names = ["prod-cn", "prod-eu", "staging"];
        for (word, expected) in [
            ("prod-c", Some("prod-cn")),
            ("prod-nc", Some("prod-cn")),
            ("PROD-EU", Some("prod-eu")),
            ("stagign", Some("staging")),
            ("stgin", None),
            ("nothing-like-it", None),
            ("", None),
        ] {
            assert_eq!(nearest(word, names), expected, "{word}");
        }
    }

    #[test]
    fn a_swap_of_neighbours_is_one_edit_and_a_short_word_may_differ_by_one() {
        assert_eq!(nearest("ka", ["ak", "sk"]), Some("ak"));
        assert_eq!(nearest("xy", ["ak", "sk"]), None);
    }
}
