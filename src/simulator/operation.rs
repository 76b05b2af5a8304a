//! The calls the simulator knows: one table with their services, names, methods, paths and answers.
//!
//! Routing, answering and fault rules all read this table. The paths are those of chapter 4 of the V2
//! reference, of its chapter 6 for V1, which has some of the same operations, and of its section
//! 7.4 for IAM; V2 has some newer ones that only official clients document. Those of Cloud Eye are
//! its own reference's. A general router cannot hold them side by side,
//! because the segment after `/v2/` is a project in some and an engine in others.

use axum::http::Method;

use super::cloud_eye::alarm::rule::RULES;
use super::cloud_eye::alarm::{histories, rules, templates};
use super::cloud_eye::{listing, metrics, of_all, single};
use super::refusal::Refusal;
use super::reply::Reply;
use super::request::Call;
use super::service::{
    self, auto_expand, batch, extend, hierarchy, instances, plugins, recycle, tags, tasks,
    topology, v1,
};
use super::view;
use super::world::World;

/// A service behind the gateway, by the name of its group in fault rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::EnumString, strum::VariantNames)]
#[strum(serialize_all = "snake_case")]
pub enum Service {
    /// The message service.
    Dms,
    CloudEye,
    /// The identity service, and the metadata service of the machine.
    Iam,
    /// The brokers' own APIs. None of their calls is an operation of the table.
    Management,
}

/// A version of a service's API.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Version {
    /// `/v1.0/…` of the message service, `/V1.0/…` of Cloud Eye.
    V1,
    /// `/v2/…`
    #[default]
    V2,
}

impl Version {
    fn of(path: &str) -> Self {
        match path.starts_with("/v1.0/") || path.starts_with("/V1.0/") {
            true => Self::V1,
            false => Self::V2,
        }
    }
}

/// How a service answers a call.
pub type Answer = fn(&mut World, &Call<'_>) -> Result<Reply, Refusal>;

struct Route(Operation, Method, &'static str);

macro_rules! operations {
    (($world:ident, $call:ident) $([$service:ident] $($(#[$doc:meta])* $name:ident: $method:ident
    $path:literal $(| $in_v1:literal)? $(=> $answer:expr $(, $answer_in_v1:expr)?)?;)*)*) => {
        /// One operation of one of the services.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, strum::IntoStaticStr)]
        #[strum(serialize_all = "snake_case")]
        pub enum Operation {
            $($($(#[$doc])* $name,)*)*
        }

        const OPERATIONS: &[Operation] = &[$($(Operation::$name,)*)*];

        const ROUTES: &[Route] = &[
            $($(Route(Operation::$name, Method::$method, $path),)*)*
            $($($(Route(Operation::$name, Method::$method, $in_v1),)?)*)*
        ];

        impl Operation {
            /// Whose operation it is.
            pub fn service(self) -> Service {
                match self {
                    $($(Self::$name)|* => Service::$service,)*
                }
            }

            /// What its service answers; nothing for what IAM, or the machine's own
            /// metadata service, does.
            #[allow(unused_variables, reason = "not every answer needs both")]
            pub fn answer(self, version: Version) -> Option<Answer> {
                let (in_v1, in_v2): (&[Answer], &[Answer]) = match self {
                    $($(Self::$name => (
                        &[$($(|$world, $call| $answer_in_v1)?)?],
                        &[$(|$world, $call| $answer)?],
                    ),)*)*
                };
                let own = in_v1.first().filter(|_| version == Version::V1);
                own.or(in_v2.first()).copied()
            }
        }
    };
}

// By service: name, method, address in V2 and in V1; the answer, and that of V1 where it is another.
operations! {
    (world, call)
    [Dms]
    /// 4.6.1 Listing maintenance windows.
    ListWindows: GET "/v2/instances/maintain-windows" | "/v1.0/instances/maintain-windows"
        => Ok(Reply::ok(view::windows()));
    /// 4.6.2 Listing availability zones.
    ListZones: GET "/v2/available-zones" | "/v1.0/availableZones"
        => Ok(Reply::ok(view::zones(call.region))), Ok(Reply::ok(view::v1::zones(call.region)));
    /// 4.6.3 Querying product specifications.
    ListProducts: GET "/v2/{engine}/products" | "/v1.0/products"
        => service::list_products(call), v1::list_products(call);
    /// 4.1.1 Creating an instance.
    CreateInstance: POST "/v2/{engine}/{project}/instances" | "/v1.0/{project}/instances"
        => service::create(world, call);
    /// 4.3.1 Product information for a specification change.
    ShowExtension: GET "/v2/{engine}/{project}/instances/{instance}/extend" => extend::show(world, call);
    /// 4.3.2 Changing specifications.
    ExtendInstance: POST "/v2/{engine}/{project}/instances/{instance}/extend" => extend::extend(world, call);
    /// 4.1.2 Listing all instances.
    ListInstances: GET "/v2/{project}/instances" | "/v1.0/{project}/instances"
        => instances::list(world, call), v1::list(world, call);
    /// 4.1.6 Batch deleting (and, undocumented, restarting) instances.
    BatchInstances: POST "/v2/{project}/instances/action" | "/v1.0/{project}/instances/action"
        => batch::act(world, call);
    /// 4.1.3 Querying an instance.
    ShowInstance: GET "/v2/{project}/instances/{instance}" | "/v1.0/{project}/instances/{instance}"
        => instances::show(world, call), v1::show(world, call);
    /// 4.1.4 Deleting an instance.
    DeleteInstance: DELETE "/v2/{project}/instances/{instance}" | "/v1.0/{project}/instances/{instance}"
        => instances::delete(world, call);
    /// 4.1.5 Modifying instance information.
    ModifyInstance: PUT "/v2/{project}/instances/{instance}" | "/v1.0/{project}/instances/{instance}"
        => instances::modify(world, call), v1::modify(world, call);
    /// 4.2.1 Resetting the password.
    ResetPassword: POST "/v2/{project}/instances/{instance}/password" => instances::reset_password(world, call);
    /// 4.2.2 Listing plug-ins.
    ListPlugins: GET "/v2/{project}/instances/{instance}/rabbitmq/plugins" => plugins::list(world, call);
    /// 4.2.3 Enabling or disabling plug-ins.
    SwitchPlugins: PUT "/v2/{project}/instances/{instance}/rabbitmq/plugins" => plugins::switch(world, call);
    /// 4.4.1 Listing background tasks.
    ListTasks: GET "/v2/{project}/instances/{instance}/tasks" => tasks::list(world, call);
    /// 4.4.2 Querying a background task.
    ShowTask: GET "/v2/{project}/instances/{instance}/tasks/{task}" => tasks::show(world, call);
    /// 4.4.3 Deleting a background task.
    DeleteTask: DELETE "/v2/{project}/instances/{instance}/tasks/{task}" => tasks::delete(world, call);
    /// 4.5.3 Listing tags of a project.
    ListProjectTags: GET "/v2/{project}/rabbitmq/tags" => Ok(tags::list_project(world));
    /// 4.5.2 Listing tags of an instance.
    ListTags: GET "/v2/{project}/rabbitmq/{instance}/tags" => tags::list(world, call);
    /// 4.5.1 Adding or deleting tags.
    ChangeTags: POST "/v2/{project}/rabbitmq/{instance}/tags/action" => tags::change(world, call);
    /// Beyond the reference: how many instances the project may have.
    ListQuotas: GET "/v2/{project}/quotas" => Ok(service::list_quotas(world));
    /// Beyond the reference: automatic disk expansion of an instance.
    ShowAutoExpand: GET "/v2/{project}/instances/{instance}/auto-volume-expand" => auto_expand::show(world, call);
    /// Beyond the reference: changing it.
    ChangeAutoExpand: PUT "/v2/{project}/instances/{instance}/auto-volume-expand" => auto_expand::change(world, call);
    /// Beyond the reference: the recycle bin and its policy.
    ShowRecycle: GET "/v2/{project}/recycle" => Ok(recycle::show(world));
    /// Beyond the reference: restoring instances from it.
    Restore: POST "/v2/{project}/recycle" => recycle::restore(world, call);
    /// Beyond the reference: changing its policy.
    ChangeRecyclePolicy: PUT "/v2/{project}/recycle" => recycle::change(world, call);
    /// Beyond the reference: what of an instance Cloud Eye has figures of.
    ShowHierarchy: GET "/v2/{project}/instances/{instance}/ces-hierarchy" => hierarchy::show(world, call);
    /// Beyond the reference: the vhosts of its broker.
    ListVhosts: GET "/v2/{engine}/{project}/instances/{instance}/vhosts" => topology::vhosts(world, call);
    /// Beyond the reference: the queues of a vhost.
    ListQueues: GET "/v2/{engine}/{project}/instances/{instance}/vhosts/{vhost}/queues"
        => topology::queues(world, call);
    /// Beyond the reference: a queue with its consumers and bindings.
    ShowQueue: GET "/v2/{engine}/{project}/instances/{instance}/vhosts/{vhost}/queues/{queue}"
        => topology::queue(world, call);
    /// Beyond the reference: throwing away what waits in a queue.
    PurgeQueue: DELETE "/v2/{engine}/{project}/instances/{instance}/vhosts/{vhost}/queues/{queue}/contents"
        => topology::purge(world, call);
    /// Beyond the reference: the users of a broker of AMQP-0-9-1.
    ListUsers: GET "/v2/{project}/instances/{instance}/users" => topology::users(world, call);

    [CloudEye]
    /// Values of up to 500 series of one metric and one resource each.
    QueryMetrics: POST "/V1.0/{project}/batch-query-metric-data" => metrics::query(world, call);
    /// Values of one series.
    QueryMetric: GET "/V1.0/{project}/metric-data" => single::show(world, call);
    /// Which series there are.
    ListMetrics: GET "/V1.0/{project}/metrics" => listing::list(world, call);
    /// How many alarm rules there are and may be.
    ListAlarmQuotas: GET "/V1.0/{project}/quotas" => Ok(single::quotas(RULES.len()));
    /// The rules for alarms.
    ListAlarms: GET "/v2/{project}/alarms" => rules::list(world, call);
    /// The instances a rule names.
    ListAlarmResources: GET "/v2/{project}/alarms/{alarm}/resources" => rules::resources(world, call);
    /// The conditions of a rule.
    ListAlarmPolicies: GET "/v2/{project}/alarms/{alarm}/policies" => rules::policies(call);
    /// What fires and what fired.
    ListAlarmHistories: GET "/v2/{project}/alarm-histories" => histories::list(world, call);
    /// Templates to make rules from.
    ListAlarmTemplates: GET "/v2/{project}/alarm-templates" => templates::list(call);
    /// A template with its conditions.
    ShowAlarmTemplate: GET "/v2/{project}/alarm-templates/{template}" => templates::show(call);
    /// Whether the vendor's rules are switched on.
    ListOneClickAlarms: GET "/v2/{project}/one-click-alarms" => Ok(templates::one_click());
    /// Values of one metric of whatever has it.
    QueryMetricOfAll: POST "/v2/{project}/batch-query-metric-data" => of_all::query(world, call);

    [Iam]
    /// IAM: a token for a user and password.
    IssueToken: POST "/v3/auth/tokens";
    /// IAM: projects by name.
    ListProjects: GET "/v3/projects";
    /// IAM: temporary keys of an agency.
    LendKeys: POST "/v3.0/OS-CREDENTIAL/securitytokens";
    /// Metadata of the machine: a session.
    BeginSession: PUT "/meta-data/latest/api/token";
    /// Metadata of the machine: the keys of its own agency.
    MachineKeys: GET "/openstack/latest/securitykey";
}

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
    /// The vhost and the queue, as the path spells them.
    pub vhost: String,
    pub queue: String,
    /// The alarm rule's id.
    pub alarm: String,
    /// The alarm template's id.
    pub template: String,
}

impl Operation {
    /// The operation at a method and path, and what the path names; `None` for everything the
    /// gateway does not know.
    pub fn find(method: &Method, path: &str) -> Option<(Self, Names)> {
        let mut routes = ROUTES.iter().filter(|route| route.1 == *method);
        routes.find_map(|Route(operation, _, pattern)| {
            let names = names(pattern, path)?;
            let version = Version::of(pattern);
            Some((*operation, Names { version, ..names }))
        })
    }

    /// The name of each operation in fault rules, such as `list_instances`, in the table's order.
    pub fn all() -> impl Iterator<Item = (&'static str, Self)> {
        OPERATIONS.iter().map(|each| (each.into(), *each))
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
            "{vhost}" => &mut names.vhost,
            "{queue}" => &mut names.queue,
            "{alarm}" => &mut names.alarm,
            "{template}" => &mut names.template,
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
        for Route(operation, method, path) in ROUTES {
            let path = path.replace(['{', '}'], "");
            let (found, _) = Operation::find(method, &path).unwrap();
            assert_eq!(found, *operation, "{path}");
        }
        let count = |service| {
            let all = Operation::all().filter(|(_, each)| each.service() == service);
            all.count()
        };
        let counts = [Service::Dms, Service::CloudEye, Service::Iam].map(count);
        assert_eq!(counts, [32, 12, 5]);
        assert_eq!(
            ROUTES.len(),
            32 + 12 + 5 + 9,
            "the message service's V1 has some"
        );
    }

    #[test]
    fn the_version_is_in_the_path_and_cloud_eyes_first_has_a_capital_letter() {
        let version = |path| {
            let found = Operation::find(&Method::GET, path);
            found.map(|(_, names)| names.version)
        };
        assert_eq!(version("/v1.0/p/instances"), Some(Version::V1));
        assert_eq!(version("/v2/p/instances"), Some(Version::V2));
        let asked = |path| Operation::find(&Method::POST, path);
        let (_, names) = asked("/V1.0/p/batch-query-metric-data").unwrap();
        assert_eq!(names.version, Version::V1);
        assert_eq!(asked("/v1.0/p/batch-query-metric-data"), None);
    }

    #[test]
    fn a_path_gives_up_its_parts() {
        let names = Names {
            project: "p".into(),
            instance: "i".into(),
            task: "t".into(),
            ..Names::default()
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
