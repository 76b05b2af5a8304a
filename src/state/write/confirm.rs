//! The dialogs that stand before every write. [`Confirm::go`] is the only door: it gives an
//! [`Armed`] when, and only when, the guard of the dialog is satisfied.

use super::can::Refusal;
use super::mutation::Target;
use super::plan::{Armed, Plan};
use crate::key::Key;
use crate::state::input::TextField;
use crate::state::sight::{Pace, Sight, Stroke};
use crate::state::table::TableView;

/// An open confirmation. It holds the plan it was opened with: nothing that happens to the list
/// behind it changes what it would send.
#[derive(Clone, Debug)]
pub struct Confirm<P = Plan> {
    plan: P,
    guard: Guard,
    focus: Spot,
    left_out: Vec<LeftOut>,
    pub sight: Sight,
    /// The table that it was asked from, to go back to.
    pub behind: Option<Box<TableView>>,
    /// Scroll of the request, in lines.
    pub scroll: usize,
}

/// A marked instance that a batch leaves out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    pub target: Target,
    /// Why nothing can be done to it now.
    pub why: Refusal,
}

/// What has to be done before the write can go.
#[derive(Clone, Debug)]
pub enum Guard {
    /// A text has to be typed in full.
    Typed {
        token: String,
        /// What was typed so far.
        field: TextField,
    },
    /// `y`, or Enter on the focused button.
    YesNo,
}

/// A button.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Button {
    /// Leaves without doing anything.
    Cancel,
    /// Does what the dialog is about.
    Go,
}

/// Where the focus can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spot {
    /// In the text box, where there is one.
    Text,
    /// On a button.
    On(Button),
}

/// Where the focus can be, in the order in which it moves on.
const SPOTS: [Spot; 3] = [Spot::Text, Spot::On(Button::Cancel), Spot::On(Button::Go)];

/// What Enter does now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Enter {
    /// Sends.
    Go,
    /// Closes the dialog.
    Cancel,
    /// Nothing: the guard is not satisfied.
    Nothing,
}

impl<P> Confirm<P> {
    /// A dialog that wants `token` typed; the text box has the focus.
    pub fn typed(plan: P, token: &str) -> Self {
        let (token, field) = (token.to_owned(), TextField::default());
        Self::new(plan, Guard::Typed { token, field })
    }

    /// A dialog that takes `y` or its focused button; the focus starts on Cancel.
    pub fn yes_no(plan: P) -> Self {
        Self::new(plan, Guard::YesNo)
    }

    fn new(plan: P, guard: Guard) -> Self {
        Self {
            plan,
            focus: spots(&guard)[0],
            guard,
            left_out: Vec::new(),
            sight: Sight::default(),
            behind: None,
            scroll: 0,
        }
    }

    /// The same dialog, asked from this table.
    #[must_use]
    pub fn over(self, behind: Option<Box<TableView>>) -> Self {
        Self { behind, ..self }
    }

    /// The same dialog, saying that these are left out.
    #[must_use]
    pub fn leaving_out(self, left_out: Vec<LeftOut>) -> Self {
        Self { left_out, ..self }
    }

    /// The same dialog as a question of its own.
    #[must_use]
    pub fn seen_by(self, sight: Sight) -> Self {
        Self { sight, ..self }
    }

    /// The marked instances that it leaves out.
    pub fn left_out(&self) -> &[LeftOut] {
        &self.left_out
    }

    /// What would be done.
    pub fn plan(&self) -> &P {
        &self.plan
    }

    /// What has to be done first.
    pub fn guard(&self) -> &Guard {
        &self.guard
    }

    /// Where the focus is.
    pub fn focus(&self) -> Spot {
        self.focus
    }

    /// Whether the text box of the dialog has the focus.
    pub fn is_typing(&self) -> bool {
        self.focus == Spot::Text
    }

    /// Whether a typed guard is satisfied; the other has nothing to arm.
    pub fn is_armed(&self) -> bool {
        match &self.guard {
            Guard::Typed { token, field, .. } => field.text() == token,
            Guard::YesNo => true,
        }
    }

    /// Edits the text box, if it has the focus.
    pub fn key(&mut self, key: Key) {
        if let (Guard::Typed { field, .. }, Spot::Text) = (&mut self.guard, self.focus) {
            field.key(key);
        }
    }

    /// Moves the focus on, or back, and round at either end.
    pub fn step(&mut self, by: isize) {
        let spots = spots(&self.guard);
        let at = spots.iter().position(|spot| *spot == self.focus);
        let to = at.unwrap_or(0) + spots.len();
        self.focus = spots[to.saturating_add_signed(by) % spots.len()];
    }

    /// What Enter does where the focus is.
    pub fn enter(&self) -> Enter {
        let button = match self.focus {
            Spot::Text => Button::Go,
            Spot::On(button) => button,
        };
        match button {
            Button::Cancel => Enter::Cancel,
            Button::Go if self.is_armed() => Enter::Go,
            Button::Go => Enter::Nothing,
        }
    }

    /// What `y` does: it answers a yes/no dialog and nothing else.
    pub fn yes(&self) -> Enter {
        match &self.guard {
            Guard::YesNo => Enter::Go,
            Guard::Typed { .. } => Enter::Nothing,
        }
    }

    /// How fast it can be answered.
    fn pace(&self) -> Pace {
        match &self.guard {
            Guard::Typed { .. } => Pace::Typed,
            Guard::YesNo => Pace::OneKey,
        }
    }

    /// Gives the plan up for sending, if this way of answering does that here, and the user can
    /// have seen what it sends.
    ///
    /// # Errors
    /// The dialog itself when the guard is not satisfied, or when the answer does not count: then
    /// its [`Sight::ignored`] says why.
    pub fn go(mut self: Box<Self>, answer: Answer, key: Stroke) -> Result<Armed<P>, Box<Self>> {
        let enter = match answer {
            Answer::Enter => self.enter(),
            Answer::Yes => self.yes(),
        };
        let pace = self.pace();
        match enter {
            Enter::Go if self.sight.answer(pace, key).is_ok() => Ok(Armed::new(self.plan)),
            Enter::Go | Enter::Cancel | Enter::Nothing => Err(self),
        }
    }
}

/// How the user said yes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// With Enter.
    Enter,
    /// With `y`.
    Yes,
}

fn spots(guard: &Guard) -> &'static [Spot] {
    match guard {
        Guard::Typed { .. } => &SPOTS,
        Guard::YesNo => &SPOTS[1..],
    }
}
