//! What holds for any text at any size.

use super::fixture::*;
use super::fixture::{help, reader};
use super::{broken, drawn};
use proptest::prelude::*;
use warren::api::ErrorKind;
use warren::model::{Instance, Status, TaskId};
use warren::state::State;
use warren::state::filter::FilterLine;
use warren::state::notice::{Level, NoticeKind};
use warren::state::overlay::{Content, Overlay};
use warren::state::query::QueryAnswer;
use warren::state::sight::Sight;
use warren::state::sort_picker::SortPicker;
use warren::state::span::Span;
use warren::state::table::{TableSource, TableView};
use warren::state::view::{Pane, ScreenSize};
use warren::state::write::confirm::Confirm;
use warren::state::write::mutation::Deletion;
use warren::state::write::plan::Plan;

fn words() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[a-z0-9-]{1,80}",
        "[\u{4e00}-\u{4e20}\u{200b}-\u{202e}\u{0}-\u{1f}👨\u{200d}\u{301}ﾞ]{0,40}",
    ]
}

fn sizes() -> impl Strategy<Value = ScreenSize> {
    (1u16..=200, 1u16..=60).prop_map(|(width, height)| ScreenSize { width, height })
}

fn instance_of(text: &str) -> Instance {
    let mut one = instance(FIRST, text);
    one.status = Some(Status::from_word(text));
    one.kind = Some(text.into());
    one.description = Some(text.into());
    one.engine_version = Some(text.into());
    one.specification = Some(text.into());
    one.network.connect_address = Some(text.into());
    one.network.zone_names = vec![text.into()];
    one.tags = vec![tag(text, text)];
    one.unreadable = vec![text.into()];
    one
}

fn state(text: &str, size: ScreenSize, which: u8, scroll: usize) -> State {
    let mut state = with(vec![instance_of(text)], size);
    state.profiles.iter_mut().next().unwrap().context.label = Some(text.into());
    look_into(&mut state, FIRST);
    let detail = state.details.look_at(&key(FIRST));
    let mut tasks = tasks();
    tasks.tasks[0].params = Some(text.into());
    tasks.tasks[0].name = text.into();
    detail.known.take(
        2,
        at(1),
        QueryAnswer::Tasks(detail.key.id.clone(), Span::All, Ok(tasks)),
    );
    let mut error = error(ErrorKind::Server);
    error.message = text.into();
    let said = NoticeKind::ReadFailed(error);
    state.notices.push(
        Level::Critical,
        said,
        warren::state::notice::About::Profile(scope()),
        at(1),
    );
    state.view.scroll = scroll;
    let plan = || Plan::new(Deletion { key: key(FIRST) }, text, |_| Some(project())).unwrap();
    match which {
        0..=4 => open(&mut state, FIRST, Pane::TABS[usize::from(which)]),
        5 => state.overlay = Some(help(scroll)),
        6 => {
            state.overlay = Some(Overlay::Table(Box::new(TableView::new(
                TableSource::Errors,
                scope(),
            ))))
        }
        7 => {
            let picker = SortPicker::new(&state, None);
            state.overlay = Some(Overlay::Sort(picker));
        }
        8 => {
            let mut confirm = Confirm::typed(plan(), text);
            confirm.scroll = scroll;
            state.overlay = Some(Overlay::Confirm(Box::new(confirm)));
        }
        9 => {
            let confirm = Confirm::yes_no(plan());
            state.overlay = Some(Overlay::Confirm(Box::new(confirm)));
        }
        10 => state.overlay = Some(Overlay::Quit(Sight::default())),
        11 => state.filter_field = Some(FilterLine::new(text, &state.known())),
        12 => wait(&mut state, 10_000),
        13 => {
            let (key, task) = (key(FIRST), TaskId::new("77aa").unwrap());
            state.overlay = Some(reader(Content::Task(key, task), scroll));
        }
        _ => {}
    }
    state
}

#[test]
fn what_is_drawn_over_half_of_a_wide_character_takes_all_of_it() {
    // The title of the box reaches below the words on its right.
    let text =
        "一\u{ff9e}\u{200b}\0\u{301}一👨一\0‐\u{ff9e}\u{ff9e}一一一\0一👨\u{ff9e}\0\u{ff9e}👨\n一";
    for width in 40..=120 {
        let size = ScreenSize { width, height: 10 };
        let (buffer, cursor) = drawn(&state(text, size, 13, 0));
        assert_eq!(broken(&buffer, cursor), None, "at width {width}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_at_any_size_draws_without_a_control_character_or_a_broken_row(
        text in words(), size in sizes(), which in 0u8..15, scroll in 0usize..60,
    ) {
        let (buffer, cursor) = drawn(&state(&text, size, which, scroll));
        prop_assert_eq!(broken(&buffer, cursor), None);
    }
}
