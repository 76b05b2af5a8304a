//! Creating an instance (section 6.1.1.1, table 6-2).

use crate::model::ProjectId;

use super::{Method, ROOT, Request, v2};

/// Whether V1 can create this: one zone (111400067), paid by use, without tags.
pub(in crate::api) fn has_place_for(wanted: &v2::CreateInstance) -> bool {
    let one_zone = wanted.available_zones.as_slice().len() == 1;
    one_zone && wanted.tags.is_empty() && wanted.prepaid.is_none()
}

/// The request that creates it. The product, such as `00300-30109-0--0`, says how many brokers
/// there are.
pub(in crate::api) fn create(wanted: &v2::CreateInstance, project: &ProjectId) -> Request {
    let wanted = v2::CreateInstance {
        broker_num: None,
        ..wanted.clone()
    };
    let enterprise_project = wanted.enterprise_project_id.as_deref();
    let body = wanted
        .body()
        .with_some("enterprise_project_id", enterprise_project)
        .with("storage_spec_code", wanted.storage_spec_code.as_str());
    Request::new(Method::Post, &[ROOT, project.as_str(), "instances"]).carrying(body)
}
