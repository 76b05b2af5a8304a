//! What a terminal may send.

use std::time::Duration;

use super::driver::{Pty, warren_at};
use super::service::Service;

/// 100 kB of every byte there is, without the end of a paste in it.
fn junk() -> Vec<u8> {
    let bytes = (0..100_000_u32).map(|at| (at.wrapping_mul(2_654_435_761) >> 24) as u8);
    // ctrl-c would leave, as it should.
    bytes
        .map(|byte| if byte == 3 { b'y' } else { byte })
        .collect()
}

#[test]
fn a_paste_of_100_kb_of_junk_is_survived_and_arms_nothing() {
    let service = Service::still(5);
    let mut pty = Pty::spawn(warren_at(&service, &[]), 80, 24);
    pty.until_list();
    pty.send("D");
    let mut paste = b"\x1b[200~".to_vec();
    paste.extend(junk());
    paste.extend(b"\n\x1b[201~\r");
    pty.send(paste);
    // Out of whatever that led to.
    pty.send("\x1b");
    pty.pump_until(Duration::from_millis(100), |_| false);
    pty.send("/orders");
    pty.until_text("/orders");
    assert_eq!(service.writes(), Vec::<String>::new());
}

#[test]
fn three_thousand_keys_at_once_are_all_taken_and_then_it_is_idle() {
    let service = Service::still(5);
    let mut pty = Pty::spawn(warren_at(&service, &["--refresh", "60"]), 80, 24);
    pty.until_list();
    pty.send("/");
    let keys: String = "x\x7f".repeat(1500);
    pty.send(keys);
    pty.send("end");
    pty.until_text("/end");
    let cpu = pty.cpu();
    pty.pump(Duration::from_secs(1));
    let spent = pty.cpu() - cpu;
    assert!(spent < Duration::from_millis(200), "{spent:?}");
}
