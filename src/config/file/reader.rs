//! Reads values out of the parsed file, and knows the line of everything it complains about.

use std::borrow::Cow;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::time::Duration;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::config::error::{ConfigError, Place, Warning};
use crate::config::nearest::nearest;

/// The file being read, and what was odd so far.
pub(super) struct Reader<'a> {
    path: PathBuf,
    text: &'a str,
    warnings: Vec<(usize, Warning)>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(path: &Path, text: &'a str) -> Self {
        Self {
            path: path.to_path_buf(),
            text,
            warnings: Vec::new(),
        }
    }

    /// The file and the line of a span of its text.
    pub(super) fn place(&self, span: Range<usize>) -> Place {
        let before = self.text.get(..span.start).unwrap_or(self.text);
        Place {
            file: self.path.clone(),
            line: before.matches('\n').count() + 1,
        }
    }

    pub(super) fn mistake(&self, span: Range<usize>, what: String) -> ConfigError {
        ConfigError::Mistake {
            at: self.place(span),
            what,
        }
    }

    /// A text that is not empty.
    pub(super) fn text(
        &self,
        key: &Spanned<Cow<'_, str>>,
        value: &Spanned<DeValue<'_>>,
    ) -> Result<String, ConfigError> {
        match value.get_ref().as_str() {
            Some("") => Err(self.mistake(
                value.span(),
                format!("{} is empty; give a text or remove it", key.get_ref()),
            )),
            Some(text) => Ok(text.to_owned()),
            None => Err(self.wrong_type(key, value, "a text in quotes")),
        }
    }

    /// `true` or `false`.
    pub(super) fn switch(
        &self,
        key: &Spanned<Cow<'_, str>>,
        value: &Spanned<DeValue<'_>>,
    ) -> Result<bool, ConfigError> {
        value
            .get_ref()
            .as_bool()
            .ok_or_else(|| self.wrong_type(key, value, "true or false"))
    }

    /// A key that only makes sense as `true`.
    pub(super) fn only_true(
        &self,
        key: &Spanned<Cow<'_, str>>,
        value: &Spanned<DeValue<'_>>,
    ) -> Result<(), ConfigError> {
        match value.get_ref().as_bool() {
            Some(true) => Ok(()),
            Some(false) => Err(self.mistake(
                value.span(),
                format!(
                    "{0} = false means nothing; write {0} = true or remove it",
                    key.get_ref()
                ),
            )),
            None => Err(self.wrong_type(key, value, "true")),
        }
    }

    /// Whole seconds, 1 or more.
    pub(super) fn seconds(
        &self,
        key: &Spanned<Cow<'_, str>>,
        value: &Spanned<DeValue<'_>>,
    ) -> Result<Duration, ConfigError> {
        let right = "whole seconds, 1 or more";
        let number = value
            .get_ref()
            .as_integer()
            .ok_or_else(|| self.wrong_type(key, value, right))?;
        match u32::from_str_radix(number.as_str(), number.radix()) {
            Ok(seconds) if seconds >= 1 => Ok(Duration::from_secs(u64::from(seconds))),
            _ => Err(self.mistake(
                value.span(),
                format!("{} takes {right}, not {}", key.get_ref(), number.as_str()),
            )),
        }
    }

    pub(super) fn table<'t>(
        &self,
        key: &Spanned<Cow<'_, str>>,
        value: &'t Spanned<DeValue<'t>>,
    ) -> Result<&'t DeTable<'t>, ConfigError> {
        value
            .get_ref()
            .as_table()
            .ok_or_else(|| self.wrong_type(key, value, "a table"))
    }

    /// Notes a key that means nothing here.
    pub(super) fn unknown(&mut self, key: &Spanned<Cow<'_, str>>, table: &str, known: &[&str]) {
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

    /// An unknown key where guessing would be wrong.
    pub(super) fn unknown_form(
        &self,
        key: &Spanned<Cow<'_, str>>,
        known: &[&str],
        forms: &str,
    ) -> ConfigError {
        let what = match nearest(key.get_ref(), known.iter().copied()) {
            Some(meant) => format!(
                "unknown key {} in credentials; did you mean {meant}?",
                key.get_ref()
            ),
            None => format!("unknown key {} in credentials; {forms}", key.get_ref()),
        };
        self.mistake(key.span(), what)
    }

    /// Half of a pair of keys.
    pub(super) fn half(&self, at: Range<usize>, present: &str, missing: &str) -> ConfigError {
        ConfigError::Half {
            source_name: self.place(at).to_string(),
            present: present.to_owned(),
            missing: missing.to_owned(),
        }
    }

    /// What was odd, in the order of the file.
    pub(super) fn into_warnings(mut self) -> Vec<Warning> {
        self.warnings.sort_by_key(|(offset, _)| *offset);
        self.warnings
            .into_iter()
            .map(|(_, warning)| warning)
            .collect()
    }

    fn wrong_type(
        &self,
        key: &Spanned<Cow<'_, str>>,
        value: &Spanned<DeValue<'_>>,
        right: &str,
    ) -> ConfigError {
        let found = value.get_ref().type_str();
        self.mistake(
            value.span(),
            format!(
                "{} takes {right}, not a value of type {found}",
                key.get_ref()
            ),
        )
    }
}
