//! The two kinds of confirmation: what each write asks is what the help says.

use super::random::{Kind, ask, desk};
use crate::desk::{Desk, id, scope, words_in};
use crate::screens::{drawn_in, lines};
use warren::api::OneOrMore;
use warren::lang::Lang;
use warren::model::InstanceKey;
use warren::state::overlay::Overlay;
use warren::state::view::ScreenSize;
use warren::state::write::change::{Change, Public, Setting};
use warren::state::write::confirm::Guard;
use warren::state::write::mutation::{Modification, Mutate as _, Mutation};
use warren::state::write::question::Question;
use warren::ui::words::asked_by;

fn question(guard: &Guard) -> Question {
    match guard {
        Guard::Typed { .. } => Question::Typed,
        Guard::YesNo => Question::YesNo,
    }
}

/// The names under which the help has it.
fn names(mutation: &Mutation) -> Vec<&'static str> {
    match mutation {
        Mutation::Modify(one) => one
            .changes
            .as_slice()
            .iter()
            .map(|one| (&one.to).into())
            .collect(),
        other => vec![other.kind().into()],
    }
}

fn screen(lang: Lang, desk: &Desk) -> String {
    lines(&drawn_in(lang, &desk.state).0).join("\n")
}

#[test]
fn every_write_asks_what_the_help_says_and_looks_like_it() {
    for kind in Kind::ALL {
        let mut desk = desk();
        ask(&mut desk, kind);
        let Some(Overlay::Confirm(confirm)) = &desk.state.overlay else {
            panic!("{kind:?} asks nothing");
        };
        let asked = question(confirm.guard());
        for name in names(&confirm.plan().first().mutation) {
            assert!(asked.asked_by().contains(&name), "{kind:?}: {asked:?}");
        }
        for lang in Lang::ALL {
            let shown = screen(lang, &desk);
            let is_yes = asked == Question::YesNo;
            assert_eq!(shown.contains("[ y "), is_yes, "{kind:?}: {shown}");
            assert_eq!(shown.contains("[ _"), !is_yes, "{kind:?}: {shown}");
        }
    }
}

#[test]
fn every_setting_asks_what_the_help_says() {
    let settings = [
        Setting::Name("orders".into()),
        Setting::Description("of the shop".into()),
        Setting::Window(None),
        Setting::SecurityGroup("sg-1".into()),
        Setting::Public(Public::Off),
        Setting::Project("shop".into()),
    ];
    for to in settings {
        let name: &'static str = (&to).into();
        let (scope, id) = (scope(), id("orders"));
        let modification = Modification {
            key: InstanceKey { scope, id },
            changes: OneOrMore::one(Change {
                from: to.clone(),
                to,
            }),
        };
        let asked = modification.question();
        assert!(asked.asked_by().contains(&name), "{name}: {asked:?}");
    }
}

#[test]
fn the_help_has_the_table_of_what_is_typed_and_what_takes_y() {
    for lang in Lang::ALL {
        let mut desk = desk();
        let size = ScreenSize {
            width: 160,
            height: 60,
        };
        desk.feed(warren::event::Event::Resize(size));
        desk.press("?");
        desk.press(&"pgdn ".repeat(9));
        let shown = screen(lang, &desk);
        let (_, table) = shown
            .split_once(words_in(lang).text("dialog.asks.title"))
            .unwrap();
        let letters =
            |text: &str| -> String { text.chars().filter(|one| one.is_alphanumeric()).collect() };
        for question in [Question::Typed, Question::YesNo] {
            let row = letters(&asked_by(words_in(lang), question));
            assert!(letters(table).contains(&row), "{row}: {shown}");
        }
    }
}
