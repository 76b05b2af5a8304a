//! States to draw, made the way the program makes them.

use std::sync::Arc;
use std::time::Duration;

use warren::api::v2::{InstanceDetail, PluginList};
use warren::api::{ApiError, ErrorKind, Listing, MissingPart, Operation, TaskList};
use warren::model::{
    ApiVersion, Billing, Instance, InstanceId, InstanceKey, Plugin, PluginName, ProjectId, Scope,
    Status, Tag, Task, TaskId, TaskStatus,
};
use warren::state::State;
use warren::state::context::{Appearance, Depth, Glyphs, ProfileContext, ThemeName};
use warren::state::now::Now;
use warren::state::overlay::{Content, Help, Overlay, Reader};
use warren::state::profiles::Profiles;
use warren::state::query::QueryAnswer;
use warren::state::span::Span;
use warren::state::view::{Pane, ScreenSize};

/// 2026-11-14 14:32:07 UTC.
const WALL: i64 = 1_794_666_727_000;
const MINUTE: i64 = 60_000;
const DAY: i64 = 24 * 60 * MINUTE;

pub const NORMAL: ScreenSize = ScreenSize {
    width: 80,
    height: 24,
};

pub fn size(width: u16, height: u16) -> ScreenSize {
    ScreenSize { width, height }
}

/// So long after the start.
pub fn at(seconds: u64) -> Now {
    Now {
        uptime: Duration::from_secs(seconds),
        wall: WALL + i64::try_from(seconds).unwrap() * 1000,
    }
}

pub fn scope() -> Scope {
    Scope::new("ops-core", "cn-north-4")
}

pub fn key(id: &str) -> InstanceKey {
    InstanceKey {
        scope: scope(),
        id: InstanceId::new(id).unwrap(),
    }
}

pub fn project() -> ProjectId {
    ProjectId::new("0f3a5c1b2d4e4f6789ab0123456789cd").unwrap()
}

/// Nothing known yet.
pub fn blank(size: ScreenSize) -> State {
    let context = ProfileContext {
        brokers: Default::default(),
        scope: scope(),
        thresholds: Default::default(),
        label: Some("PROD".into()),
        source: "environment".into(),
        credential: None,
        endpoint: "dms.cn-north-4.example.com".into(),
        ces_endpoint: None,
        project: Some(project()),
        api: ApiVersion::V2,
        read_only: false,
        refresh: Duration::from_secs(5),
    };
    let look = Appearance {
        theme: ThemeName::Dark,
        depth: Depth::Basic,
        glyphs: Glyphs::Unicode,
    };
    State::new(Profiles::of(context), look, size, at(0))
}

/// An instance that runs and lacks nothing.
pub fn instance(id: &str, name: &str) -> Instance {
    let mut instance = Instance::bare(InstanceId::new(id).unwrap());
    instance.name = Some(name.into());
    instance.status = Some(Status::Running);
    instance.kind = Some("cluster".into());
    instance.description = Some("Orders of the web shop".into());
    instance.engine_version = Some("3.12.13".into());
    instance.specification = Some("rabbitmq.4u8g.cluster * 3 broker".into());
    instance.broker_num = Some(3);
    instance.product_id = Some("c6.4u8g.cluster".into());
    instance.storage.used = Some(36);
    instance.storage.usable = Some(264);
    instance.storage.total = Some(300);
    instance.storage.spec_code = Some("dms.physical.storage.ultra.v2".into());
    instance.storage.extend_times = Some(1);
    let network = &mut instance.network;
    network.connect_address = Some("10.1.4.21".into());
    network.port = Some(5671);
    network.management_address = Some("https://10.1.4.21:15671".into());
    network.ssl = Some(true);
    network.public = Some(false);
    network.vpc_id = Some("3d7c7a62-4b0c-4d6f-8a52-4b6d0a1c5e11".into());
    network.vpc_name = Some("vpc-prod".into());
    network.subnet_id = Some("9b1f3c52-77aa-4f8e-9d7e-2f6b8c0d4a22".into());
    network.security_group_id = Some("c1a9f7be-1d2c-4e3f-8b5a-6d7c8e9f0a33".into());
    network.security_group_name = Some("sg-mq-prod".into());
    network.zone_ids = vec!["9f1c5806706d4c1fb0eb72f0a9b18c77".into()];
    network.zone_names = ["cn-north-4a", "cn-north-4b", "cn-north-4c"]
        .map(String::from)
        .into();
    instance.billing = Some(Billing::PayPerUse);
    instance.created_at = Some(WALL - 214 * DAY);
    instance.maintain_begin = Some("02:00:00".into());
    instance.maintain_end = Some("06:00:00".into());
    instance.access_user = Some("app".into());
    instance.user_name = Some("li.wei".into());
    instance.enterprise_project_id = Some("0".into());
    instance.tags = vec![tag("env", "prod"), tag("team", "orders")];
    instance
}

pub fn tag(key: &str, value: &str) -> Tag {
    Tag {
        key: key.into(),
        value: value.into(),
    }
}

/// A fleet with something of everything.
pub fn instances() -> Vec<Instance> {
    let mut fleet: Vec<Instance> = [
        "orders-eu-01",
        "billing-cn-02",
        "audit-ap-01",
        "search-eu-03",
        "mail-cn-04",
        "ledger-cn-01",
        "promo-cn-07",
        "auth-cn-01",
        "cart-cn-01",
        "cart-cn-02",
        "crm-eu-01",
        "geo-cn-01",
        "iot-cn-11",
        "legacy-cn-01",
        "logs-eu-02",
    ]
    .into_iter()
    .zip(1u64..)
    .map(|(name, number)| {
        let id = format!("7d1e4c52-0c1f-4f61-9a41-6a3d2c11{number:04}");
        let mut one = instance(&id, name);
        one.network.connect_address = Some(format!("10.1.4.{}", 20 + number));
        one.storage.used = Some(10 * number);
        one.created_at = Some(WALL - i64::try_from(number * number).unwrap() * DAY);
        one
    })
    .collect();
    fleet[0].storage.used = Some(242);
    fleet[1].status = Some(Status::Error);
    fleet[1].storage.used = None;
    fleet[2].status = Some(Status::Other("HOVERING".into()));
    fleet[3].storage.used = Some(221);
    fleet[4].unreadable = vec!["port".into(), "tags[0].key".into()];
    fleet[5].status = Some(Status::Extending);
    fleet[6].status = Some(Status::Creating);
    fleet[6].created_at = Some(WALL - 4 * MINUTE);
    fleet[6].storage.used = None;
    fleet[7].kind = Some("single.professional".into());
    fleet[7].engine_version = Some("AMQP-0-9-1".into());
    fleet[7].broker_num = Some(1);
    fleet[13].status = Some(Status::Frozen);
    fleet
}

pub fn listing(instances: Vec<impl Into<Arc<Instance>>>) -> Listing {
    Listing {
        total: Some(instances.len() as u64),
        instances: instances.into_iter().map(Into::into).collect(),
        ..Listing::default()
    }
}

/// A state whose list has arrived a second ago.
pub fn with(instances: Vec<Instance>, size: ScreenSize) -> State {
    let mut state = blank(size);
    state.now = at(1);
    take(&mut state, listing(instances));
    state
}

/// All of the fleet; the cursor is on the first of it.
pub fn fleet(size: ScreenSize) -> State {
    let mut state = with(instances(), size);
    let now = state.now;
    state.fleet.seek(&key(FIRST), now);
    state
}

pub fn take(state: &mut State, listing: Listing) {
    let now = state.now;
    let asked = now.uptime.as_secs() + 1;
    let feed = &mut state.profiles.iter_mut().next().unwrap().feed;
    state
        .fleet
        .take_listing(feed, &scope(), asked, now, listing);
    feed.listing.take(asked, now, Ok(()));
    let rows = state.rows(Pane::List);
    state.fleet.keep_in_view(rows);
}

/// The newest attempt to read the list failed.
pub fn fail(state: &mut State, error: ApiError) {
    let asked = state.now.uptime.as_secs() + 1;
    let feed = &mut state.profiles.iter_mut().next().unwrap().feed;
    feed.listing.take(asked, state.now, Err(error));
}

/// Lets time pass.
pub fn wait(state: &mut State, seconds: u64) {
    state.now = at(state.now.uptime.as_secs() + seconds);
    state.fleet.pass_time(state.now);
    state.notices.fade(state.now);
}

pub fn error(kind: ErrorKind) -> ApiError {
    let mut error = ApiError::local(Operation::ListInstances, kind, "");
    let (status, code, message) = match kind {
        ErrorKind::Unauthorized => (
            401,
            "APIGW.0301",
            "Incorrect IAM authentication information",
        ),
        ErrorKind::Forbidden => (403, "DMS.00403003", "You do not have permission"),
        ErrorKind::Server => (500, "DMS.00500000", "Internal service error"),
        _ => {
            error.message = "connection refused by 10.0.0.9:443".into();
            return error;
        }
    };
    error.status = Some(status);
    error.code = Some(code.into());
    error.message = message.into();
    error.request_id = Some("5b1e3f0c9a7d4e21b6c2".into());
    error
}

pub fn missing_part(from: u64, to: u64) -> MissingPart {
    MissingPart {
        from,
        to,
        error: error(ErrorKind::Server),
    }
}

/// Id of the first instance of the fleet.
pub const FIRST: &str = "7d1e4c52-0c1f-4f61-9a41-6a3d2c110001";

/// Opens the first instance, with everything about it known.
pub fn opened(size: ScreenSize, tab: Pane) -> State {
    let mut state = fleet(size);
    look_into(&mut state, FIRST);
    open(&mut state, FIRST, tab);
    state
}

pub fn open(state: &mut State, id: &str, tab: Pane) {
    state.view.opened = Some(key(id));
    state.view.tab = tab;
}

pub fn look_into(state: &mut State, id: &str) {
    let now = state.now;
    let instance = Instance::clone(&state.fleet.get(&key(id)).unwrap().instance);
    let raw = serde_json::json!({
        "name": instance.name, "engine": "rabbitmq", "engine_version": "3.12.13",
        "status": "RUNNING", "used_storage_space": 242, "instance_id": id,
        "tags": [{"key": "env", "value": "prod"}],
        "description": "A text that is so long that it does not fit into a line of eighty cells at all",
    });
    let detail = state.details.look_at(&key(id));
    let answer = Arc::new(InstanceDetail { instance, raw });
    detail.known.take(
        1,
        now,
        QueryAnswer::Instance(detail.key.id.clone(), Ok(answer)),
    );
    detail.known.take(
        1,
        now,
        QueryAnswer::Plugins(detail.key.id.clone(), Ok(plugins())),
    );
    detail.known.take(
        1,
        now,
        QueryAnswer::Tasks(detail.key.id.clone(), Span::All, Ok(tasks())),
    );
}

pub fn plugin(name: &str, enabled: bool, running: bool) -> Plugin {
    Plugin {
        name: PluginName::new(name).unwrap(),
        enabled: Some(enabled),
        running: Some(running),
        version: Some("3.12.13".into()),
    }
}

pub fn plugins() -> PluginList {
    let mut odd = plugin("rabbitmq_stomp", false, false);
    odd.enabled = None;
    odd.running = None;
    odd.version = None;
    PluginList {
        plugins: vec![
            plugin("rabbitmq_management", true, true),
            plugin("rabbitmq_shovel", false, false),
            plugin("rabbitmq_consistent_hash_exchange", true, false),
            odd,
        ],
        ..PluginList::default()
    }
}

pub fn task(id: &str, name: &str, status: TaskStatus, started: i64, took: i64) -> Task {
    Task {
        id: TaskId::new(id).unwrap(),
        name: name.into(),
        user_name: Some("li.wei".into()),
        params: Some(r#"{"enable":true,"plugins":"rabbitmq_shovel"}"#.into()),
        status: Some(status),
        created_at: Some(WALL - started),
        updated_at: Some(WALL - started + took),
    }
}

pub fn tasks() -> TaskList {
    TaskList {
        tasks: vec![
            task(
                "77aa",
                "extendInstance",
                TaskStatus::Executing,
                11 * MINUTE,
                0,
            ),
            task("66bb", "switchPlugin", TaskStatus::Failed, 3 * DAY, 31_000),
            task(
                "55cc",
                "bindInstancePublicIp",
                TaskStatus::Success,
                9 * DAY,
                401_000,
            ),
        ],
        total: Some(120),
        ..TaskList::default()
    }
}

/// A text in front of the view, scrolled to a line.
pub fn reader(content: Content, scroll: usize) -> Overlay {
    Overlay::Reader(Box::new(Reader { content, scroll }))
}

pub fn help(scroll: usize) -> Overlay {
    let help = Help {
        scroll,
        ..Help::default()
    };
    Overlay::Help(Box::new(help))
}
