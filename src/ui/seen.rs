//! Which of its lines something shows, when those are not all: `4-12 of 30`.

use super::words::Words;
use crate::say;

/// Lines that can be seen, of all there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Seen {
    first: usize,
    shown: usize,
    all: usize,
}

impl Seen {
    /// As many of `all` lines as fit into `height`, from line `first` on; never past the last page.
    pub fn of(all: usize, first: usize, height: u16) -> Self {
        let shown = usize::from(height).min(all);
        let first = first.min(all - shown);
        Self { first, shown, all }
    }

    /// The same where there are more lines than could be had.
    pub fn among(self, all: usize) -> Self {
        let all = all.max(self.all);
        Self { all, ..self }
    }

    /// The first line that can be seen.
    pub fn first(self) -> usize {
        self.first
    }

    /// The mark, where there is more.
    pub fn text(self, w: &Words) -> Option<String> {
        let Self { first, shown, all } = self;
        if shown == 0 || shown == all {
            return None;
        }
        let (first, last) = (first + 1, first + shown);
        Some(format!(
            " {} ",
            say!(w, "dialog.position", first, last, all)
        ))
    }
}

/// What can be seen of a pane.
#[derive(Clone, Copy, Debug, Default)]
pub struct PaneView {
    /// Row of the screen with its cursor.
    pub cursor: Option<u16>,
    /// Which of its lines.
    pub seen: Seen,
}

impl From<Seen> for PaneView {
    fn from(seen: Seen) -> Self {
        Self { cursor: None, seen }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::Lang;

    fn text(all: usize, first: usize, height: u16) -> Option<String> {
        let w = Words::load(Lang::English).unwrap();
        Seen::of(all, first, height).text(&w)
    }

    #[test]
    fn what_is_not_in_sight_is_counted_and_what_is_all_there_is_not() {
        assert_eq!(text(9, 0, 9), None);
        assert_eq!(text(0, 0, 0), None);
        assert_eq!(text(9, 0, 4).as_deref(), Some(" 1-4 of 9 "));
        assert_eq!(text(9, 3, 4).as_deref(), Some(" 4-7 of 9 "));
        let w = Words::load(Lang::English).unwrap();
        let known = Seen::of(3, 0, 9).among(120);
        assert_eq!(known.text(&w).as_deref(), Some(" 1-3 of 120 "));
        assert_eq!(text(9, 99, 4).as_deref(), Some(" 6-9 of 9 "));
    }
}
