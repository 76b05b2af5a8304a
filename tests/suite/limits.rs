//! What all that is known of a large fleet takes in memory, in a process of its own, so that no other
//! test is in the figure.

use crate::desk::{Desk, instance, scope};
use crate::memory::own_kib;
use std::process::Command;
use std::sync::Arc;
use warren::event::Reply;
use warren::figures::{
    DISK_STEP, Figures, FiguresAnswer, FiguresKind, FiguresPart, FiguresRead, MINUTE, Values,
};
use warren::model::{InstanceId, Level, Metric, Point, Series, Tag};

const THIS: &str =
    "limits::all_that_is_known_of_ten_thousand_instances_with_an_hour_of_figures_fits";
/// Set in the process that is measured.
const INSIDE: &str = "WARREN_TEST_LIMITS";
const INSTANCES: usize = 10_000;
/// Of 150 MB for the program, what is known may take: the rest is the program itself, what the poller
/// keeps, and answers on their way.
const MOST_KIB: u64 = 120 * 1024;

#[test]
fn all_that_is_known_of_ten_thousand_instances_with_an_hour_of_figures_fits() {
    if std::env::var_os(INSIDE).is_some() {
        return measure();
    }
    let measured = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", THIS, "--nocapture"])
        .env(INSIDE, "1")
        // One heap, so that the figure is what is kept and not how threads share it out.
        .env("MALLOC_ARENA_MAX", "1")
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&measured.stdout);
    let complaint = String::from_utf8_lossy(&measured.stderr);
    assert!(measured.status.success(), "{said}\n{complaint}");
    assert!(said.contains("1 passed"), "it was measured: {said}");
    println!("{said}");
}

fn measure() {
    let mut desk = Desk::new(160, 45);
    let profile = desk.state.profiles.iter_mut().next().unwrap();
    profile.context.ces_endpoint = Some("ces.example.com".into());
    let before = own_kib(std::process::id());
    let named = |at: usize| {
        let mut one = instance(&format!("orders-cn-{at:05}"));
        one.network.connect_address = Some(format!("10.{}.{}.7", at / 250, at % 250));
        one.network.zone_ids = vec![format!("zone-{}", at % 3)];
        one.tags = [("env", "prod"), ("team", "orders")]
            .map(|(key, value)| Tag {
                key: key.into(),
                value: value.into(),
            })
            .into();
        one
    };
    desk.list((0..INSTANCES).map(named).collect());
    let listed = own_kib(std::process::id());
    let ids: Vec<InstanceId> = desk
        .state
        .fleet
        .all()
        .iter()
        .map(|row| row.key.id.clone())
        .collect();
    for (at, ids) in ids.chunks(15).enumerate() {
        // What comes in a day of disks is there before the newest minutes, or after.
        let kinds = match at % 2 {
            0 => [FiguresKind::Disk, FiguresKind::Current],
            _ => [FiguresKind::Current, FiguresKind::Disk],
        };
        for kind in kinds {
            let instances = ids
                .iter()
                .map(|id| (id.clone(), values(id, kind, desk.now.wall)));
            let read = FiguresRead {
                kind,
                until: desk.now.wall,
                ahead: 0,
                instances: instances.collect(),
            };
            let answer = Box::new(FiguresAnswer::Values(read));
            desk.answer(Reply::Figures(FiguresPart::Values(kind), Ok(answer)));
            desk.effects.clear();
        }
    }
    let now = own_kib(std::process::id());
    println!(
        "{INSTANCES} instances take {} KiB, with their figures {} KiB",
        listed - before,
        now - before
    );
    let row = desk.state.fleet.get(&scope().instance(&ids[7])).unwrap();
    let minutes = row.figures.trace(Metric::Ready).unwrap().points().count();
    assert_eq!((minutes, row.figures.nodes().len()), (60, 3));
    assert!(now - before <= MOST_KIB, "{} KiB", now - before);
}

/// An hour of an instance with three nodes, or a day of its disk.
fn values(id: &InstanceId, kind: FiguresKind, until: i64) -> Values {
    let series = |metric: Metric, part: Option<Arc<str>>, (step, many): (i64, i64)| {
        let points = (1..=many).map(|back| Point {
            at: until - back * step,
            value: value(metric, back),
        });
        let instance = id.clone();
        let series = Series {
            metric,
            instance,
            part,
        };
        (series, points.rev().collect::<Vec<_>>())
    };
    if kind == FiguresKind::Disk {
        return [series(Metric::InstanceDisk, None, (DISK_STEP, 72))]
            .into_iter()
            .collect();
    }
    let own = Figures::watched().map(|metric| series(metric, None, (MINUTE, 60)));
    let nodes = (0..3).flat_map(|node| {
        let name: Arc<str> = format!("dms-vm-{}-rabbitmq-{node}", id.as_str()).into();
        let each = Metric::of(Level::Node).iter().copied();
        each.map(move |metric| series(metric, Some(Arc::clone(&name)), (MINUTE, 60)))
    });
    own.chain(nodes).collect()
}

/// Nothing is wrong: what is found, and told, is not measured here.
fn value(metric: Metric, minute: i64) -> f64 {
    match metric {
        Metric::Alive => 1.0,
        Metric::MemoryAlarm | Metric::DiskAlarm | Metric::Blocked | Metric::Flow => 0.0,
        _ => (10 + minute % 7) as f64,
    }
}
