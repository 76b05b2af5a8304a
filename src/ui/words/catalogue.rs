//! A catalogue: all texts of one language, from `assets/locales`. Read [`Words`] first.
//!
//! Every file here has a group of texts, beside the functions that choose among them. A text with
//! arguments is a template: `{name} is gone`. A locale that lacks a text, or has one nobody knows,
//! does not load; a test loads all of them.

use super::{
    actions, api, columns, create, dialog, error, filter, frame, list, modify, notice, palette,
    panes, password, profiles, refusal, resize, tags, task, typing,
};
use serde::Deserialize;
use std::fmt::Display;

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

/// A language of the screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lang {
    /// English.
    #[default]
    English,
}

impl Lang {
    /// The locale's file.
    fn source(self) -> &'static str {
        match self {
            Self::English => include_str!("../../../assets/locales/en.toml"),
        }
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
        yes,
        no,
        nouns: Nouns,
        actions: actions::Actions,
        api: api::Api,
        columns: columns::Columns,
        create: create::Create,
        dialog: dialog::Dialog,
        error: error::Errors,
        filter: filter::Filters,
        frame: frame::Frame,
        list: list::List,
        modify: modify::Modify,
        notice: notice::Notices,
        palette: palette::Palettes,
        panes: panes::Panes,
        password: password::Password,
        profiles: profiles::Profiles,
        refusal: refusal::Refusals,
        resize: resize::Resize,
        tags: tags::Tags,
        task: task::Tasks,
        typing: typing::Typed,
    }
}

texts! {
    /// So many of a thing.
    pub struct Nouns {
        broker: Plural,
        field: Plural,
        instance: Plural,
        line: Plural,
        part: Plural,
        profile: Plural,
        row: Plural,
        zone: Plural,
    }
}

impl Words {
    /// The texts of a language.
    ///
    /// # Errors
    /// When the built-in locale lacks a text, or has one nobody knows: never in a tested build.
    pub fn load(lang: Lang) -> Result<Self, LocaleError> {
        toml::from_str(lang.source()).map_err(|source| LocaleError { lang, source })
    }
}

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

/// Fills a template in. In one pass: a value may have braces of its own.
#[must_use]
pub fn fill(template: &str, values: &[(&str, &dyn Display)]) -> String {
    let (mut text, mut rest) = (String::new(), template);
    while let Some((before, after)) = rest.split_once('{') {
        let (name, after) = after.split_once('}').unwrap_or((after, ""));
        let value = values.iter().find(|(known, _)| *known == name);
        debug_assert!(value.is_some(), "nothing for {name} in {template:?}");
        text.push_str(before);
        text.extend(value.map(|(_, value)| value.to_string()));
        rest = after;
    }
    text + rest
}

#[cfg(test)]
mod tests {
    use super::*;

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
        let whole = Lang::English.source();
        assert!(toml::from_str::<Words>(whole).is_ok());
        for (at, _) in whole.match_indices('\n') {
            let (before, line) = whole[..at].rsplit_once('\n').unwrap_or(("", ""));
            let is_text = line.contains(" = ");
            if is_text {
                let without = format!("{before}{}", &whole[at..]);
                assert!(toml::from_str::<Words>(&without).is_err(), "without {line}");
            }
        }
        let more = format!("nobody_knows = \"this\"\n{whole}");
        assert!(toml::from_str::<Words>(&more).is_err());
    }
}
