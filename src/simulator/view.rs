//! The world in the service's own JSON, odd types included.
//!
//! Keys and types follow the examples of the V2 reference; the keys that real services send
//! beyond it are marked. Numbers as strings, camel case among snake case and a remaining time
//! beyond what a signed 64-bit integer holds are the service's doing.

pub mod v1;

use jiff::Timestamp;
use serde_json::{Value, json};

use super::catalogue::{
    self, DISKS, Kind, PRODUCTS, Product, STORAGE_PER_BROKER, VERSIONS, WINDOWS, ZONES,
};
use super::world::World;
use super::world::instance::{Charging, Hardware, Instance, Plugin};
use super::world::lifecycle::product_id;
use super::world::task::Task;

/// The account's user, whose id every row repeats.
pub const USER_ID: &str = "3df5acbc24a54fadb62a043c9000a307";

/// One instance, in the list or alone (tables 4-9 and 4-12).
pub fn instance(instance: &Instance, now: Timestamp) -> Value {
    let mut parts = vec![
        identity(instance),
        placement(instance),
        access(instance),
        capacity(instance, now),
        extras(instance),
    ];
    // Beyond the reference: the current job, which official clients wait for.
    parts.extend(instance.running_task().map(|task| {
        json!({ "task": {
            "name": task.name.word(),
            "status": task.status.word(),
            "created_at": time(task.created),
        }})
    }));
    merged(parts)
}

/// One instance in the list.
pub fn row(one: &Instance, world: &World) -> Value {
    let mut row = instance(one, world.now());
    if let Some(fields) = row.as_object_mut().filter(|_| world.sparse_list) {
        for lacking in ["broker_num", "access_user"] {
            fields.remove(lacking);
        }
    }
    row
}

/// One object of several, each with its fields behind those before.
pub fn merged(parts: impl IntoIterator<Item = Value>) -> Value {
    let objects = parts.into_iter().filter_map(|part| match part {
        Value::Object(fields) => Some(fields),
        _ => None,
    });
    Value::Object(objects.flatten().collect())
}

fn identity(instance: &Instance) -> Value {
    let kind = instance.flavor.kind();
    let size = instance.flavor.size();
    let (engine, brokers) = (instance.engine, instance.brokers);
    let (specification, code) = match (&instance.flavor, kind) {
        (Hardware::Current(_), _) => (
            format!("{engine}.{size}.{} * {brokers} broker", kind.word()),
            String::new(),
        ),
        (Hardware::Old { .. }, Kind::Cluster) => (
            format!("{} * {brokers}", size_in_words(size)),
            format!("dms.instance.{engine}.cluster.c3.{size}.{brokers}"),
        ),
        (Hardware::Old { .. }, _) => (
            size_in_words(size),
            format!("dms.instance.{engine}.single.c3.{size}"),
        ),
    };
    json!({
        "name": instance.name,
        "engine": engine,
        "port": port(instance),
        "status": instance.status.word(),
        "description": instance.description,
        "type": kind.word(),
        "specification": specification,
        "engine_version": instance.version,
        "connect_address": instance.addresses.first(),
        "instance_id": instance.id,
        "resource_spec_code": code,
        "charging_mode": match instance.charging { Charging::PayPerUse => 1, Charging::Prepaid { .. } => 0 },
        "order_id": match &instance.charging { Charging::PayPerUse => None, Charging::Prepaid { order_id } => Some(order_id) },
        "created_at": instance.created.as_millisecond().to_string(),
        "product_id": product_id(&instance.flavor, instance.brokers),
    })
}

fn placement(instance: &Instance) -> Value {
    let zone_name = |id: &String| catalogue::Zone::find(id).map_or("", |zone| zone.name);
    json!({
        "vpc_id": instance.network.vpc_id,
        "vpc_name": instance.network.vpc_name,
        "security_group_id": instance.network.security_group_id,
        "security_group_name": instance.network.security_group_name,
        "subnet_id": instance.network.subnet_id,
        "available_zones": instance.zones,
        "available_zone_names": instance.zones.iter().map(zone_name).collect::<Vec<_>>(),
        "user_id": USER_ID,
        "user_name": instance.user_name,
        "maintain_begin": format!("{}:00:00", instance.window.0),
        "maintain_end": format!("{}:00:00", instance.window.1),
        "enterprise_project_id": instance.enterprise_project,
        "tags": instance.tags.iter().map(|(key, value)| tag(key, value)).collect::<Vec<_>>(),
    })
}

fn access(instance: &Instance) -> Value {
    let scheme = if instance.ssl { "https" } else { "http" };
    let management = |address: &String| {
        let served = instance.management.clone();
        served.unwrap_or_else(|| format!("{scheme}://{address}:15672"))
    };
    let has_pages = instance.version != catalogue::AMQP_EDITION;
    let address = instance.addresses.first().filter(|_| has_pages);
    let public = instance.public.as_ref();
    json!({
        "access_user": instance.access_user,
        "enable_publicip": public.is_some(),
        "publicip_address": public.map(|public| &public.ip),
        "publicip_id": public.map(|public| &public.id),
        "ssl_enable": instance.ssl,
        "management_connect_address": address.map(management),
        "public_connect_address": public.map(|public| format!("{}:{}", public.ip, port(instance))),
        "public_management_connect_address": public.map(|public| management(&public.ip)),
        "ipv6_enable": false,
        "ipv6_connect_addresses": [],
    })
}

fn capacity(instance: &Instance, now: Timestamp) -> Value {
    json!({
        "broker_num": instance.brokers,
        "storage_space": instance.usable_gb(),
        "total_storage_space": instance.storage_gb,
        "used_storage_space": instance.used_gb(now),
        "storage_resource_id": storage_id(&instance.id),
        "storage_spec_code": instance.disk,
        "is_logical_volume": instance.logical_volume,
        "extend_times": instance.expansions,
    })
}

/// Fields that real services send and the reference does not have.
fn extras(instance: &Instance) -> Value {
    let acl = instance.version == catalogue::AMQP_EDITION;
    json!({
        "dns_enable": false,
        "connect_domain_name": "",
        "public_connect_domain_name": "",
        "management_connect_domain_name": "",
        "public_management_connect_domain_name": "",
        "service_type": "advanced",
        "storage_type": "hec",
        "disk_encrypted": false,
        "disk_encrypted_key": "",
        "enable_acl": acl,
        "support_features": "feature.physerver.rabbitmq.plugins",
        "ces_version": "linux,v1",
        "public_boundwidth": 0,
    })
}

fn port(instance: &Instance) -> u16 {
    match (instance.engine, instance.ssl) {
        ("kafka", _) => 9092,
        (_, true) => 5671,
        (_, false) => 5672,
    }
}

/// `2u4g` as `2vCPUs 4GB`.
fn size_in_words(size: &str) -> String {
    let (cpus, memory) = size.split_once('u').unwrap_or((size, ""));
    format!("{cpus}vCPUs {}GB", memory.trim_end_matches('g'))
}

/// An id for the disks, made from the instance's own so that it never changes.
fn storage_id(id: &str) -> String {
    id.chars()
        .map(|c| {
            c.to_digit(16)
                .and_then(|digit| char::from_digit(15 - digit, 16))
                .unwrap_or(c)
        })
        .collect()
}

/// A tag (table 4-10).
pub fn tag(key: &str, value: &str) -> Value {
    json!({ "key": key, "value": value })
}

/// A background task (table 4-42). Its parameters are JSON inside a string.
pub fn task(task: &Task) -> Value {
    json!({
        "id": task.id,
        "name": task.name.word(),
        "user_name": "ops",
        "user_id": USER_ID,
        "params": task.params.to_string(),
        "status": task.status.word(),
        "created_at": time(task.created),
        "updated_at": time(task.updated),
    })
}

/// A plug-in (table 4-25).
pub fn plugin(plugin: &Plugin) -> Value {
    json!({
        "running": plugin.enabled,
        "enable": plugin.enabled,
        "name": plugin.name,
        "version": plugin.version,
    })
}

/// The zones of a region (table 4-58).
pub fn zones(region: &str) -> Value {
    let zone = |(index, zone): (usize, &catalogue::Zone)| {
        json!({
            "soldOut": zone.sold_out,
            "id": zone.id,
            "code": format!("{region}{}", zone.suffix),
            "name": zone.name,
            "port": if index == 0 { "8002" } else { "443" },
            "resource_availability": if zone.sold_out { "false" } else { "true" },
            "default_az": index == 0,
            "remain_time": if index == 0 { 9_223_372_036_854_776_000_u64 } else { 9_223_372_036_854_775_807 },
            "ipv6_enable": index == 0,
        })
    };
    let zones: Vec<_> = ZONES.iter().enumerate().map(zone).collect();
    json!({ "region_id": region, "available_zones": zones })
}

/// The maintenance windows (table 4-56).
pub fn windows() -> Value {
    let window = |(index, window): (usize, &(&str, &str))| {
        json!({
            "default": *window == catalogue::DEFAULT_WINDOW,
            "seq": index + 1,
            "begin": window.0,
            "end": window.1,
        })
    };
    json!({ "maintain_windows": WINDOWS.iter().enumerate().map(window).collect::<Vec<_>>() })
}

/// Products on offer (table 4-62), or only the one asked for.
pub fn products(only: Option<&str>) -> Value {
    let wanted = PRODUCTS
        .iter()
        .filter(|product| only.is_none_or(|id| id == product.id));
    offer(wanted.map(|product| {
        let mut value = product_value(product);
        value["billing_code"] = json!("dms.platinum.c6");
        value["properties"]["engine_versions"] = json!(product.versions().join(","));
        value["properties"]["max_consumer_per_broker"] =
            json!((product.connections * 4).to_string());
        value["properties"]["max_tps_per_broker"] = json!(product.tps.to_string());
        value["properties"]["max_partition_per_broker"] = json!(product.queues.to_string());
        value["properties"]["max_bandwidth_per_broker"] = json!((product.tps / 10).to_string());
        value
    }))
}

/// Products an instance can be changed to (table 4-31): those deployed like it.
pub fn extension_products(instance: &Instance) -> Value {
    let kind = instance.flavor.kind();
    let wanted = PRODUCTS.iter().filter(|product| product.kind == kind);
    offer(wanted.map(|product| {
        let mut value = product_value(product);
        let (available, unavailable) = product.zones();
        value["available_zones"] = json!(available);
        value["unavailable_zones"] = json!(unavailable);
        value
    }))
}

fn offer(products: impl Iterator<Item = Value>) -> Value {
    let products: Vec<_> = products.collect();
    json!({
        "engine": "rabbitmq",
        "versions": VERSIONS,
        "products": products,
        "total": products.len(),
        "next_offset": -1,
        "previous_offset": -1,
    })
}

fn product_value(product: &Product) -> Value {
    let (available, unavailable) = product.zones();
    let disk = |disk: &&str| {
        json!({
            "io_spec": disk,
            "type": "evs",
            "available_zones": available,
            "unavailable_zones": unavailable,
        })
    };
    let brokers = product.kind.broker_numbers();
    json!({
        "type": product.kind.word(),
        "product_id": product.id,
        "ecs_flavor_id": product.machine,
        "arch_types": ["X86"],
        "charging_mode": ["monthly", "hourly"],
        "ios": DISKS[..2].iter().map(disk).collect::<Vec<_>>(),
        "support_features": [],
        "properties": {
            "max_connection_per_broker": product.connections.to_string(),
            "max_broker": brokers.last().unwrap_or(&1).to_string(),
            "max_queue_per_broker": product.queues.to_string(),
            "max_storage_per_node": STORAGE_PER_BROKER.end().to_string(),
            "min_broker": brokers.first().unwrap_or(&1).to_string(),
            "step_length": if brokers.len() > 1 { "2" } else { "0" },
            "min_storage_per_node": STORAGE_PER_BROKER.start().to_string(),
            "product_alias": format!("rabbitmq.{}.{}", product.size, product.kind.word()),
        },
    })
}

/// A moment as background tasks write it: ISO 8601, UTC, with milliseconds.
pub fn time(time: Timestamp) -> String {
    time.strftime("%Y-%m-%dT%H:%M:%S.%3fZ").to_string()
}
