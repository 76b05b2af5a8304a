//! The other sizes: a full screen and a worst case at each, and the other looks.

use super::assert_screen;
use super::fixture::*;
use warren::api::ErrorKind;
use warren::model::{Instance, Status};
use warren::state::State;
use warren::state::context::{Depth, Glyphs, ThemeName};
use warren::state::notice::{Level, NoticeKind};
use warren::state::overlay::Overlay;
use warren::state::view::{Pane, ScreenSize};
use warren::state::write::confirm::Confirm;
use warren::state::write::mutation::Deletion;
use warren::state::write::plan::Plan;

const LONG: &str =
    "订单服务-生产环境-非常长的名字-which-goes-on-and-on-\u{202e}evil\x1b[2J-👨\u{200d}👩";

/// Long names, everything failing, stale, a dialog in front.
fn worst(size: ScreenSize) -> State {
    let mut all: Vec<Instance> = instances();
    for (at, one) in all.iter_mut().enumerate() {
        one.name = Some(format!("{at}-{LONG}"));
        one.status = Some(Status::Error);
        one.storage.used = Some(99_999);
        one.storage.usable = Some(90_000);
        one.tags = vec![tag("环境", LONG)];
        one.unreadable = vec!["port".into()];
        one.description = Some(LONG.repeat(3));
    }
    let mut state = with(all, size);
    look_into(&mut state, FIRST);
    wait(&mut state, 4000);
    fail(&mut state, error(ErrorKind::Unreachable));
    let said = NoticeKind::ReadFailed(error(ErrorKind::Unauthorized));
    let now = state.now;
    state.notices.push(
        Level::Critical,
        said,
        warren::state::notice::About::Profile(scope()),
        now,
    );
    state
}

fn asking(mut state: State) -> State {
    let plan = Plan::new(Deletion { key: key(FIRST) }, LONG, |_| Some(project())).unwrap();
    let confirm = Confirm::typed(plan, LONG);
    state.overlay = Some(Overlay::Confirm(Box::new(confirm)));
    state
}

fn full(size: ScreenSize) -> State {
    let mut state = fleet(size);
    look_into(&mut state, FIRST);
    state
}

#[test]
fn a_full_screen_at_60x20_keeps_name_status_storage_and_why() {
    assert_screen!("full-60x20", full(size(60, 20)));
}

#[test]
fn a_full_screen_at_120x40_is_one_pane() {
    assert_screen!("full-120x40", full(size(120, 40)));
}

#[test]
fn a_full_screen_at_160x45_is_a_dashboard_of_four_panes() {
    assert_screen!("full-160x45", full(size(160, 45)));
}

#[test]
fn the_focused_pane_of_the_dashboard_has_the_mark() {
    let mut state = full(size(140, 30));
    state.view.focus = Pane::Plugins;
    assert_screen!("focus-140x30", state);
}

#[test]
fn the_worst_case_stays_aligned_at_every_size() {
    assert_screen!("worst-60x20", worst(size(60, 20)));
    assert_screen!("worst-120x40", worst(size(120, 40)));
    assert_screen!("worst-160x45", worst(size(160, 45)));
    assert_screen!("worst-confirm-60x20", asking(worst(size(60, 20))));
    assert_screen!("worst-confirm-120x40", asking(worst(size(120, 40))));
    assert_screen!("worst-confirm-160x45", asking(worst(size(160, 45))));
}

#[test]
fn the_smallest_usable_screen_is_usable() {
    assert_screen!("full-40x10", full(size(40, 10)));
    let mut state = opened(size(40, 10), Pane::Overview);
    state.view.scroll = 2;
    assert_screen!("overview-40x10", state);
    assert_screen!("plugins-40x10", opened(size(40, 10), Pane::Plugins));
    assert_screen!("tasks-40x10", opened(size(40, 10), Pane::Tasks));
    let mut state = full(size(40, 10));
    fail(&mut state, error(ErrorKind::Unauthorized));
    assert_screen!("locked-40x10", state);
}

#[test]
fn a_smaller_screen_says_so_and_shows_the_worst_rows() {
    assert_screen!("tiny-31x8", full(size(31, 8)));
    assert_screen!("tiny-confirm-31x8", asking(full(size(31, 8))));
}

#[test]
fn ascii_and_mono_need_neither_colours_nor_box_drawing() {
    let mut state = full(size(160, 45));
    state.look.glyphs = Glyphs::Ascii;
    state.look.theme = ThemeName::Mono;
    let (buffer, _) = super::drawn(&state);
    assert!(super::lines(&buffer).iter().all(|line| line.is_ascii()));
    assert_screen!("ascii-mono-160x45", state);
}

#[test]
fn every_depth_of_colour_shows_selection_severity_and_focus() {
    for (name, theme, depth) in [
        ("truecolor", ThemeName::Dark, Depth::Truecolor),
        ("256", ThemeName::Dark, Depth::Indexed),
        ("16", ThemeName::Dark, Depth::Basic),
        // NO_COLOR and TERM=dumb alike.
        ("none", ThemeName::Dark, Depth::None),
        ("light", ThemeName::Light, Depth::Truecolor),
        ("high-contrast", ThemeName::HighContrast, Depth::Truecolor),
    ] {
        let mut state = full(size(80, 24));
        state.look.theme = theme;
        state.look.depth = depth;
        assert_screen!(format!("colours-{name}"), state);
        // The letter of each state, the mark of the cursor and of the focus are there all the same.
        let text = super::lines(&super::drawn(&state).0).join("\n");
        for mark in [">X ", " ! ", " ? ", " ~ ", " # ", " . "] {
            assert!(
                text.contains(&format!("\n{mark}")),
                "{name}: {mark}\n{text}"
            );
        }
        let asked = asking(state);
        assert_screen!(format!("colours-{name}-dialog"), asked);
        let text = super::lines(&super::drawn(&asked).0).join("\n");
        assert!(text.contains("[ _"), "{name}:\n{text}");
    }
}
