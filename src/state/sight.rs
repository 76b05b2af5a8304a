//! What the user can have seen of a question, and which keys count as its answer.
//!
//! A [`Sight`] belongs to every question that a key can say yes to. It learns from each [`Frame`]
//! that the terminal took whether the whole question was in it; until then, and again after a
//! change of the terminal's size, no key answers it.

use super::now::Now;
use super::view::ScreenSize;
use std::time::Duration;

/// How long a question without a text box stands on the screen before a key answers it: longer
/// than it takes to finish a word that was meant for something else.
pub const READ: Duration = Duration::from_millis(400);
/// How long no other key was pressed before one answers it: letters of a word follow faster.
pub const PAUSE: Duration = Duration::from_millis(300);

/// The number of a question; no two of one run share it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct QuestionId(pub u64);

/// How much of a question a frame has room for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// What it is done to, what is done (or the beginning of a request that scrolls), and
    /// everything that answers it.
    Whole,
    /// Less than that.
    Cut,
}

/// A frame with a question in it, once the terminal has taken it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Frame {
    /// Which question was in front.
    pub question: QuestionId,
    /// The size it was drawn for.
    pub size: ScreenSize,
    /// How much of it there is.
    pub shown: Shown,
}

/// How fast a question can be answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pace {
    /// As fast as one types: what has to be typed is the guard.
    Typed,
    /// Not before [`READ`] and [`PAUSE`]: one key is all it takes.
    OneKey,
}

/// When a key was pressed, and when the one before it.
#[derive(Clone, Copy, Debug)]
pub struct Stroke {
    pub at: Now,
    /// The one before; a paste is one as well.
    pub before: Option<Now>,
}

/// Why a key did not answer a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::IntoStaticStr, strum::VariantNames)]
#[strum(serialize_all = "kebab-case")]
pub enum Ignored {
    /// No frame with the question has reached the terminal, at its present size.
    Unseen,
    /// The terminal has no room for all of it.
    Cut,
    /// The question came only just now.
    Early,
    /// It came together with other keys.
    Hurried,
}

/// What the user can have seen of one question.
#[derive(Clone, Debug, Default)]
pub struct Sight {
    question: QuestionId,
    shown: Option<(Shown, Now)>,
    ignored: Option<Ignored>,
}

impl Sight {
    /// Nothing of this question was seen yet.
    pub fn of(question: QuestionId) -> Self {
        Self {
            question,
            ..Self::default()
        }
    }

    /// Which question it is.
    pub fn question(&self) -> QuestionId {
        self.question
    }

    /// How much of it the last frame has; nothing when there was none at this size.
    pub fn shown(&self) -> Option<Shown> {
        self.shown.map(|(shown, _)| shown)
    }

    /// Why the last key did not answer it, if that was what it was for.
    pub fn ignored(&self) -> Option<Ignored> {
        self.ignored
    }

    /// The terminal took a frame with this much of it.
    pub fn take(&mut self, shown: Shown, now: Now) {
        if self.shown() != Some(shown) {
            self.shown = Some((shown, now));
        }
    }

    /// The terminal has another size: what was seen may no longer be there.
    pub fn forget(&mut self) {
        self.shown = None;
    }

    /// Another key comes: what was said about the one before it goes.
    pub fn before_key(&mut self) {
        self.ignored = None;
    }

    /// Whether a key counts as the answer now. One that does not is remembered, to be said.
    ///
    /// # Errors
    /// Why it does not.
    pub fn answer(&mut self, pace: Pace, key: Stroke) -> Result<(), Ignored> {
        let judged = self.judge(pace, key);
        self.ignored = judged.err();
        judged
    }

    /// Whether a key would count as the answer.
    ///
    /// # Errors
    /// Why it would not.
    pub fn judge(&self, pace: Pace, key: Stroke) -> Result<(), Ignored> {
        let since = match self.shown {
            None => return Err(Ignored::Unseen),
            Some((Shown::Cut, _)) => return Err(Ignored::Cut),
            Some((Shown::Whole, since)) => since,
        };
        let rested = |before: Now| key.at.since(before) >= PAUSE;
        match pace {
            Pace::Typed => Ok(()),
            Pace::OneKey if key.at.since(since) < READ => Err(Ignored::Early),
            Pace::OneKey if !key.before.is_none_or(rested) => Err(Ignored::Hurried),
            Pace::OneKey => Ok(()),
        }
    }
}
