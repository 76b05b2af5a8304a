//! What is odd about the user's files: each with its file and line, and the nearest right name.
//! Names, keys and values are as they stand in the files, in every language.

use super::Words;
use crate::config::Warning;
use crate::keymap::{KeymapWarning, Oddity};
use crate::private::Weakness;
use crate::say;

/// What is odd about the configuration.
pub fn settings(w: &Words, warning: &Warning) -> String {
    match warning {
        Warning::UnknownKey {
            at,
            key,
            table,
            nearest,
            known,
        } => {
            let what = say!(w, "setup.settings.unknown-key", key, table);
            let what = what + &hint(w, nearest.as_deref(), known);
            say!(w, "setup.place", at, what)
        }
        Warning::Respelt { at, key, present } => {
            let what = say!(w, "setup.settings.respelt", key, present);
            say!(w, "setup.place", at, what)
        }
        Warning::UnknownRegion { region, nearest } => {
            say!(w, "setup.settings.unknown-region", region) + &hint(w, nearest.as_deref(), &[])
        }
        Warning::OtherRegion {
            endpoint,
            actual,
            region,
        } => say!(w, "setup.settings.other-region", endpoint, actual, region),
    }
}

/// Others can put files where the log and the journal are.
pub fn open_directory(w: &Words, weakness: &Weakness) -> String {
    match weakness {
        Weakness::Writable(path, mode) => {
            let (path, mode) = (path.display(), format!("{mode:o}"));
            say!(w, "setup.open.writable", path, mode)
        }
        Weakness::Foreign(path, owner) => {
            say!(w, "setup.open.foreign", path = path.display(), owner)
        }
    }
}

/// What is odd about the user's keys.
pub fn keys(w: &Words, warning: &KeymapWarning) -> String {
    let what = &warning.what;
    let named = |name: &str, near: Option<&str>| {
        let ignored = || w.text("setup.ignored").to_owned();
        let rest = near.map_or_else(ignored, |near| hint(w, Some(near), &[]));
        say!(w, "setup.keys" / what, name) + &rest
    };
    let said = match what {
        Oddity::Broken(why) => say!(w, "setup.keys.broken", why),
        Oddity::Context(name, near) | Oddity::Preset(name, near) | Oddity::Action(name, near) => {
            named(name, *near)
        }
        Oddity::Key(key, near) => named(key, near.as_deref()),
        Oddity::Form(name, right) => {
            let right = w.named("setup.keys.takes", right);
            say!(w, "setup.keys.form", name, right)
        }
        Oddity::NeverSent(key, why) => {
            let why = w.named("setup.keys.never", why);
            say!(w, "setup.keys.never-sent", key, why)
        }
        Oddity::Twice(keys, action) => say!(w, "setup.keys.twice", keys, action),
        Oddity::Taken { keys, wins, loses } => {
            let (winner, loser) = (wins.0.name(), loses.0.name());
            let (wins, loses) = (wins.1, loses.1);
            say!(w, "setup.keys.taken", keys, wins, winner, loser, loses)
        }
        Oddity::Unreachable {
            sequence,
            beginning,
            action,
        } => say!(w, "setup.keys.unreachable", sequence, beginning, action),
    };
    say!(w, "setup.place", at = warning.at, what = said)
}

/// What to add to "there is no such name".
fn hint(w: &Words, nearest: Option<&str>, known: &[String]) -> String {
    match nearest {
        Some(name) => say!(w, "setup.meant", name),
        None if known.is_empty() => String::new(),
        None => say!(w, "setup.known", names = known.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keymap::Keymap;
    use crate::lang::Lang;
    use crate::text::Location;
    use std::collections::HashSet;
    use std::mem::discriminant;
    use std::path::Path;

    fn place() -> Location {
        Location {
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
