//! The exact calls of a broker's management API, names encoded as parts of a path.

use warren::api::management::*;
use warren::model::broker::QueueKey;

fn key(vhost: &str, name: &str) -> QueueKey {
    QueueKey {
        vhost: vhost.into(),
        name: name.into(),
    }
}

fn uri(ask: &impl Ask) -> String {
    let request = ask.request();
    assert_eq!((request.method.as_str(), &request.body), ("GET", &None));
    request.uri()
}

#[test]
fn every_question_has_its_path() {
    let queue = || key("/", "a/b 50%");
    let named = "/api/queues/%2F/a%2Fb%2050%25";
    let owner = PolicyOwner::Operator;
    let node = "rabbit@höst".to_owned();
    let name = "1.2.3.4:5 -> 6.7.8.9:10".to_owned();
    for (asked, expected) in [
        (uri(&WhoAmI), "/api/whoami".to_owned()),
        (uri(&ListAlarms), "/api/health/checks/alarms".into()),
        (uri(&ShowCluster), "/api/global-parameters".into()),
        (uri(&ListUsers), "/api/users?columns=name%2Ctags".into()),
        (uri(&ListVhosts), "/api/vhosts".into()),
        (uri(&ListConsumers), "/api/consumers".into()),
        (uri(&ListFeatureFlags), "/api/feature-flags".into()),
        (
            uri(&ListPolicies { owner }),
            "/api/operator-policies".into(),
        ),
        (
            uri(&ShowMemory { node }),
            "/api/nodes/rabbit%40h%C3%B6st/memory".into(),
        ),
        (
            uri(&ShowQueue { queue: queue() }),
            format!("{named}?lengths_age=600&lengths_incr=10&msg_rates_age=600&msg_rates_incr=10"),
        ),
        (
            uri(&ListQueueBindings { queue: queue() }),
            format!("{named}/bindings"),
        ),
        (
            uri(&ShowQuorum {
                queue: key("v/1", "q"),
            }),
            "/api/queues/quorum/v%2F1/q/status".into(),
        ),
    ] {
        assert_eq!(asked, expected);
    }
    let channels = uri(&ListChannels::Of(name));
    let of = "/api/connections/1.2.3.4%3A5%20-%3E%206.7.8.9%3A10/channels?columns=name%2C";
    assert!(channels.starts_with(of), "{channels}");
}

fn columns(ask: &impl Ask) -> String {
    let mut query = ask.request().query.into_iter();
    query.find(|(name, _)| name == "columns").unwrap().1
}

#[test]
fn one_connection_is_asked_for_by_its_name_with_what_the_list_has() {
    let name = "1.2.3.4:5 -> 6.7.8.9:10".to_owned();
    let one = ShowConnection { name };
    let asked = uri(&one);
    let of = "/api/connections/1.2.3.4%3A5%20-%3E%206.7.8.9%3A10?columns=name%2Cstate%2C";
    assert!(asked.starts_with(of), "{asked}");
    let list = ListConnections {
        page: PageOf::first(500),
        statistics: true,
    };
    assert_eq!(columns(&one), columns(&list));
}

/// The parameters of a call, in their order, columns left out; and whether there are columns.
fn query(ask: &impl Ask) -> (String, bool) {
    let request = ask.request();
    let shown = |(name, value): &(String, String)| format!("{name}={value}");
    let others = request.query.iter().filter(|(name, _)| name != "columns");
    let others: Vec<String> = others.map(shown).collect();
    (others.join("&"), others.len() < request.query.len())
}

#[test]
fn queues_are_asked_for_in_the_ways_that_were_measured() {
    let full = ListQueues::Full(PageOf::first(9000));
    assert_eq!(query(&full), ("page=1&page_size=500".into(), true));
    let cheap = ListQueues::MostMessages {
        rows: 50,
        named: Some("prod.".into()),
    };
    let expected = "page=1&page_size=50&sort=messages&sort_reverse=true&name=prod.\
        &disable_stats=true&enable_queue_totals=true";
    // Columns would make it ask the statistics after all.
    assert_eq!(query(&cheap), (expected.into(), false));
    let streams = ListQueues::StreamsFirst { rows: 50 };
    let expected = "page=1&page_size=50&sort=type&sort_reverse=true";
    assert_eq!(query(&streams), (expected.into(), true));
    let rates = ShowRates {
        queue: key("/", "q"),
    };
    let columns = &rates.request().query[0].1;
    for column in [
        "name",
        "vhost",
        "messages_ready",
        "message_stats.ack_details.rate",
    ] {
        assert!(columns.split(',').any(|one| one == column), "{columns}");
    }
}

#[test]
fn samples_are_asked_for_only_where_they_are_wanted() {
    let (with, columns) = query(&ShowOverview {
        history: History::TenMinutes,
    });
    let expected = "lengths_age=600&lengths_incr=10&msg_rates_age=600&msg_rates_incr=10";
    assert_eq!((with.as_str(), columns), (expected, true));
    let (newest, _) = query(&ShowOverview {
        history: History::Minute,
    });
    assert_eq!(newest, expected.replace("600", "60"));
    assert_eq!(
        query(&ShowOverview {
            history: History::None
        })
        .0,
        ""
    );
}

#[test]
fn connections_are_asked_for_without_statistics_where_there_are_none() {
    let page = PageOf::top(100, "channels");
    let statistics = true;
    let ask = ListConnections { page, statistics };
    let expected = "page=1&page_size=100&sort=channels&sort_reverse=true";
    assert_eq!(query(&ask), (expected.into(), true));
    let page = PageOf::first(100);
    let statistics = false;
    let ask = ListConnections { page, statistics };
    assert_eq!(
        query(&ask),
        ("page=1&page_size=100&disable_stats=true".into(), false)
    );
}
