//! The calls behind what is shown, as the references spell them: for whoever asks where a figure is
//! from.

use super::Operation;
use crate::model::ApiVersion;

impl Operation {
    /// Method and path of a call that figures on screen are from; `None` for any other, and for one
    /// that this version of the API does not have.
    pub fn call(self, version: ApiVersion) -> Option<&'static str> {
        match (self, version) {
            (Self::ListInstances, ApiVersion::V2) => Some("GET /v2/{project_id}/instances"),
            (Self::ListInstances, ApiVersion::V1) => Some("GET /v1.0/{project_id}/instances"),
            (Self::ShowInstance, ApiVersion::V2) => {
                Some("GET /v2/{project_id}/instances/{instance_id}")
            }
            (Self::ShowInstance, ApiVersion::V1) => {
                Some("GET /v1.0/{project_id}/instances/{instance_id}")
            }
            (Self::CreateInstance, ApiVersion::V2) => Some("POST /v2/{project_id}/instances"),
            (Self::CreateInstance, ApiVersion::V1) => Some("POST /v1.0/{project_id}/instances"),
            (Self::ListPlugins, ApiVersion::V2) => {
                Some("GET /v2/{project_id}/instances/{instance_id}/rabbitmq/plugins")
            }
            (Self::ListTasks, ApiVersion::V2) => {
                Some("GET /v2/{project_id}/instances/{instance_id}/tasks")
            }
            (Self::ListZones, ApiVersion::V2) => Some("GET /v2/available-zones"),
            (Self::ListZones, ApiVersion::V1) => Some("GET /v1.0/availableZones"),
            (Self::ReadFigures, _) => Some("POST /V1.0/{project_id}/batch-query-metric-data"),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::cloud_eye::{Period, ReadFigures};
    use crate::api::operation::Read;
    use crate::api::v2;
    use crate::model::{InstanceId, ProjectId};

    #[test]
    fn the_calls_are_the_ones_that_are_sent() {
        let project = ProjectId::new("P").unwrap();
        let id = || InstanceId::new("I").unwrap();
        let sent = |read: crate::api::Request| {
            let path = read.path.replace("/P/", "/{project_id}/");
            let path = path.replace("/I", "/{instance_id}");
            format!("{} {path}", read.method.as_str())
        };
        let list = v2::ListInstances {
            offset: 0,
            limit: 50,
        };
        let show = v2::ShowInstance { instance: id() };
        for (operation, version, request) in [
            (
                Operation::ListInstances,
                ApiVersion::V2,
                list.request(&project),
            ),
            (
                Operation::ListInstances,
                ApiVersion::V1,
                list.in_v1().unwrap()(&list, &project),
            ),
            (
                Operation::ShowInstance,
                ApiVersion::V2,
                show.request(&project),
            ),
            (
                Operation::ShowInstance,
                ApiVersion::V1,
                show.in_v1().unwrap()(&show, &project),
            ),
            (
                Operation::ListPlugins,
                ApiVersion::V2,
                v2::ListPlugins { instance: id() }.request(&project),
            ),
            (
                Operation::ListZones,
                ApiVersion::V2,
                v2::AvailableZones.request(&project),
            ),
            (
                Operation::ListZones,
                ApiVersion::V1,
                v2::AvailableZones.in_v1().unwrap()(&v2::AvailableZones, &project),
            ),
        ] {
            assert_eq!(operation.call(version), Some(sent(request).as_str()));
        }
    }

    #[test]
    fn the_call_for_figures_is_that_of_cloud_eye_in_either_version() {
        let figures = ReadFigures {
            series: Vec::new(),
            from: 0,
            to: 0,
            period: Period::Raw,
        };
        let sent = figures.request(&ProjectId::new("P").unwrap());
        let path = sent.path.replace("/P/", "/{project_id}/");
        let sent = format!("{} {path}", sent.method.as_str());
        for version in [ApiVersion::V1, ApiVersion::V2] {
            assert_eq!(Operation::ReadFigures.call(version), Some(sent.as_str()));
        }
    }
}
