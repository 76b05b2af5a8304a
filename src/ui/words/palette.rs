//! What the palette says.

use super::{actions, list};
use crate::state::State;
use crate::state::palette::{Offer, Run};

/// Its title.
pub const TITLE: &str = "COMMAND";
/// Nothing fits what is typed.
pub const NOTHING: &str = "nothing fits";
/// ... and Enter was pressed.
pub const WRONG: &str = "this means nothing here; esc leaves";
/// An action that does nothing in the view behind.
pub const NOT_HERE: &str = "not here, or not now";

/// What an offer does.
#[must_use]
pub fn means(state: &State, offer: &Offer) -> String {
    match &offer.run {
        None => match offer.line.trim_end() {
            "filter" => actions::full(crate::action::Action::Filter).to_owned(),
            "sort" => actions::full(crate::action::Action::Sort).to_owned(),
            "open" => "open an instance".to_owned(),
            _ => "colours, for this session".to_owned(),
        },
        Some(Run::Act(action)) => actions::full(*action).to_owned(),
        Some(Run::Show(_)) => "view".to_owned(),
        Some(Run::Open(key)) => {
            let row = state.fleet.get(key);
            let status = row.and_then(|row| row.instance.status.as_ref());
            format!("{} {}", key.scope.region, super::or_unknown(status))
        }
        Some(Run::Sort(sort)) => list::direction(sort.direction).to_owned(),
        Some(Run::Filter(_) | Run::Theme(_)) => String::new(),
    }
}
