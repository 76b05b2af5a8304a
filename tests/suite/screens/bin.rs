//! The recycle bin in front of the list, and what is hinted at there.

use super::fixture::*;
use super::overlays::press;
use super::{assert_screen, drawn, lines};
use warren::api::ErrorKind;
use warren::api::v2::{RecycleBin, RecyclePolicy, Recycled};
use warren::model::{InstanceId, Status};
use warren::state::State;
use warren::state::query::QueryAnswer;
use warren::state::table::TableSource;
use warren::state::table::bin::RECYCLE_BIN;
use warren::state::view::ScreenSize;

/// The bin of the project, in front.
pub fn recycle_bin(size: ScreenSize) -> State {
    recycle_bin_of(3, size)
}

/// The same, which keeps what is in it for so many days.
fn recycle_bin_of(days: u8, size: ScreenSize) -> State {
    let mut state = fleet(size);
    let hour = 60 * 60 * 1000;
    let row = |id: &str, name: &str, hours: i64| Recycled {
        id: InstanceId::new(id).unwrap(),
        name: Some(name.into()),
        status: Some(Status::Recycle),
        since: Some(state.now.wall - hours * hour),
        until: Some(state.now.wall + (72 - hours) * hour),
    };
    let mut bin = RecycleBin {
        policy: Some(RecyclePolicy { on: true, days }),
        ..RecycleBin::default()
    };
    bin.inside.rows = vec![row("a-1", "orders-eu-00", 3), row("a-2", "audit-old", 50)];
    let (now, answer) = (state.now, QueryAnswer::RecycleBin(Ok(bin)));
    state
        .profiles
        .iter_mut()
        .next()
        .unwrap()
        .known
        .take(1, now, answer);
    state.show_table(TableSource::Query(&RECYCLE_BIN));
    state
}

#[test]
fn the_recycle_bin_is_a_table_with_its_policy_in_the_title() {
    assert_screen!("recycle-bin", recycle_bin(NORMAL));
    let asked = |keys| {
        let mut state = recycle_bin(NORMAL);
        press(&mut state, keys);
        state
    };
    assert_screen!("sort-recycle-bin", asked("s a s j"));
    assert_screen!("confirm-restore", asked("R"));
    assert_screen!("confirm-recycling", asked("t"));
}

/// The bottom line of the screen in English.
fn hint_line(state: &State) -> String {
    let lines = lines(&drawn(state).0);
    lines.last().unwrap().clone()
}

#[test]
fn a_table_hints_at_what_can_be_done_from_it_now() {
    let mut state = recycle_bin(NORMAL);
    assert!(hint_line(&state).contains("R restore  t on/off  + longer  minus shorter"));
    fail(&mut state, error(ErrorKind::Unreachable));
    let gone = hint_line(&state);
    assert!(
        !gone.contains("restore") && !gone.contains("on/off"),
        "{gone}"
    );
    press(&mut state, "R");
    let refused = lines(&drawn(&state).0).join("\n");
    assert!(refused.contains("NOT NOW"), "its key says why: {refused}");
    for (days, hinted) in [(1, "+ longer  / "), (7, "minus shorter  / ")] {
        let state = recycle_bin_of(days, NORMAL);
        let hints = hint_line(&state);
        assert!(hints.contains(&format!("t on/off  {hinted}")), "{hints}");
    }
}
