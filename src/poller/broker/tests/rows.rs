//! Rows in sight of very many queues.

use super::*;

const LOOKED_AT: [Part; 2] = [Part::Head, Part::Queues];

/// A look at a broker of very many queues, with these in sight, that does so with questions.
fn looked_at(script: Script, rows: &[&str]) -> Bench {
    let bench = Bench::of(script, many);
    bench.look_at(&LOOKED_AT, rows, known());
    bench
}

/// When rows were asked for, in ms, and which.
fn rows_of(bench: &Bench) -> Vec<(u64, String)> {
    let seen = bench.seen.lock().unwrap();
    let rows = seen.asked.iter().filter_map(|(at, path)| {
        let name = path.strip_prefix("queues/%2F/")?;
        let name = name.split_once('?').map_or(name, |(name, _)| name);
        Some((*at, name.to_owned()))
    });
    rows.collect()
}

fn times(bench: &Bench, name: &str) -> Vec<u64> {
    let rows = rows_of(bench).into_iter();
    rows.filter(|(_, one)| one == name)
        .map(|(at, _)| at)
        .collect()
}

async fn pass_ms(ms: u64) {
    tokio::time::sleep(Duration::from_millis(ms)).await;
}

#[tokio::test(start_paused = true)]
async fn rows_in_sight_are_read_with_every_round_each_by_itself() {
    let bench = looked_at(|_, _| (0, None), &["many", "few"]);
    pass(11).await;
    let wanted = [0, 5_000, 10_000].map(|at| [(at, "many".to_owned()), (at, "few".to_owned())]);
    assert_eq!(rows_of(&bench), wanted.concat());
    let seen = bench.seen.lock().unwrap();
    let (part, answer) = seen.answers.last().unwrap();
    assert_eq!(*part, Part::QueueRow(queue("few")));
    let row = answer.as_ref().unwrap().try_as_queue_row_ref().unwrap();
    assert_eq!((row.consumers, row.messages.ack.rate), (Some(2), Some(3.5)));
    // The list of all is read no more often for them.
    let lists = seen.asked.iter().filter(|(_, path)| path == "queues");
    assert_eq!(lists.count(), 2, "those with most messages, and streams");
}

/// The same without streams.
fn streamless(path: &str, query: &str, before: usize) -> &'static str {
    match path == "queues" && query.contains("sort=type") {
        true => r#"{"total_count":5047,"items":[{"name":"q","vhost":"/","type":"quorum"}]}"#,
        false => many(path, query, before),
    }
}

#[tokio::test(start_paused = true)]
async fn streams_are_looked_for_rarely_where_there_are_none() {
    let lists = |bodies: Bodies| async move {
        let bench = Bench::of(|_, _| (0, None), bodies);
        bench.look(&LOOKED_AT, known());
        pass(302).await;
        bench.tell(BrokerCommand::Refresh);
        pass(1).await;
        let seen = bench.seen.lock().unwrap();
        let lists = seen.uris.iter().filter(|uri| uri.contains("/queues?"));
        let (streams, top): (Vec<_>, Vec<_>) = lists.partition(|uri| uri.contains("sort=type"));
        (top.len(), streams.len())
    };
    // With the first list, after five minutes, and when everything is to be read.
    assert_eq!(lists(streamless).await, (22, 3));
    assert_eq!(lists(many).await, (22, 22));
}

#[tokio::test(start_paused = true)]
async fn a_list_that_is_much_work_comes_less_often_than_others() {
    // Those with most messages, and streams: 600 ms each.
    let slow: Script = |path, _| match path == "queues" {
        true => (600, None),
        false => (0, None),
    };
    let bench = looked_at(slow, &[]);
    pass(90).await;
    let seen = bench.seen.lock().unwrap();
    let lists = seen.asked.iter().filter(|(_, path)| path == "queues");
    // Forty times 1.2 s lie between two of them, and looks at the whole come all the same.
    assert_eq!(lists.count(), 2 * 2);
    let looks = seen.asked.iter().filter(|(_, path)| path == "overview");
    assert!(looks.count() > 4);
}

#[tokio::test(start_paused = true)]
async fn at_most_four_are_asked_for_at_once_and_no_more_than_the_broker_bears() {
    // 100 ms each: three times four of them are more than the broker may work at a time.
    let rows: Vec<String> = (0..10).map(|at| format!("q{at}")).collect();
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let slow: Script = |path, _| match path.starts_with("queues/") {
        true => (100, None),
        false => (0, None),
    };
    let bench = looked_at(slow, &rows);
    pass(20).await;
    assert_eq!(bench.seen.lock().unwrap().most_open, 4);
    // Twenty times 400 ms lie between them, and each has its turn.
    let read = rows_of(&bench);
    let read: Vec<(u64, &str)> = read.iter().map(|(at, name)| (*at, name.as_str())).collect();
    let wanted = [
        (0, &rows[..4]),
        (8_100, &rows[4..8]),
        (16_200, &[rows[8], rows[9], rows[0], rows[1]]),
    ];
    let wanted = wanted.map(|(at, rows)| rows.iter().map(move |row| (at, *row)));
    let wanted: Vec<_> = wanted.into_iter().flatten().collect();
    assert_eq!(read, wanted);
    assert_eq!(bench.asked("whoami"), [0, 8, 16]);
}

#[tokio::test(start_paused = true)]
async fn six_are_read_with_each_round_those_that_never_were_first() {
    let rows: Vec<String> = (0..15).map(|at| format!("q{at:02}")).collect();
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let bench = looked_at(|_, _| (0, None), &rows);
    pass(16).await;
    let read = rows_of(&bench);
    let of = |wanted: u64| {
        let read = read.iter().filter(|(at, _)| *at == wanted);
        read.map(|(_, name)| name.as_str()).collect::<Vec<_>>()
    };
    assert_eq!(of(0), rows[..6]);
    assert_eq!(of(5_000), rows[6..12]);
    assert_eq!(of(10_000), [&rows[12..], &rows[..3]].concat());
    assert_eq!(of(15_000), rows[3..9]);
}

#[tokio::test(start_paused = true)]
async fn scrolling_reads_what_comes_in_sight_and_nothing_again() {
    let bench = looked_at(|_, _| (0, None), &["a", "b"]);
    pass_ms(1_000).await;
    bench.look_at(&LOOKED_AT, &["b", "c"], known());
    pass_ms(1_000).await;
    bench.look_at(&LOOKED_AT, &["a", "b"], known());
    pass_ms(500).await;
    // Back and forth in no time: only what stays in sight is asked for.
    bench.look_at(&LOOKED_AT, &["x"], known());
    pass_ms(100).await;
    bench.look_at(&LOOKED_AT, &["b", "d"], known());
    pass_ms(1_000).await;
    let read = rows_of(&bench);
    let read: Vec<(u64, &str)> = read.iter().map(|(at, name)| (*at, name.as_str())).collect();
    assert_eq!(read, [(0, "a"), (0, "b"), (1_300, "c"), (2_800, "d")]);
    assert_eq!(bench.asked("whoami"), [0]);
    // The next round comes when it would have come.
    pass_ms(2_000).await;
    assert_eq!(bench.asked("whoami"), [0, 5]);
    assert_eq!(times(&bench, "b"), [0, 5_000]);
    assert_eq!(times(&bench, "d"), [2_800]);
}

#[tokio::test(start_paused = true)]
async fn whoever_scrolls_on_and_on_lets_the_broker_rest_all_the_same() {
    let slow: Script = |path, _| match path.starts_with("queues/") {
        true => (50, None),
        false => (0, None),
    };
    let bench = looked_at(slow, &["q0"]);
    for at in 1..40 {
        pass_ms(100).await;
        bench.look_at(&LOOKED_AT, &[&format!("q{at}")], known());
    }
    // 50 ms of work, and 1 s of rest.
    let starts: Vec<u64> = rows_of(&bench).into_iter().map(|(at, _)| at).collect();
    assert_eq!(starts, [0, 1_050, 2_100, 3_150]);
}

#[tokio::test(start_paused = true)]
async fn a_queue_that_is_gone_costs_its_row_and_a_broker_that_is_gone_all() {
    let bench = looked_at(
        |path, _| match path.ends_with("/gone") {
            true => (0, Some(ManagementError::NotFound)),
            false => (0, None),
        },
        &["gone", "b", "c", "d", "e"],
    );
    pass(1).await;
    assert_eq!(rows_of(&bench).len(), 5);
    let bench = looked_at(
        |path, _| match path.starts_with("queues/") {
            true => (0, Some(ManagementError::ConnectionRefused)),
            false => (0, None),
        },
        &["a", "b", "c", "d", "e"],
    );
    pass(1).await;
    assert_eq!(rows_of(&bench).len(), 4);
}

/// How connections were asked for, of so many, with this alarm or none.
async fn connections_asked(script: Script, whole: Bodies) -> String {
    let bench = Bench::of(script, whole);
    bench.look(&[Part::Head, Part::Connections], known());
    pass(1).await;
    let seen = bench.seen.lock().unwrap();
    let mut uris = seen.uris.iter();
    uris.find(|uri| uri.contains("/connections"))
        .unwrap()
        .clone()
}

#[tokio::test(start_paused = true)]
async fn of_too_many_connections_those_that_an_alarm_blocks_are_read_first() {
    let fine: Script = |_, _| (0, None);
    let crowd = |path: &str, query: &str, _: usize| match path {
        "overview" => {
            r#"{"node":"rabbit@a","rabbitmq_version":"3.12.13","object_totals":{"connections":2100}}"#
        }
        path => small(path, query, 0),
    };
    let alarmed = |path: &str, query: &str, _: usize| match path {
        "overview" => {
            r#"{"node":"rabbit@a","rabbitmq_version":"3.12.13","object_totals":{"connections":2100}}"#
        }
        "health/checks/alarms" => {
            r#"{"status":"failed","alarms":[{"node":"rabbit@a","resource":"memory"}]}"#
        }
        path => small(path, query, 0),
    };
    let few = |path: &str, query: &str, _: usize| match path {
        "health/checks/alarms" => {
            r#"{"status":"failed","alarms":[{"node":"rabbit@a","resource":"memory"}]}"#
        }
        path => small(path, query, 0),
    };
    // An order costs a look at each: only where it tells something.
    assert!(!connections_asked(fine, crowd).await.contains("sort"));
    assert!(!connections_asked(fine, few).await.contains("sort"));
    let asked = connections_asked(fine, alarmed).await;
    assert!(asked.contains("sort=state"), "{asked}");
    assert!(!asked.contains("sort_reverse"), "{asked}");
}
