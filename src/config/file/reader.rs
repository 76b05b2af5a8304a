//! Reads values out of the parsed file, and knows the line of everything it complains about. A
//! value that cannot be meant is noted and left out, so that one reading finds every mistake.

use std::borrow::Cow;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::ValueEnum;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::strict;
use crate::config::error::{ConfigError, Warning};
use crate::config::value;
use crate::text::{Location, named, nearest};

/// A key of the file, and where it is.
pub(super) type Key<'a> = Spanned<Cow<'a, str>>;
/// A value of the file, and where it is.
pub(super) type Value<'a> = Spanned<DeValue<'a>>;

/// Other spellings of keys, and the present ones. A key that is renamed leaves its old name here.
pub(super) const RESPELT: [(&str, &str); 3] = [
    ("ca-file", "ca_file"),
    ("timeout", "timeout_s"),
    ("refresh_s", "refresh"),
];

/// The file being read, and what was odd or wrong so far, by offset.
pub(super) struct Reader<'a> {
    path: PathBuf,
    text: &'a str,
    warnings: Vec<(usize, Warning)>,
    mistakes: Vec<(usize, ConfigError)>,
    gaps: Vec<ConfigError>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(path: &Path, text: &'a str) -> Self {
        Self {
            path: path.to_path_buf(),
            text,
            warnings: Vec::new(),
            mistakes: Vec::new(),
            gaps: Vec::new(),
        }
    }

    /// The file and the line of a span of its text.
    pub(super) fn place(&self, span: Range<usize>) -> Location {
        let before = self.text.get(..span.start).unwrap_or(self.text);
        Location {
            file: self.path.clone(),
            line: before.matches('\n').count() + 1,
        }
    }

    /// Notes a mistake.
    pub(super) fn mistake(&mut self, span: Range<usize>, what: String) {
        let at = self.place(span.clone());
        let mistake = ConfigError::Mistake { at, what };
        self.mistakes.push((span.start, mistake));
    }

    /// A text that is not empty.
    pub(super) fn text(&mut self, key: &Key<'_>, value: &Value<'_>) -> Option<String> {
        match value.get_ref().as_str() {
            Some("") => {
                let what = format!("{} is empty; give a text or remove it", key.get_ref());
                self.mistake(value.span(), what);
                None
            }
            Some(text) => Some(text.to_owned()),
            None => self.wrong_type(key, value, "a text in quotes"),
        }
    }

    /// A text with something to see in it.
    pub(super) fn visible_text(&mut self, key: &Key<'_>, value: &Value<'_>) -> Option<String> {
        let text = self.text(key, value)?;
        if text.trim().is_empty() {
            let what = format!("{} is blank; give a text or remove it", key.get_ref());
            self.mistake(value.span(), what);
            return None;
        }
        Some(text)
    }

    /// A key, token, id or address, as [`value::code`] reads it.
    pub(super) fn code(&mut self, key: &Key<'_>, value: &Value<'_>) -> Option<String> {
        let text = self.text(key, value)?;
        match value::code(
            &text,
            &format!("{}: {}", self.place(value.span()), key.get_ref()),
        ) {
            Ok(Some(code)) => Some(code.to_owned()),
            Ok(None) => {
                let what = format!("{} is blank; give a text or remove it", key.get_ref());
                self.mistake(value.span(), what);
                None
            }
            Err(unusable) => {
                self.refuse(value.span().start, unusable);
                None
            }
        }
    }

    /// The same, and where it is.
    pub(super) fn placed_code(
        &mut self,
        key: &Key<'_>,
        value: &Value<'_>,
    ) -> Option<(String, Location)> {
        let code = self.code(key, value)?;
        Some((code, self.place(value.span())))
    }

    /// A text that is not empty, and where it is.
    pub(super) fn placed(
        &mut self,
        key: &Key<'_>,
        value: &Value<'_>,
    ) -> Option<(String, Location)> {
        let text = self.text(key, value)?;
        Some((text, self.place(value.span())))
    }

    /// A text, or a list of them; each with its place.
    pub(super) fn texts(&mut self, key: &Key<'_>, value: &Value<'_>) -> Vec<(String, Location)> {
        match value.get_ref().as_array() {
            Some(list) => {
                let texts = list.iter().filter_map(|one| self.placed(key, one));
                texts.collect()
            }
            None => self.placed(key, value).into_iter().collect(),
        }
    }

    /// One of these words.
    pub(super) fn one_of<T: ValueEnum>(&mut self, key: &Key<'_>, value: &Value<'_>) -> Option<T> {
        let text = self.text(key, value)?;
        let found = T::from_str(&text, false).ok();
        if found.is_none() {
            let words = named::<T>();
            let known: Vec<&str> = words.iter().map(|(word, _)| word.as_str()).collect();
            let meant = nearest(&text, known.iter().copied());
            let right = match meant {
                Some(meant) => format!("did you mean {meant}?"),
                None => format!("there are: {}", known.join(", ")),
            };
            let what = format!("{} cannot be {text:?}; {right}", key.get_ref());
            self.mistake(value.span(), what);
        }
        found
    }

    /// `true` or `false`.
    pub(super) fn switch(&mut self, key: &Key<'_>, value: &Value<'_>) -> Option<bool> {
        let given = value.get_ref().as_bool();
        given.or_else(|| self.wrong_type(key, value, "true or false"))
    }

    /// What a key means that only makes sense as `true`.
    pub(super) fn if_true<T>(&mut self, key: &Key<'_>, value: &Value<'_>, meant: T) -> Option<T> {
        match value.get_ref().as_bool() {
            Some(true) => Some(meant),
            Some(false) => {
                let what = format!(
                    "{0} = false means nothing; write {0} = true or remove it",
                    key.get_ref()
                );
                self.mistake(value.span(), what);
                None
            }
            None => self.wrong_type(key, value, "true"),
        }
    }

    /// Whole seconds, 1 or more.
    pub(super) fn seconds(&mut self, key: &Key<'_>, value: &Value<'_>) -> Option<Duration> {
        let right = "whole seconds, 1 or more";
        let Some(number) = value.get_ref().as_integer() else {
            return self.wrong_type(key, value, right);
        };
        match u32::from_str_radix(number.as_str(), number.radix()) {
            Ok(seconds) if seconds >= 1 => Some(Duration::from_secs(u64::from(seconds))),
            _ => {
                let what = format!("{} takes {right}, not {}", key.get_ref(), number.as_str());
                self.mistake(value.span(), what);
                None
            }
        }
    }

    /// A number between these two.
    pub(super) fn number(
        &mut self,
        key: &Key<'_>,
        value: &Value<'_>,
        [least, most]: [f64; 2],
    ) -> Option<f64> {
        let right = format!("a number from {least} to {most}");
        let given = match value.get_ref() {
            DeValue::Integer(number) => number.as_str().replace('_', "").parse::<f64>().ok(),
            DeValue::Float(number) => number.as_str().replace('_', "").parse::<f64>().ok(),
            _ => return self.wrong_type(key, value, &right),
        };
        let number = given.filter(|number| (least..=most).contains(number));
        if number.is_none() {
            let what = format!("{} takes {right}", key.get_ref());
            self.mistake(value.span(), what);
        }
        number
    }

    pub(super) fn table<'t>(
        &mut self,
        key: &Key<'_>,
        value: &'t Value<'t>,
    ) -> Option<&'t DeTable<'t>> {
        let table = value.get_ref().as_table();
        table.or_else(|| self.wrong_type(key, value, "a table"))
    }

    /// The key by its present name: another spelling of a known key is understood and noted.
    pub(super) fn name<'k>(&mut self, key: &'k Key<'_>) -> &'k str {
        let given = key.get_ref().as_ref();
        let Some((_, present)) = RESPELT.iter().find(|(other, _)| *other == given) else {
            return given;
        };
        let (at, key) = (self.place(key.span()), key);
        let warning = Warning::Respelt {
            at,
            key: given.to_owned(),
            present: (*present).to_owned(),
        };
        self.warnings.push((key.span().start, warning));
        present
    }

    /// Notes a key that means nothing here: a mistake where it looks like a key that must not be
    /// ignored, or holds one; else a warning.
    pub(super) fn unknown(
        &mut self,
        key: &Key<'_>,
        value: &Value<'_>,
        table: &str,
        known: &[&str],
    ) {
        if let Some(what) = strict::slip(key.get_ref(), table, known) {
            return self.mistake(key.span(), what);
        }
        if let Some((inner, what)) = strict::buried(value, key.get_ref()) {
            return self.mistake(inner, what);
        }
        let at = self.place(key.span());
        self.warnings.push((
            key.span().start,
            Warning::UnknownKey {
                at,
                key: key.get_ref().to_string(),
                table: table.to_owned(),
                nearest: nearest(key.get_ref(), known.iter().copied()).map(str::to_owned),
                known: known.iter().map(ToString::to_string).collect(),
            },
        ));
    }

    /// Notes an unknown key where guessing would be wrong.
    pub(super) fn unknown_form(&mut self, key: &Key<'_>, known: &[&str], forms: &str) {
        let what = match nearest(key.get_ref(), known.iter().copied()) {
            Some(meant) => format!(
                "unknown key {} in credentials; did you mean {meant}?",
                key.get_ref()
            ),
            None => format!("unknown key {} in credentials; {forms}", key.get_ref()),
        };
        self.mistake(key.span(), what);
    }

    /// Notes another error than [`Self::mistake`] makes.
    pub(super) fn refuse(&mut self, offset: usize, error: ConfigError) {
        self.mistakes.push((offset, error));
    }

    /// Notes that something is missing.
    pub(super) fn gap(&mut self, gap: ConfigError) {
        self.gaps.push(gap);
    }

    /// How many mistakes there are so far.
    pub(super) fn mistakes(&self) -> usize {
        self.mistakes.len()
    }

    /// What was odd and what was wrong, each in the order of the file, and what is missing.
    pub(super) fn into_remarks(self) -> (Vec<Warning>, Vec<ConfigError>, Vec<ConfigError>) {
        (in_order(self.warnings), in_order(self.mistakes), self.gaps)
    }

    /// Notes a value of the wrong type; there is no value then.
    fn wrong_type<T>(&mut self, key: &Key<'_>, value: &Value<'_>, right: &str) -> Option<T> {
        let found = value.get_ref().type_str();
        let what = format!(
            "{} takes {right}, not a value of type {found}",
            key.get_ref()
        );
        self.mistake(value.span(), what);
        None
    }
}

fn in_order<T>(mut remarks: Vec<(usize, T)>) -> Vec<T> {
    remarks.sort_by_key(|(offset, _)| *offset);
    remarks.into_iter().map(|(_, remark)| remark).collect()
}
