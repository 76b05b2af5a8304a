//! The loop: wait, drain, update, carry out, draw.

use super::clock::Stopwatch;
use super::screen::Screen;
use super::terminal::{self, Terminal};
use super::{executor, input, signals};
use crate::api::{self, Access, ApiError, ConnectOptions};
use crate::effect::{Clip, Effect};
use crate::event::{Answer, Event, Reply};
use crate::keymap::Keymap;
use crate::model::Scope;
use crate::poller::{Order, Poller, Tickets};
use crate::state::State;
use crate::state::context::Context;
use crate::state::interest::Interest;
use crate::state::pending::WriteId;
use crate::state::plan::Armed;
use crate::state::view::Size;
use crate::{ui, update};
use anyhow::Context as _;
use base64::Engine as _;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::Duration;
use tokio::sync::mpsc::UnboundedSender;

/// Something the loop wakes up for.
#[derive(Debug)]
pub enum Pulse {
    /// For the state.
    Event(Event),
    /// The client is ready; or it will never be.
    Connected(Box<Result<Access, ApiError>>),
    /// The terminal has another size.
    Resized,
    /// The user wants the shell back for a while.
    Suspend,
    /// The shell gave the terminal back to us.
    Resumed,
    /// We were asked to end.
    Terminate,
    /// There is no terminal any more.
    TerminalGone,
    /// A task died; what is on screen can no longer be trusted.
    Crashed,
}

/// Why the loop goes round no more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    Quit,
    Crashed,
}

/// Runs the dashboard until the user leaves, on a terminal it gives back whatever happens.
///
/// `tokio` carries what is slow; `connect` says how to reach the service.
///
/// # Errors
/// When there is no terminal, or something died underneath.
pub fn run(
    tokio: &tokio::runtime::Runtime,
    context: Context,
    notices: Vec<String>,
    connect: ConnectOptions,
) -> anyhow::Result<()> {
    let keymap = Keymap::default_bindings().context("could not read the built-in keys")?;
    let (pulses, wakes) = channel();
    let crashed = pulses.clone();
    let ui_thread = std::thread::current().id();
    watch_for_panics(move || {
        if std::thread::current().id() == ui_thread {
            terminal::give_back();
        } else {
            let _ = crashed.send(Pulse::Crashed);
        }
    });
    let _in_tokio = tokio.enter();
    signals::listen(pulses.clone()).context("could not listen to signals")?;
    let taken = Terminal::guard().context("warren needs a terminal to draw on")?;
    let mut looper = Looper::new(context, keymap, connect, pulses.clone())?;
    input::start(pulses).context("warren needs a terminal to read keys from")?;
    for text in notices {
        looper.state.warn(text);
    }
    let end = looper.turn(&wakes);
    drop(taken);
    match end? {
        End::Quit => Ok(()),
        End::Crashed => anyhow::bail!("a background task died; the log says why"),
    }
}

/// Runs `also` in addition to what already happens on a panic, and before it.
fn watch_for_panics(also: impl Fn() + Send + Sync + 'static) {
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        also();
        before(info);
    }));
}

struct Looper {
    state: State,
    keymap: Keymap,
    watched: Interest,
    screen: Screen,
    clock: Stopwatch,
    scope: Scope,
    tickets: Tickets,
    orders: UnboundedSender<Order>,
    waiting: Option<tokio::sync::mpsc::UnboundedReceiver<Order>>,
    access: Option<Access>,
    pulses: Sender<Pulse>,
}

impl Looper {
    fn new(
        context: Context,
        keymap: Keymap,
        connect: ConnectOptions,
        pulses: Sender<Pulse>,
    ) -> anyhow::Result<Self> {
        let clock = Stopwatch::new();
        let size = size().context("could not ask for the size of the terminal")?;
        let scope = context.scope.clone();
        let (orders, waiting) = tokio::sync::mpsc::unbounded_channel();
        // Preparing the client reads certificates from disk; the first frame does not wait for it.
        let connected = pulses.clone();
        tokio::task::spawn_blocking(move || {
            let access = Box::new(api::connect(connect));
            let _ = connected.send(Pulse::Connected(access));
        });
        Ok(Self {
            state: State::new(context, size, clock.now()),
            keymap,
            watched: Interest::default(),
            screen: Screen::new(size.width, size.height),
            clock,
            scope,
            tickets: Tickets::default(),
            orders,
            waiting: Some(waiting),
            access: None,
            pulses,
        })
    }

    fn turn(&mut self, wakes: &Receiver<Pulse>) -> anyhow::Result<End> {
        self.draw()?;
        loop {
            let mut next = self.wait(wakes);
            // Everything that is queued is taken in before anything is drawn.
            while let Some(pulse) = next {
                if let Some(end) = self.take(pulse)? {
                    return Ok(end);
                }
                next = wakes.try_recv().ok();
            }
            self.draw()?;
        }
    }

    fn wait(&self, wakes: &Receiver<Pulse>) -> Option<Pulse> {
        let Some(due) = self.state.next_change() else {
            return wakes.recv().ok();
        };
        let wait = due.saturating_sub(self.clock.now().up);
        match wakes.recv_timeout(wait.max(Duration::from_millis(1))) {
            Ok(pulse) => Some(pulse),
            Err(RecvTimeoutError::Timeout) => Some(Pulse::Event(Event::Wake)),
            Err(RecvTimeoutError::Disconnected) => Some(Pulse::TerminalGone),
        }
    }

    fn take(&mut self, pulse: Pulse) -> anyhow::Result<Option<End>> {
        match pulse {
            Pulse::Event(Event::Key(key)) if key == crate::keymap::Key::ctrl('z') => {
                self.suspend()?;
            }
            Pulse::Event(event) => return self.feed(event),
            Pulse::Connected(access) => match *access {
                Ok(access) => self.connected(access),
                Err(error) => {
                    let asked = self.tickets.next();
                    let answer = self.answer(asked, Reply::Listing(Err(error)));
                    return self.feed(answer);
                }
            },
            Pulse::Resized => {
                let size = size().context("the terminal is gone")?;
                return self.feed(Event::Resize(size));
            }
            Pulse::Suspend => self.suspend()?,
            // Also after a stop that we did not see coming (SIGSTOP).
            Pulse::Resumed => self.screen.forget(),
            Pulse::Terminate | Pulse::TerminalGone => return Ok(Some(End::Quit)),
            Pulse::Crashed => return Ok(Some(End::Crashed)),
        }
        Ok(None)
    }

    fn feed(&mut self, event: Event) -> anyhow::Result<Option<End>> {
        let now = self.clock.now();
        let (state, watched) = (&mut self.state, &mut self.watched);
        for effect in update::update(state, &self.keymap, watched, event, now) {
            match effect {
                Effect::Watch(interest) => self.order(Order::Watch(interest)),
                Effect::Refresh => self.order(Order::Refresh),
                Effect::RetryCredential => self.order(Order::RetryCredential),
                Effect::Write(id, armed) => self.write(id, armed),
                Effect::Copy(clip) => self.copy(clip)?,
                Effect::Redraw => self.screen.forget(),
                Effect::Quit => return Ok(Some(End::Quit)),
            }
        }
        Ok(None)
    }

    fn order(&self, order: Order) {
        // The poller ends only when this end is dropped.
        let _ = self.orders.send(order);
    }

    fn connected(&mut self, access: Access) {
        let Some(orders) = self.waiting.take() else {
            return;
        };
        let pulses = self.pulses.clone();
        let poller = Poller {
            client: access.reader().clone(),
            scope: self.scope.clone(),
            refresh: self.state.context.refresh,
            tickets: self.tickets.clone(),
            send: Arc::new(move |event| {
                let _ = pulses.send(Pulse::Event(event));
            }),
        };
        tokio::spawn(poller.run(orders));
        self.access = Some(access);
    }

    /// Hands a confirmed write over. Read-only access has nothing to hand it to.
    fn write(&self, id: WriteId, armed: Armed) {
        let Some(Access::Full(reader, writer)) = &self.access else {
            return;
        };
        let (reader, writer) = (reader.clone(), writer.clone());
        let (tickets, pulses, scope) = (
            self.tickets.clone(),
            self.pulses.clone(),
            self.scope.clone(),
        );
        tokio::spawn(async move {
            let answer = executor::carry_out(&reader, &writer, armed).await;
            let answer = Answer {
                scope,
                asked: tickets.next(),
                reply: Reply::Written(id, answer),
            };
            let _ = pulses.send(Pulse::Event(Event::Answer(Box::new(answer))));
        });
    }

    fn answer(&self, asked: u64, reply: Reply) -> Event {
        let scope = self.scope.clone();
        Event::Answer(Box::new(Answer {
            scope,
            asked,
            reply,
        }))
    }

    /// Sends text to the terminal's clipboard (OSC 52). Whether it arrives is up to the terminal.
    fn copy(&self, clip: Clip) -> anyhow::Result<()> {
        let text = match clip {
            Clip::Text(text) => text,
            Clip::Notices => ui::words::notices_as_text(&self.state),
        };
        let coded = base64::engine::general_purpose::STANDARD.encode(text);
        terminal::write_all(format!("\x1b]52;c;{coded}\x07").as_bytes())
            .context("the terminal is gone")
    }

    fn draw(&mut self) -> anyhow::Result<()> {
        let size = self.state.size;
        let mut next = Screen::blank(size.width, size.height);
        let drawn = ui::draw(&self.state, &self.keymap, &mut next);
        self.state.settle_scroll(drawn.scroll_end);
        let bytes = self.screen.show(next, drawn.cursor)?;
        if !bytes.is_empty() {
            terminal::write_all(&bytes).context("the terminal is gone")?;
        }
        Ok(())
    }

    /// Gives the terminal back, stops until the shell continues us, and takes it again.
    fn suspend(&mut self) -> anyhow::Result<()> {
        terminal::give_back();
        // The whole group stops, as it would by the terminal's own ctrl-z.
        rustix::process::kill_current_process_group(rustix::process::Signal::STOP)
            .context("could not stop")?;
        terminal::take().context("could not take the terminal again")?;
        self.screen.forget();
        let size = size().context("the terminal is gone")?;
        self.feed(Event::Resize(size))?;
        Ok(())
    }
}

fn size() -> std::io::Result<Size> {
    let (width, height) = crossterm::terminal::size()?;
    Ok(Size { width, height })
}
