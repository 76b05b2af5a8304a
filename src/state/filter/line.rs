//! The filter while it is typed: a text field with completion.

use super::offers::{FilterValues, offers};
use crate::state::input::TextField;

/// The filter being typed, and what the word under the cursor could become.
///
/// What is offered changes when the user edits or completes, and when the tags of a project
/// arrive that were asked for because the line is open: rows that come and go meanwhile do not
/// move it under the user's hands.
#[derive(Clone, Debug)]
pub struct FilterLine {
    field: TextField,
    /// Characters of the text that stand before the word under the cursor.
    start: usize,
    /// The word that was looked up.
    sought: String,
    offers: Vec<String>,
    /// The offer that stands in the text now.
    taken: Option<usize>,
}

/// Which way through the offers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// To the next one.
    On,
    /// To the one before.
    Back,
}

impl FilterLine {
    /// A line that begins with this text.
    pub fn new(text: &str, known: &FilterValues<'_>) -> Self {
        let mut line = Self {
            field: TextField::plain(text),
            start: 0,
            sought: String::new(),
            offers: Vec::new(),
            taken: None,
        };
        line.look_up(known);
        line
    }

    /// The text field.
    pub fn field(&self) -> &TextField {
        &self.field
    }

    /// The text as typed.
    pub fn text(&self) -> &str {
        self.field.text()
    }

    /// What the word under the cursor could become, and which of it stands there now.
    pub fn offers(&self) -> (&[String], Option<usize>) {
        (&self.offers, self.taken)
    }

    /// Edits the text.
    pub fn edit(&mut self, known: &FilterValues<'_>, edit: impl FnOnce(&mut TextField)) {
        edit(&mut self.field);
        self.look_up(known);
    }

    /// Completes the word under the cursor: as far as all offers agree, then through them one by
    /// one.
    pub fn complete(&mut self, turn: Turn, known: &FilterValues<'_>) {
        let Some(last) = self.offers.len().checked_sub(1) else {
            return;
        };
        let common = common_start(&self.offers);
        if self.taken.is_none() && common.chars().count() > self.word().chars().count() {
            self.put(&common);
            // More may follow what all of them agreed on.
            self.look_up(known);
            return;
        }
        let next = match (self.taken, turn) {
            (None, Turn::On) => 0,
            (None, Turn::Back) => last,
            (Some(at), Turn::On) if at == last => 0,
            (Some(at), Turn::On) => at + 1,
            (Some(0), Turn::Back) => last,
            (Some(at), Turn::Back) => at - 1,
        };
        self.put(&self.offers[next].clone());
        self.taken = Some(next);
    }

    fn look_up(&mut self, known: &FilterValues<'_>) {
        let before: Vec<char> = self
            .field
            .text()
            .chars()
            .take(self.field.cursor())
            .collect();
        let blank = before.iter().rposition(|letter| letter.is_whitespace());
        self.start = blank.map_or(0, |at| at + 1);
        self.sought = self.word();
        self.offers = offers(&self.sought, known);
        self.taken = None;
    }

    /// Takes in that more is known than when the word was looked up. An offer that was taken stays
    /// where one goes on from; if it is no longer among them, everything stays as it is.
    pub fn refresh_from(&mut self, known: &FilterValues<'_>) {
        let offers = offers(&self.sought, known);
        let taken = self.taken.and_then(|at| self.offers.get(at));
        let place = taken.and_then(|taken| offers.iter().position(|offer| offer == taken));
        if taken.is_none() || place.is_some() {
            (self.offers, self.taken) = (offers, place);
        }
    }

    /// The word under the cursor, up to the cursor.
    fn word(&self) -> String {
        let typed = self.field.text().chars().take(self.field.cursor());
        typed.skip(self.start).collect()
    }

    /// Puts a word in the place of the one under the cursor.
    fn put(&mut self, word: &str) {
        let text = self.field.text();
        let mut whole: String = text.chars().take(self.start).collect();
        whole.push_str(word);
        let cursor = whole.chars().count();
        whole.extend(text.chars().skip(self.field.cursor()));
        self.field.set_at(&whole, cursor);
    }
}

/// How all words begin, without regard to case.
fn common_start(words: &[String]) -> String {
    let mut words_left = words.iter();
    let Some(first) = words_left.next() else {
        return String::new();
    };
    let mut common: Vec<char> = first.chars().collect();
    for word in words_left {
        let same = |(a, b): &(&char, char)| a.to_lowercase().eq(b.to_lowercase());
        let agreed = common.iter().zip(word.chars()).take_while(same).count();
        common.truncate(agreed);
    }
    common.into_iter().collect()
}
