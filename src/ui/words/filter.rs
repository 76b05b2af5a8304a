//! The filter's language, and what is wrong with a filter.

use super::catalogue::{Words, fill, texts};
use crate::state::filter::{Fault, Field, Wrong};

texts! {
    /// The filter.
    pub struct Filters {
        /// What a filter that cannot be understood does, for the empty list.
        nothing_passes,
        fault: Faults,
        language: Language,
    }
}

texts! {
    /// What is wrong with a filter, in few words: there is little room beside it.
    pub struct Faults {
        unfinished, meant, unknown, age_compares, equals, percent, age,
    }
}

texts! {
    /// What can be typed into the filter.
    pub struct Language {
        words, not, either, status, tag, tag_value, storage, age, version, name, kind, region,
        profile, stale, marked,
    }
}

/// The filter's language: what is typed, what it means.
#[must_use]
pub fn language(w: &Words) -> [(&'static str, &str); 15] {
    let t = &w.filter.language;
    [
        ("orders eu", &t.words),
        ("!word", &t.not),
        ("a|b", &t.either),
        ("status=ERROR", &t.status),
        ("tag:env", &t.tag),
        ("tag:env=prod", &t.tag_value),
        ("storage>80", &t.storage),
        ("age<1d", &t.age),
        ("version=3.8", &t.version),
        ("name=orders", &t.name),
        ("type=cluster", &t.kind),
        ("region=", &t.region),
        ("profile=", &t.profile),
        ("stale", &t.stale),
        ("marked", &t.marked),
    ]
}

/// What is wrong with a filter.
#[must_use]
pub fn fault(w: &Words, fault: &Fault) -> String {
    let t = &w.filter.fault;
    let term = &fault.word;
    let field = field(term);
    let (template, meant) = match fault.wrong {
        Wrong::Unfinished => (&t.unfinished, ""),
        Wrong::Field(Some(meant)) => (&t.meant, meant),
        Wrong::Field(None) => (&t.unknown, ""),
        Wrong::Compare(Field::Age) => (&t.age_compares, ""),
        Wrong::Compare(_) => (&t.equals, ""),
        Wrong::Percent => (&t.percent, ""),
        Wrong::Age => (&t.age, ""),
    };
    fill(
        template,
        &[("term", term), ("field", &field), ("meant", &meant)],
    )
}

/// The field of a term, as it was typed.
fn field(term: &str) -> &str {
    let body = term.strip_prefix('!').unwrap_or(term);
    body.split(['=', '<', '>']).next().unwrap_or(body)
}
