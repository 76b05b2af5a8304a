//! Every query of the table: it can be asked, it is answered, and its answer is looked up again.

use crate::desk::scope;
use crate::scripted::clients;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::{Duration, Instant};
use strum::VariantNames;
use tokio::sync::mpsc::unbounded_channel;
use warren::api::{ApiError, ConnectOptions, Credential, ErrorKind, ReadClient};
use warren::event::{Event, Reply};
use warren::model::{Instance, TaskId};
use warren::poller::{Poller, PollerCommand, Tickets};
use warren::secret::Secret;
use warren::simulator::{Config, DEMO_REGION, Simulator};
use warren::state::interest::{Interest, Trigger, Want};
use warren::state::now::Now;
use warren::state::query::{Query, QueryAnswer, QueryCache};
use warren::state::remote::ReadState;
use warren::state::span::Span;

/// An instance that has everything, and one of its tasks.
async fn busy(reader: &ReadClient) -> (Arc<Instance>, TaskId) {
    let listing = reader.list_instances(|_| {}).await.unwrap();
    for instance in listing.instances {
        let tasks = reader.list_tasks(&instance.id, None).await.unwrap().tasks;
        let answers = reader.list_queues(&instance.id).await.is_ok();
        if let (true, Some(task)) = (instance.has_plugins() && answers, tasks.first()) {
            return (instance, task.id.clone());
        }
    }
    panic!("no instance of the demo has plug-ins and tasks");
}

/// One of each.
async fn queries(reader: &ReadClient) -> Vec<Query> {
    let (instance, task) = busy(reader).await;
    let id = || instance.id.clone();
    let queue = reader.list_queues(&instance.id).await.unwrap();
    let queue = queue.queues.rows[0].key.clone();
    let listing = reader.list_instances(|_| {}).await.unwrap();
    let mut others = listing.instances.iter();
    let amqp = others.find(|one| !one.has_plugins()).unwrap();
    let queries = vec![
        Query::Listing,
        Query::Catalogue,
        Query::ProjectTags,
        Query::Quotas,
        Query::RecycleBin,
        Query::Instance(id()),
        Query::Plugins(id()),
        Query::Tasks(id(), Span::All),
        Query::Tasks(id(), Span::Week),
        Query::Task(id(), task),
        Query::Tags(id()),
        Query::AutoExpansion(id()),
        Query::Sizes(id()),
        Query::CloudQueues(id()),
        Query::CloudQueue(id(), queue),
        Query::CloudUsers(amqp.id.clone()),
    ];
    let named: BTreeSet<&str> = queries.iter().map(Into::into).collect();
    let declared: BTreeSet<&str> = Query::VARIANTS.iter().copied().collect();
    assert_eq!(named, declared, "one of each that is declared");
    queries
}

/// Has the poller read all of it, and gives what it answers until everything was answered.
async fn answers(client: ReadClient, queries: &[Query]) -> Vec<QueryAnswer> {
    let (send, mut events) = unbounded_channel();
    let (order, orders) = unbounded_channel();
    let start = Instant::now();
    let poller = Poller {
        client,
        scope: scope(),
        refresh: Duration::from_secs(60),
        tickets: Tickets::new(move || start.elapsed()),
        send: Arc::new(move |event| send.send(event).unwrap()),
        figures: false,
        listed: Arc::default(),
    };
    let wants = queries.iter().map(|query| Want {
        scope: scope(),
        query: query.clone(),
        trigger: Trigger::Opening,
    });
    let interest = Interest {
        wants: wants.collect(),
        ..Interest::default()
    };
    order
        .send(PollerCommand::Watch(Box::new(interest)))
        .unwrap();
    tokio::spawn(poller.run(orders));
    let mut answers: Vec<QueryAnswer> = Vec::new();
    while !queries
        .iter()
        .all(|query| answers.iter().any(|answer| answer.query() == *query))
    {
        let event = tokio::time::timeout(Duration::from_secs(20), events.recv()).await;
        if let Event::Answer(answer) = event.expect("an answer to each").unwrap()
            && let Reply::Read(answer) = answer.reply
        {
            answers.push(answer);
        }
    }
    answers
}

#[tokio::test]
async fn every_query_is_asked_answered_and_looked_up_again() {
    let simulator = Simulator::start(Config::default()).await.unwrap();
    let keys = Credential::Keys {
        access_key: "AK".into(),
        secret_key: Secret::new("SK"),
        security_token: None,
    };
    let url = simulator.url();
    let (reader, _) = clients(ConnectOptions::new(DEMO_REGION, &url, &url, keys));
    let queries = queries(&reader).await;
    for answer in answers(reader, &queries).await {
        let query = answer.query();
        assert_eq!(answer.error(), None, "{query:?}");
        let mut cache = QueryCache::EMPTY;
        assert_eq!(cache.state(&query), ReadState::Loading);
        cache.look_at(&query);
        assert!(cache.take(1, Now::default(), answer), "{query:?}");
        assert_eq!(cache.state(&query), ReadState::Known, "{query:?}");
        // A failure leaves it, and is said of the call that was attempted.
        let error = ApiError::local(query.operation(), ErrorKind::Server, "broken");
        let failed = query.clone().failed(error.clone());
        assert_eq!(failed.query(), query);
        assert!(cache.take(2, Now::default(), failed), "{query:?}");
        assert_eq!(cache.state(&query), ReadState::Old(&error), "{query:?}");
        // What was asked before a write is old news.
        cache.outdate(query.operation(), 9);
        let late = query.clone().failed(error);
        assert!(!cache.take(8, Now::default(), late), "{query:?}");
    }
}

#[test]
fn of_one_of_many_only_what_was_looked_at_last_is_kept() {
    let id = crate::desk::id("orders-01");
    let tasks = |span| QueryAnswer::Tasks(id.clone(), span, Ok(warren::api::TaskList::default()));
    let mut cache = QueryCache::EMPTY;
    let now = Now::default();
    assert!(!cache.take(1, now, tasks(Span::Day)), "nobody looks at it");
    assert!(cache.take(1, now, tasks(Span::All)));
    assert!(cache.look_at(&Query::Tasks(id.clone(), Span::Day)));
    assert!(!cache.look_at(&Query::Tasks(id.clone(), Span::Day)));
    assert!(cache.take(2, now, tasks(Span::Day)));
    assert!(cache.look_at(&Query::Tasks(id.clone(), Span::Hour)));
    assert!(!cache.take(3, now, tasks(Span::Day)), "it was left");
    assert!(cache.tasks(&Span::Day).value().is_none());
    assert!(cache.tasks(&Span::Hour).value().is_none());
    assert!(cache.tasks(&Span::All).value().is_some());
}
