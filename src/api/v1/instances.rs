//! Instances: list, detail, change, delete, batch (sections 6.1.1.2 to 6.1.1.6).

use std::sync::Arc;

use crate::model::{Instance, ProjectId};

use super::v2::{InstanceDetail, InstancePage};
use super::{Method, ROOT, Request, brokers_of, on_instance, v2};

/// The request for the whole list: V1 documents no pages (one of its examples has
/// `start=1&limit=10`, its tables have neither), so that no part of it can be asked for.
pub(in crate::api) fn list(_: &v2::ListInstances, project: &ProjectId) -> Request {
    Request::new(Method::Get, &[ROOT, project.as_str(), "instances"])
        .with("engine", v2::ENGINE)
        .with("includeFailure", "true")
}

/// The request for everything about one instance.
pub(in crate::api) fn show(wanted: &v2::ShowInstance, project: &ProjectId) -> Request {
    on_instance(Method::Get, project, &wanted.instance)
}

pub(in crate::api) fn whole_page(mut page: InstancePage) -> InstancePage {
    for instance in &mut page.instances {
        complete(Arc::make_mut(instance));
    }
    page
}

pub(in crate::api) fn whole_detail(mut detail: InstanceDetail) -> InstanceDetail {
    complete(&mut detail.instance);
    detail
}

/// What V1 says only in the flavor's code.
fn complete(instance: &mut Instance) {
    instance.broker_num = instance
        .broker_num
        .or_else(|| brokers_of(instance.resource_spec_code.as_deref()?));
}

/// The request that deletes one instance. The answer says only that it was accepted.
pub(in crate::api) fn delete(wanted: &v2::DeleteInstance, project: &ProjectId) -> Request {
    on_instance(Method::Delete, project, &wanted.instance)
}

/// The request that changes what is given and leaves the rest (table 6-10). The enterprise project
/// is in the English table only. Windows are sent as the tables say, `HH:mm:ss`; an example has
/// `HH:mm`.
pub(in crate::api) fn modify(wanted: &v2::ModifyInstance, project: &ProjectId) -> Request {
    on_instance(Method::Put, project, &wanted.instance).carrying(wanted.body())
}

/// The request for one action on several instances, at most 50 a call (111400100). Restarting is in
/// the Chinese table 5-15 only; both documents have the error that says "must be delete or restart"
/// (111400064). The answer's tables 6-16 and 6-17 are those of V2.
pub(in crate::api) fn batch(wanted: &v2::BatchAction, project: &ProjectId) -> Request {
    let segments = [ROOT, project.as_str(), "instances", "action"];
    Request::new(Method::Post, &segments).carrying(wanted.body())
}
