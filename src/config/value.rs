//! Values as they were meant: what a file, a shell or a copy from a browser puts around a key is
//! taken away, and what can be no part of it is refused before anything is sent. A key that is
//! signed with a line break in it is one of five refusals that lock it.

use super::error::{ConfigError, Oddity};

/// A key, a token, an id, a region or an address: visible ASCII without quotes. Blanks, line
/// breaks, a byte order mark and a pair of quotes around it are taken away; nothing left counts
/// as not given. `given_by` names the variable, the flag or the line, for errors.
pub(super) fn code<'a>(given: &'a str, given_by: &str) -> Result<Option<&'a str>, ConfigError> {
    sound(bare(given), odd_in_code, given_by)
}

/// A name of a user, an account or a project: like [`code`], but blanks inside and other scripts
/// belong to it.
pub(super) fn name<'a>(given: &'a str, given_by: &str) -> Result<Option<&'a str>, ConfigError> {
    sound(bare(given), odd_in_text, given_by)
}

/// A password: blanks and quotes may belong to it, so only a byte order mark before it and line
/// breaks after it are taken away.
pub(super) fn password<'a>(given: &'a str, given_by: &str) -> Result<Option<&'a str>, ConfigError> {
    let password = given.trim_start_matches('\u{feff}');
    let password = password.trim_end_matches(['\r', '\n']);
    sound(password, odd_in_text, given_by)
}

/// The text, when nothing in it is odd and something is left of it.
fn sound<'a>(
    text: &'a str,
    odd: fn(char) -> Option<Oddity>,
    given_by: &str,
) -> Result<Option<&'a str>, ConfigError> {
    match text.chars().find_map(odd) {
        Some(oddity) => Err(ConfigError::Unusable {
            given_by: given_by.to_owned(),
            oddity,
        }),
        None => Ok(Some(text).filter(|text| !text.is_empty())),
    }
}

/// The text without blanks, and without one pair of quotes, around it.
fn bare(given: &str) -> &str {
    let outer = given.trim_matches(is_blank);
    let pairs = [('"', '"'), ('\'', '\''), ('`', '`'), ('“', '”'), ('‘', '’')];
    let inner = pairs.into_iter().find_map(|(open, close)| {
        let rest = outer.strip_prefix(open)?;
        rest.strip_suffix(close)
    });
    inner.unwrap_or(outer).trim_matches(is_blank)
}

/// Whether it is seen as nothing: white space, and what has no width.
fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\0')
}

fn odd_in_code(c: char) -> Option<Oddity> {
    match c {
        '\n' | '\r' => Some(Oddity::LineBreak),
        '"' | '\'' | '`' => Some(Oddity::Quote),
        _ if is_blank(c) => Some(Oddity::Blank),
        _ if c.is_control() => Some(Oddity::Control),
        _ if !c.is_ascii() => Some(Oddity::NotAscii),
        _ => None,
    }
}

fn odd_in_text(c: char) -> Option<Oddity> {
    match c {
        '\n' | '\r' => Some(Oddity::LineBreak),
        _ if c.is_control() => Some(Oddity::Control),
        // What stands for bytes that are no text.
        '\u{fffd}' => Some(Oddity::NotText),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Kind = for<'a> fn(&'a str, &str) -> Result<Option<&'a str>, ConfigError>;

    fn oddity(kind: Kind, given: &str) -> Oddity {
        match kind(given, "HW_SECRET_KEY") {
            Err(ConfigError::Unusable { given_by, oddity }) => {
                assert_eq!(given_by, "HW_SECRET_KEY");
                oddity
            }
            other => panic!("{given:?}: {other:?}"),
        }
    }

    #[test]
    fn what_is_around_a_key_is_taken_away() {
        for around in [
            "K\r",
            "K\n",
            "K\r\n",
            " K",
            "\tK\t",
            "\u{feff}K",
            "\u{a0}K\u{a0}",
            "\"K\"",
            "'K'",
            "“K”",
            "\" K \"\r\n",
            "\u{200b}K",
            "K\0",
        ] {
            assert_eq!(code(around, "x"), Ok(Some("K")), "{around:?}");
            assert_eq!(name(around, "x"), Ok(Some("K")), "{around:?}");
        }
        for nothing in ["", " ", "\r\n", "\"\"", "\u{feff}", "' '"] {
            assert_eq!(code(nothing, "x"), Ok(None), "{nothing:?}");
        }
    }

    #[test]
    fn what_can_be_no_part_of_a_key_is_refused_by_its_kind() {
        for (given, expected) in [
            ("a b", Oddity::Blank),
            ("a\tb", Oddity::Blank),
            ("a\u{a0}b", Oddity::Blank),
            ("a\u{feff}b", Oddity::Blank),
            ("a\nb", Oddity::LineBreak),
            ("a\rb", Oddity::LineBreak),
            ("\"a", Oddity::Quote),
            ("a'b", Oddity::Quote),
            ("''a''", Oddity::Quote),
            ("a\u{1b}b", Oddity::Control),
            ("a\u{7f}", Oddity::Control),
            ("clé", Oddity::NotAscii),
            ("“a", Oddity::NotAscii),
            ("a\u{fffd}", Oddity::NotAscii),
        ] {
            assert_eq!(oddity(code, given), expected, "{given:?}");
        }
    }

    #[test]
    fn a_password_keeps_what_may_belong_to_it() {
        for (given, expected) in [
            (" p w ", " p w "),
            ("\"pw\"", "\"pw\""),
            ("pw\r\n", "pw"),
            ("\u{feff}pw", "pw"),
            ("密码", "密码"),
        ] {
            assert_eq!(password(given, "x"), Ok(Some(expected)), "{given:?}");
        }
        assert_eq!(oddity(password, "p\nw"), Oddity::LineBreak);
        assert_eq!(oddity(password, "p\u{1}w"), Oddity::Control);
        assert_eq!(oddity(password, "p\u{fffd}w"), Oddity::NotText);
        assert_eq!(name("Zhang San", "x"), Ok(Some("Zhang San")));
        assert_eq!(oddity(name, "a\nb"), Oddity::LineBreak);
    }
}
