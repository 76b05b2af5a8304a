//! Changing an instance (section 4.1.5) and its password (section 4.2.1).

use crate::api::Body;
use crate::model::{InstanceId, ProjectId};
use crate::secret::Secret;

use super::{Method, Operation, Request, RequestOf, Write, on_instance, v1};

/// Changes what is given and leaves the rest (table 4-16).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ModifyInstance {
    pub instance: InstanceId,
    /// New name.
    pub name: Option<String>,
    /// New description; an empty one removes it.
    pub description: Option<String>,
    /// Begin and end of the maintenance window, `HH:mm:ss`; always both.
    pub window: Option<(String, String)>,
    /// New security group.
    pub security_group_id: Option<String>,
    /// Public access on or off.
    pub public_access: Option<PublicAccess>,
    /// New enterprise project.
    pub enterprise_project_id: Option<String>,
}

/// Public access of an instance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PublicAccess {
    /// On, through this EIP.
    On {
        /// EIP id.
        ip_id: String,
    },
    Off,
}

impl ModifyInstance {
    /// No change yet.
    pub fn nothing(instance: InstanceId) -> Self {
        Self {
            instance,
            name: None,
            description: None,
            window: None,
            security_group_id: None,
            public_access: None,
            enterprise_project_id: None,
        }
    }

    /// The body, which is the same in V1 (table 6-10).
    pub(in crate::api) fn body(&self) -> Body {
        let (begin, end) = self.window.clone().unzip();
        let body = Body::new()
            .with_some("name", self.name.as_deref())
            .with_some("description", self.description.as_deref())
            .with_some("maintain_begin", begin)
            .with_some("maintain_end", end)
            .with_some("security_group_id", self.security_group_id.as_deref());
        let body = match &self.public_access {
            Some(PublicAccess::On { ip_id }) => body
                .with("enable_publicip", true)
                .with("publicip_id", ip_id.as_str()),
            Some(PublicAccess::Off) => body.with("enable_publicip", false),
            None => body,
        };
        body.with_some(
            "enterprise_project_id",
            self.enterprise_project_id.as_deref(),
        )
    }
}

impl Write for ModifyInstance {
    fn operation(&self) -> Operation {
        Operation::ModifyInstance
    }

    fn request(&self, project: &ProjectId) -> Request {
        on_instance(Method::Put, project, &self.instance, &[]).carrying(self.body())
    }

    fn in_v1(&self) -> Option<RequestOf<Self>> {
        Some(v1::instances::modify)
    }
}

/// Sets a new password for the broker user (table 4-22).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResetPassword {
    pub instance: InstanceId,
    pub new_password: Secret,
}

impl Write for ResetPassword {
    fn operation(&self) -> Operation {
        Operation::ResetPassword
    }

    fn request(&self, project: &ProjectId) -> Request {
        on_instance(Method::Post, project, &self.instance, &["password"])
            .carrying(Body::new().with_secret("new_password", &self.new_password))
    }
}
