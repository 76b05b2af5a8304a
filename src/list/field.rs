//! The fields of an instance under the API's own names (table 4-9), in one order for ever.

use crate::model::{Billing, Instance, Status, Tag};
use crate::secret::mask::Masker;
use serde::{Serialize, Serializer};

/// What one field holds. `None` when the service did not say, or not readably.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum ListField {
    /// Words; also `created_at`, which the service sends as a text of epoch milliseconds (UTC).
    Text(Option<String>),
    /// A number; sizes are GB.
    Number(Option<i64>),
    /// A figure that was measured, in the unit of its metric.
    Decimal(Option<f64>),
    /// Yes or no.
    Flag(Option<bool>),
    /// Several words.
    Texts(Vec<String>),
    /// Tags.
    Tags(#[serde(serialize_with = "tags")] Vec<Tag>),
}

fn tags<S: Serializer>(tags: &[Tag], serializer: S) -> Result<S::Ok, S::Error> {
    #[derive(Serialize)]
    struct Fields<'a> {
        key: &'a str,
        value: &'a str,
    }
    serializer.collect_seq(tags.iter().map(|Tag { key, value }| Fields { key, value }))
}

impl ListField {
    /// Takes secrets out of its words.
    pub fn mask(&mut self, masker: &Masker) {
        let masked = |text: &mut String| *text = masker.mask_whole(std::mem::take(text));
        match self {
            Self::Text(text) => text.iter_mut().for_each(masked),
            Self::Texts(texts) => texts.iter_mut().for_each(masked),
            Self::Tags(tags) => {
                for tag in tags {
                    masked(&mut tag.key);
                    masked(&mut tag.value);
                }
            }
            Self::Number(_) | Self::Decimal(_) | Self::Flag(_) => {}
        }
    }
}

/// Names of the fields that say where a row is from.
pub(super) const ORIGIN: [&str; 2] = ["region", "profile"];

/// A field's name and how it is read.
type Column = (&'static str, fn(&Instance) -> ListField);

/// Every field that is known of an instance. Scripts count on the
/// names and on the order; new fields go to the end.
#[rustfmt::skip]
pub(super) const FIELDS: [Column; 47] = [
    ("instance_id",                |of| text(Some(of.id.as_str()))),
    ("name",                       |of| text(of.name.as_deref())),
    ("status",                     |of| text(of.status.as_ref().map(Status::word))),
    // What the list is asked for; rows of other engines are left out.
    ("engine",                     |_| text(Some("rabbitmq"))),
    ("engine_version",             |of| text(of.engine_version.as_deref())),
    ("type",                       |of| text(of.kind.as_deref())),
    ("specification",              |of| text(of.specification.as_deref())),
    ("broker_num",                 |of| ListField::Number(of.broker_num.map(i64::from))),
    ("product_id",                 |of| text(of.product_id.as_deref())),
    ("resource_spec_code",         |of| text(of.resource_spec_code.as_deref())),
    ("storage_space",              |of| size(of.storage.usable)),
    ("used_storage_space",         |of| size(of.storage.used)),
    ("total_storage_space",        |of| size(of.storage.total)),
    ("storage_spec_code",          |of| text(of.storage.spec_code.as_deref())),
    ("extend_times",               |of| ListField::Number(of.storage.extend_times.map(i64::from))),
    ("connect_address",            |of| text(of.network.connect_address.as_deref())),
    ("port",                       |of| ListField::Number(of.network.port.map(i64::from))),
    ("management_connect_address", |of| text(of.network.management_address.as_deref())),
    ("ssl_enable",                 |of| ListField::Flag(of.network.ssl)),
    ("enable_publicip",            |of| ListField::Flag(of.network.public)),
    ("publicip_address",           |of| text(of.network.public_address.as_deref())),
    ("ipv6_connect_addresses",     |of| ListField::Texts(of.network.ipv6_addresses.clone())),
    ("available_zones",            |of| ListField::Texts(of.network.zone_ids.clone())),
    ("available_zone_names",       |of| ListField::Texts(of.network.zone_names.clone())),
    ("vpc_id",                     |of| text(of.network.vpc_id.as_deref())),
    ("vpc_name",                   |of| text(of.network.vpc_name.as_deref())),
    ("subnet_id",                  |of| text(of.network.subnet_id.as_deref())),
    ("security_group_id",          |of| text(of.network.security_group_id.as_deref())),
    ("security_group_name",        |of| text(of.network.security_group_name.as_deref())),
    ("charging_mode",              |of| ListField::Number(of.billing.map(charging_mode))),
    ("created_at",                 |of| ListField::Text(of.created_at.map(|at| at.to_string()))),
    ("maintain_begin",             |of| text(of.maintain_begin.as_deref())),
    ("maintain_end",               |of| text(of.maintain_end.as_deref())),
    ("access_user",                |of| text(of.access_user.as_deref())),
    ("user_name",                  |of| text(of.user_name.as_deref())),
    ("enterprise_project_id",      |of| text(of.enterprise_project_id.as_deref())),
    ("description",                |of| text(of.description.as_deref())),
    ("tags",                       |of| ListField::Tags(of.tags.clone())),
    ("error_code",                 |of| text(of.error_code.as_deref())),
    ("order_id",                   |of| text(of.order_id.as_deref())),
    ("publicip_id",                |of| text(of.network.public_ip_id.as_deref())),
    ("is_logical_volume",          |of| ListField::Flag(of.storage.logical_volume)),
    ("storage_resource_id",        |of| text(of.storage.resource_id.as_deref())),
    ("user_id",                    |of| text(of.user_id.as_deref())),
    ("ipv6_enable",                |of| ListField::Flag(of.network.ipv6)),
    ("subnet_name",                |of| text(of.network.subnet_name.as_deref())),
    ("subnet_cidr",                |of| text(of.network.subnet_cidr.as_deref())),
];

/// One field by its name; `None` when there is none of that name.
pub(crate) fn named(instance: &Instance, name: &str) -> Option<ListField> {
    let (_, read) = FIELDS.iter().find(|(known, _)| *known == name)?;
    Some(read(instance))
}

fn text(value: Option<&str>) -> ListField {
    ListField::Text(value.map(str::to_owned))
}

fn size(value: Option<u64>) -> ListField {
    ListField::Number(value.map(|value| i64::try_from(value).unwrap_or(i64::MAX)))
}

/// How an instance is paid for, as the service counts it (`charging_mode`).
fn charging_mode(billing: Billing) -> i64 {
    match billing {
        Billing::Prepaid => 0,
        Billing::PayPerUse => 1,
        Billing::Other(mode) => mode,
    }
}
