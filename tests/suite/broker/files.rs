//! What a file has of a view.

use super::known;
use crate::desk::{Desk, words};
use warren::export::sheet;
use warren::state::export::Format;

#[test]
fn a_file_calls_what_names_a_row_by_its_own_field_and_says_of_which_instance_it_is() {
    let mut desk = known(120, 40);
    let first = |desk: &Desk| {
        let table = desk.state.table().unwrap();
        let csv = sheet(words(), &desk.state, &table).print(Format::Csv);
        let first = csv.lines().next().unwrap();
        first.trim_start_matches('\u{feff}').to_owned()
    };
    let queues = first(&desk);
    assert!(queues.starts_with("messages_ready,name,vhost,"), "{queues}");
    assert_eq!(queues.matches("instance_id").count(), 1, "{queues}");
    desk.press("]");
    let connections = first(&desk);
    assert!(connections.starts_with("name,state,"), "{connections}");
    assert!(connections.contains(",instance_id,"), "{connections}");
}
