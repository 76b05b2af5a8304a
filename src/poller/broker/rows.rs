//! Rows in sight of very many queues: each is asked by itself, a few at once, and no more of them
//! than a broker of so many queues bears.

use super::ask::Asks;
use super::{BrokerCommand, BrokerReader, Dials, Work};
use crate::api::management::{Answered, ManagementError, ShowRates};
use crate::broker::{BrokerAnswer, BrokerError, Part};
use crate::model::broker::{Queue, QueueKey};
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::mpsc::UnboundedReceiver;
use tokio::time::Instant;

/// So many are asked for at once: more than one, as behind a slow link the way takes longest.
const AT_ONCE: usize = 4;
/// How long one is in sight before it is asked for: who scrolls past it does not look at it.
const SETTLES: Duration = Duration::from_millis(300);
/// So much of the broker's work goes into rows at a time; the others have their turn the next time.
/// It rests twenty times as long, which is how long it rests at least.
const WORK: Duration = Duration::from_millis(250);
/// So many are read at a time, those first that were never read or longest ago: of 5,000 queues twelve
/// with each round took a broker of 3.10 a twentieth of a core with all the rest, and among many queues
/// with as many messages those with most are others each time.
const MOST: usize = 6;
/// How long it is known when a row was read.
const REMEMBERED: Duration = Duration::from_secs(600);

/// The rows that were read, and when others are.
#[derive(Debug, Default)]
pub(super) struct RowsRead {
    read: HashMap<QueueKey, Instant>,
    /// When those are read that came in sight since; nothing where there is none.
    due: Option<Instant>,
    /// Until when the broker rests from the ones before.
    free: Option<Instant>,
}

/// What came of a row.
type Row = Result<Answered<Queue>, ManagementError>;

impl RowsRead {
    /// Some of these that were not read for so long: those that never were, then longest ago first.
    fn wanted(&self, rows: &[QueueKey], pace: Duration) -> Vec<QueueKey> {
        let read = |row: &QueueKey| self.read.get(row).copied();
        let old = |row: &&QueueKey| read(row).is_none_or(|at| at.elapsed() >= pace);
        let mut rows: Vec<QueueKey> = rows.iter().filter(old).cloned().collect();
        rows.sort_by_key(read);
        rows.truncate(MOST);
        rows
    }

    /// These are in sight now: those that were not read for so long are, soon.
    pub(super) fn seek(&mut self, rows: &[QueueKey], pace: Duration) {
        if !self.wanted(rows, pace).is_empty() {
            self.due = self.due.or(Instant::now().checked_add(SETTLES));
        }
    }

    /// When rows are read between two rounds, if any are.
    pub(super) fn due(&self) -> Option<Instant> {
        self.due
            .map(|due| self.free.map_or(due, |free| due.max(free)))
    }

    /// They were asked for from then on, and the broker rests so long from it.
    fn note(&mut self, asked: Vec<QueueKey>, at: Instant, rest: Duration) {
        self.read.retain(|_, at| at.elapsed() < REMEMBERED);
        self.read.extend(asked.into_iter().map(|row| (row, at)));
        self.free = Instant::now().checked_add(rest);
    }
}

impl<D: Dials> BrokerReader<D> {
    /// Reads the rows in sight that were not read for as long as rounds are apart. What is no longer
    /// looked at meanwhile is not waited for. Nothing when nobody gives orders any more.
    pub(super) async fn read_rows(
        &self,
        orders: &mut UnboundedReceiver<BrokerCommand<D::Client>>,
        work: &mut Work<D::Client>,
    ) -> Option<()> {
        work.rows.due = None;
        let (Some(look), Some(client)) = (work.look.clone(), work.known_client()) else {
            return Some(());
        };
        let begun = Instant::now();
        let wanted = work.rows.wanted(&look.rows, work.apart);
        let (mut asked, mut took) = (Vec::new(), Vec::new());
        let tell = |row: &QueueKey, answer: Row| {
            asked.push(row.clone());
            let answer = answer.map(|answered| {
                took.push(answered.took);
                BrokerAnswer::QueueRow(Arc::new(answered.value))
            });
            let answer = answer.map_err(BrokerError::Management);
            self.answer(&look, Part::QueueRow(row.clone()), answer);
        };
        {
            let reading = read(&client, &wanted, work.pace.least_way(), tell);
            tokio::pin!(reading);
            loop {
                tokio::select! {
                    biased;
                    order = orders.recv() => if work.obey(order?) {
                        break;
                    },
                    () = &mut reading => break,
                }
            }
        }
        if !asked.is_empty() {
            work.rest_from_rows(asked, begun, &took);
        }
        Some(())
    }
}

impl<C: Clone> Work<C> {
    /// Whoever asks what is looked at, where that was asked before.
    fn known_client(&self) -> Option<C> {
        let (look, kept) = (self.look.as_ref()?, self.client.as_ref()?);
        let way = look.way.as_ref().ok()?;
        (kept.id == look.key.id && kept.way == *way).then(|| kept.client.clone())
    }

    /// These rows were asked for from then on, and took so long: the round after is later by what
    /// that cost the broker.
    fn rest_from_rows(&mut self, asked: Vec<QueueKey>, begun: Instant, took: &[Duration]) {
        let rest = self.pace.owed(took);
        self.rows.note(asked, begun, rest);
        let now = Instant::now();
        let free = self.free.map_or(now, |free| free.max(now));
        self.free = free.checked_add(rest);
        // What is to be read at once still is.
        self.due = self.due.zip(self.free).map(|(due, free)| due.max(free));
    }
}

/// Asks for rows, a few at once, until that is enough work or the broker does not answer. Each is told
/// with what came of it.
async fn read<A: Asks>(
    client: &A,
    rows: &[QueueKey],
    way: Duration,
    mut tell: impl FnMut(&QueueKey, Row),
) {
    let mut work = Duration::ZERO;
    for some in rows.chunks(AT_ONCE) {
        let one = |at: usize| async move {
            let queue = some.get(at)?.clone();
            Some(client.ask(&ShowRates { queue }).await)
        };
        let (first, second, third, fourth) = tokio::join!(one(0), one(1), one(2), one(3));
        let answers = [first, second, third, fourth].into_iter().flatten();
        let mut is_gone = false;
        for (row, answer) in some.iter().zip(answers) {
            match &answer {
                Ok(answered) => work += answered.took.saturating_sub(way),
                Err(ManagementError::NotFound | ManagementError::NotAllowed(_)) => {}
                Err(_) => is_gone = true,
            }
            tell(row, answer);
        }
        if is_gone || work >= WORK {
            return;
        }
    }
}
