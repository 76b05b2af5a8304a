//! Alarm rules, and what they make of the figures.

use std::time::{Duration, Instant};

use jiff::Timestamp;
use serde_json::{Value, json};
use warren::simulator::Config;
use warren::simulator::world::instance::Status;

use super::{Client, MINUTE, NOW, query, series, still, with_instance};

const RULES: &str = "/v2/{p}/alarms";
const HISTORIES: &str = "/v2/{p}/alarm-histories";

/// A fleet in which one instance has a memory alarm since some minutes.
async fn troubled() -> Client {
    let client = Client::start(Config {
        instances: 24,
        incidents: vec!["memory-alarm".parse().unwrap()],
        ..still()
    })
    .await;
    client.seconds(20);
    client
}

async fn histories(client: &Client, query: &str) -> Vec<Value> {
    let answer = client.get(&format!("{HISTORIES}?{query}")).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    answer.body["alarm_histories"].as_array().unwrap().clone()
}

/// What of the history is about RabbitMQ.
async fn own(client: &Client, query: &str) -> Vec<Value> {
    let mut all = histories(client, query).await;
    all.retain(|record| record["metric"]["dimensions"][0]["name"] == "rabbitmq_instance_id");
    all
}

fn milliseconds(time: &Value) -> i64 {
    let text = time.as_str().unwrap();
    assert!(text.ends_with("+08:00") && text.len() == 25, "{text}");
    text.parse::<Timestamp>().unwrap().as_millisecond()
}

#[tokio::test]
async fn rules_come_ten_at_a_time_with_their_conditions() {
    let (client, _) = with_instance(still()).await;
    let answer = client.get(RULES).await;
    let rules = answer.body["alarms"].as_array().unwrap();
    assert_eq!(
        (answer.status, &answer.body["count"]),
        (200, &json!(rules.len()))
    );
    let backlog = json!({
        "metric_name": "messages_ready", "period": 300, "filter": "average", "comparison_operator": ">=",
        "unit": "Count", "count": 3, "suppress_duration": 0, "namespace": "SYS.DMS",
        "dimension_name": "rabbitmq_instance_id", "level": 2, "value": 10_000.0,
    });
    assert_eq!(
        (&rules[0]["name"], &rules[0]["policies"]),
        (&json!("ready backlog"), &json!([backlog]))
    );
    assert_eq!(
        rules[0]["resources"],
        json!([{ "dimensions": [{ "name": "rabbitmq_instance_id" }] }])
    );
    let graded = rules
        .iter()
        .find(|rule| rule["name"] == "磁盘使用率")
        .unwrap();
    let thresholds = json!({ "critical": 95.0, "major": 85.0, "minor": null, "info": null });
    assert_eq!(graded["policies"][0]["hierarchical_value"], thresholds);
    assert!(rules.iter().any(|rule| rule["enabled"] == false));
    let two = client.get(&format!("{RULES}?offset=1&limit=2")).await.body;
    assert_eq!(
        (two["alarms"].as_array().unwrap(), &two["count"]),
        (&rules[1..3].to_vec(), &answer.body["count"])
    );
}

#[tokio::test]
async fn rules_are_found_by_what_they_are_and_what_they_are_for() {
    let (client, id) = with_instance(still()).await;
    let names = async |query: &str| {
        let answer = client.get(&format!("{RULES}?{query}")).await;
        let rules = answer.body["alarms"].as_array().unwrap().clone();
        rules
            .iter()
            .map(|rule| rule["name"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(names("name=down&namespace=SYS.DMS").await, ["broker down"]);
    assert_eq!(
        names("alarm_id=al1785000400000NodeAlive").await,
        ["broker down"]
    );
    let of_node = names(&format!("resource_id={id},dms-vm-{}-rabbitmq-0", &id[..8])).await;
    assert_eq!(of_node, ["watermarks", "broker down", "cpu of brokers"]);
    assert!(
        names(&format!("resource_id={id}"))
            .await
            .contains(&"磁盘使用率".to_owned())
    );
    for nothing in [
        "namespace=SYS.ECS",
        "resource_id=i",
        "resource_level=product",
    ] {
        assert_eq!(names(nothing).await, Vec::<String>::new(), "{nothing}");
    }
}

#[tokio::test]
async fn a_rules_instances_and_conditions_are_calls_of_their_own() {
    let client = troubled().await;
    let show = async |rule: &str, part: &str| client.get(&format!("{RULES}/{rule}/{part}")).await;
    let resources = show("al1785000600000ReadyLogs", "resources?limit=100")
        .await
        .body;
    let listed = resources["resources"].as_array().unwrap();
    assert!(!listed.is_empty());
    assert_eq!(resources["count"], listed.len());
    assert_eq!(listed[0][0]["name"], "rabbitmq_instance_id");
    let of_all = show("al1785000400000NodeAlive", "resources").await.body;
    assert_eq!(of_all, json!({ "resources": [], "count": 0 }));
    let policies = show("al1785000500000Watermark", "policies").await.body;
    assert_eq!(policies["count"], 2);
    assert_eq!(
        policies["policies"][1]["metric_name"],
        "rabbitmq_disk_insufficient"
    );
    let missing = show("al1785000400000Nothing00", "policies").await;
    assert_eq!(missing.refusal(), (404, "ces.0016"));
}

#[tokio::test]
async fn an_alarm_fires_from_when_its_figures_say_so() {
    let client = troubled().await;
    let all = own(&client, "namespace=SYS.DMS&status=alarm").await;
    let record = all
        .iter()
        .find(|record| record["name"] == "watermarks")
        .unwrap();
    assert_eq!(
        (&record["level"], &record["end_time"], &record["type"]),
        (&json!(1), &Value::Null, &json!("ALL_INSTANCE"))
    );
    let dimensions = &record["metric"]["dimensions"];
    let (id, node) = (
        dimensions[0]["value"].as_str().unwrap(),
        dimensions[1]["value"].as_str().unwrap(),
    );
    assert_eq!(
        record["additional_info"]["resource_id"],
        format!("{id},{node}")
    );
    let metric = record["metric"]["metric_name"].as_str().unwrap();
    let asked = query(vec![series(metric, id, Some(("rabbitmq_node", node)))], 120);
    let answer = client
        .post("/V1.0/{p}/batch-query-metric-data", &asked)
        .await;
    let points = answer.body["metrics"][0]["datapoints"]
        .as_array()
        .unwrap()
        .clone();
    let first = points
        .iter()
        .rev()
        .take_while(|point| point["average"] == 1.0)
        .last()
        .unwrap();
    let first = first["timestamp"].as_i64().unwrap();
    assert_eq!(
        milliseconds(&record["begin_time"]),
        first + MINUTE + 90_000,
        "its minute and the lag"
    );
    assert_eq!(milliseconds(&record["data_points"][0]["time"]), first);
    assert_eq!(record["condition"]["value"], 1.0);
    let again = own(&client, "namespace=SYS.DMS&status=alarm").await;
    assert_eq!(again, all, "the same figures make the same records");
}

#[tokio::test]
async fn it_is_over_when_they_say_so() {
    let client = troubled().await;
    let find = async |status: &str| {
        let all = own(&client, &format!("status={status}&name=watermarks")).await;
        all.into_iter().next()
    };
    let fired = find("alarm").await.unwrap();
    assert_eq!(find("ok").await, None);
    for _ in 0..24 {
        client.simulator.advance(Duration::from_secs(600));
        if find("alarm").await.is_none() {
            break;
        }
    }
    let over = find("ok").await.unwrap();
    assert_eq!(
        (&over["record_id"], &over["begin_time"]),
        (&fired["record_id"], &fired["begin_time"])
    );
    assert_eq!(over["end_time"], over["alarm_recovery_time"]);
    assert!(milliseconds(&over["end_time"]) > milliseconds(&over["last_alarm_time"]));
}

#[tokio::test]
async fn statuses_are_repeated_or_joined_by_commas_or_one() {
    let client = troubled().await;
    // By then the memory alarm is over; that of the other engine is not.
    client.seconds(55 * 60);
    let count = async |query: &str| histories(&client, query).await.len();
    let (alarm, ok) = (count("status=alarm").await, count("status=ok").await);
    let silent = count("status=insufficient_data").await;
    assert!(alarm > 0 && ok > 0);
    for both in [
        "status=alarm&status=ok",
        "status=alarm,ok",
        "status=alarm%2Cok",
    ] {
        assert_eq!(count(both).await, alarm + ok, "{both}");
    }
    assert_eq!(count("").await, alarm + ok + silent);
    assert_eq!(count("status=invalid,ok_manual").await, 0);
}

#[tokio::test]
async fn histories_are_narrowed_ordered_and_paged() {
    let client = troubled().await;
    let all = histories(&client, "").await;
    let first = &all[0];
    let name = |key: &str| first[key].as_str().unwrap().to_owned();
    for narrow in [
        format!("record_id={}", name("record_id")),
        format!(
            "alarm_id={}&alarm_id=al0000000000000000000000",
            name("alarm_id")
        ),
        format!(
            "resource_id={}",
            first["additional_info"]["resource_id"].as_str().unwrap()
        ),
        format!(
            "level={}&alarm_type=metric&mask_status=UN_MASKED",
            first["level"]
        ),
    ] {
        let found = histories(&client, &narrow).await;
        assert!(
            found.contains(first) && found.len() <= all.len(),
            "{narrow}"
        );
    }
    let begun = name("begin_time").replace('+', "%2B");
    let since = histories(
        &client,
        &format!("create_time_from={begun}&create_time_to={begun}"),
    )
    .await;
    assert!(
        since.contains(first)
            && since
                .iter()
                .all(|record| record["begin_time"] == first["begin_time"])
    );
    for nothing in [
        "alarm_type=event",
        "mask_status=MASKED",
        "namespace=SYS.ECS",
        "name=nothing",
        "to=2020-01-01T00:00:00Z",
    ] {
        assert_eq!(
            histories(&client, nothing).await,
            Vec::<Value>::new(),
            "{nothing}"
        );
    }
    let page = client
        .get(&format!("{HISTORIES}?offset=1&limit=1"))
        .await
        .body;
    assert_eq!(
        (&page["alarm_histories"][0], &page["count"]),
        (&all[1], &json!(all.len()))
    );
    let levels = histories(&client, "order_by=alarm_level").await;
    assert!(levels.is_sorted_by_key(|record| record["level"].as_i64()));
}

#[tokio::test]
async fn other_engines_have_alarms_in_the_same_namespace() {
    let client = troubled().await;
    let kafka = histories(&client, "name=kafka").await;
    assert_eq!(
        kafka[0]["metric"]["dimensions"][0]["name"],
        "kafka_instance_id"
    );
}

#[tokio::test]
async fn wrong_parameters_are_refused_in_the_flat_shape() {
    let (client, _) = with_instance(still()).await;
    for (path, code) in [
        (format!("{HISTORIES}?status=firing"), "ces.0013"),
        (
            format!("{HISTORIES}?status=alarm,ok,invalid,ok_manual"),
            "ces.0013",
        ),
        (format!("{HISTORIES}?level=5"), "ces.0013"),
        (format!("{HISTORIES}?from=yesterday"), "ces.0013"),
        // A plus sign that is not encoded is a blank.
        (
            format!("{HISTORIES}?from=2026-02-10T10:05:46+08:00"),
            "ces.0013",
        ),
        (format!("{HISTORIES}?order_by=name"), "ces.0013"),
        (format!("{HISTORIES}?alarm_type=other"), "ces.0013"),
        (format!("{HISTORIES}?limit=101"), "ces.0006"),
        (format!("{RULES}?limit=0"), "ces.0006"),
        (format!("{RULES}?offset=10001"), "ces.0006"),
    ] {
        assert_eq!(client.get(&path).await.refusal(), (400, code), "{path}");
    }
}

#[tokio::test]
async fn a_listed_instance_that_is_silent_for_three_hours_has_too_little_data() {
    let (client, id) = with_instance(still()).await;
    let listed = "5f0c1a2b-0000-4000-a000-000000000000";
    client.simulator.edit(|world| {
        let mut instance = world.remove(&id).unwrap();
        listed.clone_into(&mut instance.id);
        world.insert(instance);
        world.set_status(listed, Status::Frozen);
    });
    client.seconds(3 * 3600 - 600);
    let silent = async || own(&client, "status=insufficient_data").await;
    assert_eq!(silent().await, Vec::<Value>::new());
    client.seconds(600);
    let records = silent().await;
    assert_eq!((records.len(), &records[0]["data_points"]), (1, &json!([])));
    assert_eq!(
        milliseconds(&records[0]["begin_time"]),
        NOW - 20_000 + 175 * MINUTE
    );
    client.seconds(240);
    assert_eq!(silent().await, records);
}

#[tokio::test]
async fn a_fleet_of_ten_thousand_costs_no_more_than_one_of_hundreds() {
    let client = Client::start(Config {
        instances: 10_000,
        incidents: vec!["memory-alarm".parse().unwrap()],
        ..still()
    })
    .await;
    let begun = Instant::now();
    let fired = own(&client, "name=watermarks&status=alarm").await;
    assert!(!fired.is_empty(), "what is troubled is looked at first");
    // Some 20 ms in an optimised build; this one is not, and shares its cores.
    assert!(
        begun.elapsed() < Duration::from_secs(3),
        "{:?}",
        begun.elapsed()
    );
}
