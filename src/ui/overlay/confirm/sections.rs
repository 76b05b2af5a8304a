//! Where the sections of a question go, and whether a screen has room for all that must be seen.

use crate::state::sight::Shown;
use crate::ui::widgets::dialog::{self, Room, Wanted};
use ratatui::layout::Rect;

/// Rows of each section of a question.
#[derive(Clone, Copy, Debug)]
pub struct Rows {
    /// What it is done to.
    pub facts: u16,
    /// How many of those must be seen.
    pub essential: u16,
    /// What is done. It scrolls where there is little room.
    pub request: u16,
    /// What answers it: a sentence, a text box, buttons.
    pub answer: u16,
}

/// Where everything of a question goes.
#[derive(Clone, Copy, Debug)]
pub struct Sections {
    pub place: Rect,
    /// Rows of the facts.
    pub facts: u16,
    /// Rows of the request.
    pub request: u16,
    /// Rows of the answer.
    pub answer: u16,
    /// Empty rows between them.
    pub gap: u16,
}

impl Sections {
    /// The sections of a box this wide.
    pub fn of(room: Room, width: u16, rows: Rows) -> Self {
        // Facts, request and answer, the latter two after an empty line.
        let wanted = Wanted {
            width,
            height: (rows.facts)
                .saturating_add(rows.request)
                .saturating_add(rows.answer + 2),
            least: rows.answer + 4,
        };
        let place = dialog::place(room, &wanted);
        let inside = place.height.saturating_sub(dialog::ENDS);
        let gap = u16::from(inside >= wanted.height);
        let spare = inside.saturating_sub(rows.answer);
        let facts = spare.saturating_sub(2).max(rows.essential);
        let facts = rows.facts.min(facts).min(spare.saturating_sub(1));
        Self {
            place,
            facts,
            request: spare.saturating_sub(facts + 2 * gap),
            answer: rows.answer.min(inside),
            gap,
        }
    }

    /// How much of the question can be seen: all lines of a request that scrolls can.
    pub fn shown(&self, rows: Rows) -> Shown {
        let whole = self.facts >= rows.essential && self.request > 0 && self.answer == rows.answer;
        match whole {
            true => Shown::Whole,
            false => Shown::Cut,
        }
    }

    /// Whether it is in sight at once.
    pub fn is_all(&self) -> bool {
        self.gap > 0
    }
}
