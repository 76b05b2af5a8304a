//! Fleets to measure with.

use serde_json::{Value, json};
use std::time::Duration;
use warren::api::Listing;
use warren::broker::{BrokerAnswer, Part};
use warren::event::{Answer, Event, Reply};
use warren::figures::{
    Figures, FiguresAnswer, FiguresKind, FiguresPart, FiguresRead, MINUTE, Range, Values,
};
use warren::key::Key;
use warren::keymap::Keymap;
use warren::model::{
    ApiVersion, Billing, Instance, InstanceId, Level, Metric, Point, Scope, Series, Status,
    Storage, Tag,
};
use warren::state::State;
use warren::state::context::{Appearance, Depth, Glyphs, ProfileContext, ThemeName};
use warren::state::interest::Interest;
use warren::state::now::Now;
use warren::state::profiles::Profiles;
use warren::state::query::QueryAnswer;
use warren::state::view::ScreenSize;
use warren::update::update;

const SERVICES: [&str; 7] = [
    "orders", "billing", "audit", "search", "mail", "ledger", "iot",
];

/// An instance like those one meets; `round` changes how full it is.
fn instance(at: usize, round: usize) -> Instance {
    let id = format!("{at:08x}-ee42-490b-a1bb-54d8d101b5b9");
    let mut instance = Instance::bare(InstanceId::new(id).unwrap());
    instance.name = Some(format!("{}-cn-{at:05}", SERVICES[at % SERVICES.len()]));
    instance.status = Some(match at % 50 {
        0 => Status::Error,
        1 => Status::Creating,
        2 => Status::Frozen,
        _ => Status::Running,
    });
    instance.billing = Some(Billing::PayPerUse);
    instance.engine_version = Some("3.8.35".into());
    instance.kind = Some("cluster".into());
    instance.specification = Some("4u8g * 3".into());
    instance.network.connect_address = Some(format!("10.{}.{}.7", at / 250, at % 250));
    instance.created_at = Some(1_780_000_000_000 - i64::try_from(at).unwrap() * 3_600_000);
    instance.storage = Storage {
        used: Some(u64::try_from((at * 7 + round * 13) % 880).unwrap()),
        usable: Some(880),
        total: Some(1000),
        ..Storage::default()
    };
    let tag = |key: &str, value: &str| Tag {
        key: key.into(),
        value: value.into(),
    };
    instance.tags = vec![
        tag("env", "prod"),
        tag("team", SERVICES[at % SERVICES.len()]),
    ];
    instance
}

pub fn listing(instances: usize, round: usize) -> Listing {
    Listing {
        instances: (0..instances)
            .map(|at| instance(at, round).into())
            .collect(),
        total: u64::try_from(instances).ok(),
        ..Listing::default()
    }
}

/// A state that answers are fed to.
pub struct Fed {
    pub state: State,
    pub keymap: Keymap,
    watched: Interest,
    asked: u64,
}

impl Fed {
    pub fn new(instances: usize, width: u16, height: u16) -> Self {
        let context = ProfileContext {
            brokers: Default::default(),
            scope: Scope::new("bench", "cn-north-4"),
            thresholds: Default::default(),
            label: Some("PROD".into()),
            source: "env HUAWEICLOUD_SDK_AK".into(),
            credential: None,
            endpoint: "dms.cn-north-4.myhuaweicloud.com".into(),
            ces_endpoint: None,
            project: None,
            api: ApiVersion::V2,
            read_only: false,
            refresh: Duration::from_secs(5),
        };
        let look = Appearance {
            theme: ThemeName::Dark,
            depth: Depth::Basic,
            glyphs: Glyphs::Unicode,
        };
        let now = Now {
            uptime: Duration::from_secs(1),
            wall: 1_790_000_000_000,
        };
        let mut fed = Self {
            state: State::new(
                Profiles::of(context),
                look,
                ScreenSize { width, height },
                now,
            ),
            keymap: Keymap::preset(warren::keymap::Preset::Vim).0,
            watched: Interest::default(),
            asked: 0,
        };
        fed.list(listing(instances, 0), Duration::ZERO);
        fed
    }

    /// Takes a list in, so long after what came before.
    pub fn list(&mut self, listing: Listing, later: Duration) {
        self.asked += 1;
        let answer = Answer {
            scope: self.state.profiles.first().scope().clone(),
            asked: self.asked,
            reply: QueryAnswer::Listing(Ok(listing)).into(),
        };
        let now = Now {
            uptime: self.state.now.uptime + later,
            wall: self.state.now.wall + i64::try_from(later.as_millis()).unwrap(),
        };
        self.feed(Event::Answer(Box::new(answer)), now);
    }

    /// Takes one answer of figures in.
    pub fn figures(&mut self, read: FiguresRead) {
        self.asked += 1;
        let answer = Answer {
            scope: self.state.profiles.first().scope().clone(),
            asked: self.asked,
            reply: Reply::Figures(
                FiguresPart::Values(read.kind),
                Ok(Box::new(FiguresAnswer::Values(read))),
            ),
        };
        self.feed(Event::Answer(Box::new(answer)), self.state.now);
    }

    /// Takes one answer of the broker of the instance that is open in.
    pub fn broker(&mut self, part: Part, answer: BrokerAnswer) {
        self.asked += 1;
        let open = self.state.view.opened.as_ref().unwrap();
        let answer = Answer {
            scope: open.scope.clone(),
            asked: self.asked,
            reply: Reply::Broker(open.id.clone(), part, Ok(answer)),
        };
        self.feed(Event::Answer(Box::new(answer)), self.state.now);
    }

    /// Presses a key, by its spelling.
    pub fn press(&mut self, key: &str) {
        self.feed(Event::Key(Key::parse(key).unwrap()), self.state.now);
    }

    fn feed(&mut self, event: Event, now: Now) {
        update(&mut self.state, &self.keymap, &mut self.watched, event, now);
    }
}

/// The newest values of so many instances with three nodes each, five minutes of them, up to a
/// time in ms: the answers that it takes, each of 495 series, made when they come.
pub fn minute(instances: usize, until: i64) -> impl Iterator<Item = FiguresRead> {
    (0..instances).step_by(15).map(move |first| FiguresRead {
        kind: FiguresKind::Current,
        until,
        ahead: 0,
        instances: (first..instances.min(first + 15))
            .map(|at| measured(at, until))
            .collect(),
    })
}

/// What was measured of an instance; of one in fifty the backlog grows.
fn measured(at: usize, until: i64) -> (InstanceId, Values) {
    let id = instance(at, 0).id;
    let minutes = || (1..=5).rev().map(|back| until - back * MINUTE);
    let value = |metric: Metric, at_ms: i64| match metric {
        Metric::Alive => 1.0,
        Metric::Ready if at % 50 == 7 => (at_ms / MINUTE % 1_000_000) as f64 * 100.0,
        Metric::MemoryAlarm | Metric::DiskAlarm | Metric::Blocked | Metric::Flow => 0.0,
        _ => (at % 20 + (at_ms / MINUTE % 5) as usize) as f64,
    };
    let series = |metric: Metric, part: Option<std::sync::Arc<str>>| {
        let points = minutes().map(|at| Point {
            at,
            value: value(metric, at),
        });
        let instance = id.clone();
        let series = Series {
            metric,
            instance,
            part,
        };
        (series, points.collect::<Vec<_>>())
    };
    let mut all: Vec<_> = Figures::watched()
        .map(|metric| series(metric, None))
        .collect();
    for node in 0..3 {
        let name = format!("dms-vm-{at:08x}-rabbitmq-{node}");
        let name: std::sync::Arc<str> = name.into();
        all.extend(
            (Metric::of(Level::Node).iter()).map(|metric| series(*metric, Some(name.clone()))),
        );
    }
    (id, all.into_iter().collect())
}

/// What was read for a range of an instance with three nodes, up to a time in ms.
pub fn range(id: &InstanceId, range: Range, until: i64) -> FiguresRead {
    let until = until - until.rem_euclid(range.step());
    let series = |metric: Metric, part: Option<String>| {
        let steps = 0..range.span() / range.step();
        let points = steps.map(|step| Point {
            at: until - range.span() + step * range.step(),
            value: (step * step % 97) as f64,
        });
        let series = Series {
            metric,
            instance: id.clone(),
            part: part.map(Into::into),
        };
        (series, points.collect::<Vec<_>>())
    };
    let own = Range::OF_INSTANCE.map(|metric| series(metric, None));
    let at = usize::from_str_radix(&id.as_str()[..8], 16).unwrap();
    let nodes = (0..3).flat_map(|node| {
        let name = format!("dms-vm-{at:08x}-rabbitmq-{node}");
        Range::OF_NODE.map(|metric| series(metric, Some(name.clone())))
    });
    FiguresRead {
        kind: FiguresKind::Range(range),
        until,
        ahead: 0,
        instances: vec![(id.clone(), own.into_iter().chain(nodes).collect())],
    }
}

pub fn state(instances: usize, width: u16, height: u16) -> State {
    Fed::new(instances, width, height).state
}

/// The reference's example of a list, with its row 50 times.
pub fn page() -> Vec<u8> {
    let example = include_bytes!("../fixtures/v2/list_instances.json");
    let mut page: Value = serde_json::from_slice(example).unwrap();
    let row = page["instances"][0].clone();
    let rows = (0..50).map(|at| {
        let mut row = row.clone();
        row["instance_id"] = json!(format!("{at:08x}-ee42-490b-a1bb-54d8d101b5b9"));
        row
    });
    page["instances"] = rows.collect();
    page["instance_num"] = json!(50);
    serde_json::to_vec(&page).unwrap()
}
