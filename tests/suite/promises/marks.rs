//! Marks are identities, and what is done to the marked names every one of them.

use crate::desk::{Desk, id, instance, key};
use crate::screens::{drawn, lines, settled};
use proptest::prelude::*;
use warren::event::Event;
use warren::model::{Billing, Instance, ProjectId, Status};
use warren::state::fleet::Marked;
use warren::state::overlay::Overlay;
use warren::state::write::bulk::BulkAction;
use warren::state::write::confirm::LeftOut;
use warren::state::write::mutation::Deletion;
use warren::state::write::plan::Plan;

fn marked(desk: &Desk) -> Vec<String> {
    let rows = desk.state.fleet.marked_rows();
    let names = rows.iter().map(|row| row.instance.label().to_owned());
    let mut names: Vec<String> = names.collect();
    names.sort_unstable();
    names
}

fn fleet(number: usize) -> Vec<Instance> {
    let names = (0..number).map(|n| format!("orders-{n:02}"));
    names.map(|name| instance(&name)).collect()
}

fn desk(number: usize) -> Desk {
    let mut desk = Desk::new(80, 24);
    desk.list(fleet(number));
    desk
}

fn screen(desk: &Desk) -> String {
    lines(&drawn(&desk.state).0).join("\n")
}

/// The targets of the open dialog, by name.
fn targets(desk: &Desk) -> Vec<String> {
    let Some(Overlay::Confirm(confirm)) = &desk.state.overlay else {
        panic!("no dialog but {:?}", desk.state.overlay);
    };
    let plan = confirm.plan();
    assert!(plan.bulk.is_some(), "no batch but {plan:?}");
    plan.targets().iter().map(|one| one.name.clone()).collect()
}

#[test]
fn ten_marked_and_nine_hidden_says_so_and_sends_nothing_without_the_token() {
    let mut desk = desk(10);
    desk.press("m /");
    desk.type_text("orders-03");
    desk.press("enter");
    assert_eq!(desk.state.fleet.marked(), Marked { all: 10, hidden: 9 });
    assert!(
        screen(&desk).contains("10 marked (9 hidden)"),
        "{}",
        screen(&desk)
    );
    desk.press("D");
    assert_eq!(targets(&desk).len(), 10);
    assert!(
        screen(&desk).contains("9 hidden by the filter, of 10"),
        "{}",
        screen(&desk)
    );
    desk.press("enter enter y enter ctrl-u");
    desk.type_text("delete 9");
    desk.press("enter");
    desk.feed(Event::Paste("delete 10".into()));
    desk.press("enter");
    assert_eq!(desk.sent(), Vec::<String>::new());
    desk.press("backspace");
    desk.type_text("10");
    desk.press("enter");
    assert_eq!(desk.sent().len(), 1);
    for n in 0..10 {
        assert!(desk.sent()[0].contains(&format!("\"id-orders-{n:02}\"")));
    }
}

#[test]
fn one_key_leaves_the_dialog_for_a_list_of_the_marked() {
    let mut desk = desk(6);
    desk.press("space j space /");
    desk.type_text("orders-05");
    desk.press("enter D tab h");
    assert!(desk.state.overlay.is_none());
    assert_eq!(desk.rows(), ["orders-00", "orders-02"]);
    assert_eq!(desk.sent(), Vec::<String>::new());
}

#[test]
fn every_target_can_be_read_by_scrolling_at_any_size() {
    for (width, height) in [(40, 10), (60, 20), (80, 24), (160, 45)] {
        let mut desk = Desk::new(width, height);
        desk.list(fleet(60));
        desk.press("m D tab");
        let mut seen = String::new();
        for _ in 0..200 {
            seen += &settled(&mut desk.state).join("\n");
            desk.press("pgdn");
        }
        for one in fleet(60) {
            let name = one.label();
            assert!(
                seen.contains(name),
                "{name} is never seen at {width}x{height}"
            );
        }
    }
}

#[test]
fn marks_of_instances_that_are_gone_drop_out() {
    let mut desk = desk(4);
    desk.press("m");
    desk.list(fleet(2));
    assert_eq!(marked(&desk).len(), 4, "missing from a list is not gone");
    desk.not_found("orders-02");
    desk.not_found("orders-03");
    assert_eq!(marked(&desk), ["orders-00", "orders-01"]);
    // Under the cursor as well, where the row itself stays.
    desk.not_found("orders-00");
    assert_eq!(marked(&desk), ["orders-01"]);
}

#[test]
fn what_cannot_be_done_is_left_out_and_that_is_said_first() {
    let mut rows = fleet(4);
    rows[1].status = Some(Status::Creating);
    rows[2].billing = Some(Billing::Prepaid);
    let mut desk = Desk::new(80, 24);
    desk.list(rows);
    desk.press("m D");
    assert_eq!(targets(&desk), ["orders-00", "orders-03"]);
    let shown = screen(&desk);
    for said in [
        "DELETE 2 instances",
        "2 marked instances are left out",
        "orders-01",
        "The service refuses this while it is CREATING",
        "orders-02",
        "It is paid by the month or year",
        "Type delete 2 to arm",
    ] {
        assert!(shown.contains(said), "{said}\n{shown}");
    }
    desk.type_text("delete 2");
    desk.press("enter");
    assert_eq!(
        desk.sent(),
        [
            "POST /v2/0123456789abcdef/instances/action\n\n{\n  \"action\": \"delete\",\n  \
          \"instances\": [\n    \"id-orders-00\",\n    \"id-orders-03\"\n  ]\n}"
        ]
    );
}

#[test]
fn when_none_of_the_marked_can_be_done_the_reason_is_said() {
    let mut desk = Desk::new(80, 24);
    let mut rows = fleet(2);
    for row in &mut rows {
        row.billing = Some(Billing::Prepaid);
    }
    desk.list(rows);
    desk.press("m D");
    assert!(matches!(desk.state.overlay, Some(Overlay::Refused { .. })));
    assert!(screen(&desk).contains("It is paid by the month or year"));
}

#[test]
fn one_marked_instance_is_armed_by_its_name() {
    let mut desk = desk(3);
    desk.press("j space X");
    desk.type_text("orders-00");
    desk.press("enter");
    assert_eq!(desk.sent(), Vec::<String>::new());
    desk.press("backspace");
    desk.type_text("1");
    desk.press("enter");
    assert_eq!(desk.sent().len(), 1);
}

#[test]
fn inside_an_instance_the_marks_are_not_what_is_deleted() {
    let mut desk = desk(3);
    desk.press("space space enter D");
    let Some(Overlay::Confirm(confirm)) = &desk.state.overlay else {
        panic!("{:?}", desk.state.overlay);
    };
    let deletion = Deletion {
        key: key("orders-02"),
    }
    .into();
    assert_eq!(confirm.plan().mutation(), Some(&deletion));
}

#[test]
fn a_range_goes_with_the_cursor_and_escape_forgets_it() {
    let mut desk = desk(6);
    desk.press("j V j j");
    assert_eq!(marked(&desk), ["orders-01", "orders-02", "orders-03"]);
    desk.press("k");
    assert_eq!(marked(&desk), ["orders-01", "orders-02"]);
    desk.press("esc");
    assert_eq!(marked(&desk), Vec::<String>::new());
    desk.press("V j V j j space");
    assert_eq!(marked(&desk), ["orders-02", "orders-03", "orders-05"]);
    desk.press("ctrl-x");
    assert_eq!(marked(&desk), Vec::<String>::new());
}

#[test]
fn a_range_is_what_was_shown_between_its_ends_when_the_cursor_moved() {
    let mut desk = desk(4);
    desk.press("V j");
    let mut rows = fleet(4);
    // Another instance is the worst of all now, and comes between them.
    rows[3].status = Some(Status::Error);
    desk.list(rows);
    desk.wait(std::time::Duration::from_secs(10));
    assert_eq!(desk.rows()[0], "orders-03");
    desk.press("V");
    assert_eq!(marked(&desk), ["orders-00", "orders-01"]);
}

#[test]
fn a_batch_that_can_no_longer_be_done_as_shown_is_not_sent() {
    let mut desk = desk(3);
    desk.press("m D");
    desk.type_text("delete 3");
    let mut rows = fleet(3);
    rows[1].status = Some(Status::Restarting);
    desk.list(rows);
    assert!(screen(&desk).contains("orders-01: The service refuses this"));
    desk.press("enter");
    assert_eq!(desk.sent(), Vec::<String>::new());
    assert_eq!(marked(&desk).len(), 3);
}

#[test]
fn what_is_under_way_is_left_out_of_the_next_batch() {
    let mut desk = desk(3);
    desk.press("space D");
    desk.type_text("orders-00");
    desk.press("enter esc m X");
    assert_eq!(targets(&desk), ["orders-01", "orders-02"]);
    let Some(Overlay::Confirm(confirm)) = &desk.state.overlay else {
        panic!("{:?}", desk.state.overlay);
    };
    let names: Vec<&str> = confirm
        .left_out()
        .iter()
        .map(|LeftOut { target, .. }| target.name.as_str())
        .collect();
    assert_eq!(names, ["orders-00"]);
}

#[test]
fn a_batch_of_nobody_cannot_be_built_and_nobody_is_named_twice() {
    let home = |_: &_| Some(ProjectId::new("p").unwrap());
    let plan = |targets| Plan::bulk(BulkAction::Delete, targets, home);
    assert_eq!(plan(Vec::new()), None);
    let one = BulkAction::Delete.target(key("orders-00"), "orders-00", None);
    let twice = plan(vec![one.clone(), one.clone()]).unwrap();
    assert_eq!(twice.targets(), [one]);
}

/// One thing that happens between two marks.
#[derive(Clone, Debug)]
enum Step {
    Keys(&'static str),
    Remove(u8),
    Status(u8, bool),
}

fn step() -> impl Strategy<Value = Step> {
    let keys = [
        "space",
        "j",
        "k",
        "S",
        "m",
        "ctrl-x",
        "V j j V",
        "V k",
        "esc",
        "/ 1 enter",
        "/ ctrl-u enter",
        "/ s t a t u s = e r r o r enter",
        "g g",
        "G",
    ];
    prop_oneof![
        4 => (0..keys.len()).prop_map(move |at| Step::Keys(keys[at])),
        1 => any::<u8>().prop_map(Step::Remove),
        2 => any::<(u8, bool)>().prop_map(|(at, up)| Step::Status(at, up)),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever the list does by itself, the same instances are marked, but for those that are
    /// gone; and the dialog names exactly them.
    #[test]
    fn marks_stay_on_their_instances_whatever_happens_to_the_list(
        steps in prop::collection::vec(step(), 1..80)
    ) {
        let mut world = fleet(14);
        let mut desk = desk(14);
        for step in steps {
            if let Step::Keys(keys) = step {
                desk.press(keys);
                continue;
            }
            let before = marked(&desk);
            let length = world.len().max(1);
            match step {
                Step::Remove(at) if !world.is_empty() => {
                    world.remove(usize::from(at) % length);
                }
                Step::Status(at, up) if !world.is_empty() => {
                    let status = if up { Status::Running } else { Status::Error };
                    world[usize::from(at) % length].status = Some(status);
                }
                _ => {}
            }
            desk.list(world.clone());
            let missing: Vec<_> = desk.state.fleet.missing().cloned().collect();
            for key in missing {
                desk.not_found(key.id.as_str().trim_start_matches("id-"));
            }
            desk.wait(std::time::Duration::from_secs(6));
            let there = |name: &String| world.iter().any(|one| one.id == id(name));
            let expected: Vec<String> = before.into_iter().filter(there).collect();
            prop_assert_eq!(marked(&desk), expected);
        }
        let expected = marked(&desk);
        prop_assert_eq!(desk.state.fleet.marked().all, expected.len());
        if !expected.is_empty() {
            desk.press("D");
            let mut named = targets(&desk);
            named.sort_unstable();
            prop_assert_eq!(named, expected);
        }
    }
}
