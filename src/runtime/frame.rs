//! One frame without a terminal: the dashboard until everything on its screen was answered once.

use super::clock::Stopwatch;
use super::event_loop::{Way, profiles};
use super::session::Session;
use crate::api;
use crate::journal::Journal;
use crate::keymap::Keymap;
use crate::l10n::Words;
use crate::state::State;
use crate::state::context::Appearance;
use crate::state::view::ScreenSize;
use anyhow::Context as _;
use ratatui::buffer::{Buffer, CellWidth as _};
use ratatui::layout::Rect;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::mpsc::unbounded_channel;
use tokio::time::{Instant, timeout_at};

/// A screen as text, and what it shows.
#[derive(Debug)]
pub struct Still {
    /// One line a row, without spaces at its end.
    pub text: String,
    /// The state that was drawn.
    pub state: State,
}

/// Reads what these profiles show until it is there, or the time is up, and draws it once.
///
/// # Errors
/// When there is no profile.
pub async fn frame(
    ways: Vec<Way>,
    look: Appearance,
    (keymap, words): (Keymap, Words),
    journal: Journal,
    size: ScreenSize,
    within: Duration,
) -> anyhow::Result<Still> {
    let deadline = Instant::now() + within;
    let shown = profiles(&ways).context("there is no profile to show")?;
    let clock = Stopwatch::new();
    let (send, mut events) = unbounded_channel();
    let send = Arc::new(move |event| {
        let _ = send.send(event);
    });
    let state = State::new(shown, look, size, clock.now());
    let mut session = Session::new(
        state,
        keymap,
        words,
        journal,
        move || clock.now().uptime,
        send,
    );
    for way in ways {
        let access = way.connect.and_then(api::connect);
        session.connected(&way.context.scope, access);
    }
    while !session.state.is_answered() {
        match timeout_at(deadline, events.recv()).await {
            Ok(Some(event)) => {
                session.feed(event, clock.now());
            }
            Ok(None) | Err(_) => break,
        }
    }
    let mut buffer = Buffer::empty(Rect::new(0, 0, size.width, size.height));
    session.draw(&mut buffer);
    let rows = (0..size.height).map(|y| row(&buffer, y) + "\n");
    Ok(Still {
        text: rows.collect(),
        state: session.state,
    })
}

/// The text of a row. What a wide character covers is not part of it.
fn row(buffer: &Buffer, y: u16) -> String {
    let mut line = String::new();
    let mut x = 0;
    while x < buffer.area.width {
        let symbol = buffer[(x, y)].symbol();
        line.push_str(symbol);
        x += symbol.cell_width().max(1);
    }
    line.trim_end().to_owned()
}
