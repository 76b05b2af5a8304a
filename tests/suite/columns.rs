//! The columns picker, and that the list stays arranged as the user wants it.

use crate::desk::{Desk, instance};
use crate::screens::{drawn, lines};
use warren::effect::Effect;
use warren::state::arrangement::{Arrangement, Columns};
use warren::state::column::{Column, First};
use warren::state::interest::{Trigger, Want};
use warren::state::overlay::Overlay;
use warren::state::query::Query;
use warren::state::sort::Direction;
use warren::state::table::TableColumn;
use warren::state::table::bin::RECYCLE_BIN;

fn heading(desk: &Desk) -> String {
    lines(&drawn(&desk.state).0)[3].clone()
}

#[test]
fn a_column_is_hidden_and_moved_and_the_list_shows_it_when_it_is_kept() {
    let mut desk = Desk::with(&["a"]);
    assert_eq!(
        heading(&desk).split_whitespace().collect::<Vec<_>>(),
        ["S", "NAME", "STATUS", "STORAGE", "WHY"]
    );
    // Status goes before the name, and storage goes.
    desk.press("c j K j j j j j j j space");
    let kept = desk.state.columns.wants(Column::Storage);
    assert!(kept, "not before it is kept");
    desk.press("enter");
    let shown = heading(&desk);
    let shown: Vec<&str> = shown.split_whitespace().collect();
    assert_eq!(shown[..3], ["S", "STATUS", "NAME"]);
    assert!(!shown.contains(&"STORAGE"), "{shown:?}");
}

#[test]
fn esc_leaves_the_columns_as_they_were() {
    let mut desk = Desk::with(&["a"]);
    desk.press("c j space J esc");
    assert!(desk.state.overlay.is_none());
    assert_eq!(desk.state.columns, Columns::default());
}

#[test]
fn the_name_cannot_be_hidden() {
    let mut desk = Desk::with(&["a"]);
    desk.press("c space enter");
    assert!(desk.state.columns.wants(Column::Name));
}

#[test]
fn the_cursor_stays_on_the_column_that_is_moved() {
    let mut desk = Desk::with(&["a"]);
    desk.press("c J J J");
    let Some(Overlay::Columns(picker)) = &desk.state.overlay else {
        panic!("the picker is open");
    };
    let order = picker.columns.order();
    assert_eq!(picker.pick.on(&order), Some(&Column::Name));
    assert_eq!(order[3], Column::Name);
}

#[test]
fn order_and_columns_survive_refresh_and_back_and_are_kept_when_they_change() {
    let mut desk = Desk::with(&["a", "b"]);
    desk.effects.clear();
    desk.press("c j space enter S");
    let arranged = desk.state.arrangement();
    desk.list(vec![instance("a"), instance("b"), instance("c")]);
    desk.press("enter 5 esc");
    assert_eq!(desk.state.arrangement(), arranged);
    let kept = desk.effects.iter().filter_map(|effect| match effect {
        Effect::KeepArrangement(kept) => Some(kept.clone()),
        _ => None,
    });
    let kept: Vec<Arrangement> = kept.collect();
    assert_eq!(kept.len(), 2, "once for each change");
    assert_eq!(kept.last(), Some(&arranged));
    let mut later = Desk::with(&["a"]);
    let text = arranged.to_text();
    later.state.arrange(Arrangement::parse(&text).unwrap());
    assert_eq!(later.state.arrangement(), arranged);
}

#[test]
fn a_letter_sorts_by_its_column_and_once_more_turns_it_round() {
    let mut desk = Desk::with(&["a", "b"]);
    for column in desk.state.profiles.list_shape().columns() {
        let before = desk.state.fleet.sort();
        let keys = format!("s {}", column.letter());
        desk.press(&keys);
        let sort = desk.state.fleet.sort();
        let natural = before.column != column;
        assert_eq!(
            (sort.column, sort.direction == Direction::Natural),
            (column, natural)
        );
        desk.press(&keys);
        assert_eq!(desk.state.fleet.sort(), sort.flipped(), "{keys}");
        assert!(desk.state.overlay.is_none());
    }
}

/// The table in front: its column in force, and what that puts on top.
fn table(desk: &Desk) -> Option<(&'static str, First)> {
    let Some(Overlay::Table(table)) = &desk.state.overlay else {
        panic!("no table but {:?}", desk.state.overlay);
    };
    table
        .sorted_by()
        .map(|(column, first)| (column.name, first))
}

#[test]
fn a_letter_sorts_a_table_in_front_and_once_more_turns_it_round() {
    let mut desk = Desk::with(&["a", "b"]);
    let list = desk.state.fleet.sort();
    desk.press("g b");
    for TableColumn {
        name,
        letter,
        first: [natural, reversed],
        ..
    } in RECYCLE_BIN.columns.iter()
    {
        // By the first of them it is sorted at once.
        let firsts = match *name == "name" {
            true => [reversed, natural],
            false => [natural, reversed],
        };
        for first in firsts {
            desk.press(&format!("s {letter}"));
            assert_eq!(table(&desk), Some((*name, *first)));
        }
        desk.press("S");
        assert_eq!(table(&desk), Some((*name, *firsts[0])));
    }
    assert_eq!(desk.state.fleet.sort(), list);
}

#[test]
fn the_columns_of_a_table_in_front_give_it_back_and_what_it_shows_is_read_meanwhile() {
    let mut desk = Desk::with(&["a", "b"]);
    desk.press("g b s j j");
    let bin = |want: &Want| want.query == Query::RecycleBin && want.trigger == Trigger::Opening;
    assert!(desk.state.interest().wants.iter().any(bin));
    desk.press("esc");
    assert_eq!(table(&desk), Some(("name", First::A)));
    desk.press("s j j enter");
    assert_eq!(table(&desk), Some(("since", First::Newest)));
    desk.press("s enter esc");
    assert!(desk.state.overlay.is_none());
}

#[test]
fn what_is_no_letter_of_a_column_means_there_what_it_means_elsewhere() {
    let mut desk = Desk::with(&["a"]);
    let sort = desk.state.fleet.sort();
    desk.press("s j k x q");
    assert!(desk.state.overlay.is_none());
    assert_eq!(desk.state.fleet.sort(), sort);
    desk.press("s j enter");
    assert_eq!(desk.state.fleet.sort().column, Column::Name);
}
