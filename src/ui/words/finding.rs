//! What is wrong with an instance, in words.

use super::number::{decimal, short};
use super::{Words, explained, time};
use crate::findings::{Code, Evidence, Finding, Slot, Source, Value, Variant};
use crate::model::{Status, Unit};
use crate::say;
use crate::state::now::Now;
use crate::state::row::Row;

/// A finding in one short sentence; nothing where its status says it all. How old what is known of its
/// row is changes all the time.
pub fn says(w: &Words, now: Now, row: &Row, finding: &Finding) -> String {
    if finding.variant == Some(Variant::UnderWay) {
        return String::new();
    }
    match finding.code {
        Code::Stale => filled(w, finding, time::age(now.since(row.seen))),
        _ => sentence(w, finding),
    }
}

/// A finding in one short sentence, as it was found, with what it is about where that is one of
/// several.
pub fn sentence(w: &Words, finding: &Finding) -> String {
    let says = sentence_alone(w, finding);
    match finding.get(Slot::Subject).map(|known| value(w, known)) {
        Some(name) => say!(w, "finding.about", name, says),
        None => says,
    }
}

/// The same where what it is about stands beside it.
pub fn sentence_alone(w: &Words, finding: &Finding) -> String {
    let time = finding.get(Slot::Time).map(|known| value(w, known));
    filled(w, finding, time.unwrap_or_default())
}

fn filled(w: &Words, finding: &Finding, time: String) -> String {
    let get = |slot| {
        finding
            .get(slot)
            .map(|known| value(w, known))
            .unwrap_or_default()
    };
    let [limit, was, name, slope, fit, window] = [
        Slot::Limit,
        Slot::Was,
        Slot::Name,
        Slot::Slope,
        Slot::Fit,
        Slot::Window,
    ]
    .map(get);
    let value = get(Slot::Value);
    let said: &'static str = finding
        .variant
        .map_or_else(|| finding.code.into(), Into::into);
    say!(
        w,
        "finding.says" / said,
        value,
        limit,
        was,
        time,
        name,
        slope,
        fit,
        window
    )
}

/// A finding in a few words, where there is no instance that has it.
pub fn name(w: &Words, code: Code) -> &str {
    w.named("finding.name", code)
}

/// A value with its unit.
pub fn value(w: &Words, value: &Value) -> String {
    match value {
        Value::Figure(number, Unit::Percent) => format!("{}%", decimal(*number)),
        Value::Figure(number, Unit::PerSecond) => format!("{}/s", short(*number)),
        Value::Figure(number, Unit::Count | Unit::Flag) => short(*number),
        Value::Share(share) => format!("{share:.2}"),
        Value::Time(ms) => span(*ms),
        Value::Text(text) => text.clone(),
        Value::Node(node) => node_name(node).to_owned(),
        Value::Nodes(number) => w.count("nouns.node", *number),
        Value::Fields(number) => w.count("nouns.field", *number),
        Value::Status(status) => self::status(w, status),
        Value::FailureCode(code) => explained::failed_instance(w, code),
        Value::Code(code) => name(w, *code).to_owned(),
    }
}

fn status(w: &Words, status: &Status) -> String {
    let said = w.find(&["list.status"], status);
    said.unwrap_or_else(|| status.word()).to_owned()
}

/// A node without what is the same of all nodes of its instance: `rabbitmq-0` of
/// `dms-vm-5f0c1a2b-rabbitmq-0`.
pub fn node_name(name: &str) -> &str {
    let at = name.find("rabbitmq-").unwrap_or(0);
    &name[at..]
}

/// How long something takes, in two units at most: `40s`, `47m`, `3h12m`, `2d`.
pub fn span(ms: i64) -> String {
    let seconds = ms.max(0) / 1000;
    let (hours, minutes) = (seconds / 3600, seconds / 60 % 60);
    match (hours, minutes) {
        (0, 0) => format!("{seconds}s"),
        (0, _) => format!("{minutes}m"),
        (1..48, 0) => format!("{hours}h"),
        (1..48, _) => format!("{hours}h{minutes:02}m"),
        _ => format!("{}d", hours / 24),
    }
}

/// What a finding was seen by: the value, what it is compared with, whose, and how old it is.
pub fn evidence(w: &Words, now: Now, seen: &Evidence) -> String {
    let name = match &seen.part {
        Some(part) if seen.source == Source::Broker => format!("{} {part}", seen.name),
        Some(queue) if seen.name.starts_with("queue_") => format!("{} {queue}", seen.name),
        Some(node) => format!("{} {}", seen.name, node_name(node)),
        None => seen.name.to_owned(),
    };
    let source = w.named("finding.source", seen.source);
    let value = value(w, &seen.value);
    let age = seen.at.and_then(|at| time::age_of(at, now));
    let age = super::or_unknown(age);
    match &seen.threshold {
        Some(limit) => {
            let limit = self::value(w, limit);
            say!(w, "finding.seen-against", name, value, limit, source, age)
        }
        None => say!(w, "finding.seen", name, value, source, age),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_as_short_as_they_can_be() {
        let said = [40_000, 2_820_000, 11_520_000, 7_200_000, 180_000_000].map(span);
        assert_eq!(said, ["40s", "47m", "3h12m", "2h", "2d"]);
        assert_eq!(node_name("dms-vm-5f0c1a2b-rabbitmq-0"), "rabbitmq-0");
    }
}
