//! The palette: what a line could mean, and running it.
//!
//! A line is a name, or a name and its argument: `sort storage`, `filter status=ERROR`. Whatever
//! it names is then done as by its key, with the same questions before it.

mod aliases;
mod called;
mod offers;

use super::front::{Keys, TextKeys};
use super::{Command, can, changes, export, moves, span};
use crate::effect::Effect;
use crate::key::Key;
use crate::key::typing::{InputAction, InputMode, PaletteAction};
use crate::state::State;
use crate::state::input::Edit;
use crate::state::notice::{About, Level, NoticeKind};
use crate::state::overlay::Overlay;
use crate::state::palette::{BrokerLine, Closed, Offer, Palette, Run, Towards, remember};
use crate::state::table::TableView;
use crate::state::view::Pane;
use crate::state::write::can::Refusal;
use std::str::FromStr as _;

/// Opens the palette.
pub(crate) fn open(state: &mut State) {
    show(state, Palette::default());
}

/// Opens it with a line that goes on.
pub(super) fn open_at(state: &mut State, line: &str) {
    let mut palette = Palette::default();
    palette.put(line);
    show(state, palette);
}

pub(super) fn keys(state: &State, palette: &Palette) -> Keys {
    Keys::Text(TextKeys {
        mode: InputMode::Palette,
        key,
        paste,
        idle: match (palette.offers.is_empty(), state.history.is_empty()) {
            (true, true) => &[InputAction::Complete, InputAction::Recall],
            (true, false) => &[InputAction::Complete],
            (false, true) => &[InputAction::Recall],
            (false, false) => &[],
        },
    })
}

fn key(state: &mut State, key: Key, effects: &mut Vec<Effect>) {
    let Some(Overlay::Palette(mut palette)) = state.overlay.take() else {
        return;
    };
    match InputMode::Palette.meaning(key) {
        Some(PaletteAction::ClosePalette) => return,
        Some(PaletteAction::Run) => return run(state, *palette, effects),
        Some(PaletteAction::Complete) => complete(&mut palette),
        Some(PaletteAction::Recall) => palette.recall(&state.history, Towards::Past),
        Some(PaletteAction::RowUp) if palette.field().is_empty() || palette.is_in_past() => {
            palette.recall(&state.history, Towards::Past);
        }
        Some(PaletteAction::RowDown) if palette.is_in_past() => {
            palette.recall(&state.history, Towards::Now);
        }
        Some(PaletteAction::RowUp) => return keep(state, *palette, -1),
        Some(PaletteAction::RowDown) => return keep(state, *palette, 1),
        None if Edit::of(key).is_none() => {}
        None => palette.field_mut().key(key),
    }
    show(state, *palette);
}

fn paste(state: &mut State, text: &str) {
    if let Some(Overlay::Palette(mut palette)) = state.overlay.take() {
        palette.field_mut().paste(text);
        show(state, *palette);
    }
}

/// Puts the palette in front, with what its line could mean.
fn show(state: &mut State, mut palette: Palette) {
    let (offers, exact) = offers::all(state, palette.field().text());
    palette.offer(offers, exact);
    palette.wants_moment = offers::wants_moment(palette.field().text());
    palette.foreign = aliases::is_foreign(palette.field().text());
    state.overlay = Some(Overlay::Palette(Box::new(palette)));
}

/// Puts the palette in front as it was, with another offer chosen.
fn keep(state: &mut State, mut palette: Palette, delta: isize) {
    palette.move_by(delta);
    state.overlay = Some(Overlay::Palette(Box::new(palette)));
}

/// Makes the line what the chosen offer says, or the best one.
fn complete(palette: &mut Palette) {
    let at = palette.chosen().unwrap_or(0);
    if let Some(offer) = palette.offers.get(at) {
        let line = offer.line.clone();
        palette.put(&line);
    }
}

/// Does what the line means. A line that wants an argument waits for it; one that means nothing, or
/// has words that cannot be taken, stays, and says so.
fn run(state: &mut State, mut palette: Palette, effects: &mut Vec<Effect>) {
    let chosen = palette.chosen().and_then(|at| palette.offers.get(at));
    let Some(offer) = chosen.or(palette.exact.as_ref()).cloned() else {
        palette.wrong = true;
        state.overlay = Some(Overlay::Palette(Box::new(palette)));
        return;
    };
    if offer.blocked.as_ref().is_some_and(Refusal::is_of_words) {
        palette.wrong = true;
        state.overlay = Some(Overlay::Palette(Box::new(palette)));
        return;
    }
    if let Some(refused) = refused(state, &offer) {
        state.overlay = Some(refused);
        return;
    }
    let Offer { line, run, .. } = offer;
    let Some(run) = run else {
        palette.put(&line);
        return show(state, palette);
    };
    remember(&mut state.history, &line);
    effects.push(Effect::KeepHistory(state.history.clone()));
    carry_out(state, run, effects);
}

/// What says why an offer is not taken; nothing for one that is, and for an action that says so
/// itself, as at its key.
fn refused(state: &State, offer: &Offer) -> Option<Overlay> {
    let reason = offer.blocked.clone()?;
    match offer.run {
        Some(Run::Command(name))
            if Command::from_str(name).is_ok_and(|command| can(state, command).acts()) =>
        {
            None
        }
        _ => {
            let row = state.subject_row();
            let name = row.map_or_else(String::new, |row| row.instance.label().to_owned());
            Some(Overlay::Refused { name, reason })
        }
    }
}

/// Asks the broker of the instance under the cursor as the line says, and shows it.
fn ask_broker(state: &mut State, said: BrokerLine) {
    let Some(of) = state.subject().cloned() else {
        return;
    };
    match said {
        BrokerLine::At(address) => state.broker.ask_at(of, Some(address)),
        BrokerLine::AsBefore => state.broker.ask_at(of, None),
        BrokerLine::Accept => state.broker.accept(),
    }
    show_pane(state, Pane::Broker);
}

fn carry_out(state: &mut State, run: Run, effects: &mut Vec<Effect>) {
    // These are about the list.
    if matches!(
        run,
        Run::Sort(_) | Run::Filter(_) | Run::Columns(_) | Run::Since(Some(_))
    ) {
        state.view.opened = None;
    }
    match run {
        // The palette is gone: this is what the key would do in the view behind it.
        Run::Command(name) => {
            if let Ok(command) = name.parse() {
                super::run(state, command, 1, effects);
            }
        }
        Run::Show(pane) => show_pane(state, pane),
        Run::Tasks(span) => {
            span::show(state, span);
            show_pane(state, Pane::Tasks);
        }
        Run::Open(key) => {
            // It may be gone since it was offered.
            if state.fleet.get(&key).is_some() {
                moves::open_instance(state, key);
            }
        }
        Run::Sort(sort) => state.fleet.set_sort(sort, state.now),
        Run::Notify(on) => {
            state.notify.switch(on);
            let settings = on.then(|| state.notify.settings.clone());
            let said = NoticeKind::Notifies(settings);
            state.say(Level::Info, said, About::Session);
        }
        Run::Close(Closed::One, reason) => changes::ask_close(state, &reason),
        Run::Close(Closed::Client, reason) => changes::ask_client(state, &reason),
        Run::Broker(said) => ask_broker(state, said),
        Run::Since(at) => state.fleet.set_since(at, state.now),
        Run::Filter(text) => state.fleet.set_filter(&text, state.now),
        Run::Export(format, to) => export::start(state, format, to, effects),
        Run::Theme(theme) => state.look.theme = theme,
        Run::Times(times) => state.time_zone.times = times,
        Run::Lang(lang) => effects.push(Effect::Speak(lang)),
        Run::Columns(columns) => state.columns = columns,
        Run::TableColumns(wishes) => {
            if let Some(table) = state.pane_table().map(TableView::name) {
                state.table_columns.set(table, wishes);
            }
        }
        Run::Profiles(names) => {
            let new = state.show(&names);
            effects.extend(new.into_iter().map(Effect::Open));
        }
    }
}

/// Shows the list, or a pane of the instance under the cursor.
pub(crate) fn show_pane(state: &mut State, pane: Pane) {
    if pane == Pane::List {
        state.view.opened = None;
        state.view.focus = Pane::List;
        return;
    }
    let opened = state.view.opened.is_some();
    state.view.opened = state.subject().cloned();
    if state.view.opened.is_some() {
        moves::show_tab(state, pane);
    }
    if !opened {
        state.view.scroll = 0;
    }
}
