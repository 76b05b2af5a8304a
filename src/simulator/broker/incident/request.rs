//! Incidents as they are asked for: `NAME[@INSTANCE][+DELAY]`.

use std::fmt;
use std::str::FromStr;

use jiff::{SignedDuration, Timestamp};
use thiserror::Error;

use super::{ALL, Kind};
use crate::text::nearest;

/// An incident that is to happen.
#[derive(Clone, Debug, PartialEq)]
pub struct Incident {
    pub kind: &'static Kind,
    /// Name or id of the instance; without one, one that suits is picked.
    pub instance: Option<String>,
    pub begin: Begin,
    /// When it ends on the clock, if not after its usual time.
    pub end: Option<Timestamp>,
}

/// When an incident begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Begin {
    /// As long before the start of the simulator as [`Kind::begun`] says.
    Earlier,
    /// This much simulated time after the start.
    After(SignedDuration),
    /// At this time of the clock.
    At(Timestamp),
}

/// An incident that cannot be read, or not happen.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("the incident `{incident}` cannot be: {problem}")]
pub struct IncidentError {
    pub(super) incident: String,
    pub(super) problem: String,
}

impl FromStr for Incident {
    type Err = IncidentError;

    fn from_str(text: &str) -> Result<Self, IncidentError> {
        parse(text.trim()).map_err(|problem| IncidentError {
            incident: text.to_owned(),
            problem,
        })
    }
}

impl fmt::Display for Incident {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.kind.name)?;
        if let Some(instance) = &self.instance {
            write!(out, "@{instance}")?;
        }
        match self.begin {
            Begin::Earlier => Ok(()),
            Begin::After(delay) => write!(out, "+{}s", delay.as_secs()),
            Begin::At(moment) => write!(out, " at {moment}"),
        }
    }
}

fn parse(text: &str) -> Result<Incident, String> {
    let (head, begin) = match text.split_once('+') {
        Some((head, delay)) => (head, Begin::After(parse_delay(delay)?)),
        None => (text, Begin::Earlier),
    };
    let (name, instance) = match head.split_once('@') {
        Some((_, "")) => return Err("no instance stands behind `@`".to_owned()),
        Some((name, instance)) => (name, Some(instance.to_owned())),
        None => (head, None),
    };
    let kind = Kind::named(name).ok_or_else(|| {
        let names = || ALL.iter().map(|kind| kind.name);
        match nearest(name, names()) {
            Some(near) => format!("there is no `{name}`; did you mean {near}?"),
            None => {
                let names: Vec<_> = names().collect();
                format!("`{name}` is none of {}", names.join(", "))
            }
        }
    })?;
    Ok(Incident {
        kind,
        instance,
        begin,
        end: None,
    })
}

/// The longest delay, 30 days.
const LONGEST: SignedDuration = SignedDuration::from_hours(30 * 24);

fn parse_delay(text: &str) -> Result<SignedDuration, String> {
    let unit = text.trim_start_matches(|each: char| each.is_ascii_digit());
    let digits = &text[..text.len() - unit.len()];
    let seconds = match unit {
        "s" => 1,
        "m" => 60,
        "h" => 3600,
        _ => {
            let near = match (digits, unit.chars().next()) {
                ("", _) => return Err(format!("`+{text}` is no delay such as 90s, 10m or 2h")),
                (_, Some(letter @ ('s' | 'h'))) => letter,
                (_, _) => 'm',
            };
            return Err(format!(
                "`+{text}` is no delay such as 90s, 10m or 2h; did you mean +{digits}{near}?"
            ));
        }
    };
    let number: Option<i64> = digits.parse().ok();
    let delay = number.and_then(|number| number.checked_mul(seconds));
    let delay = delay.map(SignedDuration::from_secs);
    delay
        .filter(|delay| *delay <= LONGEST)
        .ok_or_else(|| format!("`+{text}` is longer than 720h"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_an_instance_and_a_delay_are_read_and_written_alike() {
        for (text, written) in [
            ("memory-alarm", "memory-alarm"),
            ("node-down@orders-eu-01", "node-down@orders-eu-01"),
            ("flow+90s", "flow+90s"),
            ("cpu-hot@orders-eu-01+10m", "cpu-hot@orders-eu-01+600s"),
            ("queue-leak+2h", "queue-leak+7200s"),
        ] {
            let incident: Incident = text.parse().unwrap();
            assert_eq!(incident.to_string(), written);
        }
    }

    #[test]
    fn what_cannot_be_read_is_answered_with_the_nearest_that_can() {
        let problem = |text: &str| text.parse::<Incident>().unwrap_err().problem;
        for (text, end) in [
            (
                "memory-alrm",
                "there is no `memory-alrm`; did you mean memory-alarm?",
            ),
            ("flow+10", "did you mean +10m?"),
            ("flow+10min", "did you mean +10m?"),
            ("flow+10 s", "did you mean +10m?"),
            ("flow+5sec", "did you mean +5s?"),
            ("flow+2hours", "did you mean +2h?"),
            ("flow+-5m", "`+-5m` is no delay such as 90s, 10m or 2h"),
            ("flow+", "`+` is no delay such as 90s, 10m or 2h"),
            ("flow+721h", "`+721h` is longer than 720h"),
            ("flow+99999999999999999999h", "is longer than 720h"),
            ("flow@", "no instance stands behind `@`"),
            ("flow@+5m", "no instance stands behind `@`"),
        ] {
            let problem = problem(text);
            assert!(problem.ends_with(end), "{text}: {problem}");
        }
        let all = problem("earthquake");
        assert!(
            all.starts_with("`earthquake` is none of memory-alarm, "),
            "{all}"
        );
    }
}
