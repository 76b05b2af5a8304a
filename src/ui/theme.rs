//! Colours and line glyphs. Nothing else in `ui` names a colour.
//!
//! A cell has a [`Role`], and the [`Theme`] says what that looks like. Colour only repeats what a
//! letter or a word says already: without colours nothing is lost. What the roles look like is in
//! `assets/themes`, for each depth of colour the terminal may have; `palette` reads that.

mod palette;

use crate::findings::Severity;
use crate::state::context::{Appearance, Depth, Glyphs, ThemeName};
use palette::{PALETTES, Palette};
use ratatui::style::Style;

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
    /// What is pressed, beside what it does.
    Key,
    /// A name in JSON.
    JsonName,
    JsonText,
    JsonNumber,
    /// True, false and null.
    JsonLiteral,
}

/// Roles by their names in the theme files. All but the first are what a theme is made of.
const ROLES: [(&str, Role); 14] = [
    ("plain", Role::Plain),
    ("critical", Role::Critical),
    ("warning", Role::Warning),
    ("moving", Role::Moving),
    ("quiet", Role::Quiet),
    ("stale", Role::Stale),
    ("title", Role::Title),
    ("chip", Role::Chip),
    ("cursor", Role::Cursor),
    ("key", Role::Key),
    ("json-name", Role::JsonName),
    ("json-text", Role::JsonText),
    ("json-number", Role::JsonNumber),
    ("json-literal", Role::JsonLiteral),
];

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
    glyphs: Glyphs,
    palette: &'static Palette,
}

/// What lines and bars are made of.
#[derive(Clone, Copy, Debug)]
pub struct Strokes {
    pub horizontal: &'static str,
    pub vertical: &'static str,
    /// Top left, top right, bottom left, bottom right.
    pub corners: [&'static str; 4],
    pub full: &'static str,
    pub empty: &'static str,
    /// Heights of a trend, nothing first.
    pub levels: [&'static str; 8],
    /// An order as it is by nature, and the other way round.
    pub arrows: [&'static str; 2],
}

/// What a series is drawn with.
#[derive(Clone, Copy, Debug)]
pub enum Ink {
    /// Lines of dots, two a cell across and four down.
    Braille,
    /// Bars, by their heights; nothing first.
    Blocks([char; 8]),
    /// A digit at its height.
    Digits,
}

impl Ink {
    /// Bars of eight heights.
    pub const BLOCKS: Self = Self::Blocks(['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█']);

    /// How many heights a row of cells has.
    pub fn levels(self) -> usize {
        match self {
            Self::Braille => 4,
            Self::Blocks(levels) => levels.len(),
            Self::Digits => 10,
        }
    }
}

const UNICODE: Strokes = Strokes {
    horizontal: "─",
    vertical: "│",
    corners: ["┌", "┐", "└", "┘"],
    full: "█",
    empty: "░",
    levels: ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"],
    arrows: ["↓", "↑"],
};

const ASCII: Strokes = Strokes {
    horizontal: "-",
    vertical: "|",
    corners: ["+", "+", "+", "+"],
    full: "#",
    empty: ".",
    levels: ["0", "1", "2", "4", "5", "6", "8", "9"],
    arrows: ["v", "^"],
};

impl Theme {
    /// The theme the user asked for, in the colours there are.
    pub fn new(look: Appearance) -> Self {
        let palettes = &PALETTES;
        let palette = match (look.theme, look.depth) {
            (ThemeName::Mono, _) | (_, Depth::None) => &palettes.mono,
            (ThemeName::Dark, depth) => palettes.dark.at(depth),
            (ThemeName::Light, depth) => palettes.light.at(depth),
            (ThemeName::HighContrast, depth) => palettes.high_contrast.at(depth),
        };
        Self {
            glyphs: look.glyphs,
            palette,
        }
    }

    /// What a role looks like.
    pub fn style(self, role: Role) -> Style {
        self.palette.style(role)
    }

    /// What lines and bars are made of.
    pub fn strokes(self) -> Strokes {
        match self.glyphs {
            Glyphs::Unicode | Glyphs::Blocks => UNICODE,
            Glyphs::Ascii => ASCII,
        }
    }

    /// What charts are drawn with.
    pub fn ink(self) -> Ink {
        match self.glyphs {
            Glyphs::Unicode => Ink::Braille,
            Glyphs::Blocks => Ink::BLOCKS,
            Glyphs::Ascii => Ink::Digits,
        }
    }
}

#[cfg(test)]
mod tests;
