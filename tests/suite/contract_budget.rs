//! How many calls of one credential are under way, which of those that wait goes first, and that a
//! key is never refused so often that it is locked.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use serde_json::{Value, json};
use tokio::sync::{Barrier, Semaphore};
use warren::api::v2::{DeleteInstance, ListInstances, ListPlugins, ShowInstance};
use warren::api::{Clock, ConnectOptions, ErrorKind, LOCK_OUT, ReadClient, WriteError};
use warren::model::{ApiVersion, InstanceId};

use crate::scripted::{Reply, Seen, Service, clients, send};

fn id() -> InstanceId {
    InstanceId::new("iid").unwrap()
}

/// One page of a thousand instances, or the whole list of V1.
fn page(seen: &Seen) -> Value {
    let offset = seen.number("offset").unwrap_or(0);
    let end = seen.number("limit").map_or(1000, |limit| offset + limit);
    let rows: Vec<Value> = (offset..end)
        .map(|number| json!({"instance_id": format!("i{number}"), "engine": "rabbitmq"}))
        .collect();
    json!({"instances": rows, "instance_num": 1000})
}

fn refused() -> Reply {
    let body = json!({"error_code": "APIGW.0301", "error_msg": "verify aksk signature fail"});
    Reply::Say(401, Vec::new(), body.to_string())
}

/// A service that lets so many calls in and then knows the key no more. Refusals come only when as
/// many calls as can be are under way.
async fn dying(after: usize, refusals: Arc<AtomicUsize>, full: Arc<Barrier>) -> Service {
    Service::deciding(move |number, seen| {
        let (refusals, full) = (Arc::clone(&refusals), Arc::clone(&full));
        Box::pin(async move {
            if number < after {
                return Reply::ok(page(&seen));
            }
            full.wait().await;
            refusals.fetch_add(1, Ordering::SeqCst);
            refused()
        })
    })
    .await
}

#[tokio::test]
async fn a_key_that_dies_while_a_thousand_instances_are_read_is_refused_four_times_at_most() {
    let (refusals, full) = (Arc::default(), Arc::new(Barrier::new(4)));
    let service = dying(7, Arc::clone(&refusals), full).await;
    let reader = service.reader();
    let listing = reader.list_instances(|_| {}).await.unwrap();
    let refusal = listing.refused().unwrap();
    assert_eq!(refusal.kind, ErrorKind::Unauthorized);
    assert_eq!(listing.instances.len(), 7 * 50);
    // All that was on its way is heard, and nothing more is sent, whoever asks for it.
    let mut count = reader.refusals();
    while count.changed().await < 4 {}
    for _ in 0..3 {
        reader.retry_credential();
        let error = reader.list_instances(|_| {}).await.unwrap_err();
        assert_eq!(error.kind, ErrorKind::Locked);
    }
    assert_eq!(refusals.load(Ordering::SeqCst), 4);
    assert_eq!(service.seen().len(), 7 + 4);
}

#[tokio::test]
async fn refusals_of_one_key_are_counted_over_profiles_services_and_versions_of_the_api() {
    let refusals: Arc<AtomicUsize> = Arc::default();
    let full = Arc::new(Barrier::new(4));
    let here = dying(5, Arc::clone(&refusals), Arc::clone(&full)).await;
    let there = dying(1, Arc::clone(&refusals), Arc::clone(&full)).await;
    let old = dying(1, Arc::clone(&refusals), full).await;
    let options = here.options();
    let with = |service: &Service, version| ConnectOptions {
        gate: Arc::clone(&options.gate),
        api_version: version,
        ..service.options()
    };
    let readers = [
        with(&here, ApiVersion::V2),
        with(&there, ApiVersion::V2),
        with(&old, ApiVersion::V1),
    ]
    .map(|options| clients(options).0);
    let mut lists = tokio::task::JoinSet::new();
    for reader in readers.clone() {
        lists.spawn(async move {
            // Twice: V1 is a single call, and the first one is let in.
            let first = reader.list_instances(|_| {}).await;
            (first, reader.list_instances(|_| {}).await)
        });
    }
    let ended = lists.join_all().await;
    assert!(ended.iter().all(|(_, second)| second.is_err()), "{ended:?}");
    let [reader, ..] = &readers;
    let mut count = reader.refusals();
    while count.changed().await < 4 {}
    reader.retry_credential();
    for reader in &readers {
        let error = reader.list_instances(|_| {}).await.unwrap_err();
        assert_eq!(error.kind, ErrorKind::Locked);
    }
    assert_eq!(refusals.load(Ordering::SeqCst), 4);
}

#[tokio::test]
async fn a_key_that_one_more_refusal_would_lock_is_tried_again_when_a_lock_would_be_over() {
    let good = Arc::new(AtomicBool::new(false));
    let is_good = Arc::clone(&good);
    let service = Service::start(move |_, seen| match is_good.load(Ordering::SeqCst) {
        true => Reply::ok(page(seen)),
        false => refused(),
    })
    .await;
    let reader = service.reader();
    let page = ListInstances {
        offset: 0,
        limit: 50,
    };
    let attempt = async || {
        reader.retry_credential();
        reader
            .read(&page)
            .await
            .map(|_| ())
            .map_err(|error| error.kind)
    };
    for _ in 0..4 {
        assert_eq!(attempt().await, Err(ErrorKind::Unauthorized));
    }
    assert_eq!(attempt().await, Err(ErrorKind::Locked));
    tokio::time::pause();
    tokio::time::advance(LOCK_OUT).await;
    tokio::time::resume();
    assert_eq!(attempt().await, Err(ErrorKind::Unauthorized), "one try");
    assert_eq!(attempt().await, Err(ErrorKind::Locked), "and no other");
    good.store(true, Ordering::SeqCst);
    tokio::time::pause();
    tokio::time::advance(LOCK_OUT).await;
    tokio::time::resume();
    assert_eq!(attempt().await, Ok(()));
    assert_eq!(reader.refusals().count(), 0);
    assert_eq!(service.seen().len(), 6);
}

#[tokio::test]
async fn a_refusal_counts_although_nobody_waits_for_the_answer_any_more() {
    let (arrived, release) = (Arc::new(Semaphore::new(0)), Arc::new(Semaphore::new(0)));
    let (here, go) = (Arc::clone(&arrived), Arc::clone(&release));
    let service = Service::deciding(move |number, seen| {
        let (here, go) = (Arc::clone(&here), Arc::clone(&go));
        Box::pin(async move {
            if number == 0 {
                return Reply::ok(page(&seen));
            }
            here.add_permits(1);
            go.acquire().await.unwrap().forget();
            refused()
        })
    })
    .await;
    let reader = service.reader();
    let list = ListInstances {
        offset: 0,
        limit: 50,
    };
    reader.read(&list).await.unwrap();
    let unwanted = tokio::spawn({
        let reader = reader.clone();
        async move { reader.read(&ShowInstance { instance: id() }).await }
    });
    arrived.acquire().await.unwrap().forget();
    unwanted.abort();
    assert!(unwanted.await.unwrap_err().is_cancelled());
    release.add_permits(1);
    let mut count = reader.refusals();
    while count.changed().await < 1 {}
    let error = reader.read(&list).await.unwrap_err();
    assert_eq!(error.kind, ErrorKind::Locked);
}

/// A service that holds every call but the first until the test lets one more go, and what it was
/// asked, in order.
struct Holding {
    service: Service,
    go: Arc<Semaphore>,
    arrived: Arc<Semaphore>,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Holding {
    async fn start() -> Self {
        let (go, arrived) = (Arc::new(Semaphore::new(0)), Arc::new(Semaphore::new(0)));
        let asked: Arc<Mutex<Vec<String>>> = Arc::default();
        let (wait, here, log) = (Arc::clone(&go), Arc::clone(&arrived), Arc::clone(&asked));
        let service = Service::deciding(move |number, seen| {
            let (wait, here) = (Arc::clone(&wait), Arc::clone(&here));
            log.lock().unwrap().push(seen.line());
            Box::pin(async move {
                if number > 0 {
                    here.add_permits(1);
                    wait.acquire().await.unwrap().forget();
                }
                match (seen.method.as_str(), seen.uri.contains("limit=")) {
                    ("DELETE", _) => Reply::Say(204, Vec::new(), String::new()),
                    (_, true) => Reply::ok(page(&seen)),
                    (_, false) => Reply::ok(json!({"instance_id": "iid", "plugins": []})),
                }
            })
        })
        .await;
        Self {
            service,
            go,
            arrived,
            asked,
        }
    }

    /// Until so many more calls have arrived.
    async fn arrives(&self, calls: u32) {
        self.arrived.acquire_many(calls).await.unwrap().forget();
        // Whatever else could be sent has many chances now.
        for _ in 0..1000 {
            tokio::task::yield_now().await;
        }
        assert_eq!(self.arrived.available_permits(), 0, "more than that");
    }

    fn last(&self) -> String {
        self.asked.lock().unwrap().last().unwrap().clone()
    }

    fn lists(&self, reader: &ReadClient) -> tokio::task::JoinHandle<usize> {
        let reader = reader.clone();
        tokio::spawn(async move {
            let listing = reader.list_instances(|_| {}).await.unwrap();
            listing.instances.len()
        })
    }
}

#[tokio::test]
async fn an_opened_instance_does_not_wait_behind_the_pages_of_long_lists() {
    let holding = Holding::start().await;
    let reader = holding.service.reader();
    let lists = [holding.lists(&reader), holding.lists(&reader)];
    holding.arrives(4).await;
    let opened = tokio::spawn({
        let reader = reader.clone();
        async move { reader.read(&ListPlugins { instance: id() }).await.is_ok() }
    });
    holding.arrives(0).await;
    // One place is free: it goes to what came last and is looked at, not to a page that waits.
    holding.go.add_permits(1);
    holding.arrives(1).await;
    assert!(holding.last().ends_with("/plugins"), "{}", holding.last());
    holding.go.add_permits(1000);
    assert!(opened.await.unwrap());
    for list in lists {
        assert_eq!(list.await.unwrap(), 1000);
    }
}

#[tokio::test]
async fn a_write_leaves_at_once_after_its_last_look_however_many_reads_are_under_way() {
    let holding = Holding::start().await;
    let (reader, writer) = clients(holding.service.options());
    let before_a_write = reader.for_a_write();
    let lists = [holding.lists(&reader), holding.lists(&reader)];
    holding.arrives(3).await;
    let written = tokio::spawn(async move {
        let look = before_a_write.read(&ShowInstance { instance: id() }).await;
        look.unwrap();
        send(&writer, &DeleteInstance { instance: id() })
            .await
            .is_ok()
    });
    holding.arrives(1).await;
    assert!(holding.last().ends_with("/instances/iid"), "the look");
    // As soon as the look has its answer the write leaves, although pages waited long before it.
    // Which of the held calls is let go is not known: but three of them are pages.
    let mut let_go = 0;
    while !holding.last().starts_with("DELETE") {
        let_go += 1;
        assert!(let_go <= 4, "{:?}", holding.asked.lock().unwrap());
        holding.go.add_permits(1);
        holding.arrives(1).await;
    }
    holding.go.add_permits(1000);
    assert!(written.await.unwrap());
    for list in lists {
        assert_eq!(list.await.unwrap(), 1000);
    }
}

#[tokio::test]
async fn a_call_that_warren_itself_fails_at_gives_its_place_back_and_of_a_write_nobody_knows() {
    let service = Service::start(|_, seen| match seen.method.as_str() {
        "DELETE" => Reply::Say(204, Vec::new(), String::new()),
        _ => Reply::ok(json!({"instance_id": "iid"})),
    })
    .await;
    let broken = Arc::new(AtomicBool::new(false));
    let is_broken = Arc::clone(&broken);
    let (reader, writer) = clients(ConnectOptions {
        // Signatures are made with it.
        clock: Clock::new(move || {
            assert!(!is_broken.load(Ordering::SeqCst), "planted");
            0
        }),
        ..service.options()
    });
    let show = ShowInstance { instance: id() };
    reader.read(&show).await.unwrap();
    broken.store(true, Ordering::SeqCst);
    // More often than there are places.
    for _ in 0..9 {
        let error = reader.read(&show).await.unwrap_err();
        assert_eq!(error.kind, ErrorKind::Defect);
    }
    let delete = DeleteInstance { instance: id() };
    let unknown = send(&writer, &delete).await.unwrap_err();
    assert!(matches!(unknown, WriteError::Unknown(error) if error.kind == ErrorKind::Defect));
    broken.store(false, Ordering::SeqCst);
    reader.read(&show).await.unwrap();
    send(&writer, &delete).await.unwrap();
    assert_eq!(service.seen().len(), 3);
}
