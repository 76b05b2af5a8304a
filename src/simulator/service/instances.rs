//! Listing, showing, deleting and changing single instances.

use serde_json::{Value, json};

use super::{deletable, idle, named, rules, running};
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
    let wanted = |instance: &&Instance| matches(instance, call);
    let count = world.instances().filter(wanted).count();
    let page: Vec<Value> = world
        .instances()
        .filter(wanted)
        .skip(offset)
        .take(limit)
        .map(|instance| view::instance(instance, world.now()))
        .collect();
    Ok(Reply::ok(
        json!({ "instances": page, "instance_num": count }),
    ))
}

fn matches(instance: &Instance, call: &Call<'_>) -> bool {
    let is = |key: &str, test: &dyn Fn(&str) -> bool| call.parameter(key).is_none_or(test);
    // The reference spells it `include_failures`, the service and its clients without the s.
    let failures = ["include_failure", "include_failures"]
        .iter()
        .any(|key| call.parameter(key).is_some_and(|value| value == "true"));
    let exact = call.parameter("exact_match_name") == Some("true");
    let named = |name: &str| {
        if exact {
            instance.name == name
        } else {
            instance.name.to_lowercase().contains(&name.to_lowercase())
        }
    };
    instance.listed
        && instance.status != Status::Recycle
        && (failures || instance.status != Status::CreateFailed)
        && is("engine", &|engine| {
            instance.engine.eq_ignore_ascii_case(engine)
        })
        && is("name", &named)
        && is("instance_id", &|id| instance.id == id)
        && is("status", &|status| instance.status.word() == status)
        && is("enterprise_project_id", &|id| {
            instance.enterprise_project == id
        })
}

/// 4.1.3: one instance.
pub fn show(world: &World, call: &Call<'_>) -> Result<Reply, Refusal> {
    named(world, call).map(|instance| Reply::ok(view::instance(instance, world.now())))
}

/// 4.1.4: starts to delete an instance.
pub fn delete(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    deletable(named(world, call)?)?;
    world.begin_delete(&call.names.instance);
    Ok(Reply::no_content())
}

/// 4.1.5: changes what can be changed at once; binding an address takes a task.
pub fn modify(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let instance = named(world, call)?;
    if instance.status != Status::Running {
        return Err(Refusal::STATUS);
    }
    let fields = call.fields()?;
    let changed = changed(world, instance, &fields)?;
    let bind = public_access(instance, &fields)?;
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
        if world
            .named(name)
            .is_some_and(|other| other.id != instance.id)
        {
            return Err(Refusal::DUPLICATE_NAME);
        }
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
        if group.is_empty() {
            return Err(Refusal::SECURITY_GROUP);
        }
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

fn public_access(instance: &Instance, fields: &Fields) -> Result<Bind, Refusal> {
    match fields.flag("enable_publicip")? {
        None => Ok(Bind::Nothing),
        Some(true) if instance.version == AMQP_EDITION => Err(Refusal::VERSION),
        Some(true) => {
            let id = fields.needed("publicip_id", Refusal::PUBLIC_ACCESS)?;
            let bound = instance
                .public
                .as_ref()
                .is_some_and(|public| public.id == id);
            Ok(if bound {
                Bind::Nothing
            } else {
                Bind::To(id.to_owned())
            })
        }
        Some(false) if instance.public.is_none() => Ok(Bind::Nothing),
        Some(false) => Ok(Bind::Off),
    }
}

/// 4.2.1: sets the password of the clients' user. Nothing here keeps it.
pub fn reset_password(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let instance = running(world, call)?;
    if instance.version == AMQP_EDITION {
        return Err(Refusal::VERSION);
    }
    let fields = call.fields()?;
    rules::reset_password(fields.needed("new_password", Refusal::RESET_PASSWORD)?)?;
    world.record_done(
        &call.names.instance,
        TaskName::ResetInstancePassword,
        json!({}),
    );
    Ok(Reply::no_content())
}
