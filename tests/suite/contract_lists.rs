//! Whole lists, page by page.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::{Value, json};
use tokio::sync::Barrier;
use warren::api::{ErrorKind, ListedBefore, Listing, MissingPart, Operation, STANDING_STILL};
use warren::model::InstanceId;

use crate::scripted::{Reply, Seen, Service};

/// One page of a fleet of `total` instances named by their number.
fn fleet_page(seen: &Seen, total: u64) -> Value {
    let offset = seen.number("offset").unwrap();
    let end = total.min(offset + seen.number("limit").unwrap());
    let rows: Vec<Value> = (offset..end)
        .map(|number| json!({"instance_id": format!("i{number}"), "engine": "rabbitmq"}))
        .collect();
    json!({"instances": rows, "instance_num": total})
}

fn ids(listing: &Listing) -> Vec<&str> {
    listing
        .instances
        .iter()
        .map(|instance| instance.id.as_str())
        .collect()
}

fn numbered(range: std::ops::Range<u64>) -> Vec<String> {
    range.map(|number| format!("i{number}")).collect()
}

#[tokio::test]
async fn every_page_is_read_and_the_list_says_how_far_it_is() {
    let service = Service::start(|_, seen| Reply::ok(fleet_page(seen, 120))).await;
    let mut progress = Vec::new();
    let listing = service
        .reader()
        .list_instances(|page| progress.push((page.instances.len(), page.total)))
        .await
        .unwrap();
    assert_eq!(ids(&listing), numbered(0..120));
    assert_eq!(
        (listing.total, listing.missing.as_slice()),
        (Some(120), [].as_slice())
    );
    assert_eq!(progress.first(), Some(&(50, Some(120))));
    assert_eq!(progress.last(), Some(&(120, Some(120))));
    let mut lines = service.lines();
    lines.sort();
    let page = |offset| {
        format!(
            "GET /v2/pid/instances?engine=rabbitmq&include_failure=true&include_failures=true&limit=50&offset={offset}"
        )
    };
    assert_eq!(lines, [page(0), page(100), page(50)]);
}

#[tokio::test]
async fn the_first_page_goes_alone_and_the_rest_four_at_a_time() {
    let (under_way, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let (counter, peak) = (Arc::clone(&under_way), Arc::clone(&most));
    // Pages 2 to 5, 6 to 9 and so on are answered only once four of them have arrived.
    let four = Arc::new(Barrier::new(4));
    let service = Service::deciding(move |number, seen| {
        let (counter, peak) = (Arc::clone(&counter), Arc::clone(&peak));
        let four = Arc::clone(&four);
        Box::pin(async move {
            let now = counter.fetch_add(1, Ordering::SeqCst) + 1;
            peak.fetch_max(now, Ordering::SeqCst);
            if number > 0 {
                four.wait().await;
            }
            counter.fetch_sub(1, Ordering::SeqCst);
            Reply::ok(fleet_page(&seen, 17 * 50))
        })
    })
    .await;
    let listing = service.reader().list_instances(|_| {}).await.unwrap();
    assert_eq!(ids(&listing), numbered(0..850));
    assert_eq!(most.load(Ordering::SeqCst), 4);
}

#[tokio::test]
async fn what_is_as_it_was_listed_before_is_not_kept_twice() {
    let service = Service::start(|_, seen| Reply::ok(fleet_page(seen, 120))).await;
    let reader = service.reader();
    let mut before = reader.list_instances(|_| {}).await.unwrap();
    let first = before.instances.clone();
    Arc::make_mut(&mut before.instances[60]).name = Some("as it was".to_owned());
    let known = ListedBefore::of(&before);
    let again = reader.list_instances_again(&known, |_| {}).await.unwrap();
    assert_eq!(again.instances, first);
    let rows = again.instances.iter().zip(&before.instances).enumerate();
    for (at, (now, then)) in rows {
        assert_eq!(Arc::ptr_eq(now, then), at != 60, "{at}");
    }
}

#[tokio::test]
async fn a_page_that_fails_leaves_a_hole_that_says_why() {
    let service = Service::start(|_, seen| match seen.number("offset") {
        Some(50 | 100) => Reply::status(400),
        _ => Reply::ok(fleet_page(seen, 230)),
    })
    .await;
    let listing = service.reader().list_instances(|_| {}).await.unwrap();
    assert_eq!(
        ids(&listing),
        [numbered(0..50), numbered(150..230)].concat()
    );
    let [
        MissingPart {
            from: 50,
            to: 150,
            error,
        },
    ] = listing.missing.as_slice()
    else {
        panic!("{:?}", listing.missing);
    };
    assert_eq!((error.kind, error.status), (ErrorKind::Refused, Some(400)));
}

#[tokio::test]
async fn a_service_that_asks_for_less_is_not_asked_for_the_rest() {
    let service = Service::start(|_, seen| match seen.number("offset") {
        Some(0) => Reply::ok(fleet_page(seen, 10_000)),
        _ => Reply::status(429).with("retry-after", "60"),
    })
    .await;
    let listing = service.reader().list_instances(|_| {}).await.unwrap();
    assert_eq!(ids(&listing), numbered(0..50));
    assert_eq!(
        (listing.missing[0].from, listing.missing[0].to),
        (50, 10_000)
    );
    assert_eq!(
        (listing.missing.len(), listing.missing[0].error.kind),
        (1, ErrorKind::Throttled)
    );
    assert!(service.seen().len() <= 5);
}

#[tokio::test]
async fn a_first_page_that_fails_is_no_list_at_all() {
    let service = Service::start(|_, _| Reply::status(403)).await;
    let error = service.reader().list_instances(|_| {}).await.unwrap_err();
    assert_eq!(
        (error.attempted, error.kind),
        (Operation::ListInstances, ErrorKind::Forbidden)
    );
}

#[tokio::test]
async fn rows_of_other_engines_are_left_out_and_counted_and_doubles_are_merged() {
    let rows = json!([
        {"instance_id": "a", "engine": "RabbitMQ", "name": "old"},
        {"instance_id": "k", "engine": "kafka"},
        {"name": "nobody"},
        {"instance_id": "b"},
        {"instance_id": "a", "engine": "rabbitmq", "name": "new"},
    ]);
    let body = json!({"instances": rows, "instance_num": 5});
    let service = Service::start(move |_, _| Reply::ok(&body)).await;
    let listing = service.reader().list_instances(|_| {}).await.unwrap();
    assert_eq!(ids(&listing), ["a", "b"]);
    assert_eq!(listing.instances[0].name.as_deref(), Some("new"));
    assert_eq!(
        (listing.foreign, listing.unidentified, listing.total),
        (1, 1, Some(5))
    );
    assert!(listing.missing.is_empty());
}

#[tokio::test]
async fn a_list_that_does_not_say_its_length_is_read_until_a_page_is_short() {
    let service = Service::start(|_, seen| {
        let mut page = fleet_page(seen, 120);
        page["instance_num"] = json!("many");
        Reply::ok(page)
    })
    .await;
    let listing = service.reader().list_instances(|_| {}).await.unwrap();
    assert_eq!(ids(&listing), numbered(0..120));
    assert_eq!(
        (listing.total, listing.missing.len(), service.seen().len()),
        (None, 0, 3)
    );
}

#[tokio::test]
async fn a_service_that_gives_smaller_pages_sets_the_pace() {
    let service = Service::start(|_, seen| {
        let mut page = fleet_page(seen, 25);
        page["instances"].as_array_mut().unwrap().truncate(10);
        Reply::ok(page)
    })
    .await;
    let listing = service.reader().list_instances(|_| {}).await.unwrap();
    assert_eq!(ids(&listing), numbered(0..25));
    assert!(listing.missing.is_empty());
}

#[tokio::test]
async fn rows_that_the_service_counts_but_does_not_send_are_missing() {
    let service = Service::start(|_, seen| {
        let mut page = fleet_page(seen, 90);
        page["instance_num"] = json!(100);
        Reply::ok(page)
    })
    .await;
    let listing = service.reader().list_instances(|_| {}).await.unwrap();
    let parts: Vec<_> = listing
        .missing
        .iter()
        .map(|part| (part.from, part.to))
        .collect();
    assert_eq!((listing.instances.len(), parts), (90, vec![(90, 100)]));
}

fn tasks_page(seen: &Seen, total: u64) -> Value {
    let start = seen.number("start").unwrap();
    let end = (total + 1).min(start + seen.number("limit").unwrap());
    let rows: Vec<Value> = (start..end)
        .map(|number| json!({"id": format!("t{number}"), "created_at": (1_000_000 - number).to_string()}))
        .collect();
    json!({"tasks": rows, "task_count": total.to_string()})
}

#[tokio::test]
async fn all_tasks_are_read_from_one_and_newest_first() {
    let service = Service::start(|_, seen| Reply::ok(tasks_page(seen, 230))).await;
    let instance = InstanceId::new("iid").unwrap();
    let list = service.reader().list_tasks(&instance, None).await.unwrap();
    let ids: Vec<&str> = list.tasks.iter().map(|task| task.id.as_str()).collect();
    let expected: Vec<String> = (1..=230).map(|number| format!("t{number}")).collect();
    assert_eq!(ids, expected);
    assert_eq!((list.total, &list.missing), (Some(230), &None));
    let page = |start| format!("GET /v2/pid/instances/iid/tasks?limit=100&start={start}");
    assert_eq!(service.lines(), [page(1), page(101), page(201)]);
}

#[tokio::test]
async fn a_later_page_of_tasks_that_fails_leaves_the_list_partial() {
    let service = Service::start(|_, seen| match seen.number("start") {
        Some(1) => Reply::ok(tasks_page(seen, 230)),
        _ => Reply::status(403),
    })
    .await;
    let instance = InstanceId::new("iid").unwrap();
    let list = service.reader().list_tasks(&instance, None).await.unwrap();
    assert_eq!(list.tasks.len(), 100);
    assert_eq!(list.missing.unwrap().kind, ErrorKind::Forbidden);
}

#[tokio::test]
async fn a_service_that_repeats_its_first_page_of_tasks_is_not_asked_for_ever() {
    let service = Service::start(|_, seen| {
        let first = Seen {
            uri: "/?start=1&limit=100".into(),
            ..seen.clone()
        };
        let mut page = tasks_page(&first, 100);
        page["task_count"] = Value::Null;
        Reply::ok(page)
    })
    .await;
    let instance = InstanceId::new("iid").unwrap();
    let list = service.reader().list_tasks(&instance, None).await.unwrap();
    assert_eq!((list.tasks.len(), service.seen().len()), (100, 5));
    assert_eq!(list.missing.unwrap().message, STANDING_STILL);
}

#[tokio::test]
async fn the_catalogue_is_products_zones_and_windows_together() {
    let service = Service::start(|_, seen| {
        Reply::ok(match seen.uri.as_str() {
            "/v2/rabbitmq/products" => include_str!("../fixtures/v2/products.json"),
            "/v2/available-zones" => include_str!("../fixtures/v2/available_zones.json"),
            _ => include_str!("../fixtures/v2/maintain_windows.json"),
        })
    })
    .await;
    let all = service.reader().catalogue().await.unwrap();
    let counts = (
        all.versions.len(),
        all.products.len(),
        all.zones.len(),
        all.windows.len(),
    );
    assert_eq!(counts, (1, 2, 2, 6));
}
