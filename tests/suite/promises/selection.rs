//! The selection is an identity, and so is the target of a dialog.

use crate::desk::{Desk, instance, key};
use proptest::prelude::*;
use warren::findings::Presence;
use warren::model::{Instance, Status};

/// One thing that happens to the list between two keys.
#[derive(Clone, Debug)]
enum Step {
    Insert(u8),
    Remove(u8),
    Status(u8, bool),
    Fill(u8, u8),
    Filter(u8),
    Sort,
    Move(i8),
    Wait(u8),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        any::<u8>().prop_map(Step::Insert),
        any::<u8>().prop_map(Step::Remove),
        any::<(u8, bool)>().prop_map(|(at, up)| Step::Status(at, up)),
        any::<(u8, u8)>().prop_map(|(at, used)| Step::Fill(at, used)),
        any::<u8>().prop_map(Step::Filter),
        Just(Step::Sort),
        any::<i8>().prop_map(Step::Move),
        any::<u8>().prop_map(Step::Wait),
    ]
}

/// The service, as far as these steps go.
struct World(Vec<Instance>);

impl World {
    fn change(&mut self, step: &Step) {
        let at = |place: u8, length: usize| usize::from(place) % length.max(1);
        let length = self.0.len();
        match step {
            Step::Insert(place) => {
                let name = format!("new-{place:03}");
                if self.0.iter().all(|one| one.name.as_deref() != Some(&name)) {
                    self.0.insert(at(*place, length), instance(&name));
                }
            }
            Step::Remove(place) if length > 0 => {
                self.0.remove(at(*place, length));
            }
            Step::Status(place, up) if length > 0 => {
                let status = if *up { Status::Running } else { Status::Error };
                self.0[at(*place, length)].status = Some(status);
            }
            Step::Fill(place, used) if length > 0 => {
                self.0[at(*place, length)].storage.used = Some(u64::from(*used % 89));
            }
            _ => {}
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 80, failure_persistence: None, ..ProptestConfig::default() })]

    /// 80 runs of up to 250 steps: the selection never changes by itself. An instance that vanished
    /// stays under the cursor, marked, until the cursor leaves it.
    #[test]
    fn p04_whatever_happens_to_the_list_the_cursor_stays_on_its_instance(
        steps in prop::collection::vec(step(), 1..250)
    ) {
        let mut world = World((0..20).map(|n| instance(&format!("start-{n:02}"))).collect());
        let mut desk = Desk::new(80, 24);
        desk.list(world.0.clone());
        for step in steps {
            let before = desk.state.fleet.selected().map(|row| row.key.clone());
            world.change(&step);
            let filters = ["", "start", "new", "status=ERROR", "1"];
            match step {
                Step::Filter(which) => {
                    desk.press("/ ctrl-u");
                    desk.type_text(filters[usize::from(which) % filters.len()]);
                    desk.press("enter");
                    // What the user typed may hide the selection, and then it goes elsewhere.
                    if let Some(row) = desk.state.fleet.selected() {
                        prop_assert!(desk.state.fleet.passes(row));
                    }
                    continue;
                }
                Step::Move(by) => {
                    for _ in 0..by.unsigned_abs() % 8 {
                        desk.press(if by < 0 { "k" } else { "j" });
                    }
                    continue;
                }
                Step::Sort => desk.press("S"),
                Step::Wait(seconds) => desk.wait(std::time::Duration::from_secs(u64::from(seconds % 9))),
                _ => {}
            }
            desk.list(world.0.clone());
            let missing: Vec<_> = desk.state.fleet.missing().cloned().collect();
            for key in missing {
                let name = key.id.as_str().trim_start_matches("id-").to_owned();
                desk.not_found(&name);
            }
            let after = desk.state.fleet.selected().map(|row| row.key.clone());
            if before.is_some() {
                prop_assert_eq!(&after, &before);
            }
            if let Some(row) = desk.state.fleet.selected() {
                let there = world.0.iter().any(|one| one.id == row.key.id);
                prop_assert_eq!(row.presence == Presence::Gone, !there);
                let line = desk.state.fleet.cursor_at().checked_sub(desk.state.fleet.top());
                let on_screen = line.and_then(|line| desk.state.fleet.window(18).nth(line));
                prop_assert_eq!(on_screen.map(|shown| &shown.key), Some(&row.key));
            }
            let ghosts = desk.state.fleet.window(10_000).filter(|row| desk.state.fleet.is_ghost(row));
            prop_assert!(ghosts.count() <= 1);
        }
    }
}

#[test]
fn a_vanished_instance_stays_as_a_ghost_until_the_cursor_leaves_it() {
    let mut desk = Desk::with(&["a", "b", "c"]);
    desk.press("j");
    desk.list(vec![instance("a"), instance("c")]);
    assert_eq!(
        desk.rows(),
        ["a", "b", "c"],
        "missing from a list is not gone"
    );
    desk.not_found("b");
    assert_eq!(desk.selected().as_deref(), Some("b"));
    assert!(
        desk.state
            .fleet
            .is_ghost(desk.state.fleet.selected().unwrap())
    );
    desk.press("j");
    assert_eq!(
        (desk.selected().as_deref(), desk.rows()),
        (Some("c"), vec!["a".into(), "c".into()])
    );
}

#[test]
fn the_request_goes_to_the_instance_in_the_dialog_however_the_list_changes() {
    let mut desk = Desk::with(&["orders-01", "orders-02", "orders-03"]);
    desk.press("j D");
    desk.list(vec![
        instance("aaa"),
        instance("orders-03"),
        instance("orders-02"),
    ]);
    desk.not_found("orders-01");
    desk.type_text("orders-02");
    desk.press("enter");
    assert_eq!(
        desk.sent(),
        ["DELETE /v2/0123456789abcdef/instances/id-orders-02"]
    );
}

#[test]
fn a_dialog_whose_instance_is_gone_sends_nothing() {
    let mut desk = Desk::with(&["orders-01", "orders-02"]);
    desk.press("j D");
    desk.list(vec![instance("orders-01")]);
    desk.not_found("orders-02");
    desk.type_text("orders-02");
    desk.press("enter");
    assert_eq!(desk.sent(), Vec::<String>::new());
}

#[test]
fn enter_on_a_filtered_list_opens_the_row_that_is_shown() {
    let mut desk = Desk::with(&["aa-01", "bb-02", "aa-03", "bb-04"]);
    desk.press("/");
    desk.type_text("bb");
    desk.press("enter j enter");
    assert_eq!(desk.state.view.opened, Some(key("bb-04")));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    /// Equal rows keep their order whatever order the answers have, in every sort order.
    #[test]
    fn rows_do_not_dance_when_answers_come_in_another_order(
        orders in prop::collection::vec(Just((0..12_usize).collect::<Vec<_>>()).prop_shuffle(), 1..6),
        column in 0..12_usize,
        flips in 0..2_usize,
    ) {
        let fill = |n: usize| {
            let mut one = instance(&format!("orders-{n:02}"));
            one.storage.used = Some([10, 60, 82][n % 3]);
            one.status = Some([Status::Running, Status::Creating][n % 2].clone());
            one
        };
        let mut desk = Desk::new(80, 24);
        desk.list((0..12).map(fill).collect());
        desk.press("s g g");
        for _ in 0..column {
            desk.press("j");
        }
        desk.press("enter");
        for _ in 0..flips {
            desk.press("S");
        }
        let before = desk.rows();
        for order in orders {
            desk.wait(std::time::Duration::from_secs(6));
            desk.list(order.into_iter().map(fill).collect());
            prop_assert_eq!(desk.rows(), before.clone());
        }
    }
}
