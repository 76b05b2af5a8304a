//! Labels and sentences of the panes of one instance.

use super::{error, time};
use crate::api::ApiError;
use crate::model::Billing;
use std::time::Duration;

#[allow(missing_docs, reason = "each is the label it names")]
pub mod label {
    pub const STATUS: &str = "Status";
    pub const SEVERITY: &str = "Severity";
    pub const API: &str = "API";
    pub const ENGINE: &str = "Engine";
    pub const TYPE: &str = "Type";
    pub const SPEC: &str = "Spec";
    pub const PRODUCT: &str = "Product";
    pub const STORAGE: &str = "Storage";
    pub const DISK: &str = "Disk type";
    pub const ADDRESS: &str = "Address";
    pub const MANAGEMENT: &str = "Management";
    pub const PUBLIC: &str = "Public";
    pub const TLS: &str = "TLS";
    pub const VPC: &str = "VPC";
    pub const SUBNET: &str = "Subnet";
    pub const GROUP: &str = "Sec. group";
    pub const ZONES: &str = "AZ";
    pub const WINDOW: &str = "Maintenance";
    pub const BILLING: &str = "Billing";
    pub const CREATED: &str = "Created";
    pub const USER: &str = "Broker user";
    pub const OWNER: &str = "Created by";
    pub const ENTERPRISE: &str = "Ent. project";
    pub const DESCRIPTION: &str = "Description";
    pub const ID: &str = "Id";
    pub const TASK: &str = "Task";
    pub const TAGS: &str = "Tags";
    pub const STATUS_HEADING: &str = "STATUS";
    pub const TASK_NAME: &str = "TASK";
    pub const STARTED: &str = "STARTED UTC";
    pub const TOOK: &str = "TOOK";
    pub const BY: &str = "BY";
    pub const PLUGIN: &str = "PLUG-IN";
    pub const ON: &str = "ON";
    pub const RUNNING: &str = "RUN";
    pub const VERSION: &str = "VERSION";
    pub const NOTE: &str = "NOTE";
    pub const KEY: &str = "KEY";
    pub const VALUE: &str = "VALUE";
    pub const TASK_ID: &str = "id";
    pub const STARTED_BY: &str = "Started by";
    pub const STARTED_AT: &str = "Started";
    pub const ENDED_AT: &str = "Ended";
    pub const CHANGED_AT: &str = "Changed";
    pub const LASTED: &str = "Took";
    pub const PARAMETERS: &str = "PARAMETERS";
    pub const NO_INSTANCE: &str = "No instance is selected.";
    pub const GONE: &str = "The instance is gone; this is what was known last.";
}

/// A part of an instance, as the subject of a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each name says it")]
pub enum Part {
    Detail,
    Plugins,
    Tasks,
}

fn part(part: Part) -> &'static str {
    match part {
        Part::Detail => "detail",
        Part::Plugins => "plug-ins",
        Part::Tasks => "tasks",
    }
}

/// Its first answer is awaited.
#[must_use]
pub fn loading(what: Part) -> String {
    format!("loading {}", part(what))
}

/// It could not be read, and nothing is known.
#[must_use]
pub fn failed(what: Part, failure: &ApiError) -> String {
    format!(
        "could not read the {}: {}",
        part(what),
        error::line(failure)
    )
}

/// It is older than three polls; why, when that is known.
#[must_use]
pub fn stale(what: Part, age: Duration, failure: Option<&ApiError>) -> String {
    let mut line = format!("STALE: {} from {} ago", part(what), time::age(age));
    if let Some(failure) = failure {
        line.push_str(&format!(", {}", error::line(failure)));
    }
    line
}

/// It was read, and there are none.
#[must_use]
pub fn none(what: Part) -> String {
    format!("no {}", part(what))
}

/// A task without parameters.
pub const NO_PARAMETERS: &str = "no parameters";
/// There are no tags.
pub const NO_TAGS: &str = "no tags";

/// Used, usable and paid-for storage.
#[must_use]
pub fn storage(used: &str, usable: &str, total: &str, percent: Option<u64>) -> String {
    let percent = percent.map_or_else(String::new, |percent| format!("  {percent}%"));
    format!("{used} of {usable} GB{percent}, {total} GB paid for")
}

/// How often the disk was expanded.
#[must_use]
pub fn extended(times: u32) -> String {
    format!("expanded {times} of 20 times")
}

/// How it is paid for.
#[must_use]
pub fn billing(billing: Billing) -> String {
    match billing {
        Billing::PayPerUse => "pay-per-use".into(),
        Billing::Prepaid => "yearly/monthly".into(),
        Billing::Other(mode) => format!("mode {mode}"),
    }
}

/// Number of brokers.
#[must_use]
pub fn brokers(number: u32) -> String {
    super::count(number as usize, "broker")
}

/// When it was created, and how long ago that is.
#[must_use]
pub fn created(date: &str, age: Option<&str>) -> String {
    match age {
        Some(age) => format!("{date} UTC, {age} ago"),
        None => format!("{date} UTC"),
    }
}

/// The maintenance window, in the region's time.
#[must_use]
pub fn window(begin: &str, end: &str) -> String {
    let short = |time: &str| {
        time.strip_suffix(":00")
            .filter(|rest| rest.contains(':'))
            .unwrap_or(time)
            .to_owned()
    };
    format!("{}-{} region time", short(begin), short(end))
}

/// The default enterprise project.
pub const DEFAULT_PROJECT: &str = "default";

/// Public access, with its address when there is one.
#[must_use]
pub fn public(on: Option<bool>, address: Option<&str>) -> String {
    match (on, address) {
        (Some(true), Some(address)) => format!("yes, {address}"),
        (on, _) => super::yes_no(on).to_owned(),
    }
}

/// Fields that could not be read, by name.
#[must_use]
pub fn unreadable(fields: &[String]) -> String {
    let count = super::count(fields.len(), "field");
    format!("{count} unreadable: {}", fields.join(", "))
}

/// Rows of an answer that could not be used.
#[must_use]
pub fn unidentified(rows: usize) -> String {
    format!(
        "{} without a name or an id left out",
        super::count(rows, "row")
    )
}

/// A plug-in is switched on but does not run.
pub const NOT_RUNNING: &str = "on, but does not run";
/// The service is switching a plug-in, and not because of us.
pub const MODIFYING: &str = "the service is switching a plug-in";
/// A plug-in that is being switched on.
pub const TO_ON: &str = "-> on";
/// A plug-in that is being switched off.
pub const TO_OFF: &str = "-> off";

/// A task that goes on, since about then.
#[must_use]
pub fn going_on(age: &str) -> String {
    format!("{age} so far")
}

/// Older tasks are missing.
#[must_use]
pub fn older_missing(failure: &ApiError) -> String {
    format!("PARTIAL: older tasks missing, {}", error::line(failure))
}

/// The record of this task is being deleted.
pub const DELETING_RECORD: &str = "deleting";
