//! Marks, restarts and what is done to several instances at once.

use super::{Words, error, notice, profiles};
use crate::say;
use crate::state::write::batches::{Sent, Tally};
use crate::state::write::bulk::BulkAction;
use crate::state::write::pending::WriteStatus;

/// What an act on several instances is called as the title of a dialog.
pub fn title(w: &Words, act: BulkAction, number: usize) -> String {
    let name = w.count("nouns.instance", number);
    say!(w, "dialog.title" / act, name)
}

/// How many are marked, and how many of them the filter hides.
pub fn marked(w: &Words, all: usize, hidden: usize) -> String {
    match hidden {
        0 => say!(w, "batch.marked", n = all),
        _ => say!(w, "batch.marked-hidden", n = all, hidden),
    }
}

/// How a batch stands: `restart 12 instances: 3 failed, 9 under way`.
pub fn told(w: &Words, act: BulkAction, tally: &Tally) -> String {
    let Tally {
        under_way,
        done,
        failed,
        unknown,
    } = *tally;
    let parts = [
        (failed, say!(w, "batch.counted.failed", n = failed)),
        (unknown, say!(w, "batch.counted.unknown", n = unknown)),
        (under_way, say!(w, "batch.counted.under-way", n = under_way)),
        (done, say!(w, "batch.counted.done", n = done)),
    ];
    let parts = parts.into_iter().filter(|(number, _)| *number > 0);
    let parts: Vec<String> = parts.map(|(_, said)| said).collect();
    let verb = w.named("batch.verb", act);
    let instances = w.count("nouns.instance", under_way + done + failed + unknown);
    say!(
        w,
        "batch.told",
        verb,
        instances,
        counts = parts.join(w.text("comma"))
    )
}

/// How one instance of a batch stands.
pub fn stands(w: &Words, result: &WriteStatus) -> String {
    let failed = |why: &str| say!(w, "batch.stands.failed", why);
    let not_sent = |why: String| say!(w, "batch.stands.not-sent", why);
    match result {
        WriteStatus::Failed(failure) => failed(&notice::failed(failure)),
        WriteStatus::Partly(done, failure) => failed(&notice::half(w, *done, failure.as_ref())),
        WriteStatus::Refused(failure) => {
            say!(w, "batch.stands.refused", why = error::line(w, failure))
        }
        WriteStatus::NotSent(failure) => not_sent(error::line(w, failure)),
        WriteStatus::NotSentChanged(changed) => not_sent(notice::changed(w, changed)),
        WriteStatus::NotSentUnrecorded(why) => not_sent(say!(w, "notice.changed.unrecorded", why)),
        WriteStatus::Unknown(failure) | WriteStatus::OrderUnknown(failure) => {
            say!(w, "batch.stands.unknown", why = error::short(w, failure))
        }
        WriteStatus::Ordered(_) => w.text("batch.stands.accepted").to_owned(),
        // None of a batch is one.
        WriteStatus::Purged { .. } => w.text("batch.stands.done").to_owned(),
        WriteStatus::Unsure(_) => w.text("batch.stands.no-trace").to_owned(),
        WriteStatus::OrderGaveUp => w.text("batch.stands.gave-up").to_owned(),
        WriteStatus::Sent
        | WriteStatus::Accepted
        | WriteStatus::Done
        | WriteStatus::Declined
        | WriteStatus::NoTrace(_)
        | WriteStatus::Released(_)
        | WriteStatus::GaveUp => w.named("batch.stands", result).to_owned(),
    }
}

/// How each instance of a batch stands, one a line: what is copied from its results. Where it lives
/// is said when they do not all live in one place.
pub fn as_text(w: &Words, batch: &Sent) -> String {
    let lines = batch.items.iter().map(|item| {
        let (scope, key) = (item.target.scope(), item.target.key());
        let id = key.map(|key| key.id.as_str()).unwrap_or_default();
        let place = match batch.is_in_one_place() {
            true => String::new(),
            false => format!("  {}", profiles::full_name(scope)),
        };
        let name = &item.target.name;
        format!("{name}  {id}{place}  {}\n", stands(w, &item.result))
    });
    lines.collect()
}
