//! The broker that is looked at: what of it is shown is read, one question at a time, and what comes
//! of it is an event.
//!
//! A task of its own, as for figures: a broker that hangs stops nothing else. `pace` is pure and
//! says how soon it is asked again.

mod ask;
mod identity;
mod known;
mod pace;
mod rows;
#[cfg(test)]
mod tests;
mod trend;

use super::{Send, Tickets};
use crate::api::management::{
    Answered, Client, Login, ManagementError, Options, PasswordSource, ShowCluster,
};
use crate::broker::{BrokerAnswer, BrokerError, BrokerWay, Part};
use crate::config::password_by_command;
use crate::contained::contained_task;
use crate::event::{Answer, Event, Reply};
use crate::model::{InstanceId, Scope};
use crate::secret::Secret;
use crate::state::interest::BrokerInterest;
pub use ask::{Asks, Took, read};
use identity::{ClusterId, of_cluster};
pub use known::Known;
use pace::Pace;
use rows::RowsRead;
use std::collections::{HashMap, HashSet};
use std::time::Duration;
use tokio::sync::mpsc::UnboundedReceiver;
use tokio::sync::oneshot;
use tokio::time::Instant;

/// How long after a panic it goes on.
const PAUSE: Duration = Duration::from_secs(1);
/// Of very many queues those with most messages are asked for at most this often: measured of 5,000,
/// that costs the broker ten times as much as everything else.
const TOP_QUEUES: Duration = Duration::from_secs(15);

/// What the reader of brokers is told.
pub(super) enum BrokerCommand<C = Client> {
    /// This is looked at, or nothing is.
    Look(Option<Box<BrokerInterest>>),
    /// The user gave the password for this one.
    Login(InstanceId, Secret),
    /// Read what is looked at now, also what failed.
    Refresh,
    /// Give somebody the client of one.
    Lend(Box<Lend<C>>),
}

/// Who asks for the client of a broker, to change something there: by the same way, as the same user.
#[derive(Debug)]
pub struct Lend<C = Client> {
    pub of: InstanceId,
    pub way: BrokerWay,
    pub to: oneshot::Sender<Result<C, BrokerError>>,
}

/// Everything the reader of brokers needs.
pub(super) struct BrokerReader<D = Dial> {
    pub(super) scope: Scope,
    pub(super) tickets: Tickets,
    pub(super) send: Send,
    pub(super) dial: D,
}

/// Makes whoever asks a broker.
pub(super) trait Dials: std::marker::Send + Sync {
    type Client: Asks + Clone;

    /// # Errors
    /// What cannot be used of the way or the login. Nothing is sent.
    fn dial(
        &self,
        options: Options,
    ) -> impl Future<Output = Result<Self::Client, ManagementError>> + std::marker::Send;
}

/// Makes clients that ask over HTTP.
pub(super) struct Dial;

impl Dials for Dial {
    type Client = Client;

    async fn dial(&self, options: Options) -> Result<Client, ManagementError> {
        // It reads certificates.
        let made = tokio::task::spawn_blocking(move || Client::new(options)).await;
        made.map_err(|_| ManagementError::Setup("a task was cut off".to_owned()))?
    }
}

/// What the reader is at.
struct Work<C> {
    look: Option<Box<BrokerInterest>>,
    /// Passwords that were given, in memory alone. One that was refused is forgotten: it is never
    /// tried again by itself.
    passwords: HashMap<InstanceId, Secret>,
    /// Whose given password was refused: it is asked for.
    refused: HashSet<InstanceId>,
    client: Option<Kept<C>>,
    /// Who waits for a client that has to be made first.
    lends: Vec<Lend<C>>,
    pace: Pace,
    /// When it is asked again; at once where there is none.
    due: Option<Instant>,
    /// How far rounds are apart: as far as the newest round says.
    apart: Duration,
    /// Until when the broker rests from what it was asked.
    free: Option<Instant>,
    rows: RowsRead,
    /// When queues are asked for again, if there are very many.
    queues_due: Option<Instant>,
    /// Nothing is asked until the user does something: there is no password, or it was refused.
    waits: bool,
}

/// A client of one broker, and what it was made for.
struct Kept<C> {
    id: InstanceId,
    way: BrokerWay,
    client: C,
    cluster: ClusterId,
    known: Known,
}

/// How long the answers of a round took, and what the cluster calls itself, where that was asked.
type Round = (
    Took,
    Option<Result<Answered<Option<String>>, ManagementError>>,
);

impl<C> Default for Work<C> {
    fn default() -> Self {
        Self {
            look: None,
            passwords: HashMap::new(),
            refused: HashSet::new(),
            client: None,
            lends: Vec::new(),
            pace: Pace::default(),
            due: None,
            apart: pace::LEAST,
            free: None,
            rows: RowsRead::default(),
            queues_due: None,
            waits: false,
        }
    }
}

impl<D: Dials> BrokerReader<D> {
    /// Reads until the other end of `orders` is dropped.
    pub(super) async fn run(self, mut orders: UnboundedReceiver<BrokerCommand<D::Client>>) {
        let mut work = Work::default();
        while contained_task(self.turn(&mut orders, &mut work))
            .await
            .is_err()
        {
            tokio::time::sleep(PAUSE).await;
        }
    }

    async fn turn(
        &self,
        orders: &mut UnboundedReceiver<BrokerCommand<D::Client>>,
        work: &mut Work<D::Client>,
    ) {
        loop {
            while let Some(lend) = work.lends.pop() {
                let client = work.client(&lend.of, lend.way, &self.dial).await;
                // Whoever asked may be gone.
                let _ = lend.to.send(client);
            }
            let wake = match (&work.look, work.waits) {
                (Some(_), false) => Some(work.wake()),
                (Some(_), true) | (None, _) => None,
            };
            tokio::select! {
                biased;
                order = orders.recv() => match order {
                    None => return,
                    Some(order) => {
                        work.obey(order);
                    }
                },
                () = super::sleep_until(wake) => {
                    let Some(look) = work.look.clone() else {
                        continue;
                    };
                    let went = match work.is_due() {
                        true => self.read(&look, orders, work).await,
                        false => self.read_rows(orders, work).await,
                    };
                    if went.is_none() {
                        return;
                    }
                }
            }
        }
    }

    /// Reads what is looked at. What is no longer looked at meanwhile is not waited for. Nothing when
    /// nobody gives orders any more.
    async fn read(
        &self,
        look: &BrokerInterest,
        orders: &mut UnboundedReceiver<BrokerCommand<D::Client>>,
        work: &mut Work<D::Client>,
    ) -> Option<()> {
        let client = match &look.way {
            Ok(way) => {
                let dial = &self.dial;
                work.client(&look.key.id, way.clone(), dial).await
            }
            Err(error) => Err(error.clone()),
        };
        let client = match client {
            Ok(client) => client,
            Err(error) => {
                work.waits = true;
                self.answer(look, Part::Head, Err(error));
                return Some(());
            }
        };
        let parts = work.due_of(look);
        let known = work.client.as_ref().map(|kept| &kept.cluster);
        let id = known.and_then(ClusterId::id);
        let is_due = known.is_some_and(ClusterId::is_due);
        let mut before = work.take_known();
        let went = {
            let reading = async {
                let took = ask::read(&client, &parts, &mut before, |part, answer| {
                    let answer = answer.map(|answer| of_cluster(answer, id.as_deref()));
                    self.answer(look, part.clone(), answer.map_err(BrokerError::Management));
                });
                let took = took.await?;
                let cluster = match is_due {
                    true => Some(client.ask(&ShowCluster).await),
                    false => None,
                };
                Ok((took, cluster))
            };
            tokio::pin!(reading);
            loop {
                tokio::select! {
                    biased;
                    order = orders.recv() => if work.obey(order?) {
                        break None;
                    },
                    went = &mut reading => break Some(went),
                }
            }
        };
        work.keep_known(before);
        // What is looked at is read anew.
        let Some(went) = went else {
            return Some(());
        };
        let came = went.is_ok();
        work.apart = work.rest(&look.key.id, went);
        work.due = Instant::now().checked_add(work.apart);
        match came {
            true => self.read_rows(orders, work).await,
            false => Some(()),
        }
    }

    fn answer(&self, look: &BrokerInterest, part: Part, answer: Result<BrokerAnswer, BrokerError>) {
        let answer = Answer {
            scope: self.scope.clone(),
            asked: self.tickets.next(),
            reply: Reply::Broker(look.key.id.clone(), part, answer),
        };
        (self.send)(Event::Answer(Box::new(answer)));
    }
}

impl<C: Clone> Work<C> {
    /// Says whether another thing is looked at than before, or the same is to be read at once.
    fn obey(&mut self, order: BrokerCommand<C>) -> bool {
        match order {
            BrokerCommand::Look(look) if look == self.look => return false,
            BrokerCommand::Look(Some(look)) if self.shows(&look) => {
                self.rows.seek(&look.rows, self.apart);
                self.look = Some(look);
                return false;
            }
            BrokerCommand::Look(look) => {
                let same = |before: &BrokerInterest| {
                    let now = look.as_ref().map(|look| (&look.key, &look.way));
                    now == Some((&before.key, &before.way))
                };
                if !self.look.as_deref().is_some_and(same) {
                    self.pace = Pace::default();
                    self.rows = RowsRead::default();
                    self.queues_due = None;
                    self.waits = false;
                }
                self.look = look;
            }
            BrokerCommand::Login(id, password) => {
                self.passwords.insert(id, password);
                self.client = None;
                self.waits = false;
            }
            BrokerCommand::Refresh => {
                self.rows = RowsRead::default();
                self.queues_due = None;
                let kept = self.client.iter_mut();
                kept.for_each(|kept| kept.known.look_for_streams());
                self.waits = false;
            }
            BrokerCommand::Lend(lend) => {
                let kept = self.client.as_ref();
                let Some(kept) = kept.filter(|kept| kept.id == lend.of && kept.way == lend.way)
                else {
                    self.lends.push(*lend);
                    return true;
                };
                let _ = lend.to.send(Ok(kept.client.clone()));
                return false;
            }
        }
        self.due = None;
        true
    }

    /// How long to wait after a round that went so.
    fn rest(&mut self, of: &InstanceId, went: Result<Round, ManagementError>) -> Duration {
        match went {
            Ok((took, cluster)) => {
                if let (Some(cluster), Some(kept)) = (cluster, &mut self.client) {
                    let before = kept.cluster.id();
                    kept.cluster.take(cluster.map(|answered| answered.value));
                    if before.is_some() && before != kept.cluster.id() {
                        kept.known = Known::default();
                    }
                }
                took.ways.into_iter().for_each(|way| self.pace.way(way));
                if took.top {
                    // What is read between two of them costs as much again.
                    let rest = self.pace.owed(&took.parts).saturating_mul(2);
                    self.queues_due = Instant::now().checked_add(rest.max(TOP_QUEUES));
                }
                let rest = self.pace.rest(&took.parts);
                self.free = Instant::now().checked_add(self.pace.owed(&took.parts));
                if took.gaps > 0 {
                    return rest.max(self.pace.rest_after_failure());
                }
                self.pace.went_well();
                rest
            }
            Err(error) => {
                if error.refuses_login() {
                    self.passwords.remove(of);
                    self.refused.insert(of.clone());
                    self.client = None;
                    self.waits = true;
                }
                self.pace.rest_after_failure()
            }
        }
    }

    fn take_known(&mut self) -> Known {
        let kept = self.client.as_mut();
        kept.map(|kept| std::mem::take(&mut kept.known))
            .unwrap_or_default()
    }

    /// Of a client that was given up meanwhile it is forgotten.
    fn keep_known(&mut self, known: Known) {
        if let Some(kept) = &mut self.client {
            kept.known = known;
        }
    }

    /// Whether that is looked at already, with other rows in sight.
    fn shows(&self, look: &BrokerInterest) -> bool {
        let before = self.look.as_ref();
        before.is_some_and(|before| before.has_same_parts(look))
    }

    fn is_due(&self) -> bool {
        self.due.is_none_or(|due| due <= Instant::now())
    }

    /// When something is asked next, while something is looked at.
    fn wake(&self) -> Instant {
        let due = self.due.unwrap_or_else(Instant::now);
        self.rows.due().map_or(due, |rows| due.min(rows))
    }

    /// What is read now of what is looked at.
    fn due_of(&self, look: &BrokerInterest) -> Vec<Part> {
        let rests = self.queues_due.is_some_and(|due| Instant::now() < due);
        let due = |part: &&Part| !rests || **part != Part::Queues;
        look.parts.iter().filter(due).cloned().collect()
    }

    /// Whoever asks the broker of an instance by a way.
    async fn client(
        &mut self,
        id: &InstanceId,
        way: BrokerWay,
        dial: &impl Dials<Client = C>,
    ) -> Result<C, BrokerError> {
        let kept = self.client.as_ref();
        if let Some(kept) = kept.filter(|kept| kept.id == *id && kept.way == way) {
            return Ok(kept.client.clone());
        }
        let password = match self.passwords.get(id) {
            Some(password) => password.clone(),
            None if self.refused.contains(id) => {
                return Err(BrokerError::NeedsPassword(Box::new(way)));
            }
            None => password(&way).await?,
        };
        self.passwords.insert(id.clone(), password.clone());
        let login = Login {
            user: way.user.clone(),
            password,
        };
        let options = Options::new(way.way.clone(), login);
        let client = dial.dial(options).await?;
        self.client = Some(Kept {
            id: id.clone(),
            way,
            client: client.clone(),
            cluster: ClusterId::default(),
            known: Known::default(),
        });
        Ok(client)
    }
}

/// The password where the user need not type it.
async fn password(way: &BrokerWay) -> Result<Secret, BrokerError> {
    match &way.password {
        PasswordSource::Known(secret) => Ok(secret.clone()),
        PasswordSource::Typed => Err(BrokerError::NeedsPassword(Box::new(way.clone()))),
        PasswordSource::Command(line) => {
            let line = line.clone();
            let ran = tokio::task::spawn_blocking(move || password_by_command(&line)).await;
            let ran = ran.unwrap_or_else(|_| Err("was cut off".to_owned()));
            Ok(ran.map_err(ManagementError::PasswordCommand)?)
        }
    }
}
