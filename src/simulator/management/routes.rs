//! Which answer belongs to which path.

use serde_json::{Value, json};

use super::answer::{Answer, Result};
use super::ask::Ask;
use super::auth::User;
use super::look::Look;
use super::{
    bindings, channels, connections, consumers, exchanges, feature_flags, health, nodes, overview,
    paging, policies, queues, rows, users, vhosts,
};

/// Answers what changes nothing.
pub fn read(look: &Look<'_>, user: &User, ask: &Ask) -> Result {
    let path: Vec<&str> = ask.path.iter().map(String::as_str).collect();
    match path.as_slice() {
        ["nodes", ..] | ["feature-flags"] => user.monitors(look.edition)?,
        ["users", ..] | ["permissions"] => user.administers(look.edition)?,
        _ => {}
    }
    match path.as_slice() {
        ["whoami"] => Ok(Answer::ok(users::whoami(user, look.edition))),
        ["overview"] => overview::show(look, user, ask),
        ["cluster-name"] => Ok(Answer::ok(json!({ "name": look.node(0) }))),
        ["global-parameters"] => Ok(Answer::ok(overview::global_parameters(look))),
        ["vhost-limits"] => Ok(Answer::ok(json!([]))),
        ["extensions"] => Ok(Answer::ok(json!([{ "javascript": "dispatcher.js" }]))),
        ["feature-flags"] => Ok(Answer::ok(feature_flags::list(look.edition))),
        ["health", "checks", check @ ..] => health::check(look, check),
        ["nodes", rest @ ..] => nodes::show(look, rest, ask),
        ["queues", rest @ ..] => queues::show(look, user, rest, ask),
        ["connections", rest @ ..] => connections::show(look, user, rest, ask),
        ["channels", rest @ ..] => channels::show(look, user, rest, ask),
        ["consumers", rest @ ..] => listed(look, user, rest, ask, consumers::list(look)),
        ["exchanges", rest @ ..] => exchanges::show(look, user, rest, ask),
        ["bindings", rest @ ..] => listed(look, user, rest, ask, bindings::list(look)),
        ["vhosts", rest @ ..] => vhosts::show(look, user, rest, ask),
        ["policies", rest @ ..] => listed(look, user, rest, ask, policies::list(look)),
        ["operator-policies", rest @ ..] => listed(look, user, rest, ask, Vec::new()),
        ["users"] => paging::list(users::list(look), ask, look.edition),
        ["permissions"] => paging::list(users::permissions(look), ask, look.edition),
        _ => Err(Answer::not_found()),
    }
}

/// Rows of all vhosts, or of one; none for a user who may not see those of others.
fn listed(look: &Look<'_>, user: &User, rest: &[&str], ask: &Ask, found: Vec<Value>) -> Result {
    let found = match rest {
        [] => found,
        [vhost] => rows::of_vhost(look, vhost, found)?,
        _ => return Err(Answer::not_found()),
    };
    paging::list(rows::seen_by(user, found), ask, look.edition)
}
