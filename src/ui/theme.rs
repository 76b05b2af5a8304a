//! Colours and line glyphs. Nothing else in `ui` names a colour.
//!
//! A cell has a [`Role`], and the [`Theme`] says what that looks like. Colour only repeats what a
//! letter or a word says already: the theme without colours loses nothing. The dark theme needs 16
//! colours, the light one 256 (the 16 are unreadable on white). Fine rows have no colour at all.

use crate::state::context::{Glyphs, Look, ThemeName};
use crate::state::row::Severity;
use ratatui::style::{Color, Modifier, Style};

/// What a piece of text is, as far as its look goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Anything without a meaning of its own; also what is fine.
    Plain,
    /// Something is broken.
    Critical,
    /// Something needs a look.
    Warning,
    /// Something is under way.
    Moving,
    /// Frozen, switched off, or of little weight.
    Quiet,
    /// Not known to be true now.
    Stale,
    /// Titles, the focused button, the current tab.
    Title,
    /// The label of the profile; also a whole line that must not be overlooked.
    Chip,
    /// The row the cursor is on, in the pane that has the focus.
    Cursor,
}

impl From<Severity> for Role {
    fn from(severity: Severity) -> Self {
        match severity {
            Severity::Critical => Self::Critical,
            Severity::Warning => Self::Warning,
            Severity::Unknown => Self::Stale,
            Severity::Moving => Self::Moving,
            Severity::Frozen => Self::Quiet,
            Severity::Fine => Self::Plain,
        }
    }
}

/// How things look.
#[derive(Clone, Copy, Debug)]
pub struct Theme {
    look: Look,
}

/// What lines and bars are made of.
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs, reason = "each name says it")]
pub struct Strokes {
    pub horizontal: &'static str,
    pub vertical: &'static str,
    /// Top left, top right, bottom left, bottom right.
    pub corners: [&'static str; 4],
    pub full: &'static str,
    pub empty: &'static str,
}

const UNICODE: Strokes = Strokes {
    horizontal: "─",
    vertical: "│",
    corners: ["┌", "┐", "└", "┘"],
    full: "█",
    empty: "░",
};

const ASCII: Strokes = Strokes {
    horizontal: "-",
    vertical: "|",
    corners: ["+", "+", "+", "+"],
    full: "#",
    empty: ".",
};

impl Theme {
    /// The theme the user asked for.
    #[must_use]
    pub fn new(look: Look) -> Self {
        Self { look }
    }

    /// What a role looks like.
    #[must_use]
    pub fn style(self, role: Role) -> Style {
        let plain = Style::new();
        match role {
            Role::Plain => plain,
            Role::Title => plain.add_modifier(Modifier::BOLD),
            Role::Chip | Role::Cursor => plain.add_modifier(Modifier::REVERSED),
            Role::Stale => plain.add_modifier(Modifier::DIM),
            Role::Critical | Role::Warning | Role::Moving | Role::Quiet => self.coloured(role),
        }
    }

    fn coloured(self, role: Role) -> Style {
        let (critical, warning, moving, quiet) = match self.look.theme {
            ThemeName::Dark => (Color::LightRed, Color::Yellow, Color::Cyan, Color::DarkGray),
            ThemeName::Light => (
                Color::Indexed(130),
                Color::Indexed(94),
                Color::Indexed(24),
                Color::Indexed(242),
            ),
            ThemeName::Mono => return mono(role),
        };
        match role {
            Role::Critical => Style::new().fg(critical).add_modifier(Modifier::BOLD),
            Role::Warning => Style::new().fg(warning),
            Role::Moving => Style::new().fg(moving),
            _ => Style::new().fg(quiet),
        }
    }

    /// What lines and bars are made of.
    #[must_use]
    pub fn strokes(self) -> Strokes {
        match self.look.glyphs {
            Glyphs::Unicode => UNICODE,
            Glyphs::Ascii => ASCII,
        }
    }
}

fn mono(role: Role) -> Style {
    match role {
        Role::Critical | Role::Warning => Style::new().add_modifier(Modifier::BOLD),
        Role::Quiet => Style::new().add_modifier(Modifier::DIM),
        _ => Style::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROLES: [Role; 9] = [
        Role::Plain,
        Role::Critical,
        Role::Warning,
        Role::Moving,
        Role::Quiet,
        Role::Stale,
        Role::Title,
        Role::Chip,
        Role::Cursor,
    ];

    fn theme(theme: ThemeName, glyphs: Glyphs) -> Theme {
        Theme::new(Look { theme, glyphs })
    }

    #[test]
    fn the_mono_theme_sets_no_colour() {
        let mono = theme(ThemeName::Mono, Glyphs::Unicode);
        for role in ROLES {
            let style = mono.style(role);
            assert_eq!((style.fg, style.bg), (None, None), "{role:?}");
        }
    }

    #[test]
    fn what_is_fine_has_no_style_in_any_theme() {
        for name in [ThemeName::Dark, ThemeName::Light, ThemeName::Mono] {
            let style = theme(name, Glyphs::Ascii).style(Severity::Fine.into());
            assert_eq!(style, Style::new(), "{name:?}");
        }
    }

    #[test]
    fn ascii_strokes_are_ascii() {
        let strokes = theme(ThemeName::Dark, Glyphs::Ascii).strokes();
        let all = format!("{strokes:?}");
        assert!(all.is_ascii(), "{all}");
    }
}
