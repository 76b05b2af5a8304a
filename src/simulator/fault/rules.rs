//! Counting calls and deciding which faults strike.

use std::time::Duration;

use axum::http::Method;

use super::{Calls, Fault, FaultKind, Target, When};
use crate::simulator::operation::{Operation, Service};

/// What a rule looks at in a call.
#[derive(Clone, Copy, Debug)]
pub struct Seen<'a> {
    pub method: &'a Method,
    /// The path, without the query.
    pub path: &'a str,
    /// The query parameters, decoded.
    pub query: &'a [(String, String)],
    /// The operation, if the path is known.
    pub operation: Option<Operation>,
    /// The service it was sent to, where that is known without the operation.
    pub service: Option<Service>,
}

impl Seen<'_> {
    fn service(&self) -> Option<Service> {
        self.service
            .or_else(|| self.operation.map(Operation::service))
    }

    /// Whether it changes nothing. Of Cloud Eye nothing here is changed by a call.
    fn reads(&self) -> bool {
        *self.method == Method::GET || self.service() == Some(Service::CloudEye)
    }
}

/// What happens to one call.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verdict {
    /// How much later its answer comes, all rules added up.
    pub latency: Duration,
    /// How much later it takes effect, if later at all.
    pub late: Option<Duration>,
    /// What else goes wrong: the first rule that strikes wins.
    pub fault: Option<FaultKind>,
}

/// Rules with their counters.
#[derive(Clone, Debug, Default)]
pub struct Rules(Vec<(Fault, u32)>);

impl Rules {
    /// Rules whose counting starts now.
    pub fn new(faults: Vec<Fault>) -> Self {
        Self(faults.into_iter().map(|fault| (fault, 0)).collect())
    }

    /// Counts the call for every rule that is about it, and says what happens to it.
    pub fn strike(&mut self, seen: &Seen<'_>) -> Verdict {
        let mut verdict = Verdict::default();
        for (fault, count) in &mut self.0 {
            if !fault.calls.matches(seen) {
                continue;
            }
            *count = count.saturating_add(1);
            if !fault.when.strikes(*count) {
                continue;
            }
            match fault.kind {
                FaultKind::Latency(time) => verdict.latency += time,
                FaultKind::Late(time) => verdict.late = Some(time),
                kind => verdict.fault = verdict.fault.or(Some(kind)),
            }
        }
        verdict
    }
}

impl When {
    /// Whether the rule strikes at its `count`-th call, counted from 1.
    fn strikes(self, count: u32) -> bool {
        match self {
            Self::Always => true,
            Self::Every(step) => count.checked_rem(step) == Some(0),
            Self::First(number) => count <= number,
            Self::After(number) => count > number,
        }
    }
}

impl Calls {
    fn matches(&self, seen: &Seen<'_>) -> bool {
        // A cloud that fails is not a broker that does: that is asked for by name.
        let cloud = seen.service() != Some(Service::Management);
        let target = match &self.target {
            Target::Any => cloud,
            Target::Reads => cloud && seen.reads(),
            Target::Writes => cloud && !seen.reads(),
            Target::Service(service) => seen.service() == Some(*service),
            Target::Operation(operation) => seen.operation == Some(*operation),
            Target::Path(method, pattern) => {
                method.as_ref().is_none_or(|method| method == seen.method)
                    && path_matches(pattern, seen.path)
            }
        };
        target
            && self
                .query
                .as_ref()
                .is_none_or(|pair| seen.query.contains(pair))
    }
}

fn path_matches(pattern: &str, path: &str) -> bool {
    let (mut wanted, mut given) = (pattern.split('/'), path.split('/'));
    loop {
        match (wanted.next(), given.next()) {
            (None, None) => return true,
            (Some("*"), Some(_)) => {}
            (Some(wanted), Some(given)) if wanted == given => {}
            _ => return false,
        }
    }
}
