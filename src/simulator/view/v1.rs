//! The world in V1's JSON: what chapter 6 of the English reference and the Chinese one show.
//!
//! The two documents' examples write the status `RUNNING`; table 8-3 of the Chinese one has other
//! words for other states. Both spellings are served, so that a client meets both.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::{access, capacity, identity, merged, placement, size_in_words};
use crate::simulator::catalogue::old::OldProduct;
use crate::simulator::catalogue::old::{DISK_PREFIX, OLD_DISKS, OLD_PRODUCTS, OLD_VERSION};
use crate::simulator::catalogue::{self, Kind, ZONES};
use crate::simulator::world::instance::{Instance, Status};

/// V1's word for a state.
pub fn status(status: &Status) -> &'static str {
    match status {
        Status::Creating => "Creating",
        Status::Error => "Faulty",
        Status::Restarting => "Restarting",
        Status::Extending => "Resizing",
        Status::ExtendedFailed => "Resizing failed",
        Status::Running
        | Status::CreateFailed
        | Status::Starting
        | Status::Stopping
        | Status::Freezing
        | Status::Frozen
        | Status::Upgrading
        | Status::RollingBack
        | Status::Deleting
        | Status::Recycle
        | Status::Other(_) => status.word(),
    }
}

/// The state a filter names, in the words of either document, without regard to case.
pub fn status_named(word: &str) -> Option<Status> {
    let known = [
        Status::Creating,
        Status::CreateFailed,
        Status::Running,
        Status::Error,
        Status::Restarting,
        Status::Extending,
        Status::ExtendedFailed,
    ];
    let is = |name: &str| name.eq_ignore_ascii_case(word);
    known
        .into_iter()
        .find(|state| is(state.word()) || is(status(state)))
}

/// Why an instance is not well (table 6-7).
fn error_code(status: &Status) -> Option<&'static str> {
    match status {
        Status::CreateFailed => Some("public.00.0018"),
        Status::Error => Some("public.00.0025"),
        _ => None,
    }
}

/// One row of the list (table 6-21 and its example).
pub fn row(instance: &Instance, now: Timestamp) -> Value {
    let own = json!({
        "service_type": "advanced",
        "storage_type": "hec",
        "connector_enable": false,
        "connector_id": "",
        "rest_enable": false,
        "rest_connect_address": "",
        "public_boundwidth": 0,
        "message_query_inst_enable": true,
        "vpc_client_plain": false,
        "support_features": "feature.physerver.rabbitmq.plugins",
        "trace_enable": false,
    });
    shared(instance, now, own)
}

/// One instance alone (table 6-6 and its example): fewer fields than in the list, windows without
/// seconds, and a text for whether it can be reached from the internet.
pub fn detail(instance: &Instance, now: Timestamp) -> Value {
    let window = |hour: &str| format!("{hour}:00");
    let own = json!({
        "subnet_name": "subnet-a7f9",
        "subnet_cidr": "192.168.0.0/18",
        "maintain_begin": window(instance.window.0),
        "maintain_end": window(instance.window.1),
        "enable_publicip": instance.public.is_some().to_string(),
        "extend_times": instance.expansions.to_string(),
    });
    let absent = [
        "total_storage_space",
        "storage_resource_id",
        "storage_spec_code",
        "ipv6_enable",
        "ipv6_connect_addresses",
    ];
    without(shared(instance, now, own), &absent)
}

/// What both answers say, with what one says on its own.
fn shared(instance: &Instance, now: Timestamp, own: Value) -> Value {
    let status = json!({
        "status": status(&instance.status),
        "error_code": error_code(&instance.status),
    });
    let parts = [
        identity(instance),
        placement(instance),
        access(instance),
        capacity(instance, now),
        status,
        own,
    ];
    let only_in_v2 = [
        "tags",
        "broker_num",
        "available_zone_names",
        "public_connect_address",
        "public_management_connect_address",
    ];
    without(merged(parts), &only_in_v2)
}

fn without(mut row: Value, names: &[&str]) -> Value {
    if let Value::Object(fields) = &mut row {
        for name in names {
            fields.shift_remove(*name);
        }
    }
    row
}

/// The zones of a region (table 6-23).
pub fn zones(region: &str) -> Value {
    let zone = |zone: &catalogue::Zone| {
        json!({
            "id": zone.id,
            "name": zone.name,
            "code": format!("{region}{}", zone.suffix),
            "port": "8002",
            "resource_availability": (!zone.sold_out).to_string(),
        })
    };
    let zones: Vec<_> = ZONES.iter().map(zone).collect();
    json!({ "regionId": region, "available_zones": zones })
}

/// Products by the hour and by the month (tables 6-27 to 6-32).
pub fn products() -> Value {
    json!({
        "Hourly": [offer(|product| product.hourly)],
        "Monthly": [offer(|product| product.monthly)],
    })
}

fn offer(id: fn(&OldProduct) -> &'static str) -> Value {
    let (single, cluster): (Vec<&OldProduct>, Vec<&OldProduct>) = OLD_PRODUCTS
        .iter()
        .partition(|product| product.kind == Kind::Single);
    let single: Vec<_> = single
        .into_iter()
        .map(|product| {
            json!({
                "storage": "100",
                "io": io(),
                "vm_specification": size_in_words(product.size),
                "product_id": id(product),
                "spec_code": product.code(),
            })
        })
        .collect();
    let sizes = cluster.chunk_by(|one, other| one.size == other.size);
    let cluster: Vec<_> = sizes
        .map(|products| {
            let each = products.iter().map(|product| {
                json!({
                    "storage": (product.brokers * 100).to_string(),
                    "io": io(),
                    "node_num": product.brokers.to_string(),
                    "product_id": id(product),
                    "spec_code": product.code(),
                })
            });
            json!({
                "vm_specification": size_in_words(products[0].size),
                "product_info": each.collect::<Vec<_>>(),
            })
        })
        .collect();
    json!({
        "name": "RabbitMQ",
        "version": OLD_VERSION,
        "values": [
            { "detail": single, "name": "single" },
            { "detail": cluster, "name": "cluster" },
        ],
    })
}

fn io() -> Vec<Value> {
    OLD_DISKS
        .iter()
        .map(|kind| json!({ "io_type": kind, "storage_spec_code": format!("{DISK_PREFIX}{kind}") }))
        .collect()
}
