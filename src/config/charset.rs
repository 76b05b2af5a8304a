//! Which characters the terminal reads, as far as the locale tells.

use super::Environment;

/// A locale that names another character set than UTF-8.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OtherCharset {
    /// The variable and its value, such as `LC_ALL=zh_CN.GB18030`.
    pub said: String,
    /// The character set; ASCII for the locales `C` and `POSIX`.
    pub name: String,
    /// The same locale with UTF-8, such as `LC_ALL=zh_CN.UTF-8`.
    pub better: String,
}

impl OtherCharset {
    /// Whether it is a part of UTF-8.
    pub fn is_ascii(&self) -> bool {
        self.name == ASCII
    }
}

const ASCII: &str = "ASCII";

/// The character set that is not UTF-8. Of the variables that are set, the first one counts, as
/// POSIX says for characters. Where none is set, or it names no character set, it is UTF-8: nothing
/// else is as common on terminals, and containers have no locale at all.
pub fn other_charset(environment: &Environment) -> Option<OtherCharset> {
    let names = ["LC_ALL", "LC_CTYPE", "LANG"];
    let set = |name| environment.var(name).map(|locale| (name, locale));
    let (variable, locale) = names.into_iter().find_map(set)?;
    let without_modifier = locale.split('@').next().unwrap_or_default();
    let (language, name) = match without_modifier.split_once('.') {
        Some((language, charset)) => (language, charset),
        None if matches!(locale, "C" | "POSIX") => ("C", ASCII),
        None => return None,
    };
    let plain: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
    let name = match plain.to_ascii_lowercase().as_str() {
        "utf8" | "65001" => return None,
        "ascii" | "usascii" | "ansix341968" => ASCII,
        _ => name,
    };
    Some(OtherCharset {
        said: format!("{variable}={locale}"),
        name: name.to_owned(),
        better: format!("{variable}={language}.UTF-8"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    fn named(vars: &[(&'static str, &'static str)]) -> Option<String> {
        let environment = Environment::new(Path::new("/home/u"), vars.iter().copied());
        other_charset(&environment)
            .map(|other| format!("{} {} {}", other.said, other.name, other.better))
    }

    #[test]
    fn the_first_variable_that_is_set_names_the_character_set() {
        for (vars, expected) in [
            (&[][..], None),
            (&[("LANG", "")], None),
            (&[("LANG", "en_US.UTF-8")], None),
            (&[("LANG", "C.utf8")], None),
            (&[("LANG", "zh_CN")], None),
            (&[("LC_CTYPE", "UTF-8")], None),
            (&[("LANG", "de_DE.UTF-8@euro")], None),
            (&[("LANG", "C")], Some("LANG=C ASCII LANG=C.UTF-8")),
            (
                &[("LC_ALL", "POSIX")],
                Some("LC_ALL=POSIX ASCII LC_ALL=C.UTF-8"),
            ),
            (
                &[("LANG", "zh_CN.GB18030")],
                Some("LANG=zh_CN.GB18030 GB18030 LANG=zh_CN.UTF-8"),
            ),
            (
                &[("LANG", "zh_CN.GBK")],
                Some("LANG=zh_CN.GBK GBK LANG=zh_CN.UTF-8"),
            ),
            (
                &[("LANG", "de_DE.ISO-8859-15@euro")],
                Some("LANG=de_DE.ISO-8859-15@euro ISO-8859-15 LANG=de_DE.UTF-8"),
            ),
            (&[("LANG", "C"), ("LC_CTYPE", "C.UTF-8")], None),
            (
                &[
                    ("LC_ALL", "en_US.utf8"),
                    ("LC_CTYPE", "C"),
                    ("LANG", "ja_JP.eucJP"),
                ],
                None,
            ),
            (
                &[
                    ("LC_ALL", ""),
                    ("LC_CTYPE", "ru_RU.KOI8-R"),
                    ("LANG", "ru_RU.UTF-8"),
                ],
                Some("LC_CTYPE=ru_RU.KOI8-R KOI8-R LC_CTYPE=ru_RU.UTF-8"),
            ),
        ] {
            assert_eq!(named(vars).as_deref(), expected, "{vars:?}");
        }
    }
}
