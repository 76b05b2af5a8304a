//! What a profile says about agencies: one of another account that is taken on, and that of the
//! machine.

use std::ops::Range;
use std::time::Duration;

use reqwest::Url;

use super::Credentials;
use super::reader::{Key, Reader, Value};
use crate::api::{Account, Agency, is_near};
use crate::config::error::ConfigError;
use crate::config::source::LIVES;

/// Keys of `agency`.
pub(super) const AGENCY_KEYS: [&str; 4] = ["name", "domain_name", "domain_id", "duration_s"];
/// How it is written, for errors.
const FORM: &str = "write agency = { name = \"…\", domain_name = \"…\" }, or domain_id instead";
/// Where the cloud's servers find their metadata.
const METADATA: &str = "http://169.254.169.254";

/// `ecs` and `ecs_endpoint`, as far as they were read.
#[derive(Default)]
pub(super) struct Machine {
    pub(super) asked: bool,
    pub(super) metadata: Option<String>,
}

impl Machine {
    /// The form of credentials it comes to.
    pub(super) fn form(self, reader: &mut Reader<'_>, at: &Range<usize>) -> Option<Credentials> {
        match (self.asked, self.metadata) {
            (true, metadata) => Some(Credentials::Machine {
                metadata: metadata.unwrap_or_else(|| METADATA.to_owned()),
            }),
            (false, Some(_)) => {
                let place = reader.place(at.clone()).to_string();
                let half = ConfigError::half(place, "ecs_endpoint", "ecs = true");
                reader.refuse(at.start, half);
                None
            }
            (false, None) => None,
        }
    }
}

/// The address of the metadata service. It has no TLS, so it must be on the machine's own link.
pub(super) fn metadata(
    reader: &mut Reader<'_>,
    key: &Key<'_>,
    value: &Value<'_>,
) -> Option<String> {
    let text = reader.text(key, value)?;
    let url = Url::parse(text.trim()).ok().filter(|url| {
        let host = url.host_str().unwrap_or_default();
        let bare = url.path() == "/" && url.query().is_none() && url.username().is_empty();
        url.scheme() == "http" && bare && is_near(host)
    });
    if url.is_none() {
        let what = format!(
            "{} takes http://HOST[:PORT] of this machine or its own link, such as {METADATA}",
            key.get_ref()
        );
        reader.mistake(value.span(), what);
    }
    url.map(|url| url.origin().ascii_serialization())
}

/// `agency = { name = "…", domain_name = "…" }`.
pub(super) fn read(reader: &mut Reader<'_>, key: &Key<'_>, value: &Value<'_>) -> Option<Agency> {
    if value.get_ref().as_array().is_some() {
        let what = format!(
            "{} takes one table: taking on one agency after another is not supported; {FORM}",
            key.get_ref()
        );
        reader.mistake(value.span(), what);
        return None;
    }
    let before = reader.mistakes();
    let (mut name, mut by_name, mut by_id, mut life) = (None, None, None, Agency::LIFE);
    for (key, value) in reader.table(key, value)? {
        match key.get_ref().as_ref() {
            "name" => name = reader.text(key, value),
            "domain_name" => by_name = reader.text(key, value).map(Account::Name),
            "domain_id" => by_id = reader.text(key, value).map(Account::Id),
            "duration_s" => life = duration(reader, key, value).unwrap_or(Agency::LIFE),
            _ => reader.unknown_form(key, &AGENCY_KEYS, FORM),
        }
    }
    if reader.mistakes() > before {
        return None;
    }
    match (name, by_name, by_id) {
        (Some(name), Some(account), None) | (Some(name), None, Some(account)) => Some(Agency {
            name,
            account,
            life,
        }),
        _ => {
            reader.mistake(key.span(), format!("an agency is in one account; {FORM}"));
            None
        }
    }
}

fn duration(reader: &mut Reader<'_>, key: &Key<'_>, value: &Value<'_>) -> Option<Duration> {
    let life = reader.seconds(key, value)?;
    let [least, most] = Agency::LIVES;
    if (least..=most).contains(&life) {
        return Some(life);
    }
    reader.mistake(value.span(), format!("{}: {LIVES}", key.get_ref()));
    None
}
