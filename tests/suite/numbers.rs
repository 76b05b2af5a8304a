//! Whatever numbers and times a service sends, and wherever the clock jumps: nothing panics, in the
//! client, in the state or in drawing.

use crate::desk::Desk;
use crate::screens::{broken, drawn};
use proptest::prelude::*;
use serde_json::Value;
use std::fs;
use std::sync::Arc;
use std::time::Duration;
use warren::api::v2::{
    ListInstances, ListPlugins, ListTasks, Products, ShowExtend, ShowInstance, ShowTask,
};
use warren::api::{Listing, Read, TaskList};
use warren::event::Reply;
use warren::model::{Catalogue, InstanceId, TaskId};
use warren::state::query::QueryAnswer;
use warren::state::span::Span;

/// Numbers as they stand in JSON, texts of numbers among them.
const NUMBERS: [&str; 33] = [
    "0",
    "1",
    "-1",
    "0.5",
    "-0.0",
    "100",
    "65535",
    "65536",
    "2147483647",
    "2147483648",
    "4294967295",
    "4294967296",
    "1000000000000",
    "9007199254740993",
    "9223372036854775807",
    "-9223372036854775808",
    "18446744073709551615",
    "18446744073709551616",
    "1e18",
    "1e308",
    "1e400",
    "-1e400",
    "253402300799999",
    "253402300800000",
    "-62135596800001",
    "\"18446744073709551615\"",
    "\"-9223372036854775808\"",
    "\"253402300799999\"",
    "\"NaN\"",
    "\"9999-12-31T23:59:59.999999999Z\"",
    "\"0001-01-01T00:00:00Z\"",
    "\"-009999-01-02T01:59:59Z\"",
    "null",
];

/// The clock of the machine, anywhere in the years that a clock can show.
const CLOCKS: [i64; 6] = [
    -377_705_023_201_000,
    -1,
    0,
    1_790_000_000_000,
    4_102_444_800_000,
    253_402_207_200_999,
];

fn numbers() -> impl Strategy<Value = Vec<usize>> {
    prop::collection::vec(0..NUMBERS.len(), 1..24)
}

/// Replaces every number, and every text that is a number or a time, by one of these.
fn replaced(value: &mut Value, numbers: &mut impl Iterator<Item = &'static str>) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| replaced(item, numbers)),
        Value::Object(map) => map.values_mut().for_each(|item| replaced(item, numbers)),
        Value::Number(_) => *value = serde_json::from_str(numbers.next().unwrap()).unwrap(),
        Value::String(text) => {
            let is_time = text.len() > 18 && text.as_bytes()[10] == b'T';
            if is_time || text.parse::<f64>().is_ok() {
                *value = serde_json::from_str(numbers.next().unwrap()).unwrap();
            }
        }
        Value::Null | Value::Bool(_) => {}
    }
}

/// An answer of the references with these numbers in it.
fn body(name: &str, numbers: &mut impl Iterator<Item = &'static str>) -> Vec<u8> {
    let path = format!(
        "{}/tests/fixtures/v2/{name}.json",
        env!("CARGO_MANIFEST_DIR")
    );
    let mut value: Value = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    replaced(&mut value, numbers);
    value.to_string().into_bytes()
}

/// A desk where all of these answers have come in, and the instance is opened.
fn told(numbers: &mut impl Iterator<Item = &'static str>, size: (u16, u16)) -> Desk {
    let mut desk = Desk::new(size.0, size.1);
    let (offset, limit) = (0, 50);
    let list = ListInstances { offset, limit };
    let page = list.decode(&body("list_instances", numbers)).unwrap();
    let id = page.instances[0].id.clone();
    let listing = Listing {
        instances: page.instances,
        total: page.total,
        ..Listing::default()
    };
    desk.answer(Reply::Page(listing.instances.clone(), listing.total));
    desk.answer(QueryAnswer::Listing(Ok(listing)));
    desk.press("enter");
    let instance = || id.clone();
    let show = ShowInstance {
        instance: instance(),
    };
    let mut detail: Value = serde_json::from_slice(&body("show_instance", numbers)).unwrap();
    detail["instance_id"] = id.as_str().into();
    let detail = show.decode(detail.to_string().as_bytes()).unwrap();
    desk.answer(QueryAnswer::Instance(id.clone(), Ok(Arc::new(detail))));
    let plugins = ListPlugins {
        instance: instance(),
    };
    let plugins = plugins.decode(&body("plugins", numbers)).unwrap();
    desk.answer(QueryAnswer::Plugins(id.clone(), Ok(plugins)));
    tell_tasks(&mut desk, &id, numbers);
    desk
}

fn tell_tasks(desk: &mut Desk, id: &InstanceId, numbers: &mut impl Iterator<Item = &'static str>) {
    let list = ListTasks {
        instance: id.clone(),
        start: 1,
        limit: 100,
        span: None,
    };
    let page = list.decode(&body("tasks", numbers)).unwrap();
    let tasks = TaskList {
        tasks: page.tasks.rows,
        total: page.total,
        ..TaskList::default()
    };
    let task: TaskId = tasks.tasks[0].id.clone();
    desk.answer(QueryAnswer::Tasks(id.clone(), Span::All, Ok(tasks)));
    let show = ShowTask {
        instance: id.clone(),
        task: task.clone(),
    };
    let one = show.decode(&body("task", numbers)).unwrap();
    desk.answer(QueryAnswer::Task(id.clone(), task, Ok(one)));
}

/// What the size and the creation of an instance are chosen from.
fn offer(desk: &mut Desk, numbers: &mut impl Iterator<Item = &'static str>) {
    let id = desk.state.fleet.all()[0].key.id.clone();
    let sizes = ShowExtend {
        instance: id.clone(),
    };
    let sizes = sizes.decode(&body("extend_products", numbers)).unwrap();
    desk.answer(QueryAnswer::Sizes(id, Ok(sizes)));
    let products = Products;
    let products = products.decode(&body("products", numbers)).unwrap();
    desk.answer(QueryAnswer::Catalogue(Ok(Catalogue {
        versions: products.versions,
        products: products.products.rows,
        zones: Vec::new(),
        windows: Vec::new(),
    })));
}

fn looks_well(desk: &Desk) -> Result<(), TestCaseError> {
    let (buffer, cursor) = drawn(&desk.state);
    prop_assert_eq!(broken(&buffer, cursor), None);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_numbers_and_times_come_in_nothing_panics(
        numbers in numbers(),
        size in prop_oneof![Just((80, 24)), Just((200, 60)), Just((60, 20))],
        clocks in prop::collection::vec(0..CLOCKS.len(), 4),
    ) {
        let mut numbers = numbers.into_iter().map(|at| NUMBERS[at]).collect::<Vec<_>>().into_iter().cycle();
        let mut desk = told(&mut numbers, size);
        for (pane, clock) in ["1", "4", "5", "6"].into_iter().zip(clocks) {
            desk.press(pane);
            desk.now.wall = CLOCKS[clock];
            desk.wait(Duration::from_secs(70));
            looks_well(&desk)?;
        }
        desk.press("esc esc");
        looks_well(&desk)?;
        for form in ["R", "C"] {
            desk.press(form);
            offer(&mut desk, &mut numbers);
            looks_well(&desk)?;
            desk.press("tab down enter tab right pgdn enter");
            looks_well(&desk)?;
            desk.press("esc y esc esc");
        }
        for keys in ["/", "esc", "i", "esc", "s down enter"] {
            desk.press(keys);
            looks_well(&desk)?;
        }
    }
}
