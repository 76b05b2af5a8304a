//! What is shown is what the service said: the screen, a file and the answer to "where is
//! this from" agree with the documents' own examples, to the digit and with the unit.

use crate::desk::{Desk, instance, key, plugin, scope, words};
use crate::promises::help::task;
use crate::screens::{drawn, lines};
use std::sync::Arc;
use std::time::Duration;
use warren::api::v2::{ListInstances, ListPlugins, ListTasks, ShowInstance};
use warren::api::{Read, TaskList};
use warren::effect::{Clip, Effect};
use warren::export::sheet;
use warren::model::{ApiVersion, Catalogue, InstanceId, Zone};
use warren::state::export::{Format, Table};
use warren::state::overlay::{Content, Overlay};
use warren::state::provenance::{Inquiry, What};
use warren::state::query::QueryAnswer;
use warren::state::span::Span;
use warren::ui::provenance;

const ID: &str = "de873040-d661-4770-aa96-9329c71d7c8a";

fn fixture(name: &str) -> serde_json::Value {
    serde_json::from_slice(&bytes(name)).unwrap()
}

fn bytes(name: &str) -> Vec<u8> {
    let root = env!("CARGO_MANIFEST_DIR");
    std::fs::read(format!("{root}/tests/fixtures/v2/{name}.json")).unwrap()
}

/// Everything of the examples has been answered; the instance is open.
fn examples() -> Desk {
    let mut desk = Desk::new(120, 45);
    let id = InstanceId::new(ID).unwrap();
    let list = ListInstances {
        offset: 0,
        limit: 50,
    };
    let page = list.decode(&bytes("list_instances")).unwrap();
    desk.list(page.instances);
    desk.press("enter enter");
    let show = ShowInstance {
        instance: id.clone(),
    };
    let detail = show.decode(&bytes("show_instance")).unwrap();
    desk.answer(QueryAnswer::Instance(id.clone(), Ok(Arc::new(detail))));
    let plugins = ListPlugins {
        instance: id.clone(),
    };
    let plugins = plugins.decode(&bytes("plugins")).unwrap();
    desk.answer(QueryAnswer::Plugins(id.clone(), Ok(plugins)));
    let page = ListTasks {
        instance: id.clone(),
        start: 1,
        limit: 100,
        span: None,
    };
    let page = page.decode(&bytes("tasks")).unwrap();
    let tasks = TaskList {
        tasks: page.tasks.rows,
        ..TaskList::default()
    };
    desk.answer(QueryAnswer::Tasks(id, Span::All, Ok(tasks)));
    desk
}

/// What the box says now.
fn said(desk: &Desk) -> String {
    let about = desk.state.about().unwrap();
    provenance::as_text(words(), &desk.state, &about)
}

/// A value of the examples: the example and where it is in it, the keys to its pane, what the
/// screen says there, where it is in an exported row, and the field and the unit that are named.
type Figure = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
);

const STORAGE: &str = "4 of 88 GB  4%, 100 GB paid for";

#[rustfmt::skip]
const FIGURES: [Figure; 22] = [
    ("show_instance", "/name", "1", "api-explorer", "/name", "name", ""),
    ("show_instance", "/status", "1", "RUNNING", "/status", "status", ""),
    ("show_instance", "/type", "1", "single", "/type", "type", ""),
    ("show_instance", "/product_id", "1", "00300-30109-0--0", "/product_id", "product_id", ""),
    ("show_instance", "/engine_version", "1", "3.8.35", "/engine_version", "engine_version", ""),
    ("show_instance", "/broker_num", "1", "2u4g, 1 broker", "/broker_num", "broker_num", ""),
    ("show_instance", "/used_storage_space", "1", STORAGE, "/used_storage_space_gb", "used_storage_space", " GB"),
    ("show_instance", "/storage_space", "1", STORAGE, "/storage_space_gb", "storage_space", " GB"),
    ("show_instance", "/total_storage_space", "1", STORAGE, "/total_storage_space_gb", "total_storage_space", " GB"),
    ("show_instance", "/connect_address", "1", "192.168.0.74:5672", "/connect_address", "connect_address", ""),
    ("show_instance", "/port", "1", "192.168.0.74:5672", "/port", "port", ""),
    ("show_instance", "/created_at", "1", "2020-05-21 UTC", "/created_at_ms", "created_at", " ms"),
    ("show_instance", "/available_zones/0", "1", "9f1c5806706d4c1fb0eb72f0a9b18c77", "/available_zones/0", "available_zones", ""),
    ("show_instance", "/tags/0/value", "6", "value1", "/value", "tags[0].value", ""),
    ("plugins", "/plugins/0/name", "4", "rabbitmq_amqp1_0", "/name", "name", ""),
    ("plugins", "/plugins/0/enable", "4", "yes", "/enable", "enable", ""),
    ("plugins", "/plugins/0/running", "4", "yes", "/running", "running", ""),
    ("plugins", "/plugins/0/version", "4", "3.8.35", "/version", "version", ""),
    ("tasks", "/tasks/0/id", "5", "ff80808272dcc90f0172df1e490f41b0", "/id", "id", ""),
    ("tasks", "/tasks/0/name", "5", "bindInstancePublicIp", "/name", "name", ""),
    ("tasks", "/tasks/0/status", "5", "SUCCESS", "/status", "status", ""),
    ("tasks", "/tasks/0/user_name", "5", "dms_test", "/user_name", "user_name", ""),
];

/// A value without the quotes of JSON.
fn plain(value: Option<&serde_json::Value>) -> String {
    match value.unwrap() {
        serde_json::Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

#[test]
fn screen_file_and_source_say_what_the_examples_say() {
    for (example, at, pane, shown, exported, field, unit) in FIGURES {
        let value = plain(fixture(example).pointer(at));
        let mut desk = examples();
        desk.press(pane);
        let screen = lines(&drawn(&desk.state).0).join("\n");
        assert!(screen.contains(shown), "{field}: {shown}\n{screen}");
        let said = said(&desk);
        let line = format!("{field} {value}{unit}");
        assert!(said.contains(&line), "{line}\n{said}");
        // The overview is about one row of the list.
        if pane == "1" {
            desk.press("esc");
        }
        let table = desk.state.table().unwrap();
        let text = sheet(words(), &desk.state, &table).print(Format::Json);
        let rows: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(plain(rows[0].pointer(exported)), value, "{field}");
    }
}

#[test]
fn the_percentage_says_what_it_is_of_and_what_is_paid_for() {
    let said = said(&examples());
    let storage = "Storage: 4% = used_storage_space 4 GB / storage_space 88 GB, rounded down; \
                   total_storage_space 100 GB is what is paid for\n";
    assert!(said.contains(storage), "{said}");
}

#[test]
fn the_source_is_the_call_that_was_answered_last_with_its_time() {
    let mut desk = Desk::with(&["orders"]);
    let list = "Source: GET /v2/{project_id}/instances; read <1m ago, 2026-09-21 14:13:20 UTC; \
                asked every 5s\n";
    assert!(said(&desk).starts_with(list), "{}", said(&desk));
    desk.press("enter");
    desk.wait(Duration::from_secs(2));
    desk.detail(instance("orders"));
    desk.wait(Duration::from_secs(70));
    let detail = "Source: GET /v2/{project_id}/instances/{instance_id}; read 1m ago, \
                  2026-09-21 14:13:22 UTC; asked every 5s\n";
    assert!(said(&desk).starts_with(detail), "{}", said(&desk));
    desk.list(vec![instance("orders")]);
    assert!(
        said(&desk).contains("/instances; read <1m"),
        "{}",
        said(&desk)
    );
}

#[test]
fn what_only_the_detail_says_is_marked_with_its_own_source() {
    let mut desk = Desk::with(&["orders"]);
    desk.press("enter");
    let mut whole = instance("orders");
    whole.access_user = Some("app".into());
    desk.detail(whole);
    desk.list(vec![instance("orders")]);
    let said = said(&desk);
    assert!(
        said.starts_with("Source 1: GET /v2/{project_id}/instances;"),
        "{said}"
    );
    let second = "Source 2: GET /v2/{project_id}/instances/{instance_id};";
    assert!(said.contains(second), "{said}");
    assert!(
        said.contains("Broker user: (2) access_user app\n"),
        "{said}"
    );
    assert!(said.contains("Engine: engine_version 3.8.35\n"), "{said}");
    assert!(
        said.contains("Address: -- = connect_address is not in the answer\n"),
        "{said}"
    );
}

#[test]
fn what_is_there_and_empty_is_never_said_to_be_missing() {
    let mut desk = Desk::with(&["orders"]);
    desk.press("enter");
    let mut row = instance("orders");
    row.network.connect_address = Some(String::new());
    row.tags = Vec::new();
    desk.list(vec![row.clone()]);
    let said_now = said(&desk);
    let address = "Address: -- = connect_address is empty\n";
    assert!(said_now.contains(address), "{said_now}");
    let tags = "Tags: -- = tags is empty, or not in the answer\n";
    assert!(said_now.contains(tags), "{said_now}");
    let management = "Management: -- = management_connect_address is not in the answer\n";
    assert!(said_now.contains(management), "{said_now}");
    for (raw, told) in [
        (r#"{"tags": []}"#, "Tags: -- = tags is empty\n"),
        (
            r#"{"tags": null}"#,
            "Tags: -- = tags is not in the answer\n",
        ),
        ("{}", "Tags: -- = tags is not in the answer\n"),
    ] {
        desk.whole(row.clone(), serde_json::from_str(raw).unwrap());
        let said = said(&desk);
        assert!(said.contains(told), "{raw}: {said}");
    }
}

#[test]
fn orders_failures_old_disks_and_ids_are_named_where_the_service_says_them() {
    let mut desk = Desk::new(120, 60);
    let mut row = instance("orders");
    let text = |text: &str| Some(text.to_owned());
    row.order_id = text("CS2611290001");
    row.error_code = text("public.00.0008");
    row.user_name = text("ops");
    row.user_id = text("3df5acbc");
    row.storage.logical_volume = Some(false);
    row.storage.resource_id = text("52be287d");
    row.network.public = Some(true);
    row.network.public_address = text("203.0.113.7");
    row.network.public_ip_id = text("b7940732");
    row.network.subnet_name = text("subnet-a");
    row.network.subnet_id = text("a7f9a564");
    row.network.subnet_cidr = text("192.168.0.0/24");
    desk.list(vec![row.clone(), instance("audit")]);
    desk.press("G enter");
    let screen = lines(&drawn(&desk.state).0).join("\n");
    for shown in [
        "CS2611290001",
        "public.00.0008",
        "ops (3df5acbc)",
        "restarts to grow",
        "52be287d",
        "yes, 203.0.113.7 (b7940732)",
        "subnet-a (a7f9a564) 192.168.0.0/24",
    ] {
        assert!(screen.contains(shown), "{shown}\n{screen}");
    }
    let told = said(&desk);
    for line in [
        "order_id CS2611290001",
        "is_logical_volume false",
        "user_id 3df5acbc",
    ] {
        assert!(told.contains(line), "{line}\n{told}");
    }
    desk.press("K");
    let screen = lines(&drawn(&desk.state).0).join("\n");
    assert!(!screen.contains("Order "), "{screen}");
}

#[test]
fn v1_names_its_own_calls_and_what_its_list_alone_says() {
    let mut desk = Desk::with(&["orders"]);
    let profile = desk.state.profiles.get_mut(&scope()).unwrap();
    profile.context.api = ApiVersion::V1;
    assert!(
        said(&desk).contains("GET /v1.0/{project_id}/instances;"),
        "{}",
        said(&desk)
    );
    desk.press("enter");
    let mut detail = instance("orders");
    detail.storage.total = None;
    desk.detail(detail);
    let said = said(&desk);
    assert!(
        said.starts_with("Source 1: GET /v1.0/{project_id}/instances/{instance_id};"),
        "{said}"
    );
    assert!(
        said.contains("Source 2: GET /v1.0/{project_id}/instances;"),
        "{said}"
    );
    assert!(
        said.contains("; (2) total_storage_space 100 GB is what"),
        "{said}"
    );
}

#[test]
fn zones_that_the_list_of_zones_names_say_so_and_are_exported_by_their_names() {
    let mut desk = Desk::with(&["orders"]);
    let mut orders = instance("orders");
    orders.network.zone_ids = vec!["z1".into()];
    orders.network.zone_names.clear();
    desk.list(vec![orders]);
    desk.answer(QueryAnswer::Catalogue(Ok(Catalogue {
        zones: vec![Zone {
            id: "z1".into(),
            code: None,
            name: Some("AZ1".into()),
            sold_out: false,
            default: false,
        }],
        ..Catalogue::default()
    })));
    let text = said(&desk);
    assert!(
        text.contains("Source 2: GET /v2/available-zones;"),
        "{text}"
    );
    let zones = "AZ: AZ1 = available_zones z1, (2) name AZ1\n";
    assert!(text.contains(zones), "{text}");
    let file = sheet(words(), &desk.state, &Table::Instances).print(Format::Csv);
    assert!(file.contains(",z1,AZ1,"), "{file}");
}

#[test]
fn a_plug_in_and_a_task_name_their_calls_and_a_duration_its_two_times() {
    let mut desk = Desk::with(&["orders"]);
    desk.press("enter 4");
    assert_eq!(desk.state.about(), None);
    desk.plugins("orders", vec![plugin("rabbitmq_shovel", false)]);
    let text = said(&desk);
    assert!(text.contains("/{instance_id}/rabbitmq/plugins;"), "{text}");
    assert!(text.contains("ON: no = enable false\n"), "{text}");
    desk.press("5");
    let mut one = task(7);
    one.created_at = Some(1_592_881_203_471);
    one.updated_at = Some(1_592_881_208_130);
    let tasks = TaskList {
        tasks: vec![one],
        ..TaskList::default()
    };
    desk.tasks("orders", tasks);
    let text = said(&desk);
    assert!(text.contains("/{instance_id}/tasks;"), "{text}");
    let took = "Took: 4s = updated_at 1592881208130 ms, created_at 1592881203471 ms\n";
    assert!(text.contains(took), "{text}");
}

#[test]
fn i_stays_with_what_was_under_the_cursor_and_c_copies_it() {
    let mut desk = Desk::with(&["a", "b"]);
    desk.press("j i");
    desk.list(vec![instance("b")]);
    desk.effects.clear();
    desk.press("c");
    let about = Box::new(Inquiry {
        key: key("b"),
        what: What::Instance,
    });
    assert_eq!(desk.effects, [Effect::Copy(Clip::Provenance(about))]);
    desk.press("esc");
    assert!(desk.state.overlay.is_none());
    desk.press("a i");
    let content = desk.state.overlay.as_ref().and_then(Overlay::content);
    assert!(matches!(content, Some(Content::Provenance(_))));
}
