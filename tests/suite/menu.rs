//! The action menu: what can be done now, and why the rest cannot.

use crate::desk::{Desk, error, instance, scope};
use crate::live::Live;
use crate::screens::{drawn, drawn_in, lines};
use std::str::FromStr as _;
use warren::api::{ApiError, ErrorKind, Operation, WriteError};
use warren::command::{Command, menu};
use warren::effect::Effect;
use warren::event::Reply;
use warren::keymap::{Keymap, Preset};
use warren::lang::Lang;
use warren::model::{Billing, Status};
use warren::state::column::Column;
use warren::state::overlay::Overlay;
use warren::state::query::QueryAnswer;
use warren::state::write::bulk::BulkAction;
use warren::state::write::mutation::Mutation;
use warren::state::write::pending::WriteFailure;
use warren::ui::words::{Words, refusal};

fn screen(desk: &Desk) -> String {
    lines(&drawn(&desk.state).0).join("\n")
}

#[test]
fn what_cannot_be_done_stands_there_with_its_reason_and_says_it_when_chosen() {
    let mut desk = Desk::new(80, 24);
    let mut prepaid = instance("orders-01");
    prepaid.billing = Some(Billing::Prepaid);
    prepaid.status = Some(Status::Extending);
    prepaid.engine_version = Some("AMQP-0-9-1".into());
    desk.list(vec![prepaid]);
    desk.press("a");
    let mut shown = String::new();
    for _ in 0..21 {
        shown += &screen(&desk);
        desk.press("j");
    }
    for said in [
        "orders-01",
        "It is paid by the month or year.",
        "while it is EXTENDING",
        "AMQP-0-9-1 has no plug-ins.",
        "No batch was sent yet.",
    ] {
        assert!(shown.contains(said), "{said}\n{shown}");
    }
    desk.press("D");
    assert!(matches!(desk.state.overlay, Some(Overlay::Refused { .. })));
}

#[test]
fn a_line_is_chosen_by_enter_or_by_its_own_key() {
    for keys in ["a j j j j j j j enter", "a X"] {
        let mut desk = Desk::with(&["orders-01"]);
        desk.press(keys);
        let Some(Overlay::Confirm(confirm)) = &desk.state.overlay else {
            panic!("{keys}: {:?}", desk.state.overlay);
        };
        assert!(
            matches!(confirm.plan().mutation(), Some(Mutation::Restart(_))),
            "{keys}"
        );
    }
}

#[test]
fn with_marks_the_menu_is_about_the_marked() {
    let mut desk = Desk::with(&["orders-01", "orders-02", "orders-03"]);
    desk.press("space space a");
    assert!(screen(&desk).contains("2 marked"), "{}", screen(&desk));
    desk.press("D");
    let Some(Overlay::Confirm(confirm)) = &desk.state.overlay else {
        panic!("{:?}", desk.state.overlay);
    };
    assert_eq!(confirm.plan().bulk, Some(BulkAction::Delete));
    assert_eq!(confirm.plan().targets().len(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_permission_that_was_missing_is_remembered_until_it_is_there() {
    let mut live = Live::with(&["orders-01", "orders-02"]).await;
    live.set_faults(&["403@delete_instance:first=1"]);
    live.delete("orders-01");
    live.until("it is refused", Live::settled).await;
    live.go_home();
    live.press("a j j j j j j j j");
    let shown = live.screen();
    assert!(
        shown.contains("refused before: needs dms:instance:delete"),
        "{shown}"
    );
    live.press("esc");
    live.delete("orders-01");
    live.until("it is deleted", Live::settled).await;
    live.go_home();
    live.press("a");
    assert!(
        !live.screen().contains("refused before"),
        "{}",
        live.screen()
    );
}

#[test]
fn what_needs_no_instance_is_in_the_menu_of_an_empty_list_and_the_sign_in_while_it_is_refused() {
    let mut desk = Desk::with(&[]);
    desk.press("a");
    let shown = screen(&desk);
    assert!(shown.contains("create an instance"), "{shown}");
    for absent in ["delete the instance", "try the sign-in again"] {
        assert!(!shown.contains(absent), "{absent}\n{shown}");
    }
    desk.press("esc");
    desk.answer(QueryAnswer::Listing(Err(error(ErrorKind::Unauthorized))));
    desk.effects.clear();
    desk.press("a enter");
    assert_eq!(desk.effects, [Effect::RetryCredential(scope())]);
}

#[test]
fn with_the_keys_of_k9s_capitals_sort_and_the_rest_is_in_the_menu_and_the_palette() {
    let mut desk = Desk::with(&["orders-01"]);
    desk.keymap = Keymap::preset(Preset::K9s).0;
    for (key, column) in [
        ("N", Column::Name),
        ("A", Column::Age),
        ("S", Column::Status),
        ("P", Column::Profile),
        ("T", Column::Type),
        ("C", Column::Storage),
        ("I", Column::Address),
        ("R", Column::Severity),
    ] {
        let before = desk.state.fleet.sort();
        desk.press(key);
        let sort = desk.state.fleet.sort();
        // Rows of one profile have no column that tells profiles apart.
        let offered = column != Column::Profile;
        assert_eq!(
            (sort.column == column, sort != before),
            (offered, offered),
            "{key}"
        );
    }
    desk.press("N");
    let sort = desk.state.fleet.sort();
    desk.press("N");
    assert_eq!(desk.state.fleet.sort(), sort.flipped());
    let reached = [
        "create",
        "create-like",
        "resize",
        "edit-tags",
        "reset-password",
    ];
    for command in reached.map(|name| Command::from_str(name).unwrap()) {
        assert!(menu::lines(&desk.state).contains(&command), "{command:?}");
    }
    desk.answer(QueryAnswer::Listing(Err(error(ErrorKind::Unauthorized))));
    let shown = screen(&desk);
    assert!(
        menu::lines(&desk.state).contains(&Command::RetryCredential),
        "{shown}"
    );
}

/// The screen without what frames it and without what wrapping puts between words.
fn bare(lang: Lang, desk: &Desk) -> String {
    let shown = lines(&drawn_in(lang, &desk.state).0).concat();
    shown.replace(['│', ' '], "")
}

#[test]
fn a_reason_is_brief_beside_its_line_and_whole_below_the_list() {
    for status in [
        Status::Error,
        Status::ExtendedFailed,
        Status::CreateFailed,
        Status::Frozen,
        Status::Restarting,
    ] {
        let mut desk = Desk::new(80, 24);
        let mut one = instance("orders-01");
        one.status = Some(status.clone());
        desk.list(vec![one]);
        desk.press("a");
        for command in menu::lines(&desk.state) {
            for lang in Lang::ALL {
                let words = Words::load(lang).unwrap();
                let shown = lines(&drawn_in(lang, &desk.state).0);
                let row = shown.iter().find(|row| row.contains("│ >")).unwrap();
                assert!(!row.contains(".."), "{row}");
                let Some(reason) = menu::refusal(&desk.state, command) else {
                    continue;
                };
                let brief = refusal::brief(&words, &reason);
                assert!(row.contains(&brief), "{brief}: {row}");
                let why = refusal::why(&words, &reason).replace(' ', "");
                assert!(bare(lang, &desk).contains(&why), "{why}: {shown:#?}");
            }
            desk.press("j");
        }
    }
}

#[test]
fn the_longest_reason_is_whole_and_leaves_lines_of_the_list_in_sight() {
    for (width, height) in [(80, 24), (60, 20), (40, 16)] {
        let mut desk = Desk::new(width, height);
        desk.list(vec![instance("orders-01")]);
        desk.press("D");
        desk.type_text("orders-01");
        desk.press("enter");
        let write = desk.state.pending.iter().next().unwrap().id;
        let lost = ApiError::local(Operation::DeleteInstance, ErrorKind::Timeout, "no answer");
        let lost = WriteFailure::Failed(WriteError::Unknown(lost));
        desk.answer(Reply::Written(write, Err(lost)));
        desk.press("esc a j");
        for lang in Lang::ALL {
            let words = Words::load(lang).unwrap();
            let reason = menu::refusal(&desk.state, Command::Modify).unwrap();
            let why = refusal::why(&words, &reason).replace(' ', "");
            let shown = lines(&drawn_in(lang, &desk.state).0);
            assert!(bare(lang, &desk).contains(&why), "{why}: {shown:#?}");
            assert!(shown.iter().any(|row| row.contains("│ >")), "{shown:#?}");
        }
    }
}
