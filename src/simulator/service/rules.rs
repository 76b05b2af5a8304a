//! The rules for what a request may contain (V2 reference, tables 4-2, 4-3, 4-16, 4-22).

use crate::simulator::catalogue::WINDOWS;
use crate::simulator::refusal::Refusal;
use crate::simulator::request::Fields;

/// Special characters a password may have.
const SPECIAL: &str = "`~!@#$%^&*()-_+=\\|[]{}:;'\",<.>/? ";
/// Characters neither tag keys nor tag values may have.
const NOT_IN_TAGS: [char; 8] = ['=', '*', '<', '>', ',', '/', '\\', '|'];

/// The engine in a path is this service's.
pub fn engine(word: &str) -> Result<(), Refusal> {
    Refusal::TYPE.unless(word.eq_ignore_ascii_case("rabbitmq"))
}

/// An instance id has the form 8-4-4-4-12. The service's own examples hold letters beyond `f`.
pub fn instance_id(id: &str) -> Result<(), Refusal> {
    let lengths: Vec<_> = id.split('-').map(str::len).collect();
    let plain = id.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    Refusal::INSTANCE_ID.unless(plain && lengths == [8, 4, 4, 4, 12])
}

/// A task id is 32 letters and digits, or has the form of an instance id.
pub fn task_id(id: &str) -> Result<(), Refusal> {
    let plain = id.len() == 32 && id.chars().all(|c| c.is_ascii_alphanumeric());
    Refusal::TASK_ID.unless(plain || instance_id(id).is_ok())
}

/// The name of a new instance: 4 to 64 letters, digits, `_` and `-`, a letter first.
pub fn new_name(name: &str) -> Result<(), Refusal> {
    let first = name.starts_with(|c: char| c.is_ascii_alphabetic());
    Refusal::NAME.unless(first && word(name, "_-"))
}

/// The changed name of an instance: as for a new one, but without `_` (table 4-16).
pub fn changed_name(name: &str) -> Result<(), Refusal> {
    new_name(name)?;
    Refusal::NAME.when(name.contains('_'))
}

/// The user name for clients: 4 to 64 letters, digits, `_` and `-`, a letter first.
pub fn access_user(name: &str) -> Result<(), Refusal> {
    new_name(name).map_err(|_| Refusal::USERNAME)
}

/// The same for V1: 4 to 64 letters, digits and `-` (table 6-2).
pub fn access_user_v1(name: &str) -> Result<(), Refusal> {
    Refusal::USERNAME.unless(word(name, "-"))
}

fn word(text: &str, extra: &str) -> bool {
    (4..=64).contains(&text.len())
        && text
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || extra.contains(c))
}

/// A description has at most 1024 characters.
pub fn description(text: &str) -> Result<(), Refusal> {
    Refusal::DESCRIPTION.unless(text.chars().count() <= 1024)
}

/// The password of a new instance: 8 to 32 characters of at least two classes.
pub fn new_password(password: &str) -> Result<(), Refusal> {
    Refusal::CREATE_PASSWORD.unless(classes(password).is_some_and(|classes| classes >= 2))
}

/// A password to be set: 8 to 32 characters of at least three classes, not starting with `-`.
pub fn reset_password(password: &str) -> Result<(), Refusal> {
    let enough = classes(password).is_some_and(|classes| classes >= 3);
    Refusal::RESET_PASSWORD.unless(enough && !password.starts_with('-'))
}

/// How many classes of characters a password has; `None` if its length or a character is wrong.
fn classes(password: &str) -> Option<usize> {
    let tests: [fn(char) -> bool; 4] = [
        |c| c.is_ascii_lowercase(),
        |c| c.is_ascii_uppercase(),
        |c| c.is_ascii_digit(),
        |c| SPECIAL.contains(c),
    ];
    let known = password.chars().all(|c| tests.iter().any(|test| test(c)));
    let fits = (8..=32).contains(&password.chars().count());
    (known && fits).then(|| {
        tests
            .iter()
            .filter(|test| password.chars().any(test))
            .count()
    })
}

/// A maintenance window by its times, both or neither, `22:00` and `22:00:00` alike.
pub fn window(fields: &Fields) -> Result<Option<(&'static str, &'static str)>, Refusal> {
    let given = |key| Ok(fields.text(key)?.filter(|text| !text.is_empty()));
    match (given("maintain_begin")?, given("maintain_end")?) {
        (None, None) => Ok(None),
        (Some(begin), Some(end)) => {
            let is = |text: &str, hour: &str| {
                text == format!("{hour}:00") || text == format!("{hour}:00:00")
            };
            let known = WINDOWS
                .into_iter()
                .find(|window| is(begin, window.0) && is(end, window.1));
            known.map(Some).ok_or(Refusal::WINDOW)
        }
        (Some(_), None) | (None, Some(_)) => Err(Refusal::WINDOW),
    }
}

/// Tags to be set, each with key and value, no key twice.
pub fn tags(list: &[Fields]) -> Result<Vec<(String, String)>, Refusal> {
    let mut tags: Vec<(String, String)> = Vec::new();
    for tag in list {
        let key = tag_key(tag)?;
        let value = tag.text("value")?.unwrap_or_default();
        Refusal::TAG_VALUE_LENGTH.when(value.chars().count() > 43)?;
        Refusal::TAG_VALUE.when(value.is_empty() || !tag_text(value))?;
        Refusal::TAG_REPEATED.when(tags.iter().any(|(known, _)| *known == key))?;
        tags.push((key, value.to_owned()));
    }
    Ok(tags)
}

/// The key of a tag.
pub fn tag_key(tag: &Fields) -> Result<String, Refusal> {
    let key = tag.text("key")?.unwrap_or_default();
    Refusal::TAG_KEY_LENGTH.unless((1..=36).contains(&key.chars().count()))?;
    Refusal::TAG_KEY.unless(tag_text(key))?;
    Ok(key.to_owned())
}

fn tag_text(text: &str) -> bool {
    !text.contains(NOT_IN_TAGS)
        && !text.chars().any(char::is_control)
        && !text.starts_with(' ')
        && !text.ends_with(' ')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_start_with_a_letter_and_only_new_ones_may_have_underscores() {
        for good in ["abcd", "a_-9", &"a".repeat(64)] {
            assert_eq!(new_name(good), Ok(()), "{good}");
        }
        for bad in [
            "",
            "abc",
            "1abc",
            "-abc",
            "ab cd",
            "名字名字",
            &"a".repeat(65),
        ] {
            assert_eq!(new_name(bad), Err(Refusal::NAME), "{bad}");
        }
        assert_eq!(changed_name("a_bc"), Err(Refusal::NAME));
        assert_eq!(changed_name("a-bc"), Ok(()));
        assert_eq!(access_user("9abc"), Err(Refusal::USERNAME));
    }

    #[test]
    fn a_new_password_needs_two_classes_and_a_reset_one_three() {
        assert_eq!(new_password("lowercase1"), Ok(()));
        assert_eq!(new_password("lowercase"), Err(Refusal::CREATE_PASSWORD));
        assert_eq!(new_password("Ab1!"), Err(Refusal::CREATE_PASSWORD));
        assert_eq!(reset_password("lowercase1"), Err(Refusal::RESET_PASSWORD));
        assert_eq!(reset_password("Lowercase1"), Ok(()));
        assert_eq!(reset_password("with space 1"), Ok(()));
        assert_eq!(reset_password("-Lowercase1"), Err(Refusal::RESET_PASSWORD));
        assert_eq!(reset_password("Lowercase1é"), Err(Refusal::RESET_PASSWORD));
        assert_eq!(
            reset_password(&"aB1".repeat(11)),
            Err(Refusal::RESET_PASSWORD)
        );
    }

    #[test]
    fn ids_have_their_form_and_need_not_be_hexadecimal() {
        assert_eq!(instance_id("8959ab1c-7n1a-yyb1-a05t-93dfc361b32d"), Ok(()));
        assert_eq!(instance_id("orders-eu-01"), Err(Refusal::INSTANCE_ID));
        assert_eq!(task_id("ff80808272dcc90f0172df1e490f41b0"), Ok(()));
        assert_eq!(task_id("93b94287-728d-4bb1-a158-cb66cb0854e7"), Ok(()));
        assert_eq!(task_id("1"), Err(Refusal::TASK_ID));
    }
}
