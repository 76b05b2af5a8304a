//! What is wrong with an instance, where, and since when.
//!
//! [`Facts`] are what is known of one instance, with ages; [`findings`] says what follows. It is
//! pure: the same facts give the same findings. Each thing that can be wrong is a line of the table
//! in [`code`], with a check in a file here. Nothing is found without [`Evidence`], and nothing
//! follows from a figure that is too old to say something about now, unless its age is what is
//! found.

pub mod broker;
pub mod code;
pub mod evidence;
pub mod facts;
mod fit;
mod look;
mod severity;
mod thresholds;

mod alarms;
mod backlog;
mod churn;
mod clients;
mod consumers;
mod dead_letters;
mod disk;
mod leaks;
mod levels;
mod nodes;
mod reading;
mod redeliver;
mod rise;
mod status;
mod storage;
mod tasks;
mod uneven;
mod user_alarms;

pub use alarms::WATERMARK;
pub use broker::{Broker, Subject, Symptom};
pub use code::{Code, Codes};
pub use disk::Outlook;
pub use evidence::{Evidence, Finding, Slot, Source, Value, Variant};
pub use facts::{Alarms, Clock, Expansion, Facts, Presence, Watch, Watches};
pub use look::{Gap, Look, Verdict};
pub use severity::Severity;
pub use thresholds::{ThresholdRule, ThresholdRules, Thresholds};

use crate::figures::{MINUTE, USABLE};
use crate::model::EpochMs;

/// A finding of figures stays this long, in ms, after what it says is no longer so.
pub const LINGER: i64 = 5 * MINUTE;

/// What is found of an instance, and when that can change with time alone.
#[derive(Clone, Debug, PartialEq)]
pub struct Findings {
    /// Most urgent first; symptoms of what is found are left out.
    pub all: Vec<Finding>,
    /// The severity of the instance.
    pub severity: Severity,
    /// The worst that is known of it, whether it is still true or not: what it is sorted by. Going
    /// stale must not shuffle the list.
    pub standing: Standing,
    /// Since when the most urgent of them is so, by our clock.
    pub since: Option<EpochMs>,
    /// When its disks are full, where a line explains how they fill.
    pub full: Option<Outlook>,
    /// When to look again though nothing new is known, by Cloud Eye's clock.
    pub again: Option<EpochMs>,
    /// What could not be looked at, or is left out as a symptom: that it is not found does not say
    /// that it is not so.
    pub undecided: Codes,
}

impl Default for Findings {
    fn default() -> Self {
        Self {
            all: Vec::new(),
            severity: Severity::Fine,
            standing: Standing::default(),
            since: None,
            full: None,
            again: None,
            undecided: Codes::default(),
        }
    }
}

/// Where an instance stands in an order by how bad it is, worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Standing {
    pub severity: Severity,
    /// The most urgent of what is found.
    pub code: Option<Code>,
    /// Since when that is so, the newest first.
    pub since: std::cmp::Reverse<Option<EpochMs>>,
}

impl Default for Standing {
    fn default() -> Self {
        Self {
            severity: Severity::Fine,
            code: None,
            since: std::cmp::Reverse(None),
        }
    }
}

/// What is wrong with an instance, with what was found of it before.
pub fn findings(facts: &Facts<'_>, before: &[Finding]) -> Findings {
    let mut all = Vec::new();
    let mut again = None;
    let (asked, unread) = (Code::asked(facts.presence), unread(facts, before));
    let mut undecided = asked.within(unread);
    let mut look = Look::new(facts, Code::ALL[0], None);
    for code in asked.but(unread).each() {
        let was = before.iter().find(|finding| finding.code == code);
        (look.code, look.was) = (code, was);
        let found = match code.check(&look) {
            Verdict::Holds(finding) => Some(continued(finding, was)),
            Verdict::Over(finding) => lingering(facts, &continued(finding, was)),
            Verdict::Fine | Verdict::Nothing => was.and_then(|was| lingering(facts, was)),
            Verdict::Unknown(_) => {
                undecided.add(code);
                was.and_then(|was| lingering(facts, was))
            }
        };
        if let Some(found) = found {
            again = earliest(again, ends(&found));
            all.push(found);
        }
    }
    again = earliest(again, look.again());
    let hidden: Vec<Code> = all
        .iter()
        .flat_map(|one| one.code.hides())
        .copied()
        .collect();
    for one in all.iter().filter(|one| hidden.contains(&one.code)) {
        undecided.add(one.code);
    }
    all.retain(|one| !hidden.contains(&one.code));
    let in_doubt = all.iter().any(|one| one.code.casts_doubt());
    all.sort_by_key(|one| {
        let doubt = (one.counts_as(in_doubt), one.is_doubtful(in_doubt));
        (doubt, !one.code.comes_with_status(), one.code)
    });
    let worst = all.first().map(|one| one.counts_as(in_doubt));
    Findings {
        severity: worst.unwrap_or(Severity::Fine),
        standing: standing(&all),
        since: since(&all, facts.clock),
        full: look.outlook(),
        all,
        again,
        undecided,
    }
}

/// Of what nothing was read nothing follows: a long list begins so, and is there sooner.
fn unread(facts: &Facts<'_>, before: &[Finding]) -> Codes {
    if facts.broker.is_some() {
        return Codes::default();
    }
    let mut unread = Codes::OF_BROKER;
    if facts.figures.is_unread() && !facts.fires() {
        unread = unread.and(Codes::OF_CLOUD_EYE);
    }
    before.iter().for_each(|was| unread.remove(was.code));
    unread
}

/// Where an instance stands of which this was found.
pub(crate) fn standing(all: &[Finding]) -> Standing {
    let known = all
        .iter()
        .filter(|one| !matches!(one.code, Code::Stale | Code::Denied));
    let worst = known.min_by_key(|one| (one.severity, one.code));
    worst.map_or_else(Standing::default, |one| Standing {
        severity: one.severity,
        code: Some(one.code),
        since: std::cmp::Reverse(one.since),
    })
}

/// Since when the most urgent of them is so, by our clock.
pub(crate) fn since(all: &[Finding], clock: Clock) -> Option<EpochMs> {
    all.first()?.since_by(clock)
}

/// What came of each check, in the order of the table.
pub fn explained(facts: &Facts<'_>, found: &[Finding]) -> Vec<(Code, Verdict)> {
    let each = Code::asked(facts.presence).each().map(|code| {
        let was = found.iter().find(|finding| finding.code == code);
        (code, code.check(&Look::new(facts, code, was)))
    });
    each.collect()
}

/// It goes on: since when is not forgotten when what is kept no longer reaches back that far. What is
/// found of one task is as old as that task, and not as the one before.
fn continued(mut finding: Finding, was: Option<&Finding>) -> Finding {
    let before = was.and_then(|was| was.since);
    finding.since = match matches!(finding.code, Code::TaskFailed | Code::TaskStuck) {
        true => finding.since.or(before),
        false => earliest(before, finding.since),
    };
    finding
}

/// It is no longer so: it stays for a while if it is of a kind that comes and goes, and as long as
/// what it was seen by is not too old.
fn lingering(facts: &Facts<'_>, was: &Finding) -> Option<Finding> {
    if was.code.source() == Source::Service || facts.presence != Presence::Listed {
        return None;
    }
    let seen = was.evidence.iter().filter_map(|evidence| evidence.at);
    if facts
        .settled
        .is_some_and(|settled| seen.min() < Some(settled))
    {
        // It was so before a change.
        return None;
    }
    let over = was.over.unwrap_or(facts.clock.eye);
    let kept = Finding {
        over: Some(over),
        ..was.clone()
    };
    let until = ends(&kept)?;
    (facts.clock.eye < until).then_some(kept)
}

/// When a finding that is over goes.
fn ends(finding: &Finding) -> Option<EpochMs> {
    let over = finding.over?;
    let seen = finding.evidence.iter().filter_map(|evidence| evidence.at);
    let oldest = seen.min()?.saturating_add(USABLE);
    Some(over.saturating_add(LINGER).min(oldest))
}

fn earliest(one: Option<EpochMs>, other: Option<EpochMs>) -> Option<EpochMs> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    }
}

#[cfg(test)]
mod tests;
