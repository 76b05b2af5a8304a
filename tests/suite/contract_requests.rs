//! Each of the 20 requests equals the reference's URI and example body. Masked values of the
//! examples are replaced in the fixtures.

use serde_json::Value;
use warren::api::v2::*;
use warren::api::{OneOrMore, Read, Request, Write};
use warren::model::{InstanceId, PluginName, ProjectId, Tag, TaskId};
use warren::secret::Secret;

macro_rules! fixture {
    ($name:literal) => {
        serde_json::from_str::<Value>(include_str!(concat!("../fixtures/v2/", $name, ".json")))
            .unwrap()
    };
}

fn project() -> ProjectId {
    ProjectId::new("pid").unwrap()
}

fn instance() -> InstanceId {
    InstanceId::new("iid").unwrap()
}

/// Method and address, and the body as the service will parse it.
fn line_and_body(request: &Request) -> (String, Value) {
    let line = format!("{} {}", request.method.as_str(), request.uri());
    let body = request.body.as_ref().map_or(Value::Null, |body| {
        serde_json::from_slice(&body.bytes()).unwrap()
    });
    (line, body)
}

fn read<O: Read>(operation: &O) -> (String, Value) {
    line_and_body(&operation.request(&project()))
}

fn write<O: Write>(operation: &O) -> (String, Value) {
    line_and_body(&operation.request(&project()))
}

fn sent(line: &str, body: Value) -> (String, Value) {
    (line.to_owned(), body)
}

#[test]
fn reads_of_one_instance_ask_for_the_address_of_the_reference() {
    let (instance, task) = (instance(), TaskId::new("tid").unwrap());
    let tasks = ListTasks {
        instance: instance.clone(),
        start: 1,
        limit: 100,
        span: None,
    };
    let span = TaskSpan {
        begin: 1_704_067_200_000,
        end: Some(1_704_153_600_000),
    };
    let sizes = ShowExtend {
        instance: instance.clone(),
    };
    let on = "/v2/pid/instances/iid";
    let spanned = "begin_time=20240101000000&end_time=20240102000000&limit=100&start=1";
    let expected = [
        (
            read(&ShowInstance {
                instance: instance.clone(),
            }),
            on.to_owned(),
        ),
        (
            read(&ListPlugins {
                instance: instance.clone(),
            }),
            format!("{on}/rabbitmq/plugins"),
        ),
        (
            read(&sizes),
            "/v2/rabbitmq/pid/instances/iid/extend".to_owned(),
        ),
        (read(&tasks), format!("{on}/tasks?limit=100&start=1")),
        (
            read(&ListTasks {
                span: Some(span),
                ..tasks.clone()
            }),
            format!("{on}/tasks?{spanned}"),
        ),
        (
            read(&ShowTask {
                instance: instance.clone(),
                task,
            }),
            format!("{on}/tasks/tid"),
        ),
        (
            read(&ListInstanceTags {
                instance: instance.clone(),
            }),
            "/v2/pid/rabbitmq/iid/tags".into(),
        ),
    ];
    for (asked, uri) in expected {
        assert_eq!(asked, sent(&format!("GET {uri}"), Value::Null));
    }
}

#[test]
fn reads_of_a_project_ask_for_the_address_of_the_reference() {
    let asked = [
        read(&ListInstances {
            offset: 50,
            limit: 50,
        }),
        read(&ListProjectTags),
        read(&MaintainWindows),
        read(&AvailableZones),
        read(&Products),
    ];
    let expected = [
        "GET /v2/pid/instances?engine=rabbitmq&include_failure=true&include_failures=true&limit=50&offset=50",
        "GET /v2/pid/rabbitmq/tags",
        "GET /v2/instances/maintain-windows",
        "GET /v2/available-zones",
        "GET /v2/rabbitmq/products",
    ];
    assert_eq!(asked, expected.map(|line| sent(line, Value::Null)));
}

fn example_creation() -> CreateInstance {
    CreateInstance {
        name: "rabbitmq-demo".into(),
        description: Some(String::new()),
        engine_version: "3.8.35".into(),
        storage_space: 100,
        access_user: "root_01".into(),
        password: Secret::new("Example-Pw1"),
        vpc_id: "1e93f86e-13af-46c8-97d6-d40fa62b76c2".into(),
        security_group_id: "0aaa0033-bf7f-4c41-a6c2-18cd04cad2c8".into(),
        subnet_id: "b5fa806c-35e7-4299-b659-b39398dd4718".into(),
        available_zones: OneOrMore::one("d573142f24894ef3bd3664de068b44b0".into()),
        product_id: "c6.2u4g.single".into(),
        broker_num: None,
        window: None,
        public_ip_id: None,
        ssl: false,
        storage_spec_code: "dms.physical.storage.high.v2".into(),
        enterprise_project_id: None,
        tags: Vec::new(),
        prepaid: None,
    }
}

/// The example spells the engine as people do and gives an empty address for "no public access";
/// table 4-2 has the value `rabbitmq` and an address only with public access.
fn by_the_table(mut example: Value) -> Value {
    example["engine"] = "rabbitmq".into();
    assert_eq!(example["publicip_id"], "");
    example.as_object_mut().unwrap().remove("publicip_id");
    example
}

#[test]
fn creating_sends_the_examples_of_the_reference() {
    let line = "POST /v2/rabbitmq/pid/instances";
    let hourly = example_creation();
    let expected = by_the_table(fixture!("create_request"));
    assert_eq!(write(&hourly), sent(line, expected));
    let monthly = CreateInstance {
        prepaid: Some(Prepaid {
            period: Period::Months(1),
            auto_pay: Some(true),
            auto_renew: None,
        }),
        ..example_creation()
    };
    let expected = by_the_table(fixture!("create_prepaid_request"));
    assert_eq!(write(&monthly), sent(line, expected));
}

#[test]
fn creating_sends_every_optional_part_of_table_4_2() {
    let full = CreateInstance {
        broker_num: Some(3),
        window: Some(("22:00".into(), "02:00".into())),
        public_ip_id: Some("eip".into()),
        ssl: true,
        enterprise_project_id: Some("0".into()),
        tags: vec![Tag {
            key: "env".into(),
            value: "prod".into(),
        }],
        prepaid: Some(Prepaid {
            period: Period::Years(2),
            auto_pay: None,
            auto_renew: Some(true),
        }),
        ..example_creation()
    };
    let mut expected = by_the_table(fixture!("create_request"));
    let more = serde_json::json!({
        "broker_num": 3, "maintain_begin": "22:00", "maintain_end": "02:00",
        "enable_publicip": true, "publicip_id": "eip", "ssl_enable": true,
        "enterprise_project_id": "0", "tags": [{"key": "env", "value": "prod"}],
        "bss_param": {"is_auto_renew": true, "charging_mode": "prePaid",
                      "period_type": "year", "period_num": 2},
    });
    for (name, value) in more.as_object().unwrap() {
        expected[name] = value.clone();
    }
    assert_eq!(write(&full).1, expected);
}

#[test]
fn modifying_sends_only_what_changes() {
    let line = "PUT /v2/pid/instances/iid";
    let named = ModifyInstance {
        name: Some("rabbitmq-01".into()),
        description: Some("instance description".into()),
        ..ModifyInstance::nothing(instance())
    };
    assert_eq!(write(&named), sent(line, fixture!("modify_name_request")));
    let window = ModifyInstance {
        window: Some(("02:00:00".into(), "06:00:00".into())),
        ..named
    };
    assert_eq!(
        write(&window),
        sent(line, fixture!("modify_window_request"))
    );
    let public = ModifyInstance {
        public_access: Some(PublicAccess::On {
            ip_id: "32685c2b-xxxx-xxxx-86c6-a1902359xxxx".into(),
        }),
        ..ModifyInstance::nothing(instance())
    };
    assert_eq!(
        write(&public),
        sent(line, fixture!("modify_public_request"))
    );
    let private = ModifyInstance {
        public_access: Some(PublicAccess::Off),
        security_group_id: Some("sg".into()),
        enterprise_project_id: Some("ep".into()),
        ..ModifyInstance::nothing(instance())
    };
    let expected = serde_json::json!({
        "security_group_id": "sg", "enable_publicip": false, "enterprise_project_id": "ep"});
    assert_eq!(write(&private), sent(line, expected));
}

#[test]
fn deleting_addresses_one_thing_and_has_no_body() {
    let task = TaskId::new("tid").unwrap();
    assert_eq!(
        write(&DeleteInstance {
            instance: instance()
        }),
        sent("DELETE /v2/pid/instances/iid", Value::Null)
    );
    assert_eq!(
        write(&DeleteTask {
            instance: instance(),
            task
        }),
        sent("DELETE /v2/pid/instances/iid/tasks/tid", Value::Null)
    );
}

#[test]
fn a_batch_names_its_instances() {
    let line = "POST /v2/pid/instances/action";
    let ids = [
        "54602a9d-5e22-4239-9123-77e350df4a34",
        "7166cdea-dbad-4d79-9610-7163e6f8b640",
    ];
    let ids = OneOrMore::of(ids.map(|id| InstanceId::new(id).unwrap()).to_vec()).unwrap();
    let mut example = fixture!("batch_delete_request");
    let delete = BatchAction::Delete(ids.clone());
    assert_eq!(write(&delete), sent(line, example.clone()));
    example["action"] = "restart".into();
    assert_eq!(write(&BatchAction::Restart(ids)), sent(line, example));
    assert_eq!(OneOrMore::<InstanceId>::of(Vec::new()), None);
}

#[test]
fn password_plugins_and_tags_send_the_examples_of_the_reference() {
    let reset = ResetPassword {
        instance: instance(),
        new_password: Secret::new("Example-Pw2"),
    };
    assert_eq!(
        write(&reset),
        sent(
            "POST /v2/pid/instances/iid/password",
            fixture!("password_request")
        )
    );
    let names = ["rabbitmq_federation", "rabbitmq_shovel"];
    let switch = SetPlugins {
        instance: instance(),
        plugins: OneOrMore::of(names.map(|name| PluginName::new(name).unwrap()).to_vec()).unwrap(),
        switch: Switch::Enable,
    };
    assert_eq!(
        write(&switch),
        sent(
            "PUT /v2/pid/instances/iid/rabbitmq/plugins",
            fixture!("plugins_enable_request")
        )
    );
    let off = SetPlugins {
        switch: Switch::Disable,
        ..switch
    };
    assert_eq!(write(&off).1["enable"], false);
    let tag = |key: &str, value: &str| Tag {
        key: key.into(),
        value: value.into(),
    };
    let tags = TagsAction {
        instance: instance(),
        verb: TagVerb::Create,
        tags: OneOrMore::of(vec![tag("key1", "value1"), tag("key2", "value2")]).unwrap(),
    };
    assert_eq!(
        write(&tags),
        sent(
            "POST /v2/pid/rabbitmq/iid/tags/action",
            fixture!("tags_create_request")
        )
    );
    let untag = TagsAction {
        verb: TagVerb::Delete,
        tags: OneOrMore::one(tag("key1", "")),
        ..tags
    };
    let expected = serde_json::json!({"action": "delete", "tags": [{"key": "key1"}]});
    assert_eq!(write(&untag).1, expected);
}

#[test]
fn resizing_sends_the_six_examples_of_the_reference() {
    let resize = |resize| {
        let (line, body) = write(&Extend {
            instance: instance(),
            resize,
        });
        assert_eq!(line, "POST /v2/rabbitmq/pid/instances/iid/extend");
        body
    };
    let (three, five) = (
        "dms.instance.rabbitmq.cluster.c3.2u4g.3".to_owned(),
        "dms.instance.rabbitmq.cluster.c3.2u4g.5".to_owned(),
    );
    assert_eq!(
        resize(Resize::Storage {
            total: 600,
            old_spec: Some(three)
        }),
        fixture!("extend_storage_old_request")
    );
    assert_eq!(
        resize(Resize::OldBrokers {
            total: 600,
            spec: five.clone()
        }),
        fixture!("extend_brokers_old_request")
    );
    assert_eq!(
        resize(Resize::OldFlavor {
            total: 600,
            spec: five
        }),
        fixture!("extend_flavor_old_request")
    );
    assert_eq!(
        resize(Resize::Storage {
            total: 600,
            old_spec: None
        }),
        fixture!("extend_storage_request")
    );
    assert_eq!(
        resize(Resize::Brokers {
            total: 500,
            brokers: 5
        }),
        fixture!("extend_brokers_request")
    );
    assert_eq!(
        resize(Resize::Flavor {
            product_id: "c6.4u8g.cluster".into()
        }),
        fixture!("extend_flavor_request")
    );
}
