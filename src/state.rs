//! What we know and what is on screen. No IO, no clock, no colours.
//!
//! Read [`State`] first, then `fleet` (the list), `write` (how anything is ever written, and how
//! it is followed), `remote` (how old knowledge is).

pub mod arrangement;
pub mod broker;
pub mod called;
pub mod choice;
pub mod column;
pub mod context;
pub mod copied;
pub mod dashboard;
pub mod detail;
pub mod export;
pub mod feed;
pub mod figures;
pub mod filter;
pub mod fleet;
pub mod form;
pub mod health;
pub mod input;
pub mod interest;
pub mod journal;
pub mod list_cursor;
pub mod live;
pub mod lost_key;
mod next;
pub mod notice;
pub mod notify;
pub mod now;
pub mod overlay;
pub mod palette;
pub mod profiles;
pub mod provenance;
pub mod pulse;
pub mod query;
pub mod remote;
pub mod row;
pub mod search;
mod shown;
pub mod sight;
pub mod since;
pub mod sort;
pub mod sort_picker;
pub mod span;
pub mod table;
pub mod transitions;
pub mod unended;
pub mod view;
pub mod write;

use crate::api::Operation;
use crate::key::Chord;
use crate::model::{Home, Instance, InstanceKey, Scope, Task};
use crate::timezone::TimeZone;
use crate::transitions::Transition;
use arrangement::{Arrangement, Columns};
use called::Called;
use context::{Appearance, Offered};
use detail::{Detail, Details};
use filter::{FilterLine, FilterValues};
use fleet::Fleet;
use journal::JournalState;
use notice::{About, Level, NoticeKind, Notices};
use notify::Notify;
use now::Now;
use overlay::Overlay;
use profiles::Profiles;
use row::Row;
use sight::{QuestionId, Sight, Stroke};
use table::TableColumns;
use transitions::Transitions;
use unended::Unended;
use view::{Pane, ScreenSize, View};
use write::batches::Batches;
use write::broker::BrokerWrites;
use write::pending::PendingWrites;

/// The whole state. It has one owner, and it changes in one place: [`crate::update::update`].
#[derive(Debug)]
pub struct State {
    /// Who and where we are: the profiles that are shown.
    pub profiles: Profiles,
    /// The profiles of the configuration, shown or not.
    pub offered: Vec<Offered>,
    /// Names of profiles that are to be shown as soon as it is known where they are.
    pub opening: Vec<String>,
    /// Profiles that go when the first of those has come.
    pub leaving: Vec<Scope>,
    /// Colours and glyphs.
    pub look: Appearance,
    /// Time of the newest event.
    pub now: Now,
    /// Size of the terminal.
    pub size: ScreenSize,
    /// What keys are part of now, because the terminal does not end it.
    pub unended: Option<Unended>,
    pub fleet: Fleet,
    /// What was read for findings alone, where there is no screen to read for.
    pub survey: Option<interest::Survey>,
    /// What is known beyond the rows.
    pub details: Details,
    pub view: View,
    pub live: live::Live,
    pub broker: broker::BrokerState,
    /// The filter while it is being typed.
    pub filter_field: Option<FilterLine>,
    /// What is looked for in the JSON of an instance.
    pub search: Option<search::Search>,
    /// What is in front of the view: one thing at a time.
    pub overlay: Option<Overlay>,
    /// Writes that are not settled.
    pub pending: PendingWrites,
    /// Changes of brokers, and what came of them.
    pub broker_writes: BrokerWrites,
    /// Writes that were refused for want of a permission, by where and what.
    pub denied: std::collections::HashSet<(Scope, Operation)>,
    /// Batches that were sent, and how they went.
    pub batches: Batches,
    pub notices: Notices,
    /// What changed of the instances.
    pub transitions: Transitions,
    /// What of that is told beyond the screen.
    pub notify: Notify,
    /// Where everything that was changed is written down.
    pub journal: JournalState,
    pub called: Called,
    /// The zone of the times of day that are shown.
    pub time_zone: TimeZone,
    /// The columns of the list.
    pub columns: Columns,
    /// ... and of the tables of a broker.
    pub table_columns: TableColumns,
    /// Lines that were run in the palette, the newest last.
    pub history: Vec<String>,
    /// Keys of a sequence that is not complete yet.
    pub chord: Chord,
    /// When the last key was pressed. One that moves the focus of a question after a pause begins
    /// its answer, and is not counted.
    last_key: Option<Now>,
    pub lost_key: lost_key::LostKey,
    /// How many questions were asked so far.
    questions: u64,
    /// Forms that were left or sent, one for each thing they are about: what
    /// was typed is lost only when the service has taken it.
    pub drafts: Vec<form::Form>,
}

impl State {
    /// The state before anything is known.
    pub fn new(profiles: Profiles, look: Appearance, size: ScreenSize, now: Now) -> Self {
        Self {
            profiles,
            offered: Vec::new(),
            opening: Vec::new(),
            leaving: Vec::new(),
            look,
            now,
            size,
            unended: None,
            fleet: Fleet::default(),
            survey: None,
            details: Details::default(),
            view: View::default(),
            live: live::Live::default(),
            broker: broker::BrokerState::default(),
            filter_field: None,
            search: None,
            overlay: None,
            pending: PendingWrites::default(),
            broker_writes: BrokerWrites::default(),
            denied: std::collections::HashSet::new(),
            batches: Batches::default(),
            notices: Notices::default(),
            transitions: Transitions::default(),
            notify: Notify::default(),
            journal: JournalState::default(),
            called: Called::default(),
            time_zone: TimeZone::default(),
            columns: Columns::default(),
            table_columns: TableColumns::default(),
            history: Vec::new(),
            chord: Chord::default(),
            last_key: None,
            lost_key: lost_key::LostKey::default(),
            questions: 0,
            drafts: Vec::new(),
        }
    }

    /// Takes in what other runs told of the instances, oldest first.
    pub fn remember(&mut self, told: Vec<Transition>) {
        self.fleet.remember(&told);
        self.transitions.extend(told);
    }

    /// The instance that detail panes and actions are about: the opened one, else the selected one.
    pub fn subject(&self) -> Option<&InstanceKey> {
        match &self.view.opened {
            Some(key) => Some(key),
            None => self.fleet.selected().map(|row| &row.key),
        }
    }

    /// The row of [`State::subject`].
    pub fn subject_row(&self) -> Option<&Row> {
        self.subject().and_then(|key| self.fleet.get(key))
    }

    /// What is known of [`State::subject`] beyond its row.
    pub fn subject_detail(&self) -> Option<&Detail> {
        self.subject().and_then(|key| self.details.get(key))
    }

    /// The instance of a row, with what only its detail says of its make.
    pub fn completed(&self, row: &Row) -> Instance {
        let detail = self.details.known(&row.key).instance().value();
        match detail {
            Some(detail) => row.instance.completed(&detail.instance),
            None => (*row.instance).clone(),
        }
    }

    /// How the list is arranged, and which columns tables have.
    pub fn arrangement(&self) -> Arrangement {
        Arrangement {
            sort: self.fleet.sort(),
            columns: self.columns.clone(),
            tables: self.table_columns.clone(),
        }
    }

    /// Arranges the list and the tables.
    pub fn arrange(&mut self, arrangement: Arrangement) {
        self.fleet.set_sort(arrangement.sort, self.now);
        self.columns = arrangement.columns;
        self.table_columns = arrangement.tables;
    }

    /// What the filter's completion is taken from.
    pub fn known(&self) -> FilterValues<'_> {
        FilterValues {
            rows: self.fleet.all(),
            tags: self
                .profiles
                .iter()
                .filter_map(|profile| profile.known.project_tags().value())
                .flat_map(|tags| &tags.rows)
                .collect(),
        }
    }

    /// Where something new would be made: where the subject is, else the first profile.
    pub fn place(&self) -> &Scope {
        let subject = self.subject().map(|key| &key.scope);
        subject.unwrap_or(self.profiles.first().scope())
    }

    /// The pane that keys act on when nothing is in front of it.
    pub fn focused(&self) -> Pane {
        self.view.focused(self.size)
    }

    /// Whether what is done now is done to the marked instances: they are on screen and have the
    /// focus.
    pub fn acts_on_marks(&self) -> bool {
        let in_list = self.view.opened.is_none() && self.focused() == Pane::List;
        in_list && self.fleet.marked().all > 0
    }

    /// The task under the cursor of the subject's tasks.
    pub fn selected_task(&self) -> Option<&Task> {
        self.subject_detail()?.selected_task(self.view.span)
    }

    /// The list of a scope is polled at another pace from now on.
    pub fn set_period(&mut self, scope: &Scope, period: std::time::Duration) {
        if let Some(profile) = self.profiles.get_mut(scope) {
            profile.feed.period = period;
            self.fleet.set_period(scope, period, self.now);
        }
    }

    /// Where the requests of a scope go, once its project is known.
    pub fn home_of(&self, scope: &Scope) -> Option<Home> {
        let context = &self.profiles.get(scope)?.context;
        Some(Home {
            project: context.project.clone()?,
            api: context.api,
        })
    }

    /// The sight of a new question.
    pub fn new_question(&mut self) -> Sight {
        self.questions += 1;
        Sight::of(QuestionId(self.questions))
    }

    /// What was seen of the question in front, if there is one.
    pub fn sight(&self) -> Option<&Sight> {
        self.overlay.as_ref()?.sight()
    }

    /// What was seen of the question in front, to be added to.
    pub fn sight_mut(&mut self) -> Option<&mut Sight> {
        self.overlay.as_mut()?.sight_mut()
    }

    /// The key that is taken in now.
    pub fn stroke(&self) -> Stroke {
        Stroke {
            at: self.now,
            before: self.last_key,
        }
    }

    /// A key was taken in.
    pub fn note_key(&mut self) {
        self.last_key = Some(self.now);
    }

    /// A key was pressed that means nothing here. It is said where nothing else is to be said.
    pub fn lose_key(&mut self) {
        if self.notices.toast().is_none() {
            self.lost_key.note(self.now);
        }
    }

    /// The terminal has this size now.
    pub fn resize(&mut self, size: ScreenSize) {
        if self.size != size {
            self.resumed(size);
        }
    }

    /// The terminal has this size now, and nothing of ours on it.
    pub fn resumed(&mut self, size: ScreenSize) {
        self.size = size;
        if let Some(sight) = self.sight_mut() {
            sight.forget();
        }
    }

    /// The terminal took a frame with a question in it. A question that is no longer in front, or
    /// a size that the terminal no longer has, says nothing of what can be seen now.
    pub fn saw(&mut self, frame: sight::Frame) {
        let (now, size) = (self.now, self.size);
        if let Some(sight) = self.sight_mut()
            && sight.question() == frame.question
            && size == frame.size
        {
            sight.take(frame.shown, now);
        }
    }

    /// Says something about the configuration that did not stop the start.
    pub fn warn(&mut self, text: String) {
        self.say(Level::Warning, NoticeKind::Config(text), About::Session);
    }

    /// Says something that happens now.
    pub fn say(&mut self, level: Level, said: NoticeKind, about: About) {
        self.notices.push(level, said, about, self.now);
    }

    /// What is in front, or would be without the help that explains it.
    pub fn front(&self) -> Option<&Overlay> {
        match &self.overlay {
            Some(Overlay::Help(help)) => help.over.as_ref(),
            other => other.as_ref(),
        }
    }

    /// What is looked for where keys go: in the help, or in the JSON of an instance.
    pub fn search_here(&mut self) -> &mut Option<search::Search> {
        match &mut self.overlay {
            Some(Overlay::Help(help)) => &mut help.search,
            _ => &mut self.search,
        }
    }

    /// Takes in how far the text on screen can be scrolled, and how far it was to show a match: only
    /// drawing knows how many lines it has.
    pub fn settle_scroll(&mut self, end: usize, sought: Option<usize>) {
        let found = match (sought, self.search_here()) {
            (Some(scroll), Some(search)) => {
                search.seek = search::Seek::Nothing;
                Some(scroll)
            }
            (Some(_) | None, _) => None,
        };
        let scroll = match &mut self.overlay {
            Some(overlay) => overlay.scroll_mut(),
            None => Some(&mut self.view.scroll),
        };
        if let Some(scroll) = scroll {
            *scroll = end.min(found.unwrap_or(*scroll));
        }
    }
}
