//! Why something cannot be done now, and what would help.

use super::{Words, notice, time};
use crate::command::Command;
use crate::key::Context;
use crate::keymap::Keymap;
use crate::say;
use crate::state::write::can::{Refusal, Unsettled};

/// Why not.
pub fn why(w: &Words, refusal: &Refusal) -> String {
    match refusal {
        Refusal::Status(status) => say!(w, "refusal.why" / refusal, status),
        Refusal::WouldLock(count) => say!(w, "refusal.why" / refusal, count),
        Refusal::NoPlugins(version) if version.is_empty() => {
            w.text("refusal.why.no-plugins-here").to_owned()
        }
        Refusal::NoPlugins(version) | Refusal::NoPassword(version) => {
            say!(w, "refusal.why" / refusal, version)
        }
        Refusal::PluginBusy(plugin) => say!(w, "refusal.why" / refusal, plugin),
        Refusal::Address(problem) => {
            let problem = w.named("broker.address", problem);
            say!(w, "refusal.why" / refusal, problem)
        }
        Refusal::QueueState(state) => say!(w, "refusal.why" / refusal, state),
        Refusal::QueueNotEmpty(count) | Refusal::QueueInUse(count) => {
            say!(w, "refusal.why" / refusal, count)
        }
        Refusal::NoJournal(why) => say!(w, "refusal.why" / refusal, why),
        Refusal::NoneOfThem { number, name, why } => {
            let why = self::why(w, why);
            say!(w, "refusal.why" / refusal, n = number, name, why)
        }
        Refusal::OneOfThem { name, why } => {
            let why = self::why(w, why);
            say!(w, "refusal.why" / refusal, name, why)
        }
        Refusal::Unsettled(unsettled) => self::unsettled(w, unsettled),
        plain => w.named("refusal.why", plain).to_owned(),
    }
}

/// Why not, in the few words there is room for beside what cannot be done: what matters comes first.
pub fn brief(w: &Words, refusal: &Refusal) -> String {
    match refusal {
        Refusal::Status(status) => say!(w, "refusal.brief" / refusal, status),
        Refusal::NoneOfThem { why, .. } | Refusal::OneOfThem { why, .. } => brief(w, why),
        other => match w.find(&["refusal.brief"], other) {
            Some(brief) => brief.to_owned(),
            None => why(w, other),
        },
    }
}

/// A write whose answer was lost, why it locks its target, and what ends that.
fn unsettled(w: &Words, unsettled: &Unsettled) -> String {
    say!(
        w,
        "refusal.unsettled" / unsettled.ends_by,
        what = notice::action(w, &unsettled.action, &unsettled.name),
        sent = time::exact(w, unsettled.sent),
        until = time::exact(w, unsettled.proves_from),
    )
}

/// What would help, with the keys of what does.
pub fn help(w: &Words, keymap: &Keymap, refusal: &Refusal) -> Option<String> {
    match refusal {
        Refusal::Status(status) if !status.is_passing() => {
            let key = |context, command| keymap.way(&[context], command);
            let list = |command| key(Context::List, command);
            let view = |command| key(Context::View, command);
            Some(say!(
                w,
                "refusal.status" / status,
                tasks = format!(
                    "{} {}",
                    list(Command::Open),
                    key(Context::Instance, Command::TabTasks)
                ),
                restart = list(Command::Restart),
                delete = list(Command::Delete),
                like = list(Command::CreateLike),
                bin = view(Command::RecycleBin),
                json = view(Command::Json),
            ))
        }
        Refusal::NotConnected
        | Refusal::Ordered
        | Refusal::Pending
        | Refusal::PluginBusy(_)
        | Refusal::TaskRunning
        | Refusal::ProfileBusy
        | Refusal::Status(_) => Some(w.text("refusal.help.wait").to_owned()),
        Refusal::NoneOfThem { why, .. } | Refusal::OneOfThem { why, .. } => help(w, keymap, why),
        other => w.find(&["refusal.help"], other).map(str::to_owned),
    }
}

/// Title of the box that says so.
pub fn title(w: &Words, name: &str) -> String {
    match name {
        "" => w.text("refusal.title").to_owned(),
        _ => say!(w, "refusal.title-of", name),
    }
}
