//! The loop: wait, drain, update, carry out, draw.

use super::clipboard::Clipboard;
use super::clock::Stopwatch;
use super::keep::{self, Keeper};
use super::notify::Notifier;
use super::recorder::Recorder;
use super::screen::Screen;
use super::session::{Session, TerminalEffect};
use super::terminal::{self, Output, Terminal};
use super::{input, signals, size};
use crate::api::{self, Access, ApiError, ConnectOptions, Operation};
use crate::contained::{Defect, contained};
use crate::effect::Clip;
use crate::event::Event;
use crate::journal::Journal;
use crate::keymap::Keymap;
use crate::l10n::Words;
use crate::model::Scope;
use crate::problems;
use crate::secret::mask;
use crate::state::State;
use crate::state::context::{Appearance, Offered, ProfileContext};
use crate::state::copied::Copied;
use crate::state::notice::{About, Level, NoticeKind};
use crate::state::notify::{Notification, Notify, NotifySettings};
use crate::state::profiles::Profiles;
use crate::state::sight::Frame;
use crate::transitions::{Store, Transition};
use crate::ui::words;
use anyhow::Context as _;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::Duration;

/// How long what happened may go undrawn while more of it is taken in.
const DRAW_WITHIN: Duration = Duration::from_millis(15);

/// Something the loop wakes up for.
#[derive(Debug)]
pub enum LoopEvent {
    /// For the state.
    Event(Event),
    /// The client of a scope is ready; or it will never be.
    Connected(Scope, Box<Result<Access, ApiError>>),
    /// What was to be copied has gone its way; the last of which are these bytes to the terminal.
    Copied(Copied, Vec<u8>),
    /// The terminal has taken what was written last.
    Written,
    /// The terminal has another size.
    Resized,
    /// The user wants the shell back for a while.
    Suspend,
    /// The shell gave the terminal back to us.
    Resumed,
    /// We were asked to end.
    Terminate,
    /// A signal of this number came, which ends whoever has nothing to say to it.
    Killed(i32),
    /// There is no terminal any more.
    TerminalGone,
    /// A task died; what is on screen can no longer be trusted.
    Crashed,
}

/// A profile to show, and how to reach its service.
#[derive(Clone, Debug)]
pub struct Way {
    /// Who and where it is.
    pub context: ProfileContext,
    /// How its service is reached, or why it cannot be.
    pub connect: Result<ConnectOptions, ApiError>,
}

impl Way {
    /// Prepares the client. That reads certificates from disk, so nothing waits for it.
    fn go(self, pulses: Sender<LoopEvent>) {
        let scope = self.context.scope;
        tokio::task::spawn_blocking(move || {
            let connect = || self.connect.and_then(api::connect);
            let access = contained(connect)
                .unwrap_or_else(|Defect| Err(ApiError::defect(Operation::Connect)));
            let access = Box::new(access);
            let _ = pulses.send(LoopEvent::Connected(scope, access));
        });
    }
}

/// Every profile there is.
#[derive(Clone)]
pub struct Ways {
    /// Those to show at the start.
    pub shown: Vec<Way>,
    /// Those that could be shown, for whoever chooses among them.
    pub known: Vec<Offered>,
    /// How one of them is reached, by its name. It may take a while.
    pub open: Arc<dyn Fn(&str) -> Way + Send + Sync>,
}

/// Where what outlives a run is kept.
#[derive(Clone, Debug)]
pub struct Kept {
    /// The state directory; nothing is kept without one.
    pub directory: Option<PathBuf>,
    pub journal: Journal,
    /// What changed of the instances; of made-up ones it is not kept.
    pub transitions: Option<Store>,
}

/// The profiles of these ways; `None` when there is none.
pub(super) fn profiles(ways: &[Way]) -> Option<Profiles> {
    let (first, more) = ways.split_first()?;
    let mut profiles = Profiles::of(first.context.clone());
    for way in more {
        profiles.add(way.context.clone());
    }
    Some(profiles)
}

/// Why the loop goes round no more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    Quit,
    Crashed,
    Killed(i32),
}

/// Runs the dashboard until the user leaves, on a terminal it gives back whatever happens.
///
/// `tokio` carries what is slow; each profile says how to reach its service.
///
/// # Errors
/// When there is no terminal, or something died underneath.
pub fn run(
    tokio: &tokio::runtime::Runtime,
    profiles: Ways,
    look: Appearance,
    (keymap, words): (Keymap, Words),
    kept: Kept,
    (notices, notify): (Vec<String>, NotifySettings),
) -> anyhow::Result<()> {
    let (pulses, wakes) = channel();
    let crashed = pulses.clone();
    terminal::watch_for_panics(move || {
        let _ = crashed.send(LoopEvent::Crashed);
    });
    let _in_tokio = tokio.enter();
    signals::listen(pulses.clone()).context("could not listen to signals")?;
    let taken = Terminal::guard().context(
        "warren needs a terminal to draw on; `warren list` and `warren --frame 120x40` need none",
    )?;
    let history = kept.directory.as_deref().map(keep::history);
    let arrangement = kept.directory.as_deref().map(keep::arrangement);
    let brokers = kept.directory.as_deref().map(keep::brokers);
    let keeper = Keeper::start(kept.directory).context("could not start to keep files")?;
    let mut event_loop = EventLoop::new(
        profiles,
        look,
        (keymap, words),
        (keeper, kept.journal),
        pulses.clone(),
    )?;
    event_loop.session.state.notify = Notify::new(notify);
    if let Some(store) = kept.transitions {
        event_loop.remember(store)?;
    }
    event_loop.session.state.history = history.unwrap_or_default();
    match arrangement {
        Some(Ok(kept)) => event_loop.session.state.arrange(kept),
        Some(Err(reason)) => event_loop.session.state.warn(reason),
        None => {}
    }
    match brokers {
        Some(Ok(known)) => event_loop.session.state.broker.identities.remember(known),
        Some(Err(reason)) => event_loop.session.state.warn(reason),
        None => {}
    }
    input::start(pulses).context("warren needs a terminal to read keys from")?;
    for text in notices {
        event_loop.session.state.warn(text);
    }
    let end = event_loop.turn(&wakes);
    drop(taken);
    match end? {
        End::Quit => Ok(()),
        End::Crashed => anyhow::bail!("a background task died; the log says why"),
        End::Killed(signal) => Err(signals::die_of(signal)),
    }
}

struct EventLoop {
    session: Session,
    screen: Screen,
    output: Output,
    open: Arc<dyn Fn(&str) -> Way + Send + Sync>,
    pulses: Sender<LoopEvent>,
    clipboard: Clipboard,
    keeper: Keeper,
    recorder: Option<Recorder>,
    notifier: Notifier,
    /// Something happened since the last frame.
    undrawn: bool,
    /// The question in the frame that the terminal has not taken yet.
    asked: Option<Frame>,
    clock: Stopwatch,
}

impl EventLoop {
    fn new(
        ways: Ways,
        look: Appearance,
        (keymap, words): (Keymap, Words),
        (keeper, journal): (Keeper, Journal),
        pulses: Sender<LoopEvent>,
    ) -> anyhow::Result<Self> {
        let clock = Stopwatch::new();
        let size = size::now().context("could not ask for the size of the terminal")?;
        let profiles = profiles(&ways.shown).context("there is no profile to show")?;
        let mut state = State::new(profiles, look, size, clock.now());
        state.offered = ways.known;
        for way in ways.shown {
            way.go(pulses.clone());
        }
        let output = Output::start(pulses.clone()).context("could not start to write")?;
        let events = pulses.clone();
        let clipboard = Clipboard::start(pulses.clone());
        let notifier = Notifier::start(pulses.clone());
        let send = Arc::new(move |event| {
            let _ = events.send(LoopEvent::Event(event));
        });
        Ok(Self {
            session: Session::new(
                state,
                keymap,
                words,
                journal,
                move || clock.now().uptime,
                send,
            ),
            screen: Screen::new(size.width, size.height),
            output,
            open: ways.open,
            pulses,
            clipboard,
            keeper,
            recorder: None,
            notifier,
            undrawn: true,
            asked: None,
            clock,
        })
    }

    /// Takes in what changed of the instances in other runs, and keeps what changes from now on.
    fn remember(&mut self, store: Store) -> anyhow::Result<()> {
        match store.read(self.clock.now().wall) {
            Ok(told) => self.session.state.remember(told),
            Err(error) => {
                let why = NoticeKind::NotRecorded(error.to_string());
                self.session.state.say(Level::Info, why, About::Session);
            }
        }
        let recorder = Recorder::start(store, self.pulses.clone());
        self.recorder = Some(recorder.context("could not start to keep what changes")?);
        Ok(())
    }

    fn notify(&mut self, notification: &Notification) {
        let (w, state) = (self.session.words(), &self.session.state);
        let line = words::notify::line(&w, notification);
        let masker = mask::of_the_process().masker();
        let json = problems::of_notification(&w, notification);
        let json = masker.mask_body(json.into_bytes());
        let json = String::from_utf8_lossy(&json).into_owned();
        let settings = &state.notify.settings;
        let bytes = self.notifier.give(settings, &masker.mask_whole(line), json);
        if !bytes.is_empty() {
            self.output.write(bytes);
        }
    }

    fn record(&self, told: Vec<Transition>) {
        if let Some(recorder) = &self.recorder {
            recorder.record(told, self.clock.now().wall);
        }
    }

    fn turn(&mut self, wakes: &Receiver<LoopEvent>) -> anyhow::Result<End> {
        self.draw()?;
        loop {
            // A frame that changed no cell is on the terminal already.
            if let Some(end) = self.drawn()? {
                return Ok(end);
            }
            let mut next = self.wait(wakes);
            let begun = self.clock.now();
            // What is queued is taken in before anything is drawn, unless that takes long.
            while let Some(pulse) = next {
                if let Some(end) = self.take(pulse)? {
                    return Ok(end);
                }
                next = match self.clock.now().since(begun) < DRAW_WITHIN {
                    true => wakes.try_recv().ok(),
                    false => None,
                };
            }
            self.draw()?;
        }
    }

    fn wait(&self, wakes: &Receiver<LoopEvent>) -> Option<LoopEvent> {
        let Some(due) = self.session.state.next_change() else {
            return wakes.recv().ok();
        };
        let wait = due.saturating_sub(self.clock.now().uptime);
        match wakes.recv_timeout(wait.max(Duration::from_millis(1))) {
            Ok(pulse) => Some(pulse),
            Err(RecvTimeoutError::Timeout) => Some(LoopEvent::Event(Event::Wake)),
            Err(RecvTimeoutError::Disconnected) => Some(LoopEvent::TerminalGone),
        }
    }

    fn take(&mut self, pulse: LoopEvent) -> anyhow::Result<Option<End>> {
        self.undrawn |= !matches!(pulse, LoopEvent::Written);
        match pulse {
            LoopEvent::Event(Event::Key(key)) if key == crate::key::Key::ctrl('z') => {
                self.suspend()?;
            }
            LoopEvent::Event(event) => return self.feed(event),
            LoopEvent::Connected(scope, access) => self.session.connected(&scope, *access),
            LoopEvent::Resized => {
                let size = size::now().context("the terminal is gone")?;
                return self.feed(Event::Resize(size));
            }
            LoopEvent::Copied(copied, bytes) => {
                if !bytes.is_empty() {
                    self.output.write(bytes);
                }
                return self.feed(Event::Copied(copied));
            }
            LoopEvent::Written => {
                self.output.written();
                return self.drawn();
            }
            LoopEvent::Suspend => self.suspend()?,
            LoopEvent::Resumed => return self.resume(),
            LoopEvent::Terminate | LoopEvent::TerminalGone => return Ok(Some(End::Quit)),
            LoopEvent::Killed(signal) => return Ok(Some(End::Killed(signal))),
            LoopEvent::Crashed => return Ok(Some(End::Crashed)),
        }
        Ok(None)
    }

    fn feed(&mut self, event: Event) -> anyhow::Result<Option<End>> {
        for outward in self.session.feed(event, self.clock.now()) {
            match outward {
                TerminalEffect::Copy(clip) => self.copy(&clip),
                TerminalEffect::Open(name) => self.open(name),
                TerminalEffect::Notify(notification) => self.notify(&notification),
                TerminalEffect::Tell(told) => self.record(told),
                TerminalEffect::KeepArrangement(kept) => {
                    self.keeper.keep(keep::ARRANGEMENT, kept.to_text());
                }
                TerminalEffect::KeepBrokers(text) => self.keeper.keep(keep::BROKERS, text),
                TerminalEffect::KeepHistory(lines) => {
                    let lines: Vec<String> = lines.into_iter().map(|line| line + "\n").collect();
                    self.keeper.keep(keep::HISTORY, lines.concat());
                }
                TerminalEffect::Redraw => self.screen.forget(),
                TerminalEffect::Quit => return Ok(Some(End::Quit)),
            }
        }
        Ok(None)
    }

    /// Finds out how a profile is reached, and then prepares its client. Its credential may come
    /// from a command of the user's, so nothing waits for it.
    fn open(&self, name: String) {
        let (open, pulses) = (Arc::clone(&self.open), self.pulses.clone());
        tokio::task::spawn_blocking(move || {
            let way = open(&name);
            let opened = Event::Opened(name, Box::new(way.context.clone()));
            let _ = pulses.send(LoopEvent::Event(opened));
            way.go(pulses);
        });
    }

    /// Hands text over to whichever clipboard can be reached. What became of it is a pulse.
    fn copy(&self, clip: &Clip) {
        let (w, state) = (&self.session.words(), &self.session.state);
        let text = crate::ui::copied::text_of(w, state, clip);
        let what = words::copied::gist(w, state, clip, &text);
        self.clipboard.copy(what, text);
    }

    /// Draws, unless the terminal has not taken the last frame yet: when it has, there is a pulse,
    /// and what is true by then is drawn.
    fn draw(&mut self) -> anyhow::Result<()> {
        if !self.undrawn || !self.output.is_idle() {
            return Ok(());
        }
        self.undrawn = false;
        let size = self.session.state.size;
        let mut next = Screen::blank(size.width, size.height);
        let drawn = self.session.draw(&mut next);
        self.asked = drawn.question;
        let bytes = self.screen.show(next, drawn.cursor)?;
        if !bytes.is_empty() {
            self.output.write(bytes);
        }
        Ok(())
    }

    /// Tells the state what the terminal shows, once it has taken everything.
    fn drawn(&mut self) -> anyhow::Result<Option<End>> {
        match self.asked.take_if(|_| self.output.is_idle()) {
            Some(frame) => self.feed(Event::Drawn(frame)),
            None => Ok(None),
        }
    }

    /// Gives the terminal back and stops. When the shell continues us there is a pulse.
    fn suspend(&mut self) -> anyhow::Result<()> {
        if !is_a_job() {
            return Ok(());
        }
        terminal::give_back();
        // The whole group stops, as it would by the terminal's own ctrl-z.
        rustix::process::kill_current_process_group(rustix::process::Signal::STOP)
            .context("could not stop")
    }

    /// Takes the terminal again; also after a stop that we did not see coming (SIGSTOP), when the
    /// shell has put it in a mode of its own.
    fn resume(&mut self) -> anyhow::Result<Option<End>> {
        terminal::give_back();
        terminal::take().context("could not take the terminal again")?;
        self.screen.forget();
        let size = size::now().context("the terminal is gone")?;
        self.feed(Event::Resumed(size))
    }
}

/// Whether a shell with job control started us, and so could continue us. A window's only program
/// would be stopped for ever.
fn is_a_job() -> bool {
    use rustix::process::{getpgrp, getppid, getsid};
    let session = getsid(None);
    session.is_ok_and(|session| session != getpgrp()) && getsid(getppid()) == session
}
