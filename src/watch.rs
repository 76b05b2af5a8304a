//! `warren watch`: what changes, a line each, for a log, a pane or a screen reader.
//!
//! `begun` is the first line, `changed` one for each transition, and [`Streams`] tells when lists
//! and figures stop coming, so that silence always means that nothing changed.

mod json;
mod streams;

pub use json::object;
pub use streams::{Heard, Stream, Streams};

use crate::l10n::Words;
use crate::model::Scope;
use crate::problems::{self, Problems};
use crate::say;
use crate::state::State;
use crate::text::clean;
use crate::transitions::{Change, Transition};
use crate::ui::words;

/// Something to say.
#[derive(Clone, Debug)]
pub enum Event {
    /// From here on what changes is told.
    Begun,
    Changed(Box<Transition>),
    Heard(Heard),
}

/// What is said of it to people, without a line break.
pub fn line(w: &Words, state: &State, event: &Event) -> String {
    let (at, said) = match event {
        Event::Begun => (state.now.wall, begun(w, state)),
        Event::Changed(transition) => (transition.at, changed(w, state, transition)),
        Event::Heard(heard) => (state.now.wall, of_stream(w, heard)),
    };
    let line = format!("{}  {said}", words::time::exact(w, at));
    clean(&line).into_owned()
}

/// What is watched, and how much is wrong with it.
fn begun(w: &Words, state: &State) -> String {
    let profiles = state.profiles.iter();
    let names = profiles.map(|profile| {
        let Scope { profile, region } = profile.scope();
        say!(w, "watch.profile", profile, region)
    });
    let profiles = names.collect::<Vec<String>>().join(w.text("comma"));
    let sum = problems::sum(w, &Problems::of(state, w));
    say!(w, "watch.begun", profiles, sum)
}

fn changed(w: &Words, state: &State, transition: &Transition) -> String {
    let name = match state.profiles.iter().count() {
        1 => transition.name.clone(),
        _ => format!("{}/{}", transition.key.scope.profile, transition.name),
    };
    let what = words::transition::what(w, transition);
    let kind = words::transition::kind(w, &transition.change);
    match &transition.change {
        Change::Began { finding, .. } | Change::Worsened(finding) => {
            let severity = problems::severity(w, finding.severity);
            let code = finding.code.name();
            format!("{severity}  {name}  {code}  {what}")
        }
        Change::Status { .. }
        | Change::Ended { .. }
        | Change::TaskBegan { .. }
        | Change::TaskEnded { .. }
        | Change::Wrote { .. } => format!("{kind}  {name}  {what}"),
    }
}

fn of_stream(w: &Words, heard: &Heard) -> String {
    let profile = &heard.scope.profile;
    let said = heard.said(w);
    match heard.lost {
        Some(_) => format!("{}  {profile}  {said}", w.text("watch.lost")),
        None => format!("{}  {profile}  {said}", w.text("watch.back")),
    }
}
