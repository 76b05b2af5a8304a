use super::palette::{DARK, HIGH_CONTRAST, LIGHT, MONO, ThemeError, read};
use super::*;
use ratatui::style::{Color, Modifier};

const DEPTHS: [Depth; 4] = [Depth::Truecolor, Depth::Indexed, Depth::Basic, Depth::None];

fn theme(theme: ThemeName, depth: Depth) -> Theme {
    Theme::new(Appearance {
        theme,
        depth,
        glyphs: Glyphs::Unicode,
    })
}

/// Red, green, blue.
type Rgb = [u8; 3];

/// The 16 colours as xterm has them by default.
const XTERM: [Rgb; 16] = [
    [0, 0, 0],
    [205, 0, 0],
    [0, 205, 0],
    [205, 205, 0],
    [0, 0, 238],
    [205, 0, 205],
    [0, 205, 205],
    [229, 229, 229],
    [127, 127, 127],
    [255, 0, 0],
    [0, 255, 0],
    [255, 255, 0],
    [92, 92, 255],
    [255, 0, 255],
    [0, 255, 255],
    [255, 255, 255],
];

/// The 16 colours of VGA, which the console of Linux has.
const VGA: [Rgb; 16] = [
    [0, 0, 0],
    [170, 0, 0],
    [0, 170, 0],
    [170, 85, 0],
    [0, 0, 170],
    [170, 0, 170],
    [0, 170, 170],
    [170, 170, 170],
    [85, 85, 85],
    [255, 85, 85],
    [85, 255, 85],
    [255, 255, 85],
    [85, 85, 255],
    [255, 85, 255],
    [85, 255, 255],
    [255, 255, 255],
];

/// What a colour is on a terminal whose 16 colours are these.
fn rgb(colour: Color, sixteen: &[Rgb; 16]) -> Rgb {
    let steps = [0, 95, 135, 175, 215, 255];
    match colour {
        Color::Rgb(red, green, blue) => [red, green, blue],
        Color::Indexed(index @ 16..=231) => {
            let cube = usize::from(index - 16);
            [steps[cube / 36], steps[cube / 6 % 6], steps[cube % 6]]
        }
        Color::Indexed(index @ 232..) => [8 + 10 * (index - 232); 3],
        Color::Black => sixteen[0],
        Color::Red => sixteen[1],
        Color::Blue => sixteen[4],
        Color::Magenta => sixteen[5],
        Color::Cyan => sixteen[6],
        Color::Gray => sixteen[7],
        Color::LightRed => sixteen[9],
        Color::LightYellow => sixteen[11],
        Color::LightCyan => sixteen[14],
        Color::White => sixteen[15],
        other => panic!("no theme should use {other}: it is different everywhere"),
    }
}

/// Relative luminance, as WCAG 2 defines it.
fn luminance(rgb: Rgb) -> f64 {
    let [red, green, blue] = rgb.map(|channel| {
        let part = f64::from(channel) / 255.0;
        match part <= 0.040_45 {
            true => part / 12.92,
            false => ((part + 0.055) / 1.055).powf(2.4),
        }
    });
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/// Contrast, as WCAG 2 defines it: 1 to 21.
fn contrast(one: Rgb, other: Rgb) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

/// The backgrounds a theme is made for: the darkest and the lightest. A terminal of 16 colours has
/// its own black or white.
fn backgrounds(name: ThemeName, depth: Depth) -> [Rgb; 2] {
    match (name, depth) {
        (ThemeName::Light, Depth::Basic) => [[255; 3]; 2],
        (ThemeName::Light, _) => [[255; 3], [0xee; 3]],
        (_, Depth::Basic) => [[0; 3]; 2],
        _ => [[0; 3], [0x1e; 3]],
    }
}

/// The lowest contrast of a role. `None` where both colours are the terminal's own: its owner chose
/// them, and reversed they are as far apart; what they are nobody knows.
fn lowest(name: ThemeName, depth: Depth, role: Role) -> Option<f64> {
    let style = theme(name, depth).style(role);
    if style.fg.is_none() && style.bg.is_none() {
        return None;
    }
    let mut lowest = f64::MAX;
    for sixteen in [&XTERM, &VGA] {
        for own in backgrounds(name, depth) {
            let front = rgb(style.fg.unwrap(), sixteen);
            let back = style.bg.map_or(own, |colour| rgb(colour, sixteen));
            lowest = lowest.min(contrast(front, back));
        }
    }
    Some(lowest)
}

#[test]
fn contrast_is_computed_as_wcag_does() {
    let rounded = |one, other| (contrast(one, other) * 100.0).round() / 100.0;
    assert_eq!(rounded([0; 3], [255; 3]), 21.0);
    assert_eq!(rounded([0x76; 3], [255; 3]), 4.54);
    assert_eq!(rounded([255, 0, 0], [255; 3]), 4.0);
}

#[test]
fn the_contrast_of_every_pair_of_every_theme_and_depth_is_high_enough() {
    for (name, enough) in [
        (ThemeName::Dark, 4.5),
        (ThemeName::Light, 4.5),
        (ThemeName::HighContrast, 7.0),
    ] {
        for depth in [Depth::Truecolor, Depth::Indexed, Depth::Basic] {
            let mut coloured = 0;
            for (word, role) in ROLES {
                if let Some(lowest) = lowest(name, depth, role) {
                    coloured += 1;
                    assert!(lowest >= enough, "{name:?} {depth:?} {word}: {lowest:.2}");
                }
            }
            assert!(coloured >= 6, "{name:?} {depth:?}");
        }
    }
}

#[test]
fn high_contrast_leaves_nothing_to_the_terminal() {
    for depth in [Depth::Truecolor, Depth::Indexed, Depth::Basic] {
        for (word, role) in ROLES {
            let style = theme(ThemeName::HighContrast, depth).style(role);
            assert!(style.fg.is_some() && style.bg.is_some(), "{depth:?} {word}");
        }
    }
}

#[test]
fn without_colours_or_in_mono_no_colour_is_set() {
    for (name, depth) in DEPTHS
        .map(|depth| (ThemeName::Mono, depth))
        .into_iter()
        .chain([
            (ThemeName::Dark, Depth::None),
            (ThemeName::Light, Depth::None),
            (ThemeName::HighContrast, Depth::None),
        ])
    {
        for (word, role) in ROLES {
            let style = theme(name, depth).style(role);
            assert_eq!(
                (style.fg, style.bg),
                (None, None),
                "{name:?} {depth:?} {word}"
            );
        }
        let cursor = theme(name, depth).style(Role::Cursor);
        assert_eq!(cursor.add_modifier, Modifier::REVERSED);
    }
}

#[test]
fn a_depth_uses_only_colours_it_has() {
    for name in [ThemeName::Dark, ThemeName::Light, ThemeName::HighContrast] {
        for (word, role) in ROLES {
            let at = |depth| {
                let style = theme(name, depth).style(role);
                [style.fg, style.bg].into_iter().flatten()
            };
            let indexed = |colour| matches!(colour, Color::Indexed(16..));
            let truecolor = |colour| matches!(colour, Color::Rgb(..));
            assert!(at(Depth::Truecolor).all(truecolor), "{name:?} {word}");
            assert!(at(Depth::Indexed).all(indexed), "{name:?} {word}");
            let named = |colour| !indexed(colour) && !truecolor(colour);
            assert!(at(Depth::Basic).all(named), "{name:?} {word}");
        }
    }
}

#[test]
fn what_is_fine_has_no_style_where_the_terminal_has_its_own_colours() {
    for name in [ThemeName::Dark, ThemeName::Light, ThemeName::Mono] {
        for depth in DEPTHS {
            let style = theme(name, depth).style(Severity::Fine.into());
            assert_eq!(style, Style::new(), "{name:?} {depth:?}");
        }
    }
}

#[test]
fn every_theme_file_is_read_and_has_every_depth() {
    for (text, depths) in [
        (DARK, &["16", "256", "truecolor"][..]),
        (LIGHT, &["16", "256", "truecolor"]),
        (HIGH_CONTRAST, &["16", "256", "truecolor"]),
        (MONO, &["none"]),
    ] {
        let palettes = read(text).unwrap();
        assert_eq!(palettes.keys().collect::<Vec<_>>(), depths);
    }
}

#[test]
fn a_theme_that_cannot_be_read_says_what_is_wrong() {
    let look = |look: &str| {
        let looks = ROLES.map(|(name, _)| format!("{name} = \"{look}\"\n"));
        read(&format!("[16]\n{}", looks.concat()))
    };
    assert!(look("white on black bold").is_ok());
    assert_eq!(look("pink"), Err(ThemeError::Look("pink".into())));
    assert_eq!(look("#12345"), Err(ThemeError::Look("#12345".into())));
    assert_eq!(look("red on"), Err(ThemeError::Look("on".into())));
    let missing = read("[16]\nplain = \"\"\n");
    assert_eq!(missing, Err(ThemeError::Missing("critical")));
}

#[test]
fn ascii_strokes_are_ascii() {
    let strokes = Theme::new(Appearance {
        theme: ThemeName::Dark,
        depth: Depth::Basic,
        glyphs: Glyphs::Ascii,
    })
    .strokes();
    let all = format!("{strokes:?}");
    assert!(all.is_ascii(), "{all}");
}
