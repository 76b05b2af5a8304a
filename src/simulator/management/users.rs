//! Users and what they may.

use serde_json::{Value, json};

use super::auth::{Tag, USERS, User};
use super::edition::Edition;
use super::look::Look;

/// What a user is told of themselves.
pub fn whoami(user: &User, edition: Edition) -> Value {
    json!({ "name": user.name, "tags": tags(user.tag, edition) })
}

fn tags(tag: Tag, edition: Edition) -> Value {
    let words: Vec<&str> = tag.word().into_iter().collect();
    match edition.is_old() {
        true => json!(words.join(",")),
        false => json!(words),
    }
}

/// All users, by name.
pub fn list(look: &Look<'_>) -> Vec<Value> {
    let own = (look.instance.access_user.as_str(), Tag::Administrator);
    let others = USERS.into_iter().filter(|(name, _)| *name != own.0);
    let mut all: Vec<(&str, Tag)> = std::iter::once(own).chain(others).collect();
    all.sort_unstable();
    let row = |(name, tag): (&str, Tag)| {
        let mut row = json!({
            "name": name,
            // Of nothing: it only has the length of one.
            "password_hash": "bm90LWEtaGFzaC1vZi1hbnl0aGluZy1idXQtYS1tYWRl",
            "hashing_algorithm": "rabbit_password_hashing_sha256",
            "tags": tags(tag, look.edition),
        });
        if !look.edition.is_old() {
            row["limits"] = json!({});
        }
        row
    };
    all.into_iter().map(row).collect()
}

/// The permissions of all users.
pub fn permissions(look: &Look<'_>) -> Vec<Value> {
    let vhosts = look.broker.vhosts();
    let user = &look.instance.access_user;
    let own = |vhost: &&str| {
        json!({
            "user": user,
            "vhost": vhost,
            "configure": ".*",
            "write": ".*",
            "read": ".*",
        })
    };
    vhosts.iter().map(own).collect()
}
