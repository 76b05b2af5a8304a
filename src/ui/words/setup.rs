//! What is odd about the user's files: each with its file and line, and the nearest right name.
//! Names, keys and values are as they stand in the files, in every language.

use super::catalogue::{Words, fill, texts};
use crate::config::Warning;
use crate::keymap::{KeymapWarning, Never, Oddity, Shape};
use crate::private::Weakness;
use std::fmt::Display;

texts! {
    /// What is odd about the user's files.
    pub struct Setup {
        place, meant, known, ignored, no_log, writable, foreign, unknown_key, respelt, unknown_region, other_region,
        keys: Keys,
    }
}

texts! {
    /// What is odd about the user's keys.
    pub struct Keys {
        broken, context, preset, action, key, form, lines_of_keys, quoted_action, never, cancels,
        unlike_esc, quits, stops, tab, enter, esc, not_sent, twice, taken, unreachable,
    }
}

/// What is odd about the configuration.
#[must_use]
pub fn settings(w: &Words, warning: &Warning) -> String {
    let t = &w.setup;
    match warning {
        Warning::UnknownKey {
            at,
            key,
            table,
            nearest,
            known,
        } => {
            let hint = hint(w, nearest.as_deref(), known);
            let values: [(&str, &dyn Display); 2] = [("key", key), ("table", table)];
            placed(w, at, &format!("{}{hint}", fill(&t.unknown_key, &values)))
        }
        Warning::Respelt { at, key, present } => {
            let values: [(&str, &dyn Display); 2] = [("key", key), ("present", present)];
            placed(w, at, &fill(&t.respelt, &values))
        }
        Warning::UnknownRegion { region, nearest } => {
            let hint = hint(w, nearest.as_deref(), &[]);
            format!("{}{hint}", fill(&t.unknown_region, &[("region", region)]))
        }
        Warning::OtherRegion {
            endpoint,
            actual,
            region,
        } => fill(
            &t.other_region,
            &[
                ("endpoint", endpoint),
                ("actual", actual),
                ("region", region),
            ],
        ),
    }
}

/// There is no log.
#[must_use]
pub fn no_log(w: &Words, why: &str) -> String {
    fill(&w.setup.no_log, &[("why", &why)])
}

/// Others can put files where the log and the journal are.
#[must_use]
pub fn open_directory(w: &Words, weakness: &Weakness) -> String {
    match weakness {
        Weakness::Writable(path, mode) => {
            let mode = format!("{mode:o}");
            let values: [(&str, &dyn Display); 2] = [("path", &path.display()), ("mode", &mode)];
            fill(&w.setup.writable, &values)
        }
        Weakness::Foreign(path, owner) => {
            let values: [(&str, &dyn Display); 2] = [("path", &path.display()), ("owner", owner)];
            fill(&w.setup.foreign, &values)
        }
    }
}

/// What is odd about the user's keys.
#[must_use]
pub fn keys(w: &Words, warning: &KeymapWarning) -> String {
    let t = &w.setup.keys;
    let named = |template: &str, name: &str, near: Option<&str>| {
        let ignored = || w.setup.ignored.clone();
        let rest = near.map_or_else(ignored, |near| hint(w, Some(near), &[]));
        format!("{}{rest}", fill(template, &[("name", &name)]))
    };
    let what = match &warning.what {
        Oddity::Broken(why) => fill(&t.broken, &[("why", why)]),
        Oddity::Context(name, near) => named(&t.context, name, *near),
        Oddity::Preset(name, near) => named(&t.preset, name, *near),
        Oddity::Action(name, near) => named(&t.action, name, *near),
        Oddity::Key(key, near) => named(&t.key, key, near.as_deref()),
        Oddity::Form(name, right) => {
            let right = match right {
                Shape::Lines => &t.lines_of_keys,
                Shape::Action => &t.quoted_action,
            };
            fill(&t.form, &[("name", name), ("right", right)])
        }
        Oddity::NeverSent(key, why) => fill(&t.never, &[("key", key), ("why", &never(w, *why))]),
        Oddity::Twice(keys, action) => fill(&t.twice, &[("keys", keys), ("action", action)]),
        Oddity::Taken { keys, wins, loses } => fill(
            &t.taken,
            &[
                ("keys", keys),
                ("wins", &wins.1),
                ("winner", &wins.0.name()),
                ("loser", &loses.0.name()),
                ("loses", &loses.1),
            ],
        ),
        Oddity::Unreachable {
            sequence,
            beginning,
            action,
        } => fill(
            &t.unreachable,
            &[
                ("sequence", sequence),
                ("beginning", beginning),
                ("action", action),
            ],
        ),
    };
    placed(w, &warning.at, &what)
}

fn never(w: &Words, why: Never) -> &str {
    let t = &w.setup.keys;
    match why {
        Never::Cancels => &t.cancels,
        Never::UnlikeEsc => &t.unlike_esc,
        Never::Quits => &t.quits,
        Never::Stops => &t.stops,
        Never::Tab => &t.tab,
        Never::Enter => &t.enter,
        Never::Esc => &t.esc,
        Never::NotSent => &t.not_sent,
    }
}

/// File and line, and what is there.
fn placed(w: &Words, at: &crate::text::Place, what: &str) -> String {
    fill(&w.setup.place, &[("at", at), ("what", &what)])
}

/// What to add to "there is no such name".
fn hint(w: &Words, nearest: Option<&str>, known: &[String]) -> String {
    match nearest {
        Some(name) => fill(&w.setup.meant, &[("name", &name)]),
        None if known.is_empty() => String::new(),
        None => fill(&w.setup.known, &[("names", &known.join(", "))]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keymap::Keymap;
    use crate::lang::Lang;
    use crate::text::Place;
    use std::collections::HashSet;
    use std::mem::discriminant;
    use std::path::Path;

    fn place() -> Place {
        Place {
            file: "c.toml".into(),
            line: 4,
        }
    }

    #[test]
    fn the_screen_says_of_the_configuration_what_the_commands_say() {
        let known = vec!["region".to_owned(), "label".to_owned()];
        let unknown = |nearest: Option<&str>| Warning::UnknownKey {
            at: place(),
            key: "regoin".into(),
            table: "[profile.p]".into(),
            nearest: nearest.map(str::to_owned),
            known: known.clone(),
        };
        let warnings = [
            unknown(Some("region")),
            unknown(None),
            Warning::Respelt {
                at: place(),
                key: "read-only".into(),
                present: "read_only".into(),
            },
            Warning::UnknownRegion {
                region: "cn-nroth-4".into(),
                nearest: None,
            },
            Warning::OtherRegion {
                endpoint: "https://e".into(),
                actual: "a".into(),
                region: "r".into(),
            },
        ];
        let (english, chinese) = (Words::load(Lang::English), Words::load(Lang::Chinese));
        let (english, chinese) = (english.unwrap(), chinese.unwrap());
        for warning in &warnings {
            assert_eq!(settings(&english, warning), warning.to_string());
        }
        assert_eq!(
            settings(&chinese, &warnings[0]),
            "c.toml:4：[profile.p]中的键regoin未知，已忽略；是否应为region？"
        );
    }

    #[test]
    fn the_screen_says_of_the_keys_what_the_commands_say() {
        let lines = "preset = \"vmi\"\n[lsit]\nx = \"quit\"\n[list]\nr = \"sort\"\nx = 3\nq = \"qiut\"\n\
                     hyper-x = \"quit\"\nctrl-i = \"open\"\nctrl-z = \"open\"\nctrl-m = \"open\"\n\
                     alt-x = \"open\"\nctrl-c = \"open\"\n\"ctrl-[\" = \"open\"\nctrl-X = \"open\"\n\
                     j = \"up\"\n\" j\" = \"down\"\n\"j k\" = \"open\"\n[dialog]\nesc = \"yes\"\n";
        let (english, chinese) = (Words::load(Lang::English), Words::load(Lang::Chinese));
        let (english, chinese) = (english.unwrap(), chinese.unwrap());
        let mut kinds = HashSet::new();
        for text in [lines, "list = 3\n", "[list"] {
            let (_, warnings) = Keymap::merged(Path::new("k.toml"), text, None);
            for warning in &warnings {
                kinds.insert(discriminant(&warning.what));
                assert_eq!(keys(&english, warning), warning.to_string());
                assert!(!keys(&chinese, warning).contains("; "), "{warning}");
            }
        }
        assert_eq!(kinds.len(), 10, "every kind is there");
    }
}
