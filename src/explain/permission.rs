//! Which permission of IAM each operation needs.

use crate::api::Operation;

/// The IAM action an operation needs, such as `dms:instance:delete`: English reference, table 5-1;
/// for restarting, which that table leaves out, the Chinese reference, table 7-1. Nothing for what
/// neither table has a row for.
#[must_use]
pub fn permission(operation: Operation) -> Option<&'static str> {
    match operation {
        Operation::ListInstances | Operation::ListPlugins => Some("dms:instance:list"),
        Operation::ShowInstance | Operation::ListTags | Operation::ListProjectTags => {
            Some("dms:instance:get")
        }
        Operation::CreateInstance => Some("dms:instance:create"),
        Operation::ModifyInstance | Operation::SwitchPlugins | Operation::ChangeTags => {
            Some("dms:instance:modify")
        }
        Operation::DeleteInstance | Operation::DeleteInstances => Some("dms:instance:delete"),
        Operation::RestartInstances => Some("dms:instance:modifyStatus"),
        Operation::ResetPassword => Some("dms:instance:resetAuthInfo"),
        Operation::Resize => Some("dms:instance:scale"),
        Operation::ListTasks | Operation::ShowTask => Some("dms:instance:getBackgroundTask"),
        Operation::DeleteTask => Some("dms:instance:deleteBackgroundTask"),
        Operation::Connect
        | Operation::SignIn
        | Operation::TakeOnAgency
        | Operation::AskMachine
        | Operation::FindProject
        | Operation::ListSizes
        | Operation::ListProducts
        | Operation::ListZones
        | Operation::ListWindows
        | Operation::ChangeAnything => None,
    }
}
