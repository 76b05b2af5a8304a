//! Faults by rule: what goes wrong, for which calls, and how often.
//!
//! A rule is one line of text, `KIND[@CALLS][:WHEN]`, as `--fault` takes it:
//!
//! ```text
//! latency=300ms@GET /v2/*/instances:every=3     every third list answer comes 300 ms late
//! 429=5@reads:first=2                           the first two reads are throttled, Retry-After: 5
//! lost@create_instance                          instances are created, the answers never arrive
//! 503@list_instances?offset=50:after=1          the second page fails from its second time on
//! 403@cloud_eye                                 the user may read no metrics and no alarms
//! ```
//!
//! **KIND**
//! - `latency=TIME` (`300ms`, `2s`): the answer comes that much later.
//! - `hang`: the call takes effect and no answer comes until the rules are changed.
//! - `reset`: the connection is reset; the call never reached the service.
//! - `lost`: the call takes effect, then the connection is reset.
//! - `late=TIME`: the call takes effect only that much later. Another rule decides its answer;
//!   without one the connection is reset at once.
//! - `truncate`: half of the body arrives, then the connection closes.
//! - `401`, `403`, `404`, `408`: refused without effect, in the words of gateway and service.
//! - `403=frozen`, `403=restricted`, `403=read-only`: refused because of how the tenant stands.
//! - `429[=SECONDS]`: throttled by the gateway, with `Retry-After` if seconds are given.
//! - `500` to `599`: the service (500, 503) or the gateway (others) fails.
//! - `html[=STATUS]`: a proxy's HTML page, status 502 unless given.
//! - `echo=SPELLING`: refused with 400 and everything that was sent, headers too, spelt as `plain`,
//!   `json`, `json-twice`, `percent`, `form`, `base64` or `html`.
//!
//! **CALLS** is `*` (the default: all calls to the cloud), `reads` or `writes` of these, a service
//! (`dms`, `cloud_eye`, `iam`; `management` are the brokers' own APIs, which nothing before is
//! about), an operation such as `list_instances`, or `[METHOD ]/PATH` of any, where `*` stands for
//! one segment. Any of them may end in `?KEY=VALUE`, which must then be among the call's query
//! parameters.
//!
//! **WHEN** is `always` (the default), `every=N`, `first=N` or `after=N` matching calls.
//!
//! Start with [`Fault`]; [`rules::Rules`] counts the calls and decides.

pub mod rules;

use std::str::FromStr;
use std::time::Duration;

use axum::http::Method;
use strum::VariantNames as _;
use thiserror::Error;

use super::echo::Spelling;
use super::operation::{Operation, Service};

/// One rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// What goes wrong.
    pub kind: FaultKind,
    /// For which calls.
    pub calls: Calls,
    /// How often.
    pub when: When,
}

/// What goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FaultKind {
    /// The answer comes later by this much.
    Latency(Duration),
    /// The call takes effect; its answer waits until the rules are changed.
    Hang,
    /// The connection is reset before the call takes effect.
    Reset,
    /// The connection is reset after the call took effect.
    Lost,
    /// The call takes effect later by this much.
    Late(Duration),
    /// Half of the body arrives.
    Truncate,
    /// 401 from the gateway.
    Unauthorized,
    /// 403 from the service: a role without the permission.
    Forbidden,
    /// 403 from the service, whatever the role may do.
    Tenant(Tenant),
    /// 408 from the service: it did not answer its gateway in time.
    TimedOut,
    /// 404 from the service.
    NotFound,
    /// 429 from the gateway, with this many seconds in `Retry-After`.
    Throttled(Option<u64>),
    /// A status from 500 to 599.
    ServerError(u16),
    /// An HTML page with this status.
    Html(u16),
    /// 400, quoting what was sent.
    Echo(Spelling),
}

/// How a tenant stands that may not do things.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::EnumString)]
#[strum(serialize_all = "kebab-case")]
pub enum Tenant {
    /// Out of money, mostly.
    Frozen,
    /// Kept from operations by the operator of the cloud.
    Restricted,
    /// May look only.
    ReadOnly,
}

/// Which calls a rule is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Calls {
    pub target: Target,
    /// A query parameter the call must carry, and its value.
    pub query: Option<(String, String)>,
}

/// Calls by kind, by name, or by method and path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// Every call to the cloud.
    Any,
    /// Whatever of these changes nothing: every GET, and Cloud Eye's queries.
    Reads,
    /// Everything else.
    Writes,
    /// Every operation of a service.
    Service(Service),
    /// One operation.
    Operation(Operation),
    /// A path, `*` standing for one segment, and a method if only that one is meant.
    Path(Option<Method>, String),
}

/// How often a rule strikes, counted over the calls it is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// Each time.
    Always,
    /// Each n-th time: the n-th, the 2n-th, …
    Every(u32),
    /// The first n times.
    First(u32),
    /// Each time after the first n.
    After(u32),
}

/// A rule that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("cannot read the fault rule `{rule}`: {problem}")]
pub struct FaultError {
    rule: String,
    problem: String,
}

impl FromStr for Fault {
    type Err = FaultError;

    fn from_str(rule: &str) -> Result<Self, FaultError> {
        parse(rule.trim()).map_err(|problem| FaultError {
            rule: rule.to_owned(),
            problem,
        })
    }
}

fn parse(rule: &str) -> Result<Fault, String> {
    let (head, when) = match rule.rsplit_once(':') {
        Some((head, when)) => (head, parse_when(when)?),
        None => (rule, When::Always),
    };
    let (kind, calls) = head.split_once('@').unwrap_or((head, "*"));
    Ok(Fault {
        kind: parse_kind(kind.trim())?,
        calls: parse_calls(calls.trim())?,
        when,
    })
}

fn parse_when(text: &str) -> Result<When, String> {
    if text == "always" {
        return Ok(When::Always);
    }
    let unknown = || format!("`{text}` is none of always, every=N, first=N, after=N");
    let (word, number) = text.split_once('=').ok_or_else(unknown)?;
    let number: u32 = number.parse().map_err(|_| unknown())?;
    match (word, number) {
        ("every", 0) => Err("every=N counts from 1".to_owned()),
        ("every", number) => Ok(When::Every(number)),
        ("first", number) => Ok(When::First(number)),
        ("after", number) => Ok(When::After(number)),
        _ => Err(unknown()),
    }
}

fn parse_kind(text: &str) -> Result<FaultKind, String> {
    let unknown = || {
        format!(
            "`{text}` is none of latency=TIME, hang, reset, lost, late=TIME, truncate, 401, \
             403[=frozen|restricted|read-only], 404, \
             408, 429[=SECONDS], 500 to 599, html[=STATUS], echo=SPELLING"
        )
    };
    let (word, value) = match text.split_once('=') {
        Some((word, value)) => (word, Some(value)),
        None => (text, None),
    };
    let kind = match (word, value) {
        ("latency", Some(time)) => FaultKind::Latency(parse_time(time)?),
        ("late", Some(time)) => FaultKind::Late(parse_time(time)?),
        ("hang", None) => FaultKind::Hang,
        ("reset", None) => FaultKind::Reset,
        ("lost", None) => FaultKind::Lost,
        ("truncate", None) => FaultKind::Truncate,
        ("401", None) => FaultKind::Unauthorized,
        ("403", None) => FaultKind::Forbidden,
        ("403", Some(tenant)) => FaultKind::Tenant(tenant.parse().map_err(|_| unknown())?),
        ("404", None) => FaultKind::NotFound,
        ("408", None) => FaultKind::TimedOut,
        ("429", None) => FaultKind::Throttled(None),
        ("429", Some(seconds)) => {
            FaultKind::Throttled(Some(seconds.parse().map_err(|_| unknown())?))
        }
        ("html", None) => FaultKind::Html(502),
        ("html", Some(status)) => match status.parse() {
            Ok(status @ 200..=599) => FaultKind::Html(status),
            _ => return Err(unknown()),
        },
        ("echo", Some(spelling)) => FaultKind::Echo(spelling.parse().map_err(|_| unknown())?),
        (status, None) => match status.parse() {
            Ok(status @ 500..=599) => FaultKind::ServerError(status),
            _ => return Err(unknown()),
        },
        _ => return Err(unknown()),
    };
    Ok(kind)
}

fn parse_time(text: &str) -> Result<Duration, String> {
    let wrong = || format!("`{text}` is not a time such as 300ms or 2s");
    let (number, millis) = match text.strip_suffix("ms") {
        Some(number) => (number, 1),
        None => (text.strip_suffix('s').ok_or_else(wrong)?, 1000),
    };
    let number: u64 = number.parse().map_err(|_| wrong())?;
    Ok(Duration::from_millis(number.saturating_mul(millis)))
}

fn parse_calls(text: &str) -> Result<Calls, String> {
    let (target, query) = match text.split_once('?') {
        Some((target, query)) => {
            let (key, value) = query
                .split_once('=')
                .ok_or_else(|| format!("`?{query}` is not `?KEY=VALUE`"))?;
            (target, Some((key.to_owned(), value.to_owned())))
        }
        None => (text, None),
    };
    Ok(Calls {
        target: parse_target(target.trim())?,
        query,
    })
}

fn parse_target(text: &str) -> Result<Target, String> {
    if text.starts_with('/') {
        return Ok(Target::Path(None, text.to_owned()));
    }
    if let Some((method, path)) = text.split_once(' ') {
        let known = [Method::GET, Method::POST, Method::PUT, Method::DELETE];
        let method = known
            .into_iter()
            .find(|known| known.as_str() == method)
            .ok_or_else(|| format!("`{method}` is none of GET, POST, PUT, DELETE"))?;
        if !path.starts_with('/') {
            return Err(format!("the path `{path}` does not start with /"));
        }
        return Ok(Target::Path(Some(method), path.to_owned()));
    }
    match text {
        "*" => Ok(Target::Any),
        "reads" => Ok(Target::Reads),
        "writes" => Ok(Target::Writes),
        name => named(name).ok_or_else(|| {
            let operations = Operation::all().map(|(name, _)| name);
            let names = Service::VARIANTS.iter().copied().chain(operations);
            let names = names.collect::<Vec<_>>().join(", ");
            format!("`{name}` is none of *, reads, writes, [METHOD ]/PATH, {names}")
        }),
    }
}

/// The service or the operation of this name.
fn named(name: &str) -> Option<Target> {
    if let Ok(service) = name.parse() {
        return Some(Target::Service(service));
    }
    let operation = Operation::all().find(|(known, _)| *known == name);
    operation.map(|(_, one)| Target::Operation(one))
}

#[cfg(test)]
mod tests;
