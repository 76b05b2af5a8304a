//! The box in which one chooses which tasks are shown.

use super::front::TextKeys;
use crate::effect::Effect;
use crate::key::Key;
use crate::key::typing::{InputMode, SpanAction};
use crate::model::Feature;
use crate::state::State;
use crate::state::input::Edit;
use crate::state::overlay::Overlay;
use crate::state::span::{Span, SpanBox};
use crate::state::view::Pane;

/// Whether there are tasks to choose from.
pub(crate) fn can_choose(state: &State) -> bool {
    let lists = |key| state.has(key, Feature::Tasks).is_ok();
    let subject = state.subject().map(|key| &key.scope);
    state.focused() == Pane::Tasks && subject.is_some_and(lists)
}

/// Opens the box on the span that is shown.
pub(crate) fn open(state: &mut State) {
    let open = SpanBox::new(state.view.span, &state.view.typed_span);
    state.overlay = Some(Overlay::Span(Box::new(open)));
}

pub(super) const KEYS: TextKeys = TextKeys {
    mode: InputMode::Span,
    key,
    paste: |state, text| {
        if let Some(Overlay::Span(open)) = &mut state.overlay {
            open.field_mut().paste(text);
        }
    },
    idle: &[],
};

fn key(state: &mut State, key: Key, _: &mut Vec<Effect>) {
    let Some(Overlay::Span(mut open)) = state.overlay.take() else {
        return;
    };
    match InputMode::Span.meaning(key) {
        Some(SpanAction::CloseList) => return keep_typed(state, &open),
        Some(SpanAction::Take) => {
            if let Some(span) = open.take(&state.time_zone) {
                keep_typed(state, &open);
                show(state, span);
                return;
            }
        }
        Some(SpanAction::RowUp) => open.move_by(-1),
        Some(SpanAction::RowDown) => open.move_by(1),
        None if Edit::of(key).is_none() => {}
        None => open.field_mut().key(key),
    }
    state.overlay = Some(Overlay::Span(open));
}

/// Shows the tasks of a span from now on, of whatever instance.
pub(crate) fn show(state: &mut State, span: Span) {
    state.view.span = span;
}

fn keep_typed(state: &mut State, open: &SpanBox) {
    open.field().text().clone_into(&mut state.view.typed_span);
}
