//! Creating an instance (section 6.1.1.1, table 6-2).

use crate::api::Body;
use crate::model::{InstanceId, ProjectId};
use crate::secret::Secret;

use super::v2::create::created;
use super::{DecodeError, Method, Operation, ROOT, Request, Write, v2};

/// A new instance, paid by use. What V2 has besides (tags, yearly and monthly billing, several
/// zones) has no place here. The product says how many brokers there are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CreateInstance {
    /// Name, 4 to 64 letters, digits and `-`, a letter first.
    pub name: String,
    /// Free text, at most 1024 characters.
    pub description: Option<String>,
    /// Engine version, such as `3.7.17`.
    pub engine_version: String,
    /// Disk over all brokers, GB.
    pub storage_space: u64,
    /// Broker user, 4 to 64 letters, digits and `-`.
    pub access_user: String,
    /// The broker user's password.
    pub password: Secret,
    /// VPC.
    pub vpc_id: String,
    pub security_group_id: String,
    /// Subnet (network) id.
    pub subnet_id: String,
    /// Zone of the brokers, by id; exactly one (111400067).
    pub available_zone: String,
    /// Product, such as `00300-30109-0--0`.
    pub product_id: String,
    /// Begin and end of the maintenance window, `HH:mm`; the service takes 02:00 to 06:00.
    pub window: Option<(String, String)>,
    /// Public address (EIP id) to bind; `None` for no public access.
    pub public_ip_id: Option<String>,
    /// Whether clients use TLS.
    pub ssl: bool,
    /// Disk type, such as `dms.physical.storage.ultra`.
    pub storage_spec_code: String,
    pub enterprise_project_id: Option<String>,
}

impl CreateInstance {
    /// The same instance in V1; `None` when it has something that V1 cannot create.
    #[must_use]
    pub fn of(wanted: &v2::CreateInstance) -> Option<Self> {
        let [zone] = wanted.available_zones.as_slice() else {
            return None;
        };
        if !wanted.tags.is_empty() || wanted.prepaid.is_some() {
            return None;
        }
        Some(Self {
            name: wanted.name.clone(),
            description: wanted.description.clone(),
            engine_version: wanted.engine_version.clone(),
            storage_space: wanted.storage_space,
            access_user: wanted.access_user.clone(),
            password: wanted.password.clone(),
            vpc_id: wanted.vpc_id.clone(),
            security_group_id: wanted.security_group_id.clone(),
            subnet_id: wanted.subnet_id.clone(),
            available_zone: zone.clone(),
            product_id: wanted.product_id.clone(),
            window: wanted.window.clone(),
            public_ip_id: wanted.public_ip_id.clone(),
            ssl: wanted.ssl,
            storage_spec_code: wanted.storage_spec_code.clone(),
            enterprise_project_id: wanted.enterprise_project_id.clone(),
        })
    }
}

impl Write for CreateInstance {
    type Reply = InstanceId;

    fn operation(&self) -> Operation {
        Operation::CreateInstance
    }

    fn request(&self, project: &ProjectId) -> Request {
        let (begin, end) = self.window.clone().unzip();
        let body = Body::new()
            .with("name", self.name.as_str())
            .with_some("description", self.description.as_deref())
            .with("engine", v2::ENGINE)
            .with("engine_version", self.engine_version.as_str())
            .with("storage_space", self.storage_space)
            .with("access_user", self.access_user.as_str())
            .with_secret("password", &self.password)
            .with("vpc_id", self.vpc_id.as_str())
            .with("security_group_id", self.security_group_id.as_str())
            .with("subnet_id", self.subnet_id.as_str())
            .with("available_zones", vec![self.available_zone.as_str()])
            .with("product_id", self.product_id.as_str())
            .with_some("maintain_begin", begin)
            .with_some("maintain_end", end)
            .with("ssl_enable", self.ssl)
            .with("enable_publicip", self.public_ip_id.is_some())
            .with_some("publicip_id", self.public_ip_id.as_deref())
            .with_some(
                "enterprise_project_id",
                self.enterprise_project_id.as_deref(),
            )
            .with("storage_spec_code", self.storage_spec_code.as_str());
        let segments = [ROOT, project.as_str(), "instances"];
        Request::new(Method::Post, &segments).carrying(body)
    }

    fn decode(body: &[u8]) -> Result<InstanceId, DecodeError> {
        created(body)
    }
}
