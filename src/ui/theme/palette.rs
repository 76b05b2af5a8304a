//! The theme files: what each role looks like, for each depth of colour.

use super::{ROLES, Role};
use crate::state::context::Depth;
use ratatui::style::{Color, Modifier, Style};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// The built-in themes. One that could not be read would have no styles at all, which a test
/// rules out.
pub(super) static PALETTES: LazyLock<Palettes> = LazyLock::new(|| {
    let read = |text| read(text).unwrap_or_default();
    let mono = read(MONO).remove("none").unwrap_or_default();
    Palettes {
        dark: Depths::of(read(DARK)),
        light: Depths::of(read(LIGHT)),
        high_contrast: Depths::of(read(HIGH_CONTRAST)),
        mono,
    }
});

pub(super) const DARK: &str = include_str!("../../../assets/themes/dark.toml");
pub(super) const LIGHT: &str = include_str!("../../../assets/themes/light.toml");
pub(super) const HIGH_CONTRAST: &str = include_str!("../../../assets/themes/high-contrast.toml");
pub(super) const MONO: &str = include_str!("../../../assets/themes/mono.toml");

/// Every built-in theme.
pub(super) struct Palettes {
    pub(super) dark: Depths,
    pub(super) light: Depths,
    pub(super) high_contrast: Depths,
    pub(super) mono: Palette,
}

/// A theme in each depth of colour that has colours.
pub(super) struct Depths {
    truecolor: Palette,
    indexed: Palette,
    basic: Palette,
}

impl Depths {
    fn of(mut tables: BTreeMap<String, Palette>) -> Self {
        let mut take = |name: &str| tables.remove(name).unwrap_or_default();
        Self {
            truecolor: take("truecolor"),
            indexed: take("256"),
            basic: take("16"),
        }
    }

    /// The theme in this depth; without colours, in the smallest there is.
    pub(super) fn at(&self, depth: Depth) -> &Palette {
        match depth {
            Depth::Truecolor => &self.truecolor,
            Depth::Indexed => &self.indexed,
            Depth::Basic | Depth::None => &self.basic,
        }
    }
}

/// What each role looks like, in the order of [`ROLES`].
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Palette {
    styles: [Style; ROLES.len()],
}

impl Palette {
    pub(super) fn style(&self, role: Role) -> Style {
        self.styles[role as usize]
    }
}

/// A theme file that cannot be read.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum ThemeError {
    /// Not TOML, or not tables of texts.
    #[error("the theme is not a table of looks: {0}")]
    Syntax(String),
    /// A role that is missing.
    #[error("the theme says nothing about {0}")]
    Missing(&'static str),
    /// A word that is no part of a look.
    #[error("the theme has no look {0:?}")]
    Look(String),
}

/// Reads a theme file: a palette for each of its depths.
pub(super) fn read(text: &str) -> Result<BTreeMap<String, Palette>, ThemeError> {
    let tables: BTreeMap<String, BTreeMap<String, String>> =
        toml::from_str(text).map_err(|error| ThemeError::Syntax(error.message().to_owned()))?;
    tables
        .into_iter()
        .map(|(depth, looks)| Ok((depth, palette(&looks)?)))
        .collect()
}

fn palette(looks: &BTreeMap<String, String>) -> Result<Palette, ThemeError> {
    let mut palette = Palette::default();
    for (name, role) in ROLES {
        let look = looks.get(name).ok_or(ThemeError::Missing(name))?;
        palette.styles[role as usize] = style(look)?;
    }
    Ok(palette)
}

/// `COLOUR [on COLOUR] [bold] [dim] [italic] [reverse]`.
fn style(look: &str) -> Result<Style, ThemeError> {
    let mut style = Style::new();
    let mut words = look.split_whitespace();
    while let Some(word) = words.next() {
        let unknown = || ThemeError::Look(word.to_owned());
        style = match word {
            "bold" => style.add_modifier(Modifier::BOLD),
            "dim" => style.add_modifier(Modifier::DIM),
            "italic" => style.add_modifier(Modifier::ITALIC),
            "reverse" => style.add_modifier(Modifier::REVERSED),
            "on" => style.bg(words.next().and_then(colour).ok_or_else(unknown)?),
            _ => style.fg(colour(word).ok_or_else(unknown)?),
        };
    }
    Ok(style)
}

/// `#rrggbb`, a number of the 256, or a name of the 16.
fn colour(word: &str) -> Option<Color> {
    if let Some(digits) = word.strip_prefix('#') {
        let number = u32::from_str_radix(digits, 16).ok()?;
        return (digits.len() == 6).then(|| Color::from_u32(number));
    }
    match word {
        "black" => Some(Color::Black),
        "red" => Some(Color::Red),
        "blue" => Some(Color::Blue),
        "magenta" => Some(Color::Magenta),
        "cyan" => Some(Color::Cyan),
        "gray" => Some(Color::Gray),
        "light-red" => Some(Color::LightRed),
        "light-yellow" => Some(Color::LightYellow),
        "light-cyan" => Some(Color::LightCyan),
        "white" => Some(Color::White),
        _ => word.parse().ok().map(Color::Indexed),
    }
}
