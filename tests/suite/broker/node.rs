//! A node by itself, with what it uses its memory for.

use super::{answer, known, read};
use crate::desk::Desk;
use crate::screens::{assert_screen, settled};
use std::sync::Arc;
use std::time::Duration;
use warren::api::management::{ManagementError, ShowMemory};
use warren::broker::{BrokerAnswer, BrokerError, Part};
use warren::model::broker::Memory;

const NODE: &str = "rmq1@localhost";

fn part() -> Part {
    Part::Memory(NODE.to_owned())
}

fn opened(width: u16, height: u16) -> Desk {
    let mut desk = known(width, height);
    desk.press("] ] ] enter");
    desk
}

fn tell(desk: &mut Desk, memory: Memory) {
    answer(desk, part(), Ok(BrokerAnswer::Memory(Arc::new(memory))));
}

#[test]
fn a_node_shows_what_it_uses_its_memory_for_and_its_limits() {
    let node = NODE.to_owned();
    let memory = read(&ShowMemory { node }, "v43", "memory");
    for (name, width, height) in [("80x24", 80, 24), ("160x45", 160, 45)] {
        let mut desk = opened(width, height);
        tell(&mut desk, memory.clone());
        assert_screen!(format!("broker-node-{name}"), desk.state);
    }
}

#[test]
fn its_memory_is_read_while_it_is_open_and_its_limits_are_there_before() {
    let mut desk = opened(80, 24);
    let parts = desk.state.broker_to_read().unwrap().parts;
    assert_eq!(parts, [Part::Head, part()]);
    let screen = settled(&mut desk.state).join("\n");
    assert!(screen.contains("being read"), "{screen}");
    assert!(screen.contains("Handles"), "{screen}");
    let refused = BrokerError::Management(ManagementError::NotFound);
    answer(&mut desk, part(), Err(refused));
    let screen = settled(&mut desk.state).join("\n");
    assert!(screen.contains("no such thing"), "{screen}");
    // One that is down says nothing of its memory.
    tell(&mut desk, Memory::default());
    let screen = settled(&mut desk.state).join("\n");
    let line = screen.lines().find(|line| line.contains("Used for"));
    assert!(line.unwrap().contains("--"), "{screen}");
    desk.press("esc");
    let on = desk.state.broker.selected().unwrap();
    assert_eq!(on.id, NODE);
}

#[test]
fn memory_that_cannot_be_read_any_more_says_how_old_it_is() {
    let node = NODE.to_owned();
    let mut desk = opened(120, 40);
    tell(&mut desk, read(&ShowMemory { node }, "v43", "memory"));
    desk.wait(Duration::from_secs(70));
    let screen = |desk: &mut Desk| settled(&mut desk.state).join("\n");
    assert!(!screen(&mut desk).contains("STALE 1m:"));
    let late = BrokerError::Management(ManagementError::Late);
    answer(&mut desk, part(), Err(late));
    let said = screen(&mut desk);
    assert!(said.contains("STALE 1m: "), "{said}");
    assert!(said.contains("binary"), "{said}");
}
