//! The filter's language, and what is wrong with a filter.

use super::Words;
use crate::say;
use crate::state::filter::{Fault, Wrong};

/// The filter's language: what is typed, what it means.
pub fn language(w: &Words) -> [(&'static str, &str); 24] {
    [
        ("orders eu", w.text("filter.language.words")),
        ("!word", w.text("filter.language.not")),
        ("a|b", w.text("filter.language.either")),
        ("status=ERROR", w.text("filter.language.status")),
        ("why=memory", w.text("filter.language.why")),
        ("tag:env", w.text("filter.language.tag")),
        ("tag:env=prod", w.text("filter.language.tag-value")),
        ("storage>80", w.text("filter.language.storage")),
        ("ready>10k", w.text("filter.language.figures")),
        ("cons=0", w.text("filter.language.figures-too")),
        ("fullin<4h", w.text("filter.language.full-in")),
        ("age<1d", w.text("filter.language.age")),
        ("version=3.8", w.text("filter.language.version")),
        ("name=orders", w.text("filter.language.name")),
        ("type=cluster", w.text("filter.language.kind")),
        ("zone=AZ1", w.text("filter.language.zone")),
        ("public=yes", w.text("filter.language.public")),
        ("billing=", w.text("filter.language.billing")),
        ("enterprise=0", w.text("filter.language.enterprise")),
        ("region=", w.text("filter.language.region")),
        ("profile=", w.text("filter.language.profile")),
        ("stale", w.text("filter.language.stale")),
        ("marked", w.text("filter.language.marked")),
        ("changed", w.text("filter.language.changed")),
    ]
}

/// What is wrong with a filter.
pub fn fault(w: &Words, fault: &Fault) -> String {
    let term = &fault.word;
    // As it was typed.
    let body = term.strip_prefix('!').unwrap_or(term);
    let field = body.split(['=', '<', '>']).next().unwrap_or(body);
    match fault.wrong {
        Wrong::Field(Some(meant)) => say!(w, "filter.fault.meant", field, meant),
        wrong => say!(w, "filter.fault" / wrong, term, field),
    }
}
