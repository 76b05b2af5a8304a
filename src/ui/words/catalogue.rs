//! A catalogue: all texts of one language, from `assets/locales`. Read [`Words`] first.
//!
//! Every file here has a group of texts, beside the functions that choose among them. A text with
//! arguments is a template: `{name} is gone`. A locale that lacks a text, or has one nobody knows,
//! does not load; a test loads all of them.

use crate::l10n::Texts;
pub use crate::l10n::fill;
use crate::lang::Lang;
use serde::Deserialize;

/// A group of texts. A field is a text unless it has a type: a group or a [`Plural`].
macro_rules! texts {
    ($(#[$about:meta])* pub struct $group:ident {
        $($(#[$doc:meta])* $field:ident $(: $kind:ty)?),* $(,)?
    }) => {
        $(#[$about])*
        #[derive(Clone, Debug, serde::Deserialize)]
        #[serde(deny_unknown_fields)]
        pub struct $group {
            $($(#[$doc])* pub(crate) $field: texts!(@kind $($kind)?),)*
        }
    };
    (@kind) => { String };
    (@kind $kind:ty) => { $kind };
}
pub(super) use texts;

/// The locale's file.
fn source(lang: Lang) -> &'static str {
    match lang {
        Lang::English => include_str!("../../../assets/locales/en.toml"),
        Lang::Chinese => include_str!("../../../assets/locales/zh-CN.toml"),
    }
}

/// A built-in locale that does not hold exactly the texts there are.
#[derive(Debug, thiserror::Error)]
#[error("the built-in locale {lang:?} cannot be read: {source}")]
pub struct LocaleError {
    lang: Lang,
    source: toml::de::Error,
}

texts! {
    /// All texts of a language.
    pub struct Words {
        /// Which language it is.
        #[serde(skip)]
        lang: Lang,
        /// The texts that are found by their paths.
        #[serde(skip)]
        texts: Texts,
    }
}

impl Words {
    /// The texts of a language.
    ///
    /// # Errors
    /// When the built-in locale lacks a text, or has one nobody knows: never in a tested build.
    pub fn load(lang: Lang) -> Result<Self, LocaleError> {
        let words = Self::read(source(lang));
        let words = words.map_err(|source| LocaleError { lang, source })?;
        Ok(Self { lang, ..words })
    }

    fn read(locale: &str) -> Result<Self, toml::de::Error> {
        let mut table: toml::Table = toml::from_str(locale)?;
        let texts = Texts::of(&table);
        table.retain(|group, _| BY_PATH.iter().all(|by_path| *group != **by_path));
        let words: Self = table.try_into()?;
        Ok(Self { texts, ..words })
    }
}

impl std::ops::Deref for Words {
    type Target = Texts;

    fn deref(&self) -> &Texts {
        &self.texts
    }
}

/// The groups whose texts are found by their paths alone.
pub const BY_PATH: &[&str] = &[
    "batch",
    "colon",
    "columns",
    "comma",
    "command",
    "copied",
    "dialog",
    "error",
    "explained",
    "exported",
    "filter",
    "form",
    "frame",
    "journal",
    "list",
    "lost",
    "no",
    "notice",
    "nouns",
    "palette",
    "panes",
    "profiles",
    "provenance",
    "refusal",
    "semicolon",
    "setup",
    "span",
    "task",
    "typing",
    "yes",
];

/// A text with a number in it, as `{n}`, in the forms that its language has.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub enum Plural {
    /// One form for all numbers.
    Same(String),
    /// One of it and several of it are said differently.
    Counted(Forms),
}

texts! {
    /// The forms of a text with a number.
    pub struct Forms {
        one,
        other,
    }
}

impl Plural {
    /// The text for a number.
    #[must_use]
    pub fn of(&self, number: usize) -> String {
        let form = match self {
            Self::Same(form) => form,
            Self::Counted(Forms { one, .. }) if number == 1 => one,
            Self::Counted(Forms { other, .. }) => other,
        };
        fill(form, &[("n", &number)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::{BTreeMap, BTreeSet};
    use std::fmt::Display;
    use unicode_width::UnicodeWidthStr as _;

    #[test]
    fn a_template_is_filled_in_once() {
        let values: &[(&str, &dyn Display)] = &[("name", &"{status}"), ("status", &"ERROR")];
        assert_eq!(fill("{name}: {status}!", values), "{status}: ERROR!");
        assert_eq!(fill("nothing to fill in", &[]), "nothing to fill in");
    }

    #[test]
    fn one_is_said_differently_where_a_language_does() {
        let (one, other) = ("{n} field".into(), "{n} fields".into());
        let english = Plural::Counted(Forms { one, other });
        assert_eq!(
            [0, 1, 2].map(|n| english.of(n)),
            ["0 fields", "1 field", "2 fields"]
        );
        let chinese = Plural::Same("{n} 个字段".into());
        assert_eq!(
            [0, 1, 2].map(|n| chinese.of(n)),
            ["0 个字段", "1 个字段", "2 个字段"]
        );
    }

    #[test]
    fn a_locale_has_every_text_and_no_other() {
        for lang in Lang::ALL {
            let whole = source(lang);
            let read = Words::read(whole).map_err(|error| error.to_string());
            assert!(read.is_ok(), "{lang:?}: {}", read.unwrap_err());
            let mut group = "";
            for (at, _) in whole.match_indices('\n') {
                let (before, line) = whole[..at].rsplit_once('\n').unwrap_or(("", ""));
                group = line.strip_prefix('[').unwrap_or(group);
                let name = if group.is_empty() { line } else { group };
                let name = name.split(['.', ']', ' ']).next().unwrap();
                if line.contains(" = ") && !BY_PATH.contains(&name) {
                    let without = format!("{before}{}", &whole[at..]);
                    assert!(Words::read(&without).is_err(), "without {line}");
                }
            }
            let more = format!("nobody_knows = \"this\"\n{whole}");
            assert!(Words::read(&more).is_err());
        }
    }

    /// Every text of a language by its path; the forms of one text together.
    fn texts(lang: Lang) -> BTreeMap<String, Vec<String>> {
        fn collect(path: &str, value: &toml::Value, into: &mut BTreeMap<String, Vec<String>>) {
            match value {
                toml::Value::Table(table) => {
                    for (key, value) in table {
                        let path = match key.as_str() {
                            "one" | "other" if table.len() == 2 => path.to_owned(),
                            key => format!("{path}.{key}"),
                        };
                        collect(&path, value, into);
                    }
                }
                text => into
                    .entry(path.to_owned())
                    .or_default()
                    .push(text.as_str().unwrap().to_owned()),
            }
        }
        let mut texts = BTreeMap::new();
        let table: toml::Table = toml::from_str(source(lang)).unwrap();
        collect("", &toml::Value::Table(table), &mut texts);
        texts
    }

    fn placeholders(forms: &[String]) -> BTreeSet<&str> {
        let pieces = forms.iter().flat_map(|form| form.split('{').skip(1));
        pieces
            .filter_map(|piece| Some(piece.split_once('}')?.0))
            .collect()
    }

    #[test]
    fn a_text_has_the_same_placeholders_in_every_language() {
        let (english, chinese) = (texts(Lang::English), texts(Lang::Chinese));
        for (path, forms) in &english {
            assert_eq!(placeholders(forms), placeholders(&chinese[path]), "{path}");
        }
    }

    /// Texts that are made of values alone in Chinese.
    const PLAIN: [&str; 6] = [
        ".dialog.position",
        ".frame.of",
        ".panes.created",
        ".form.problem.in-tag",
        ".form.resize.gb",
        ".span.name.between",
    ];
    /// Texts that are a name, or a mark of one cell, in every language.
    const NAMES: [&str; 6] = ["API", "TLS", "VPC", "JSON", "ID", "S"];

    #[test]
    fn every_text_is_translated() {
        let chinese = texts(Lang::Chinese);
        for (path, forms) in texts(Lang::English) {
            let has_words = |text: &String| {
                let words = text.split('{').map(|part| part.rsplit('}').next());
                words
                    .flatten()
                    .any(|word| word.contains(char::is_alphabetic))
            };
            let translated = |text: &String| !text.is_ascii() || NAMES.contains(&text.as_str());
            if forms.iter().any(has_words) && !PLAIN.contains(&path.as_str()) {
                assert!(chinese[&path].iter().all(translated), "{path}");
            }
        }
    }

    #[test]
    fn a_chinese_sentence_has_no_ascii_punctuation() {
        let chinese = |letter: char| !letter.is_ascii() && letter.is_alphabetic();
        for (path, forms) in texts(Lang::Chinese) {
            for text in forms {
                for mark in [", ", "; ", ": ", " ("] {
                    for (before, after) in text.match_indices(mark).map(|(at, _)| text.split_at(at))
                    {
                        let beside = before.ends_with(|c| chinese(c) || c == '}');
                        let goes_on = after[mark.len()..].starts_with(|c| chinese(c) || c == '{');
                        let is_sentence = text.contains(chinese);
                        assert!(!(is_sentence && beside && goes_on), "{path}: {text}");
                    }
                }
            }
        }
    }

    #[test]
    fn a_text_takes_as_many_cells_in_every_terminal() {
        for (path, forms) in texts(Lang::Chinese) {
            for text in forms {
                let (narrow, wide) = (text.width(), text.width_cjk());
                assert_eq!(narrow, wide, "{path}: a character of {text:?} is ambiguous");
            }
        }
    }
}
