//! Where something belongs. Every request, answer and selection says so; there is no ambient
//! "current project".

use super::{ApiVersion, InstanceId, ProjectId};
use std::sync::Arc;

/// One profile's view of one region.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Scope {
    /// Name of the profile, or of the source its credential came from.
    pub profile: Arc<str>,
    /// Region, such as `cn-north-4`.
    pub region: Arc<str>,
}

impl Scope {
    /// A scope of this profile and region.
    pub fn new(profile: &str, region: &str) -> Self {
        Self {
            profile: Arc::from(profile),
            region: Arc::from(region),
        }
    }

    /// The instance with this id there.
    pub fn instance(&self, id: &InstanceId) -> InstanceKey {
        InstanceKey {
            scope: self.clone(),
            id: id.clone(),
        }
    }
}

/// Identity of an instance on screen: what selections, dialogs and actions hold.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct InstanceKey {
    /// Where it lives.
    pub scope: Scope,
    pub id: InstanceId,
}

/// What the requests of a scope are made for: its project, in the version of the API it speaks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Home {
    pub project: ProjectId,
    pub api: ApiVersion,
}

impl From<ProjectId> for Home {
    fn from(project: ProjectId) -> Self {
        let api = ApiVersion::default();
        Self { project, api }
    }
}
