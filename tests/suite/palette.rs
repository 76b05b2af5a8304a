//! The palette: what a line means, what it offers, and that it is only another way to the keys.

use crate::desk::{Desk, instance, key};
use crate::screens;
use std::time::Duration;
use warren::effect::Effect;
use warren::event::Event;
use warren::lang::Lang;
use warren::state::column::Column;
use warren::state::context::{Offered, ThemeName};
use warren::state::overlay::Overlay;
use warren::state::palette::{Palette, Run};
use warren::state::sort::{Direction, Sort};
use warren::state::view::Pane;
use warren::state::write::can::Refusal;

fn typed(desk: &mut Desk, line: &str) {
    desk.press(":");
    desk.type_text(line);
}

fn palette(desk: &Desk) -> &Palette {
    match &desk.state.overlay {
        Some(Overlay::Palette(palette)) => palette,
        other => panic!("no palette but {other:?}"),
    }
}

fn lines(desk: &Desk) -> Vec<&str> {
    let offers = palette(desk).offers.iter();
    offers.map(|offer| offer.line.as_str()).collect()
}

#[test]
fn a_few_letters_find_actions_views_and_instances() {
    for (line, best) in [
        ("err", "errors"),
        ("del", "delete"),
        ("rfr", "refresh"),
        ("plug", "plug-ins"),
        ("so", "sort "),
        ("sort stor", "sort storage"),
        ("sort age rev", "sort age reversed"),
        ("theme li", "theme light"),
        ("theme hi", "theme high-contrast"),
        ("lang z", "lang zh-CN"),
        ("columns +i", "columns +id"),
        ("columns +id -a", "columns +id -address"),
        ("columns na", "columns name"),
        ("billing", "open billing-01"),
        ("open bil", "open billing-01"),
        ("filter status=", "filter status=RUNNING"),
    ] {
        let mut desk = Desk::with(&["orders-01", "billing-01"]);
        typed(&mut desk, line);
        assert_eq!(lines(&desk).first(), Some(&best), "{line}");
    }
}

#[test]
fn a_line_does_what_its_key_would_do() {
    for (line, keys) in [
        ("delete", "D"),
        ("create", "N"),
        ("create-like", "C"),
        ("help", "?"),
        ("errors", "E"),
        ("flip-sort", "S"),
        ("tasks", "enter 5"),
        ("open b", "j enter"),
    ] {
        let mut by_line = Desk::with(&["a", "b"]);
        typed(&mut by_line, line);
        by_line.press("enter");
        let mut by_key = Desk::with(&["a", "b"]);
        by_key.press(keys);
        let seen = |desk: &Desk| {
            let state = &desk.state;
            format!(
                "{:?} {:?} {:?}",
                state.overlay,
                state.view,
                state.fleet.sort()
            )
        };
        assert_eq!(seen(&by_line), seen(&by_key), "{line}");
    }
}

#[test]
fn no_line_writes_by_itself() {
    let lines = ["delete", "create", "toggle-plugin", "delete-task", "open a"];
    for line in lines {
        let mut desk = Desk::with(&["a"]);
        desk.effects.clear();
        typed(&mut desk, line);
        desk.press("enter enter enter");
        assert_eq!(desk.sent(), [""; 0], "{line}");
    }
}

#[test]
fn arguments_are_taken_in() {
    let mut desk = Desk::with(&["orders-01", "billing-01"]);
    typed(&mut desk, "sort name reversed");
    desk.press("enter");
    let sort = Sort {
        column: Column::Name,
        direction: Direction::Reversed,
    };
    assert_eq!(desk.state.fleet.sort(), sort);
    typed(&mut desk, "filter name=orders");
    desk.press("enter");
    assert_eq!(desk.state.fleet.filter().text(), "name=orders");
    assert_eq!(desk.rows(), ["orders-01"]);
    typed(&mut desk, "filter ");
    desk.press("enter");
    assert_eq!(desk.rows().len(), 2, "an empty filter filters nothing");
}

#[test]
fn each_line_of_the_help_does_something() {
    for (line, _) in warren::ui::words::palette::lines(crate::desk::words()) {
        let mut desk = Desk::with(&["orders", "billing"]);
        let here = crate::desk::scope().profile.to_string();
        typed(&mut desk, &line.replace("prod", &here));
        let exact = palette(&desk).exact.as_ref();
        assert!(exact.is_some_and(|offer| offer.run.is_some()), "{line}");
    }
}

#[test]
fn a_name_that_takes_an_argument_waits_for_it() {
    let mut desk = Desk::with(&["a"]);
    typed(&mut desk, "sor");
    desk.press("enter");
    assert_eq!(palette(&desk).field().text(), "sort ");
    assert!(lines(&desk).contains(&"sort name"));
    desk.press("down enter");
    assert_eq!(desk.state.fleet.sort().column, Column::Severity);
    assert!(desk.state.overlay.is_none());
}

#[test]
fn tab_completes_and_esc_leaves_without_doing_anything() {
    let mut desk = Desk::with(&["a"]);
    typed(&mut desk, "del");
    desk.press("tab");
    assert_eq!(palette(&desk).field().text(), "delete");
    desk.effects.clear();
    desk.press("esc");
    assert!(desk.state.overlay.is_none());
    assert_eq!(desk.effects, []);
}

#[test]
fn what_cannot_be_done_is_offered_last_and_says_why() {
    let mut desk = Desk::with(&["a"]);
    typed(&mut desk, "retry");
    let offer = palette(&desk).offers.first().unwrap();
    assert_eq!(
        (offer.run.clone(), offer.blocked.clone()),
        (
            Some(Run::Command("retry-credential")),
            Some(Refusal::NotLocked)
        )
    );
    desk.press("enter");
    assert_eq!(said(&desk), Some(&Refusal::NotLocked));
    desk.press("esc");
    typed(&mut desk, "nothing-of-the-kind");
    desk.press("enter");
    assert!(palette(&desk).wrong);
    assert_eq!(palette(&desk).field().text(), "nothing-of-the-kind");
}

fn said(desk: &Desk) -> Option<&Refusal> {
    match &desk.state.overlay {
        Some(Overlay::Refused { reason, .. }) => Some(reason),
        _ => None,
    }
}

#[test]
fn every_action_that_cannot_be_done_says_why_whether_it_is_picked_or_typed_in_full() {
    for (line, reason) in [
        ("clear-marks", Refusal::NothingMarked),
        ("results", Refusal::NoBatch),
        ("retry-credential", Refusal::NotLocked),
        ("delete-task", Refusal::NoTask),
        ("next-instance", Refusal::NotHere),
    ] {
        let mut desk = Desk::with(&["a"]);
        desk.effects.clear();
        typed(&mut desk, line);
        desk.press("enter");
        assert_eq!(said(&desk), Some(&reason), "{line}");
        assert_eq!(desk.sent(), [""; 0], "{line}");
    }
    let mut empty = Desk::with(&[]);
    for line in ["delete", "modify", "tasks", "copy-value"] {
        typed(&mut empty, line);
        empty.press("enter");
        assert_eq!(said(&empty), Some(&Refusal::NothingSelected), "{line}");
        empty.press("esc");
    }
}

fn offered(names: &[&str]) -> Desk {
    let mut desk = Desk::with(&["a"]);
    let offered = names.iter().map(|name| Offered {
        name: (*name).to_owned(),
        label: None,
        region: None,
    });
    desk.state.offered = offered.collect();
    desk.effects.clear();
    desk
}

fn opened(desk: &Desk) -> Vec<&str> {
    let effects = desk.effects.iter();
    let names = effects.filter_map(|effect| match effect {
        Effect::Open(name) => Some(name.as_str()),
        _ => None,
    });
    names.collect()
}

#[test]
fn a_profile_is_found_by_its_name_and_shown_instead_of_the_others() {
    let mut desk = offered(&["staging", "tokyo"]);
    typed(&mut desk, "tok");
    assert_eq!(lines(&desk).first(), Some(&"profile tokyo"));
    desk.press("enter");
    assert_eq!(opened(&desk), ["tokyo"]);
    assert_eq!(desk.state.leaving.len(), 1, "the one that is shown goes");
}

#[test]
fn several_profiles_are_named_in_one_line_and_unknown_ones_are_none() {
    let mut desk = offered(&["staging", "tokyo"]);
    typed(&mut desk, "profile staging tok");
    assert_eq!(lines(&desk).first(), Some(&"profile staging tokyo"));
    desk.press("enter");
    assert_eq!(opened(&desk), ["staging", "tokyo"]);
    let mut desk = offered(&["staging", "tokyo"]);
    typed(&mut desk, "profile xyz");
    desk.press("enter");
    assert!(palette(&desk).wrong);
    assert_eq!(opened(&desk), [""; 0]);
}

#[test]
fn language_colours_and_columns_change_at_once() {
    let mut desk = Desk::with(&["a"]);
    desk.effects.clear();
    typed(&mut desk, "lang zh-CN");
    desk.press("enter");
    assert!(desk.effects.contains(&Effect::Speak(Lang::Chinese)));
    typed(&mut desk, "theme high-contrast");
    desk.press("enter");
    assert_eq!(desk.state.look.theme, ThemeName::HighContrast);
    typed(&mut desk, "columns +id -storage");
    desk.press("enter");
    let wants = [Column::Id, Column::Storage].map(|one| desk.state.columns.wants(one));
    assert_eq!(wants, [true, false]);
}

#[test]
fn lines_that_were_run_come_back_and_are_kept() {
    let mut desk = Desk::with(&["a"]);
    desk.effects.clear();
    for line in ["sort name", "help", "sort age"] {
        typed(&mut desk, line);
        desk.press("enter esc");
    }
    let kept = ["sort name", "help", "sort age"]
        .map(str::to_owned)
        .to_vec();
    assert_eq!(desk.state.history, kept);
    let last = desk.effects.iter().rev();
    let last = last
        .clone()
        .find(|effect| matches!(effect, Effect::KeepHistory(_)));
    assert_eq!(last, Some(&Effect::KeepHistory(kept)));
    desk.press(": up up");
    assert_eq!(palette(&desk).field().text(), "help");
    desk.press("down down");
    assert_eq!(palette(&desk).field().text(), "");
    desk.type_text("name");
    desk.press("ctrl-r");
    assert_eq!(palette(&desk).field().text(), "sort name");
}

#[test]
fn an_instance_that_went_meanwhile_is_not_opened() {
    let mut desk = Desk::with(&["a", "b"]);
    typed(&mut desk, "open b");
    desk.list(vec![instance("a")]);
    desk.not_found("b");
    desk.press("enter");
    assert_eq!(desk.state.view.opened, None);
    typed(&mut desk, "overview");
    desk.press("enter");
    assert_eq!(desk.state.view.opened, Some(key("a")));
    assert_eq!(desk.state.view.tab, Pane::Overview);
}

#[test]
fn offers_stay_as_they_are_while_the_list_changes() {
    let mut desk = Desk::with(&["orders-01"]);
    typed(&mut desk, "open ord");
    desk.press("down");
    let before = palette(&desk).offers.clone();
    for at in 0..20 {
        desk.list(vec![
            instance("orders-01"),
            instance(&format!("orders-new-{at}")),
        ]);
        desk.wait(Duration::from_millis(50));
    }
    assert_eq!(palette(&desk).offers, before);
}

#[test]
fn pasted_text_is_typed_and_not_run() {
    let mut desk = Desk::with(&["a"]);
    desk.press(":");
    desk.feed(Event::Paste("delete\ny\n".into()));
    assert_eq!(palette(&desk).field().text(), "deletey");
}

#[test]
fn the_words_of_k9s_lead_to_what_they_mean_here() {
    for (line, run) in [
        ("ctx", Run::Command("profiles")),
        ("contexts", Run::Command("profiles")),
        ("ns", Run::Command("profiles")),
        ("events", Run::Command("errors")),
        ("aliases", Run::Command("help")),
        ("help", Run::Command("help")),
        ("edit", Run::Command("modify")),
        ("q", Run::Command("ask-quit")),
        ("quit", Run::Command("ask-quit")),
        ("q!", Run::Command("quit")),
        ("yaml", Run::Show(Pane::Json)),
        ("describe", Run::Show(Pane::Overview)),
        ("descr", Run::Show(Pane::Overview)),
        ("pulses", Run::Show(Pane::List)),
        ("ctx b", Run::Profiles(vec!["b".to_owned()])),
    ] {
        let mut desk = offered(&["b"]);
        typed(&mut desk, line);
        let palette = palette(&desk);
        let chosen = palette.chosen().and_then(|at| palette.offers.get(at));
        let chosen = chosen.or(palette.exact.as_ref()).unwrap();
        assert_eq!(chosen.run, Some(run), "{line}");
    }
}

#[test]
fn a_word_of_k9s_that_means_nothing_here_says_so_and_is_never_taken_for_another() {
    let mut desk = Desk::with(&["pods-01"]);
    for line in ["xray", "popeye", "nodes"] {
        typed(&mut desk, line);
        desk.press("enter");
        assert_eq!(palette(&desk).offers, [], "{line}");
        let shown = screens::lines(&screens::drawn(&desk.state).0).join("\n");
        assert!(shown.contains("k9s has this"), "{shown}");
        desk.press("esc");
    }
    typed(&mut desk, "pods");
    let offers: Vec<&str> = palette(&desk)
        .offers
        .iter()
        .map(|one| one.line.as_str())
        .collect();
    assert_eq!(offers, ["open pods-01"]);
}
