//! A quiet fleet is a still screen.

use std::time::{Duration, Instant};

use super::driver::{Pty, measuring_at, warren_at};
use super::service::Service;

#[test]
fn a_quiet_fleet_costs_no_byte_and_hardly_any_time() {
    let service = Service::still(50);
    let mut pty = Pty::spawn(warren_at(&service, &["--refresh", "1"]), 80, 24);
    // The rows are on the screen before the listing is: its end is what the top line says.
    pty.until_text("| fresh");
    service.until_requests(4);
    pty.drain();
    let (written, cpu, asked) = (pty.written(), pty.cpu(), service.requests().len());
    let window = Duration::from_secs(8);
    pty.pump(window);
    let polls = service.requests().len() - asked;
    let share = (pty.cpu() - cpu).as_secs_f64() / window.as_secs_f64();
    println!("still: {polls} polls, {:.2} % of a core", share * 100.0);
    assert_eq!(pty.written() - written, 0, "{}", pty.text());
    assert!(polls >= 6, "{polls}");
    assert!(share < 0.05, "{share}");
}

#[test]
fn fifty_instances_that_change_with_every_poll_cost_less_than_2_kb_a_second() {
    let service = Service::still(50);
    let mut pty = Pty::spawn(warren_at(&service, &["--refresh", "1"]), 80, 24);
    pty.until_list();
    let (written, cpu) = (pty.written(), pty.cpu());
    let mut polls = service.requests().len();
    let window = Duration::from_secs(6);
    let (mut shaken, end) = (0, Instant::now() + window);
    while Instant::now() < end {
        pty.pump(Duration::from_millis(20));
        if service.requests().len() > polls {
            polls = service.requests().len();
            shaken += 1;
            service.shake(shaken);
        }
    }
    let bytes = pty.written() - written;
    let share = (pty.cpu() - cpu).as_secs_f64() / window.as_secs_f64();
    let a_second = bytes / 6;
    println!(
        "changing: {shaken} times, {a_second} B/s, {:.2} % of a core",
        share * 100.0
    );
    assert!(
        shaken >= 4 && bytes > 1000,
        "{shaken} changes, {bytes} bytes"
    );
    assert!(a_second < 2048, "{a_second} bytes a second");
}

#[test]
fn figures_cost_bytes_only_when_they_change() {
    let service = Service::still(50);
    let mut pty = Pty::spawn(measuring_at(&service, &["--refresh", "1"]), 80, 24);
    pty.until_text("| fresh");
    // All that is read of Cloud Eye in the first minute; the disks come last, and are not shown.
    while !asks_for_a_day(&service) {
        let some = service.requests().len() + 1;
        service.until_requests(some);
        pty.drain();
    }
    // What came puts rows in another order, and that waits until the list was sorted long enough ago.
    pty.pump(Duration::from_secs(15));
    let written = pty.written();
    pty.pump(Duration::from_secs(5));
    assert_eq!(pty.written() - written, 0, "{}", pty.text());
}

/// Whether a day of disks was asked for: the call with the longest period.
fn asks_for_a_day(service: &Service) -> bool {
    let all = service.requests();
    let mut values = all
        .iter()
        .filter(|one| one.path.ends_with("batch-query-metric-data"));
    values.any(|one| one.body.contains("\"1200\""))
}
