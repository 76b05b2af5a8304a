//! What it keeps in memory, by size of the fleet.

use super::driver::{Pty, warren_at};
use super::service::Service;
use crate::memory::resident;

/// The list was read again so often, with every row changed.
const REFRESHES: usize = 5;

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
