//! The lines of the journal, as they stand in the file.

use super::{Attempt, EntryId, Outcome, Settlement};
use crate::model::EpochMs;
use serde::{Deserialize, Serialize};

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
pub(super) enum What {
    Planned(Attempt),
    Send(Attempt),
    Answer(Outcome),
    Settled(Settlement),
}

impl Line {
    pub(super) fn new(id: &EntryId, at: EpochMs, what: What) -> Self {
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

    /// Whether it is of the version that this program knows, and its time can be read.
    pub(super) fn is_known(&self) -> bool {
        self.v == VERSION && self.at_ms().is_some()
    }

    /// Of which write.
    pub(super) fn id(&self) -> &EntryId {
        &self.id
    }

    /// When, of which write, and what; nothing when its time cannot be read.
    pub(super) fn into_parts(self) -> Option<(EpochMs, EntryId, What)> {
        Some((self.at_ms()?, self.id, self.what))
    }

    fn at_ms(&self) -> Option<EpochMs> {
        let time: jiff::Timestamp = self.at.parse().ok()?;
        Some(time.as_millisecond())
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::journal::{Sent, Target, Verdict};

    /// What is about to be done to an instance of this name.
    pub(in crate::journal) fn attempt(name: &str) -> Attempt {
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

    pub(in crate::journal) fn id(text: &str) -> EntryId {
        EntryId(text.into())
    }

    #[test]
    fn a_line_is_one_line_with_the_time_in_utc() {
        let line = Line::new(&id("7-1"), 1_700_000_000_123, What::Send(attempt("a\nb")));
        assert_eq!(
            line.text().unwrap(),
            "{\"v\":1,\"id\":\"7-1\",\"at\":\"2023-11-14T22:13:20.123Z\",\"what\":\"send\",\
             \"profile\":\"ops\",\"region\":\"cn-north-4\",\"project\":\"p\",\
             \"action\":\"delete the instance\",\"targets\":[{\"id\":\"i-1\",\"name\":\"a\\nb\"}],\
             \"request\":{\"method\":\"DELETE\",\"path\":\"/v2/p/instances/i-1\"}}\n"
        );
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
