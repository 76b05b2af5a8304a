//! An instance as the wire has it, in both versions of the API (tables 4-9, 4-12, 6-6 and 6-21),
//! read into the model.
//!
//! V1's tables say `connect_addresses` and `publicip_addresses` where its own examples, like V2,
//! say `connect_address` and `publicip_address`: both spellings are read.

use std::sync::Arc;

use crate::model::{
    Billing, CurrentTask, Instance, InstanceId, Network, Status, Storage, Tag, TaskStatus,
};

use super::v2::ENGINE;
use super::wire::Fields;

/// What one row of the list turned out to be.
pub(super) enum Row {
    /// One of ours.
    Ours(Arc<Instance>),
    /// An instance of another engine.
    Foreign(InstanceId),
}

/// Reads one row of the list; `None` when it has no readable id.
pub(super) fn row(fields: &mut Fields<'_>) -> Option<Row> {
    let id = InstanceId::new(fields.id("instance_id")?).ok()?;
    // Examples of the reference spell the engine `RabbitMQ` too.
    if fields
        .word("engine")
        .is_some_and(|engine| !engine.trim().eq_ignore_ascii_case(ENGINE))
    {
        return Some(Row::Foreign(id));
    }
    Some(Row::Ours(Arc::new(instance(id, fields))))
}

/// Reads everything but the id and leaves the names of unreadable fields with the instance.
pub(super) fn instance(id: InstanceId, fields: &mut Fields<'_>) -> Instance {
    Instance {
        id,
        name: fields.text("name"),
        status: fields.word("status").map(Status::from_word),
        kind: fields.text("type"),
        description: fields.text("description"),
        engine_version: fields.text("engine_version"),
        specification: fields.text("specification"),
        broker_num: fields.small("broker_num"),
        product_id: fields.text("product_id"),
        resource_spec_code: fields.text("resource_spec_code"),
        storage: storage(fields),
        network: network(fields),
        billing: fields.integer("charging_mode").map(|mode| match mode {
            0 => Billing::Prepaid,
            1 => Billing::PayPerUse,
            other => Billing::Other(other),
        }),
        created_at: fields.time("created_at"),
        maintain_begin: fields.text("maintain_begin"),
        maintain_end: fields.text("maintain_end"),
        access_user: fields.text("access_user"),
        user_name: fields.text("user_name"),
        user_id: fields.text("user_id"),
        order_id: fields.text("order_id"),
        enterprise_project_id: fields.text("enterprise_project_id"),
        tags: fields.objects("tags", tag),
        task: fields.nested("task", |task| CurrentTask {
            name: task.text("name"),
            status: task.word("status").map(TaskStatus::from_word),
        }),
        error_code: fields.text("error_code"),
        unreadable: fields.take_unreadable(),
    }
}

fn storage(fields: &mut Fields<'_>) -> Storage {
    Storage {
        used: fields.count("used_storage_space"),
        usable: fields.count("storage_space"),
        total: fields.count("total_storage_space"),
        spec_code: fields.text("storage_spec_code"),
        extend_times: fields.small("extend_times"),
        resource_id: fields.text("storage_resource_id"),
        logical_volume: fields.flag("is_logical_volume"),
    }
}

fn network(fields: &mut Fields<'_>) -> Network {
    Network {
        connect_address: fields.text_called(["connect_address", "connect_addresses"]),
        port: fields.small("port"),
        management_address: fields.text("management_connect_address"),
        public_management_address: fields.text("public_management_connect_address"),
        ssl: fields.flag("ssl_enable"),
        public: fields.flag("enable_publicip"),
        public_address: fields.text_called(["publicip_address", "publicip_addresses"]),
        public_ip_id: fields.text("publicip_id"),
        vpc_id: fields.text("vpc_id"),
        vpc_name: fields.text("vpc_name"),
        subnet_id: fields.text("subnet_id"),
        subnet_name: fields.text("subnet_name"),
        subnet_cidr: fields.text("subnet_cidr"),
        security_group_id: fields.text("security_group_id"),
        security_group_name: fields.text("security_group_name"),
        zone_ids: fields.texts("available_zones"),
        zone_names: fields.texts("available_zone_names"),
        ipv6: fields.flag("ipv6_enable"),
        ipv6_addresses: fields.texts("ipv6_connect_addresses"),
    }
}

/// A tag; its key is its identity, its value may be left out.
pub(super) fn tag(fields: &mut Fields<'_>) -> Option<Tag> {
    Some(Tag {
        key: fields.text("key")?,
        value: fields.text("value").unwrap_or_default(),
    })
}
