//! The look of matches in a text that is on several rows.

use crate::ui::theme::Role;

/// How the letters of a text look that are in a match, from its first row to its last.
pub(super) struct Marks<'a> {
    /// The matches, from which letter to which, spaces not counted.
    places: &'a [(usize, usize)],
    /// The match that one is at.
    at: Option<usize>,
    /// Letters before the next one, spaces not counted.
    pub(super) solid: usize,
    row: usize,
    /// Whether only spaces of the row were passed.
    is_lead: bool,
    /// The row in which the match begins that one is at, once it was passed.
    pub(super) at_row: Option<usize>,
}

impl<'a> Marks<'a> {
    pub(super) fn new(places: &'a [(usize, usize)], at: Option<usize>) -> Self {
        Self {
            places,
            at,
            solid: 0,
            row: 0,
            is_lead: true,
            at_row: None,
        }
    }

    pub(super) fn begin_row(&mut self, row: usize) {
        (self.row, self.is_lead) = (row, true);
    }

    /// How the next letter looks, which has a look of its own.
    pub(super) fn role(&mut self, letter: char, own: Role) -> Role {
        let solid = self.solid;
        let is_blank = letter == ' ';
        // A space is in a match between two letters of it, where both are in one row.
        let has = |(from, to): &(usize, usize)| match is_blank {
            true => !self.is_lead && *from < solid && solid < *to,
            false => (*from..*to).contains(&solid),
        };
        let place = self.places.iter().position(has);
        if !is_blank {
            self.solid += 1;
            self.is_lead = false;
        }
        match place {
            Some(place) if self.at == Some(place) => {
                self.at_row = self.at_row.or(Some(self.row));
                Role::Chip
            }
            Some(_) => Role::Cursor,
            None => own,
        }
    }
}
