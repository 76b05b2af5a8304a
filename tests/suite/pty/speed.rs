//! Keys are answered at once, whatever else is going on.

use std::time::Duration;

use super::driver::{END, PATIENCE, Pty, warren, warren_at};
use super::service::Service;

fn percentile(times: &mut [Duration], percent: usize) -> Duration {
    times.sort();
    times[(times.len() * percent / 100).min(times.len() - 1)]
}

#[test]
fn the_first_frame_waits_for_no_answer_of_the_terminal_or_the_service() {
    let service = Service::hanging();
    let mut pty = Pty::spawn(warren_at(&service, &[]), 80, 24);
    let painted = pty.pump_until(PATIENCE, |pty| {
        let bytes = pty.bytes();
        bytes.windows(END.len()).any(|bytes| bytes == END)
    });
    let took = pty.log.last().unwrap().at - pty.started;
    println!("first frame after {took:?}");
    assert!(painted && took < Duration::from_secs(1), "{took:?}");
    // It asks the terminal nothing that has an answer: attributes, positions, colours, modes.
    let asked = String::from_utf8_lossy(&pty.bytes()).into_owned();
    for query in [
        "\x1b[c", "\x1b[0c", "\x1b[>c", "\x1b[>0c", "\x1b[>q", "\x1b[>0q", "\x1b[6n", "\x1b[?u",
        "\x1b]1", "$p",
    ] {
        assert!(!asked.contains(query), "{asked:?}");
    }
}

#[test]
fn the_demo_opens_with_its_fleet() {
    let mut pty = Pty::spawn(warren(&["--demo"]), 160, 45);
    pty.until_list();
    let took = pty.log.last().unwrap().at - pty.started;
    println!("the demo's list after {took:?}");
    assert!(took < Duration::from_secs(5), "{took:?}");
}

#[test]
fn with_every_call_hanging_keys_echo_and_ctrl_c_ends_at_once() {
    let service = Service::hanging();
    let mut pty = Pty::spawn(warren_at(&service, &[]), 80, 24);
    pty.until_text("loading");
    service.until_requests(1);
    pty.key_to_text("/", "/_");
    let typed = "thequickbrownfoxjumps";
    let mut times: Vec<_> = (0..typed.len())
        .map(|at| pty.key_to_text(&typed[at..=at], &format!("/{}_", &typed[..=at])))
        .collect();
    let slowest = percentile(&mut times, 100);
    pty.send("\x03");
    let (code, took) = pty.until_end();
    println!("hanging: slowest echo {slowest:?}, ctrl-c {took:?}");
    assert_eq!(code, 0);
    assert!(slowest < Duration::from_millis(150), "{times:?}");
    assert!(took < Duration::from_millis(500), "{took:?}");
}

#[test]
fn keys_are_answered_while_a_refresh_of_10_000_instances_lands() {
    let service = Service::still(10_000);
    let mut pty = Pty::spawn(warren_at(&service, &[]), 160, 45);
    pty.until_text("10000 instances");
    pty.until_text("fresh");
    let asked = service.requests().len();
    // By name: then no value moves a row.
    pty.key_to_text("s", "SORT");
    pty.key_to_text("j\r", "by NAME");
    service.shake(1);
    pty.key_to_text("/", "/_");
    pty.key_to_text("status=frozen", "/status=frozen_");
    pty.key_to_text("\r", "enter zoom");
    let before = rows(&pty);
    let mut times = Vec::new();
    pty.send("r");
    // The filter's field opens and closes while page after page arrives, until the rows are new.
    while rows(&pty) == before || times.len() < 100 {
        times.push(pty.key_to_text("/", "/status=frozen_"));
        times.push(pty.key_to_text("\r", "enter zoom"));
    }
    assert!(
        service.requests().len() >= asked + 200,
        "a whole list was read"
    );
    let count = times.len();
    let (p50, p99) = (percentile(&mut times, 50), percentile(&mut times, 99));
    let slowest = times[count - 1];
    println!("10,000 instances: {count} keys, p50 {p50:?}, p99 {p99:?}, slowest {slowest:?}");
    assert!(p99 < Duration::from_millis(500), "{p99:?}");
    assert!(slowest < Duration::from_secs(2), "{slowest:?}");
}

/// What the rows below the first one say: that one shows what its detail says.
fn rows(pty: &Pty) -> Vec<String> {
    let text = pty.text();
    let rows = text.lines().skip(6).take(19);
    rows.map(|row| row.chars().take(80).collect()).collect()
}
