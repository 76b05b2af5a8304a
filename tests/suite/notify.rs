//! What is told beyond the screen, and that the user turns it on.

use crate::desk::{Desk, instance};
use warren::effect::Effect;
use warren::event::Event;
use warren::model::Status;
use warren::state::journal::News;
use warren::state::notice::NoticeKind;
use warren::state::notify::Notification;
use warren::ui::words::notify;

fn typed(desk: &mut Desk, line: &str) {
    desk.press(":");
    desk.type_text(line);
    desk.press("enter");
}

/// Lets these fail and gives what is told of it.
fn fail(desk: &mut Desk, names: &[&str]) -> Vec<String> {
    desk.effects.clear();
    let failed = names.iter().map(|name| {
        let mut one = instance(name);
        one.status = Some(Status::Error);
        one
    });
    desk.list(failed.collect());
    let told = desk.effects.iter().filter_map(|effect| match effect {
        Effect::Notify(told @ Notification::One(_)) => {
            Some(notify::line(crate::desk::words(), told))
        }
        Effect::Notify(Notification::Several(number, _)) => Some(number.to_string()),
        _ => None,
    });
    told.collect()
}

#[test]
fn what_becomes_critical_is_told_once_it_is_wanted() {
    let mut desk = Desk::with(&["a", "b"]);
    assert_eq!(fail(&mut desk, &["a"]), [""; 0]);
    typed(&mut desk, "notify");
    let newest = desk.state.notices.iter().next().unwrap();
    assert!(matches!(&newest.said, NoticeKind::Notifies(Some(settings)) if settings.bell));
    let told = fail(&mut desk, &["a", "b"]);
    assert_eq!(told, ["b: the service reports a fault (began)"]);
    assert_eq!(fail(&mut desk, &["a", "b"]), [""; 0]);
    typed(&mut desk, "notify off");
    assert!(!desk.state.notify.settings.on);
}

#[test]
fn a_command_that_fails_is_said() {
    let mut desk = Desk::with(&["a"]);
    desk.feed(Event::HookFailed("exit status: 1".into()));
    let newest = desk.state.notices.iter().next().unwrap();
    assert!(matches!(&newest.said, NoticeKind::HookFailed(why) if why.contains('1')));
}

#[test]
fn what_keeps_one_from_writing_stands_before_a_log_of_changes_that_cannot_be_written() {
    let journal = || {
        Event::Journal(News::Writable {
            trouble: Some("disk full".into()),
            unwritten: 0,
        })
    };
    let changes = || Event::NotRecorded("disk full".into());
    for events in [[journal(), changes()], [changes(), journal()]] {
        let mut desk = Desk::with(&["a"]);
        events.into_iter().for_each(|event| desk.feed(event));
        let front = desk.state.notices.toast().map(|notice| &notice.said);
        assert!(
            matches!(front, Some(NoticeKind::JournalTrouble { .. })),
            "{front:?}"
        );
        let mut all = desk.state.notices.iter();
        assert!(all.any(|one| matches!(one.said, NoticeKind::NotRecorded(_))));
    }
}
