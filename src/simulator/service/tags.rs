//! Tags of an instance, and of the whole project.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::{named, rules};
use crate::simulator::catalogue::MAX_TAGS;
use crate::simulator::refusal::Refusal;
use crate::simulator::reply::Reply;
use crate::simulator::request::{Call, Fields};
use crate::simulator::view;
use crate::simulator::world::World;

type Tags = Vec<(String, String)>;

/// 4.5.1: sets or removes several tags, all or none.
pub fn change(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let present = named(world, call)?.tags.clone();
    let fields = call.fields()?;
    let given = fields.objects("tags")?.unwrap_or_default();
    Refusal::PARAMETER.when(given.is_empty())?;
    let changed = match fields.text("action")? {
        Some("create") => with(present, rules::tags(&given)?)?,
        Some("delete") => without(present, &given)?,
        _ => return Err(Refusal::TAG_ACTION),
    };
    if let Some(instance) = world.instance_mut(&call.names.instance) {
        instance.tags = changed;
    }
    Ok(Reply::no_content())
}

/// Tags with others set; a key that is there already gets the new value.
fn with(mut tags: Tags, given: Tags) -> Result<Tags, Refusal> {
    for (key, value) in given {
        match tags.iter_mut().find(|(known, _)| *known == key) {
            Some(tag) => tag.1 = value,
            None => tags.push((key, value)),
        }
    }
    Refusal::TAG_COUNT.when(tags.len() > MAX_TAGS)?;
    Ok(tags)
}

fn without(mut tags: Tags, given: &[Fields]) -> Result<Tags, Refusal> {
    for tag in given {
        let key = rules::tag_key(tag)?;
        let count = tags.len();
        tags.retain(|(known, _)| *known != key);
        Refusal::NO_SUCH_TAG.when(tags.len() == count)?;
    }
    Ok(tags)
}

/// 4.5.2: the tags of an instance.
pub fn list(world: &World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let instance = named(world, call)?;
    let tags: Vec<Value> = instance
        .tags
        .iter()
        .map(|(key, value)| view::tag(key, value))
        .collect();
    Ok(Reply::ok(json!({ "tags": tags })))
}

/// 4.5.3: every key in the project with all its values.
pub fn list_project(world: &World) -> Reply {
    let mut values: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for instance in world
        .instances()
        .filter(|instance| instance.engine == "rabbitmq")
    {
        for (key, value) in &instance.tags {
            values.entry(key).or_default().insert(value);
        }
    }
    let tags: Vec<Value> = values
        .iter()
        .map(|(key, values)| json!({ "key": key, "values": values }))
        .collect();
    Reply::ok(json!({ "tags": tags }))
}
