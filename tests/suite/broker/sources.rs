//! Where what a row shows is from.

use super::known;
use crate::desk::{Desk, words};
use crate::screens::assert_screen;
use std::time::Duration;
use warren::broker::Part;
use warren::ui::provenance;

/// Everything that is said of the row under the cursor, one a line.
fn said(desk: &Desk) -> String {
    let about = desk.state.about().unwrap();
    provenance::as_text(words(), &desk.state, &about)
}

#[test]
fn each_value_of_a_row_has_its_field_the_call_and_when_it_was_answered() {
    let mut desk = known(120, 40);
    desk.wait(Duration::from_secs(61));
    desk.press("j j");
    let text = said(&desk);
    assert!(text.contains("GET /api/queues; read 1m ago, "), "{text}");
    for line in [
        "QUEUE: f.stuck = name",
        "READY: 294 = messages_ready",
        "ACK/s: 0 = message_stats.ack_details.rate",
    ] {
        assert!(text.contains(line), "{line}: {text}");
    }
    desk.press("i");
    assert_screen!("broker-sources", desk.state);
    desk.press("esc ]");
    let text = said(&desk);
    assert!(text.contains("GET /api/connections; "), "{text}");
    assert!(text.contains(" = recv_oct_details.rate "), "{text}");
    desk.press("] ]");
    let text = said(&desk);
    assert!(text.contains("GET /api/nodes; "), "{text}");
    assert!(text.contains("= mem_used, mem_limit "), "{text}");
    desk.press("enter i esc");
    let text = said(&desk);
    assert!(text.contains("GET /api/nodes; "), "{text}");
    desk.press("j");
    assert_eq!(said(&desk), "Used for: memory\n");
}

#[test]
fn the_call_of_a_part_is_the_one_that_is_sent() {
    let name = "a b/c".to_owned();
    for (part, call) in [
        (Part::Queues, "GET /api/queues"),
        (
            Part::ChannelsOf(name.clone()),
            "GET /api/connections/a%20b%2Fc/channels",
        ),
        (Part::Memory(name), "GET /api/nodes/a%20b%2Fc/memory"),
    ] {
        assert_eq!(part.call(), call);
    }
}
