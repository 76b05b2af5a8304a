//! News of the journal, and what was learned of writes whose answer was lost.

use crate::effect::Effect;
use crate::journal::{self, Entry, Settled, Settlement};
use crate::state::State;
use crate::state::journal::{Learned, News, Reading};
use crate::state::notice::{About, Level, NoticeKind};
use crate::state::overlay::Overlay;
use crate::state::table::TableSource;
use crate::state::write::mutation::Target;
use crate::state::write::pending::{Outcome, Unanswered, WriteStatus};

/// Puts it in front, and has it read.
pub(crate) fn open(state: &mut State, effects: &mut Vec<Effect>) {
    state.show_table(TableSource::Journal);
    if matches!(state.journal.pages, Reading::Unasked | Reading::Failed(_)) {
        state.journal.pages = Reading::Loading;
    }
    effects.push(Effect::ReadJournal);
}

/// Takes news of the journal in.
pub(crate) fn observe(state: &mut State, news: News) {
    match news {
        News::Writable { trouble, unwritten } => writable(state, trouble, unwritten),
        News::Unanswered(Ok(entries)) => unanswered(state, entries),
        News::Unanswered(Err(why)) => {
            let said = NoticeKind::JournalUnread(why);
            state.say(Level::Warning, said, About::Session);
        }
        News::Pages(_) => state.journal.take(news),
    }
}

/// Says when it cannot be written, and again when that changes: until it can be, every dialog has
/// it as well.
fn writable(state: &mut State, trouble: Option<String>, unwritten: usize) {
    let before = (state.journal.trouble.clone(), state.journal.unwritten);
    if before == (trouble.clone(), unwritten) {
        return;
    }
    let matters = unwritten > 0 || !state.profiles.iter().all(|one| one.context.read_only);
    state
        .notices
        .end(|notice| matches!(notice.said, NoticeKind::JournalTrouble { .. }));
    if let Some(why) = trouble.clone().filter(|_| matters) {
        let level = match unwritten {
            0 => Level::Warning,
            _ => Level::Critical,
        };
        state
            .notices
            .replace(|notice| matches!(notice.said, NoticeKind::JournalTrouble { .. }));
        let said = NoticeKind::JournalTrouble { why, unwritten };
        state.say(level, said, About::Session);
    }
    state.journal.take(News::Writable { trouble, unwritten });
}

/// Tells of the writes of earlier runs whose end nobody saw, the newest last, and locks what they
/// were done to.
fn unanswered(state: &mut State, entries: Vec<Entry>) {
    for mut entry in entries.into_iter().rev() {
        let open = entry.open_targets();
        for target in &open {
            if let Some(earlier) = Unanswered::of(&entry, target) {
                state.pending.restore(earlier, state.now);
            }
        }
        entry.attempt.targets = open;
        let said = NoticeKind::Unanswered(Box::new(entry));
        state.say(Level::Warning, said, About::Session);
    }
}

/// Notes what became of a write, for the journal: it knows what was told of it before.
pub(crate) fn learn(state: &mut State, what: &Target, outcome: &Outcome) {
    let result = match &outcome.result {
        WriteStatus::Accepted | WriteStatus::Ordered(_) => Settled::Taken,
        WriteStatus::Done | WriteStatus::Purged { .. } => Settled::Done,
        WriteStatus::Failed(_) => Settled::Failed,
        WriteStatus::Partly(..) => Settled::Partly,
        WriteStatus::NoTrace(_) => Settled::NoTrace,
        WriteStatus::Unsure(_) => Settled::Untold,
        WriteStatus::Released(_) => Settled::Released,
        WriteStatus::GaveUp | WriteStatus::OrderGaveUp => Settled::Unseen,
        WriteStatus::Sent
        | WriteStatus::Unknown(_)
        | WriteStatus::OrderUnknown(_)
        | WriteStatus::Refused(_)
        | WriteStatus::Declined
        | WriteStatus::NotSent(_)
        | WriteStatus::NotSentChanged(_)
        | WriteStatus::NotSentUnrecorded(_) => return,
    };
    let target = journal::Target {
        id: what.key().map(|key| key.id.to_string()),
        name: what.name.clone(),
    };
    state.notices.end(|notice| match &notice.said {
        NoticeKind::Unanswered(entry) => {
            what.mutation
                .operation()
                .is_recorded_as(&entry.attempt.action)
                && entry.attempt.targets.iter().all(|one| one.is(&target))
        }
        _ => false,
    });
    state.journal.learned.push(Learned {
        write: outcome.write,
        operation: what.mutation.operation(),
        settlement: Settlement {
            why: outcome.why(),
            code: outcome.code().map(str::to_owned),
            request_id: outcome.request_id().map(str::to_owned),
            ..Settlement::new(target, result)
        },
    });
}

/// Hands over what was learned, and asks whether the journal can be written when a question about
/// a write has come up: the dialog says so.
pub(crate) fn ask(state: &mut State, was_asking: bool, effects: &mut Vec<Effect>) {
    let learned = std::mem::take(&mut state.journal.learned);
    effects.extend(learned.into_iter().map(Effect::Settle));
    if is_asking(state) && !was_asking {
        effects.push(Effect::CheckJournal);
    }
}

/// Whether it is asked if something is to be changed.
pub(crate) fn is_asking(state: &State) -> bool {
    matches!(state.overlay, Some(Overlay::Confirm(_)))
}
