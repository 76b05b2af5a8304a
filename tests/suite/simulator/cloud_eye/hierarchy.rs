//! What of an instance Cloud Eye has figures of, asked of the message service.

use serde_json::{Value, json};
use warren::simulator::{CloudEye, Config};

use super::{Client, query, still, with_instance};

async fn hierarchy(client: &Client, id: &str) -> Value {
    let answer = client
        .get(&format!("/v2/{{p}}/instances/{id}/ces-hierarchy"))
        .await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    answer.body
}

/// A series of each metric of each entity, as the routers say.
fn series(hierarchy: &Value) -> Vec<Value> {
    let id = &hierarchy["instance_ids"][0]["name"];
    let mut found = Vec::new();
    for kind in hierarchy["dimensions"].as_array().unwrap() {
        let router = kind["dim_router"].as_array().unwrap();
        let entities = hierarchy[kind["key_name"][0].as_str().unwrap()]
            .as_array()
            .unwrap();
        for entity in entities {
            let values = [id, &entity["name"]];
            let dimensions: Vec<Value> = router
                .iter()
                .zip(values)
                .map(|(name, value)| json!({ "name": name, "value": value }))
                .collect();
            for metric in kind["metrics"].as_array().unwrap() {
                found.push(json!({ "namespace": "SYS.DMS", "metric_name": metric, "dimensions": dimensions }));
            }
        }
    }
    found
}

#[tokio::test]
async fn every_series_it_leads_to_is_there() {
    let (client, id) = with_instance(still()).await;
    let hierarchy = hierarchy(&client, &id).await;
    let all = series(&hierarchy);
    assert!(all.len() > 100, "{}", all.len());
    for part in all.chunks(500) {
        let answer = client
            .post(
                "/V1.0/{p}/batch-query-metric-data",
                &query(part.to_vec(), 6),
            )
            .await;
        let entries = answer.body["metrics"].as_array().unwrap().clone();
        let empty = entries
            .iter()
            .find(|entry| entry["datapoints"] == json!([]));
        assert_eq!(empty, None);
    }
}

#[tokio::test]
async fn it_names_nodes_queues_vhosts_and_exchanges() {
    let (client, id) = with_instance(still()).await;
    let hierarchy = hierarchy(&client, &id).await;
    let keys: Vec<_> = hierarchy
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    assert_eq!(
        keys,
        [
            "dimensions",
            "instance_ids",
            "nodes",
            "queues",
            "vhosts",
            "exchanges",
            "groups"
        ]
    );
    let node =
        json!({ "name": format!("dms-vm-{}-rabbitmq-0", &id[..8]), "available_zone": "AZ1" });
    assert_eq!(
        (
            &hierarchy["nodes"][0],
            hierarchy["nodes"].as_array().unwrap().len()
        ),
        (&node, 3)
    );
    assert_eq!(hierarchy["vhosts"][0], json!({ "name": "/" }));
    assert_eq!(
        hierarchy["exchanges"][0],
        json!({ "name": "amq.direct", "vhost": "/" })
    );
    let last = hierarchy["queues"].as_array().unwrap().last().unwrap();
    assert_eq!(*last, json!({ "name": "dead-letters", "vhost": "/" }));
}

#[tokio::test]
async fn kinds_stand_beside_the_instances_own_or_below_it() {
    let names = |kinds: &Value| {
        let kinds = kinds.as_array().unwrap().iter();
        kinds
            .map(|kind| kind["name"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    let (client, id) = with_instance(still()).await;
    let flat = hierarchy(&client, &id).await["dimensions"].clone();
    assert_eq!(
        names(&flat),
        ["rabbitmq_instance_id", "rabbitmq_node", "rabbitmq_queue"]
    );
    assert_eq!(
        (&flat[0]["children"], &flat[2]["children"]),
        (&json!([]), &Value::Null)
    );
    let cloud_eye = CloudEye {
        nested_hierarchy: true,
        ..CloudEye::default()
    };
    let (client, id) = with_instance(Config {
        cloud_eye,
        ..still()
    })
    .await;
    let nested = hierarchy(&client, &id).await["dimensions"].clone();
    assert_eq!(names(&nested), ["rabbitmq_instance_id"]);
    assert_eq!(
        names(&nested[0]["children"]),
        ["rabbitmq_node", "rabbitmq_queue"]
    );
}

#[tokio::test]
async fn the_amqp_edition_has_vhosts_in_place_of_nodes_and_queues() {
    let (client, id) = with_instance(still()).await;
    client.simulator.edit(|world| {
        world.instance_mut(&id).unwrap().version = "AMQP-0-9-1".to_owned();
    });
    let hierarchy = hierarchy(&client, &id).await;
    assert_eq!(
        hierarchy["dimensions"][1]["dim_router"],
        json!(["rabbitmq_instance_id", "rabbitmq_vhost"])
    );
    assert_eq!(
        (&hierarchy["nodes"], &hierarchy["queues"]),
        (&json!([]), &json!([]))
    );
}

#[tokio::test]
async fn an_old_instance_names_only_what_it_reports_and_errors_are_the_message_services() {
    let (client, id) = with_instance(Config {
        faults: vec!["403@show_hierarchy:after=1".parse().unwrap()],
        ..still()
    })
    .await;
    client.simulator.edit(|world| {
        let mut instance = world.remove(&id).unwrap();
        instance.created = "2021-01-01T00:00:00Z".parse().unwrap();
        world.insert(instance);
    });
    let counts: Vec<usize> = hierarchy(&client, &id).await["dimensions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|kind| kind["metrics"].as_array().unwrap().len())
        .collect();
    assert_eq!(counts, [10, 17, 2]);
    let path = format!("/v2/{{p}}/instances/{id}/ces-hierarchy");
    assert_eq!(client.get(&path).await.refusal(), (403, "DMS.00403003"));
    client.simulator.set_faults(Vec::new());
    let nobody = client
        .get("/v2/{p}/instances/11111111-1111-1111-1111-111111111111/ces-hierarchy")
        .await;
    assert_eq!(nobody.refusal(), (404, "DMS.00404022"));
}
