//! How many colours the terminal has, as far as the environment tells. The terminal itself is not
//! asked: an answer that comes late would be taken for keys.

use super::Environment;
use crate::cli::Colors;
use crate::state::context::Depth;

/// What the flag says; else `NO_COLOR`, then `COLORTERM`, then `TERM`.
pub(super) fn of(given: Colors, environment: &Environment) -> Depth {
    match given {
        Colors::Truecolor => Depth::Truecolor,
        Colors::Indexed => Depth::Indexed,
        Colors::Basic => Depth::Basic,
        Colors::None => Depth::None,
        Colors::Auto => detect(environment),
    }
}

/// The name of a terminal that has no screen to draw on, as `TERM` has it. One without any name may
/// well have one.
pub fn no_screen(environment: &Environment) -> Option<&str> {
    let term = environment.var("TERM")?;
    let bare = ["dumb", "emacs", "unknown", "network", "dialup"];
    (bare.contains(&term) || term.starts_with("dumb-")).then_some(term)
}

fn detect(environment: &Environment) -> Depth {
    if environment.var("NO_COLOR").is_some() {
        return Depth::None;
    }
    let term = environment.var("TERM").unwrap_or_default();
    let colourless = ["dumb", "vt52", "vt100", "vt102", "vt220", "vt320"];
    if colourless.contains(&term) || term.ends_with("-mono") || term.ends_with("-m") {
        return Depth::None;
    }
    match environment.var("COLORTERM") {
        Some("truecolor" | "24bit") => return Depth::Truecolor,
        _ if term.ends_with("-direct") => return Depth::Truecolor,
        _ => {}
    }
    match term.contains("256color") {
        true => Depth::Indexed,
        // Without any name most terminals still have these.
        false => Depth::Basic,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    fn detected(vars: &[(&'static str, &'static str)]) -> Depth {
        of(
            Colors::Auto,
            &Environment::new(Path::new("/home/u"), vars.iter().copied()),
        )
    }

    #[test]
    fn the_environment_says_how_many_colours_there_are() {
        for (vars, depth) in [
            (&[][..], Depth::Basic),
            (&[("TERM", "xterm")], Depth::Basic),
            (&[("TERM", "linux")], Depth::Basic),
            (&[("TERM", "xterm-256color")], Depth::Indexed),
            (&[("TERM", "tmux-256color")], Depth::Indexed),
            (&[("TERM", "xterm-direct")], Depth::Truecolor),
            (
                &[("TERM", "screen-256color"), ("COLORTERM", "truecolor")],
                Depth::Truecolor,
            ),
            (
                &[("TERM", "xterm"), ("COLORTERM", "24bit")],
                Depth::Truecolor,
            ),
            (&[("TERM", "xterm"), ("COLORTERM", "yes")], Depth::Basic),
            (&[("TERM", "dumb"), ("COLORTERM", "truecolor")], Depth::None),
            (&[("TERM", "vt100")], Depth::None),
            (&[("TERM", "xterm-mono")], Depth::None),
            (
                &[("COLORTERM", "truecolor"), ("NO_COLOR", "1")],
                Depth::None,
            ),
            // Set to nothing it means nothing.
            (
                &[("COLORTERM", "truecolor"), ("NO_COLOR", "")],
                Depth::Truecolor,
            ),
        ] {
            assert_eq!(detected(vars), depth, "{vars:?}");
        }
    }

    #[test]
    fn a_terminal_without_a_screen_is_known_by_its_name() {
        let none = |term| {
            let environment = Environment::new(Path::new("/home/u"), [("TERM", term)]);
            no_screen(&environment).map(str::to_owned)
        };
        assert_eq!(none("dumb").as_deref(), Some("dumb"));
        assert_eq!(none("dumb-emacs-ansi").as_deref(), Some("dumb-emacs-ansi"));
        assert_eq!(
            ["", "xterm", "vt100", "linux"].map(none),
            [const { None }; 4]
        );
    }

    #[test]
    fn the_flag_wins_over_the_environment() {
        let environment = Environment::new(Path::new("/home/u"), [("NO_COLOR", "1")]);
        for (given, depth) in [
            (Colors::Truecolor, Depth::Truecolor),
            (Colors::Indexed, Depth::Indexed),
            (Colors::Basic, Depth::Basic),
            (Colors::None, Depth::None),
        ] {
            assert_eq!(of(given, &environment), depth, "{given:?}");
        }
    }
}
