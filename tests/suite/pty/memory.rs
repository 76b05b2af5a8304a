//! What it keeps in memory, by size of the fleet.

use super::driver::{Pty, measuring_at, warren_at};
use super::service::Service;
use crate::memory::own_kib;

/// MiB that the program of users takes with its file of 13.9 MB and its libraries, if all of it is
/// used. The file of a build for tests is several times as large, which says nothing of that.
const PROGRAM: u64 = 16;

/// MiB that the program of users would have in RAM.
fn resident(pid: u32) -> u64 {
    own_kib(pid).div_ceil(1024) + PROGRAM
}

/// The list was read again so often, with every row changed.
const REFRESHES: usize = 5;

/// Memory of a program with figures that shows so many instances, in MiB, after all of them were read
/// once and the list some times.
fn resident_measuring(instances: usize) -> u64 {
    let service = Service::still(instances);
    let mut pty = Pty::spawn(measuring_at(&service, &[]), 160, 45);
    pty.until_text(&format!("{instances} instances"));
    let values = |service: &Service| {
        let all = service.requests().into_iter();
        let values = all.filter(|one| one.path.ends_with("batch-query-metric-data"));
        values.count()
    };
    // 12 of the instance and 7 of each node in calls of 500.
    let calls = instances * 12 / 500;
    while values(&service) < calls {
        let some = service.requests().len() + 1;
        service.until_requests(some);
        pty.drain();
    }
    resident(pty.pid())
}

#[test]
fn a_thousand_instances_with_figures_take_less_than_60_mib() {
    let mib = resident_measuring(1_000);
    println!("1,000 instances with figures: {mib} MiB");
    assert!(mib < 60, "{mib} MiB");
}

/// Memory of a program that shows so many instances, in MiB, after some refreshes.
fn resident_with(instances: usize) -> u64 {
    let service = Service::still(instances);
    let mut pty = Pty::spawn(warren_at(&service, &[]), 160, 45);
    pty.until_text(&format!("{instances} instances"));
    pty.until_text("fresh");
    for round in 1..=REFRESHES {
        let asked = service.requests().len();
        service.shake(round);
        pty.send("r");
        service.until_requests(asked + instances.div_ceil(50));
        // The echo of a key comes after what was read before it.
        pty.key_to_text("/", "/_");
        pty.key_to_text("\r", "enter zoom");
    }
    resident(pty.pid())
}

#[test]
fn a_hundred_instances_take_less_than_40_mib() {
    let mib = resident_with(100);
    println!("100 instances: {mib} MiB");
    assert!(mib < 40, "{mib} MiB");
}

#[test]
fn ten_thousand_instances_take_less_than_120_mib() {
    let mib = resident_with(10_000);
    println!("10,000 instances: {mib} MiB");
    assert!(mib < 120, "{mib} MiB");
}
