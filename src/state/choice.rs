//! Choosing which profiles are shown, and what follows for everything that belongs to a profile.

use super::State;
use super::list_cursor::ListCursor;
use crate::model::Scope;
use crate::state::context::{Offered, ProfileContext};

/// The choice while it is being made: nothing changes before it is applied.
#[derive(Clone, Debug)]
pub struct Choice {
    /// The profile under the cursor, by name.
    pub pick: ListCursor<String>,
    /// Names of those that would be shown.
    pub wanted: Vec<String>,
    /// Why the last one that was touched stays as it is.
    pub kept: Option<Kept>,
    /// Whether a box was touched.
    pub touched: bool,
}

/// Why a profile stays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    /// Something was started in it that is not settled: nobody would see how it ends.
    Unsettled,
    /// It is the last one.
    Last,
}

impl State {
    /// The profiles to choose among: those of the configuration, and those that are shown.
    pub fn choices(&self) -> Vec<Offered> {
        let mut choices = self.offered.clone();
        for profile in self.profiles.iter() {
            let ProfileContext { scope, label, .. } = &profile.context;
            if choices.iter().all(|one| one.name != *scope.profile) {
                choices.push(Offered {
                    name: scope.profile.to_string(),
                    label: label.clone(),
                    region: Some(scope.region.to_string()),
                });
            }
        }
        choices
    }

    /// A choice that says what is shown now, or is about to be.
    pub fn choose(&self) -> Choice {
        let shown = self.profiles.iter();
        let mut wanted: Vec<String> = shown
            .filter(|profile| !self.leaving.contains(profile.scope()))
            .map(|profile| profile.scope().profile.to_string())
            .collect();
        wanted.extend(self.opening.iter().cloned());
        Choice {
            pick: ListCursor::default(),
            wanted,
            kept: None,
            touched: false,
        }
    }

    /// The scope of a profile that is shown, by its name.
    pub fn scope_of(&self, name: &str) -> Option<&Scope> {
        let mut scopes = self.profiles.iter().map(|profile| profile.scope());
        scopes.find(|scope| *scope.profile == *name)
    }

    /// Takes a profile into the choice, or out of it; `None` when that is done, else why it stays.
    pub fn toggled(&self, wanted: &mut Vec<String>, name: &str) -> Option<Kept> {
        let Some(place) = wanted.iter().position(|one| one == name) else {
            wanted.push(name.to_owned());
            return None;
        };
        if wanted.len() == 1 {
            return Some(Kept::Last);
        }
        let scope = self.scope_of(name);
        if scope.is_some_and(|scope| self.is_busy(scope)) {
            return Some(Kept::Unsettled);
        }
        wanted.remove(place);
        None
    }

    /// Shows these profiles and no others. Gives the names of those that have to be opened first.
    /// What is not settled in a profile keeps it.
    pub fn show(&mut self, wanted: &[String]) -> Vec<String> {
        self.opening.retain(|name| wanted.contains(name));
        let known = |state: &Self, name: &String| {
            state.scope_of(name).is_some() || state.opening.contains(name)
        };
        let new: Vec<String> = wanted
            .iter()
            .filter(|name| !known(self, name))
            .cloned()
            .collect();
        self.opening.extend(new.iter().cloned());
        self.leave_unwanted(wanted);
        new
    }

    /// A profile that was to be shown is known; nothing happens when it no longer is to be.
    pub fn opened(&mut self, name: &str, context: ProfileContext) {
        let Some(place) = self.opening.iter().position(|one| one == name) else {
            return;
        };
        self.opening.remove(place);
        self.profiles.add(context);
        // Marks were set in view of another list.
        self.fleet.clear_marks();
        for scope in std::mem::take(&mut self.leaving) {
            // Something may have been started in it since it was to go.
            if !self.is_busy(&scope) {
                self.leave(&scope);
            }
        }
    }

    fn leave_unwanted(&mut self, wanted: &[String]) {
        self.leaving.clear();
        let shown = self.profiles.iter().map(|profile| profile.scope().clone());
        let unwanted = |scope: &Scope| wanted.iter().all(|name| **name != *scope.profile);
        let leaving: Vec<Scope> = shown.filter(unwanted).collect();
        for scope in leaving {
            if self.is_busy(&scope) {
                continue;
            }
            // There is always one: the last goes when the first of the others has come.
            match self.profiles.count() {
                1 => self.leaving.push(scope),
                _ => self.leave(&scope),
            }
        }
    }

    /// Forgets everything about a scope. Its answers find nothing to draw on from now on.
    fn leave(&mut self, scope: &Scope) {
        self.profiles.remove(scope);
        self.fleet.clear_marks();
        self.fleet.leave(scope, self.now);
        self.details.leave(scope);
        let opened = self.view.opened.as_ref();
        if opened.is_some_and(|key| key.scope == *scope) {
            self.view.opened = None;
        }
        self.notices
            .replace(|notice| notice.about.scope() == Some(scope));
    }
}
