//! Clients: those that are blocked or slowed down, that come and go, that open too many channels.

use super::{Sight, Signs, Subject, Symptom};
use crate::figures::MINUTE;
use crate::findings::{Evidence, Severity, Slot, Value, Variant};
use crate::model::broker::{Connection, Counter};
use crate::model::{EpochMs, Unit};
use std::collections::BTreeMap;

/// Connections that have published since an alarm. Every other one is `blocking` then, consumers as
/// well, which is no news.
pub fn blocked(sight: &Sight<'_>) -> Option<Signs> {
    by_client(sight, "blocked", 0)
}

/// Connections that publish faster than queues take it.
pub fn flow(sight: &Sight<'_>) -> Option<Signs> {
    by_client(sight, "flow", MINUTE)
}

/// Connections in a state, those of one client together.
fn by_client(sight: &Sight<'_>, state: &str, hold: i64) -> Option<Signs> {
    let (at, connections) = sight.connections()?;
    let mut clients: BTreeMap<String, Vec<&Connection>> = BTreeMap::new();
    let own = connections.rows.iter();
    for one in own.filter(|one| one.state.as_deref() == Some(state)) {
        clients.entry(called(one)).or_default().push(one);
    }
    let each = clients.into_iter().filter_map(|(client, own)| {
        let first = own.iter().map(|one| &one.name).min()?.clone();
        #[allow(clippy::cast_precision_loss, reason = "a number for people")]
        let number = own.len() as f64;
        let symptom = sight.symptom(at, Subject::Connection(first, client), number);
        let word = Value::Text(state.to_owned());
        let symptom = symptom.says(Slot::Value, Value::Figure(number, Unit::Count));
        let symptom = symptom.seen(Evidence::broker("state", word, at));
        Some(symptom.after(at, hold))
    });
    Some(sight.signs(at, each))
}

/// What the client of a connection is called: as it says, else its user, else where it is.
fn called(one: &Connection) -> String {
    let name = one.called.clone().or_else(|| one.user.clone());
    name.unwrap_or_else(|| one.name.clone())
}

/// Connections or channels that are opened all the time.
pub fn churn(sight: &Sight<'_>) -> Option<Signs> {
    let (at, overview) = sight.overview()?;
    let churn = &overview.churn;
    let least = sight.thresholds.churn_rate;
    let known = churn.connections_created.rate.is_some();
    let busy = |counter: Counter| counter.rate.filter(|rate| *rate >= least);
    let connections = busy(churn.connections_created).map(|rate| (rate, None));
    let channels = busy(churn.channels_created).map(|rate| (rate, Some(Variant::ChannelChurn)));
    let worst = connections.or(channels);
    let symptom = worst.map(|(rate, channels)| {
        let each = |value| Value::Figure(value, Unit::PerSecond);
        let name = match channels {
            Some(_) => "channel_created_rate",
            None => "connection_created_rate",
        };
        let seen = Evidence::broker(name, each(rate), at).against(each(least));
        let symptom = sight.symptom(at, Subject::Broker, rate);
        let symptom = symptom.says(Slot::Value, each(rate)).seen(seen);
        let variant = channels.unwrap_or(Variant::ConnectionChurn);
        symptom.variant(variant).after(at, MINUTE)
    });
    known.then(|| sight.signs(at, symptom))
}

/// Nearly as many connections as the product allows.
pub fn limit(sight: &Sight<'_>) -> Option<Signs> {
    let (at, overview) = sight.overview()?;
    let open = number(overview.counts.connections?);
    let most = number(sight.most_connections().filter(|most| *most > 0)?);
    let thresholds = sight.thresholds;
    let warning = most * thresholds.connections_warning / 100.0;
    let near = (open >= warning).then(|| {
        let severity = match open < most * thresholds.connections_critical / 100.0 {
            true => Severity::Warning,
            false => Severity::Critical,
        };
        let count = |value| Value::Figure(value, Unit::Count);
        let seen = Evidence::broker("object_totals.connections", count(open), at);
        let symptom = sight.symptom(at, Subject::Broker, open).severe(severity);
        symptom
            .says(Slot::Value, count(open))
            .says(Slot::Limit, count(most))
            .seen(seen.against(count(warning)))
    });
    Some(sight.signs(at, near))
}

/// Connections with more channels than a client has use for.
pub(super) fn channels(sight: &Sight<'_>) -> Option<(EpochMs, Vec<Symptom>)> {
    let (at, connections) = sight.connections()?;
    let most = sight.thresholds.connection_channels;
    let each = connections.rows.iter().filter_map(|one| {
        let open = number(one.channels?);
        if open < most {
            return None;
        }
        let subject = Subject::Connection(one.name.clone(), called(one));
        let symptom = sight.symptom(at, subject, open).after(at, 0);
        let limit = one.channel_max.filter(|limit| *limit > 0);
        let limit = limit.map(|limit| Value::Figure(number(limit), Unit::Count));
        let count = |value| Value::Figure(value, Unit::Count);
        let seen = Evidence::broker("channels", count(open), at).against(count(most));
        let symptom = symptom.severe(Severity::Warning).seen(seen);
        let symptom = symptom.says(Slot::Value, count(open));
        Some(match limit {
            Some(limit) => symptom
                .variant(Variant::ConnectionChannelsOf)
                .says(Slot::Limit, limit),
            None => symptom.variant(Variant::ConnectionChannels),
        })
    });
    Some((at, each.collect()))
}

#[allow(clippy::cast_precision_loss, reason = "a number for people")]
fn number(count: u64) -> f64 {
    count as f64
}
