//! The way into the buffer: text in roles, clipped to the screen and cleaned on its way.

use super::seen::Seen;
use super::theme::{Role, Theme};
use super::words::Words;
use crate::state::sight::Shown;
use crate::state::view::ScreenSize;
use crate::text;
use ratatui::buffer::{Buffer, CellWidth as _};
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};

/// Cells that one grapheme takes at most.
const WIDEST: u16 = text::WIDEST as u16;

/// The screen while it is being drawn.
pub struct Canvas<'a> {
    buffer: &'a mut Buffer,
    /// How things look.
    pub theme: Theme,
    /// What things are called.
    pub words: &'a Words,
    scroll_end: Option<usize>,
    /// How far text was scrolled to show what was looked for, in lines.
    pub sought: Option<usize>,
    /// How much of the question in front was drawn; nothing while none was.
    pub shown: Option<Shown>,
}

/// A line made of pieces with roles.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    pieces: Vec<(String, Role)>,
}

impl Line {
    /// A line of one piece.
    pub fn new(text: impl Into<String>, role: Role) -> Self {
        Self::default().then(text, role)
    }

    /// A line without any meaning of its own.
    pub fn plain(text: impl Into<String>) -> Self {
        Self::new(text, Role::Plain)
    }

    /// A text on as many lines as it takes.
    pub fn wrapped(text: &str, room: usize, role: Role) -> impl Iterator<Item = Self> + use<> {
        let lines = text::wrap(text, room).into_iter();
        lines.map(move |line| Self::new(line, role))
    }

    /// The same, with lines that go on as deep as they begin.
    pub fn indented(text: &str, room: usize, role: Role) -> impl Iterator<Item = Self> + use<> {
        let lines = text::wrap_indented(text, room).into_iter();
        lines.map(move |line| Self::new(line, role))
    }

    /// A text behind what it is about, on as many lines as it takes.
    pub fn beside(self, text: &str, room: usize, role: Role) -> impl Iterator<Item = Self> + use<> {
        let blank = |(text, role): &(String, Role)| (" ".repeat(text::width(text)), *role);
        let pieces = self.pieces.iter().map(blank).collect();
        let leads = std::iter::once(self).chain(std::iter::repeat(Self { pieces }));
        let lines = leads.zip(text::wrap(text, room));
        lines.map(move |(lead, text)| lead.then(text, role))
    }

    /// The line with one more piece.
    #[must_use]
    pub fn then(mut self, text: impl Into<String>, role: Role) -> Self {
        self.pieces.push((text.into(), role));
        self
    }

    /// The line with another one behind it.
    #[must_use]
    pub fn and(mut self, other: &Self) -> Self {
        self.pieces.extend(other.pieces.iter().cloned());
        self
    }

    /// The line filled up with spaces to a width; a longer one stays as it is.
    #[must_use]
    pub fn padded(self, room: usize) -> Self {
        let missing = room.saturating_sub(self.width());
        self.then(" ".repeat(missing), Role::Plain)
    }

    /// The line with other roles: what is said of each of its characters in turn, by its own.
    pub fn with_roles(&self, mut role: impl FnMut(char, Role) -> Role) -> Self {
        let letters = self.pieces.iter();
        let letters = letters.flat_map(|(text, own)| text.chars().map(move |one| (one, *own)));
        let mut pieces: Vec<(String, Role)> = Vec::new();
        for (letter, own) in letters {
            let role = role(letter, own);
            match pieces.last_mut() {
                Some((text, last)) if *last == role => text.push(letter),
                Some(_) | None => pieces.push((letter.to_string(), role)),
            }
        }
        Self { pieces }
    }

    /// Whether it begins with a letter for how bad something is.
    pub fn is_judged(&self) -> bool {
        let first = self.pieces.first();
        first.is_some_and(|(text, role)| {
            let judges = match role {
                Role::Critical | Role::Warning | Role::Moving | Role::Stale => true,
                Role::Plain
                | Role::Quiet
                | Role::Title
                | Role::Chip
                | Role::Cursor
                | Role::Key
                | Role::JsonName
                | Role::JsonText
                | Role::JsonNumber
                | Role::JsonLiteral => false,
            };
            judges && text::width(text) == 1
        })
    }

    /// Its text, without the roles.
    pub fn text(&self) -> String {
        self.pieces.iter().map(|(text, _)| text.as_str()).collect()
    }

    /// Its width in cells.
    pub fn width(&self) -> usize {
        self.pieces.iter().map(|(text, _)| text::width(text)).sum()
    }
}

impl<'a> Canvas<'a> {
    /// A canvas over a buffer, in a look and a language.
    pub fn new(buffer: &'a mut Buffer, theme: Theme, words: &'a Words) -> Self {
        Self {
            buffer,
            theme,
            words,
            scroll_end: None,
            sought: None,
            shown: None,
        }
    }

    /// How far what was drawn last with [`Canvas::scroll`] can be scrolled, in lines.
    pub fn scroll_end(&self) -> Option<usize> {
        self.scroll_end
    }

    /// The whole screen.
    pub fn area(&self) -> Rect {
        self.buffer.area
    }

    /// Its size.
    pub fn size(&self) -> ScreenSize {
        let Rect { width, height, .. } = self.buffer.area;
        ScreenSize { width, height }
    }

    /// Writes text into at most `room` cells of row `y` from `x` on; what does not fit is cut
    /// with a mark. Gives the column after the text.
    pub fn put(&mut self, x: u16, y: u16, room: u16, text: &str, role: Role) -> u16 {
        let style = self.theme.style(role);
        self.put_styled(x, y, room, text, style)
    }

    fn put_styled(&mut self, x: u16, y: u16, room: u16, text: &str, style: Style) -> u16 {
        let area = self.buffer.area;
        let room = room.min(area.right().saturating_sub(x));
        if room == 0 || x < area.x || y < area.y || y >= area.bottom() {
            return x;
        }
        self.free(x, y);
        let text = text::fit(text, usize::from(room));
        if text::is_plain(&text) {
            return self.put_plain(x, y, &text, style);
        }
        let (next, _) = self
            .buffer
            .set_stringn(x, y, text, usize::from(room), style);
        next
    }

    /// Writes text of which every byte is a cell: most of what is drawn, and nothing of it has to be
    /// taken apart.
    fn put_plain(&mut self, x: u16, y: u16, text: &str, style: Style) -> u16 {
        let mut next = x;
        for at in 0..text.len() {
            if let Some(cell) = self.buffer.cell_mut((next, y)) {
                cell.set_symbol(&text[at..=at]).set_style(style);
                next += 1;
            }
        }
        next
    }

    /// Writes a line into a row of an area; `row` counts from the area's top.
    pub fn line(&mut self, area: Rect, row: u16, line: &Line) {
        if row >= area.height {
            return;
        }
        let mut x = area.x;
        for (text, role) in &line.pieces {
            let room = area.right().saturating_sub(x);
            x = self.put(x, area.y + row, room, text, *role);
        }
    }

    /// Writes as many lines as fit.
    pub fn lines(&mut self, area: Rect, lines: &[Line]) {
        for (row, line) in (0..area.height).zip(lines) {
            self.line(area, row, line);
        }
    }

    /// Writes as many lines as fit, from line `scroll` on; never past the last page. How far that
    /// can go is remembered. Gives which of them can be seen.
    pub fn scroll(&mut self, area: Rect, lines: &[Line], scroll: usize) -> Seen {
        let seen = self.scrolled(lines.len(), scroll, area.height);
        self.lines(area, &lines[seen.first()..]);
        seen
    }

    /// Which of so many lines can be seen, where as many fit as `height`, from line `scroll` on;
    /// never past the last page. How far that can go is remembered.
    pub fn scrolled(&mut self, all: usize, scroll: usize, height: u16) -> Seen {
        let end = all.saturating_sub(usize::from(height));
        self.scroll_end = Some(end);
        Seen::of(all, scroll, height)
    }

    /// Puts a role's look over what is there.
    pub fn shade(&mut self, area: Rect, role: Role) {
        let area = area.intersection(self.buffer.area);
        self.buffer.set_style(area, self.theme.style(role));
    }

    /// Makes a row one bar in the look of the cursor, whatever it is made of; the letter in column
    /// `letter`, if it means something, keeps its colour.
    pub fn bar(&mut self, row: Rect, letter: Option<u16>) {
        let letter = letter.and_then(|x| self.letter(x, row.y));
        let cursor = Style::reset().patch(self.theme.style(Role::Cursor));
        self.buffer
            .set_style(row.intersection(self.buffer.area), cursor);
        if let Some((x, style)) = letter {
            let reversed = Style::reset().patch(style);
            let reversed = reversed.add_modifier(Modifier::REVERSED);
            self.buffer[(x, row.y)].set_style(reversed);
        }
    }

    /// The look of a letter, where it is not that of plain text.
    fn letter(&self, x: u16, y: u16) -> Option<(u16, Style)> {
        let cell = self.buffer.cell((x, y))?;
        let plain = self.theme.style(Role::Plain);
        let is_plain = cell.fg == plain.fg.unwrap_or_default()
            && cell.modifier == plain.add_modifier
            || cell.symbol() == " ";
        (!is_plain).then(|| (x, cell.style()))
    }

    /// Draws a horizontal line.
    pub fn rule(&mut self, x: u16, y: u16, room: u16) {
        let stroke = self.theme.strokes().horizontal;
        let line = Rect::new(x, y, room, 1).intersection(self.buffer.area);
        if !line.is_empty() {
            self.free(x, y);
        }
        for at in line.positions() {
            self.buffer[at].set_symbol(stroke);
        }
        self.shade(line, Role::Quiet);
    }

    /// Draws a vertical line.
    pub fn column(&mut self, x: u16, y: u16, height: u16) {
        let stroke = self.theme.strokes().vertical;
        for row in 0..height {
            self.put(x, y + row, 1, stroke, Role::Quiet);
        }
    }

    /// Takes away a wide character that reaches into a cell from the left: its second half would
    /// swallow the first cell of what is drawn there.
    fn free(&mut self, x: u16, y: u16) {
        for reach in 1..=WIDEST {
            let x = x.checked_sub(reach).unwrap_or(u16::MAX);
            if let Some(cell) = self.buffer.cell_mut((x, y))
                && cell.symbol().cell_width() > reach
            {
                cell.set_symbol(" ");
            }
        }
    }

    /// Empties an area, with what reaches into it.
    pub fn clear(&mut self, area: Rect) {
        let area = area.intersection(self.buffer.area);
        for y in area.top()..area.bottom() {
            self.free(area.x, y);
            for x in area.left()..area.right() {
                if let Some(cell) = self.buffer.cell_mut((x, y)) {
                    cell.reset();
                }
            }
        }
        // A theme may bring a background of its own.
        self.shade(area, Role::Plain);
    }
}
