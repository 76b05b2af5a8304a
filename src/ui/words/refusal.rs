//! Why something cannot be done now, and what would help.

use super::catalogue::{Words, fill, texts};
use super::{notice, time};
use crate::state::can::{Refusal, Unsettled};
use crate::state::pending::EndsBy;
use std::fmt::Display;

texts! {
    /// Why something cannot be done now.
    pub struct Refusals {

        no_plugins,
        no_plugins_here,
        no_password,
        title,
        title_of,
        why: Reasons,
        help: Help,
    }
}

texts! {
    /// Why not.
    pub struct Reasons {
        read_only, nothing_selected, gone, ordered, locked, proxy, would_lock, offline, not_shown, not_connected, pending,
        unsettled_readings, unsettled_time, unsettled_user, status, prepaid, no_plugin, plugin_busy, plugin_unknown, no_size, no_task, task_running, no_journal, no_batch, no_table, nothing_to_copy,
        nothing_marked, nothing_unsettled, not_locked, not_here, none_of_them, one_of_them,
    }
}

texts! {
    /// What would help.
    pub struct Help {
        read_only, nothing_selected, locked, proxy, would_lock, offline, wait, prepaid, no_journal, unsettled,
    }
}

/// Why not.
#[must_use]
pub fn why(w: &Words, refusal: &Refusal) -> String {
    let t = &w.refusal.why;
    let said = match refusal {
        Refusal::Status(status) => return fill(&t.status, &[("status", status)]),
        Refusal::WouldLock(count) => return fill(&t.would_lock, &[("count", count)]),
        Refusal::NoPlugins(version) => return no_plugins(w, version),
        Refusal::NoPassword(version) => {
            return fill(&w.refusal.no_password, &[("version", version)]);
        }
        Refusal::PluginBusy(plugin) => return fill(&t.plugin_busy, &[("plugin", plugin)]),
        Refusal::NoJournal(why) => return fill(&t.no_journal, &[("why", why)]),
        Refusal::NoneOfThem {
            number,
            name,
            why: reason,
        } => {
            let reason = why(w, reason);
            let values: [(&str, &dyn Display); 3] =
                [("n", number), ("name", name), ("why", &reason)];
            return fill(&t.none_of_them, &values);
        }
        Refusal::OneOfThem { name, why: reason } => {
            let reason = why(w, reason);
            return fill(&t.one_of_them, &[("name", name), ("why", &reason)]);
        }
        Refusal::Unsettled(unsettled) => return self::unsettled(w, unsettled),
        Refusal::NoBatch => &t.no_batch,
        Refusal::NothingMarked => &t.nothing_marked,
        Refusal::NothingUnsettled => &t.nothing_unsettled,
        Refusal::NotLocked => &t.not_locked,
        Refusal::NotHere => &t.not_here,
        Refusal::ProfileBusy => &w.profiles.unsettled,
        Refusal::NoTable => &t.no_table,
        Refusal::NothingToCopy => &t.nothing_to_copy,
        Refusal::ReadOnly => &t.read_only,
        Refusal::ApiVersion => &w.api.no_call,
        Refusal::NothingSelected => &t.nothing_selected,
        Refusal::Gone => &t.gone,
        Refusal::Ordered => &t.ordered,
        Refusal::Locked => &t.locked,
        Refusal::Proxy => &t.proxy,
        Refusal::Offline => &t.offline,
        Refusal::NotShown => &t.not_shown,
        Refusal::NotConnected => &t.not_connected,
        Refusal::Pending => &t.pending,
        Refusal::Prepaid => &t.prepaid,
        Refusal::NoPlugin => &t.no_plugin,
        Refusal::PluginUnknown => &t.plugin_unknown,
        Refusal::NoSize => &t.no_size,
        Refusal::NoTask => &t.no_task,
        Refusal::TaskRunning => &t.task_running,
    };
    said.clone()
}

/// A write whose answer was lost, why it locks its target, and what ends that.
#[must_use]
fn unsettled(w: &Words, unsettled: &Unsettled) -> String {
    let t = &w.refusal.why;
    let template = match unsettled.ends_by {
        EndsBy::Readings => &t.unsettled_readings,
        EndsBy::Time => &t.unsettled_time,
        EndsBy::User => &t.unsettled_user,
    };
    let what = notice::verb(w, &unsettled.verb, &unsettled.name);
    let (sent, until) = (
        time::exact(unsettled.sent),
        time::exact(unsettled.proves_from),
    );
    let values: [(&str, &dyn Display); 3] = [("what", &what), ("sent", &sent), ("until", &until)];
    fill(template, &values)
}

/// What would help; nothing when only waiting for the world does.
#[must_use]
pub fn help<'w>(w: &'w Words, refusal: &Refusal) -> Option<&'w str> {
    let t = &w.refusal.help;
    match refusal {
        Refusal::ReadOnly => Some(&t.read_only),
        Refusal::NothingSelected => Some(&t.nothing_selected),
        Refusal::Locked => Some(&t.locked),
        Refusal::Proxy => Some(&t.proxy),
        Refusal::WouldLock(_) => Some(&t.would_lock),
        Refusal::Offline => Some(&t.offline),
        Refusal::NotConnected
        | Refusal::Ordered
        | Refusal::Pending
        | Refusal::PluginBusy(_)
        | Refusal::TaskRunning
        | Refusal::ProfileBusy
        | Refusal::Status(_) => Some(&t.wait),
        Refusal::Unsettled(_) => Some(&t.unsettled),
        Refusal::Prepaid => Some(&t.prepaid),
        Refusal::NoJournal(_) => Some(&t.no_journal),
        Refusal::NoneOfThem { why, .. } | Refusal::OneOfThem { why, .. } => help(w, why),
        Refusal::Gone
        | Refusal::ApiVersion
        | Refusal::NoPlugins(_)
        | Refusal::NoPassword(_)
        | Refusal::NoPlugin
        | Refusal::PluginUnknown
        | Refusal::NoSize
        | Refusal::NoBatch
        | Refusal::NothingMarked
        | Refusal::NothingUnsettled
        | Refusal::NotLocked
        | Refusal::NotHere
        | Refusal::NotShown
        | Refusal::NoTable
        | Refusal::NothingToCopy
        | Refusal::NoTask => None,
    }
}

/// An engine version without plug-ins.
#[must_use]
pub fn no_plugins(w: &Words, version: &str) -> String {
    match version {
        "" => w.refusal.no_plugins_here.clone(),
        _ => fill(&w.refusal.no_plugins, &[("version", &version)]),
    }
}

/// Title of the box that says so.
#[must_use]
pub fn title(w: &Words, name: &str) -> String {
    match name {
        "" => w.refusal.title.clone(),
        _ => fill(&w.refusal.title_of, &[("name", &name)]),
    }
}
