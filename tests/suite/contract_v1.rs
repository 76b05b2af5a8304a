//! V1.0: the examples of both references, as requests that are sent and as replies that are read.
//!
//! Fixtures that end in `_en` and `_zh` differ between the documents. Masked values are replaced
//! in them, keys without quotes have them, and what page breaks tore apart is put together. The
//! list of products is the Chinese document's: the English one's ends in the middle.

use std::sync::Mutex;

use serde_json::{Value, json};
use warren::api::v2::*;
use warren::api::{
    ErrorKind, ItemReply, OneOrMore, Read, Request, Unsupported, Write, WriteError, WriteReply,
};
use warren::model::*;
use warren::secret::Secret;

use super::scripted::{Reply, Service, clients, send};

mod wire;

macro_rules! body {
    ($name:literal) => {
        include_bytes!(concat!("../fixtures/v1/", $name, ".json"))
    };
}

macro_rules! fixture {
    ($name:literal) => {
        serde_json::from_slice::<Value>(body!($name)).unwrap()
    };
}

fn project() -> ProjectId {
    ProjectId::new("pid").unwrap()
}

fn id(text: &str) -> InstanceId {
    InstanceId::new(text).unwrap()
}

fn text(text: &str) -> Option<String> {
    Some(text.to_owned())
}

/// Method and address, and the body as the service will parse it.
fn sent(request: &Request) -> (String, Value) {
    let line = format!("{} {}", request.method.as_str(), request.uri());
    let body = request.body.as_ref().map_or(Value::Null, |body| {
        serde_json::from_slice(&body.bytes()).unwrap()
    });
    (line, body)
}

/// What a client of V1 sends for this read of the program.
fn read(operation: &impl Read) -> String {
    let request = operation.in_v1().unwrap()(operation, &project());
    assert_eq!(request.body, None);
    sent(&request).0
}

fn home(api: ApiVersion) -> Home {
    let project = project();
    Home { project, api }
}

/// The list, of which V1 has no pages.
const EVERY: ListInstances = ListInstances {
    offset: 0,
    limit: 50,
};

/// What a client of V1 sends for this write of the program.
fn write(operation: &impl Write) -> (String, Value) {
    sent(&operation.prepare(&home(ApiVersion::V1)).unwrap().request)
}

fn creation() -> CreateInstance {
    CreateInstance {
        name: "rabbitmq-demo".into(),
        description: Some(String::new()),
        engine_version: "3.7.17".into(),
        storage_space: 100,
        access_user: "root-01".into(),
        password: Secret::new("Example-Pw1"),
        vpc_id: "1e93f86e-13af-46c8-97d6-d40fa62b76c2".into(),
        security_group_id: "0aaa0033-bf7f-4c41-a6c2-18cd04cad2c8".into(),
        subnet_id: "b5fa806c-35e7-4299-b659-b39398dd4718".into(),
        available_zones: OneOrMore::one("d573142f24894ef3bd3664de068b44b0".into()),
        product_id: "00300-30109-0--0".into(),
        broker_num: Some(1),
        window: Some(("22:00".into(), "02:00".into())),
        public_ip_id: None,
        ssl: false,
        storage_spec_code: "dms.physical.storage.ultra".into(),
        enterprise_project_id: Some("0".into()),
        tags: Vec::new(),
        prepaid: None,
    }
}

#[test]
fn reads_ask_for_the_addresses_of_both_references() {
    let instance = id("iid");
    let asked = [
        read(&EVERY),
        read(&ShowInstance { instance }),
        read(&AvailableZones),
        read(&Products),
        read(&MaintainWindows),
    ];
    let expected = [
        "GET /v1.0/pid/instances?engine=rabbitmq&includeFailure=true",
        "GET /v1.0/pid/instances/iid",
        "GET /v1.0/availableZones",
        "GET /v1.0/products?engine=rabbitmq",
        "GET /v1.0/instances/maintain-windows",
    ];
    assert_eq!(asked, expected);
}

/// The examples spell the engine as people do and give an empty address for "no public access";
/// table 6-2 has the value `rabbitmq` and an address only with public access.
fn by_the_table(mut example: Value) -> Value {
    example["engine"] = "rabbitmq".into();
    assert_eq!(example["publicip_id"], "");
    example.as_object_mut().unwrap().remove("publicip_id");
    example
}

#[test]
fn creating_sends_the_examples_of_both_references() {
    let line = "POST /v1.0/pid/instances".to_owned();
    let chinese = by_the_table(fixture!("create_request_zh"));
    assert_eq!(write(&creation()), (line.clone(), chinese));
    let english = CreateInstance {
        engine_version: "3.x.x".into(),
        ..creation()
    };
    let expected = by_the_table(fixture!("create_request_en"));
    assert_eq!(write(&english), (line, expected));
}

#[test]
fn a_creation_that_v1_cannot_make_has_no_request_in_v1() {
    let tagged = CreateInstance {
        tags: vec![Tag {
            key: "env".into(),
            value: "prod".into(),
        }],
        ..creation()
    };
    let prepaid = CreateInstance {
        prepaid: Some(Prepaid {
            period: Period::Months(1),
            auto_pay: None,
            auto_renew: None,
        }),
        ..creation()
    };
    let spread = CreateInstance {
        available_zones: OneOrMore::of(["a", "b", "c"].map(String::from).to_vec()).unwrap(),
        ..creation()
    };
    for wanted in [tagged, prepaid, spread] {
        let call = wanted.prepare(&home(ApiVersion::V1));
        assert_eq!(call, Err(Unsupported), "{wanted:?}");
        assert!(wanted.prepare(&home(ApiVersion::V2)).is_ok());
    }
}

#[test]
fn modifying_sends_the_examples_with_the_times_of_the_table() {
    let line = "PUT /v1.0/pid/instances/iid".to_owned();
    let named = ModifyInstance {
        name: text("dms002"),
        description: text("instance description"),
        ..ModifyInstance::nothing(id("iid"))
    };
    let expected = fixture!("modify_name_request");
    assert_eq!(write(&named), (line.clone(), expected));
    let moved = ModifyInstance {
        window: Some(("02:00:00".into(), "06:00:00".into())),
        ..named
    };
    let mut expected = fixture!("modify_window_request");
    for key in ["maintain_begin", "maintain_end"] {
        expected[key] = format!("{}:00", expected[key].as_str().unwrap()).into();
    }
    assert_eq!(write(&moved), (line, expected));
}

#[test]
fn deleting_and_batches_send_the_examples() {
    let delete = DeleteInstance {
        instance: id("iid"),
    };
    let expected = ("DELETE /v1.0/pid/instances/iid".to_owned(), Value::Null);
    assert_eq!(write(&delete), expected);
    let ids = [
        "54602a9d-5e22-4239-9123-77e350df4a34",
        "7166cdea-dbad-4d79-9610-7163e6f8b640",
    ];
    let ids = OneOrMore::of(ids.map(id).to_vec()).unwrap();
    let line = "POST /v1.0/pid/instances/action".to_owned();
    for (action, expected) in [
        (
            BatchAction::Delete(ids.clone()),
            fixture!("batch_delete_request"),
        ),
        (
            BatchAction::Restart(ids),
            fixture!("batch_restart_request_zh"),
        ),
    ] {
        assert_eq!(write(&action), (line.clone(), expected));
    }
}

/// The instance that the detail of both references shows.
fn shown() -> Instance {
    Instance {
        name: text("dms-a11e"),
        status: Some(Status::Running),
        kind: text("single"),
        description: text("Create a instance"),
        engine_version: text("3.7.17"),
        specification: text("2vCPUs 4GB"),
        broker_num: Some(1),
        product_id: text("00300-30109-0--0"),
        resource_spec_code: text("dms.instance.rabbitmq.single.c3.2u4g"),
        storage: Storage {
            used: Some(50),
            usable: Some(100),
            ..Storage::default()
        },
        network: Network {
            connect_address: text("192.168.3.100"),
            port: Some(5672),
            management_address: text("http://192.168.0.177:9999"),
            ssl: Some(false),
            vpc_id: text("27d99e17-42f2-4751-818f-5c8c6c03ff15"),
            vpc_name: text("vpc_4944a40e-ac57-4f08-9d38-9786e2759458_192"),
            subnet_id: text("ec2f34b9-20eb-4872-85bd-bea9fc943128"),
            subnet_name: text("subnet_az_7f336767-10ec-48a5-9ae8-9cacde119318"),
            subnet_cidr: text("192.168.0.0/24"),
            security_group_id: text("60ea2db8-1a51-4ab6-9e11-65b418c24583"),
            security_group_name: text("sg_6379_4944a40e-ac57-4f08-9d38-9786e2759458"),
            zone_ids: vec!["1d7b939b382c4c3bb3481a8ca10da785".to_owned()],
            ..Network::default()
        },
        billing: Some(Billing::PayPerUse),
        created_at: Some(1_526_367_063_931),
        maintain_begin: text("22:00"),
        maintain_end: text("02:00"),
        access_user: text("user"),
        user_name: text("aabb02"),
        user_id: text("6d0977e4c9b74ae7b5a083a8d0d8fafa"),
        order_id: text("XXXXXXXXXX"),
        ..Instance::bare(id("68d5745e-6af2-40e4-945d-fe449be00148"))
    }
}

#[test]
fn the_details_of_both_references_are_read() {
    let show = ShowInstance {
        instance: id("68d5745e-6af2-40e4-945d-fe449be00148"),
    };
    let chinese = show.decode_in_v1(body!("show_instance_zh")).unwrap();
    assert_eq!(chinese.instance, shown());
    assert_eq!(chinese.raw, fixture!("show_instance_zh"));
    let mut expected = shown();
    expected.engine_version = text("3.x.x");
    expected.network.public = Some(true);
    expected.network.public_address = text("192.168.10.5");
    expected.network.public_ip_id = text("b7940732-11ef-459b-acab-cab0d26c74a3");
    let english = show.decode_in_v1(body!("show_instance_en")).unwrap();
    assert_eq!(english.instance, expected);
}

#[test]
fn the_lists_of_both_references_are_read() {
    let mut expected = Instance {
        name: text("rabbitmq-lxy001"),
        description: None,
        created_at: Some(1_562_583_302_800),
        storage: Storage {
            used: Some(4),
            usable: Some(88),
            total: Some(100),
            spec_code: text("dms.physical.storage.ultra"),
            extend_times: Some(0),
            resource_id: text("34825335-61cb-4ee0-949e-24b08170edb2"),
            logical_volume: Some(false),
        },
        network: Network {
            connect_address: text("192.168.255.237"),
            management_address: text("http://192.168.255.237:15672"),
            public: Some(false),
            vpc_id: text("1a28dcc5-c90d-421c-82bb-783f30f5b40a"),
            vpc_name: text("vpc-y00292973"),
            subnet_id: text("ebba7994-260d-42ab-bce1-39a08b365dc8"),
            subnet_name: None,
            subnet_cidr: None,
            ipv6: Some(false),
            security_group_id: text("0cc8fdb7-872a-49da-a062-88ccc39463b5"),
            security_group_name: text("sg-65eb-nw-test"),
            zone_ids: vec!["d573142f24894ef3bd3664de068b44b0".to_owned()],
            ..shown().network
        },
        maintain_begin: text("02:00:00"),
        maintain_end: text("06:00:00"),
        access_user: text("hwstaff_pub_CBUInfo"),
        user_name: text("hwstaff_f00443635"),
        user_id: text("50a4156d334a4a82b8745dc730dc1e00"),
        order_id: None,
        enterprise_project_id: text("0"),
        id: id("595926bf-a648-47d8-91bc-461956794c2b"),
        ..shown()
    };
    let page = |instance: &Instance| InstancePage {
        instances: vec![instance.clone().into()],
        total: Some(1),
        ..InstancePage::default()
    };
    let chinese = EVERY.decode_in_v1(body!("list_instances_zh"));
    assert_eq!(chinese, Ok(page(&expected)));
    expected.engine_version = text("3.x.x");
    expected.access_user = text("test-Info");
    expected.user_name = text("test");
    let english = EVERY.decode_in_v1(body!("list_instances_en"));
    assert_eq!(english, Ok(page(&expected)));
}

#[test]
fn the_tables_spellings_of_a_row_are_read_like_the_examples() {
    let row = json!({ "instances": [{
        "instance_id": "i", "engine": "RabbitMQ", "status": "Resizing failed",
        "connect_addresses": "192.168.0.1", "publicip_addresses": "192.0.2.1",
        "extend_times": "20", "port": "5672", "error_code": "public.00.0025",
        "resource_spec_code": "dms.instance.rabbitmq.cluster.c3.8u16g.7",
    }]});
    let page = EVERY.decode_in_v1(row.to_string().as_bytes());
    let expected = Instance {
        status: Some(Status::ExtendedFailed),
        broker_num: Some(7),
        resource_spec_code: text("dms.instance.rabbitmq.cluster.c3.8u16g.7"),
        error_code: text("public.00.0025"),
        storage: Storage {
            extend_times: Some(20),
            resource_id: None,
            logical_volume: None,
            ..Storage::default()
        },
        network: Network {
            connect_address: text("192.168.0.1"),
            public_address: text("192.0.2.1"),
            public_ip_id: None,
            port: Some(5672),
            ..Network::default()
        },
        ..Instance::bare(id("i"))
    };
    assert_eq!(page.unwrap().instances, [expected.into()]);
}

fn product(number: u32, machine: &str, brokers: u32) -> Product {
    let disk = |kind: &str| StorageType {
        spec: format!("dms.physical.storage.{kind}"),
        stock: Stock::default(),
    };
    Product {
        id: format!("00300-{number}-0--0"),
        kind: match brokers {
            1 => ProductKind::Single,
            _ => ProductKind::Cluster,
        },
        specification: text(machine),
        hourly: number % 2 == 1,
        monthly: number.is_multiple_of(2),
        min_broker: Some(brokers),
        max_broker: Some(brokers),
        broker_step: Some(0),
        min_storage: Some(100),
        max_storage: Some(90_000 / u64::from(brokers)),
        max_connections: None,
        max_queues: None,
        max_consumers: None,
        max_tps: None,
        stock: Stock::default(),
        storage_types: ["normal", "high", "ultra"].map(disk).to_vec(),
    }
}

#[test]
fn products_by_the_hour_and_by_the_month_are_one_list() {
    let sizes = ["2vCPUs 4GB", "4vCPUs 8GB", "8vCPUs 16GB", "16vCPUs 32GB"];
    let mut products = Vec::new();
    // By the hour the ids are odd, by the month even.
    for month in [0, 1] {
        for (number, size) in (30_109..).step_by(2).zip(sizes) {
            products.push(product(number + month, size, 1));
        }
        let brokers = [3, 5, 7].into_iter();
        let clusters = sizes[1..]
            .iter()
            .flat_map(|size| brokers.clone().map(move |brokers| (size, brokers)));
        for (number, (size, brokers)) in (30_209..).step_by(2).zip(clusters) {
            products.push(product(number + month, size, brokers));
        }
    }
    let read = Products.decode_in_v1(body!("products")).unwrap();
    assert_eq!(read.versions, ["3.7.17"]);
    assert_eq!(read.products.rows, products);
    assert_eq!(
        (read.products.unidentified, read.products.unreadable),
        (0, Vec::new())
    );
}

#[test]
fn zones_windows_and_answers_to_writes_are_read() {
    let zone = |id: &str, code: &str| Zone {
        id: id.into(),
        code: text(code),
        name: text(code),
        sold_out: false,
        default: false,
    };
    let zones = AvailableZones.decode(body!("available_zones")).unwrap();
    assert_eq!(
        zones.rows,
        [
            zone("1d7b939b382c4c3bb3481a8ca10da768", "az10.dc1"),
            zone("1d7b939b382c4c3bb3481a8ca10da769", "az10.dc2")
        ]
    );
    let windows = MaintainWindows.decode(body!("maintain_windows")).unwrap();
    let hours = windows.rows.iter();
    let hours = hours.map(|one| (one.begin.as_str(), one.end.as_str(), one.default));
    let hours: Vec<_> = hours.collect();
    assert_eq!(hours.len(), 6);
    assert_eq!(hours[..2], [("22", "02", false), ("02", "06", true)]);
    let created = CreateInstance::decode(body!("create")).unwrap();
    let made = id("8959ab1c-7n1a-yyb1-a05t-93dfc361b32d");
    assert_eq!(created, WriteReply::Created(made));
    let done = BatchAction::decode(body!("batch")).unwrap();
    let taken = |one: &ItemReply| one.accepted == Some(true);
    let taken = |each: &[ItemReply]| each.len() == 2 && each.iter().all(taken);
    assert!(matches!(&done, WriteReply::Each(each) if taken(each)));
    assert_eq!(BatchAction::decode(b""), Ok(WriteReply::Each(Vec::new())));
}
