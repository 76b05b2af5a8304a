//! Nothing without a name is ever asked for.

use warren::api::v2::{BatchAction, DeleteInstance, ShowInstance};
use warren::api::{OneOrMore, Read as _, Write as _};
use warren::model::{InstanceId, PluginName, ProjectId, TaskId};

#[test]
fn an_empty_id_cannot_be_built_so_no_request_means_all() {
    for blank in ["", " ", "\t\n"] {
        assert!(InstanceId::new(blank).is_err(), "{blank:?}");
        assert!(TaskId::new(blank).is_err(), "{blank:?}");
        assert!(PluginName::new(blank).is_err(), "{blank:?}");
        assert!(ProjectId::new(blank).is_err(), "{blank:?}");
    }
    assert_eq!(OneOrMore::<InstanceId>::of(Vec::new()), None);
}

#[test]
fn an_id_stays_one_segment_of_the_path_whatever_is_in_it() {
    let project = ProjectId::new("p").unwrap();
    for (id, segment) in [("../instances", "..%2Finstances"), ("a?b#c", "a%3Fb%23c")] {
        let instance = InstanceId::new(id).unwrap();
        let path = format!("/v2/p/instances/{segment}");
        let delete = DeleteInstance {
            instance: instance.clone(),
        };
        assert_eq!(delete.request(&project).uri(), path);
        let batch = BatchAction::Delete(OneOrMore::one(instance.clone()));
        assert_eq!(batch.request(&project).uri(), "/v2/p/instances/action");
        assert_eq!(ShowInstance { instance }.request(&project).uri(), path);
    }
}
