//! Lists of services that count wrongly, give less than they are asked for, or change while they are
//! read: how many requests that costs, and what is said of the result.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use serde_json::{Value, json};
use warren::api::{ErrorKind, Listing, SHORT, STANDING_STILL, TaskList};
use warren::model::InstanceId;

use crate::scripted::{Reply, Seen, Service};

/// These rows of a list, from the one that is asked for, at most so many, and this count.
fn page(seen: &Seen, ids: &[String], most: usize, count: &Value) -> Value {
    let from = usize::try_from(seen.number("offset").unwrap()).unwrap();
    let rows = ids.iter().skip(from).take(most.min(50));
    let rows: Vec<Value> = rows
        .map(|id| json!({"instance_id": id, "engine": "rabbitmq"}))
        .collect();
    json!({"instances": rows, "instance_num": count})
}

fn numbered(number: usize) -> Vec<String> {
    (0..number).map(|number| format!("i{number}")).collect()
}

async fn list(service: &Service) -> Listing {
    service.reader().list_instances(|_| {}).await.unwrap()
}

fn ids(listing: &Listing) -> Vec<String> {
    let ids = listing.instances.iter();
    ids.map(|instance| instance.id.to_string()).collect()
}

fn reasons(listing: &Listing) -> Vec<&str> {
    let parts = listing.missing.iter();
    parts.map(|part| part.error.message.as_str()).collect()
}

#[tokio::test]
async fn after_a_short_page_pages_go_one_by_one_and_each_begins_where_the_last_one_ended() {
    let (under_way, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let (counter, peak) = (Arc::clone(&under_way), Arc::clone(&most));
    let service = Service::deciding(move |_, seen| {
        let (counter, peak) = (Arc::clone(&counter), Arc::clone(&peak));
        Box::pin(async move {
            let now = counter.fetch_add(1, Ordering::SeqCst) + 1;
            peak.fetch_max(now, Ordering::SeqCst);
            // Whoever wants to come as well has many chances now.
            for _ in 0..100 {
                tokio::task::yield_now().await;
            }
            counter.fetch_sub(1, Ordering::SeqCst);
            Reply::ok(page(&seen, &numbered(31), 2, &json!(31)))
        })
    })
    .await;
    let listing = list(&service).await;
    assert_eq!(ids(&listing), numbered(31));
    assert!(listing.missing.is_empty(), "{:?}", listing.missing);
    let asked: Vec<_> = service
        .seen()
        .iter()
        .map(|seen| seen.number("offset"))
        .collect();
    let expected: Vec<_> = (0..31).step_by(2).map(Some).collect();
    assert_eq!(asked, expected);
    assert!(
        service
            .seen()
            .iter()
            .all(|seen| seen.number("limit") == Some(50))
    );
    assert_eq!(most.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn a_short_page_among_full_ones_leaves_no_hole_and_is_no_change() {
    let service = Service::start(|number, seen| {
        let most = if number == 2 { 30 } else { 50 };
        Reply::ok(page(seen, &numbered(430), most, &json!(430)))
    })
    .await;
    let listing = list(&service).await;
    assert_eq!(ids(&listing), numbered(430));
    assert!(listing.missing.is_empty(), "{:?}", listing.missing);
    assert!(service.seen().len() <= 10, "{:?}", service.lines());
}

#[tokio::test]
async fn a_service_that_never_gets_anywhere_is_called_partial_after_a_few_requests() {
    let first = |seen: &Seen, most: usize, count: &Value| {
        let first = Seen {
            uri: "/?offset=0&limit=50".into(),
            ..seen.clone()
        };
        page(&first, &numbered(50), most, count)
    };
    // The same two rows again and again, one row, a full page; then none at all; then failures.
    for most in [2, 1, 50] {
        for count in [json!(3_000), json!(1_000_000_000), json!("1000000000")] {
            let said = count.clone();
            let service = Service::start(move |_, seen| Reply::ok(first(seen, most, &said))).await;
            let listing = list(&service).await;
            assert_eq!(listing.instances.len(), most, "{count}");
            assert_eq!(reasons(&listing), [STANDING_STILL], "{most} of {count}");
            let requests = service.seen().len();
            assert!(requests <= 8, "{most} of {count}: {requests}");
        }
    }
    let service = Service::start(|number, seen| match number {
        0 => Reply::ok(page(seen, &numbered(50), 50, &json!(1_000_000_000))),
        _ => Reply::ok(json!({"instances": [], "instance_num": 1_000_000_000})),
    })
    .await;
    let listing = list(&service).await;
    assert_eq!(reasons(&listing), [STANDING_STILL]);
    assert!(service.seen().len() <= 8, "{}", service.seen().len());
    let service = Service::start(|number, seen| match number {
        0 => Reply::ok(page(seen, &numbered(50), 50, &json!(1_000_000_000))),
        _ => Reply::status(400),
    })
    .await;
    let listing = list(&service).await;
    assert_eq!(listing.missing.last().unwrap().to, 1_000_000_000);
    assert!(service.seen().len() <= 8, "{}", service.seen().len());
}

#[tokio::test]
async fn a_list_that_grows_for_ever_ends_after_two_thousand_requests() {
    // Every page has one more row, and promises more.
    let service = Service::start(|number, seen| {
        let more = numbered(number + 1);
        Reply::ok(page(seen, &more, 1, &json!(number + 1_000)))
    })
    .await;
    let listing = list(&service).await;
    assert_eq!(listing.instances.len(), 2_000);
    assert!(!listing.missing.is_empty());
    assert_eq!(service.seen().len(), 2_000);
}

#[tokio::test]
async fn a_count_that_is_no_count_costs_nothing_but_itself() {
    let counts = [
        json!("120"),
        json!(120.0),
        json!(-5),
        json!(1.5),
        json!("-1"),
        json!("many"),
        json!(null),
        serde_json::from_str("1e400").unwrap(),
        serde_json::from_str("99999999999999999999999999").unwrap(),
        json!(u64::MAX),
    ];
    for count in counts {
        let said = count.clone();
        let service =
            Service::start(move |_, seen| Reply::ok(page(seen, &numbered(120), 50, &said))).await;
        let listing = list(&service).await;
        assert_eq!(ids(&listing), numbered(120), "{count}");
        assert!(listing.missing.is_empty(), "{count}: {listing:?}");
        assert_eq!(service.seen().len(), 3, "{count}");
    }
}

#[tokio::test]
async fn a_count_that_is_less_than_what_is_there_ends_no_list_and_makes_it_partial() {
    let service =
        Service::start(|_, seen| Reply::ok(page(seen, &numbered(120), 50, &json!(1)))).await;
    let listing = list(&service).await;
    assert_eq!(ids(&listing), numbered(120));
    assert_eq!(listing.missing[0].error.kind, ErrorKind::Changed);
}

/// A fleet that a test changes between the calls: before call N, counted from 0.
async fn changing(change: impl Fn(usize, &mut Vec<String>) + Send + Sync + 'static) -> Service {
    let fleet = Mutex::new(numbered(120));
    Service::start(move |number, seen| {
        let mut fleet = fleet.lock().unwrap();
        change(number, &mut fleet);
        Reply::ok(page(seen, &fleet, 50, &json!(fleet.len())))
    })
    .await
}

#[tokio::test]
async fn a_list_that_changed_while_it_was_read_is_read_again_and_then_has_no_ghosts_and_no_gaps() {
    type Change = fn(&mut Vec<String>);
    let changes: [(&str, Change); 3] = [
        ("one is deleted in front", |fleet| drop(fleet.remove(0))),
        ("one comes in front", |fleet| fleet.insert(0, "new".into())),
        // The count stays, but a row comes twice and another not at all.
        ("the last one moves to the front", |fleet| {
            fleet.rotate_right(1)
        }),
    ];
    for (what, change) in changes {
        let service = changing(move |number, fleet| {
            if number == 1 {
                change(fleet);
            }
        })
        .await;
        let mut now = numbered(120);
        change(&mut now);
        let listing = list(&service).await;
        assert_eq!(ids(&listing), now, "{what}");
        assert!(listing.missing.is_empty(), "{what}: {:?}", listing.missing);
        // The one that came makes the first reading a page longer.
        let requests = service.seen().len();
        assert!((6..=7).contains(&requests), "{what}: {requests}");
        assert_eq!(requests, listing.requests as usize, "{what}");
    }
}

#[tokio::test]
async fn a_list_that_changes_each_time_is_read_three_times_and_called_partial() {
    let service = changing(|number, fleet| {
        if number % 3 == 1 {
            fleet.remove(0);
        }
    })
    .await;
    let listing = list(&service).await;
    assert_eq!(service.seen().len(), 9);
    let [part] = listing.missing.as_slice() else {
        panic!("{:?}", listing.missing);
    };
    assert_eq!(part.error.kind, ErrorKind::Changed);
    assert_eq!(
        part.error.to_string(),
        "could not list instances: the list changed while it was read"
    );
}

#[tokio::test]
async fn a_second_reading_that_fails_leaves_the_first_one_and_its_doubts() {
    let service = Service::start(|number, seen| match number {
        0..3 => Reply::ok(page(
            seen,
            &numbered(120 - number),
            50,
            &json!(120 - number),
        )),
        _ => Reply::status(400),
    })
    .await;
    let listing = list(&service).await;
    assert!(listing.instances.len() > 100);
    assert_eq!(listing.missing[0].error.kind, ErrorKind::Changed);
}

/// Tasks from the one that is asked for, counted from 1.
fn tasks_page(seen: &Seen, ids: &[String], most: usize, count: &Value) -> Value {
    let start = usize::try_from(seen.number("start").unwrap()).unwrap();
    let rows = ids.iter().skip(start - 1).take(most.min(100));
    let rows: Vec<Value> = rows.map(|id| json!({"id": id, "name": "x"})).collect();
    json!({"tasks": rows, "task_count": count})
}

async fn tasks(service: &Service) -> TaskList {
    let instance = InstanceId::new("iid").unwrap();
    service.reader().list_tasks(&instance, None).await.unwrap()
}

fn task_ids(list: &TaskList) -> Vec<String> {
    list.tasks.iter().map(|task| task.id.to_string()).collect()
}

#[tokio::test]
async fn tasks_are_read_to_the_end_of_their_count_however_short_their_pages_are() {
    let service =
        Service::start(|_, seen| Reply::ok(tasks_page(seen, &numbered(130), 30, &json!("130"))))
            .await;
    let list = tasks(&service).await;
    assert_eq!(task_ids(&list), numbered(130));
    assert_eq!(list.missing, None);
    let asked: Vec<_> = service
        .seen()
        .iter()
        .map(|seen| seen.number("start"))
        .collect();
    assert_eq!(asked, [Some(1), Some(31), Some(61), Some(91), Some(121)]);
}

#[tokio::test]
async fn tasks_that_get_nowhere_or_end_before_their_count_are_partial() {
    let service = Service::start(|_, seen| {
        let first = Seen {
            uri: "/?start=1&limit=100".into(),
            ..seen.clone()
        };
        Reply::ok(tasks_page(&first, &numbered(2), 2, &json!("1000000000")))
    })
    .await;
    let list = tasks(&service).await;
    assert_eq!(list.missing.unwrap().message, STANDING_STILL);
    assert_eq!(service.seen().len(), 5);
    let service =
        Service::start(|_, seen| Reply::ok(tasks_page(seen, &numbered(90), 100, &json!("95"))))
            .await;
    let list = tasks(&service).await;
    assert_eq!(
        (list.tasks.len(), list.missing.unwrap().message.as_str()),
        (90, SHORT)
    );
}

#[tokio::test]
async fn a_task_that_begins_while_the_list_is_read_makes_it_read_again() {
    let service = Service::start(|number, seen| {
        let mut all = numbered(150);
        if number > 0 {
            all.insert(0, "new".into());
        }
        Reply::ok(tasks_page(seen, &all, 100, &json!(all.len().to_string())))
    })
    .await;
    let list = tasks(&service).await;
    assert_eq!((list.tasks.len(), &list.missing), (151, &None));
    assert_eq!((service.seen().len(), list.requests), (4, 4));
    let service = Service::start(|number, seen| {
        let mut all = numbered(150);
        all.rotate_right(number);
        Reply::ok(tasks_page(seen, &all, 100, &json!("150")))
    })
    .await;
    let list = tasks(&service).await;
    assert_eq!(list.missing.unwrap().kind, ErrorKind::Changed);
    assert_eq!(service.seen().len(), 6);
}
