//! Temporary keys: those of an agency, by IAM, and those of the machine itself, by the metadata
//! service of the cloud's servers.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use super::gate::{Gate, Identity, KeyPair, expiry_text};
use super::iam::Project;
use super::reply::{Content, Reply};
use crate::secret::Secret;

/// The shortest and the longest life of an agency's keys, in seconds, and what it is when nobody
/// asks for another.
const LIVES: std::ops::RangeInclusive<i64> = 900..=86_400;
const USUAL_LIFE: i64 = 900;

/// An agency that another account grants to this one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agency {
    pub name: String,
    /// The name of the account that grants it.
    pub account: String,
    /// The id of that account.
    pub account_id: String,
    /// The one project of that account. Its fleet is the same as everywhere here, but nobody else
    /// may see it.
    pub project: Project,
}

/// The metadata service of the machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Machine {
    /// Whether it has sessions, as its second version does.
    pub sessions: bool,
    /// How long the keys it hands out live.
    pub life: Duration,
}

/// The agency that a request names, if this is one of those that are granted here.
pub fn named<'a>(agencies: &'a [Agency], role: &Value) -> Option<&'a Agency> {
    let name = role["agency_name"].as_str()?;
    let by_name = role["domain_name"].as_str();
    let by_id = role["domain_id"].as_str();
    agencies.iter().find(|agency| {
        let account = by_name.is_none_or(|name| name == agency.account)
            && by_id.is_none_or(|id| id == agency.account_id);
        agency.name == name && account && (by_name.is_some() || by_id.is_some())
    })
}

/// The refusal of an agency that does not exist, or is not granted to whoever asks: IAM does not
/// tell the two apart.
pub fn not_granted() -> Reply {
    let message = "You are not authorized to perform the requested action: assume the agency.";
    Reply::iam_error(403, "Forbidden", message)
}

/// `POST /v3.0/OS-CREDENTIAL/securitytokens` with the method `assume_role`.
pub fn lend_keys(
    gate: &mut Gate,
    agencies: &[Agency],
    asked_by: &Identity,
    body: &[u8],
    now: Timestamp,
) -> Reply {
    let body: Value = serde_json::from_slice(body).unwrap_or(Value::Null);
    let identity = &body["auth"]["identity"];
    let role = &identity["assume_role"];
    if identity["methods"] != json!(["assume_role"]) || !role["agency_name"].is_string() {
        return Reply::iam_error(400, "Bad Request", "The request body is invalid.");
    }
    let life = match &role["duration_seconds"] {
        Value::Null => Some(USUAL_LIFE),
        given => given.as_i64().filter(|life| LIVES.contains(life)),
    };
    let Some(life) = life else {
        let message = "duration_seconds must be between 900 and 86400.";
        return Reply::iam_error(400, "Bad Request", message);
    };
    // Rights that are lent cannot be lent on.
    let agency = match asked_by {
        Identity::Agency { .. } => None,
        Identity::Key | Identity::Token { .. } | Identity::Stranger => named(agencies, role),
    };
    let Some(agency) = agency else {
        return not_granted();
    };
    let whose = Identity::Agency {
        project: agency.project.id.clone(),
    };
    let (keys, ends) = gate.lend(whose, SignedDuration::from_secs(life), now);
    Reply::json(201, described(&keys, ends))
}

/// `PUT /meta-data/latest/api/token`: a session of the metadata service.
pub fn begin_session(gate: &mut Gate, machine: Option<Machine>, ttl: &str) -> Reply {
    let lasts = ttl.parse::<u32>().is_ok_and(|seconds| seconds > 0);
    match machine {
        Some(Machine { sessions: true, .. }) if lasts => Reply {
            body: Content::Text(gate.begin_session()),
            ..Reply::empty()
        },
        Some(Machine { sessions: true, .. }) => Reply::empty().with_status(400),
        Some(Machine { .. }) | None => Reply::empty().with_status(404),
    }
}

/// `GET /openstack/latest/securitykey`: the keys of the machine's own agency.
pub fn machine_keys(
    gate: &mut Gate,
    machine: Option<Machine>,
    session: &str,
    now: Timestamp,
) -> Reply {
    let Some(machine) = machine else {
        return Reply::empty().with_status(404);
    };
    if machine.sessions && !gate.has_session(session) {
        return Reply::empty().with_status(401);
    }
    let life = SignedDuration::try_from(machine.life).unwrap_or(SignedDuration::MAX);
    let (keys, ends) = gate.lend(Identity::Key, life, now);
    Reply::ok(described(&keys, ends))
}

fn described(keys: &KeyPair, ends: Timestamp) -> Value {
    let token = keys.security_token.as_ref().map(Secret::expose);
    json!({ "credential": {
        "access": keys.ak,
        "expires_at": expiry_text(ends),
        "secret": keys.sk.expose(),
        "securitytoken": token,
    }})
}
