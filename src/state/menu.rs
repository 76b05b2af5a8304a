//! The action menu: what there is to do with an instance, or with the marked ones, and whether it
//! can be done now. A new action is a [`Choice`], with its arms here and in the keymap.

use super::State;
use super::can::Refusal;
use super::plan::Act;
use crate::action::Action;
use crate::api::Operation;
use crate::model::Scope;

/// One line of the menu.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Choice {
    /// Look into it.
    Open,
    /// Restart it, or the marked.
    Restart,
    /// Delete it, or the marked.
    Delete,
    /// Switch a plug-in of it.
    Plugins,
    /// Change its settings.
    Modify,
    /// Set a new password.
    Password,
    /// Change its size.
    Resize,
    /// Edit its tags.
    Tags,
    /// Create another one like it.
    CreateLike,
    /// Copy what names it.
    CopyValue,
    /// Copy all that is known of it.
    CopyWhole,
    /// Look at its JSON.
    Json,
    /// Search its JSON.
    Search,
    /// Write the shown table to a file.
    Export,
    /// Say where its figures are from.
    Provenance,
    /// How the newest batch went.
    Results,
    /// What is known of a write whose answer was lost.
    Unsettled,
    /// Take all marks away.
    ClearMarks,
}

/// What there is to do with one instance.
const ONE: [Choice; 17] = [
    Choice::Open,
    Choice::Modify,
    Choice::Password,
    Choice::Resize,
    Choice::Tags,
    Choice::Plugins,
    Choice::Restart,
    Choice::Delete,
    Choice::CreateLike,
    Choice::CopyValue,
    Choice::CopyWhole,
    Choice::Json,
    Choice::Search,
    Choice::Export,
    Choice::Provenance,
    Choice::Results,
    Choice::Unsettled,
];
/// ... and with the marked.
const MARKED: [Choice; 5] = [
    Choice::Restart,
    Choice::Delete,
    Choice::ClearMarks,
    Choice::Results,
    Choice::Unsettled,
];

impl Choice {
    /// The line of the menu that an action is, if it is one.
    #[must_use]
    pub fn of(action: Action) -> Option<Self> {
        let mut all = ONE.iter().chain(&MARKED);
        all.find(|choice| choice.action() == action).copied()
    }

    /// The action it stands for.
    #[must_use]
    pub fn action(self) -> Action {
        match self {
            Self::Open => Action::Open,
            Self::Restart => Action::Restart,
            Self::Delete => Action::Delete,
            Self::Plugins => Action::TogglePlugin,
            Self::Modify => Action::Modify,
            Self::Password => Action::ResetPassword,
            Self::Resize => Action::Resize,
            Self::Tags => Action::EditTags,
            Self::CreateLike => Action::CreateLike,
            Self::CopyValue => Action::CopyValue,
            Self::CopyWhole => Action::CopyWhole,
            Self::Json => Action::Json,
            Self::Search => Action::Search,
            Self::Export => Action::Export,
            Self::Provenance => Action::Provenance,
            Self::Results => Action::Results,
            Self::Unsettled => Action::Unsettled,
            Self::ClearMarks => Action::ClearMarks,
        }
    }

    /// The write it leads to, if to one.
    #[must_use]
    pub fn operation(self) -> Option<Operation> {
        match self {
            Self::Restart => Some(Operation::RestartInstances),
            Self::Delete => Some(Operation::DeleteInstance),
            Self::Plugins => Some(Operation::SwitchPlugins),
            Self::Modify => Some(Operation::ModifyInstance),
            Self::Password => Some(Operation::ResetPassword),
            Self::Resize => Some(Operation::Resize),
            Self::Tags => Some(Operation::ChangeTags),
            Self::CreateLike => Some(Operation::CreateInstance),
            Self::Open
            | Self::CopyValue
            | Self::CopyWhole
            | Self::Json
            | Self::Search
            | Self::Export
            | Self::Provenance
            | Self::Results
            | Self::Unsettled
            | Self::ClearMarks => None,
        }
    }
}

impl State {
    /// The lines of the menu now.
    #[must_use]
    pub fn menu(&self) -> &'static [Choice] {
        match self.acts_on_marks() {
            true => &MARKED,
            false => &ONE,
        }
    }

    /// Whether something of the menu can be done now.
    ///
    /// # Errors
    /// The reason why not.
    pub fn can(&self, choice: Choice) -> Result<(), Refusal> {
        let row = || self.subject_row().ok_or(Refusal::NothingSelected);
        match choice {
            Choice::Restart => self.can_act_here(Act::Restart),
            Choice::Delete => self.can_act_here(Act::Delete),
            Choice::Plugins => self.can_switch_plugins(row()?),
            Choice::Modify => self.can_modify(row()?),
            Choice::Password => self.can_reset_password(row()?),
            Choice::Resize => self.can_resize(row()?),
            Choice::Tags => self.can_edit_tags(row()?),
            Choice::CreateLike => self.can_write(&row()?.key.scope),
            Choice::Open
            | Choice::CopyValue
            | Choice::CopyWhole
            | Choice::Json
            | Choice::Search => row().map(|_| ()),
            Choice::Provenance => self.about().map(|_| ()).ok_or(Refusal::NothingSelected),
            Choice::Export => self.table_in_view().map(|_| ()).ok_or(Refusal::NoTable),
            Choice::Results if self.batches.newest().is_none() => Err(Refusal::NoBatch),
            Choice::ClearMarks if self.fleet.marked().all == 0 => Err(Refusal::NothingMarked),
            Choice::Unsettled if self.pending.unsettled().next().is_none() => {
                Err(Refusal::NothingUnsettled)
            }
            Choice::Results | Choice::Unsettled | Choice::ClearMarks => Ok(()),
        }
    }

    /// Whether the service refused a write of this kind before, for want of a permission, where
    /// the instance lives. It may be tried again: permissions change.
    #[must_use]
    pub fn was_denied(&self, choice: Choice) -> bool {
        let scopes: Vec<&Scope> = if self.acts_on_marks() {
            let marked = self.fleet.marked_rows(self.now).into_iter();
            marked.map(|row| &row.key.scope).collect()
        } else {
            let row = self.subject_row();
            row.into_iter().map(|row| &row.key.scope).collect()
        };
        choice.operation().is_some_and(|operation| {
            let denied = |scope: &&Scope| self.denied.contains(&((*scope).clone(), operation));
            scopes.iter().any(denied)
        })
    }

    fn can_act_here(&self, act: Act) -> Result<(), Refusal> {
        if !self.acts_on_marks() {
            let row = self.subject_row().ok_or(Refusal::NothingSelected)?;
            return self.can_act(act, row);
        }
        let mut refused = Err(Refusal::NothingSelected);
        for row in self.fleet.marked_rows(self.now) {
            match self.can_act(act, row) {
                Ok(()) => return Ok(()),
                Err(why) => refused = Err(why),
            }
        }
        refused
    }
}
