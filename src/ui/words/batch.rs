//! Marks, restarts and what is done to several instances at once.

use super::{error, notice};
use crate::state::batches::{Sent, Tally};
use crate::state::pending::Ended;
use crate::state::plan::Act;

/// What an act is called as the title of a dialog on one instance.
#[must_use]
pub fn title_of_one(act: Act, name: &str) -> String {
    match act {
        Act::Delete => format!("DELETE {name}"),
        Act::Restart => format!("RESTART {name}"),
    }
}

/// ... and on several.
#[must_use]
pub fn title(act: Act, number: usize) -> String {
    title_of_one(act, &super::count(number, "instance"))
}

/// The button that does it.
#[must_use]
pub fn go(act: Act) -> &'static str {
    match act {
        Act::Delete => "Delete",
        Act::Restart => "Restart",
    }
}

/// What it means for those who use the instance.
#[must_use]
pub fn effect(act: Act, number: usize) -> &'static str {
    match (act, number) {
        (Act::Delete, 1) => super::dialog::FOR_GOOD,
        (Act::Delete, _) => "Their messages go with them.",
        (Act::Restart, 1) => "Its clients are disconnected while it restarts.",
        (Act::Restart, _) => "Their clients are disconnected while they restart.",
    }
}

/// How many of the instances the filter hides, and the key that shows all of them.
#[must_use]
pub fn hidden(hidden: usize, whole: usize, key: &str) -> String {
    format!("{hidden} hidden by the filter, of {whole}; {key} shows the marked")
}

/// How many marked instances are left out.
#[must_use]
pub fn left_out(number: usize) -> String {
    match number {
        1 => "1 marked instance is left out: not possible now".into(),
        _ => format!("{number} marked instances are left out: not possible now"),
    }
}

/// Why one marked instance is left out.
#[must_use]
pub fn not_possible(why: &str) -> String {
    format!("left out: {why}")
}

/// The instance is marked, and the filter hides it.
pub const HIDDEN: &str = "hidden";
/// What going back does while a range is being marked.
pub const CANCELS_RANGE: &str = "no range";
/// What the key does that leaves the dialog for a list of the marked.
pub const SHOW_MARKED: &str = "only the marked";

/// How many are marked, and how many of them the filter hides.
#[must_use]
pub fn marked(all: usize, hidden: usize) -> String {
    match hidden {
        0 => format!("{all} marked"),
        _ => format!("{all} marked ({hidden} hidden)"),
    }
}

/// Title of how a batch stands.
#[must_use]
pub fn results_title(batch: &Sent) -> String {
    title(batch.act, batch.items.len())
}

/// How a batch stands: `restart 12: 9 under way, 3 failed`.
#[must_use]
pub fn told(act: Act, tally: &Tally) -> String {
    let Tally {
        under_way,
        done,
        failed,
        unknown,
    } = *tally;
    let number = under_way + done + failed + unknown;
    let parts = [
        (failed, "failed"),
        (unknown, "unknown"),
        (under_way, "under way"),
        (done, "done"),
    ];
    let parts = parts.into_iter().filter(|(number, _)| *number > 0);
    let parts: Vec<String> = parts
        .map(|(number, word)| format!("{number} {word}"))
        .collect();
    let what = format!("{} {}", act.word(), super::count(number, "instance"));
    format!("{what}: {}", parts.join(", "))
}

/// How one instance of a batch stands.
#[must_use]
pub fn stands(result: &Ended) -> String {
    match result {
        Ended::Sent => "sent".into(),
        Ended::Accepted => "accepted, not done yet".into(),
        Ended::Done => "done".into(),
        Ended::Failed(why) => format!("failed: {why}"),
        Ended::Refused(failure) => format!("refused: {}", error::line(failure)),
        Ended::Declined => notice::DECLINED.into(),
        Ended::NotSent(failure) => format!("not sent: {}", error::line(failure)),
        Ended::NotSentChanged(changed) => format!("not sent: {}", notice::changed(changed)),
        Ended::Unknown(failure) => {
            format!("outcome unknown ({}); checking", error::short(failure))
        }
        Ended::NotTaken => "did not take effect".into(),
        Ended::GaveUp => "still not done; no longer followed".into(),
    }
}

/// How each instance of a batch stands, one a line: what is copied from its results.
#[must_use]
pub fn as_text(batch: &Sent) -> String {
    let lines = batch.items.iter().map(|item| {
        let (name, id) = (&item.target.name, &item.target.key.id);
        format!("{name}  {id}  {}\n", stands(&item.result))
    });
    lines.collect()
}

/// The batch was forgotten.
pub const FORGOTTEN: &str = "What became of it is in the list of events.";
