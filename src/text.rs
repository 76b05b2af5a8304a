//! Text as cells: made safe, measured, cut, padded, wrapped.
//!
//! Everything that is drawn goes through here, because the canvas of `ui` does. What
//! the service sends may hold anything: characters that would steer the terminal, reorder the
//! line or hide in it are shown as escapes (`\x1b`, `\u{202e}`). Text is cut between graphemes and
//! measured in cells, so that columns stay aligned whatever the script.

mod named;
mod nearest;
mod place;

pub use named::named;
pub use nearest::{edits, nearest};
pub use place::Place;

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
fn is_plain(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b' '..=b'~'))
}

/// The text with every character that is not plainly visible shown as an escape.
#[must_use]
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
#[must_use]
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
#[must_use]
pub fn cut(text: &str, room: usize) -> String {
    // One cell more than there is room for: that is enough to know that it is cut.
    let window = text.len().min(room.saturating_add(1));
    let cleaned = match text.get(..window).filter(|begins| is_plain(begins)) {
        Some(begins) => Cow::Borrowed(begins),
        None => Cow::Owned(cleaned(text, room)),
    };
    if !exceeds(&cleaned, room) {
        return cleaned.into_owned();
    }
    let mark = &CUT[..CUT.len().min(room)];
    let mut kept = head(&cleaned, room - mark.len()).to_owned();
    kept.push_str(mark);
    kept
}

/// The text in at most `room` cells where the middle of this path in it can give way; `least` cells
/// of the path stay.
#[must_use]
pub fn with_short(text: &str, path: &str, room: usize, least: usize) -> String {
    let over = width(text).saturating_sub(room);
    let left = width(path).saturating_sub(over).max(least);
    match over > 0 {
        true => text.replacen(path, &cut_middle(path, left), 1),
        false => text.to_owned(),
    }
}

/// The same for the longest path in it.
#[must_use]
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
#[must_use]
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
#[must_use]
pub fn pad(text: &str, room: usize) -> String {
    let mut text = cut(text, room);
    let missing = room.saturating_sub(cells(&text));
    text.extend(std::iter::repeat_n(' ', missing));
    text
}

/// The text in exactly `room` cells, spaces on the left.
#[must_use]
pub fn pad_left(text: &str, room: usize) -> String {
    let text = cut(text, room);
    let missing = room.saturating_sub(cells(&text));
    format!("{}{text}", " ".repeat(missing))
}

/// The text in lines of at most `room` cells, broken at spaces where there are any. Never empty.
#[must_use]
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
#[must_use]
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
#[must_use]
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_middle_of_a_path_gives_way_before_the_rest_of_a_sentence() {
        let said = "12 rows written to /home/ops/exports/warren-1.csv";
        assert_eq!(with_short_path(said, 49, LEAST_PATH), said);
        assert_eq!(
            with_short_path(said, 40, LEAST_PATH),
            "12 rows written to /home/../warren-1.csv"
        );
        assert_eq!(
            with_short_path(said, 9, LEAST_PATH),
            "12 rows written to /h..en-1.csv"
        );
        assert_eq!(
            with_short_path("已写入/home/ops/a.csv。", 14, LEAST_PATH),
            "已写入/hom../a.csv。"
        );
        assert_eq!(with_short_path("no path", 3, LEAST_PATH), "no path");
    }

    #[test]
    fn characters_that_steer_reorder_or_hide_are_shown_as_escapes() {
        let shown = |text| clean(text).into_owned();
        assert_eq!(shown("a\x1b[2Jb\n\u{85}"), "a\\x1b[2Jb\\x0a\\x85");
        assert_eq!(shown("x\u{202e}y\u{200b}"), "x\\u{202e}y\\u{200b}");
        assert_eq!(shown("\u{301}"), "\\u{301}");
        assert_eq!(shown("e\u{301} 订单 👍"), "e\u{301} 订单 👍");
        assert_eq!(shown("👨\u{200d}👩"), "👨\\u{200d}👩");
        assert_eq!(shown(&"\u{ff9e}".repeat(9)), "\\u{ff9e}".repeat(8));
    }

    #[test]
    fn text_is_cut_and_padded_by_cells_not_characters() {
        assert_eq!(cut("orders-eu-01", 20), "orders-eu-01");
        assert_eq!(cut("orders-eu-01", 8), "orders..");
        assert_eq!(cut("订单服务", 7), "订单..");
        assert_eq!(pad("订单服务", 6), "订单..");
        assert_eq!(pad("订单服务", 5), "订.. ");
        assert_eq!(pad("ab", 4), "ab  ");
        assert_eq!(pad_left("ab", 4), "  ab");
        assert_eq!(cut("abc", 1), ".");
        assert_eq!(cut("abc", 0), "");
    }

    #[test]
    fn text_is_wrapped_at_spaces_and_long_words_are_broken() {
        assert_eq!(wrap("one two three", 8), ["one two", "three"]);
        assert_eq!(wrap("abcdefghij", 4), ["abcd", "efgh", "ij"]);
        assert_eq!(wrap("GET /a/long/path", 8), ["GET /a/l", "ong/path"]);
        assert_eq!(wrap("", 4), [""]);
        assert_eq!(wrap("订单服务", 3), ["订", "单", "服", "务"]);
        assert_eq!(wrap("上限20次", 5), ["上限", "20次"]);
        assert_eq!(wrap("abcd \u{a81}efg", 4), ["abcd", " \u{a81}efg"]);
        assert_eq!(wrap("\u{fe68}\u{11d93}ab", 2), ["\u{fe68}\u{11d93}", "ab"]);
    }

    #[test]
    fn a_path_is_cut_in_its_middle_and_keeps_its_file() {
        let path = "/home/ops/exports/2026/list.csv";
        assert_eq!(cut_middle(path, 31), path);
        assert_eq!(cut_middle(path, 30), "/home/ops/exports/2../list.csv");
        assert_eq!(cut_middle(path, 14), "/ho../list.csv");
        assert_eq!(cut_middle(path, 11), "/h..ist.csv");
        assert_eq!(cut_middle("~/导出/实例-2026.csv", 17), "~/..实例-2026.csv");
        let told = "exported 15 rows: ~/a b/c d/list.csv";
        let short = with_short(told, "~/a b/c d/list.csv", 34, LEAST_PATH);
        assert_eq!(short, "exported 15 rows: ~/a b../list.csv");
    }

    #[test]
    fn text_with_more_lines_than_there_is_room_for_ends_with_a_mark() {
        assert_eq!(wrap_into("one two three", 8, 2), ["one two", "three"]);
        assert_eq!(wrap_into("one two three", 8, 1), ["one tw.."]);
        assert_eq!(wrap_into("a bbbbbbb", 8, 1), ["a.."]);
    }

    #[test]
    fn indented_text_goes_on_below_itself_and_keeps_half_of_the_room() {
        assert_eq!(wrap_indented("  one two", 6), ["  one", "  two"]);
        assert_eq!(wrap_indented("      abcd", 4), ["  ab", "  cd"]);
    }

    #[test]
    fn a_cell_gets_a_handful_of_code_points_and_text_that_is_cut_is_not_read_to_its_end() {
        let marks = "\u{301}".repeat(50_000);
        assert_eq!(clean(&format!("a{marks}b")).chars().count(), 9);
        for (name, shown) in [
            (format!("a{marks}"), MOST_POINTS),
            (format!("a{}", "\u{200d}👩".repeat(9_000)), 0),
            (format!("a{}", "\u{fe0f}".repeat(50_000)), 0),
            ("\u{202e}".repeat(50_000), 0),
            ("🏳\u{fe0f}\u{200d}🌈".repeat(9_000), 0),
            ("\u{600}".repeat(50_000), 0),
        ] {
            let cell = cut(&name, 20);
            assert!(
                width(&cell) <= 20 && cell.len() <= 20 * MOST_BYTES,
                "{cell}"
            );
            assert!(shown == 0 || cell.chars().count() == shown, "{cell}");
            for line in wrap(&name, 20) {
                assert!(
                    width(&line) <= 20 && line.len() <= 20 * MOST_BYTES,
                    "{line}"
                );
            }
        }
    }

    /// Reading them whole each time would take minutes.
    #[test]
    fn ten_names_of_a_megabyte_cost_no_time() {
        let names = ["x", "订", "a\u{301}", "\u{200d}", "x ", "👨\u{200d}👩"];
        let long = names.map(|letters| letters.repeat((1 << 20) / letters.len()));
        for name in &long {
            for _ in 0..100 {
                assert!(cut(name, 40).len() < 2_000);
            }
            assert!(wrap(name, 40).iter().all(|line| width(line) <= 40));
        }
    }

    #[test]
    fn a_space_that_is_drawn_with_a_letter_does_not_make_a_line_too_long() {
        for text in [
            "A0\u{2dd0}aA!a\u{1f568}\u{d4e}  ",
            "A0aaA!aa\u{d4e} b ccccc",
        ] {
            let lines = wrap(text, 9);
            assert!(lines.iter().all(|line| width(line) <= 9), "{lines:?}");
        }
    }

    #[test]
    fn a_letter_stays_with_the_mark_that_is_drawn_before_it() {
        // U+11941 is drawn with the letter after it; alone it is shown as an escape.
        let text = "\u{20d0}00A!0aಽ0ᦀ\u{11ab0}!𐖗\u{10f00}ꨀ!A\u{fffc}\u{11941}a!";
        for room in 2..40 {
            let lines = wrap(text, room);
            let fits = |line: &String| width(line) <= room || line.graphemes(true).count() == 1;
            assert!(lines.iter().all(fits), "{room}: {lines:?}");
        }
    }

    proptest! {
        #[test]
        fn padded_text_has_exactly_the_room_it_was_given(text in any::<String>(), room in 0usize..40) {
            let padded = pad(&text, room);
            prop_assert_eq!(width(&padded), room);
            prop_assert!(!padded.chars().any(char::is_control));
            prop_assert_eq!(clean(&padded).into_owned(), padded);
        }

        #[test]
        fn wrapped_lines_fit(text in any::<String>(), room in 2usize..40) {
            let lines = wrap(&text, room);
            let fits = |line: &String| width(line) <= room || line.graphemes(true).count() == 1;
            prop_assert!(lines.iter().all(fits), "{lines:?}");
        }
    }
}
