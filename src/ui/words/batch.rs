//! Marks, restarts and what is done to several instances at once.

use super::catalogue::{Plural, Words, fill, texts};
use super::{error, notice, profiles, refusal, tags};
use crate::model::InstanceKey;
use crate::state::batches::{Sent, Tally};
use crate::state::can::Refusal;
use crate::state::pending::Ended;
use crate::state::plan::Act;
use std::fmt::Display;

texts! {
    /// Marks, and what is done to several instances.
    pub struct Batches {
        /// The instance is marked, and the filter hides it.
        hidden_one,
        /// What going back does while a range is being marked.
        cancels_range,
        /// The batch was forgotten.
        forgotten,
        marked,
        marked_hidden,
        hidden,
        left_out: Plural,
        not_possible,
        refused_before,
        told,
        delete: Texts,
        restart: Texts,
        counted: Counted,
        stands: Stands,
    }
}

texts! {
    /// What is said of one act.
    pub struct Texts {
        title,
        go,
        verb,
        effect_on_one,
        effect_on_several,
    }
}

texts! {
    /// How many instances of a batch stand how.
    pub struct Counted {
        failed, unknown, under_way, done,
    }
}

texts! {
    /// How one instance of a batch stands.
    pub struct Stands {
        sent, accepted, done, failed, refused, declined, not_sent, unknown, no_trace, released, gave_up,
    }
}

impl Batches {
    fn of(&self, act: Act) -> &Texts {
        match act {
            Act::Delete => &self.delete,
            Act::Restart => &self.restart,
        }
    }
}

/// What an act is called as the title of a dialog on one instance.
#[must_use]
pub fn title_of_one(w: &Words, act: Act, name: &str) -> String {
    fill(&w.batch.of(act).title, &[("name", &name)])
}

/// ... and on several.
#[must_use]
pub fn title(w: &Words, act: Act, number: usize) -> String {
    title_of_one(w, act, &w.nouns.instance.of(number))
}

/// The button that does it.
#[must_use]
pub fn go(w: &Words, act: Act) -> &str {
    &w.batch.of(act).go
}

/// What is done, in a word.
#[must_use]
pub fn verb(w: &Words, act: Act) -> &str {
    &w.batch.of(act).verb
}

/// What it means for those who use the instance.
#[must_use]
pub fn effect(w: &Words, act: Act, number: usize) -> &str {
    let t = w.batch.of(act);
    match number {
        1 => &t.effect_on_one,
        _ => &t.effect_on_several,
    }
}

/// How many of the instances the filter hides, and the key that shows all of them.
#[must_use]
pub fn hidden(w: &Words, hidden: usize, whole: usize, keys: &str) -> String {
    let values: [(&str, &dyn Display); 3] = [("n", &hidden), ("all", &whole), ("keys", &keys)];
    fill(&w.batch.hidden, &values)
}

/// Why one marked instance is left out.
#[must_use]
pub fn not_possible(w: &Words, why: &Refusal) -> String {
    fill(&w.batch.not_possible, &[("why", &refusal::why(w, why))])
}

/// A write of this kind was refused before; the permission it takes.
#[must_use]
pub fn refused_before(w: &Words, permission: &str) -> String {
    fill(&w.batch.refused_before, &[("permission", &permission)])
}

/// How many are marked, and how many of them the filter hides.
#[must_use]
pub fn marked(w: &Words, all: usize, hidden: usize) -> String {
    let template = match hidden {
        0 => &w.batch.marked,
        _ => &w.batch.marked_hidden,
    };
    fill(template, &[("n", &all), ("hidden", &hidden)])
}

/// Title of how a batch stands.
#[must_use]
pub fn results_title(w: &Words, batch: &Sent) -> String {
    title(w, batch.act, batch.items.len())
}

/// How a batch stands: `restart 12 instances: 3 failed, 9 under way`.
#[must_use]
pub fn told(w: &Words, act: Act, tally: &Tally) -> String {
    let Tally {
        under_way,
        done,
        failed,
        unknown,
    } = *tally;
    let t = &w.batch.counted;
    let parts = [
        (failed, &t.failed),
        (unknown, &t.unknown),
        (under_way, &t.under_way),
        (done, &t.done),
    ];
    let parts = parts.into_iter().filter(|(number, _)| *number > 0);
    let parts: Vec<String> = parts
        .map(|(number, template)| fill(template, &[("n", &number)]))
        .collect();
    let number = under_way + done + failed + unknown;
    let instances = w.nouns.instance.of(number);
    let values: [(&str, &dyn Display); 3] = [
        ("verb", &verb(w, act)),
        ("instances", &instances),
        ("counts", &parts.join(&w.comma)),
    ];
    fill(&w.batch.told, &values)
}

/// How one instance of a batch stands.
#[must_use]
pub fn stands(w: &Words, result: &Ended) -> String {
    let t = &w.batch.stands;
    let (template, why) = match result {
        Ended::Sent => (&t.sent, String::new()),
        Ended::Accepted | Ended::Ordered(_) => (&t.accepted, String::new()),
        Ended::Done => (&t.done, String::new()),
        Ended::Failed(why) => (&t.failed, why.clone()),
        Ended::Partly(done, failure) => (&t.failed, tags::half(w, *done, failure.as_ref())),
        Ended::Refused(failure) => (&t.refused, error::line(w, failure)),
        Ended::Declined => (&t.declined, String::new()),
        Ended::NotSent(failure) => (&t.not_sent, error::line(w, failure)),
        Ended::NotSentChanged(changed) => (&t.not_sent, notice::changed(w, changed)),
        Ended::NotSentUnrecorded(why) => (&t.not_sent, notice::unrecorded(w, why)),
        Ended::Unknown(failure) | Ended::OrderUnknown(failure) => {
            (&t.unknown, error::short(w, failure))
        }
        Ended::NoTrace | Ended::Unsure => (&t.no_trace, String::new()),
        Ended::Released => (&t.released, String::new()),
        Ended::GaveUp | Ended::OrderGaveUp => (&t.gave_up, String::new()),
    };
    fill(template, &[("why", &why)])
}

/// How each instance of a batch stands, one a line: what is copied from its results. Where it lives
/// is said when they do not all live in one place.
#[must_use]
pub fn as_text(w: &Words, batch: &Sent) -> String {
    let lines = batch.items.iter().map(|item| {
        let InstanceKey { scope, id } = &item.target.key;
        let place = match batch.is_in_one_place() {
            true => String::new(),
            false => format!("  {}", profiles::full_name(scope)),
        };
        let name = &item.target.name;
        format!("{name}  {id}{place}  {}\n", stands(w, &item.result))
    });
    lines.collect()
}
