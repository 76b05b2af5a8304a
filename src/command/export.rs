//! Exporting: the table in front becomes a file. The runtime writes it and says with
//! [`crate::event::Event::Exported`] what became of it.

use crate::effect::Effect;
use crate::state::State;
use crate::state::export::{Exported, Extent, Format, Wanted};
use crate::state::notice::{About, Level, NoticeKind};

/// Has the table in front written to this file, or to one of our own name.
pub(crate) fn start(state: &State, format: Format, to: Option<String>, effects: &mut Vec<Effect>) {
    let wanted = state.table().map(|table| Wanted { table, format, to });
    effects.extend(wanted.map(Effect::Export));
}

/// Says what became of it.
pub(crate) fn said(state: &mut State, exported: Exported) {
    let level = match exported.went {
        Ok((_, Extent::Complete)) => Level::Info,
        Ok((_, Extent::Partial)) | Err(_) => Level::Warning,
    };
    state.say(level, NoticeKind::Exported(exported), About::Session);
}
