//! What is told beyond the screen, and that the user turns it on.

use crate::desk::{Desk, instance};
use warren::effect::Effect;
use warren::event::Event;
use warren::model::Status;
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
