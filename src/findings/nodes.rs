//! Nodes that are down: those that say so, and those that say nothing while others do.

use super::look::known;
use super::{Evidence, Gap, Look, Slot, Value, Verdict};
use crate::figures::{FRESH, MINUTE, USABLE};
use crate::model::{EpochMs, Metric, Point, Unit};
use std::sync::Arc;

/// The nodes that are down.
struct Down {
    names: Vec<Arc<str>>,
    /// How many nodes there are.
    of: usize,
    /// Since when each is, in the order of time.
    since: Vec<EpochMs>,
    newest: Point,
    evidence: Vec<Evidence>,
}

pub fn down(look: &Look<'_>) -> Verdict {
    let down = known!(nodes(look));
    match down.since.first() {
        Some(since) if look.has_held(*since, down.newest) => found(look, &down, *since),
        Some(_) | None => Verdict::Fine,
    }
}

/// Nodes that see no majority pause themselves (pause_minority), so half of them is too few.
pub fn no_majority(look: &Look<'_>) -> Verdict {
    let down = known!(nodes(look));
    let most = down.of.div_ceil(2);
    let since = down.since.get(most.saturating_sub(1));
    match since.filter(|_| down.of > 1) {
        Some(since) if look.has_held(*since, down.newest) => found(look, &down, *since),
        Some(_) | None => Verdict::Fine,
    }
}

fn found(look: &Look<'_>, down: &Down, since: EpochMs) -> Verdict {
    let name = match down.names.as_slice() {
        [name] => Value::Node(Arc::clone(name)),
        several => Value::Nodes(several.len()),
    };
    let found = look.found(down.evidence.clone()).since(Some(since));
    Verdict::Holds(
        found
            .says(Slot::Name, name)
            .says(Slot::Limit, Value::Nodes(down.of)),
    )
}

fn nodes(look: &Look<'_>) -> Result<Down, Gap> {
    let heard = look.nodes(Metric::Alive)?;
    let newest = heard
        .iter()
        .map(|(.., last)| *last)
        .max_by_key(|last| last.at);
    let newest = newest.ok_or(Gap::NotMeasured)?;
    let named = look.facts.figures.nodes();
    let brokers = look.facts.instance.brokers();
    let brokers = brokers.map_or(named.len(), |number| number as usize);
    let mut down = Down {
        names: Vec::new(),
        of: brokers.max(heard.len()),
        since: Vec::new(),
        newest,
        evidence: Vec::new(),
    };
    for node in named {
        let Some((trace, last)) = node.trace(Metric::Alive).and_then(|t| Some((t, t.last()?)))
        else {
            continue;
        };
        let silent = newest.at.saturating_sub(last.at) > FRESH;
        // A node that was replaced is silent as well, and no broker is missing then.
        let missing =
            silent && heard.len().saturating_sub(usize::from(!is_old(look, last))) < brokers;
        let since = match last.value < 1.0 && !silent {
            true => trace.holds_since(|value| value < 1.0),
            false => missing.then(|| last.at.saturating_add(MINUTE)),
        };
        let Some(since) = since else { continue };
        let seen = match silent {
            true => {
                let age = Value::Time(look.now().saturating_sub(last.at));
                let silent = Evidence::figure(Metric::Alive, last.value, last.at);
                Evidence {
                    value: age,
                    ..silent
                }
            }
            false => Evidence::figure(Metric::Alive, last.value, last.at)
                .against(Value::Figure(1.0, Unit::Flag)),
        };
        down.names.push(Arc::clone(&node.name));
        down.since.push(since);
        down.evidence.push(seen.of(&node.name));
    }
    down.since.sort_unstable();
    Ok(down)
}

/// Whether a value is not among those that are heard any more.
fn is_old(look: &Look<'_>, last: Point) -> bool {
    look.now().saturating_sub(last.at) > USABLE
}
