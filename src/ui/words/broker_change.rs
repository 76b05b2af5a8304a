//! Changes of a broker: what is asked, what it means, what came of it.

use super::broker::{change, trouble};
use super::{Words, or_unknown};
use crate::broker::BrokerError;
use crate::say;
use crate::state::write::broker::{
    BrokerFailure, BrokerOutcome, BrokerPlan, BrokerReceipt, BrokerResult, BrokerTally,
};

/// What is asked: the end of it may be cut off.
pub fn asks(w: &Words, plan: &BrokerPlan) -> String {
    let name = plan.subject();
    match plan.client {
        Some(_) => say!(w, "broker.act.close-client", n = plan.calls().len(), name),
        None => say!(w, "broker.act.title" / plan.kind(), name),
    }
}

/// What it means for clients and messages.
pub fn means<'w>(w: &'w Words, plan: &BrokerPlan) -> &'w str {
    match plan.client {
        Some(_) => w.text("broker.act.means-client"),
        None => w.named("broker.act.means", plan.kind()),
    }
}

/// An exact count, with its thousands apart.
pub fn grouped(count: Option<u64>) -> String {
    or_unknown(count.map(|count| {
        let digits = count.to_string();
        let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
        for (at, digit) in digits.chars().enumerate() {
            if at > 0 && (digits.len() - at).is_multiple_of(3) {
                grouped.push(',');
            }
            grouped.push(digit);
        }
        grouped
    }))
}

/// How it stands: that first, for the end of a line may be cut off.
pub fn said(w: &Words, outcome: &BrokerOutcome) -> String {
    let name = &outcome.subject;
    let what = say!(w, "broker.act.verb" / outcome.kind, name);
    match &outcome.result {
        BrokerResult::UnderWay => say!(w, "broker.act.under-way", what),
        BrokerResult::Ended(Ok(receipt)) => receipt_of(w, receipt, &what),
        BrokerResult::Ended(Err(failure)) => {
            let why = why(w, failure, &outcome.name);
            match failure.is_unknown() {
                true => say!(w, "broker.act.unknown", what, why),
                false => say!(w, "broker.act.failed", what, why),
            }
        }
        BrokerResult::Several(tally, first) => {
            let told = told(w, tally, name);
            match first {
                Some(failure) => {
                    format!(
                        "{told}{}{}",
                        w.text("semicolon"),
                        why(w, failure, &outcome.name)
                    )
                }
                None => told,
            }
        }
    }
}

fn receipt_of(w: &Words, receipt: &BrokerReceipt, what: &str) -> String {
    match receipt {
        BrokerReceipt::Purged { before, after } => purged(w, what, *before, *after),
        BrokerReceipt::Deleted | BrokerReceipt::Closed => say!(w, "broker.act.done", what),
        BrokerReceipt::WasGone => say!(w, "broker.act.was-gone", what),
        BrokerReceipt::Messages(messages) => {
            let n = messages.rows.len();
            format!(
                "{what}{}{}",
                w.text("colon"),
                w.count("broker.act.looked", n)
            )
        }
    }
}

/// How many messages were ready before a queue was purged and how many are now, which have come since.
pub fn purged(w: &Words, what: &str, before: Option<u64>, after: Option<u64>) -> String {
    let [before, now] = [before, after].map(grouped);
    match after.is_some_and(|after| after > 0) {
        true => say!(w, "broker.act.purged-more", what, before, now),
        false => say!(w, "broker.act.purged", what, before, after = now),
    }
}

/// How many connections of a client stand how.
fn told(w: &Words, tally: &BrokerTally, name: &str) -> String {
    let (closed, all) = (tally.closed + tally.gone, tally.all);
    let mut told = say!(w, "broker.act.several", closed, all, name);
    let failed = (tally.failed > 0).then(|| w.count("broker.act.failed-of", tally.failed));
    let left = (tally.left > 0).then(|| w.count("broker.act.left-of", tally.left));
    for more in failed.into_iter().chain(left) {
        told.push_str(w.text("comma"));
        told.push_str(&more);
    }
    told
}

/// Why nothing came of it, or nobody knows.
fn why(w: &Words, failure: &BrokerFailure, name: &str) -> String {
    match failure {
        BrokerFailure::NoWay(BrokerError::Management(error)) | BrokerFailure::Unread(error) => {
            trouble(w, error, name, None).what
        }
        BrokerFailure::Failed(error) => change(w, error, name, None),
        BrokerFailure::State(state) => say!(w, "broker.act.why" / failure, state),
        BrokerFailure::Unrecorded(why) => say!(w, "broker.act.why" / failure, why),
        BrokerFailure::ReadOnly
        | BrokerFailure::NoWay(BrokerError::NoUser | BrokerError::NeedsPassword(_))
        | BrokerFailure::Another
        | BrokerFailure::Stopped
        | BrokerFailure::Defect => w.named("broker.act.why", failure).to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exact_counts_have_their_thousands_apart_and_unknown_ones_are_no_zero() {
        let told = [0, 7, 999, 1_000, 26_062, 1_000_000].map(|count| grouped(Some(count)));
        assert_eq!(told, ["0", "7", "999", "1,000", "26,062", "1,000,000"]);
        assert_eq!(grouped(None), "--");
    }
}
