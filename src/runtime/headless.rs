//! The dashboard without a terminal: the same state, read in the same way, and nobody at the keys.

use super::clock::Stopwatch;
use super::event_loop::{Way, profiles};
use super::session::{Session, TerminalEffect};
use crate::api;
use crate::event::Event;
use crate::journal::Journal;
use crate::keymap::Keymap;
use crate::l10n::Words;
use crate::state::State;
use crate::state::context::Appearance;
use crate::state::view::ScreenSize;
use crate::transitions::Transition;
use anyhow::Context as _;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use tokio::time::{Instant, timeout_at};

/// A session that is connected, with what comes for it.
pub struct Headless {
    pub session: Session,
    events: UnboundedReceiver<Event>,
    clock: Stopwatch,
}

/// What it is made with.
pub struct Setting {
    pub ways: Vec<Way>,
    pub look: Appearance,
    pub words: (Keymap, Words),
    pub journal: Journal,
}

impl Headless {
    /// Begins to read what these profiles show, on a screen of this size. `prepare` changes the
    /// state before anything is read.
    ///
    /// # Errors
    /// When there is no profile.
    pub fn start(
        setting: Setting,
        size: ScreenSize,
        prepare: impl FnOnce(&mut State),
    ) -> anyhow::Result<Self> {
        let (keymap, words) = setting.words;
        let shown = profiles(&setting.ways).context("there is no profile to show")?;
        let clock = Stopwatch::new();
        let (send, events) = unbounded_channel();
        let send = Arc::new(move |event| {
            let _ = send.send(event);
        });
        let mut state = State::new(shown, setting.look, size, clock.now());
        prepare(&mut state);
        let uptime = move || clock.now().uptime;
        let mut session = Session::new(state, keymap, words, setting.journal, uptime, send);
        for way in setting.ways {
            let access = way.connect.and_then(api::connect);
            session.connected(&way.context.scope, access);
        }
        Ok(Self {
            session,
            events,
            clock,
        })
    }

    /// Takes in what comes next, or that time passed.
    pub async fn next(&mut self, deadline: Instant) -> Came {
        let now = self.clock.now();
        let due = self.session.state.next_change();
        let wait = due.map(|due| due.saturating_sub(now.uptime).max(Duration::from_millis(1)));
        let wake = wait.map(|wait| Instant::now() + wait);
        let wake = wake.filter(|wake| *wake < deadline);
        let came = timeout_at(wake.unwrap_or(deadline), self.events.recv()).await;
        let in_time = wake.is_some() || matches!(came, Ok(Some(_)));
        let event = came.ok().flatten().unwrap_or(Event::Wake);
        let effects = self.session.feed(event, self.clock.now());
        let told = effects.into_iter().flat_map(|effect| match effect {
            TerminalEffect::Tell(told) => told,
            TerminalEffect::Copy(_)
            | TerminalEffect::KeepArrangement(_)
            | TerminalEffect::KeepBrokers(_)
            | TerminalEffect::KeepHistory(_)
            | TerminalEffect::Notify(_)
            | TerminalEffect::Redraw
            | TerminalEffect::Open(_)
            | TerminalEffect::Quit => Vec::new(),
        });
        Came {
            in_time,
            told: told.collect(),
        }
    }
}

/// What came.
pub struct Came {
    /// Whether it came before the deadline.
    pub in_time: bool,
    /// What changed of the instances by it, oldest first.
    pub told: Vec<Transition>,
}
