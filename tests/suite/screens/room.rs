//! What has room on the screen, and that what has none is counted.

use super::fixture::*;
use super::{drawn, lines};
use std::collections::HashSet;
use warren::model::TaskStatus;
use warren::state::State;
use warren::state::dashboard::Heights;
use warren::state::query::QueryAnswer;
use warren::state::span::Span;
use warren::state::view::Pane;

/// Every word on the screen.
fn words(state: &State) -> HashSet<String> {
    let lines = lines(&drawn(state).0).join(" ");
    lines.split_whitespace().map(str::to_owned).collect()
}

/// What of the view is on the screen, without the frame around it.
fn text(state: &State) -> Vec<String> {
    let lines = lines(&drawn(state).0);
    lines[2..lines.len() - 3].to_vec()
}

#[test]
fn the_dashboard_at_160x45_says_all_that_the_panes_say_at_120x40() {
    let mut dashboard = fleet(size(160, 45));
    look_into(&mut dashboard, FIRST);
    let there = words(&dashboard);
    // Below its heading the tasks have a table, and the parameters of one.
    for (tab, rows) in [(Pane::Overview, 33), (Pane::Tasks, 5), (Pane::Plugins, 6)] {
        let alone = text(&opened(size(120, 40), tab));
        let rows = alone.iter().skip(1).take(rows);
        // Who started a task and the version of a plug-in are columns that fall away; how long a
        // task goes on at most is said in brief.
        let said = rows.flat_map(|row| row.trim_start_matches('>').split_whitespace());
        let here: HashSet<String> = said.map(str::to_owned).collect();
        let columns = ["BY", "li.wei", "VERSION", "3.12.13", "at", "most", "50m"];
        let mut missing = here.difference(&there);
        let lost = missing.find(|word| !columns.contains(&word.as_str()));
        assert_eq!(lost, None, "{tab:?}");
    }
}

/// The dashboard with so many tasks, of which the one at a place is still going on.
fn with_tasks(number: usize, going_on: Option<usize>) -> State {
    let mut state = fleet(size(160, 45));
    look_into(&mut state, FIRST);
    let mut list = tasks();
    list.tasks = (0..number)
        .map(|at| {
            let status = match going_on == Some(at) {
                true => TaskStatus::Executing,
                false => TaskStatus::Success,
            };
            task(&format!("t{at}"), "restartInstance", status, 60_000, 1_000)
        })
        .collect();
    let detail = state.details.look_at(&key(FIRST));
    let answer = QueryAnswer::Tasks(detail.key.id.clone(), Span::All, Ok(list));
    detail.known.take(2, at(1), answer);
    state
}

#[test]
fn a_pane_with_something_going_on_gets_its_lines_from_those_without() {
    let heights = |state: &State| state.dashboard();
    let idle = heights(&with_tasks(12, None));
    let Heights {
        detail,
        tasks,
        plugins,
    } = idle;
    assert_eq!(detail + tasks + plugins, 38);
    assert_eq!(heights(&with_tasks(0, None)), idle, "nothing moves");
    assert_eq!(heights(&with_tasks(12, Some(0))), idle, "it is in sight");
    let busy = with_tasks(12, Some(9));
    assert!(busy.rows(Pane::Tasks) >= 10, "{:?}", heights(&busy));
    let mut focused = with_tasks(12, None);
    focused.view.focus = Pane::Tasks;
    assert!(focused.rows(Pane::Tasks) >= 12, "{:?}", heights(&focused));
    focused.size = size(140, 30);
    let small = heights(&focused);
    assert_eq!((small.detail, small.plugins), (10, 5));
}

#[test]
fn whatever_has_more_than_it_shows_says_so() {
    let marked = |state: &State, mark: &str| {
        let lines = text(state).join("\n");
        assert!(lines.contains(mark), "{mark}\n{lines}");
    };
    marked(&opened(size(80, 20), Pane::Overview), " 1-14 of 18 ");
    marked(&opened(size(60, 16), Pane::Json), " 1-10 of 1");
    marked(&opened(size(40, 10), Pane::Plugins), " 1-3 of 4 ");
    marked(&opened(NORMAL, Pane::Tasks), " 1-3 of 120 ");
    marked(&fleet(size(60, 12)), " 1-5 of 15 ");
    let dashboard = with_tasks(12, None);
    marked(&dashboard, " 1-4 of 120 ");
    let whole = text(&opened(size(120, 40), Pane::Overview)).join("\n");
    assert!(!whole.contains(" 1-"), "{whole}");
}
