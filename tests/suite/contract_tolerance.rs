//! Unknown, missing, null or wrongly typed fields never lose a row.

use proptest::prelude::*;
use serde_json::{Map, Value, json};
use warren::api::v2::*;
use warren::api::{Read, Rows};
use warren::model::InstanceId;

/// A change to one place of an answer.
#[derive(Clone, Debug)]
enum Change {
    Drop,
    Put(Value),
    Add(String, Value),
}

fn any_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".{0,12}".prop_map(Value::from),
        Just(json!("12")),
    ];
    leaf.prop_recursive(2, 8, 3, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..3).prop_map(Value::from),
            proptest::collection::vec(("[a-z_]{1,8}", inner), 0..3)
                .prop_map(|members| Value::Object(members.into_iter().collect::<Map<_, _>>())),
        ]
    })
}

fn any_change() -> impl Strategy<Value = Change> {
    prop_oneof![
        Just(Change::Drop),
        any_value().prop_map(Change::Put),
        (".{1,8}", any_value()).prop_map(|(name, value)| Change::Add(name, value)),
    ]
}

/// Every place in a row, as JSON pointers.
fn places(row: &Value, at: String, found: &mut Vec<String>) {
    found.push(at.clone());
    match row {
        Value::Object(map) => {
            for (name, value) in map {
                places(value, format!("{at}/{name}"), found);
            }
        }
        Value::Array(items) => {
            for (index, value) in items.iter().enumerate() {
                places(value, format!("{at}/{index}"), found);
            }
        }
        _ => {}
    }
}

fn apply(row: &mut Value, place: &str, change: Change) {
    match change {
        Change::Drop => {
            let (parent, name) = place.rsplit_once('/').unwrap();
            match row.pointer_mut(parent) {
                Some(Value::Object(map)) => {
                    map.shift_remove(name);
                }
                Some(Value::Array(items)) => items.clear(),
                _ => {}
            }
        }
        Change::Put(value) => {
            if let Some(old) = row.pointer_mut(place) {
                *old = value;
            }
        }
        Change::Add(name, value) => {
            if let Some(Value::Object(map)) = row.pointer_mut(place) {
                map.entry(name).or_insert(value);
            }
        }
    }
}

/// A list answer, one of its rows changed in several places, but never where its identity is.
fn changed(
    answer: &'static str,
    list: &'static str,
    identity: &'static [&'static str],
) -> impl Strategy<Value = Value> {
    let answer: Value = serde_json::from_str(answer).unwrap();
    let mut found = Vec::new();
    places(&answer[list][0], String::new(), &mut found);
    found.retain(|place| !place.is_empty() && !identity.contains(&&place[1..]));
    let changes = proptest::collection::vec((proptest::sample::select(found), any_change()), 1..6);
    changes.prop_map(move |changes| {
        let mut answer = answer.clone();
        let row = &mut answer[list][0];
        let kept: Vec<Value> = identity.iter().map(|name| row[*name].clone()).collect();
        for (place, change) in changes {
            apply(row, &place, change);
        }
        for (name, value) in identity.iter().zip(kept) {
            row[*name] = value;
        }
        answer
    })
}

fn sent<T>(rows: &Rows<T>) -> (usize, usize) {
    (rows.rows.len(), rows.unidentified)
}

macro_rules! fixture {
    ($name:literal) => {
        include_str!(concat!("../fixtures/v2/", $name, ".json"))
    };
}

fn some_id() -> InstanceId {
    InstanceId::new("de873040-d661-4770-aa96-9329c71d7c8a").unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_change_to_an_instance_loses_its_row(
        answer in changed(fixture!("list_instances"), "instances", &["instance_id", "engine"])
    ) {
        let page = ListInstances { offset: 0, limit: 50 }.decode(answer.to_string().as_bytes()).unwrap();
        prop_assert_eq!(page.sent(), 1);
        prop_assert_eq!(&page.instances[0].id, &some_id());
    }

    #[test]
    fn no_change_to_a_detail_loses_it(change in any_change(), place in 0_usize..60) {
        let mut answer: Value = serde_json::from_str(fixture!("show_instance")).unwrap();
        let mut found = Vec::new();
        places(&answer, String::new(), &mut found);
        found.retain(|place| !place.is_empty() && place != "/instance_id");
        let place = found[place % found.len()].clone();
        apply(&mut answer, &place, change);
        let detail = ShowInstance { instance: some_id() }.decode(answer.to_string().as_bytes()).unwrap();
        prop_assert_eq!(detail.instance.id, some_id());
        prop_assert_eq!(detail.raw, answer);
    }

    #[test]
    fn no_change_to_a_plugin_loses_its_row(
        answer in changed(fixture!("plugins"), "plugins", &["name"])
    ) {
        let list = ListPlugins { instance: some_id() }.decode(answer.to_string().as_bytes()).unwrap();
        prop_assert_eq!((list.plugins.len(), list.unidentified), (3, 0));
    }

    #[test]
    fn no_change_to_a_task_loses_its_row(answer in changed(fixture!("tasks"), "tasks", &["id"])) {
        let list = ListTasks { instance: some_id(), start: 1, limit: 1, span: None };
        let page = list.decode(answer.to_string().as_bytes()).unwrap();
        prop_assert_eq!(sent(&page.tasks), (1, 0));
    }

    #[test]
    fn no_change_to_a_product_or_a_zone_loses_its_row(
        products in changed(fixture!("products"), "products", &["product_id"]),
        zones in changed(fixture!("available_zones"), "available_zones", &["id"]),
    ) {
        let list = Products.decode(products.to_string().as_bytes()).unwrap();
        prop_assert_eq!(sent(&list.products), (2, 0));
        let list = AvailableZones.decode(zones.to_string().as_bytes()).unwrap();
        prop_assert_eq!(sent(&list), (2, 0));
    }

    #[test]
    fn no_bytes_at_all_make_a_decoder_panic(bytes in any::<Vec<u8>>(), value in any_value()) {
        for body in [bytes, value.to_string().into_bytes()] {
            let _ = ListInstances { offset: 0, limit: 50 }.decode(&body);
            let _ = ListTasks { instance: some_id(), start: 1, limit: 1, span: None }.decode(&body);
            let _ = Products.decode(&body);
        }
    }
}

#[test]
fn a_wrong_type_costs_that_field_and_its_name_is_kept() {
    let body = json!({"instance_num": "3", "instances": [
        {"instance_id": "a", "name": ["x"], "port": "5672", "storage_space": {}, "broker_num": 3.5,
         "tags": [{"key": "k"}, {"value": "v"}, 7], "engine": 5, "status": null, "unknown": 1},
        {"instance_id": "b", "engine": "Kafka"},
        {"instance_id": ""},
        null,
    ]});
    let page = ListInstances {
        offset: 0,
        limit: 50,
    }
    .decode(body.to_string().as_bytes())
    .unwrap();
    assert_eq!(
        (page.foreign.len(), page.unidentified, page.total),
        (1, 2, Some(3))
    );
    let read = &page.instances[0];
    assert_eq!(read.network.port, Some(5672));
    assert_eq!(read.tags.len(), 1);
    assert_eq!(
        read.unreadable,
        [
            "engine",
            "name",
            "broker_num",
            "storage_space",
            "tags[1]",
            "tags[2]"
        ]
    );
}

#[test]
fn a_number_that_no_machine_type_holds_costs_only_its_field() {
    let body = br#"{"instances":[{"instance_id":"a","name":"n","port":1e999,"created_at":-99999999999999999999}]}"#;
    let page = ListInstances {
        offset: 0,
        limit: 50,
    }
    .decode(body)
    .unwrap();
    assert_eq!(page.instances[0].name.as_deref(), Some("n"));
    assert_eq!(page.instances[0].unreadable, ["port", "created_at"]);
}

#[test]
fn an_answer_without_its_list_is_an_error_and_a_null_list_is_empty() {
    let list = ListInstances {
        offset: 0,
        limit: 50,
    };
    for body in ["{}", r#"{"instances":{}}"#, "[]", "null", "", "<html>"] {
        assert!(list.decode(body.as_bytes()).is_err(), "{body}");
    }
    let none = list
        .decode(br#"{"instances":null,"instance_num":0}"#)
        .unwrap();
    assert_eq!((none.sent(), none.total), (0, Some(0)));
}
