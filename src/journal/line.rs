//! The lines of the journal: written one by one, read together.

use super::{Attempt, Entry, EntryId, Outcome, Pages};
use crate::model::EpochMs;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// The version of the lines that this program writes and reads.
const VERSION: u32 = 1;

/// One line.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Line {
    v: u32,
    id: EntryId,
    at: String,
    #[serde(flatten)]
    what: What,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "kebab-case")]
enum What {
    Send(Attempt),
    Answer(Outcome),
}

impl Line {
    pub(super) fn before(id: &EntryId, at: EpochMs, attempt: Attempt) -> Self {
        Self::new(id, at, What::Send(attempt))
    }

    pub(super) fn after(id: &EntryId, at: EpochMs, outcome: Outcome) -> Self {
        Self::new(id, at, What::Answer(outcome))
    }

    fn new(id: &EntryId, at: EpochMs, what: What) -> Self {
        let time = jiff::Timestamp::from_millisecond(at).unwrap_or_default();
        Self {
            v: VERSION,
            id: id.clone(),
            at: time.strftime("%Y-%m-%dT%H:%M:%S.%3fZ").to_string(),
            what,
        }
    }

    /// The line with its end.
    pub(super) fn text(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string(self).map(|line| line + "\n")
    }

    fn at_ms(&self) -> Option<EpochMs> {
        let time: jiff::Timestamp = self.at.parse().ok()?;
        Some(time.as_millisecond())
    }
}

/// Reads what journals hold, the older text first. A line that cannot be read, is of another
/// version, or answers a write that is not there any more, costs nothing but itself: the first two
/// are counted.
#[must_use]
pub fn read(texts: &[&str]) -> Pages {
    let mut pages = Pages::default();
    let mut places: HashMap<EntryId, usize> = HashMap::new();
    let lines = texts.iter().flat_map(|text| text.lines());
    for text in lines.filter(|line| !line.trim().is_empty()) {
        let line = serde_json::from_str::<Line>(text).ok();
        let Some((line, at)) = line
            .filter(|line| line.v == VERSION)
            .and_then(|line| line.at_ms().map(|at| (line, at)))
        else {
            pages.unreadable += 1;
            continue;
        };
        match line.what {
            What::Send(attempt) => {
                places.insert(line.id.clone(), pages.entries.len());
                pages.entries.push(Entry {
                    id: line.id,
                    at,
                    attempt,
                    outcome: None,
                });
            }
            What::Answer(outcome) => {
                if let Some(place) = places.get(&line.id) {
                    pages.entries[*place].outcome = Some(outcome);
                }
            }
        }
    }
    // Two sessions may write at once: the order of the file is nearly that of time.
    pages.entries.sort_by_key(|entry| entry.at);
    pages.entries.reverse();
    pages
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::journal::{Sent, Target, Verdict};

    fn attempt(name: &str) -> Attempt {
        Attempt {
            profile: "ops".into(),
            region: "cn-north-4".into(),
            project: "p".into(),
            action: "delete the instance".into(),
            targets: vec![Target {
                id: Some("i-1".into()),
                name: name.into(),
            }],
            request: Sent {
                method: "DELETE".into(),
                path: "/v2/p/instances/i-1".into(),
                body: None,
            },
        }
    }

    fn id(text: &str) -> EntryId {
        EntryId(text.into())
    }

    #[test]
    fn a_line_is_one_line_with_the_time_in_utc() {
        let line = Line::before(&id("7-1"), 1_700_000_000_123, attempt("a\nb"));
        assert_eq!(
            line.text().unwrap(),
            "{\"v\":1,\"id\":\"7-1\",\"at\":\"2023-11-14T22:13:20.123Z\",\"what\":\"send\",\
             \"profile\":\"ops\",\"region\":\"cn-north-4\",\"project\":\"p\",\
             \"action\":\"delete the instance\",\"targets\":[{\"id\":\"i-1\",\"name\":\"a\\nb\"}],\
             \"request\":{\"method\":\"DELETE\",\"path\":\"/v2/p/instances/i-1\"}}\n"
        );
    }

    #[test]
    fn two_lines_make_an_entry_and_a_crash_between_them_leaves_the_answer_unknown() {
        let accepted = Outcome::accepted(204, Some("r-1".into()), 360);
        let text = [
            Line::before(&id("7-1"), 1000, attempt("first")),
            Line::before(&id("7-2"), 2000, attempt("second")),
            Line::after(&id("7-1"), 2500, accepted.clone()),
        ]
        .map(|line| line.text().unwrap())
        .concat();
        let entry = |number: &str, at, name: &str, outcome| Entry {
            id: id(number),
            at,
            attempt: attempt(name),
            outcome,
        };
        let expected = Pages {
            entries: vec![
                entry("7-2", 2000, "second", None),
                entry("7-1", 1000, "first", Some(accepted)),
            ],
            unreadable: 0,
        };
        assert_eq!(read(&[&text]), expected);
    }

    #[test]
    fn lines_that_cannot_be_read_are_counted_and_cost_nothing_else() {
        let good = Line::before(&id("7-1"), 1000, attempt("first"));
        let good = good.text().unwrap();
        let newer = good.replace("\"v\":1", "\"v\":2");
        let cut = &good[..good.len() / 2];
        let pages = read(&[&newer, &format!("{good}\n[]\n{cut}")]);
        assert_eq!((pages.entries.len(), pages.unreadable), (1, 3));
    }

    #[test]
    fn verdicts_are_words_in_the_file() {
        let words = [
            Verdict::Accepted,
            Verdict::Refused,
            Verdict::NotSent,
            Verdict::Unknown,
        ]
        .map(|verdict| serde_json::to_string(&verdict).unwrap());
        assert_eq!(
            words,
            ["\"accepted\"", "\"refused\"", "\"not-sent\"", "\"unknown\""]
        );
    }
}
