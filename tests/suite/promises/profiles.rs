//! Several profiles in one list, each a world of its own.

use crate::desk::{Desk, error, id, instance, listing, scope};
use crate::screens::{drawn, drawn_in, lines};
use std::time::Duration;
use warren::api::v2::{RecycleBin, RecyclePolicy};
use warren::api::{ErrorKind, Listing};
use warren::effect::Effect;
use warren::event::{Answer, Event};
use warren::findings::Severity;
use warren::lang::Lang;
use warren::model::{InstanceKey, ProjectId, Scope};
use warren::state::choice::Kept;
use warren::state::context::ProfileContext;
use warren::state::overlay::Overlay;
use warren::state::query::QueryAnswer;
use warren::state::view::ScreenSize;
use warren::state::write::can::Refusal;

fn other() -> Scope {
    Scope::new("prod", "eu-west-101")
}

fn context(scope: Scope, label: Option<&str>) -> ProfileContext {
    ProfileContext {
        brokers: Default::default(),
        scope,
        thresholds: Default::default(),
        label: label.map(str::to_owned),
        source: "a test".into(),
        credential: None,
        endpoint: "dms.example.com".into(),
        ces_endpoint: None,
        api: warren::model::ApiVersion::V2,
        project: Some(ProjectId::new("fedcba9876543210").unwrap()),
        read_only: false,
        refresh: Duration::from_secs(5),
    }
}

/// Two profiles, the second one labelled PROD, with an instance of the same id and name in each.
fn two() -> Desk {
    let mut desk = Desk::new(80, 24);
    desk.state.profiles.add(context(other(), Some("PROD")));
    for scope in [scope(), other()] {
        answer(&mut desk, &scope, Ok(listing(vec![instance("orders-01")])));
    }
    desk
}

fn answer(desk: &mut Desk, scope: &Scope, listing: Result<Listing, warren::api::ApiError>) {
    let asked = desk.ask();
    desk.feed(Event::Answer(Box::new(Answer {
        scope: scope.clone(),
        asked,
        reply: QueryAnswer::Listing(listing).into(),
    })));
}

fn key(scope: &Scope) -> InstanceKey {
    InstanceKey {
        scope: scope.clone(),
        id: id("orders-01"),
    }
}

fn screen(desk: &Desk) -> Vec<String> {
    lines(&drawn(&desk.state).0)
}

#[test]
fn the_same_id_in_two_profiles_is_two_rows_and_a_write_goes_to_the_one_selected() {
    let mut desk = two();
    assert_eq!(desk.rows().len(), 2);
    for scope in [scope(), other()] {
        let place = desk
            .state
            .fleet
            .window(9)
            .position(|row| row.key.scope == scope);
        desk.press("g g");
        for _ in 0..place.unwrap() {
            desk.press("j");
        }
        desk.press("D");
        let Some(Overlay::Confirm(confirm)) = &desk.state.overlay else {
            panic!("no dialog");
        };
        assert_eq!(confirm.plan().first().key(), Some(&key(&scope)));
        let project = &desk.state.profiles.get(&scope).unwrap().context.project;
        let project = project.as_ref().unwrap().to_string();
        assert!(confirm.plan().shown().contains(&project));
        desk.press("esc");
    }
}

#[test]
fn a_frozen_region_is_marked_within_three_polls_and_the_other_is_not() {
    let mut desk = two();
    for _ in 0..4 {
        desk.wait(Duration::from_millis(4900));
        answer(
            &mut desk,
            &scope(),
            Ok(listing(vec![instance("orders-01")])),
        );
    }
    let severity = |scope: &Scope| desk.state.fleet.get(&key(scope)).unwrap().severity();
    assert_eq!(severity(&other()), Severity::Unknown);
    assert_eq!(severity(&scope()), Severity::Fine);
    let rows = screen(&desk);
    let row = |word: &str| {
        rows.iter()
            .find(|row| row[..].contains(word) && row.contains("orders"))
            .unwrap()
            .clone()
    };
    assert!(
        row("eu-w101").contains("RUNNING?") && row("eu-w101").contains("STALE"),
        "{rows:#?}"
    );
    assert!(!row("cn-n4").contains('?'), "{rows:#?}");
    assert!(
        rows[0].contains("1/2 regions: eu-w101 STALE"),
        "{}",
        rows[0]
    );
}

#[test]
fn a_region_that_is_down_hides_no_other_and_says_which_and_why() {
    let mut desk = Desk::new(80, 24);
    desk.state.profiles.add(context(other(), None));
    answer(&mut desk, &other(), Err(error(ErrorKind::Forbidden)));
    answer(
        &mut desk,
        &scope(),
        Ok(listing(Vec::<warren::model::Instance>::new())),
    );
    let text = screen(&desk).join("\n");
    assert!(
        text.contains("1 of 2 regions") && text.contains("prod / eu-west-101 DENIED"),
        "{text}"
    );
    assert!(
        text.contains("prod: "),
        "the event names the profile: {text}"
    );
    answer(
        &mut desk,
        &scope(),
        Ok(listing(vec![instance("orders-01")])),
    );
    assert_eq!(desk.rows(), ["orders-01"]);
    assert_eq!(desk.state.can_write(&scope()), Ok(()));
    answer(&mut desk, &other(), Err(error(ErrorKind::Unauthorized)));
    assert_eq!(desk.state.can_write(&other()), Err(Refusal::Locked));
    assert_eq!(desk.state.can_write(&scope()), Ok(()));
    desk.effects.clear();
    desk.press("A");
    assert_eq!(desk.effects, [Effect::RetryCredential(other())]);
}

#[test]
fn a_profile_that_is_left_takes_its_rows_along_and_its_late_answers_draw_nothing() {
    let mut desk = two();
    desk.press("g p");
    let Some(Overlay::Profiles(choice)) = &desk.state.overlay else {
        panic!("no choice");
    };
    assert_eq!(choice.wanted, ["test", "prod"]);
    desk.press("j space enter");
    assert_eq!(desk.state.profiles.count(), 1);
    assert_eq!(desk.rows().len(), 1);
    answer(&mut desk, &other(), Ok(listing(vec![instance("late-01")])));
    assert_eq!(desk.rows(), ["orders-01"]);
    assert!(desk.state.fleet.get(&key(&other())).is_none());
    desk.press("g p space");
    let Some(Overlay::Profiles(choice)) = &desk.state.overlay else {
        panic!("no choice");
    };
    assert_eq!((choice.kept, choice.wanted.len()), (Some(Kept::Last), 1));
}

#[test]
fn a_profile_stays_while_a_write_in_it_is_not_settled() {
    let mut desk = two();
    let place = desk
        .state
        .fleet
        .window(9)
        .position(|row| row.key.scope == other());
    for _ in 0..place.unwrap() {
        desk.press("j");
    }
    desk.press("D");
    desk.type_text("orders-01@PROD");
    desk.press("enter g p j space");
    let Some(Overlay::Profiles(choice)) = &desk.state.overlay else {
        panic!("no choice");
    };
    assert_eq!(choice.kept, Some(Kept::Unsettled));
    desk.press("enter");
    assert_eq!(desk.state.profiles.count(), 2);
}

#[test]
fn a_chosen_profile_replaces_the_only_one_as_soon_as_it_is_known() {
    let mut desk = Desk::with(&["orders-01"]);
    desk.state.offered = vec![warren::state::context::Offered {
        name: "prod".into(),
        label: Some("PROD".into()),
        region: None,
    }];
    desk.effects.clear();
    desk.press("g p space j space enter");
    assert!(desk.effects.contains(&Effect::Open("prod".into())));
    assert_eq!(desk.rows(), ["orders-01"], "until the other is there");
    desk.feed(Event::Opened(
        "prod".into(),
        Box::new(context(other(), Some("PROD"))),
    ));
    assert_eq!(desk.state.profiles.first().scope(), &other());
    assert_eq!((desk.rows().len(), desk.state.profiles.count()), (0, 1));
}

#[test]
fn marks_are_gone_when_another_set_of_profiles_is_shown() {
    let mut left = two();
    left.press("m g p j space enter");
    assert_eq!(left.state.profiles.count(), 1);
    assert_eq!(left.state.fleet.marked().all, 0, "a profile was left");

    let mut joined = Desk::with(&["orders-01"]);
    joined.state.offered = vec![warren::state::context::Offered {
        name: "prod".into(),
        label: Some("PROD".into()),
        region: None,
    }];
    joined.press("m g p space enter");
    assert_eq!(
        joined.state.fleet.marked().all,
        1,
        "until the other is there"
    );
    joined.feed(Event::Opened(
        "prod".into(),
        Box::new(context(other(), Some("PROD"))),
    ));
    assert_eq!(joined.state.profiles.count(), 2);
    assert_eq!(joined.state.fleet.marked().all, 0, "a profile was added");
}

#[test]
fn the_label_is_on_every_screen_at_40_columns_and_deleting_asks_for_it() {
    let mut desk = two();
    desk.state.size = ScreenSize {
        width: 40,
        height: 10,
    };
    let says = |desk: &Desk| screen(desk).join("\n").contains("PROD");
    assert!(says(&desk), "list");
    let place = desk
        .state
        .fleet
        .window(9)
        .position(|row| row.key.scope == other());
    for _ in 0..place.unwrap() {
        desk.press("j");
    }
    desk.press("D");
    assert!(says(&desk), "delete: {:#?}", screen(&desk));
    desk.type_text("orders-01");
    desk.press("enter");
    assert_eq!(desk.sent(), [""; 0], "the name alone arms nothing");
    desk.type_text("@PROD");
    desk.press("enter");
    assert_eq!(desk.sent().len(), 1);
    desk.press("enter");
    assert!(desk.state.view.opened.is_some() && says(&desk), "instance");
    desk.press("esc N");
    assert!(says(&desk), "form: {:#?}", screen(&desk));
    desk.press("esc");
    desk.state.size = ScreenSize {
        width: 39,
        height: 9,
    };
    assert!(says(&desk), "tiny: {:#?}", screen(&desk));
}

fn third() -> Scope {
    Scope::new("stage", "cn-north-4")
}

#[test]
fn what_is_done_to_several_asks_for_every_label_there_is_and_says_what_is_missing() {
    let mut desk = two();
    desk.state.profiles.add(context(third(), Some("STAGE")));
    answer(
        &mut desk,
        &third(),
        Ok(listing(vec![instance("orders-01")])),
    );
    for (key, word) in [("D", "delete"), ("X", "restart")] {
        desk.press("m");
        desk.press(key);
        let token = format!("{word} 3@PROD,STAGE");
        let dialog = screen(&desk).join("\n");
        assert!(dialog.contains("PROD+STAGE"), "{dialog}");
        assert!(dialog.contains(&format!("Type {token} to arm")), "{dialog}");
        for (text, said) in [
            (format!("{word} 3"), "11 more characters"),
            ("@STAGE".to_owned(), "does not match"),
        ] {
            desk.type_text(&text);
            desk.press("enter");
            let dialog = screen(&desk).join("\n");
            assert!(dialog.contains(said), "{dialog}");
        }
        assert_eq!(desk.sent(), [""; 0]);
        desk.press("ctrl-u");
        desk.type_text(&token);
        let dialog = screen(&desk).join("\n");
        assert!(dialog.contains("armed: enter sends it"), "{dialog}");
        desk.press("esc");
    }
}

#[test]
fn the_word_for_a_labelled_profile_asks_for_the_label() {
    let mut desk = two();
    let place = desk.state.fleet.window(9);
    let place = place.enumerate().find(|(_, row)| row.key.scope == other());
    let down = place.unwrap().0;
    for _ in 0..down {
        desk.press("j");
    }
    desk.press("g b");
    let asked = desk.ask();
    let bin = RecycleBin {
        policy: Some(RecyclePolicy { on: true, days: 3 }),
        ..RecycleBin::default()
    };
    desk.feed(Event::Answer(Box::new(Answer {
        scope: other(),
        asked,
        reply: QueryAnswer::RecycleBin(Ok(bin)).into(),
    })));
    desk.press("t");
    desk.type_text("final");
    desk.press("enter");
    assert_eq!(desk.sent(), [""; 0]);
    desk.type_text("@PROD");
    desk.press("enter");
    assert_eq!(desk.sent().len(), 1);
}

#[test]
fn profiles_that_share_a_region_are_counted_as_profiles() {
    for (lang, top, empty) in [
        (
            Lang::English,
            "1/2 profiles: stage DENIED",
            "No instances in 1 of 2 profiles",
        ),
        (Lang::Chinese, "1/2配置：stage", "2个配置中1个没有实例"),
    ] {
        let mut desk = Desk::new(80, 24);
        desk.state.profiles.add(context(third(), None));
        answer(&mut desk, &third(), Err(error(ErrorKind::Forbidden)));
        answer(
            &mut desk,
            &scope(),
            Ok(listing(Vec::<warren::model::Instance>::new())),
        );
        let rows = lines(&drawn_in(lang, &desk.state).0);
        let text: String = rows.join("\n").replace(' ', "");
        for said in [top, empty] {
            assert!(text.contains(&said.replace(' ', "")), "{said}\n{text}");
        }
    }
}

#[test]
fn a_write_that_began_while_another_profile_was_awaited_keeps_its_own() {
    let mut desk = Desk::with(&["orders-01"]);
    desk.state.offered = vec![warren::state::context::Offered {
        name: "prod".into(),
        label: Some("PROD".into()),
        region: None,
    }];
    desk.press("g p space j space enter D");
    desk.type_text("orders-01");
    desk.press("enter");
    assert_eq!(desk.sent().len(), 1);
    desk.feed(Event::Opened(
        "prod".into(),
        Box::new(context(other(), Some("PROD"))),
    ));
    assert_eq!(desk.state.profiles.count(), 2, "nobody would see it end");
    assert_eq!(desk.rows(), ["orders-01"]);
}

#[test]
fn a_dialog_of_a_profile_that_was_left_sends_nothing_and_says_why() {
    let mut desk = Desk::with(&["orders-01"]);
    desk.state.offered = vec![warren::state::context::Offered {
        name: "prod".into(),
        label: Some("PROD".into()),
        region: None,
    }];
    desk.press("g p space j space enter D");
    desk.type_text("orders-0");
    desk.feed(Event::Opened(
        "prod".into(),
        Box::new(context(other(), Some("PROD"))),
    ));
    assert_eq!(desk.state.profiles.first().scope(), &other());
    let dialog = screen(&desk).join("\n");
    assert!(dialog.contains("test / cn-north-4"), "{dialog}");
    desk.type_text("1");
    desk.press("enter");
    assert_eq!(desk.sent(), [""; 0]);
    let said = screen(&desk).join("\n");
    assert!(said.contains("no longer shown"), "{said}");
}

#[test]
fn enter_shows_the_profile_under_the_cursor_when_no_box_was_touched() {
    let mut desk = two();
    assert_eq!(desk.state.profiles.count(), 2);
    desk.press("g p j enter");
    let shown = |desk: &Desk| -> Vec<String> {
        let profiles = desk.state.profiles.iter();
        profiles
            .map(|one| one.scope().profile.to_string())
            .collect()
    };
    assert_eq!(shown(&desk).len(), 1);
    let only = shown(&desk);
    desk.press("g p space space enter");
    assert_eq!(shown(&desk), only, "what was ticked, and ticked off again");
}
