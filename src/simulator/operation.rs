//! The calls the simulator knows: one table with their names, methods and paths.
//!
//! Routing and fault rules both read this table. The paths are those of chapter 4 of the V2
//! reference, of its chapter 6 for V1, which has some of the same operations, and of its section
//! 7.4 for IAM; V2 has some newer ones that only official clients document. A general router cannot hold them side by side,
//! because the segment after `/v2/` is a project in some and an engine in others.

use axum::http::Method;

/// One operation of the service or of IAM.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Operation {
    /// 4.1.1 Creating an instance.
    CreateInstance,
    /// 4.1.2 Listing all instances.
    ListInstances,
    /// 4.1.3 Querying an instance.
    ShowInstance,
    /// 4.1.4 Deleting an instance.
    DeleteInstance,
    /// 4.1.5 Modifying instance information.
    ModifyInstance,
    /// 4.1.6 Batch deleting (and, undocumented, restarting) instances.
    BatchInstances,
    /// 4.2.1 Resetting the password.
    ResetPassword,
    /// 4.2.2 Listing plug-ins.
    ListPlugins,
    /// 4.2.3 Enabling or disabling plug-ins.
    SwitchPlugins,
    /// 4.3.1 Product information for a specification change.
    ShowExtension,
    /// 4.3.2 Changing specifications.
    ExtendInstance,
    /// 4.4.1 Listing background tasks.
    ListTasks,
    /// 4.4.2 Querying a background task.
    ShowTask,
    /// 4.4.3 Deleting a background task.
    DeleteTask,
    /// 4.5.1 Adding or deleting tags.
    ChangeTags,
    /// 4.5.2 Listing tags of an instance.
    ListTags,
    /// 4.5.3 Listing tags of a project.
    ListProjectTags,
    /// 4.6.1 Listing maintenance windows.
    ListWindows,
    /// 4.6.2 Listing availability zones.
    ListZones,
    /// 4.6.3 Querying product specifications.
    ListProducts,
    /// Beyond the reference: how many instances the project may have.
    ListQuotas,
    /// Beyond the reference: automatic disk expansion of an instance.
    ShowAutoExpand,
    /// Beyond the reference: changing it.
    ChangeAutoExpand,
    /// Beyond the reference: the recycle bin and its policy.
    ShowRecycle,
    /// Beyond the reference: restoring instances from it.
    Restore,
    /// Beyond the reference: changing its policy.
    ChangeRecyclePolicy,
    /// IAM: a token for a user and password.
    IssueToken,
    /// IAM: projects by name.
    ListProjects,
    /// IAM: temporary keys of an agency.
    LendKeys,
    /// Metadata of the machine: a session.
    BeginSession,
    /// Metadata of the machine: the keys of its own agency.
    MachineKeys,
}

/// A version of the message service's API.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Version {
    /// `/v1.0/…`
    V1,
    /// `/v2/…`
    #[default]
    V2,
}

struct Route(Operation, &'static str, Method, &'static str);

#[rustfmt::skip]
const ROUTES: [Route; 31] = {
    use Operation::*;
    [
        Route(ListWindows,     "list_windows",      Method::GET,    "/v2/instances/maintain-windows"),
        Route(ListZones,       "list_zones",        Method::GET,    "/v2/available-zones"),
        Route(ListProducts,    "list_products",     Method::GET,    "/v2/{engine}/products"),
        Route(CreateInstance,  "create_instance",   Method::POST,   "/v2/{engine}/{project}/instances"),
        Route(ShowExtension,   "show_extension",    Method::GET,    "/v2/{engine}/{project}/instances/{instance}/extend"),
        Route(ExtendInstance,  "extend_instance",   Method::POST,   "/v2/{engine}/{project}/instances/{instance}/extend"),
        Route(ListInstances,   "list_instances",    Method::GET,    "/v2/{project}/instances"),
        Route(BatchInstances,  "batch_instances",   Method::POST,   "/v2/{project}/instances/action"),
        Route(ShowInstance,    "show_instance",     Method::GET,    "/v2/{project}/instances/{instance}"),
        Route(DeleteInstance,  "delete_instance",   Method::DELETE, "/v2/{project}/instances/{instance}"),
        Route(ModifyInstance,  "modify_instance",   Method::PUT,    "/v2/{project}/instances/{instance}"),
        Route(ResetPassword,   "reset_password",    Method::POST,   "/v2/{project}/instances/{instance}/password"),
        Route(ListPlugins,     "list_plugins",      Method::GET,    "/v2/{project}/instances/{instance}/rabbitmq/plugins"),
        Route(SwitchPlugins,   "switch_plugins",    Method::PUT,    "/v2/{project}/instances/{instance}/rabbitmq/plugins"),
        Route(ListTasks,       "list_tasks",        Method::GET,    "/v2/{project}/instances/{instance}/tasks"),
        Route(ShowTask,        "show_task",         Method::GET,    "/v2/{project}/instances/{instance}/tasks/{task}"),
        Route(DeleteTask,      "delete_task",       Method::DELETE, "/v2/{project}/instances/{instance}/tasks/{task}"),
        Route(ListProjectTags, "list_project_tags", Method::GET,    "/v2/{project}/rabbitmq/tags"),
        Route(ListTags,        "list_tags",         Method::GET,    "/v2/{project}/rabbitmq/{instance}/tags"),
        Route(ChangeTags,      "change_tags",       Method::POST,   "/v2/{project}/rabbitmq/{instance}/tags/action"),
        Route(ListQuotas,      "list_quotas",       Method::GET,    "/v2/{project}/quotas"),
        Route(ShowAutoExpand,  "show_auto_expand",  Method::GET,    "/v2/{project}/instances/{instance}/auto-volume-expand"),
        Route(ChangeAutoExpand, "change_auto_expand", Method::PUT,  "/v2/{project}/instances/{instance}/auto-volume-expand"),
        Route(ShowRecycle,     "show_recycle",      Method::GET,    "/v2/{project}/recycle"),
        Route(Restore,         "restore",           Method::POST,   "/v2/{project}/recycle"),
        Route(ChangeRecyclePolicy, "change_recycle_policy", Method::PUT, "/v2/{project}/recycle"),
        Route(IssueToken,      "issue_token",       Method::POST,   "/v3/auth/tokens"),
        Route(ListProjects,    "list_projects",     Method::GET,    "/v3/projects"),
        Route(LendKeys,        "lend_keys",         Method::POST,   "/v3.0/OS-CREDENTIAL/securitytokens"),
        Route(BeginSession,    "begin_session",     Method::PUT,    "/meta-data/latest/api/token"),
        Route(MachineKeys,     "machine_keys",      Method::GET,    "/openstack/latest/securitykey"),
    ]
};

/// What there is of it in V1.
#[rustfmt::skip]
const ROUTES_V1: [(Operation, Method, &str); 9] = {
    use Operation::*;
    [
        (ListWindows,    Method::GET,    "/v1.0/instances/maintain-windows"),
        (ListZones,      Method::GET,    "/v1.0/availableZones"),
        (ListProducts,   Method::GET,    "/v1.0/products"),
        (CreateInstance, Method::POST,   "/v1.0/{project}/instances"),
        (ListInstances,  Method::GET,    "/v1.0/{project}/instances"),
        (BatchInstances, Method::POST,   "/v1.0/{project}/instances/action"),
        (ShowInstance,   Method::GET,    "/v1.0/{project}/instances/{instance}"),
        (DeleteInstance, Method::DELETE, "/v1.0/{project}/instances/{instance}"),
        (ModifyInstance, Method::PUT,    "/v1.0/{project}/instances/{instance}"),
    ]
};

/// What a path names. A part the path does not have is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names {
    /// Whose path it is.
    pub version: Version,
    /// The message engine, such as `rabbitmq`.
    pub engine: String,
    pub project: String,
    pub instance: String,
    /// The background task's id.
    pub task: String,
}

impl Operation {
    /// The operation at a method and path, and what the path names; `None` for everything the
    /// gateway does not know.
    pub fn find(method: &Method, path: &str) -> Option<(Self, Names)> {
        let of_v2 = ROUTES
            .iter()
            .map(|route| (Version::V2, route.0, &route.2, route.3));
        let of_v1 = ROUTES_V1
            .iter()
            .map(|(operation, method, pattern)| (Version::V1, *operation, method, *pattern));
        let mut routes = of_v2.chain(of_v1).filter(|route| *route.2 == *method);
        routes.find_map(|(version, operation, _, pattern)| {
            let names = names(pattern, path)?;
            Some((operation, Names { version, ..names }))
        })
    }

    /// The operation called `name` in fault rules, such as `list_instances`.
    pub fn named(name: &str) -> Option<Self> {
        ROUTES
            .iter()
            .find(|route| route.1 == name)
            .map(|route| route.0)
    }

    /// Every name that [`Operation::named`] knows, in the table's order.
    pub fn all_names() -> impl Iterator<Item = &'static str> {
        ROUTES.iter().map(|route| route.1)
    }

    /// Whether IAM, or the machine's own metadata service, answers it, not DMS.
    pub fn is_iam(self) -> bool {
        matches!(
            self,
            Self::IssueToken
                | Self::ListProjects
                | Self::LendKeys
                | Self::BeginSession
                | Self::MachineKeys
        )
    }
}

/// Matches a path against a pattern, segment by segment.
fn names(pattern: &str, path: &str) -> Option<Names> {
    let mut names = Names::default();
    let mut given = path.split('/');
    for expected in pattern.split('/') {
        let segment = given.next()?;
        let slot = match expected {
            "{engine}" => &mut names.engine,
            "{project}" => &mut names.project,
            "{instance}" => &mut names.instance,
            "{task}" => &mut names.task,
            fixed if fixed == segment => continue,
            _ => return None,
        };
        if segment.is_empty() {
            return None;
        }
        segment.clone_into(slot);
    }
    given.next().is_none().then_some(names)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_path_finds_its_own_operation() {
        for route in &ROUTES {
            let path = route.3.replace(['{', '}'], "");
            let (found, _) = Operation::find(&route.2, &path).unwrap();
            assert_eq!(found, route.0, "{path}");
            assert_eq!(Operation::named(route.1), Some(route.0));
        }
        for (operation, method, path) in &ROUTES_V1 {
            let path = path.replace(['{', '}'], "");
            let (found, names) = Operation::find(method, &path).unwrap();
            assert_eq!((found, names.version), (*operation, Version::V1), "{path}");
        }
    }

    #[test]
    fn a_path_gives_up_its_parts() {
        let names = Names {
            project: "p".into(),
            instance: "i".into(),
            task: "t".into(),
            engine: String::new(),
            version: Version::V2,
        };
        assert_eq!(
            Operation::find(&Method::GET, "/v2/p/instances/i/tasks/t"),
            Some((Operation::ShowTask, names))
        );
    }

    #[test]
    fn trailing_slashes_empty_parts_and_other_methods_are_unknown() {
        for path in [
            "/v2/p/instances/",
            "/v2//instances",
            "/v1.1/p/instances",
            "/v1.0/p/instances/i/tasks",
            "/",
        ] {
            assert_eq!(Operation::find(&Method::GET, path), None, "{path}");
        }
        assert_eq!(Operation::find(&Method::PATCH, "/v2/p/instances"), None);
    }
}
