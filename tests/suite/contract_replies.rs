//! Each example reply of the reference is read into the value one would expect.

use warren::api::v2::*;
use warren::api::{ItemReply, Read, Rows, Write, WriteReply};
use warren::model::*;

macro_rules! body {
    ($name:literal) => {
        include_bytes!(concat!("../fixtures/v2/", $name, ".json"))
    };
}

fn id(text: &str) -> InstanceId {
    InstanceId::new(text).unwrap()
}

fn text(text: &str) -> Option<String> {
    Some(text.to_owned())
}

fn texts(all: &[&str]) -> Vec<String> {
    all.iter().map(|&text| text.to_owned()).collect()
}

fn rows<T>(rows: Vec<T>) -> Rows<T> {
    Rows {
        rows,
        ..Rows::default()
    }
}

fn tag(key: &str, value: &str) -> Tag {
    Tag {
        key: key.into(),
        value: value.into(),
    }
}

/// The instance that list and detail of the reference show.
fn api_explorer() -> Instance {
    Instance {
        name: text("api-explorer"),
        status: Some(Status::Running),
        kind: text("single"),
        engine_version: text("3.8.35"),
        specification: text("2vCPUs 4GB"),
        product_id: text("00300-30109-0--0"),
        resource_spec_code: text("dms.instance.rabbitmq.single.c3.2u4g"),
        storage: Storage {
            used: Some(4),
            usable: Some(88),
            total: Some(100),
            spec_code: text("dms.physical.storage.normal"),
            extend_times: Some(0),
            resource_id: text("52be287d-1d6a-4d30-937e-185b3f176fc4"),
            logical_volume: Some(true),
        },
        network: Network {
            connect_address: text("192.168.0.74"),
            port: Some(5672),
            management_address: text("http://192.168.0.74:15672"),
            ssl: Some(false),
            public: Some(false),
            vpc_id: text("40a6501e-85ca-4449-a0db-b8bc7f0cec28"),
            vpc_name: text("vpc-a400"),
            subnet_id: text("a7f9a564-30dd-4059-8124-364ca6554578"),
            security_group_id: text("bfd68e26-f8ef-4a91-a373-0a8f5c198601"),
            security_group_name: text("Sys-default"),
            zone_ids: texts(&["9f1c5806706d4c1fb0eb72f0a9b18c77"]),
            ipv6: Some(false),
            ..Network::default()
        },
        billing: Some(Billing::PayPerUse),
        created_at: Some(1_590_047_080_687),
        maintain_begin: text("22:00:00"),
        maintain_end: text("02:00:00"),
        user_name: text("dms_user"),
        user_id: text("3df5acbc24a54fadb62a043c9000a307"),
        enterprise_project_id: text("0"),
        tags: vec![tag("key1", "value1"), tag("key2", "value2")],
        ..Instance::bare(id("de873040-d661-4770-aa96-9329c71d7c8a"))
    }
}

#[test]
fn the_list_of_instances_is_read() {
    let page = ListInstances {
        offset: 0,
        limit: 50,
    }
    .decode(body!("list_instances"));
    let expected = InstancePage {
        instances: vec![api_explorer().into()],
        foreign: Vec::new(),
        unidentified: 0,
        total: Some(1),
    };
    assert_eq!(page, Ok(expected));
}

#[test]
fn the_detail_of_an_instance_is_read_and_kept_as_it_came() {
    let show = ShowInstance {
        instance: id("de873040-d661-4770-aa96-9329c71d7c8a"),
    };
    let detail = show.decode(body!("show_instance")).unwrap();
    let expected = Instance {
        broker_num: Some(1),
        access_user: text("root_01"),
        user_name: text("paas_dms_pwx483199_01"),
        ..api_explorer()
    };
    assert_eq!(detail.instance, expected);
    let raw: serde_json::Value = serde_json::from_slice(body!("show_instance")).unwrap();
    assert_eq!(detail.raw, raw);
}

#[test]
fn a_detail_about_another_instance_is_refused() {
    let show = ShowInstance {
        instance: id("another"),
    };
    assert_eq!(
        show.decode(body!("show_instance")).unwrap_err().at,
        "instance_id"
    );
    assert_eq!(
        show.decode(b"{}").unwrap().instance,
        Instance::bare(id("another"))
    );
}

#[test]
fn the_answers_to_writes_are_read() {
    assert_eq!(
        CreateInstance::decode(body!("create")),
        Ok(WriteReply::Created(id(
            "8959ab1c-7n1a-yyb1-a05t-93dfc361b32d"
        )))
    );
    assert_eq!(CreateInstance::decode(b"{}").unwrap_err().at, "instance_id");
    let job = |id| Ok(WriteReply::Job(TaskId::new(id).unwrap()));
    assert_eq!(
        SetPlugins::decode(body!("plugins_enable")),
        job("8abfa7b27437db8f01744ea8ad4f245e")
    );
    assert_eq!(
        Extend::decode(body!("extend")),
        job("93b94287-728d-4bb1-a158-cb66cb0854e7")
    );
    assert_eq!(DeleteInstance::decode(b""), Ok(WriteReply::Nothing));
    assert_eq!(ResetPassword::decode(b""), Ok(WriteReply::Nothing));
    assert_eq!(ModifyInstance::decode(b""), Ok(WriteReply::Nothing));
}

#[test]
fn a_batch_says_what_became_of_each_or_nothing_at_all() {
    let outcome = |instance: &str, accepted| ItemReply {
        job: None,
        why: None,
        instance: id(instance),
        accepted,
    };
    assert_eq!(
        BatchAction::decode(body!("batch_delete")),
        Ok(WriteReply::Each(vec![outcome(
            "019cacb7-4ff0-4d3c-9f33-f5f7b7fdc0e6",
            Some(true)
        )]))
    );
    let mixed = br#"{"results":[{"instance":"a","result":"failed"},{"instance":"b"}]}"#;
    assert_eq!(
        BatchAction::decode(mixed),
        Ok(WriteReply::Each(vec![
            outcome("a", Some(false)),
            outcome("b", None)
        ]))
    );
    assert_eq!(BatchAction::decode(b""), Ok(WriteReply::Each(Vec::new())));
}

#[test]
fn plugins_are_read() {
    let plugin = |name: &str, on, version: &str| Plugin {
        name: PluginName::new(name).unwrap(),
        enabled: Some(on),
        running: Some(on),
        version: text(version),
    };
    let expected = PluginList {
        plugins: vec![
            plugin("rabbitmq_amqp1_0", true, "3.8.35"),
            plugin("rabbitmq_delayed_message_exchange", true, "3.8.0"),
            plugin("rabbitmq_federation", false, "3.8.35"),
        ],
        ..PluginList::default()
    };
    let list = ListPlugins { instance: id("i") };
    assert_eq!(list.decode(body!("plugins")), Ok(expected));
}

fn task() -> Task {
    Task {
        id: TaskId::new("ff80808272dcc90f0172df1e490f41b0").unwrap(),
        name: "bindInstancePublicIp".into(),
        user_name: text("dms_test"),
        params: None,
        status: Some(TaskStatus::Success),
        created_at: Some(1_592_881_203_471),
        updated_at: Some(1_592_881_208_130),
    }
}

#[test]
fn tasks_are_read_with_their_parameters_as_they_came() {
    let page = ListTasks {
        instance: id("i"),
        start: 1,
        limit: 10,
        span: None,
    }
    .decode(body!("tasks"))
    .unwrap();
    let spaced = r#"{"public_ip_id":"06a13350-4305-4338-9f0e-6b322bb1413d", "public_ip_address": "xx.xx.xx.xx", "enable_public_ip": true}"#;
    let listed = Task {
        params: text(spaced),
        ..task()
    };
    assert_eq!(
        page,
        TaskPage {
            tasks: rows(vec![listed]),
            total: Some(1)
        }
    );
    let show = ShowTask {
        instance: id("i"),
        task: task().id,
    };
    let dense = spaced.replace(", ", ",").replace(": ", ":");
    let shown = Task {
        params: Some(dense),
        ..task()
    };
    assert_eq!(show.decode(body!("task")), Ok(Some(shown)));
    let other = ShowTask {
        instance: id("i"),
        task: TaskId::new("other").unwrap(),
    };
    assert_eq!(other.decode(body!("task")), Ok(None));
}

#[test]
fn tags_are_read() {
    let of_instance = ListInstanceTags { instance: id("i") };
    assert_eq!(
        of_instance.decode(body!("instance_tags")),
        Ok(rows(vec![tag("key1", "value1"), tag("key2", "value2")]))
    );
    let project_tag = |key: &str, values: &[&str]| ProjectTag {
        key: key.into(),
        values: texts(values),
    };
    assert_eq!(
        ListProjectTags.decode(body!("project_tags")),
        Ok(rows(vec![
            project_tag("key1", &["value-test", "value1"]),
            project_tag("key2", &["value2"]),
        ]))
    );
}

#[test]
fn windows_and_zones_are_read_however_large_the_remaining_time_is() {
    let windows = MaintainWindows.decode(body!("maintain_windows")).unwrap();
    let hours = ["22", "02", "06", "10", "14", "18", "22"];
    let expected = hours.windows(2).map(|pair| Window {
        begin: pair[0].into(),
        end: pair[1].into(),
        default: pair[0] == "02",
    });
    assert_eq!(windows, rows(expected.collect()));
    let zone = |id: &str, name: &str, default| Zone {
        id: id.into(),
        code: text("xxx"),
        name: text(name),
        sold_out: false,
        default,
    };
    // `remain_time` in this example does not fit a signed 64-bit number.
    assert_eq!(
        AvailableZones.decode(body!("available_zones")),
        Ok(rows(vec![
            zone("d539378ec1314c85b76fefa3f7071458", "AZ 2.", true),
            zone("9f1c5806706d4c1fb0eb72f0a9b18c77", "AZ 3.", false),
        ]))
    );
    let beyond =
        br#"{"available_zones":[{"id":"z","remain_time":99999999999999999999999,"soldOut":"true"},
        {"id":"y","resource_availability":"false"}]}"#;
    let beyond = AvailableZones.decode(beyond).unwrap();
    assert_eq!(
        beyond
            .rows
            .iter()
            .map(|zone| zone.sold_out)
            .collect::<Vec<_>>(),
        [true, true]
    );
}

fn storage_type(spec: &str) -> StorageType {
    StorageType {
        spec: format!("dms.physical.storage.{spec}.v2"),
        stock: Stock {
            zones: texts(&["xxx"]),
            sold_out: texts(&["xxx"]),
        },
    }
}

fn single(id: &str, min_storage: u64, connections: u64, queues: u64, disks: [&str; 2]) -> Product {
    Product {
        id: id.into(),
        kind: ProductKind::Single,
        specification: None,
        hourly: true,
        monthly: true,
        min_broker: Some(1),
        max_broker: Some(1),
        broker_step: Some(0),
        min_storage: Some(min_storage),
        max_storage: Some(30_000),
        max_connections: Some(connections),
        max_queues: Some(queues),
        max_consumers: None,
        max_tps: None,
        stock: Stock::default(),
        storage_types: disks.map(storage_type).to_vec(),
    }
}

#[test]
fn products_are_read_with_their_numbers_in_texts() {
    let cluster = Product {
        kind: ProductKind::Cluster,
        min_broker: Some(3),
        max_broker: Some(7),
        broker_step: Some(2),
        ..single("c6.4u8g.cluster", 100, 4500, 400, ["high", "ultra"])
    };
    let expected = ProductList {
        versions: texts(&["3.8.35"]),
        products: rows(vec![
            single("c6.2u4g.single", 200, 2000, 100, ["ultra", "high"]),
            cluster,
        ]),
    };
    assert_eq!(Products.decode(body!("products")), Ok(expected));
    let expected = ProductList {
        versions: texts(&["3.8.35"]),
        products: rows(
            [
                single("c6.2u4g.single", 100, 2000, 100, ["ultra", "high"]),
                single("c6.4u8g.single", 100, 3000, 200, ["high", "ultra"]),
            ]
            .map(|product| Product {
                stock: Stock {
                    zones: texts(&["xxx"]),
                    sold_out: Vec::new(),
                },
                ..product
            })
            .to_vec(),
        ),
    };
    let sizes = ShowExtend { instance: id("i") };
    assert_eq!(sizes.decode(body!("extend_products")), Ok(expected));
}
