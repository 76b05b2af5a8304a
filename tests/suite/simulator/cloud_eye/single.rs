//! The query of one series.

use serde_json::{Value, json};

use super::{MINUTE, NOW, query, series, still, with_instance};

fn path(id: &str, period: &str, changed: (&str, &str)) -> String {
    let mut parameters = [
        ("namespace", "SYS.DMS".to_owned()),
        ("metric_name", "rabbitmq_alive".to_owned()),
        ("dim.0", format!("rabbitmq_instance_id%2C{id}")),
        (
            "dim.1",
            format!("rabbitmq_node%2Cdms-vm-{}-rabbitmq-0", &id[..8]),
        ),
        ("filter", "min".to_owned()),
        ("period", period.to_owned()),
        ("from", (NOW - 20 * MINUTE).to_string()),
        ("to", NOW.to_string()),
    ];
    for parameter in parameters.iter_mut().filter(|(key, _)| *key == changed.0) {
        changed.1.clone_into(&mut parameter.1);
    }
    let parameters: Vec<_> = parameters
        .iter()
        .map(|(key, value)| format!("{key}={value}"))
        .collect();
    format!("/V1.0/{{p}}/metric-data?{}", parameters.join("&"))
}

#[tokio::test]
async fn each_point_has_its_unit_and_the_value_of_the_batch_query() {
    let (client, id) = with_instance(still()).await;
    let answer = client.get(&path(&id, "300", ("", ""))).await;
    let at = |minute: i64| NOW - 20_000 + minute * MINUTE;
    let points = [-20, -15, -10]
        .map(|minute| json!({ "min": 1.0, "timestamp": at(minute), "unit": "Count" }));
    let expected = json!({ "metric_name": "rabbitmq_alive", "datapoints": points });
    assert_eq!((answer.status, answer.body), (200, expected));
    let path = path(&id, "1", ("metric_name", "disk_free"));
    let single = client.get(&path).await.body["datapoints"].clone();
    let node = format!("dms-vm-{}-rabbitmq-0", &id[..8]);
    let asked = vec![series("disk_free", &id, Some(("rabbitmq_node", &node)))];
    let batch = client
        .post("/V1.0/{p}/batch-query-metric-data", &query(asked, 20))
        .await;
    let batch = batch.body["metrics"][0]["datapoints"]
        .as_array()
        .unwrap()
        .clone();
    let values = |points: &[Value], key: &str| {
        points
            .iter()
            .map(|point| point[key].clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(
        values(single.as_array().unwrap(), "min"),
        values(&batch, "average")
    );
}

#[tokio::test]
async fn what_is_not_there_has_no_points_and_a_wrong_parameter_is_refused() {
    let (client, id) = with_instance(still()).await;
    for missing in [
        ("metric_name", "alive"),
        ("namespace", "SYS.ECS"),
        ("dim.1", "rabbitmq_node,n"),
    ] {
        let answer = client.get(&path(&id, "300", missing)).await;
        assert_eq!(
            (answer.status, &answer.body["datapoints"]),
            (200, &json!([])),
            "{missing:?}"
        );
    }
    for wrong in [
        ("period", "2"),
        ("period", ""),
        ("filter", "mean"),
        ("from", "1785000000"),
        ("to", "1780000000000"),
        ("dim.0", ""),
        ("namespace", ""),
    ] {
        let answer = client.get(&path(&id, "300", wrong)).await;
        assert_eq!(
            (answer.status, &answer.body["message"]["code"]),
            (400, &json!("ces.0013")),
            "{wrong:?}"
        );
    }
}
