//! The filter's language, and what is wrong with a filter.

use crate::state::filter::{Fault, Field, Wrong};

/// The filter's language: what is typed, what it means.
pub const LANGUAGE: [(&str, &str); 14] = [
    ("orders eu", "both words, in name, id, address or a tag"),
    ("!word", "not this; ! turns every term round"),
    ("a|b", "one of them; also status=ERROR|FROZEN"),
    ("status=ERROR", "with this status"),
    ("tag:env", "with this tag"),
    ("tag:env=prod", "with this tag and value"),
    ("storage>80", "more used, in percent; also < >= <= ="),
    ("age<1d", "younger; also > >= <=, in m h d w"),
    ("version=3.8", "this version, or one of its line"),
    ("name=orders", "word in the name alone"),
    ("type=cluster", "of this type"),
    ("region=", "in this region"),
    ("profile=", "of this profile"),
    ("stale", "not read for three polls"),
];

/// What is wrong with a filter, in few words: there is little room beside it.
#[must_use]
pub fn fault(fault: &Fault) -> String {
    let word = &fault.word;
    match fault.wrong {
        Wrong::Unfinished => format!("{word} is not complete"),
        Wrong::Field(Some(meant)) => format!("no field {}: {meant}?", name(word)),
        Wrong::Field(None) => format!("no field {0}: tag:{0}?", name(word)),
        Wrong::Compare(Field::Age) => format!("{word}: age takes < or >"),
        Wrong::Compare(_) => format!("{word}: {} takes =", name(word)),
        Wrong::Percent => format!("{word}: percent, storage>80"),
        Wrong::Age => format!("{word}: m h d or w, age<1d"),
    }
}

/// The field of a term, as it was typed.
fn name(word: &str) -> &str {
    let body = word.strip_prefix('!').unwrap_or(word);
    body.split(['=', '<', '>']).next().unwrap_or(body)
}

/// What a filter that cannot be understood does, for the empty list.
pub const NOTHING_PASSES: &str = "The filter has a term that cannot be understood: nothing passes.";
