//! The filter of the list: terms that must all hold.
//!
//! A term is a word that appears somewhere, or asks for something by name: `status=ERROR`,
//! `tag:env=prod`, `storage>80`, `age<1d`, `stale`, `marked`,
//! `changed`. `!` in front of a term turns it round, `|`
//! separates alternatives. A term that cannot be understood is a [`Fault`]: it is said where the
//! filter is, and lets nothing through, so that a slip never shows more than was asked for. A term
//! that is still being typed asks nothing yet, and that is said, too.

mod line;
mod offers;
mod term;
#[cfg(test)]
mod tests;
mod why;

pub use line::{FilterLine, Turn};
pub use offers::FilterValues;
pub use term::{Fault, FilterField, Wrong};

use super::column::Reading;
use super::now::Now;
use super::row::Row;
use std::time::Duration;
use term::{Term, Test};

/// A parsed filter. The text is kept as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    text: String,
    terms: Vec<Term>,
    faults: Vec<Fault>,
}

impl Filter {
    /// Reads what was typed.
    pub fn parse(text: &str) -> Self {
        let mut filter = Self {
            text: text.to_owned(),
            ..Self::default()
        };
        for word in text.split_whitespace() {
            match Term::parse(word) {
                Ok(term) => filter.terms.push(term),
                Err(wrong) => filter.faults.push(Fault {
                    word: word.to_owned(),
                    wrong,
                }),
            }
        }
        filter
    }

    /// The text as typed.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether nothing was typed.
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty() && self.faults.is_empty()
    }

    /// The term to complain about: one that is wrong before one that is not finished.
    pub fn fault(&self) -> Option<&Fault> {
        let mut wrong = self.faults.iter().filter(|fault| is_wrong(fault));
        wrong.next().or(self.faults.first())
    }

    /// Whether a row passes when it is looked at now.
    pub fn accepts(&self, row: &Row, now: Now) -> bool {
        let holds = |term: &Term| term.test.holds(row, now) != term.negated;
        !self.faults.iter().any(is_wrong) && self.terms.iter().all(holds)
    }

    /// Whether time alone changes which rows pass, beyond what makes them stale.
    pub fn follows_time(&self) -> bool {
        let ages = |term: &Term| match term.test {
            Test::Age(..) => true,
            Test::Figure(column, ..) => column.reading().is_some_and(Reading::lasts),
            Test::Word(_)
            | Test::Is(..)
            | Test::Tag { .. }
            | Test::Storage(..)
            | Test::Stale
            | Test::Marked
            | Test::Changed => false,
        };
        self.terms.iter().any(ages)
    }

    /// Whether it asks for a zone: by its code, perhaps, which only a list of zones has.
    pub fn asks_for_zones(&self) -> bool {
        let zone = |term: &Term| matches!(term.test, Test::Is(FilterField::Zone, _));
        self.terms.iter().any(zone)
    }

    /// When a row passes or no longer passes, for its age, as time since the start.
    pub fn turns(&self, row: &Row, now: Now) -> Option<Duration> {
        let limits = self.terms.iter().filter_map(|term| match term.test {
            Test::Age(_, limit) => Some((row.instance.created_at?, limit)),
            Test::Figure(column, _, limit) => Some((column.reading()?.begins(row)?, limit)),
            Test::Word(_)
            | Test::Is(..)
            | Test::Tag { .. }
            | Test::Storage(..)
            | Test::Stale
            | Test::Marked
            | Test::Changed => None,
        });
        let left = limits.map(|(from, limit)| from.saturating_add(limit).saturating_sub(now.wall));
        let next = left.filter(|left| *left >= 0).min()?;
        let next = Duration::from_millis(u64::try_from(next).ok()?.saturating_add(1));
        Some(now.uptime.saturating_add(next))
    }
}

fn is_wrong(fault: &Fault) -> bool {
    fault.wrong != Wrong::Unfinished
}

impl Test {
    // Within a loop over terms, what only some of them need would be worked out for every row.
    #[inline(never)]
    fn holds(&self, row: &Row, now: Now) -> bool {
        let instance = &row.instance;
        match self {
            Self::Word(words) => words.iter().any(|word| {
                row.haystack.contains(word) || (begins_chinese(word) && is_status(row, word))
            }),
            Self::Is(field, values) => values.iter().any(|value| field.is(row, value)),
            Self::Tag { key, values } => instance.tags.iter().any(|tag| {
                let valued = || values.iter().any(|value| same(&tag.value, value));
                same(&tag.key, key) && (values.is_empty() || valued())
            }),
            Self::Storage(compare, limit) => {
                let percent = instance.storage.percent();
                percent.is_some_and(|percent| compare.holds(&percent, limit))
            }
            Self::Figure(column, compare, limit) => {
                let reading = column.reading();
                let known = reading.and_then(|reading| reading.known(row, now));
                known.is_some_and(|known| compare.holds(&known, limit))
            }
            Self::Age(compare, limit) => instance.created_at.is_some_and(|created| {
                let age = now.wall.saturating_sub(created).max(0);
                compare.holds(&age, limit)
            }),
            Self::Stale => row.is_stale(now),
            Self::Marked => row.marked,
            Self::Changed => row.has_changed(),
        }
    }
}

/// Whether it can be in a word of the Chinese console, which has no letter of ASCII.
fn begins_chinese(word: &str) -> bool {
    word.starts_with(|letter: char| !letter.is_ascii())
}

/// Whether a word of the Chinese console for the status of a row contains this.
fn is_status(row: &Row, word: &str) -> bool {
    let status = row.instance.status.as_ref();
    let console = status.and_then(|status| status.console());
    console.is_some_and(|console| console.contains(word))
}

impl FilterField {
    /// Whether this field of a row is `value`, which is in lower case.
    fn is(self, row: &Row, value: &str) -> bool {
        if self == Self::Why {
            return row.findings().iter().any(|found| why::says(found, value));
        }
        self.any(row, &mut |has| match self {
            Self::Version | Self::Type => begins(has, value),
            Self::Name => has.to_lowercase().contains(value),
            Self::Status
            | Self::Zone
            | Self::Public
            | Self::Billing
            | Self::Enterprise
            | Self::Region
            | Self::Profile => same(has, value),
            Self::Storage | Self::Age | Self::Why => false,
        })
    }

    /// Whether one of the words that this field of a row is called by is `wanted`: in the
    /// service's words and in those of its Chinese console. Nothing that is compared as a number
    /// has any.
    fn any<'a>(self, row: &'a Row, wanted: &mut dyn FnMut(&'a str) -> bool) -> bool {
        let (instance, network) = (&row.instance, &row.instance.network);
        let one = match self {
            Self::Status => {
                let Some(status) = &instance.status else {
                    return false;
                };
                return wanted(status.word()) || status.console().is_some_and(wanted);
            }
            Self::Type => {
                let kind = instance.kind.as_deref();
                return kind.is_some_and(&mut *wanted)
                    || instance.console_kind().is_some_and(wanted);
            }
            Self::Why => {
                let codes = row.findings().iter().map(|found| found.code);
                let mut names = codes.flat_map(|code| [code.name(), why::chinese(code)]);
                return names.any(wanted);
            }
            Self::Zone => return network.zone_words(&row.zones).flatten().any(wanted),
            Self::Public => {
                let words = network
                    .public
                    .map(|on| if on { ["yes", "是"] } else { ["no", "否"] });
                return words.into_iter().flatten().any(wanted);
            }
            Self::Billing => {
                let Some(billing) = instance.billing else {
                    return false;
                };
                return wanted(billing.into()) || billing.console().is_some_and(wanted);
            }
            Self::Region => Some(&*row.key.scope.region),
            Self::Profile => Some(&*row.key.scope.profile),
            Self::Version => instance.engine_version.as_deref(),
            Self::Name => instance.name.as_deref(),
            Self::Enterprise => instance.enterprise_project_id.as_deref(),
            Self::Storage | Self::Age => None,
        };
        one.is_some_and(wanted)
    }
}

/// Whether two texts are the same without regard to case; the second one is in lower case.
fn same(text: &str, lower: &str) -> bool {
    text.eq_ignore_ascii_case(lower) || (!text.is_ascii() && text.to_lowercase() == lower)
}

/// Whether a text begins with `value`, by whole parts between dots: 3.8.35 is a 3.8, 3.12 no 3.1.
fn begins(text: &str, value: &str) -> bool {
    let mut parts = text.split('.');
    let mut wanted = value.trim_end_matches('.').split('.');
    wanted.all(|wanted| parts.next().is_some_and(|part| same(part, wanted)))
}
