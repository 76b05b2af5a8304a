//! The dashboard at work, without a terminal: the state, what changes it, and what carries its
//! effects out: a link to the service for each profile that is shown.
//!
//! The loop and the tests hold a [`Session`] each and differ only in where keys come from and
//! where frames go. It must be used on a tokio runtime: it starts tasks, and never waits for one.

use super::executor::{self, BrokerWatch, Watch};
use super::export as files;
use crate::api::retry::RetryWatch;
use crate::api::{Access, ApiError, ErrorKind, Operation, WriteError};
use crate::contained::{Defect, contained, contained_task};
use crate::effect::{Clip, Effect};
use crate::event::{Answer, Event, Reply};
use crate::journal::Journal;
use crate::keymap::Keymap;
use crate::l10n::Words;
use crate::model::Scope;
use crate::poller::{Lend, Poller, PollerCommand, Send, Tickets};
use crate::secret::Secret;
use crate::secret::mask::{self, KnownSecrets};
use crate::state::State;
use crate::state::arrangement::Arrangement;
use crate::state::called::Called;
use crate::state::export::{Exported, NotExported, Wanted};
use crate::state::interest::Interest;
use crate::state::journal::{Learned, News};
use crate::state::notify::Notification;
use crate::state::now::Now;
use crate::state::query::QueryAnswer;
use crate::state::write::broker::{BrokerFailure, BrokerNews, BrokerPlan};
use crate::state::write::pending::{WriteFailure, WriteId};
use crate::state::write::plan::Armed;
use crate::transitions::Transition;
use crate::{export, ui, update};
use ratatui::buffer::Buffer;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::sync::{oneshot, watch};

/// What only the owner of the terminal can do.
#[derive(Clone, Debug, PartialEq)]
pub enum TerminalEffect {
    /// Put this on the clipboard.
    Copy(Clip),
    /// Keep this, which changed of the instances, oldest first.
    Tell(Vec<Transition>),
    /// Tell of this beyond the screen.
    Notify(Notification),
    /// Keep how the list is arranged.
    KeepArrangement(Arrangement),
    /// Keep what brokers said of themselves, as text.
    KeepBrokers(String),
    /// Keep these lines of the palette.
    KeepHistory(Vec<String>),
    /// Draw the whole screen again.
    Redraw,
    /// Find out how this profile is reached.
    Open(String),
    Quit,
}

/// Writes a text to a file of this name in a directory, and gives its path as it is said.
pub type WriteFile = fn(&Path, &str, &str) -> (String, Result<(), NotExported>);

/// The state with its links to the service.
pub struct Session {
    /// What is known and what is on screen.
    pub state: State,
    /// Where files go that are named without a directory; empty for the working directory.
    pub directory: PathBuf,
    /// How they are written.
    pub write_file: WriteFile,
    keymap: Keymap,
    words: Words,
    watched: Interest,
    /// One a scope: nothing of one scope is ever sent through the link of another.
    links: HashMap<Scope, Link>,
    /// One order of requests, whatever the scope.
    tickets: Tickets,
    journal: Journal,
    send: Send,
    /// Passwords that were typed, for the links that come later.
    typed: KnownSecrets,
    /// What stops changes of brokers that are under way.
    stops: HashMap<WriteId, watch::Sender<bool>>,
}

/// What reads and writes in one scope.
struct Link {
    orders: UnboundedSender<PollerCommand>,
    /// Orders nobody takes yet: there is no client to read with.
    waiting: Option<UnboundedReceiver<PollerCommand>>,
    access: Option<Access>,
    /// How many links, this one included, share the budget of its region.
    sharing: u32,
}

impl Link {
    fn new() -> Self {
        let (orders, waiting) = unbounded_channel();
        Self {
            orders,
            waiting: Some(waiting),
            access: None,
            sharing: 1,
        }
    }

    fn order(&self, order: PollerCommand) {
        // The poller ends only when this end is dropped.
        let _ = self.orders.send(order);
    }
}

impl Session {
    /// A session that knows nothing yet and is not connected. Its answers go to `send`, and come
    /// back through [`Session::feed`]. `uptime` is the clock of the moments that are fed.
    pub fn new(
        mut state: State,
        keymap: Keymap,
        words: Words,
        journal: Journal,
        uptime: impl Fn() -> Duration + std::marker::Send + Sync + 'static,
        send: Send,
    ) -> Self {
        state.time_zone.clone_from(&words.time_zone);
        state.called = Called::of(&words);
        state.journal.policy = journal.policy();
        look_at(journal.clone(), send.clone(), writable, untried);
        let unanswered = |journal: &Journal| {
            let found = journal.unanswered();
            News::Unanswered(found.map_err(|error| error.to_string()))
        };
        let failed = |defect: Defect| News::Unanswered(Err(defect.to_string()));
        look_at(journal.clone(), send.clone(), unanswered, failed);
        let mut session = Self {
            state,
            directory: PathBuf::new(),
            write_file: files::write,
            keymap,
            words,
            watched: Interest::default(),
            links: HashMap::new(),
            tickets: Tickets::new(uptime),
            journal,
            send,
            typed: KnownSecrets::default(),
            stops: HashMap::new(),
        };
        session.relink();
        session
    }

    /// The texts in force, with times in the zone that is shown.
    pub fn words(&self) -> Words {
        self.words.in_zone(&self.state.time_zone)
    }

    /// The client of a scope is ready: starts to read. Or it never will be: the state says why.
    pub fn connected(&mut self, scope: &Scope, access: Result<Access, ApiError>) {
        let access = match access {
            Ok(access) => access,
            Err(error) => return self.answer(scope, QueryAnswer::Listing(Err(error)).into()),
        };
        // A scope that is no longer shown has neither.
        let Some(link) = self.links.get_mut(scope) else {
            return;
        };
        let (Some(profile), Some(orders)) = (self.state.profiles.get(scope), link.waiting.take())
        else {
            return;
        };
        let poller = Poller {
            client: access.reader().clone(),
            scope: scope.clone(),
            refresh: profile.context.refresh,
            tickets: self.tickets.clone(),
            send: self.send.clone(),
            figures: profile.context.ces_endpoint.is_some(),
            listed: Arc::default(),
        };
        access.hide(&self.typed);
        access.watch_retries(retries(scope, &self.tickets, &self.send));
        tokio::spawn(poller.run(orders));
        link.access = Some(access);
    }

    /// Takes one event in and carries out what it leads to. Gives what needs the terminal.
    pub fn feed(&mut self, event: Event, now: Now) -> Vec<TerminalEffect> {
        let (state, watched) = (&mut self.state, &mut self.watched);
        let effects = update::update(state, &self.keymap, watched, event, now);
        self.relink();
        effects
            .into_iter()
            .filter_map(|effect| self.carry_out(effect))
            .collect()
    }

    /// Gives every profile that is shown a link, and cuts those of the others: their pollers end,
    /// and with them the reads that are under way. Those of one region share its budget.
    fn relink(&mut self) {
        let profiles = &self.state.profiles;
        self.links.retain(|scope, _| profiles.get(scope).is_some());
        for profile in profiles.iter() {
            let scope = profile.scope();
            if !self.links.contains_key(scope) {
                let link = Link::new();
                // What has to be read there may have been known before it was shown.
                let known = self.watched.within(scope);
                if known != Interest::default() {
                    link.order(PollerCommand::Watch(Box::new(known)));
                }
                self.links.insert(scope.clone(), link);
            }
        }
        for (scope, link) in &mut self.links {
            let sharing = profiles.in_region(&scope.region);
            if link.sharing != sharing {
                link.sharing = sharing;
                link.order(PollerCommand::Share(sharing));
            }
        }
    }

    /// Draws what there is to see. When the terminal has taken it, the owner of the terminal feeds
    /// the question in it back as [`Event::Drawn`].
    pub fn draw(&mut self, frame: &mut Buffer) -> ui::Drawn {
        let drawn = ui::draw(&self.state, &self.keymap, &self.words, frame);
        self.state.settle_scroll(drawn.scroll_end, drawn.sought);
        drawn
    }

    fn carry_out(&mut self, effect: Effect) -> Option<TerminalEffect> {
        match effect {
            Effect::Watch(interest) => {
                for (scope, link) in &self.links {
                    link.order(PollerCommand::Watch(Box::new(interest.within(scope))));
                }
            }
            Effect::Refresh => {
                for link in self.links.values() {
                    link.order(PollerCommand::Refresh);
                }
            }
            Effect::Reread(scope) => self.order(&scope, PollerCommand::Refresh),
            Effect::BrokerLogin(key, password) => {
                self.order(&key.scope, PollerCommand::BrokerLogin(key.id, password));
            }
            Effect::RetryCredential(scope) => self.order(&scope, PollerCommand::RetryCredential),
            Effect::Hide(secrets) => self.hide(&secrets),
            Effect::Write(id, armed) => self.write(id, armed),
            Effect::ChangeBroker(id, armed) => self.change_broker(id, *armed),
            Effect::StopChange(id) => {
                if let Some(stop) = self.stops.remove(&id) {
                    let _ = stop.send(true);
                }
            }
            Effect::ReadJournal => self.read_journal(),
            Effect::CheckJournal => {
                look_at(self.journal.clone(), self.send.clone(), writable, untried);
            }
            Effect::Settle(learned) => self.settle(learned),
            Effect::Copy(clip) => return Some(TerminalEffect::Copy(clip)),
            Effect::Export(wanted) => self.export(wanted),
            Effect::Notify(notification) => return Some(TerminalEffect::Notify(notification)),
            Effect::Tell(told) => return Some(TerminalEffect::Tell(told)),
            Effect::KeepArrangement(kept) => return Some(TerminalEffect::KeepArrangement(kept)),
            Effect::KeepBrokers(text) => return Some(TerminalEffect::KeepBrokers(text)),
            Effect::KeepHistory(lines) => return Some(TerminalEffect::KeepHistory(lines)),
            Effect::Speak(lang) => match Words::load(lang) {
                Ok(words) => {
                    self.state.called = Called::of(&words);
                    self.words = words;
                }
                // A test reads all locales. What there is to read stays readable.
                Err(error) => tracing::error!(%error, "the language stays as it is"),
            },
            Effect::Redraw => return Some(TerminalEffect::Redraw),
            Effect::Open(name) => return Some(TerminalEffect::Open(name)),
            Effect::Quit => return Some(TerminalEffect::Quit),
        }
        None
    }

    /// Lets no answer and no file show these from now on.
    fn hide(&self, secrets: &[Secret]) {
        mask::of_the_process().remember(secrets);
        self.typed.remember(secrets);
        let access = self.links.values().filter_map(|link| link.access.as_ref());
        access.for_each(|access| access.hide(&self.typed));
    }

    fn order(&self, scope: &Scope, order: PollerCommand) {
        if let Some(link) = self.links.get(scope) {
            link.order(order);
        }
    }

    /// Hands a confirmed write over. Read-only access has nothing to hand it to, and says so.
    fn write(&self, id: WriteId, armed: Armed) {
        let scope = armed.plan().first().scope().clone();
        let access = self.links.get(&scope).and_then(|link| link.access.as_ref());
        let Some(Access::Full(reader, writer)) = access else {
            let message = "this connection can only read";
            let error = ApiError::local(Operation::ChangeAnything, ErrorKind::Setup, message);
            let unsent = WriteFailure::Failed(WriteError::NotSent(error));
            return self.answer(&scope, Reply::Written(id, Err(unsent)));
        };
        let (reader, writer) = (reader.for_a_write(), writer.clone());
        let journal = self.journal.for_write(id);
        let (tickets, send) = (self.tickets.clone(), self.send.clone());
        tokio::spawn(async move {
            let watch = watch(id, &scope, &tickets, &send);
            let carried_out = executor::carry_out(&reader, &writer, &journal, watch, armed);
            // After a panic nobody knows whether it was sent.
            let receipt = contained_task(carried_out).await.unwrap_or_else(|Defect| {
                let error = ApiError::defect(Operation::ChangeAnything);
                Err(WriteFailure::Failed(WriteError::Unknown(error)))
            });
            answer(&send, &tickets, &scope, Reply::Written(id, receipt));
            look_at(journal, send, writable, untried);
        });
    }

    /// Hands a confirmed change of a broker over, to be sent by the way that it is read by. Read-only
    /// access sends none, and says so.
    fn change_broker(&mut self, id: WriteId, armed: Armed<BrokerPlan>) {
        let scope = armed.plan().of.scope.clone();
        let (tickets, send) = (self.tickets.clone(), self.send.clone());
        let told = scope.clone();
        let tell = move |news| answer(&send, &tickets, &told, Reply::Changed(id, news));
        let link = self.links.get(&scope);
        let link = link.filter(|link| matches!(link.access, Some(Access::Full(..))));
        let Some(link) = link else {
            tell(BrokerNews::Answer(0, Err(BrokerFailure::ReadOnly)));
            return tell(BrokerNews::Over);
        };
        let (to, client) = oneshot::channel();
        let (of, way) = (armed.plan().of.id.clone(), armed.plan().way.clone());
        link.order(PollerCommand::LendBroker(Box::new(Lend { of, way, to })));
        let (stopper, stop) = watch::channel(false);
        self.stops.retain(|_, stop| !stop.is_closed());
        self.stops.insert(id, stopper);
        let (journal, send) = (self.journal.for_write(id), self.send.clone());
        let tell: Arc<dyn Fn(BrokerNews) + std::marker::Send + Sync> = Arc::new(tell);
        tokio::spawn(async move {
            let watch = BrokerWatch {
                tell: Arc::clone(&tell),
                stop,
            };
            match client.await {
                Ok(Ok(client)) => {
                    let changing = executor::change_broker(&client, &journal, watch, armed);
                    // What nothing was heard of after a panic may have been sent.
                    let _ = contained_task(changing).await;
                }
                Ok(Err(why)) => tell(BrokerNews::Answer(0, Err(BrokerFailure::NoWay(why)))),
                // Its profile is no longer shown.
                Err(_) => tell(BrokerNews::Answer(0, Err(BrokerFailure::Stopped))),
            }
            tell(BrokerNews::Over);
            look_at(journal, send, writable, untried);
        });
    }

    /// Has a table written where waiting for a disk holds nothing up.
    fn export(&self, wanted: Wanted) {
        let Wanted { table, format, to } = wanted;
        let sheet = export::sheet(&self.words(), &self.state, &table);
        let name = to.unwrap_or_else(|| sheet.file_name(format, self.state.now));
        let (directory, send) = (self.directory.clone(), self.send.clone());
        let write_file = self.write_file;
        tokio::task::spawn_blocking(move || {
            let holds = (sheet.len(), sheet.extent);
            let masker = mask::of_the_process().masker();
            let sheet = sheet.masked(&masker);
            let write = || write_file(&directory, &name, &sheet.print(format));
            let (path, written) = contained(write).unwrap_or_else(|defect| {
                let reason = NotExported::Other(defect.to_string());
                (name.clone(), Err(reason))
            });
            let went = written.map(|()| holds);
            send(Event::Exported(Exported { path, went }));
        });
    }

    fn read_journal(&self) {
        let read = |journal: &Journal| {
            let pages = journal.read();
            News::Pages(pages.map_err(|error| error.to_string()))
        };
        let failed = |defect: Defect| News::Pages(Err(defect.to_string()));
        look_at(self.journal.clone(), self.send.clone(), read, failed);
    }

    /// Has what was learned written down; when that fails, it is said.
    fn settle(&self, learned: Learned) {
        let (journal, send) = (self.journal.clone(), self.send.clone());
        tokio::task::spawn_blocking(move || {
            let Learned {
                write,
                operation,
                settlement,
            } = learned;
            let news = contained(|| {
                let error = journal.settle(write, operation, &settlement).err()?;
                tracing::warn!(%error, "what was learned of a write is not in the journal yet");
                Some(writable(&journal))
            });
            if let Some(news) = news.unwrap_or_else(|defect| Some(untried(defect))) {
                send(Event::Journal(news));
            }
        });
    }

    fn answer(&self, scope: &Scope, reply: Reply) {
        answer(&self.send, &self.tickets, scope, reply);
    }
}

fn answer(send: &Send, tickets: &Tickets, scope: &Scope, reply: Reply) {
    let answer = Answer {
        scope: scope.clone(),
        asked: tickets.next(),
        reply,
    };
    send(Event::Answer(Box::new(answer)));
}

/// Says which reads are tried again, and when.
fn retries(scope: &Scope, tickets: &Tickets, send: &Send) -> RetryWatch {
    let (scope, tickets, send) = (scope.clone(), tickets.clone(), send.clone());
    RetryWatch::new(move |error, wait| {
        answer(&send, &tickets, &scope, Reply::Retrying(error, wait));
    })
}

/// Watches a write leave, and says so in the order of all answers.
fn watch(id: WriteId, scope: &Scope, tickets: &Tickets, send: &Send) -> Watch {
    let clock = tickets.clone();
    let (scope, tickets, send) = (scope.clone(), tickets.clone(), send.clone());
    let say = Arc::new(move |reply| answer(&send, &tickets, &scope, reply));
    let leaves = Arc::clone(&say);
    Watch {
        uptime: Arc::new(move || clock.uptime()),
        leaves: Arc::new(move |ids| leaves(Reply::Leaves(id, ids.to_vec()))),
        taken: Arc::new(move |ids, request_id| {
            say(Reply::Taken(id, ids.to_vec(), request_id.to_owned()));
        }),
    }
}

/// Whether the journal can be written.
fn writable(journal: &Journal) -> News {
    let trouble = journal.probe().err().map(|error| error.to_string());
    let unwritten = journal.unwritten();
    News::Writable { trouble, unwritten }
}

/// The journal may be able to be written; that could not be found out.
fn untried(defect: Defect) -> News {
    News::Writable {
        trouble: Some(defect.to_string()),
        unwritten: 0,
    }
}

/// Looks at the journal where waiting for a disk holds nothing up.
fn look_at(
    journal: Journal,
    send: Send,
    question: fn(&Journal) -> News,
    failed: fn(Defect) -> News,
) {
    tokio::task::spawn_blocking(move || {
        let news = contained(|| question(&journal)).unwrap_or_else(failed);
        send(Event::Journal(news));
    });
}
