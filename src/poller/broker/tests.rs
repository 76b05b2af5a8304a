//! When a broker is asked for what, by a clock that stands still while nothing waits.

mod rows;

use super::*;
use crate::api::management::{Address, Answered, Ask, Way, WaySource};
use crate::broker::{HeadPiece, Part};
use crate::model::broker::QueueKey;
use crate::model::{InstanceKey, Scope};
use std::sync::{Arc, Mutex};
use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};

/// What a broker does with a question: how long it takes, and what is wrong with it.
type Script = fn(path: &str, before: usize) -> (u64, Option<ManagementError>);

/// What a broker answers when it was asked for the same so often before.
type Bodies = fn(path: &str, query: &str, before: usize) -> &'static str;

/// Questions with when they were asked, in ms, and answers.
#[derive(Default)]
struct Seen {
    asked: Vec<(u64, String)>,
    /// Paths with their queries.
    uris: Vec<String>,
    /// Questions that wait for their answers, and the most of them at a time.
    open: usize,
    most_open: usize,
    logins: usize,
    answers: Vec<(Part, Result<BrokerAnswer, BrokerError>)>,
}

/// A broker that does as its script says.
#[derive(Clone)]
struct Scripted {
    script: Script,
    bodies: Bodies,
    seen: Arc<Mutex<Seen>>,
    begun: Instant,
}

/// A broker of very many queues, of which the stream has most messages.
fn many(path: &str, query: &str, _: usize) -> &'static str {
    match path {
        "overview" => {
            r#"{"node":"rabbit@a","rabbitmq_version":"3.12.13","object_totals":{"queues":5047}}"#
        }
        "queues" if query.contains("enable_queue_totals=true") => {
            r#"{"total_count":5047,"items":[
                {"name":"many","vhost":"/","type":"classic","messages_ready":90,
                 "messages_unacknowledged":1},
                {"name":"few","vhost":"/","type":"classic","messages_ready":7,
                 "messages_unacknowledged":0},
                {"name":"events","vhost":"/","type":"stream","totals":null}]}"#
        }
        "queues" => {
            r#"{"total_count":5047,"items":[
                {"name":"events","vhost":"/","type":"stream","messages_ready":800,
                 "messages_unacknowledged":0},
                {"name":"log","vhost":"/","type":"stream","messages_ready":30,
                 "messages_unacknowledged":0},
                {"name":"other","vhost":"/","type":"quorum","messages_ready":999,
                 "messages_unacknowledged":0}]}"#
        }
        path if path.starts_with("queues/") => {
            r#"{"name":"many","vhost":"/","type":"classic","messages_ready":88,"consumers":2,
                "message_stats":{"ack":50,"ack_details":{"rate":3.5}}}"#
        }
        path => small(path, query, 0),
    }
}

/// A broker with samples of ten minutes, in whose place is another one after a minute.
fn sampled(path: &str, query: &str, before: usize) -> &'static str {
    match path {
        "global-parameters" if before == 0 => r#"[{"name":"internal_cluster_id","value":"first"}]"#,
        "global-parameters" => r#"[{"name":"internal_cluster_id","value":"other"}]"#,
        "overview" => {
            r#"{"node":"rabbit@a","queue_totals":{"messages_ready_details":{"samples":[
                {"sample":7,"timestamp":1000},{"sample":9,"timestamp":601000}]}}}"#
        }
        path => small(path, query, 0),
    }
}

/// A small broker.
fn small(path: &str, _: &str, _: usize) -> &'static str {
    match path {
        "whoami" => r#"{"name":"ops","tags":["administrator"]}"#,
        "health/checks/alarms" => r#"{"status":"ok"}"#,
        "overview" => {
            r#"{"node":"rabbit@a","rabbitmq_version":"3.12.13","object_totals":{"queues":3}}"#
        }
        "nodes" => r#"[{"name":"rabbit@a","running":true}]"#,
        _ => "[]",
    }
}

impl Asks for Scripted {
    async fn ask<A: Ask + Sync>(&self, ask: &A) -> Result<Answered<A::Reply>, ManagementError> {
        let uri = ask.request().uri();
        let (path, query) = uri.split_once('?').unwrap_or((&uri, ""));
        let path = path.trim_start_matches("/api/").to_owned();
        let before = {
            let mut seen = self.seen.lock().unwrap();
            let before = seen.asked.iter().filter(|(_, one)| *one == path).count();
            let at = u64::try_from(self.begun.elapsed().as_millis()).unwrap();
            seen.asked.push((at, path.clone()));
            seen.uris.push(uri.clone());
            seen.open += 1;
            seen.most_open = seen.most_open.max(seen.open);
            before
        };
        let (ms, error) = (self.script)(&path, before);
        let took = Duration::from_millis(ms);
        tokio::time::sleep(took).await;
        self.seen.lock().unwrap().open -= 1;
        match error {
            Some(error) => Err(error),
            None => {
                let body = (self.bodies)(&path, query, before);
                let value = ask.decode(200, body.as_bytes()).unwrap();
                Ok(Answered { value, took })
            }
        }
    }
}

impl Dials for Scripted {
    type Client = Self;

    async fn dial(&self, _: Options) -> Result<Self, ManagementError> {
        self.seen.lock().unwrap().logins += 1;
        Ok(self.clone())
    }
}

/// A reader, and whoever tells it what is looked at.
struct Bench {
    orders: UnboundedSender<BrokerCommand<Scripted>>,
    seen: Arc<Mutex<Seen>>,
}

impl Bench {
    fn new(script: Script) -> Self {
        Self::of(script, small)
    }

    fn of(script: Script, bodies: Bodies) -> Self {
        let seen: Arc<Mutex<Seen>> = Arc::default();
        let (orders, taken) = unbounded_channel();
        let to = Arc::clone(&seen);
        let reader = BrokerReader {
            scope: Scope::new("test", "cn-north-4"),
            tickets: Tickets::new(|| Duration::ZERO),
            send: Arc::new(move |event| {
                if let Event::Answer(answer) = event
                    && let Reply::Broker(_, part, answer) = answer.reply
                {
                    to.lock().unwrap().answers.push((part, answer));
                }
            }),
            dial: Scripted {
                script,
                bodies,
                seen: Arc::clone(&seen),
                begun: Instant::now(),
            },
        };
        tokio::spawn(reader.run(taken));
        Self { orders, seen }
    }

    fn look(&self, parts: &[Part], password: PasswordSource) {
        self.look_at(parts, &[], password);
    }

    fn look_at(&self, parts: &[Part], rows: &[&str], password: PasswordSource) {
        let address = Address::parse("http://127.0.0.1:15672").unwrap();
        let look = BrokerInterest {
            key: InstanceKey {
                scope: Scope::new("test", "cn-north-4"),
                id: id(),
            },
            way: Ok(BrokerWay {
                way: Way::to(address, WaySource::Command),
                user: "ops".to_owned(),
                password,
            }),
            parts: parts.to_vec(),
            rows: rows.iter().map(|name| queue(name)).collect(),
        };
        self.tell(BrokerCommand::Look(Some(Box::new(look))));
    }

    fn tell(&self, order: BrokerCommand<Scripted>) {
        self.orders.send(order).unwrap();
    }

    /// When each of these was asked for, in s.
    fn asked(&self, path: &str) -> Vec<u64> {
        let seen = self.seen.lock().unwrap();
        let own = seen.asked.iter().filter(|(_, one)| one == path);
        own.map(|(at, _)| at / 1000).collect()
    }

    /// How far back samples of the whole were asked for each time, in s.
    fn ages(&self) -> Vec<String> {
        let seen = self.seen.lock().unwrap();
        let age = |uri: &String| {
            let query = uri.strip_prefix("/api/overview?")?;
            let mut query = query.split('&');
            query.find_map(|one| Some(one.strip_prefix("lengths_age=")?.to_owned()))
        };
        seen.uris.iter().filter_map(age).collect()
    }

    fn count(&self) -> usize {
        self.seen.lock().unwrap().asked.len()
    }
}

fn id() -> InstanceId {
    InstanceId::new("id-orders").unwrap()
}

fn queue(name: &str) -> QueueKey {
    QueueKey {
        vhost: "/".to_owned(),
        name: name.to_owned(),
    }
}

fn known() -> PasswordSource {
    PasswordSource::Known(Secret::new("made up"))
}

async fn pass(seconds: u64) {
    tokio::time::sleep(Duration::from_millis(seconds * 1000 - 500)).await;
}

#[tokio::test(start_paused = true)]
async fn it_asks_who_it_is_first_and_every_five_seconds_for_what_is_looked_at() {
    let bench = Bench::new(|_, _| (0, None));
    bench.look(&[Part::Head, Part::Vhosts], known());
    pass(11).await;
    let round = |at: u64| {
        let all = [
            "whoami",
            "health/checks/alarms",
            "overview",
            "nodes",
            "vhosts",
        ];
        all.map(|path| (at, path.to_owned()))
    };
    let asked = bench.seen.lock().unwrap().asked.clone();
    // What the cluster calls itself is asked once a minute.
    let mut all = round(0).to_vec();
    all.push((0, "global-parameters".to_owned()));
    all.extend([round(5_000), round(10_000)].concat());
    assert_eq!(asked, all);
}

#[tokio::test(start_paused = true)]
async fn ten_minutes_of_samples_are_asked_for_once_and_then_only_what_came_since() {
    let bench = Bench::of(|_, _| (0, None), sampled);
    bench.look(&[Part::Head], known());
    pass(11).await;
    // Another view of the same broker goes on with what is known.
    bench.look(&[Part::Head, Part::Vhosts], known());
    pass(1).await;
    bench.tell(BrokerCommand::Look(None));
    pass(60).await;
    bench.look(&[Part::Head], known());
    pass(1).await;
    let ages = bench.ages();
    assert_eq!(ages, ["600", "60", "60", "60", "600"]);
}

#[tokio::test(start_paused = true)]
async fn of_another_cluster_in_the_same_place_all_samples_are_asked_for() {
    let bench = Bench::of(|_, _| (0, None), sampled);
    bench.look(&[Part::Head], known());
    pass(71).await;
    assert_eq!(bench.asked("global-parameters"), [0, 60]);
    let of_another = [vec!["600"], vec!["60"; 12], vec!["600", "60"]].concat();
    assert_eq!(bench.ages(), of_another);
}

#[tokio::test(start_paused = true)]
async fn a_broker_that_takes_long_is_asked_less_often_and_the_way_does_not_count() {
    // 300 ms are the way there and back: of five answers one took 500 ms more.
    let bench = Bench::new(|path, _| match path {
        "vhosts" => (800, None),
        _ => (300, None),
    });
    bench.look(&[Part::Head, Part::Vhosts], known());
    pass(40).await;
    // 2 s of answers, and twenty times 500 ms.
    assert_eq!(bench.asked("whoami"), [0, 12, 24, 36]);
}

#[tokio::test(start_paused = true)]
async fn a_broker_that_cannot_be_asked_is_tried_after_5_10_20_and_60_seconds() {
    let bench = Bench::new(|_, _| (0, Some(ManagementError::NoRoute)));
    bench.look(&[Part::Head, Part::Queues], known());
    pass(160).await;
    assert_eq!(bench.asked("whoami"), [0, 5, 15, 35, 95, 155]);
    assert_eq!(bench.count(), 6);
}

#[tokio::test(start_paused = true)]
async fn nothing_is_asked_while_nothing_is_looked_at() {
    let bench = Bench::new(|_, _| (0, None));
    pass(3600).await;
    assert_eq!(bench.count(), 0);
    bench.look(&[Part::Head], known());
    pass(1).await;
    assert_eq!(bench.count(), 5);
    bench.tell(BrokerCommand::Look(None));
    pass(3600).await;
    assert_eq!(bench.count(), 5);
}

#[tokio::test(start_paused = true)]
async fn what_is_no_longer_looked_at_is_not_waited_for() {
    let bench = Bench::new(|path, _| match path {
        "queues" => (14_000, None),
        _ => (0, None),
    });
    bench.look(&[Part::Head, Part::Queues], known());
    pass(2).await;
    bench.look(&[Part::Head, Part::Vhosts], known());
    pass(1).await;
    assert_eq!(bench.asked("vhosts"), [1]);
    let answers = &bench.seen.lock().unwrap().answers;
    assert!(answers.iter().all(|(part, _)| *part != Part::Queues));
}

fn head_of(bench: &Bench) -> Arc<crate::broker::Head> {
    let seen = bench.seen.lock().unwrap();
    let mut heads = seen
        .answers
        .iter()
        .rev()
        .filter(|(part, _)| *part == Part::Head);
    match &heads.next().unwrap().1 {
        Ok(BrokerAnswer::Head(head)) => Arc::clone(head),
        other => panic!("{other:?}"),
    }
}

const CHANNEL: &str = r#"{"total_count":1,"items":[{"name":"1 -> 2 (1)","message_stats":{
    "drop_unroutable":0,"drop_unroutable_details":{"rate":0.0},
    "return_unroutable":0,"return_unroutable_details":{"rate":0.0}}}]}"#;

#[tokio::test(start_paused = true)]
async fn lost_messages_that_are_not_counted_are_no_zeros_of_channels_either() {
    let counted: Bodies = |path, query, _| match path {
        "overview" => {
            r#"{"rabbitmq_version":"3.10.8","message_stats":{"publish":5,"drop_unroutable":0}}"#
        }
        "channels" => CHANNEL,
        path => small(path, query, 0),
    };
    let uncounted: Bodies = |path, query, _| match path {
        "overview" => {
            r#"{"rabbitmq_version":"3.8.35","message_stats":{"publish":5,"drop_unroutable":0}}"#
        }
        "channels" => CHANNEL,
        path => small(path, query, 0),
    };
    for (bodies, rate) in [(counted, Some(0.0)), (uncounted, None)] {
        let bench = Bench::of(|_, _| (0, None), bodies);
        bench.look(&[Part::Head, Part::Channels], known());
        pass(1).await;
        let seen = bench.seen.lock().unwrap();
        let (_, answer) = seen.answers.last().unwrap();
        let channels = answer.as_ref().unwrap().try_as_channels_ref().unwrap();
        assert_eq!(channels.rows[0].messages.unroutable_rate(), rate);
    }
}

#[tokio::test(start_paused = true)]
async fn a_question_that_a_gateway_or_a_node_fails_at_is_asked_once_more() {
    let bench = Bench::new(|path, before| match (path, before) {
        ("nodes", 0) => (0, Some(ManagementError::Gateway { status: 503 })),
        _ => (0, None),
    });
    bench.look(&[Part::Head], known());
    pass(1).await;
    assert_eq!(bench.asked("nodes"), [0, 0]);
    let head = head_of(&bench);
    assert!(head.gaps.is_empty() && head.nodes.is_some(), "{head:?}");
}

#[tokio::test(start_paused = true)]
async fn what_fails_twice_costs_its_own_part_and_the_next_try_comes_later() {
    for (path, piece) in [
        ("health/checks/alarms", HeadPiece::Alarms),
        ("overview", HeadPiece::Overview),
        ("nodes", HeadPiece::Nodes),
    ] {
        let script: Script = match piece {
            HeadPiece::Alarms => |path, _| failing(path, "health/checks/alarms"),
            HeadPiece::Overview => |path, _| failing(path, "overview"),
            HeadPiece::Nodes => |path, _| failing(path, "nodes"),
        };
        let bench = Bench::new(script);
        bench.look(&[Part::Head, Part::Vhosts], known());
        pass(20).await;
        assert_eq!(bench.asked(path), [0, 0, 5, 5, 15, 15]);
        let head = head_of(&bench);
        let gaps: Vec<HeadPiece> = head.gaps.iter().map(|gap| gap.of).collect();
        assert_eq!(gaps, [piece]);
        assert_eq!(head.nodes.is_some(), piece != HeadPiece::Nodes);
        assert_eq!(head.overview.node.is_some(), piece != HeadPiece::Overview);
        // The rest is read all the same.
        assert_eq!(bench.asked("vhosts").len(), 3);
    }
}

fn failing(path: &str, bad: &str) -> (u64, Option<ManagementError>) {
    let error = ManagementError::Server {
        status: 500,
        reason: "Internal Server Error".to_owned(),
    };
    (0, (path == bad).then_some(error))
}

#[tokio::test(start_paused = true)]
async fn a_broker_that_is_gone_is_not_asked_for_the_rest() {
    let bench = Bench::new(|path, _| match path {
        "overview" => (0, Some(ManagementError::ConnectionRefused)),
        _ => (0, None),
    });
    bench.look(&[Part::Head, Part::Queues], known());
    pass(1).await;
    let asked: Vec<String> = {
        let seen = bench.seen.lock().unwrap();
        seen.asked.iter().map(|(_, path)| path.clone()).collect()
    };
    assert_eq!(asked, ["whoami", "health/checks/alarms", "overview"]);
}

#[tokio::test(start_paused = true)]
async fn a_password_that_was_refused_is_never_tried_again_by_itself() {
    let bench = Bench::new(|_, before| match before {
        0 => (0, Some(ManagementError::LoginFailed)),
        _ => (0, None),
    });
    bench.look(&[Part::Head], known());
    pass(3600).await;
    assert_eq!(bench.count(), 1);
    bench.tell(BrokerCommand::Refresh);
    bench.tell(BrokerCommand::Look(None));
    bench.look(&[Part::Head], known());
    pass(3600).await;
    assert_eq!(bench.count(), 1);
    let needs = {
        let seen = bench.seen.lock().unwrap();
        matches!(
            seen.answers.last(),
            Some((Part::Head, Err(BrokerError::NeedsPassword(_))))
        )
    };
    assert!(needs);
    bench.tell(BrokerCommand::Login(id(), Secret::new("the right one")));
    pass(1).await;
    assert!(bench.count() > 1);
    assert_eq!(bench.seen.lock().unwrap().logins, 2);
}

#[tokio::test(start_paused = true)]
async fn without_a_password_nothing_is_asked() {
    let bench = Bench::new(|_, _| (0, None));
    bench.look(&[Part::Head], PasswordSource::Typed);
    pass(3600).await;
    assert_eq!((bench.count(), bench.seen.lock().unwrap().logins), (0, 0));
    assert_eq!(bench.seen.lock().unwrap().answers.len(), 1);
}

#[tokio::test(start_paused = true)]
async fn of_very_many_queues_those_with_most_messages_are_read_streams_among_them() {
    let bench = Bench::of(|_, _| (0, None), many);
    bench.look(&[Part::Head, Part::Queues], known());
    pass(1).await;
    let seen = bench.seen.lock().unwrap();
    let (_, answer) = seen.answers.last().unwrap();
    let listed = answer.as_ref().unwrap().try_as_queues_ref().unwrap();
    let rows = listed.rows.iter();
    let rows: Vec<_> = rows
        .map(|queue| (queue.key.name.as_str(), queue.depth.ready))
        .collect();
    // A queue of another kind that comes with the streams is none of those with most messages.
    let wanted = [("events", 800), ("many", 90), ("log", 30), ("few", 7)];
    assert_eq!(rows, wanted.map(|(name, ready)| (name, Some(ready))));
    assert_eq!(listed.total, Some(5047));
}
