//! What the screen needs read, as data for the poller: hidden views are not in it.

mod broker;
mod survey;

pub use survey::{MOST as MOST_BESIDE, Survey};

use super::State;
use super::figures::FiguresStanding;
use super::form::Model;
use super::overlay::{Content, Overlay};
use super::profiles::Profile;
use super::query::{Query, QueryCache};
use super::remote::ReadState;
use super::row::Row;
use super::span::Span;
use super::table::TableView;
use super::view::Pane;
use crate::broker::{BrokerError, BrokerWay, Part};
use crate::figures::{FiguresPart, Range};
use crate::findings::{Code, Presence};
use crate::model::broker::QueueKey;
use crate::model::rules::resize::InstanceSize;
use crate::model::{Feature, InstanceKey, Scope};
use std::collections::HashSet;

/// What to read, and keep reading.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Interest {
    /// Each thing, with why. The same can be wanted for two reasons.
    pub wants: Vec<Want>,
    /// Whose figures are looked at, those in sight first: they are read each minute.
    pub figures: Vec<InstanceKey>,
    /// The instance that is opened: its queues are read as well.
    pub opened: Option<InstanceKey>,
    /// What is looked at of its broker.
    pub broker: Option<Box<BrokerInterest>>,
    /// The range of it whose charts are looked at.
    pub range: Option<(InstanceKey, Range)>,
}

/// What is looked at of a broker.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BrokerInterest {
    pub key: InstanceKey,
    /// How it is reached, or why it is not known.
    pub way: Result<BrokerWay, BrokerError>,
    /// What is shown, the broker as a whole first.
    pub parts: Vec<Part>,
    /// The queues in sight, where there are so many that their list says nothing of what they do:
    /// each is asked by itself. That others come in sight is no reason to read the parts anew.
    pub rows: Vec<QueueKey>,
}

impl BrokerInterest {
    /// Whether the same is looked at, whichever rows of it are in sight.
    pub fn has_same_parts(&self, other: &Self) -> bool {
        (&self.key, &self.way, &self.parts) == (&other.key, &other.way, &other.parts)
    }
}

/// Something to read in a scope, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Want {
    pub scope: Scope,
    pub query: Query,
    pub trigger: Trigger,
}

/// How something came to be wanted, and with that how soon it is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trigger {
    /// The cursor is on its instance: nothing is read before it has rested there.
    Cursor,
    /// The user opened it, or something that needs it: it is read at once.
    Opening,
    /// A pending write or a missing row is settled by it: as soon as the budget allows.
    Following,
    /// A row in sight says it beside what the list has: as soon as the budget allows, and rarely
    /// again.
    Row,
}

/// A list can lose a thousand rows at once; their details are asked a few at a time.
const MISSING_AT_A_TIME: usize = 8;
/// ... and so it is with rows in sight whose disks are nearly full, or whose brokers are down.
const FILLING_AT_A_TIME: usize = 8;

/// Rows at the top of the list whose figures are read each minute, in sight or not.
const FIRST_ROWS: usize = 100;
/// ... and marked rows.
const FIGURES_AT_A_TIME: usize = 200;

impl Interest {
    /// The part of it that concerns one scope.
    pub fn within(&self, scope: &Scope) -> Self {
        let here = self.wants.iter().filter(|want| want.scope == *scope);
        let figures = self.figures.iter().filter(|key| key.scope == *scope);
        Self {
            wants: here.cloned().collect(),
            figures: figures.cloned().collect(),
            opened: self.opened.clone().filter(|key| key.scope == *scope),
            broker: (self.broker.clone()).filter(|broker| broker.key.scope == *scope),
            range: self.range.clone().filter(|(key, _)| key.scope == *scope),
        }
    }
}

impl Want {
    /// What is wanted of a scope for one reason.
    fn each(
        scope: &Scope,
        trigger: Trigger,
        queries: impl IntoIterator<Item = Query>,
    ) -> Vec<Self> {
        let each = queries.into_iter().map(|query| Self {
            scope: scope.clone(),
            query,
            trigger,
        });
        each.collect()
    }

    /// The rows of a table, if a query gives them.
    fn rows(table: &TableView) -> Vec<Self> {
        let table = table.arranged().into_iter();
        let wants =
            table.flat_map(|one| Self::each(&one.scope, Trigger::Opening, one.about.query.clone()));
        wants.collect()
    }

    /// The instance it is about, if it is about one.
    pub fn key(&self) -> Option<InstanceKey> {
        self.query.instance().map(|id| self.scope.instance(id))
    }
}

impl State {
    /// What the poller should read for what is on screen now.
    pub fn interest(&self) -> Interest {
        Interest {
            figures: self.figures_to_read().cloned().collect(),
            ..self.interest_beside_figures()
        }
    }

    /// The same, where this is what it reads; nothing where that is still so. Of a large fleet it is
    /// asked after hundreds of answers a minute: what has not changed is not copied.
    pub fn other_interest(&mut self, reads: &mut Interest) -> Option<Interest> {
        let same = self.figures_to_read().eq(&reads.figures);
        let figures = std::mem::take(&mut reads.figures);
        let others = self.interest_beside_figures();
        let changed = !same || others != *reads;
        let figures = match same {
            true => figures,
            false => self.figures_to_read().cloned().collect(),
        };
        *reads = Interest { figures, ..others };
        self.make_room(reads);
        changed.then(|| reads.clone())
    }

    /// Whose figures are read, those that matter most first.
    fn figures_to_read(&self) -> Box<dyn Iterator<Item = &InstanceKey> + '_> {
        match self.survey {
            Some(_) => Box::new(self.fleet.arranged().map(|row| &row.key)),
            None => Box::new(self.figures_in_sight()),
        }
    }

    fn interest_beside_figures(&self) -> Interest {
        if let Some(survey) = &self.survey {
            return self.survey_interest(survey);
        }
        let mut wants = self.looked_at();
        wants.extend(self.open_text());
        wants.extend(self.in_front());
        wants.extend(self.followed());
        wants.extend(self.needed());
        wants.extend(self.tags_to_read());
        wants.extend(self.filling());
        wants.extend(self.down());
        wants.extend(self.zones_to_read());
        wants.extend(self.limits_to_read());
        let opened = self.view.opened.clone();
        let opened = opened.filter(|key| {
            let row = self.fleet.get(key);
            row.is_none_or(|row| row.instance.has_queue_figures())
        });
        Interest {
            wants,
            figures: Vec::new(),
            opened,
            broker: self.broker_to_read(),
            range: self.range_to_read(),
        }
    }

    /// Whose figures are looked at: the one that is opened, the rows in sight, those that are
    /// marked, and the first rows of the list, where those in trouble are.
    fn figures_in_sight(&self) -> impl Iterator<Item = &InstanceKey> {
        let rows = self.rows(Pane::List);
        let looked_at = self.fleet.looked_at(rows, FIGURES_AT_A_TIME, FIRST_ROWS);
        let opened = self.view.opened.as_ref();
        let others = looked_at.filter(move |key| Some(*key) != opened);
        opened.into_iter().chain(others)
    }

    /// What the panes show of the subject.
    fn looked_at(&self) -> Vec<Want> {
        let Some(InstanceKey { scope, id }) = self.subject().cloned() else {
            return Vec::new();
        };
        let trigger = match self.view.opened {
            Some(_) => Trigger::Opening,
            None => Trigger::Cursor,
        };
        let has_plugins = |row: &Row| row.instance.has_plugins();
        let plugins = self.subject_row().is_none_or(has_plugins);
        let api = self.api(&scope);
        let shows = |pane: Pane| self.view.shows(pane, self.size);
        // The overview says how the newest task went, whatever span the pane of the tasks shows.
        let tasks = |span: Span| Query::Tasks(id.clone(), span);
        let newest = shows(Pane::Overview).then(|| tasks(Span::All));
        let mut queries = Query::of_instance(&id);
        queries.push(tasks(self.view.span));
        let cloud = self.cloud_queries();
        queries.retain(|query| !query.stands_in());
        queries.extend(cloud);
        queries.retain(|query| query.panes().iter().copied().any(shows));
        queries.extend(newest);
        // A list that leaves out how large an instance is, and its user: its detail says it.
        let is_sparse = |row: &Row| {
            row.presence == Presence::Listed && InstanceSize::of(&row.instance).is_none()
        };
        let in_list = self.view.opened.is_none();
        if in_list && self.subject_row().is_some_and(is_sparse) {
            queries.push(Query::Instance(id.clone()));
        }
        queries.retain(|query| match query {
            Query::Plugins(_) if !plugins => false,
            query => query.feature().is_none_or(|feature| api.has(feature)),
        });
        let mut seen = HashSet::new();
        queries.retain(|query| seen.insert(query.clone()));
        Want::each(&scope, trigger, queries)
    }

    /// Whether the disks of nearly full rows in sight grow by themselves: their reason says so.
    fn filling(&self) -> Vec<Want> {
        let rows = self.rows(Pane::List);
        let filling = self.fleet.window(rows).filter(|row| {
            let (scope, listed) = (&row.key.scope, row.presence == Presence::Listed);
            let fills = row.has(Code::StorageHigh) || row.has(Code::DiskFullSoon);
            listed && fills && self.api(scope).has(Feature::Resize)
        });
        let each = filling.take(FILLING_AT_A_TIME).map(|row| Want {
            scope: row.key.scope.clone(),
            query: Query::AutoExpansion(row.key.id.clone()),
            trigger: Trigger::Row,
        });
        each.collect()
    }

    /// The tasks of rows in sight that are down: they may have been restarted by plan, before anybody
    /// looked.
    fn down(&self) -> Vec<Want> {
        let rows = self.rows(Pane::List);
        let down = self.fleet.window(rows).filter(|row| {
            let listed = row.presence == Presence::Listed;
            let down = row.has(Code::NodeDown) || row.has(Code::NoMajority);
            listed && down && self.api(&row.key.scope).has(Feature::Tasks)
        });
        let each = down.take(FILLING_AT_A_TIME).map(|row| Want {
            scope: row.key.scope.clone(),
            query: Query::Tasks(row.key.id.clone(), Span::All),
            trigger: Trigger::Row,
        });
        each.collect()
    }

    /// What zones are called, where a row in sight says no more than their ids, or the filter asks
    /// for one. It is read once: zones stay.
    fn zones_to_read(&self) -> Vec<Want> {
        let rows = self.rows(Pane::List);
        let asked = self.fleet.filter().asks_for_zones();
        let in_sight = || self.fleet.window(rows).chain(self.subject_row());
        let nameless = |row: &Row| row.instance.network.zones_named(&row.zones).is_none();
        let needed = |scope: &Scope| {
            let mut here = in_sight().filter(|row| row.key.scope == *scope);
            asked || here.any(nameless)
        };
        let unread = self.profiles.iter().filter(|profile| {
            let known = profile.known.catalogue().value();
            known.is_none() && needed(profile.scope())
        });
        let each = unread.map(|profile| Want {
            scope: profile.scope().clone(),
            query: Query::Catalogue,
            trigger: Trigger::Row,
        });
        each.collect()
    }

    /// What products allow, where an instance has so many connections that it matters. It is read
    /// once: products stay.
    fn limits_to_read(&self) -> Vec<Want> {
        let profiles = self.profiles.iter();
        let scopes = profiles.map(Profile::scope);
        let needed = scopes.filter(|scope| self.fleet.lacks_limits(scope));
        needed
            .flat_map(|scope| Want::each(scope, Trigger::Row, [Query::Catalogue]))
            .collect()
    }

    /// What the text in front is about.
    fn open_text(&self) -> Vec<Want> {
        let content = self.front().and_then(Overlay::content);
        let (scope, query) = match content {
            Some(Content::Task(key, task)) => {
                (&key.scope, Query::Task(key.id.clone(), task.clone()))
            }
            Some(Content::Read(read)) => (&read.scope, read.query.clone()),
            // Whether a task takes too long is one of the things that can be wrong.
            Some(Content::Findings(key)) if self.api(&key.scope).has(Feature::Tasks) => {
                (&key.scope, Query::Tasks(key.id.clone(), Span::All))
            }
            Some(
                Content::Notice(..)
                | Content::Entry(..)
                | Content::Provenance(_)
                | Content::Findings(_)
                | Content::Results(_)
                | Content::Messages(_),
            )
            | None => return Vec::new(),
        };
        Want::each(scope, Trigger::Opening, [query])
    }

    /// What a table in front shows, and what a question in front says beside its request.
    fn in_front(&self) -> Vec<Want> {
        match self.front() {
            Some(Overlay::Table(table)) => Want::rows(table),
            Some(Overlay::Sort(picker)) => {
                let table = picker.over.iter();
                table.flat_map(|table| Want::rows(table)).collect()
            }
            Some(Overlay::Confirm(confirm)) => {
                let (plan, queries) = (confirm.plan(), confirm.plan().first().mutation.beside());
                let places = plan.scopes().into_iter();
                places
                    .flat_map(|scope| Want::each(scope, Trigger::Opening, queries.clone()))
                    .collect()
            }
            Some(
                Overlay::Help(_)
                | Overlay::Reader(_)
                | Overlay::Menu { .. }
                | Overlay::Profiles(_)
                | Overlay::Columns(_)
                | Overlay::Span(_)
                | Overlay::Refused { .. }
                | Overlay::Palette(_)
                | Overlay::ConfirmChange(_)
                | Overlay::Form(_)
                | Overlay::Release(..)
                | Overlay::Quit(_),
            )
            | None => Vec::new(),
        }
    }

    /// What settles pending writes and missing rows, and the instance a form changes; each once.
    fn followed(&self) -> Vec<Want> {
        let missing = self.fleet.missing().take(MISSING_AT_A_TIME).cloned();
        let about = self.form().and_then(|form| form.about().cloned());
        let mut follow = self.pending.follows();
        let details = missing.chain(about);
        follow.extend(details.map(|InstanceKey { scope, id }| (scope, Query::Instance(id))));
        let mut seen = HashSet::new();
        follow.retain(|one| seen.insert(one.clone()));
        let wants = follow.into_iter().map(|(scope, query)| Want {
            scope,
            query,
            trigger: Trigger::Following,
        });
        wants.collect()
    }

    /// What the form in front chooses from.
    fn needed(&self) -> Vec<Want> {
        self.form().map_or_else(Vec::new, |form| {
            let queries = form.model().needs().into_iter().chain(form.model().wants());
            Want::each(form.scope(), Trigger::Opening, queries)
        })
    }

    /// Tags of the project: for the filter line, in every project that is shown; for the editor of
    /// tags, in the project of its instance.
    fn tags_to_read(&self) -> Vec<Want> {
        let completes = |scope: &Scope| match self.form() {
            Some(form) if matches!(form.model(), Model::Tags(_)) => form.scope() == scope,
            _ => self.filter_field.is_some(),
        };
        let profiles = self.profiles.iter();
        let wanted =
            profiles.filter(|profile| completes(profile.scope()) && profile.wants_tags(self.now));
        let tags = [Query::ProjectTags];
        wanted
            .flat_map(|profile| Want::each(profile.scope(), Trigger::Opening, tags.clone()))
            .collect()
    }

    fn form(&self) -> Option<&super::form::Form> {
        self.front().and_then(Overlay::form)
    }

    /// Makes room for the answers to what is looked at. Those to what is only followed are kept
    /// where there is room already.
    fn make_room(&mut self, interest: &Interest) {
        // What the screen is about comes first in the interest: it is the last to be forgotten.
        let looked = interest.wants.iter().rev();
        for want in looked.filter(|want| want.trigger != Trigger::Following) {
            if let Some(key) = want.key() {
                self.details.look_at(&key).look_at(&want.query);
            }
        }
    }

    /// Where what a query gives in a scope is kept.
    pub fn known_of(&self, scope: &Scope, query: &Query) -> &QueryCache {
        match query.instance() {
            Some(id) => self.details.known(&scope.instance(id)),
            None => {
                let profile = self.profiles.get(scope);
                profile.map_or(const { &QueryCache::EMPTY }, |profile| &profile.known)
            }
        }
    }

    /// Whether the figures of all rows in sight, and their last hour, have come, where they come.
    fn is_measured(&self) -> bool {
        let rows = self.rows(Pane::List);
        self.fleet.window(rows).all(|row| {
            let profile = self.profiles.get(&row.key.scope);
            profile.is_none_or(|profile| is_measured(profile, row))
        })
    }

    /// Whether everything on screen was answered once, well or badly.
    pub fn is_answered(&self) -> bool {
        let mut profiles = self.profiles.iter();
        let listed = profiles.all(|profile| profile.feed.listing.is_answered());
        let read = |Want { scope, query, .. }: &Want| {
            self.known_of(scope, query).state(query) != ReadState::Loading
        };
        listed && self.looked_at().iter().all(read) && self.is_measured()
    }
}

/// Whether everything that findings of a row are made from was asked for, as far as it comes.
fn is_measured(profile: &Profile, row: &Row) -> bool {
    let is_lost = |kind| match profile.figures.part(FiguresPart::Values(kind)) {
        FiguresStanding::Denied(_) | FiguresStanding::Failing(..) => true,
        FiguresStanding::Off | FiguresStanding::Loading | FiguresStanding::Read => false,
    };
    match profile.figures() {
        FiguresStanding::Loading => false,
        FiguresStanding::Read => {
            let mut needed = survey::NEEDED.into_iter();
            needed.all(|kind| !row.figures.lacks_for_findings(kind) || is_lost(kind))
        }
        FiguresStanding::Off | FiguresStanding::Denied(_) | FiguresStanding::Failing(..) => true,
    }
}
