//! Rules for what is typed.

use crate::model::Tag;

use super::{MOST_TAGS, PASSWORD_CLASSES, Problem};

/// Special characters of a password (SDK, creation and reset; the reference's own lists are
/// damaged by its page layout). A space is one of them.
const PASSWORD_SPECIAL: &str = "`~!@#$%^&*()-_=+\\|[{}]:;'\",<.>/? ";
/// Characters that neither the key nor the value of a tag may have (table 4-3, with `\` and `|` as
/// in the service's other documents).
const NOT_IN_TAGS: [char; 8] = ['=', '*', '<', '>', '\\', ',', '|', '/'];

/// The name of an instance: 4 to 64 letters, digits, `_` and `-` (table 4-2), a letter first (SDK).
///
/// # Errors
/// The rule it breaks.
pub fn name(text: &str) -> Result<(), Problem> {
    word(text)
}

/// A new name for an instance: as [`name`], but without `_` (table 4-16). V1 has the same rule for
/// every name (table 6-2; 5-2 of the Chinese reference).
///
/// # Errors
/// The rule it breaks.
pub fn changed_name(text: &str) -> Result<(), Problem> {
    word(text)?;
    match text.contains('_') {
        true => Err(Problem::Character('_')),
        false => Ok(()),
    }
}

/// The broker user: a letter first, 4 to 64 letters, digits, `-` and `_` (table 4-2).
///
/// # Errors
/// The rule it breaks.
pub fn access_user(text: &str) -> Result<(), Problem> {
    word(text)
}

/// The broker user where V1 creates the instance: 4 to 64 letters, digits and `-`, in any order
/// (table 6-2; 5-2 of the Chinese reference).
///
/// # Errors
/// The rule it breaks.
pub fn access_user_v1(text: &str) -> Result<(), Problem> {
    let allowed = |letter: &char| letter.is_ascii_alphanumeric() || *letter == '-';
    if text.is_empty() {
        return Err(Problem::Missing);
    }
    match text.chars().find(|letter| !allowed(letter)) {
        Some(letter) => Err(Problem::Character(letter)),
        None => length(text, 4, 64),
    }
}

fn word(text: &str) -> Result<(), Problem> {
    let allowed = |letter: &char| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '-');
    let first = text.chars().next().ok_or(Problem::Missing)?;
    if let Some(letter) = text.chars().find(|letter| !allowed(letter)) {
        return Err(Problem::Character(letter));
    }
    if !first.is_ascii_alphabetic() {
        return Err(Problem::LetterFirst);
    }
    length(text, 4, 64)
}

/// A description: at most 1024 characters (table 4-2).
///
/// # Errors
/// [`Problem::TooLong`].
pub fn description(text: &str) -> Result<(), Problem> {
    length(text, 0, 1024)
}

/// The broker user's password: 8 to 32 characters of three of the four classes, not starting with
/// a hyphen (SDK; table 4-22 for resetting it).
///
/// # Errors
/// The rule it breaks; never with a part of the password.
pub fn password(text: &str) -> Result<(), Problem> {
    if text.is_empty() {
        return Err(Problem::Missing);
    }
    if text.starts_with('-') {
        return Err(Problem::HyphenFirst);
    }
    let classes: [fn(char) -> bool; 4] = [
        |letter| letter.is_ascii_lowercase(),
        |letter| letter.is_ascii_uppercase(),
        |letter| letter.is_ascii_digit(),
        |letter| PASSWORD_SPECIAL.contains(letter),
    ];
    if !text
        .chars()
        .all(|letter| classes.iter().any(|class| class(letter)))
    {
        return Err(Problem::PasswordCharacter);
    }
    length(text, 8, 32)?;
    let used = classes.iter().filter(|class| text.chars().any(class));
    match used.count() {
        few if few < PASSWORD_CLASSES => Err(Problem::FewClasses(few)),
        _ => Ok(()),
    }
}

/// An id of something that no call of this service lists: opaque, but never empty and without
/// blanks (errors `DMS.00400013`, `14` and `16` for empty ones).
///
/// # Errors
/// The rule it breaks.
pub fn id(text: &str) -> Result<(), Problem> {
    if text.is_empty() {
        return Err(Problem::Missing);
    }
    match text
        .chars()
        .find(|letter| letter.is_whitespace() || letter.is_control())
    {
        Some(letter) => Err(Problem::Character(letter)),
        None => Ok(()),
    }
}

/// An enterprise project: none, or an id (table 4-2).
///
/// # Errors
/// The rule it breaks.
pub fn enterprise_project(text: &str) -> Result<(), Problem> {
    if text.is_empty() { Ok(()) } else { id(text) }
}

/// Tags as they are typed, `key=value, key=value`: neither part can hold a comma or an equals
/// sign. At most 20, no key twice; blanks around a part are not part of it.
///
/// # Errors
/// The first rule of table 4-3 that one of them breaks.
pub fn tags(text: &str) -> Result<Vec<Tag>, Problem> {
    let mut tags: Vec<Tag> = Vec::new();
    for part in text.split(',').map(str::trim) {
        if part.is_empty() {
            continue;
        }
        let tag = tag(part)?;
        if tags.iter().any(|one| one.key == tag.key) {
            return Err(Problem::RepeatedKey(tag.key));
        }
        tags.push(tag);
    }
    if tags.len() > MOST_TAGS {
        return Err(Problem::TooManyTags(MOST_TAGS));
    }
    Ok(tags)
}

/// A tag as it is typed, `key=value`; blanks around a part are not part of it.
///
/// # Errors
/// The first rule of tables 4-3 and 4-49 that it breaks.
pub fn tag(text: &str) -> Result<Tag, Problem> {
    let Some((key, value)) = text.split_once('=') else {
        return Err(Problem::NotATag(text.trim().to_owned()));
    };
    let (key, value) = (key.trim().to_owned(), value.trim().to_owned());
    let wrong = tag_part(&key, 36).and_then(|()| tag_part(&value, 43));
    wrong.map_err(|problem| Problem::InTag(key.clone(), Box::new(problem)))?;
    Ok(Tag { key, value })
}

fn tag_part(text: &str, most: usize) -> Result<(), Problem> {
    if text.is_empty() {
        return Err(Problem::Missing);
    }
    let barred = |letter: &char| NOT_IN_TAGS.contains(letter) || letter.is_control();
    match text.chars().find(barred) {
        Some(letter) => Err(Problem::Character(letter)),
        None => length(text, 1, most),
    }
}

fn length(text: &str, least: usize, most: usize) -> Result<(), Problem> {
    match text.chars().count() {
        count if count < least => Err(Problem::TooShort(least)),
        count if count > most => Err(Problem::TooLong(most)),
        _ => Ok(()),
    }
}
