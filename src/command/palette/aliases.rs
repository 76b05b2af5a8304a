//! What others call a command or a view: hands that know k9s or vim find it by that.

use super::offers::{offer, show};
use crate::command::Command;
use crate::state::State;
use crate::state::palette::Offer;
use crate::state::view::Pane;
use strum::IntoEnumIterator as _;

/// Views by their names, with what others call them.
pub(super) const VIEWS: [(&str, Pane, &[&str]); 8] = [
    ("list", Pane::List, &["instances", "pulse", "pulses", "pu"]),
    ("overview", Pane::Overview, &["describe", "desc", "details"]),
    ("broker", Pane::Broker, &["management"]),
    ("live", Pane::Live, &["charts", "figures", "metrics"]),
    ("plug-ins", Pane::Plugins, &["plugins"]),
    ("tasks", Pane::Tasks, &[]),
    ("tags", Pane::Tags, &["labels"]),
    ("json", Pane::Json, &["yaml", "yml", "raw"]),
];

/// Words of k9s for what there is nothing of here. A line that is one of them means nothing, and
/// never what is spelt like it.
const FOREIGN: [&str; 30] = [
    "attach",
    "be",
    "benchmarks",
    "crd",
    "dir",
    "dp",
    "deploy",
    "deployments",
    "helm",
    "logs",
    "no",
    "node",
    "nodes",
    "pf",
    "po",
    "pod",
    "pods",
    "popeye",
    "port-forward",
    "rbac",
    "screendumps",
    "sd",
    "sec",
    "secrets",
    "shell",
    "svc",
    "services",
    "top",
    "users",
    "xray",
];

/// Whether a line is a word of k9s that means nothing here.
pub(super) fn is_foreign(line: &str) -> bool {
    FOREIGN.contains(&line.trim().to_lowercase().as_str())
}

/// What others have such a word for.
pub(super) fn aliased(state: &State, is: impl Fn(&str) -> bool) -> Vec<Offer> {
    let has = |aliases: &[&str]| aliases.iter().any(|alias| is(alias));
    let commands = Command::iter().filter(|one| one.is_named() && has(one.entry().aliases));
    let commands = commands.map(|command| offer(state, command.name(), command));
    let views = VIEWS.iter().filter(|(.., aliases)| has(aliases));
    let views = views.map(|(name, pane, _)| show(state, name, *pane));
    commands.chain(views).collect()
}

/// What takes an argument, by the name that others have for it.
pub(super) fn name_of(alias: &str) -> &str {
    match Command::Profiles.entry().aliases.contains(&alias) {
        true => "profile",
        false => alias,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_others_call_something_means_nothing_else() {
        let commands = Command::iter().flat_map(|command| command.entry().aliases);
        let views = VIEWS.iter().flat_map(|(.., aliases)| *aliases);
        let names = Command::iter().filter(|command| command.is_named());
        let names = names.map(Command::name);
        let views = views.copied().chain(VIEWS.iter().map(|(name, ..)| *name));
        let all = commands.copied().chain(views).chain(FOREIGN).chain(names);
        let mut all: Vec<&str> = all.collect();
        let count = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), count, "{all:?}");
    }
}
