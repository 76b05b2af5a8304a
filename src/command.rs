//! Commands: all that a key, a line of the menu or of the palette can do. Read the table first: a
//! line of it is one command, with whether it can be done now and what it does. Its keys stand in
//! `assets/keymap.toml`, its words in the group `command` of the locales.
//!
//! [`can`] is the one answer for hints, help, menu and palette; `run` does it in the view, and
//! `front` to what stands in front of the view.

mod entry;
mod front;
pub mod menu;

mod batch;
mod bin;
mod broker;
pub(crate) mod changes;
pub(crate) mod copy;
pub(crate) mod export;
mod filter;
pub(crate) mod forms;
pub(crate) mod journal;
mod live;
mod lost;
mod moves;
mod palette;
pub(crate) mod search;
mod sign_in;
mod span;
pub(crate) mod writes;

pub use entry::{Can, Motion};
pub(crate) use front::help::{Explained, explained, open as explain};
pub(crate) use front::reader::steps;
pub(crate) use front::sort::choose as choose_sort;
pub use front::sort::letter;
pub(crate) use front::{Hint, TextKeys, hints, text};
pub use front::{available, layers, typing, view_layers};

use crate::api::Operation;
use crate::api::management::ChangeKind;
use crate::api::v2::catalogue::Quota;
use crate::effect::Effect;
use crate::model::{ApiVersion, Feature};
use crate::state::State;
use crate::state::column::Column;
use crate::state::export::Format;
use crate::state::form::{auto_expand, modify, password, resize, tags};
use crate::state::live::Step;
use crate::state::overlay::{Content, Overlay, QueryText};
use crate::state::query::{Query, QueryCache};
use crate::state::table::TableSource;
use crate::state::table::bin::RECYCLE_BIN;
use crate::state::view::Pane;
use crate::state::write::broker::REASON;
use crate::state::write::bulk::BulkAction;
use crate::state::write::can::Refusal;
use entry::{Entry, always, has, in_front, motion, on_row, or, unless, view, when};

/// A text that shows what a query gives where the subject is.
fn read(
    state: &State,
    command: Command,
    query: Query,
    facts: fn(&QueryCache) -> Vec<(String, String)>,
) -> Overlay {
    Overlay::reader(Content::Read(Box::new(QueryText {
        command: command.into(),
        scope: state.place().clone(),
        query,
        facts,
    })))
}

/// Sorts the list by a column, or turns it round: as a key of its own, the palette has the column.
macro_rules! sorts {
    ($column:ident) => {
        view(
            |s| when(s, front::sort::offers(s, Column::$column)),
            |s, _, _| front::sort::by(s, Column::$column),
        )
        .unnamed()
    };
}

/// Shows a tab of the open instance: the palette has the view by its name.
macro_rules! tab {
    ($pane:ident) => {
        view(
            |s| moves::can_tab(s, Pane::$pane),
            |s, _, _| moves::show_tab(s, Pane::$pane),
        )
        .unnamed()
    };
}

/// Declares the commands, each with its entry: one without does not compile.
macro_rules! commands {
    ($($(#[$about:meta])* $name:ident => $entry:expr;)*) => {
        /// What a user can mean. Which key means it, and where, is the business of the keymap.
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord,
            strum::EnumIter, strum::EnumString, strum::IntoStaticStr, strum::VariantNames,
        )]
        #[strum(serialize_all = "kebab-case")]
        pub enum Command { $($(#[$about])* $name,)* }

        impl Command {
            fn entry(self) -> Entry {
                match self { $(Self::$name => $entry,)* }
            }
        }
    };
}

// In the order of the help.
commands! {
    Down => motion(Motion::Down);
    Up => motion(Motion::Up);
    PageDown => motion(Motion::PageDown);
    PageUp => motion(Motion::PageUp);
    HalfPageDown => motion(Motion::HalfPageDown);
    HalfPageUp => motion(Motion::HalfPageUp);
    First => motion(Motion::First);
    Last => motion(Motion::Last);
    NextInstance => view(|s| when(s, s.view.opened.is_some()), |s, _, _| moves::step_instance(s, 1));
    PreviousInstance => view(|s| when(s, s.view.opened.is_some()), |s, _, _| moves::step_instance(s, -1));
    Open => view(moves::can_open, |s, _, _| moves::open(s)).unnamed()
        .leads_to(|s, _| moves::open_at(s, Pane::Overview)).in_menu(10);
    Back => view(moves::can_go_back, |s, _, _| moves::back(s)).unnamed();
    FocusNext => view(moves::can_focus, |s, _, _| moves::focus(s, 1)).unnamed();
    FocusPrevious => view(moves::can_focus, |s, _, _| moves::focus(s, -1)).unnamed();
    TabOverview => tab!(Overview);
    TabLive => tab!(Live).leads_to(|s, _| palette::show_pane(s, Pane::Live));
    TabBroker => tab!(Broker).leads_to(|s, _| palette::show_pane(s, Pane::Broker));
    TabPlugins => tab!(Plugins);
    TabTasks => tab!(Tasks).leads_to(|s, _| palette::show_pane(s, Pane::Tasks));
    TabTags => tab!(Tags);
    TabJson => tab!(Json);
    Earlier => view(live::can_point, |s, count, _| s.point(Step::Earlier, count)).unnamed();
    Later => view(live::can_point, |s, count, _| s.point(Step::Later, count)).unnamed();
    Earliest => view(live::can_point, |s, count, _| s.point(Step::Earliest, count)).unnamed();
    Latest => view(live::can_point, |s, count, _| s.point(Step::Latest, count)).unnamed();
    ShorterRange => view(|s| live::can_range(s, false), |s, _, _| s.live.step_range(false)).unnamed();
    LongerRange => view(|s| live::can_range(s, true), |s, _, _| s.live.step_range(true)).unnamed();
    NextView => view(broker::can_step, |s, _, _| s.broker.step_view(1)).unnamed();
    PreviousView => view(broker::can_step, |s, _, _| s.broker.step_view(-1)).unnamed();
    Group => view(broker::can_group, |s, _, _| s.broker.group());
    Json => view(|s| when(s, s.subject().is_some() && s.focused() != Pane::Json), |s, _, _| palette::show_pane(s, Pane::Json))
        .unnamed().leads_to(|s, _| palette::show_pane(s, Pane::Json)).in_menu(120);
    Filter => view(broker::has_table, |s, _, _| filter::start(s)).unnamed();
    Profiles => view(always, |s, _, _| s.overlay = Some(Overlay::Profiles(s.choose())))
        .aka(&["ctx", "context", "contexts", "ns", "namespace", "namespaces"]);
    ToggleProfile => in_front();
    Search => view(|s| when(s, s.focused() == Pane::Json && s.subject().is_some()), |s, _, _| search::start(s))
        .leads_to(|s, _| {
            palette::show_pane(s, Pane::Json);
            search::start(s);
        }).in_menu(130);
    NextMatch => view(|s| when(s, s.search.is_some()), |s, _, _| search::step(s, 1)).unnamed();
    PreviousMatch => view(|s| when(s, s.search.is_some()), |s, _, _| search::step(s, -1)).unnamed();
    Sort => view(broker::has_table, |s, _, _| front::sort::open(s)).unnamed();
    SortSeverity => sorts!(Severity);
    SortName => sorts!(Name);
    SortStatus => sorts!(Status);
    SortProfile => sorts!(Profile);
    SortType => sorts!(Type);
    SortStorage => sorts!(Storage);
    SortAddress => sorts!(Address);
    SortAge => sorts!(Age);
    FlipSort => view(broker::has_table, |s, _, _| front::sort::flip(s));
    Columns => view(always, |s, _, _| front::columns::open(s));
    ToggleColumn => in_front();
    ColumnUp => in_front();
    ColumnDown => in_front();
    Create => view(|s| unless(s.can_write(s.place())), |s, _, _| forms::create(s, None)).in_menu(95);
    CreateLike => view(|s| on_row(s, |row| s.can_write(&row.key.scope)), |s, _, _| forms::create_like(s))
        .sends(Operation::CreateInstance).in_menu(90);
    Modify => view(|s| on_row(s, |row| s.can_modify(row)), |s, _, _| forms::about(s, State::can_modify, |key, one| Ok(modify::form(key, one))))
        .sends(Operation::ModifyInstance).in_menu(20).aka(&["edit"]);
    ResetPassword => view(|s| has(s, Feature::Password, on_row(s, |row| s.can_reset_password(row))), |s, _, _| forms::about(s, State::can_reset_password, |key, one| Ok(password::form(key, one))))
        .sends(Operation::ResetPassword).in_menu(30);
    Resize => view(|s| has(s, Feature::Resize, on_row(s, |row| s.can_resize(row))), |s, _, _| forms::about(s, State::can_resize, resize::form))
        .sends(Operation::Resize).in_menu(40);
    AutoExpand => view(|s| has(s, Feature::Resize, on_row(s, |row| s.can_auto_expand(row))), |s, _, _| forms::about(s, State::can_auto_expand, |key, one| Ok(auto_expand::form(key, one))))
        .sends(Operation::ChangeAutoExpansion).in_menu(45);
    EditTags => view(|s| has(s, Feature::Tags, on_row(s, |row| s.can_edit_tags(row))), |s, _, _| forms::about(s, State::can_edit_tags, |key, one| Ok(tags::form(key, one))))
        .sends(Operation::ChangeTags).in_menu(50);
    Delete => view(|s| unless(menu::can_act(s, State::can_delete)), |s, _, _| writes::ask_act(s, BulkAction::Delete))
        .sends(Operation::DeleteInstance).in_menu(80);
    DeleteTask => view(|s| has(s, Feature::Tasks, unless(writes::can_delete_task(s))), |s, _, _| writes::ask_delete_task(s));
    TogglePlugin => view(|s| has(s, Feature::Plugins, on_row(s, |row| s.can_switch_plugins(row))), |s, _, _| writes::ask_plugin(s))
        .sends(Operation::SwitchPlugins).leads_to(menu::to_plugins).in_menu(60);
    PurgeQueue => view(changes::can_purge, |s, _, _| changes::ask_purge(s));
    DeleteQueue => view(|s| changes::can(s, ChangeKind::DeleteQueue), |s, _, _| changes::ask(s, ChangeKind::DeleteQueue));
    PeekMessages => view(|s| changes::can(s, ChangeKind::PeekMessages), |s, _, _| changes::ask(s, ChangeKind::PeekMessages))
        .aka(&["peek", "look"]);
    CloseConnection => view(changes::can_close, |s, _, _| changes::ask_close(s, REASON));
    CloseClient => view(changes::can_close_client, |s, _, _| changes::ask_client(s, REASON));
    StopChange => view(changes::can_stop, |s, _, effects| changes::stop(s, effects)).aka(&["stop"]);
    TaskSpan => view(|s| when(s, span::can_choose(s)), |s, _, _| span::open(s));
    Restart => view(|s| unless(menu::can_act(s, State::can_restart)), |s, _, _| writes::ask_act(s, BulkAction::Restart))
        .sends(Operation::RestartInstances).in_menu(70);
    Mark => view(batch::can_mark, |s, count, _| batch::mark(s, count));
    MarkRange => view(|s| when(s, s.fleet.selected().is_some()), |s, _, _| batch::range(s));
    MarkShown => view(|s| when(s, s.fleet.can_mark_shown()), |s, _, _| s.fleet.mark_shown());
    MarkFailedCreations => view(always, |s, _, _| batch::mark_failed_creations(s));
    ClearMarks => view(|s| or(s.fleet.marked().all > 0, Refusal::NothingMarked), |s, _, _| s.fleet.clear_marks());
    ShowMarked => in_front().named();
    Results => view(|s| or(s.batches.newest().is_some(), Refusal::NoBatch), |s, _, _| batch::show_results(s)).in_menu(160);
    Quotas => view(|s| or(s.api(s.place()) == ApiVersion::V2, Refusal::ApiVersion), |s, _, _| {
        s.overlay = Some(read(s, Command::Quotas, Query::Quotas, |known| {
            let quotas = known.quotas().value().into_iter();
            quotas.flat_map(|quotas| &quotas.rows).map(Quota::fact).collect()
        }));
    });
    RecycleBin => view(|s| or(s.api(s.place()) == ApiVersion::V2, Refusal::ApiVersion), |s, _, _| {
        s.show_table(TableSource::Query(&RECYCLE_BIN));
    });
    Transitions => view(|s| or(s.subject().is_some(), Refusal::NothingSelected), |s, _, _| s.show_transitions(s.subject().cloned()))
        .in_menu(157).aka(&["changes", "history"]);
    AllTransitions => view(always, |s, _, _| s.show_transitions(None));
    Restore => view(bin::can_restore, |s, _, _| bin::restore(s)).unnamed();
    ToggleRecycling => view(bin::can_change, |s, _, _| bin::change(s, |policy, _| policy.on = !policy.on, 1)).unnamed();
    KeepLonger => view(|s| bin::can_keep(s, bin::longer), |s, count, _| bin::change(s, bin::longer, count)).unnamed();
    KeepShorter => view(|s| bin::can_keep(s, bin::shorter), |s, count, _| bin::change(s, bin::shorter, count)).unnamed();
    Unsettled => view(|s| or(s.pending.unsettled().next().is_some(), Refusal::NothingUnsettled), |s, _, _| lost::ask(s)).in_menu(170);
    Menu => view(always, |s, _, _| front::menu::open(s));
    Copy => in_front();
    CopyValue => view(|s| when(s, copy::value(s).is_some()), |s, _, effects| copy::copy(copy::value(s), effects))
        .leads_to(|s, effects| menu::copy(s, copy::value(s), effects)).in_menu(100);
    CopyWhole => view(|s| when(s, copy::whole(s).is_some()), |s, _, effects| copy::copy(copy::whole(s), effects))
        .leads_to(|s, effects| menu::copy(s, copy::whole(s), effects)).in_menu(110);
    Export => view(|s| or(s.table_in_view().is_some(), Refusal::NoTable), |s, _, effects| export::start(s, Format::Csv, None, effects))
        .unnamed().in_menu(140);
    Provenance => view(|s| or(s.about().is_some(), Refusal::NothingSelected), |s, _, _| moves::open_provenance(s)).in_menu(150);
    Explain => view(|s| or(s.subject_row().is_some(), Refusal::NothingSelected), |s, _, _| moves::open_findings(s))
        .in_menu(155).aka(&["why", "problems"]);
    Yes => in_front();
    No => in_front();
    Enter => in_front();
    Next => in_front();
    Previous => in_front();
    Palette => view(always, |s, _, _| palette::open(s)).unnamed();
    Help => view(always, |s, _, _| front::help::open(s)).anywhere()
        .aka(&["h", "?", "alias", "aliases"]);
    Errors => view(always, |s, _, _| s.show_table(TableSource::Errors)).anywhere().aka(&["ev", "event", "events"]);
    Journal => view(always, |s, _, effects| journal::open(s, effects)).anywhere();
    Dismiss => view(|s| when(s, s.notices.toast().is_some()), |s, _, _| {
        s.notices.dismiss();
    });
    Refresh => view(always, |_, _, effects| effects.push(Effect::Refresh)).anywhere().aka(&["reload"]);
    RetryCredential => view(|s| or(sign_in::is_locked(s), Refusal::NotLocked), |s, _, effects| sign_in::retry(s, effects)).anywhere().in_menu(5).aka(&["sign-in", "login"]);
    Redraw => view(always, |_, _, effects| effects.push(Effect::Redraw)).anywhere();
    AskQuit => view(always, |s, _, effects| front::quit::ask(s, effects)).unnamed().anywhere()
        .aka(&["quit", "q", "exit", "wq"]);
    Quit => view(always, |_, _, effects| effects.push(Effect::Quit)).unnamed().anywhere().aka(&["q!", "quit!", "qa!"]);
}

impl Command {
    /// The name in the keymap, in the palette and in the locales.
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// Where it moves a cursor or a text, if that is what it does.
    pub fn motion(self) -> Option<Motion> {
        self.entry().motion
    }

    /// The write it leads to, if to one.
    pub fn operation(self) -> Option<Operation> {
        self.entry().sends
    }

    /// Whether it is worth naming in a line of the palette: not when it only makes sense at its key.
    pub fn is_named(self) -> bool {
        self.entry().named
    }
}

/// Whether a command can be done in the view now, whatever stands in front of it.
pub fn can(state: &State, command: Command) -> Can {
    (command.entry().can)(state)
}

/// Whether a command is worth hinting at: its key does what it says now. One that is refused says why
/// when it is pressed.
pub fn is_hinted(state: &State, command: Command) -> bool {
    match can(state, command) {
        Can::Now => true,
        Can::Refused(_) | Can::Idle(_) => false,
    }
}

/// Does what the user meant, in front of the view or in it.
pub(crate) fn run(state: &mut State, command: Command, count: usize, effects: &mut Vec<Effect>) {
    if let Some(run) = front::run_of(state, command) {
        run(state, command, count, effects);
    } else if state.overlay.is_none() && can(state, command).acts() {
        match command.motion() {
            Some(motion) => moves::scroll(state, motion, count),
            None => (command.entry().run)(state, count, effects),
        }
    }
}
