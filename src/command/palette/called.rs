//! What offers are called in the language of the screen. Names and arguments are in ASCII; a line
//! that is not in ASCII is compared with these.

use crate::lang::Lang;
use crate::state::State;
use crate::state::column::Column;
use crate::state::palette::{Offer, Run};
use crate::state::view::Pane;

/// What an offer is called that has all words of a line, if it is; the line is not in ASCII.
pub(super) fn called(state: &State, offer: &Offer, line: &str) -> Option<String> {
    if line.is_ascii() {
        return None;
    }
    let texts: Vec<&str> = texts(state, offer).into_iter().flatten().collect();
    let text = texts.join(" ");
    let line = line.to_lowercase();
    let mut words = line.split_whitespace();
    words
        .all(|word| {
            text.to_lowercase()
                .contains(word.trim_start_matches(['+', '-']))
        })
        .then_some(text)
}

fn texts<'a>(state: &'a State, offer: &Offer) -> Vec<Option<&'a str>> {
    let get = |group, name| state.called.get(group, name);
    match &offer.run {
        None => {
            let name = offer.takes();
            let own = name.and_then(|name| get("palette.takes", name));
            vec![own.or_else(|| get("command.full", name?))]
        }
        Some(Run::Command(name)) => vec![get("command.full", name)],
        Some(Run::Show(pane)) => vec![get("frame.pane", pane.into())],
        Some(Run::Tasks(span)) => {
            vec![
                get("frame.pane", Pane::Tasks.into()),
                get("span.name", span.into()),
            ]
        }
        Some(Run::Sort(sort)) => vec![
            heading(state, sort.column),
            get("list.first", sort.first().into()),
        ],
        Some(Run::Columns(_)) => {
            vec![offer.column().and_then(|column| heading(state, column))]
        }
        Some(Run::TableColumns(_)) => vec![get("table.column", offer.last_word())],
        Some(Run::Theme(theme)) => vec![get("palette.theme-name", theme.into())],
        Some(Run::Lang(Lang::Chinese)) => vec![Some("中文")],
        Some(Run::Lang(Lang::English)) => vec![Some("英文")],
        Some(Run::Times(times)) => vec![get("time.zone", times.into())],
        Some(Run::Notify(true)) => vec![get("palette", "notify-on")],
        Some(Run::Notify(false)) => vec![get("palette", "notify-off")],
        Some(Run::Close(..)) => vec![get("palette", "close")],
        Some(Run::Broker(said)) => vec![get("palette.broker", said.into())],
        Some(Run::Since(_)) => vec![get("palette.takes", "since")],
        Some(Run::Export(..)) => vec![get("command.full", "export")],
        // They have names of their own.
        Some(Run::Open(_) | Run::Filter(_) | Run::Profiles(_)) => Vec::new(),
    }
}

fn heading(state: &State, column: Column) -> Option<&str> {
    match column {
        Column::Severity => state.called.get("list", "severity-column"),
        other => state.called.get("list.heading", other.name()),
    }
}
