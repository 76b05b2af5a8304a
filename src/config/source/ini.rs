//! INI text as Python's `configparser` reads it with its usual settings, which is how the official
//! SDK reads its file: what it refuses is refused, and what it reads is read alike.
//!
//! Sections and keys are told apart by case as it does (sections yes, keys no), a comment is a
//! whole line, a line that is indented deeper than its key goes on with the value, `[DEFAULT]`
//! holds for every section, a section or key that comes twice is an error, and `%(key)s` stands for
//! the value of another key.

use std::collections::HashSet;

/// A key with its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    /// Line of the key, counted from 1.
    pub(super) line: usize,
    /// In lower case.
    pub(super) key: String,
    /// With the lines that go on with it, as they stand in the file.
    raw: String,
}

/// What the whole text is refused for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Fault {
    /// Counted from 1.
    pub(super) line: usize,
    /// In words that quote nothing of the line.
    pub(super) what: &'static str,
}

/// The section whose keys hold for all others.
const DEFAULT: &str = "DEFAULT";
/// How often a value may lead to another one.
const DEEPEST: usize = 10;

/// The sections of a text, with their keys in the order of the file.
type Sections = Vec<(String, Vec<Entry>)>;

/// The keys of a section, with those of `[DEFAULT]` that it does not have itself; `None` when
/// there is no such section.
pub(super) fn section(text: &str, name: &str) -> Result<Option<Section>, Fault> {
    let sections = parse(text)?;
    let of = |wanted: &str| {
        let found = sections.iter().find(|(name, _)| name == wanted);
        found.map(|(_, entries)| entries.clone())
    };
    let Some(mut entries) = of(name) else {
        return Ok(None);
    };
    for entry in of(DEFAULT).unwrap_or_default() {
        if !entries.iter().any(|own| own.key == entry.key) {
            entries.push(entry);
        }
    }
    let section = Section { entries };
    // As there, one bad value spoils the section.
    for entry in &section.entries {
        section.value(entry)?;
    }
    Ok(Some(section))
}

/// The keys of a section.
#[derive(Debug)]
pub(super) struct Section {
    entries: Vec<Entry>,
}

impl Section {
    /// The line and the value of a key, given in lower case.
    pub(super) fn get(&self, key: &str) -> Result<Option<(usize, String)>, Fault> {
        let found = self.entries.iter().find(|entry| entry.key == key);
        let value = found.map(|entry| Ok((entry.line, self.value(entry)?)));
        value.transpose()
    }

    /// The value with what it refers to in it.
    fn value(&self, entry: &Entry) -> Result<String, Fault> {
        let mut value = String::new();
        self.expand(&entry.raw, entry.line, 1, &mut value)?;
        Ok(value)
    }

    fn expand(&self, raw: &str, line: usize, depth: usize, into: &mut String) -> Result<(), Fault> {
        let fault = |what| Fault { line, what };
        if depth > DEEPEST {
            return Err(fault("the values go round in a circle"));
        }
        let mut rest = raw;
        while let Some((before, after)) = rest.split_once('%') {
            into.push_str(before);
            rest = if let Some(after) = after.strip_prefix('%') {
                into.push('%');
                after
            } else if let Some(after) = after.strip_prefix('(') {
                let (key, after) = after
                    .split_once(')')
                    .filter(|(key, _)| !key.is_empty())
                    .and_then(|(key, after)| Some((key, after.strip_prefix('s')?)))
                    .ok_or(fault(PERCENT))?;
                let key = key.to_lowercase();
                let meant = self.entries.iter().find(|entry| entry.key == key);
                let meant = meant.ok_or(fault("the value refers to a key that is not there"))?;
                match meant.raw.contains('%') {
                    true => self.expand(&meant.raw, line, depth + 1, into)?,
                    false => into.push_str(&meant.raw),
                }
                after
            } else {
                return Err(fault(PERCENT));
            };
        }
        into.push_str(rest);
        Ok(())
    }
}

const PERCENT: &str = "a % in a value is written %%";

/// Where the reader is.
#[derive(Default)]
struct Reading {
    sections: Sections,
    /// Sections with a header of their own, by name; `[DEFAULT]` may come twice.
    seen: HashSet<String>,
    /// A line that is no key with a value; the rest is read all the same.
    bogus: Option<usize>,
    /// Index of the section that the next key belongs to.
    current: Option<usize>,
    /// Whether a deeper line goes on with the last key of it.
    goes_on: bool,
    indent: usize,
}

fn parse(text: &str) -> Result<Sections, Fault> {
    let mut reading = Reading::default();
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    for (index, line) in text.split('\n').enumerate() {
        reading.line(index + 1, line)?;
    }
    let mut sections = reading.sections;
    match reading.bogus {
        Some(line) => Err(Fault {
            line,
            what: "a line is written as key = value, or as [section]",
        }),
        None => {
            for entry in sections.iter_mut().flat_map(|(_, entries)| entries) {
                entry
                    .raw
                    .truncate(entry.raw.trim_end_matches(is_space).len());
            }
            Ok(sections)
        }
    }
}

impl Reading {
    fn line(&mut self, number: usize, line: &str) -> Result<(), Fault> {
        let value = line.trim_matches(is_space);
        if value.starts_with(['#', ';']) {
            return Ok(());
        }
        if value.is_empty() {
            if let Some(entry) = self.last() {
                entry.raw.push('\n');
            }
            return Ok(());
        }
        let indent = line.chars().take_while(|c| is_space(*c)).count();
        if indent > self.indent
            && let Some(entry) = self.last()
        {
            entry.raw.push('\n');
            entry.raw.push_str(value);
            return Ok(());
        }
        self.indent = indent;
        match header(value) {
            Some(name) => self.header(number, name),
            None => self.key(number, value),
        }
    }

    /// The key that a deeper line would go on with.
    fn last(&mut self) -> Option<&mut Entry> {
        let (_, entries) = self.sections.get_mut(self.current?)?;
        entries.last_mut().filter(|_| self.goes_on)
    }

    fn header(&mut self, line: usize, name: &str) -> Result<(), Fault> {
        self.goes_on = false;
        let what = "the section is in the file twice";
        if name != DEFAULT && !self.seen.insert(name.to_owned()) {
            return Err(Fault { line, what });
        }
        let known = self.sections.iter().position(|(known, _)| known == name);
        self.current = Some(known.unwrap_or_else(|| {
            self.sections.push((name.to_owned(), Vec::new()));
            self.sections.len() - 1
        }));
        Ok(())
    }

    fn key(&mut self, line: usize, text: &str) -> Result<(), Fault> {
        let Some((_, entries)) = self.current.and_then(|at| self.sections.get_mut(at)) else {
            let what = match text.starts_with('\u{feff}') {
                true => {
                    "the file begins with a byte order mark, which the official SDK does not \
                         read; save it without"
                }
                false => "there is no [section] before this line",
            };
            return Err(Fault { line, what });
        };
        let Some((key, value)) = text.split_once(['=', ':']) else {
            self.bogus.get_or_insert(line);
            return Ok(());
        };
        let key = key.trim_matches(is_space).to_lowercase();
        if key.is_empty() {
            self.bogus.get_or_insert(line);
        }
        if entries.iter().any(|entry| entry.key == key) {
            let what = "the key is in its section twice";
            return Err(Fault { line, what });
        }
        self.goes_on = !key.is_empty();
        entries.push(Entry {
            line,
            key,
            raw: value.trim_matches(is_space).to_owned(),
        });
        Ok(())
    }
}

/// The name in a header; what follows its last bracket does not count.
fn header(value: &str) -> Option<&str> {
    let (name, _) = value.strip_prefix('[')?.rsplit_once(']')?;
    (!name.is_empty()).then_some(name)
}

/// White space as Python counts it.
fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{1c}'..='\u{1f}')
}
