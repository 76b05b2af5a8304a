//! The texts of the screen, by language. A text is found by its path in `assets/locales`, such as
//! `form.create.title`; what an enum's values are called stands in one group, each under the
//! value's own name.
//!
//! [`Words`] is one language. [`crate::say!`] fills a text in. A test reads every use in the source
//! and compares it with every locale: a text that is missing, unused, or filled in with other
//! arguments than it has fails it.

use crate::lang::Lang;
use crate::timezone::TimeZone;
use std::collections::HashMap;
use std::fmt::Display;
use std::sync::Arc;

/// All texts of one language.
#[derive(Clone, Debug)]
pub struct Words {
    pub(crate) lang: Lang,
    /// The zone of the times of day in them.
    pub(crate) time_zone: TimeZone,
    groups: Arc<Groups>,
}

/// Texts by the name of their group, and their own.
type Groups = HashMap<String, HashMap<String, Text>>;

#[derive(Clone, Debug)]
enum Text {
    /// One form for all numbers.
    Same(String),
    /// One of a thing and several of it are said differently.
    Counted { one: String, other: String },
}

/// What stands for which placeholder of a text.
pub type Arguments<'a> = &'a [(&'a str, &'a dyn Display)];

/// The locale's file.
fn source(lang: Lang) -> &'static str {
    match lang {
        Lang::English => include_str!("../assets/locales/en.toml"),
        Lang::Chinese => include_str!("../assets/locales/zh-CN.toml"),
    }
}

impl Words {
    /// The texts of a language.
    ///
    /// # Errors
    /// When its built-in file is not TOML: never in a tested build.
    pub fn load(lang: Lang) -> Result<Self, toml::de::Error> {
        Ok(Self::of(lang, &toml::from_str(source(lang))?))
    }

    /// The texts of a locale's file. Its tables are groups; a table of the two forms `one` and
    /// `other` is a text with a number.
    pub fn of(lang: Lang, table: &toml::Table) -> Self {
        let mut groups = HashMap::new();
        take_in(&mut groups, "", table);
        Self {
            lang,
            time_zone: TimeZone::default(),
            groups: Arc::new(groups),
        }
    }

    /// The same, with the times of a zone.
    #[must_use]
    pub fn in_zone(&self, zone: &TimeZone) -> Self {
        Self {
            time_zone: zone.clone(),
            ..self.clone()
        }
    }

    fn get(&self, group: &str, name: &str) -> Option<&Text> {
        self.groups.get(group)?.get(name)
    }

    /// The texts of a group by their names.
    pub fn group(&self, group: &str) -> HashMap<String, String> {
        let texts = self.groups.get(group).into_iter().flatten();
        texts
            .map(|(name, text)| (name.clone(), one(text).to_owned()))
            .collect()
    }

    /// The text with this path.
    pub fn text(&self, path: &str) -> &str {
        let (group, name) = path.rsplit_once('.').unwrap_or(("", path));
        self.get(group, name).map_or_else(|| missing(path), one)
    }

    /// The text of a value: the one under its name in this group.
    pub fn named(&self, group: &str, value: impl Into<&'static str>) -> &str {
        let text = self.get(group, value.into());
        text.map_or_else(|| missing(group), one)
    }

    /// The text of a value in the first of these groups that has one.
    pub fn find(&self, groups: &[&str], value: impl Into<&'static str>) -> Option<&str> {
        let name = value.into();
        groups
            .iter()
            .find_map(|group| self.get(group, name))
            .map(one)
    }

    /// The text with this path for a number, which stands for `{n}`.
    pub fn count(&self, path: &str, number: usize) -> String {
        let (group, name) = path.rsplit_once('.').unwrap_or(("", path));
        let form = match self.get(group, name) {
            Some(Text::Same(form)) => form,
            Some(Text::Counted { one, .. }) if number == 1 => one,
            Some(Text::Counted { other, .. }) => other,
            None => missing(path),
        };
        fill(form, &[("n", &number)])
    }

    /// All texts by their paths, the forms of one text together.
    pub fn iter(&self) -> impl Iterator<Item = (String, Vec<&str>)> {
        self.groups.iter().flat_map(|(group, texts)| {
            texts.iter().map(move |(name, text)| {
                let forms = match text {
                    Text::Same(form) => vec![form.as_str()],
                    Text::Counted { one, other } => vec![one.as_str(), other.as_str()],
                };
                (path(group, name), forms)
            })
        })
    }
}

fn take_in(groups: &mut Groups, group: &str, table: &toml::Table) {
    for (name, value) in table {
        let text = match value {
            toml::Value::String(text) => Text::Same(text.clone()),
            toml::Value::Table(inner) => match (inner.get("one"), inner.get("other")) {
                (Some(toml::Value::String(one)), Some(toml::Value::String(other))) => {
                    let (one, other) = (one.clone(), other.clone());
                    Text::Counted { one, other }
                }
                _ => {
                    take_in(groups, &path(group, name), inner);
                    continue;
                }
            },
            _ => continue,
        };
        let group = groups.entry(group.to_owned()).or_default();
        group.insert(name.clone(), text);
    }
}

fn path(group: &str, name: &str) -> String {
    match group {
        "" => name.to_owned(),
        group => format!("{group}.{name}"),
    }
}

fn one(text: &Text) -> &str {
    match text {
        Text::Same(form) | Text::Counted { other: form, .. } => form,
    }
}

/// What stands for a text that the locales lack: never in a tested build.
fn missing(path: &str) -> &'static str {
    debug_assert!(false, "no text {path}");
    "?"
}

/// Fills a template in. In one pass: a value may have braces of its own.
pub fn fill(template: &str, values: Arguments<'_>) -> String {
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

/// A text with its arguments filled in: `say!(w, "frame.stale", age = time::age(age))`. The text
/// of a value is `say!(w, "refusal.why" / refusal, status)`; an argument without a value is the
/// variable of its name.
#[macro_export]
macro_rules! say {
    ($words:expr, $path:literal $(, $name:ident $(= $value:expr)?)* $(,)?) => {
        $crate::l10n::fill(
            $words.text($path),
            &[$((stringify!($name), &$crate::say!(@value $name $(= $value)?))),*],
        )
    };
    ($words:expr, $group:literal / $value:expr $(, $name:ident $(= $given:expr)?)* $(,)?) => {
        $crate::l10n::fill(
            $words.named($group, $value),
            &[$((stringify!($name), &$crate::say!(@value $name $(= $given)?))),*],
        )
    };
    (@value $name:ident) => { $name };
    (@value $name:ident = $value:expr) => { $value };
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words() -> Words {
        let table = "
            plain = 'yes'
            [a.b]
            one-thing = '{name}: {status}!'
            [nouns]
            row = { one = '{n} row', other = '{n} rows' }
            line = '{n} 行'
        ";
        Words::of(Lang::English, &toml::from_str(table).unwrap())
    }

    #[test]
    fn a_text_is_found_by_its_path_or_by_the_name_of_a_value() {
        let w = words();
        let (name, status) = ("{status}", "ERROR");
        let whole = "{status}: ERROR!";
        assert_eq!(w.text("plain"), "yes");
        assert_eq!(crate::say!(w, "a.b.one-thing", name, status), whole);
        assert_eq!(
            crate::say!(w, "a.b" / "one-thing", name = name, status = status),
            whole
        );
        assert_eq!(w.find(&["x", "a.b"], "other"), None);
    }

    #[test]
    fn a_template_is_filled_in_once() {
        let values: Arguments<'_> = &[("name", &"{status}"), ("status", &"ERROR")];
        assert_eq!(fill("{name}: {status}!", values), "{status}: ERROR!");
        assert_eq!(fill("nothing to fill in", &[]), "nothing to fill in");
    }

    #[test]
    fn one_is_said_differently_where_a_language_does() {
        let said = |path| [0, 1, 2].map(|n| words().count(path, n));
        assert_eq!(said("nouns.row"), ["0 rows", "1 row", "2 rows"]);
        assert_eq!(said("nouns.line"), ["0 行", "1 行", "2 行"]);
    }
}
