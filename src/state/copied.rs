//! What became of something that was copied: which way it went, or why it did not.

/// What was to be copied, and where it went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Copied {
    /// What it was, in a few words: the text itself where that is short.
    pub what: String,
    /// The way it went, or why it went nowhere.
    pub went: Result<Route, NotCopied>,
}

/// A way to a clipboard. What lies beyond its end cannot be seen from here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::IntoStaticStr, strum::VariantNames)]
#[strum(serialize_all = "kebab-case")]
pub enum Route {
    /// The desktop's clipboard, by the tool of this name.
    Desktop(&'static str),
    /// A buffer of tmux, which sends it on to its own terminal (tmux 3.2 and later).
    Tmux,
    /// A buffer of tmux, which keeps it there.
    TmuxBuffer,
    /// The terminal, by the sequence OSC 52.
    Terminal,
    /// The terminal around GNU screen, by the same sequence.
    Screen,
}

/// Why nothing was copied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotCopied {
    /// It has so many bytes, and the way that is left takes no more than that.
    TooLong {
        /// Bytes it has.
        bytes: usize,
        /// Bytes that are taken.
        most: usize,
    },
}
