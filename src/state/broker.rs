//! The broker of the instance that is open: which view of it is shown, what was read of it, and how
//! it is reached.
//!
//! Read [`BrokerState`] first. Only what is shown is read ([`BrokerState::parts`]); one broker at a
//! time is known, that of the open instance.

mod beside;
pub mod charts;
mod cloud;
mod detail;
mod identities;
mod in_sight;
mod moves;
mod place;
mod rights;
mod rows;
mod views;

use super::State;
use super::input::TextField;
use super::list_cursor::ListCursor;
use super::now::Now;
use super::remote::{Remote, Ticket};
use super::table::{Declared, Row, TableColumn, TableFocus, TableSource, TableView};
use super::view::Pane;
use crate::api::management::Address;
use crate::broker::{BrokerAnswer, BrokerError, BrokerWay, Head, HeadPiece, Identity, Part, Rates};
use crate::model::broker::{ConnectionName, Sample};
use crate::model::{Instance, InstanceKey};
pub use beside::Sought;
pub use detail::{About, DetailRow, Says};
pub use identities::Identities;
use place::Left;
pub use place::{Lead, Only, Opened, Place};
pub use rights::Hidden;
use rows::Kept;
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;
pub use views::groups::Client;
pub use views::{FILLED, SubView, queue_of};

/// How long without a key the broker is not asked any more.
pub const IDLE: Duration = Duration::from_secs(600);

/// The broker of the instance that is open.
#[derive(Debug, Default)]
pub struct BrokerState {
    /// Whose it is.
    of: Option<InstanceKey>,
    /// The view of it, which is shown while there is a way in.
    pub shown: SubView,
    /// Whether the cloud view shows users, and not queues.
    users_of_cloud: bool,
    /// Whether connections are those of a client together.
    grouped: bool,
    /// What its rows belong to, where not all of them are shown.
    only: Option<Only>,
    /// One thing by itself, which is shown in place of the rows of the view.
    opened: Option<Opened>,
    /// The cursor on the rows of that.
    detail: ListCursor<String>,
    /// Where one came from, the newest last.
    left: Vec<Left>,
    /// The row that one came for, until the cursor is moved.
    sought: Option<String>,
    /// The connection that one came for, which need not be among those that are read.
    beside: Option<ConnectionName>,
    tables: Vec<TableView>,
    /// The password while it is typed.
    pub prompt: Option<TextField>,
    /// What was read, by part.
    read: HashMap<Part, Remote<BrokerAnswer, BrokerError>>,
    /// Rates of what counts, by the row and the name of the counter.
    rates: Rates<(String, &'static str)>,
    /// The rows of the view that is shown, as they are filtered and sorted.
    kept: Kept,
    /// The rows of the one thing that is shown by itself.
    details: Vec<DetailRow>,
    /// Where brokers are asked by what was typed, in this run.
    typed: HashMap<InstanceKey, Address>,
    /// By what brokers are known again.
    pub identities: Identities,
}

impl BrokerState {
    /// Keeps nothing of another broker than that of the instance that is open.
    pub fn keep(&mut self, opened: Option<&InstanceKey>) {
        if self.of.as_ref() != opened {
            let before = std::mem::take(self);
            *self = Self {
                of: opened.cloned(),
                shown: before.shown,
                typed: before.typed,
                identities: before.identities,
                ..Self::default()
            };
        }
    }

    /// Takes in what was read of a broker; nothing of another one than that of the open instance.
    pub fn take(
        &mut self,
        (of, part): (&InstanceKey, Part),
        asked: Ticket,
        now: Now,
        answer: Result<BrokerAnswer, BrokerError>,
    ) {
        if self.of.as_ref() == Some(of) {
            let was_closed = self.closed().is_some();
            let answer = answer.map(|answer| rows::with_rates(answer, &mut self.rates, now));
            let answer = answer.map(|answer| self.filled(answer));
            let read = self.read.entry(part.clone()).or_default();
            let answer = answer.map(|answer| rows::over(answer, read.known.as_ref()));
            let told = answer
                .as_ref()
                .ok()
                .and_then(|answer| answer.try_as_head_ref());
            let told = told.filter(|head| head.gap(HeadPiece::Overview).is_none());
            let told = told.map(Arc::clone);
            read.take(asked, now, answer);
            if let Part::QueueRow(key) = &part {
                self.fill(key);
            }
            if let Part::Connection(_) = &part {
                self.put_beside();
            }
            if let Some(head) = told {
                self.identities.know(of, Identity::of(&head.overview));
            }
            self.turn(was_closed);
            self.renew(&part);
        }
    }

    /// What the broker says of itself, once it was read.
    pub fn identity(&self) -> Option<Identity> {
        self.head().map(|head| Identity::of(&head.overview))
    }

    /// Whether another broker answers than the one that was known.
    pub fn is_another(&self) -> bool {
        let known = self.of.as_ref().and_then(|of| self.identities.get(of));
        let said = self.identity();
        known
            .zip(said)
            .is_some_and(|(known, said)| known.differs(&said))
    }

    /// The broker that was known before another one answered, by its name.
    pub fn known_before(&self) -> Option<&str> {
        let known = self.identities.get(self.of.as_ref()?)?;
        self.is_another().then_some(known.cluster.as_deref())?
    }

    /// The user takes the broker that answers for that of the instance.
    pub fn accept(&mut self) {
        if let (Some(of), Some(said)) = (self.of.clone(), self.identity()) {
            self.identities.accept(of, said);
        }
    }

    /// The broker of an instance is asked at this address from now on; where there is none, as
    /// before it was typed. What was read elsewhere says nothing of it.
    pub fn ask_at(&mut self, of: InstanceKey, address: Option<Address>) {
        if self.of.as_ref() == Some(&of) {
            let was_closed = self.closed().is_some();
            self.read.clear();
            self.turn(was_closed);
            self.rates = Rates::default();
            self.forget_rows();
        }
        match address {
            Some(address) => self.typed.insert(of, address),
            None => self.typed.remove(&of),
        };
    }

    /// A password was given: what came of the one before is forgotten.
    pub fn await_login(&mut self) {
        let was_closed = self.closed().is_some();
        if let Some(head) = self.read.get_mut(&Part::Head) {
            head.failure = None;
        }
        self.turn(was_closed);
    }

    /// How a part was read so far.
    pub fn part(&self, part: &Part) -> &Remote<BrokerAnswer, BrokerError> {
        self.read.get(part).unwrap_or(const { &Remote::EMPTY })
    }

    /// The broker as a whole, as far as it was read.
    pub fn head(&self) -> Option<&Arc<Head>> {
        match self.part(&Part::Head).value() {
            Some(BrokerAnswer::Head(head)) => Some(head),
            Some(_) | None => None,
        }
    }

    /// The last ten minutes of the broker as a whole.
    pub fn samples(&self) -> &[Sample] {
        self.head()
            .map_or(&[], |head| head.overview.samples.as_slice())
    }

    /// What that which is shown comes of.
    pub fn own_part(&self) -> Part {
        let own = match &self.opened {
            Some(opened) => opened.own_part(),
            None => self.place().parts().into_iter().next(),
        };
        own.unwrap_or(Part::Head)
    }

    /// What the rows of a view come of, as it is shown.
    fn part_of(&self, view: SubView) -> Option<Part> {
        match self.shown == view {
            true => Place {
                opened: None,
                ..self.place()
            }
            .parts()
            .into_iter()
            .next(),
            false => view.part(),
        }
    }

    /// What is read while this is shown.
    pub fn parts(&self) -> Vec<Part> {
        // What the message service tells is no part of it.
        let opened = self.opened.as_ref().filter(|_| self.closed().is_none());
        let own = match (opened, self.shown) {
            (None, SubView::Triage) => views::triage::parts(self),
            (Some(opened), _) => opened.parts(),
            (None, _) => Place {
                opened: None,
                ..self.place()
            }
            .parts(),
        };
        let parts = [Part::Head].into_iter().chain(own);
        let parts = parts.chain(self.asks_for_vhosts().then_some(Part::Vhosts));
        let parts = parts.chain(self.beside_part());
        let mut seen = Vec::new();
        parts.for_each(|part| {
            if !seen.contains(&part) {
                seen.push(part);
            }
        });
        seen
    }

    /// How many rows of the view that is shown were read, of how many, where those are not all.
    pub fn cut(&self) -> Option<(usize, u64)> {
        self.cut_of(&self.own_part())
    }

    /// The same of a part, whether it is shown or not.
    pub fn cut_of(&self, part: &Part) -> Option<(usize, u64)> {
        let (read, total) = self.part(part).value()?.counts();
        let all = total?;
        u64::try_from(read)
            .is_ok_and(|read| read < all)
            .then_some((read, all))
    }

    /// What is shown as a table.
    fn declared(&self) -> &'static Declared {
        match self.is_grouped() {
            true => &views::groups::CLIENTS,
            false => self.shown().declared(),
        }
    }

    /// Its columns.
    pub fn columns(&self) -> &'static [TableColumn] {
        &self.declared().columns
    }

    /// The table of the view that is shown.
    pub fn table(&self) -> Option<&TableView> {
        let source = TableSource::Query(self.declared());
        self.tables.iter().find(|table| table.source == source)
    }

    pub fn table_mut(&mut self) -> Option<&mut TableView> {
        let of = self.of.as_ref()?;
        if self.table().is_none() {
            let source = TableSource::Query(self.declared());
            let table = TableView::new(source, of.scope.clone()).of(Some(of.clone()));
            self.tables.push(table);
        }
        let source = TableSource::Query(self.declared());
        self.tables.iter_mut().find(|table| table.source == source)
    }

    /// Does this to the cursor of the view that is shown, which is on one of these.
    fn with_cursor(&mut self, what: impl FnOnce(&mut ListCursor<String>, &[String])) {
        let source = TableSource::Query(self.declared());
        let mut tables = self.tables.iter_mut();
        if let Some(table) = tables.find(|table| table.source == source) {
            what(&mut table.pick, self.kept.ids());
        }
    }

    /// The rows are made anew if they come of what was read: of thousands that takes longer than a
    /// frame.
    fn renew(&mut self, part: &Part) {
        let of_rows = match part {
            Part::QueueRow(_) => self.shown == SubView::Queues,
            Part::Connection(_) => self.shown == SubView::Connections,
            part => self.shown == SubView::Triage || *part == self.own_part(),
        };
        if of_rows || self.opened.is_some() {
            self.forget_rows();
        }
    }

    /// The rows are made anew: something newer was read, or others are shown.
    fn forget_rows(&mut self) {
        self.kept.forget();
        self.details = match &self.opened {
            Some(opened) => self.rows_of(opened),
            None => Vec::new(),
        };
    }

    /// The rows that are shown, in their order.
    pub fn rows(&self) -> &[Row] {
        self.kept.rows()
    }

    /// The ids of the rows that are shown.
    pub fn ids(&self) -> &[String] {
        self.kept.ids()
    }

    /// The rows of the one thing that is shown by itself.
    pub fn details(&self) -> &[DetailRow] {
        &self.details
    }

    /// The row of that under the cursor.
    pub fn detail(&self) -> Option<&DetailRow> {
        self.details.get(self.detail.place(&self.detail_ids())?)
    }

    /// The cursor on those rows, and their ids.
    pub fn detail_cursor(&self) -> (&ListCursor<String>, Vec<String>) {
        (&self.detail, self.detail_ids())
    }

    fn detail_ids(&self) -> Vec<String> {
        self.details.iter().map(|row| row.id.clone()).collect()
    }

    /// The row of the view under the cursor, while its rows are shown.
    pub fn selected(&self) -> Option<&Row> {
        if self.opened.is_some() {
            return None;
        }
        let place = self.table()?.pick.place(self.ids())?;
        self.rows().get(place)
    }
}

impl State {
    /// How the broker of an instance is reached, and as whom; nothing without the instance.
    pub fn broker_way(&self, key: &InstanceKey) -> Option<Result<BrokerWay, BrokerError>> {
        let instance = self.completed(self.fleet.get(key)?);
        Some(self.way(key, &instance))
    }

    /// How the management API of an instance is reached, and as whom: by what is given, else as the
    /// service says.
    fn way(&self, key: &InstanceKey, instance: &Instance) -> Result<BrokerWay, BrokerError> {
        let profile = self.profiles.get(&key.scope);
        let brokers = profile.map(|profile| Arc::clone(&profile.context.brokers));
        let brokers = brokers.unwrap_or_default();
        let here = self
            .fleet
            .all()
            .iter()
            .filter(|row| row.key.scope == key.scope);
        let all: Vec<&Instance> = here.map(|row| &*row.instance).collect();
        let typed = self.broker.typed.get(key);
        let way = brokers.way(instance, all.iter().copied(), typed)?;
        let user = instance.access_user.clone().ok_or(BrokerError::NoUser)?;
        let password = brokers.password(instance, all.iter().copied())?;
        Ok(BrokerWay {
            way,
            user,
            password,
        })
    }

    /// Whose password is asked for, and at which address, as the user can give it now.
    pub fn broker_password(&self) -> Option<BrokerWay> {
        if self.focused() != Pane::Broker {
            return None;
        }
        let failure = self.broker.part(&Part::Head).failure.as_ref()?;
        match &failure.error {
            BrokerError::NeedsPassword(way) => Some((**way).clone()),
            BrokerError::Management(error) if error.refuses_login() => {
                self.broker_way(self.view.opened.as_ref()?)?.ok()
            }
            BrokerError::NoUser | BrokerError::Management(_) => None,
        }
    }

    /// Whether no key was pressed for so long that the broker is left alone.
    pub fn broker_rests(&self) -> bool {
        let last = self.last_key;
        last.is_some_and(|last| self.now.since(last) >= IDLE)
    }

    /// Whether one thing of a broker is shown by itself, and no table.
    pub fn shows_broker_detail(&self) -> bool {
        self.focused() == Pane::Broker && self.broker.opened.is_some()
    }

    /// The table that the focused pane is, if it is one of a broker.
    pub fn pane_table(&self) -> Option<&TableView> {
        match self.focused() {
            Pane::Broker if self.broker.opened.is_some() => None,
            Pane::Broker => self.broker.table(),
            Pane::List
            | Pane::Overview
            | Pane::Live
            | Pane::Plugins
            | Pane::Tasks
            | Pane::Tags
            | Pane::Json => None,
        }
    }

    pub fn pane_table_mut(&mut self) -> Option<&mut TableView> {
        match self.focused() {
            Pane::Broker if self.broker.opened.is_some() => None,
            Pane::Broker => self.broker.table_mut(),
            Pane::List
            | Pane::Overview
            | Pane::Live
            | Pane::Plugins
            | Pane::Tasks
            | Pane::Tags
            | Pane::Json => None,
        }
    }

    /// Whether keys are text for the filter of the pane's own table.
    pub fn types_pane_filter(&self) -> bool {
        self.pane_table()
            .is_some_and(|table| table.focus == TableFocus::Filter)
    }

    /// Brings the rows of the broker's view in the order in which they are shown, and its cursor in
    /// sight.
    pub fn arrange_broker(&mut self) {
        let opened = self.view.opened.clone();
        self.broker.keep(opened.as_ref());
        if self.focused() != Pane::Broker {
            return;
        }
        let height = self.rows(Pane::Broker);
        if self.broker.opened.is_some() {
            self.refresh_cloud_details();
            let ids = self.broker.detail_ids();
            self.broker.detail.keep_in_view(&ids, height);
            return;
        }
        let Some(arranged) = self.broker.table_mut().and_then(|table| table.arranged()) else {
            return;
        };
        // What the message service tells is kept elsewhere, and is not much.
        let is_kept = self.broker.kept.is_of(&arranged) && self.broker.closed().is_none();
        if !is_kept {
            let rows = arranged.rows(self);
            let ids: Vec<String> = rows.iter().map(|row| row.id.clone()).collect();
            self.broker.kept.keep(arranged, rows, ids);
        }
        self.broker
            .with_cursor(|cursor, ids| cursor.keep_in_view(ids, height));
    }
}
