//! What the table says of one command.

use crate::api::Operation;
use crate::effect::Effect;
use crate::model::Feature;
use crate::state::State;
use crate::state::row::Row;
use crate::state::write::can::Refusal;

/// Whether a command can be done now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Can {
    /// It can.
    Now,
    /// It cannot, and its key says why.
    Refused(Refusal),
    /// It means nothing here: its key does nothing.
    Idle(Refusal),
}

impl Can {
    /// Whether its key does something, if only saying why not.
    pub fn acts(&self) -> bool {
        match self {
            Self::Now | Self::Refused(_) => true,
            Self::Idle(_) => false,
        }
    }

    /// Why not.
    pub fn refusal(self) -> Option<Refusal> {
        match self {
            Self::Now => None,
            Self::Refused(why) | Self::Idle(why) => Some(why),
        }
    }
}

/// Where a cursor or a text moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Motion {
    Down,
    Up,
    PageDown,
    PageUp,
    HalfPageDown,
    HalfPageUp,
    First,
    Last,
}

/// One command.
pub(super) struct Entry {
    /// Whether it can be done in the view.
    pub(super) can: fn(&State) -> Can,
    /// What it does there, so many times where that means something.
    pub(super) run: fn(&mut State, usize, &mut Vec<Effect>),
    pub(super) motion: Option<Motion>,
    pub(super) sends: Option<Operation>,
    /// What the menu does instead: it goes to what the command needs, so it needs only an instance.
    pub(super) leads_to: Option<fn(&mut State, &mut Vec<Effect>)>,
    pub(super) named: bool,
    pub(super) anywhere: bool,
    /// What others call it: the palette finds it by these words as well.
    pub(super) aliases: &'static [&'static str],
    /// Its place in the menu of an instance: the lines stand in this order.
    pub(super) menu: Option<u8>,
}

/// A command of the view.
pub(super) fn view(can: fn(&State) -> Can, run: fn(&mut State, usize, &mut Vec<Effect>)) -> Entry {
    Entry {
        can,
        run,
        motion: None,
        sends: None,
        leads_to: None,
        named: true,
        anywhere: false,
        aliases: &[],
        menu: None,
    }
}

/// A command that moves what has the focus.
pub(super) fn motion(motion: Motion) -> Entry {
    Entry {
        motion: Some(motion),
        named: false,
        ..view(always, |_, _, _| {})
    }
}

/// A command of what stands in front of the view.
pub(super) fn in_front() -> Entry {
    view(|state| when(state, false), |_, _, _| {}).unnamed()
}

impl Motion {
    pub(super) fn is_half(self) -> bool {
        matches!(self, Self::HalfPageDown | Self::HalfPageUp)
    }
}

impl Entry {
    /// Does in the view what it does there, if a box is over it as well.
    pub(super) fn anywhere(self) -> Self {
        let anywhere = true;
        Self { anywhere, ..self }
    }

    pub(super) fn named(self) -> Self {
        Self {
            named: true,
            ..self
        }
    }

    pub(super) fn unnamed(self) -> Self {
        Self {
            named: false,
            ..self
        }
    }

    pub(super) fn sends(self, operation: Operation) -> Self {
        let sends = Some(operation);
        Self { sends, ..self }
    }

    pub(super) fn aka(self, aliases: &'static [&'static str]) -> Self {
        Self { aliases, ..self }
    }

    pub(super) fn in_menu(self, place: u8) -> Self {
        let menu = Some(place);
        Self { menu, ..self }
    }

    pub(super) fn leads_to(self, there: fn(&mut State, &mut Vec<Effect>)) -> Self {
        let leads_to = Some(there);
        Self { leads_to, ..self }
    }
}

pub(super) fn always(_: &State) -> Can {
    Can::Now
}

/// Now when that holds; else it means nothing here.
pub(super) fn when(state: &State, holds: bool) -> Can {
    match state.subject() {
        _ if holds => Can::Now,
        None => Can::Idle(Refusal::NothingSelected),
        Some(_) => Can::Idle(Refusal::NotHere),
    }
}

/// Now when that holds; else it means nothing, for this reason.
pub(super) fn or(holds: bool, why: Refusal) -> Can {
    match holds {
        true => Can::Now,
        false => Can::Idle(why),
    }
}

pub(super) fn unless(allowed: Result<(), Refusal>) -> Can {
    match allowed {
        Ok(()) => Can::Now,
        Err(why) => Can::Refused(why),
    }
}

/// What is allowed with the instance that the view is about.
pub(super) fn on_row(state: &State, allowed: impl Fn(&Row) -> Result<(), Refusal>) -> Can {
    let row = state.subject_row().ok_or(Refusal::NothingSelected);
    unless(row.and_then(allowed))
}

/// What can be done where the version of the API that the instance is reached by has a feature;
/// where it has not, the pane says so, and the key does nothing.
pub(super) fn has(state: &State, feature: Feature, can: Can) -> Can {
    let there = state.subject().map(|key| state.has(&key.scope, feature));
    match (there, can) {
        (Some(Err(lacking)), can) => Can::Idle(can.refusal().unwrap_or(lacking)),
        (Some(Ok(())) | None, can) => can,
    }
}
