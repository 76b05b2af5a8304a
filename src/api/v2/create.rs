//! Creating an instance (section 4.1.1, tables 4-2 to 4-4).

use serde_json::{Value, json};

use crate::api::{Body, OneOrMore};
use crate::model::{InstanceId, ProjectId, Tag};
use crate::secret::Secret;

use super::{
    DecodeError, ENGINE, Fields, Method, Operation, Request, RequestOf, Write, WriteReply, v1, wire,
};

/// A new instance. The rules of table 4-2 are the form's; this only says it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CreateInstance {
    /// Name, 4 to 64 characters, unique in the project.
    pub name: String,
    /// Free text, at most 1024 characters.
    pub description: Option<String>,
    /// Engine version, such as `3.8.35`.
    pub engine_version: String,
    /// Disk over all brokers, GB.
    pub storage_space: u64,
    /// Broker user.
    pub access_user: String,
    /// The broker user's password.
    pub password: Secret,
    /// VPC.
    pub vpc_id: String,
    pub security_group_id: String,
    /// Subnet (network) id.
    pub subnet_id: String,
    /// Zones of the brokers, by id.
    pub available_zones: OneOrMore<String>,
    /// Product, such as `c6.2u4g.single`.
    pub product_id: String,
    /// Brokers: 1 for a single node, 3, 5 or 7 for a cluster.
    pub broker_num: Option<u32>,
    /// Begin and end of the maintenance window, `HH:mm`; the service takes 02:00 to 06:00.
    pub window: Option<(String, String)>,
    /// Public address (EIP id) to bind; `None` for no public access.
    pub public_ip_id: Option<String>,
    /// Whether clients use TLS.
    pub ssl: bool,
    /// Disk type, such as `dms.physical.storage.ultra.v2`.
    pub storage_spec_code: String,
    pub enterprise_project_id: Option<String>,
    /// Tags, at most 20.
    pub tags: Vec<Tag>,
    /// Yearly or monthly billing; `None` for pay-per-use.
    pub prepaid: Option<Prepaid>,
}

/// Yearly or monthly billing (table 4-4).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Prepaid {
    /// How long.
    pub period: Period,
    /// Whether the order is paid without a further step.
    pub auto_pay: Option<bool>,
    /// Whether it renews itself.
    pub auto_renew: Option<bool>,
}

/// A time that is paid for at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Period {
    /// 1 to 9 months.
    Months(u32),
    /// 1 to 3 years.
    Years(u32),
}

impl Prepaid {
    fn body(self) -> Body {
        let (kind, number) = match self.period {
            Period::Months(number) => ("month", number),
            Period::Years(number) => ("year", number),
        };
        Body::new()
            .with_some("is_auto_renew", self.auto_renew)
            .with("charging_mode", "prePaid")
            .with("period_type", kind)
            .with("period_num", number)
            .with_some("is_auto_pay", self.auto_pay)
    }
}

impl CreateInstance {
    /// What V1 and V2 say of an instance in the same order.
    pub(in crate::api) fn body(&self) -> Body {
        let (begin, end) = self.window.clone().unzip();
        Body::new()
            .with("name", self.name.as_str())
            .with_some("description", self.description.as_deref())
            .with("engine", ENGINE)
            .with("engine_version", self.engine_version.as_str())
            .with("storage_space", self.storage_space)
            .with("access_user", self.access_user.as_str())
            .with_secret("password", &self.password)
            .with("vpc_id", self.vpc_id.as_str())
            .with("security_group_id", self.security_group_id.as_str())
            .with("subnet_id", self.subnet_id.as_str())
            .with("available_zones", self.available_zones.as_slice())
            .with("product_id", self.product_id.as_str())
            .with_some("broker_num", self.broker_num)
            .with_some("maintain_begin", begin)
            .with_some("maintain_end", end)
            .with("ssl_enable", self.ssl)
            .with("enable_publicip", self.public_ip_id.is_some())
            .with_some("publicip_id", self.public_ip_id.as_deref())
    }
}

impl Write for CreateInstance {
    fn operation(&self) -> Operation {
        Operation::CreateInstance
    }

    fn request(&self, project: &ProjectId) -> Request {
        let enterprise_project = self.enterprise_project_id.as_deref();
        let mut body = self
            .body()
            .with("storage_spec_code", self.storage_spec_code.as_str())
            .with_some("enterprise_project_id", enterprise_project);
        if !self.tags.is_empty() {
            body = body.with("tags", tags(&self.tags));
        }
        if let Some(prepaid) = self.prepaid {
            body = body.with_object("bss_param", prepaid.body());
        }
        Request::new(Method::Post, &["v2", ENGINE, project.as_str(), "instances"]).carrying(body)
    }

    fn decode(body: &[u8]) -> Result<WriteReply, DecodeError> {
        let body = wire::object(body)?;
        let id = Fields::new(&body).id("instance_id");
        let id = id.and_then(|id| InstanceId::new(id).ok());
        let created = id.map(WriteReply::Created);
        created.ok_or_else(|| DecodeError::new("instance_id", "missing"))
    }

    fn in_v1(&self) -> Option<RequestOf<Self>> {
        v1::create::has_place_for(self).then_some(v1::create::create)
    }
}

/// Tags as requests carry them; a value that is not there is left out (it cannot be empty).
pub(super) fn tags(tags: &[Tag]) -> Vec<Value> {
    tags.iter()
        .map(|tag| match tag.value.as_str() {
            "" => json!({"key": tag.key}),
            value => json!({"key": tag.key, "value": value}),
        })
        .collect()
}
