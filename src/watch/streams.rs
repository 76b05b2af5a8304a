//! Whether lists and figures come: what does not come says nothing of what changes.

use crate::api::Barrier;
use crate::l10n::Words;
use crate::model::Scope;
use crate::say;
use crate::state::State;
use crate::state::figures::FiguresStanding;
use crate::state::now::Now;
use crate::state::profiles::Profile;
use crate::state::remote::Freshness;
use crate::ui::words;
use std::collections::HashMap;
use std::time::Duration;

/// What comes of a profile.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum Stream {
    List,
    Figures,
}

/// One of them does not come any more, or comes again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heard {
    pub scope: Scope,
    pub stream: Stream,
    /// Why it does not come.
    pub lost: Option<String>,
}

/// Calls of Cloud Eye may fail for so long before it is said: the next ones may be answered.
const HICCUP: Duration = Duration::from_secs(60);

/// What was said of each so far.
#[derive(Clone, Debug, Default)]
pub struct Streams {
    lost: HashMap<(Scope, Stream), bool>,
}

impl Streams {
    /// What is to be said now.
    pub fn listen(&mut self, w: &Words, state: &State) -> Vec<Heard> {
        let mut heard = Vec::new();
        for profile in state.profiles.iter() {
            for stream in [Stream::List, Stream::Figures] {
                let lost = match stream {
                    Stream::List => list(w, profile, state.now),
                    Stream::Figures => figures(w, profile, state.now),
                };
                let scope = profile.scope().clone();
                let known = self.lost.entry((scope.clone(), stream)).or_default();
                if *known != lost.is_some() {
                    *known = lost.is_some();
                    heard.push(Heard {
                        scope,
                        stream,
                        lost,
                    });
                }
            }
        }
        heard
    }
}

impl Heard {
    /// It in one sentence.
    pub fn said(&self, w: &Words) -> String {
        match (self.stream, &self.lost) {
            (Stream::List, Some(why)) => say!(w, "watch.list-lost", why),
            (Stream::Figures, Some(why)) => say!(w, "watch.figures-lost", why),
            (Stream::List, None) => w.text("watch.list-back").to_owned(),
            (Stream::Figures, None) => w.text("watch.figures-back").to_owned(),
        }
    }
}

/// Why a list does not come: for longer than three polls, or because it never will by itself.
fn list(w: &Words, profile: &Profile, now: Now) -> Option<String> {
    let feed = &profile.feed;
    let error = feed.listing.failure.as_ref().map(|failure| &failure.error);
    let for_good = error.is_some_and(|error| match error.kind.barrier() {
        Barrier::SignIn | Barrier::Right => true,
        Barrier::Reach | Barrier::Nothing => false,
    });
    match feed.freshness(now) {
        Freshness::Stale(_) | Freshness::Failed => {}
        Freshness::Loading | Freshness::Fresh if for_good => {}
        Freshness::Loading | Freshness::Fresh => {
            let missing = feed.coverage.missing.first()?;
            return Some(words::error::line(w, &missing.error));
        }
    }
    let known = feed.listing.known.as_ref().map(|known| known.at);
    Some(why(
        w,
        error.map(|error| words::error::line(w, error)),
        known,
        now,
    ))
}

/// Why figures do not come, where they are wanted.
fn figures(w: &Words, profile: &Profile, now: Now) -> Option<String> {
    let known = profile.figures.read.known.as_ref().map(|known| known.at);
    let most = profile.figures.pace.saturating_mul(3);
    let silent = known.is_some_and(|at| now.since(at) > most);
    match profile.figures() {
        FiguresStanding::Denied(error) => Some(words::error::line(w, error)),
        FiguresStanding::Failing(error, since) if now.since(since) >= HICCUP => {
            Some(words::error::line(w, error))
        }
        FiguresStanding::Read if silent => Some(why(w, None, known, now)),
        FiguresStanding::Off
        | FiguresStanding::Loading
        | FiguresStanding::Failing(..)
        | FiguresStanding::Read => None,
    }
}

fn why(w: &Words, error: Option<String>, known: Option<Now>, now: Now) -> String {
    let age = known.map(|at| words::time::said(w, now.since(at)));
    let silent = || say!(w, "watch.silent", age = words::or_unknown(age));
    error.unwrap_or_else(silent)
}
