//! Bindings of the user's that get in the way of others.

use super::file::Line;
use super::table::Keymap;
use super::warning::{KeymapWarning, Oddity};
use super::{Binding, spell};
use crate::command::Command;

/// What is odd about these lines in the keymap they are part of, by line.
pub(super) fn conflicts(keymap: &Keymap, lines: &[Line]) -> Vec<KeymapWarning> {
    let mut found = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let before = &lines[..at];
        let twice = before.iter().find(|other| {
            other.context == line.context && other.keys == line.keys && other.action != line.action
        });
        let twice = twice.map(|other| {
            let action = other.action.map_or("none", Command::name);
            Oddity::Twice(spell(&line.keys), action)
        });
        let others = keymap.bindings().iter();
        let clashes = others.filter_map(|other| clash(line, other));
        let all = twice.into_iter().chain(clashes);
        found.extend(all.map(|what| KeymapWarning {
            at: line.at.clone(),
            what,
        }));
    }
    // The same sequence is often bound in several places.
    let mut said: Vec<String> = Vec::new();
    found.retain(|warning| {
        let text = warning.to_string();
        let new = !said.contains(&text);
        said.push(text);
        new
    });
    found
}

/// How a line of the user's and another binding get in each other's way, if they do.
fn clash(line: &Line, other: &Binding) -> Option<Oddity> {
    let action = line.action?.name();
    let here = (line.context, action);
    let there = (other.context, other.action.name());
    let above = line.context.beneath().contains(&other.context);
    let below = other.context.beneath().contains(&line.context);
    if !above && !below && line.context != other.context {
        return None;
    }
    if line.keys == other.keys {
        let (wins, loses) = match above {
            true => (here, there),
            false => (there, here),
        };
        let differ = Some(other.action) != line.action && line.context != other.context;
        return differ.then(|| Oddity::Taken {
            keys: spell(&line.keys),
            wins,
            loses,
        });
    }
    let (short, long, action) = if other.keys.starts_with(&line.keys) {
        (&line.keys, &other.keys, action)
    } else if line.keys.starts_with(&other.keys) {
        (&other.keys, &line.keys, there.1)
    } else {
        return None;
    };
    Some(Oddity::Unreachable {
        sequence: spell(long),
        beginning: spell(short),
        action,
    })
}
