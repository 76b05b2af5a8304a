//! Reading what journals hold, also where a disk or a power cut spoilt a part of it.

use super::line::{Line, What};
use super::{Entry, EntryId, Outcome, Pages, Settlement};
use serde_json::Value;
use std::collections::{HashMap, HashSet};

/// How every line begins that this version wrote.
const BEGINS: &str = "{\"v\":1,\"id\":\"";

/// What is said of a request that was planned, for as long as no other line tells of it.
const NO_TURN: &str = "held back: its turn has not come";

/// Reads what journals hold, the older one first. What cannot be read, or is of another version,
/// is counted and costs nothing else: not the record that is glued to it, nor the one in front.
pub fn read<T: AsRef<[u8]>>(journals: &[T]) -> Pages {
    let mut found = Found::default();
    for journal in journals {
        for line in journal.as_ref().split(|byte| *byte == b'\n') {
            // Bytes that are no text are in a name at worst.
            records(&String::from_utf8_lossy(line), &mut |record| {
                found.take(record)
            });
        }
    }
    found.into_pages()
}

/// What became of a write.
enum News {
    Answer(Outcome),
    Settled(Settlement),
}

#[derive(Default)]
struct Found {
    lines: Vec<Line>,
    unreadable: usize,
}

impl Found {
    fn take(&mut self, record: Option<(Line, &str)>) {
        match record {
            Some((line, _)) => self.lines.push(line),
            None => self.unreadable += 1,
        }
    }

    /// The writes these lines tell of. One that is there twice was read while its journal was put
    /// aside; what tells of a write that is not there any more is dropped. One that was planned
    /// and has no other line was never sent.
    fn into_pages(self) -> Pages {
        let mut entries: Vec<Entry> = Vec::new();
        let mut places: HashMap<EntryId, usize> = HashMap::new();
        let (mut news, mut planned) = (Vec::new(), Vec::new());
        let mut add = |id: EntryId, at, attempt, outcome| {
            places.entry(id.clone()).or_insert_with(|| {
                entries.push(Entry {
                    id,
                    at,
                    attempt,
                    outcome,
                    settled: Vec::new(),
                });
                entries.len() - 1
            });
        };
        for line in self.lines {
            let Some((at, id, what)) = line.into_parts() else {
                continue;
            };
            match what {
                What::Planned(attempt) => planned.push((id, at, attempt)),
                What::Send(attempt) => add(id, at, attempt, None),
                What::Answer(outcome) => news.push((id, News::Answer(outcome))),
                What::Settled(settlement) => news.push((id, News::Settled(settlement))),
            }
        }
        for (id, at, attempt) in planned {
            let unsent = Outcome::held_back(NO_TURN.to_owned(), 0);
            add(id, at, attempt, Some(unsent));
        }
        for (id, news) in news {
            let place = places.get(&id);
            let Some(entry) = place.and_then(|place| entries.get_mut(*place)) else {
                continue;
            };
            match news {
                News::Answer(outcome) => entry.outcome = Some(outcome),
                News::Settled(known) if entry.settled.contains(&known) => {}
                News::Settled(known) => entry.settled.push(known),
            }
        }
        // Two sessions may write at once: the order of the file is nearly that of time.
        entries.sort_by_key(|entry| entry.at);
        entries.reverse();
        Pages {
            entries,
            unreadable: self.unreadable,
        }
    }
}

/// The records of these writes in a journal, each as it stands there.
pub(super) fn records_of(journal: &[u8], wanted: &HashSet<EntryId>) -> Vec<String> {
    let mut found = Vec::new();
    for line in journal.split(|byte| *byte == b'\n') {
        records(&String::from_utf8_lossy(line), &mut |record| {
            if let Some((line, text)) = record
                && wanted.contains(line.id())
            {
                found.push(text.trim().to_owned());
            }
        });
    }
    found
}

/// Finds the records of one line of a file: one, if nothing went wrong. Gives each with its text,
/// and nothing for a piece that cannot be read.
fn records(line: &str, take: &mut impl FnMut(Option<(Line, &str)>)) {
    if line.trim().is_empty() {
        return;
    }
    if let Ok(whole) = serde_json::from_str(line) {
        return take(known(whole, line));
    }
    let (mut rest, mut spoilt) = (line, false);
    while let Some(at) = rest.find(BEGINS) {
        let (before, from) = rest.split_at(at);
        spoilt |= !before.trim().is_empty();
        match extent(from) {
            Some(length) => {
                if std::mem::take(&mut spoilt) {
                    take(None);
                }
                let (record, after) = from.split_at(length);
                let read = serde_json::from_str(record).ok();
                take(read.and_then(|line| known(line, record)));
                rest = after;
            }
            // It was cut off; a whole one may have been glued to it.
            None => {
                spoilt = true;
                rest = &from[BEGINS.len()..];
            }
        }
    }
    if spoilt || !rest.trim().is_empty() {
        take(None);
    }
}

/// A record of the version that is known, with its text.
fn known(line: Line, text: &str) -> Option<(Line, &str)> {
    line.is_known().then_some((line, text))
}

/// The length in bytes of the JSON value a text begins with, if it is whole. One that is nested
/// deeper than the parser goes is not: what is looked at stays short, whatever stands there.
fn extent(text: &str) -> Option<usize> {
    let mut values = serde_json::Deserializer::from_str(text).into_iter::<Value>();
    values.next()?.ok()?;
    Some(values.byte_offset())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::journal::line::tests::{attempt, id};

    fn line(name: &str) -> String {
        let line = Line::new(&id(name), 1000, What::Send(attempt(name)));
        line.text().unwrap()
    }

    /// The names in it, in the order of the file, and how much was unreadable.
    fn names(journal: &[u8]) -> (Vec<String>, usize) {
        let pages = read(&[journal]);
        let name = |entry: &Entry| entry.attempt.targets[0].name.clone();
        (
            pages.entries.iter().rev().map(name).collect(),
            pages.unreadable,
        )
    }

    #[test]
    fn two_lines_make_an_entry_and_a_crash_between_them_leaves_the_answer_unknown() {
        let accepted = Outcome::accepted(204, Some("r-1".into()), 360);
        let text = [
            Line::new(&id("7-1"), 1000, What::Send(attempt("first"))),
            Line::new(&id("7-2"), 2000, What::Send(attempt("second"))),
            Line::new(&id("7-1"), 2500, What::Answer(accepted.clone())),
        ]
        .map(|line| line.text().unwrap())
        .concat();
        let entry = |number: &str, at, name: &str, outcome| Entry {
            id: id(number),
            at,
            attempt: attempt(name),
            outcome,
            settled: Vec::new(),
        };
        let expected = Pages {
            entries: vec![
                entry("7-2", 2000, "second", None),
                entry("7-1", 1000, "first", Some(accepted)),
            ],
            unreadable: 0,
        };
        assert_eq!(read(&[&text]), expected);
        // Read while it was put aside: it is in the old file and was in the new one.
        assert_eq!(read(&[&text, &text]), expected);
    }

    #[test]
    fn what_was_planned_was_not_sent_until_another_line_says_so() {
        let planned = Line::new(&id("7-1"), 1000, What::Planned(attempt("a")));
        let send = Line::new(&id("7-1"), 2000, What::Send(attempt("a")));
        let accepted = Outcome::accepted(204, None, 3);
        let answer = Line::new(&id("7-1"), 3000, What::Answer(accepted.clone()));
        let [planned, send, answer] = [planned, send, answer].map(|line| line.text().unwrap());
        let turn = Outcome::held_back(NO_TURN.into(), 0);
        for (text, at, outcome) in [
            (planned.clone(), 1000, Some(turn)),
            (format!("{planned}{send}"), 2000, None),
            // It was read while its journal was put aside.
            (format!("{send}{planned}"), 2000, None),
            (format!("{planned}{answer}"), 1000, Some(accepted.clone())),
            (format!("{planned}{send}{answer}"), 2000, Some(accepted)),
        ] {
            let pages = read(&[&text]);
            let found: Vec<_> = pages.entries.into_iter().collect();
            assert_eq!(found.len(), 1, "{text}");
            assert_eq!(
                (found[0].at, found[0].outcome.clone()),
                (at, outcome),
                "{text}"
            );
        }
    }

    #[test]
    fn lines_that_cannot_be_read_are_counted_and_cost_nothing_else() {
        let good = line("a");
        let newer = good.replace("\"v\":1", "\"v\":2");
        let cut = &good[..good.len() / 2];
        assert_eq!(
            names(format!("{newer}{good}\n[]\n{cut}").as_bytes()),
            (vec!["a".into()], 3)
        );
    }

    #[test]
    fn wherever_a_record_is_cut_off_its_neighbours_are_read() {
        let (first, torn, last) = (line("a"), line("b"), line("c"));
        for cut in 1..torn.len() - 1 {
            let torn = &torn[..cut];
            let glued = format!("{first}{torn}{last}");
            let expected = (vec!["a".into(), "c".into()], 1);
            assert_eq!(names(glued.as_bytes()), expected, "{glued}");
        }
    }

    #[test]
    fn records_without_a_line_end_between_them_are_all_read() {
        let glued = [line("a"), line("b"), line("c")].concat().replace('\n', "");
        let all = ["a", "b", "c"].map(str::to_owned).to_vec();
        assert_eq!(names(glued.as_bytes()), (all.clone(), 0));
        let other_ends = [line("a"), line("b"), line("c")].concat();
        let other_ends = other_ends.replace('\n', "\r\n\r\n");
        assert_eq!(names(other_ends.as_bytes()), (all, 0));
    }

    #[test]
    fn what_a_power_cut_left_hides_nothing() {
        let zeros = "\0".repeat(5000);
        let (a, b, c) = (line("a"), line("b"), line("c"));
        let torn = &b[..b.len() / 2];
        let both = || vec!["a".into(), "c".into()];
        for (journal, unreadable) in [
            (format!("{a}{zeros}{c}"), 1),
            (format!("{a}{zeros}\n{c}"), 1),
            (format!("{a}{torn}{zeros}{c}"), 1),
            (format!("{a}{c}{zeros}"), 1),
            (format!("{}{zeros}{torn}\n{c}", a.trim_end()), 1),
            (format!("{a}{zeros}\n{zeros}\n{c}"), 2),
        ] {
            assert_eq!(names(journal.as_bytes()), (both(), unreadable));
        }
    }

    #[test]
    fn bytes_that_are_no_text_cost_a_letter_of_a_name_or_the_piece_they_stand_in() {
        let (a, b) = (line("a?"), line("b"));
        let mut journal: Vec<u8> = a.into_bytes();
        let at = journal.iter().rposition(|byte| *byte == b'?').unwrap();
        journal[at] = 0xff;
        journal.extend([0xc3, 0x28, b'\n', 0xff, 0xfe]);
        journal.extend(b.bytes());
        assert_eq!(names(&journal), (vec!["a\u{fffd}".into(), "b".into()], 2));
    }

    #[test]
    fn a_giant_line_of_anything_costs_itself_and_no_time() {
        let (a, b) = (line("a"), line("b"));
        for giant in [
            "x",
            BEGINS,
            "{\"v\":1,\"x\":[",
            "{\"v\":\"",
            "{\"v\":1,",
            "[",
            "\\",
        ] {
            let giant = giant.repeat(4_000_000 / giant.len());
            let begun = std::time::Instant::now();
            let found = names(format!("{a}{giant}\n{b}").as_bytes());
            assert_eq!(found, (vec!["a".into(), "b".into()], 1));
            assert!(begun.elapsed().as_secs() < 10);
        }
    }
}
