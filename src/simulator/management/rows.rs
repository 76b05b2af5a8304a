//! Rows of lists: of one vhost, and what of them a user sees.

use serde_json::Value;

use super::answer::Answer;
use super::auth::User;
use super::look::Look;

/// The rows of one vhost.
///
/// # Errors
/// 404 when there is no such vhost.
pub fn of_vhost(
    look: &Look<'_>,
    vhost: &str,
    rows: Vec<Value>,
) -> std::result::Result<Vec<Value>, Answer> {
    if !look.broker.vhosts().contains(&vhost) {
        return Err(Answer::not_found());
    }
    // A consumer has its vhost in its queue.
    let of = |row: &Value| row["vhost"] == vhost || row["queue"]["vhost"] == vhost;
    Ok(rows.into_iter().filter(of).collect())
}

/// The rows, or none for a user who may not see those of others.
pub fn seen_by(user: &User, rows: Vec<Value>) -> Vec<Value> {
    match user.sees_all() {
        true => rows,
        false => Vec::new(),
    }
}
