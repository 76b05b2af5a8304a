//! What is told beyond the screen.

use super::{Words, transition};
use crate::say;
use crate::state::notify::{Notification, NotifySettings};

/// A notice in a line.
pub fn line(w: &Words, notification: &Notification) -> String {
    match notification {
        Notification::One(one) => {
            let what = transition::what(w, one);
            let kind = transition::kind(w, &one.change);
            say!(w, "notify.one", name = one.name, kind, what)
        }
        Notification::Several(number, named) => {
            let mut names: Vec<&str> = named.iter().map(|one| one.name.as_str()).collect();
            names.dedup();
            let names = names.join(w.text("comma"));
            say!(w, "notify.several", n = number, names)
        }
    }
}

/// Whether anything is told from now on, how and when not.
pub fn switched(w: &Words, settings: Option<&NotifySettings>) -> String {
    let Some(settings) = settings else {
        return w.text("notify.off").to_owned();
    };
    let bell = settings.bell.then(|| w.text("notify.bell"));
    let terminal = settings.terminal.map(<&'static str>::from);
    let command = settings.command.first().map(String::as_str);
    let ways: Vec<&str> = bell.into_iter().chain(terminal).chain(command).collect();
    let ways = ways.join(w.text("comma"));
    let from = w.named("notify.from", settings.from);
    match settings.quiet {
        Some(quiet) => say!(w, "notify.on-but", from, ways, quiet),
        None => say!(w, "notify.on", from, ways),
    }
}
