//! Listing, showing, deleting and changing single instances.

use serde_json::json;

use super::{deletable, idle, named, rules, running};
use crate::secret::Secret;
use crate::simulator::catalogue::AMQP_EDITION;
use crate::simulator::refusal::Refusal;
use crate::simulator::reply::Reply;
use crate::simulator::request::{Call, Fields};
use crate::simulator::view;
use crate::simulator::world::World;
use crate::simulator::world::instance::{Instance, PublicAddress, Status};
use crate::simulator::world::task::TaskName;

/// 4.1.2: a page of the list, and how many there are in all.
pub fn list(world: &World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let offset = call.number("offset", 0..=usize::MAX, 0)?;
    let limit = call.number("limit", 1..=50, 10)?;
    let filter = Filter::v2(call);
    let page = offset..offset.saturating_add(limit);
    let (mut rows, mut count) = (Vec::new(), 0);
    for instance in world
        .instances()
        .filter(|instance| filter.matches(instance))
    {
        if page.contains(&count) {
            rows.push(view::row(instance, world));
        }
        count += 1;
    }
    Ok(Reply::ok(
        json!({ "instances": rows, "instance_num": count }),
    ))
}

/// Which rows a list call asks for (table 4-7, and 6-19 of V1).
pub(super) struct Filter<'a> {
    engine: Option<&'a str>,
    name: Option<Name<'a>>,
    id: Option<&'a str>,
    status: Option<String>,
    enterprise_project: Option<&'a str>,
    failures: bool,
}

enum Name<'a> {
    Exactly(&'a str),
    /// Lower case.
    Containing(String),
}

impl<'a> Name<'a> {
    /// The name a call filters by, whole if the parameter `exactly` says so.
    fn given(call: &'a Call<'_>, exactly: &str) -> Option<Self> {
        let name = call.parameter("name")?;
        Some(if is_true(call, exactly) {
            Self::Exactly(name)
        } else {
            Self::Containing(name.to_lowercase())
        })
    }
}

fn is_true(call: &Call<'_>, key: &str) -> bool {
    call.parameter(key) == Some("true")
}

impl<'a> Filter<'a> {
    fn v2(call: &'a Call<'_>) -> Self {
        Self {
            name: Name::given(call, "exact_match_name"),
            id: call.parameter("instance_id"),
            status: call.parameter("status").map(str::to_owned),
            // The reference spells it with an s, the service and its clients without.
            failures: is_true(call, "include_failure") || is_true(call, "include_failures"),
            ..Self::common(call)
        }
    }

    /// V1 has other names for the same, and takes a status only in one of its words (111400062).
    pub(super) fn v1(call: &'a Call<'_>) -> Result<Self, Refusal> {
        let status = match call.parameter("status") {
            None => None,
            Some(word) => Some(view::v1::status_named(word).ok_or(Refusal::PARAMETER)?),
        };
        Ok(Self {
            name: Name::given(call, "exactMatchName"),
            id: call.parameter("id"),
            status: status.map(|status| status.word().to_owned()),
            failures: is_true(call, "includeFailure"),
            ..Self::common(call)
        })
    }

    /// What both versions spell alike.
    fn common(call: &'a Call<'_>) -> Self {
        Self {
            engine: call.parameter("engine"),
            name: None,
            id: None,
            status: None,
            enterprise_project: call.parameter("enterprise_project_id"),
            failures: false,
        }
    }

    pub(super) fn matches(&self, instance: &Instance) -> bool {
        let named = match &self.name {
            None => true,
            Some(Name::Exactly(name)) => instance.name == *name,
            Some(Name::Containing(part)) => instance.name.to_lowercase().contains(part),
        };
        named
            && instance.listed
            && instance.status != Status::Recycle
            && (self.failures || instance.status != Status::CreateFailed)
            && self
                .engine
                .is_none_or(|engine| instance.engine.eq_ignore_ascii_case(engine))
            && self.id.is_none_or(|id| instance.id == id)
            && self
                .status
                .as_deref()
                .is_none_or(|status| instance.status.word() == status)
            && self
                .enterprise_project
                .is_none_or(|id| instance.enterprise_project == id)
    }
}

/// 4.1.3: one instance.
pub fn show(world: &World, call: &Call<'_>) -> Result<Reply, Refusal> {
    named(world, call).map(|instance| Reply::ok(view::instance(instance, world.now())))
}

/// 4.1.4: starts to delete an instance.
pub fn delete(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    deletable(named(world, call)?)?;
    world.delete(&call.names.instance, false);
    Ok(Reply::no_content())
}

/// 4.1.5: changes what can be changed at once; binding an address takes a task.
pub fn modify(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let instance = named(world, call)?;
    Refusal::STATUS.when(instance.status != Status::Running)?;
    let fields = call.fields()?;
    let changed = changed(world, instance, &fields)?;
    let bind = public_access(world, instance, &fields)?;
    if !matches!(bind, Bind::Nothing) {
        idle(instance)?;
    }
    let id = changed.id.clone();
    if let Some(slot) = world.instance_mut(&id) {
        *slot = changed;
    }
    match bind {
        Bind::Nothing => {}
        Bind::To(id_of_address) => {
            let ip = format!("203.0.113.{}", 1 + world.dice().below(250));
            world.begin_bind(
                &id,
                Some(PublicAddress {
                    id: id_of_address,
                    ip,
                }),
            );
        }
        Bind::Off => world.begin_bind(&id, None),
    }
    Ok(Reply::no_content())
}

/// The instance with all fields of the request applied that take effect at once.
fn changed(world: &World, instance: &Instance, fields: &Fields) -> Result<Instance, Refusal> {
    let mut changed = instance.clone();
    if let Some(name) = fields.text("name")? {
        rules::changed_name(name)?;
        let named = world.named(name);
        Refusal::DUPLICATE_NAME.when(named.is_some_and(|other| other.id != instance.id))?;
        name.clone_into(&mut changed.name);
    }
    if let Some(description) = fields.text("description")? {
        rules::description(description)?;
        description.clone_into(&mut changed.description);
    }
    if let Some(window) = rules::window(fields)? {
        changed.window = window;
    }
    if let Some(group) = fields.text("security_group_id")? {
        Refusal::SECURITY_GROUP.when(group.is_empty())?;
        group.clone_into(&mut changed.network.security_group_id);
    }
    if let Some(project) = fields.text("enterprise_project_id")? {
        project.clone_into(&mut changed.enterprise_project);
    }
    Ok(changed)
}

/// What a request wants of the address on the internet.
enum Bind {
    Nothing,
    To(String),
    Off,
}

fn public_access(world: &World, instance: &Instance, fields: &Fields) -> Result<Bind, Refusal> {
    match fields.flag("enable_publicip")? {
        None => Ok(Bind::Nothing),
        Some(true) if instance.version == AMQP_EDITION => Err(Refusal::VERSION),
        Some(true) => {
            let id = fields.needed("publicip_id", Refusal::PUBLIC_ACCESS)?;
            let has = |one: &Instance| one.public.as_ref().is_some_and(|public| public.id == id);
            // An address leads to one instance.
            let mut others = world.instances().filter(|one| one.id != instance.id);
            Refusal::PUBLIC_ACCESS.when(others.any(has))?;
            Ok(match has(instance) {
                true => Bind::Nothing,
                false => Bind::To(id.to_owned()),
            })
        }
        Some(false) if instance.public.is_none() => Ok(Bind::Nothing),
        Some(false) => Ok(Bind::Off),
    }
}

/// 4.2.1: sets the password of the clients' user.
pub fn reset_password(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let instance = running(world, call)?;
    Refusal::VERSION.when(instance.version == AMQP_EDITION)?;
    let fields = call.fields()?;
    let password = fields.needed("new_password", Refusal::RESET_PASSWORD)?;
    rules::reset_password(password)?;
    if let Some(instance) = world.instance_mut(&call.names.instance) {
        instance.password = Some(Secret::new(password));
    }
    world.record_done(
        &call.names.instance,
        TaskName::ResetInstancePassword,
        json!({}),
    );
    Ok(Reply::no_content())
}
