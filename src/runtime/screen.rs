//! What the terminal shows, and the bytes that change it: one write a frame, none when nothing
//! changed.

use crossterm::{cursor, queue, terminal};
use ratatui::backend::{Backend, CrosstermBackend};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use std::io;

/// Whether the terminal is known to show our last frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shown {
    /// Cell by cell.
    Last,
    /// Something else may be there: everything has to be drawn.
    Unknown,
}

/// The last frame.
#[derive(Debug)]
pub struct Screen {
    last: Buffer,
    cursor: Option<(u16, u16)>,
    shown: Shown,
}

impl Screen {
    /// A screen of which nothing is known.
    pub fn new(width: u16, height: u16) -> Self {
        Self {
            last: Buffer::empty(Rect::new(0, 0, width, height)),
            cursor: None,
            shown: Shown::Unknown,
        }
    }

    /// Forgets what is on the terminal.
    pub fn forget(&mut self) {
        self.shown = Shown::Unknown;
    }

    /// The bytes that turn what is on the terminal into `next`; empty when it looks the same.
    ///
    /// # Errors
    /// Never in practice: the bytes go to memory.
    pub fn show(&mut self, next: Buffer, cursor: Option<(u16, u16)>) -> io::Result<Vec<u8>> {
        if self.last.area != next.area {
            self.shown = Shown::Unknown;
        }
        let mut bytes = Vec::new();
        let mut backend = CrosstermBackend::new(&mut bytes);
        // Synchronized update (DEC mode 2026): a terminal that knows it shows the frame at once.
        queue!(backend, terminal::BeginSynchronizedUpdate, cursor::Hide)?;
        let cells = match self.shown {
            Shown::Last => {
                let changed = self.last.diff(&next);
                let count = changed.len();
                backend.draw(changed.into_iter())?;
                count
            }
            Shown::Unknown => {
                backend.clear()?;
                let blank = Buffer::empty(next.area);
                let changed = blank.diff(&next);
                backend.draw(changed.into_iter())?;
                usize::MAX
            }
        };
        let same = cells == 0 && self.cursor == cursor;
        if let Some((x, y)) = cursor {
            backend.set_cursor_position(Position { x, y })?;
            queue!(backend, cursor::Show)?;
        }
        queue!(backend, terminal::EndSynchronizedUpdate)?;
        self.last = next;
        self.cursor = cursor;
        self.shown = Shown::Last;
        if same {
            bytes.clear();
        }
        Ok(bytes)
    }

    /// A buffer of the size of the last frame, to draw into.
    pub fn blank(width: u16, height: u16) -> Buffer {
        Buffer::empty(Rect::new(0, 0, width, height))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame(text: &str) -> Buffer {
        let mut buffer = Screen::blank(20, 2);
        buffer.set_string(0, 0, text, ratatui::style::Style::default());
        buffer
    }

    #[test]
    fn a_frame_that_looks_the_same_is_no_bytes_at_all() {
        let mut screen = Screen::new(20, 2);
        assert!(!screen.show(frame("orders"), None).unwrap().is_empty());
        assert_eq!(screen.show(frame("orders"), None).unwrap(), b"");
        let moved = screen.show(frame("orders"), Some((3, 0))).unwrap();
        assert!(!moved.is_empty());
        assert_eq!(screen.show(frame("orders"), Some((3, 0))).unwrap(), b"");
    }

    #[test]
    fn a_frame_is_one_synchronized_update_with_the_changed_cells_only() {
        let mut screen = Screen::new(20, 2);
        screen.show(frame("orders-01"), None).unwrap();
        let bytes = String::from_utf8(screen.show(frame("orders-02"), None).unwrap()).unwrap();
        assert!(bytes.starts_with("\u{1b}[?2026h"), "{bytes:?}");
        assert!(bytes.ends_with("\u{1b}[?2026l"), "{bytes:?}");
        assert!(
            bytes.contains('2') && !bytes.contains("orders"),
            "{bytes:?}"
        );
        assert!(!bytes.contains("\u{1b}[2J"), "{bytes:?}");
    }

    #[test]
    fn another_size_draws_everything_again() {
        let mut screen = Screen::new(20, 2);
        screen.show(frame("orders"), None).unwrap();
        screen.forget();
        let bytes = String::from_utf8(screen.show(frame("orders"), None).unwrap()).unwrap();
        assert!(
            bytes.contains("orders") && bytes.contains("\u{1b}[2J"),
            "{bytes:?}"
        );
    }
}
