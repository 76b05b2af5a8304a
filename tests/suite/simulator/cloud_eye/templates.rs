//! Templates for alarm rules, and the switch that makes rules of them all.

use serde_json::{Value, json};

use super::{Client, still};

const TEMPLATES: &str = "/v2/{p}/alarm-templates";

async fn listed(client: &Client, query: &str) -> Vec<Value> {
    let answer = client.get(&format!("{TEMPLATES}?{query}")).await;
    let templates = answer.body["alarm_templates"].as_array().unwrap().clone();
    assert_eq!(
        (answer.status, &answer.body["count"]),
        (200, &json!(templates.len()))
    );
    templates
}

#[tokio::test]
async fn a_template_is_found_by_its_dimension_and_shows_its_conditions() {
    let client = Client::start(still()).await;
    let node = "namespace=SYS.DMS&template_type=system&dim_name=rabbitmq_instance_id,rabbitmq_node";
    let found = listed(&client, node).await;
    let head = json!({
        "template_id": "at1677636000000RmqBroker", "template_name": "DMS-RabbitMQ-node",
        "template_type": "system", "create_time": "2023-03-01T10:00:00+08:00", "template_description": "",
    });
    assert_eq!(found, std::slice::from_ref(&head));
    let shown = client
        .get(&format!("{TEMPLATES}/at1677636000000RmqBroker"))
        .await
        .body;
    assert_eq!(shown["template_name"], head["template_name"]);
    let alive = json!({
        "metric_name": "rabbitmq_alive", "period": 1, "filter": "average", "comparison_operator": "<",
        "unit": "Count", "count": 1, "suppress_duration": 300, "namespace": "SYS.DMS",
        "dimension_name": "rabbitmq_instance_id,rabbitmq_node", "alarm_level": 1, "value": 1.0,
    });
    assert_eq!(shown["policies"][0], alive);
}

#[tokio::test]
async fn what_is_not_there_is_empty_or_not_found_and_a_wrong_type_is_refused() {
    let client = Client::start(still()).await;
    assert_eq!(listed(&client, "").await.len(), 2);
    for nothing in [
        "template_type=custom",
        "namespace=SYS.ECS",
        "dim_name=kafka_instance_id",
        "template_name=Kafka",
    ] {
        assert_eq!(
            listed(&client, nothing).await,
            Vec::<Value>::new(),
            "{nothing}"
        );
    }
    let refusal = async |path: &str| {
        let answer = client.get(&format!("{TEMPLATES}{path}")).await;
        (answer.status, answer.refusal().1.to_owned())
    };
    assert_eq!(refusal("/at0").await, (404, "ces.0016".to_owned()));
    assert_eq!(
        refusal("?template_type=own").await,
        (400, "ces.0013".to_owned())
    );
    assert_eq!(refusal("?limit=101").await, (400, "ces.0006".to_owned()));
}

#[tokio::test]
async fn the_vendors_rules_are_off() {
    let client = Client::start(still()).await;
    let body = client.get("/v2/{p}/one-click-alarms").await.body;
    let switch = &body["one_click_alarms"][0];
    assert_eq!(
        (&switch["namespace"], &switch["enabled"]),
        (&json!("SYS.DMS"), &json!(false))
    );
}
