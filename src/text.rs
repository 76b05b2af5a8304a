//! Text as cells: made safe, measured, cut, padded, wrapped.
//!
//! Everything that is drawn goes through here, because the canvas of `ui` does. What
//! the service sends may hold anything: characters that would steer the terminal, reorder the
//! line or hide in it are shown as escapes (`\x1b`, `\u{202e}`). Text is cut between graphemes and
//! measured in cells, so that columns stay aligned whatever the script.

mod location;
mod named;
mod nearest;

pub use location::Location;
pub use named::named;
pub use nearest::{edits, nearest};

use ratatui::buffer::CellWidth as _;
use std::borrow::Cow;
use unicode_segmentation::UnicodeSegmentation as _;

/// What stands for the part that was cut off. ASCII: an ellipsis is two cells wide on some
/// terminals.
const CUT: &str = "..";

/// The most code points of one grapheme that are drawn, and the most bytes: what real letters have,
/// with their marks. The others of a letter with fifty thousand are dropped.
const MOST_POINTS: usize = 8;
const MOST_BYTES: usize = 32;

/// The widest that one grapheme may be. A chain of marks is one grapheme, however long it is.
pub const WIDEST: usize = 4;

/// Whether every byte is a visible character of one cell, as nearly all text is.
pub fn is_plain(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b' '..=b'~'))
}

/// The text with every character that is not plainly visible shown as an escape.
pub fn clean(text: &str) -> Cow<'_, str> {
    if is_plain(text) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(cleaned(text, usize::MAX))
}

/// The beginning of the text as [`clean`] shows it: all of it, or more than `room` cells.
fn cleaned(text: &str, room: usize) -> String {
    let mut cleaned = String::with_capacity(text.len().min(room.saturating_mul(4)));
    let mut used = 0;
    for grapheme in text.graphemes(true) {
        if used > room {
            break;
        }
        let before = cleaned.len();
        let grapheme = handful(grapheme);
        // Control characters have no width to ask for.
        if grapheme.chars().any(is_hidden) || grapheme.cell_width() == 0 {
            grapheme.chars().for_each(|c| spell(c, &mut cleaned));
        } else if usize::from(grapheme.cell_width()) > WIDEST {
            grapheme.chars().for_each(|c| escape(c, &mut cleaned));
        } else {
            cleaned.push_str(grapheme);
        }
        used += cells(&cleaned[before..]);
    }
    cleaned
}

/// What is drawn of a grapheme.
fn handful(grapheme: &str) -> &str {
    let mut letters = grapheme.char_indices().enumerate();
    let end = letters
        .find(|(point, (at, letter))| *point == MOST_POINTS || at + letter.len_utf8() > MOST_BYTES);
    end.map_or(grapheme, |(_, (at, _))| &grapheme[..at])
}

fn spell(c: char, into: &mut String) {
    let mut single = [0; 4];
    let alone: &str = c.encode_utf8(&mut single);
    if is_hidden(c) || alone.cell_width() == 0 {
        escape(c, into);
    } else {
        into.push(c);
    }
}

fn escape(c: char, into: &mut String) {
    let code = u32::from(c);
    if code < 0x100 {
        into.push_str(&format!("\\x{code:02x}"));
    } else {
        into.push_str(&format!("\\u{{{code:x}}}"));
    }
}

/// Control characters, and characters that have no look of their own but change that of others.
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(
            u32::from(c),
            0xad | 0x34f | 0x61c
                | 0x115f | 0x1160 | 0x17b4 | 0x17b5
                | 0x180b..=0x180f
                | 0x200b..=0x200f
                | 0x2028..=0x202e
                | 0x2060..=0x206f
                | 0x3164
                | 0xfe00..=0xfe0f
                | 0xfeff | 0xffa0
                | 0xfff0..=0xfffb
                | 0x1bca0..=0x1bca3
                | 0x1d173..=0x1d17a
                | 0xe0000..=0xe0fff
        )
}

/// Width in cells of text as it is drawn.
pub fn width(text: &str) -> usize {
    let cleaned = clean(text);
    cells(&cleaned)
}

fn cells(cleaned: &str) -> usize {
    if is_plain(cleaned) {
        return cleaned.len();
    }
    let graphemes = cleaned.graphemes(true);
    graphemes
        .map(|grapheme| usize::from(grapheme.cell_width()))
        .sum()
}

/// The text in at most `room` cells; `..` at the end says that something was cut off.
pub fn cut(text: &str, room: usize) -> String {
    fit(text, room).into_owned()
}

/// The same, borrowed where nothing has to be changed.
pub fn fit(text: &str, room: usize) -> Cow<'_, str> {
    // One cell more than there is room for: that is enough to know that it is cut.
    let window = text.len().min(room.saturating_add(1));
    let cleaned = match text.get(..window).filter(|begins| is_plain(begins)) {
        Some(begins) => Cow::Borrowed(begins),
        None => Cow::Owned(cleaned(text, room)),
    };
    if !exceeds(&cleaned, room) {
        return cleaned;
    }
    let mark = &CUT[..CUT.len().min(room)];
    let mut kept = head(&cleaned, room - mark.len()).to_owned();
    kept.push_str(mark);
    Cow::Owned(kept)
}

/// The text in at most `room` cells where the middle of this path in it can give way; `least` cells
/// of the path stay.
pub fn with_short(text: &str, path: &str, room: usize, least: usize) -> String {
    let over = width(text).saturating_sub(room);
    let left = width(path).saturating_sub(over).max(least);
    match over > 0 {
        true => text.replacen(path, &cut_middle(path, left), 1),
        false => text.to_owned(),
    }
}

/// The same for the longest path in it.
pub fn with_short_path(text: &str, room: usize, least: usize) -> String {
    let words = text.split(|c: char| c.is_whitespace() || !c.is_ascii_graphic());
    let paths = words.filter(|word| word.contains('/'));
    match paths.max_by_key(|word| word.len()) {
        Some(path) => with_short(text, path, room, least),
        None => text.to_owned(),
    }
}

/// A path in less than this says nothing.
pub const LEAST_PATH: usize = 12;
/// Cells of where it begins that stay at least: `~/`.
const ROOT: usize = 2;

/// A path in at most `room` cells: where it begins and the name of the file stay, or at least the
/// end of that name.
pub fn cut_middle(path: &str, room: usize) -> String {
    let cleaned = clean(path);
    if cells(&cleaned) <= room {
        return cleaned.into_owned();
    }
    let room = room.saturating_sub(CUT.len());
    let name = cleaned.rfind('/').map_or(0, |at| cells(&cleaned[at..]));
    let last = name.min(room.saturating_sub(ROOT));
    let first = head(&cleaned, room - last);
    let mut used = 0;
    let mut from = cleaned.len();
    for (at, grapheme) in cleaned.grapheme_indices(true).rev() {
        used += usize::from(grapheme.cell_width());
        if used > last || at < first.len() {
            break;
        }
        from = at;
    }
    format!("{first}{CUT}{}", &cleaned[from..])
}

/// Whether cleaned text is wider than that. It is read no further than it has to be.
fn exceeds(cleaned: &str, room: usize) -> bool {
    head(cleaned, room).len() < cleaned.len()
}

/// The longest beginning that fits into `room` cells.
fn head(cleaned: &str, room: usize) -> &str {
    // A grapheme may go on behind plain letters.
    let plain = cleaned.len().min(room.saturating_add(1));
    if cleaned.is_char_boundary(plain) && is_plain(&cleaned[..plain]) {
        return match plain == cleaned.len() && plain <= room {
            true => cleaned,
            false => &cleaned[..room],
        };
    }
    let mut used = 0;
    for (at, grapheme) in cleaned.grapheme_indices(true) {
        used += usize::from(grapheme.cell_width());
        if used > room {
            return &cleaned[..at];
        }
    }
    cleaned
}

/// The text in exactly `room` cells, spaces on the right.
pub fn pad(text: &str, room: usize) -> String {
    let mut text = cut(text, room);
    let missing = room.saturating_sub(cells(&text));
    text.extend(std::iter::repeat_n(' ', missing));
    text
}

/// The text in exactly `room` cells, spaces on the left.
pub fn pad_left(text: &str, room: usize) -> String {
    let text = cut(text, room);
    let missing = room.saturating_sub(cells(&text));
    format!("{}{text}", " ".repeat(missing))
}

/// The text in lines of at most `room` cells, broken at spaces where there are any. Never empty.
pub fn wrap(text: &str, room: usize) -> Vec<String> {
    let room = room.max(2);
    let cleaned = clean(text);
    let mut lines = Vec::new();
    let mut rest = cleaned.as_ref();
    while exceeds(rest, room) {
        let fits = match head(rest, room) {
            // Wider than a line: it has one to itself, and is cut when it is drawn.
            "" => rest.graphemes(true).next().unwrap_or(rest),
            fits => fits,
        };
        let next_is_space = rest[fits.len()..].starts_with(' ');
        let mut graphemes = fits.grapheme_indices(true).rev();
        // A space that is drawn with the letter before it is no place to break a line.
        let space = graphemes.find(|(_, grapheme)| *grapheme == " ");
        let line = match space.map(|(at, _)| at) {
            _ if next_is_space => fits,
            // A word that has to be broken anyway is broken where the line ends.
            Some(at) if has_long_word(&rest[at + 1..], room) => broken(rest, fits, room),
            Some(at) if !fits[..at].trim().is_empty() => &fits[..at],
            _ => broken(rest, fits, room),
        };
        rest = without_spaces(&rest[line.len()..]);
        let trimmed = line.trim_end();
        // Without the space that it is drawn with, a mark is shown as an escape, which is wider.
        let whole = width(trimmed) > room;
        lines.push(if whole { line } else { trimmed }.to_owned());
    }
    lines.push(rest.to_owned());
    lines
}

/// Where a line without spaces breaks: wherever it is full, but a number or a name among Chinese
/// letters stays whole where it can.
fn broken<'a>(rest: &str, fits: &'a str, room: usize) -> &'a str {
    let is_latin = |c: char| c.is_ascii_graphic();
    let goes_on = &rest[fits.len()..];
    // A letter that is drawn with what stands before it is no place to break a line.
    let letters = fits.grapheme_indices(true).rev();
    let letters = letters.take_while(|(_, one)| one.len() == 1 && one.chars().all(is_latin));
    let start = letters.last().map_or(fits.len(), |(at, _)| at);
    // A letter more than there is room for says enough.
    let end = goes_on
        .chars()
        .take(room + 1)
        .take_while(|c| is_latin(*c))
        .count();
    let is_cut = start < fits.len() && end > 0;
    match is_cut && start > 0 && !exceeds(&rest[start..fits.len() + end], room) {
        true => &fits[..start],
        false => fits,
    }
}

/// The same in at most so many lines; a mark says that there is more.
pub fn wrap_into(text: &str, room: usize, most: usize) -> Vec<String> {
    let mut lines = wrap(text, room);
    if lines.len() > most {
        lines.truncate(most);
        if let Some(last) = lines.last_mut() {
            *last = cut(&format!("{last}{CUT}"), room);
        }
    }
    lines
}

/// The same for text that is indented: what goes on below starts below its beginning.
pub fn wrap_indented(text: &str, room: usize) -> Vec<String> {
    let inner = text.trim_start_matches(' ');
    let indent = " ".repeat((text.len() - inner.len()).min(room / 2));
    let lines = wrap(inner, room.saturating_sub(indent.len())).into_iter();
    lines.map(|line| format!("{indent}{line}")).collect()
}

/// Text without the spaces it begins with. One that carries a mark is a character of its own:
/// without it the mark would have nothing to stand on.
fn without_spaces(text: &str) -> &str {
    let mut graphemes = text.grapheme_indices(true);
    let first = graphemes.find(|(_, grapheme)| *grapheme != " ");
    first.map_or("", |(at, _)| &text[at..])
}

/// Whether the first word does not fit into a line of its own.
fn has_long_word(rest: &str, room: usize) -> bool {
    let fits = head(rest, room);
    let goes_on = &rest[fits.len()..];
    !fits.contains(' ') && !goes_on.is_empty() && !goes_on.starts_with(' ')
}

/// Whether a text has every word of a filter somewhere, whatever their case.
pub fn has_words(text: &str, filter: &str) -> bool {
    let text = text.to_lowercase();
    let mut words = filter.split_whitespace();
    words.all(|word| text.contains(&word.to_lowercase()))
}

#[cfg(test)]
mod tests;
