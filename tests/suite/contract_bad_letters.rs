//! One bad letter loses one text at most: bodies that are almost JSON keep every row, the field says
//! that it could not be read, and the screen draws whatever came.

use proptest::prelude::*;
use serde_json::Value;
use std::sync::Arc;
use warren::api::Read;
use warren::api::v2::*;
use warren::keymap::Keymap;
use warren::model::{Instance, InstanceId};
use warren::runtime::screen::Screen;
use warren::state::query::QueryAnswer;
use warren::ui;

use crate::desk::{Desk, words};

const LIST: &str = include_str!("../fixtures/v2/list_instances.json");
const DETAIL: &str = include_str!("../fixtures/v2/show_instance.json");
const ID: &str = "de873040-d661-4770-aa96-9329c71d7c8a";

fn id() -> InstanceId {
    InstanceId::new(ID).unwrap()
}

/// The only instance of a list.
fn only(body: &[u8]) -> Instance {
    let list = ListInstances {
        offset: 0,
        limit: 50,
    };
    let page = list.decode(body).unwrap_or_else(|error| {
        panic!("{error}: {}", String::from_utf8_lossy(body));
    });
    assert_eq!(
        (page.instances.len(), page.unidentified, page.foreign.len()),
        (1, 0, 0)
    );
    page.instances[0].as_ref().clone()
}

/// A list of one instance with this description, as bytes between the quotes.
fn described(description: &[u8]) -> Vec<u8> {
    let head =
        br#"{"instances":[{"instance_id":"i","engine":"rabbitmq","name":"n","description":""#;
    [head, description, br#"","port":5672}],"instance_num":1}"#].concat()
}

#[test]
fn one_bad_letter_costs_that_letter_and_the_row_says_so() {
    for bad in [
        br"\ud800".as_slice(),
        br"\udc00",
        br"\ud83d\u0041",
        b"\xff",
        b"\xc3",
        b"\x00",
        b"\x01",
        b"\n",
        b"\x7f\x1b",
        br"\q",
        br"\u12",
        br"\x41",
    ] {
        let read = only(&described(&[b"before ", bad, b" after"].concat()));
        let text = read.description.unwrap();
        assert!(
            text.starts_with("before ") && text.ends_with(" after"),
            "{text}"
        );
        assert_eq!(
            (read.name.as_deref(), read.network.port),
            (Some("n"), Some(5672))
        );
        if bad != b"\x7f\x1b" {
            assert!(text.contains('\u{fffd}'), "{bad:?}");
        }
        assert_eq!(read.unreadable, ["description"], "{bad:?}");
    }
}

#[test]
fn what_stands_around_the_document_costs_nothing() {
    let plain = described(b"x");
    for (before, after) in [
        (b"\xef\xbb\xbf".as_slice(), b"".as_slice()),
        (b"\0\0", b"\0\0\0\0"),
        (b" \r\n", b"\r\n\r\n"),
        (b"", b"<!-- served by a proxy -->"),
        (b"", b"{\"instances\":[]}"),
    ] {
        let read = only(&[before, &plain, after].concat());
        assert_eq!(read.description.as_deref(), Some("x"));
        assert_eq!(read.unreadable, Vec::<String>::new());
    }
}

#[test]
fn what_nobody_knows_costs_its_field_however_deep_or_odd_it_is() {
    let deep = |depth: usize| format!("{}1{}", "[".repeat(depth), "]".repeat(depth));
    for (odd, unreadable) in [
        (deep(200), true),
        (deep(20_000), true),
        ("{\"a\":".repeat(200) + "1" + &"}".repeat(200), true),
        (deep(40), false),
        ("NaN".into(), true),
        ("-Infinity".into(), true),
        ("1e999".into(), false),
        ("01".into(), true),
        ("undefined".into(), true),
        (r#""x","name":"second","unknown":2"#.into(), false),
    ] {
        let body = format!(
            r#"{{"instances":[{{"instance_id":"i","name":"first","unknown":{odd},"port":5672}}]}}"#
        );
        let read = only(body.as_bytes());
        assert!(read.name.is_some());
        assert_eq!(read.network.port, Some(5672));
        let expected: &[&str] = if unreadable { &["unknown"] } else { &[] };
        assert_eq!(read.unreadable, expected, "{}", &odd[..odd.len().min(40)]);
    }
}

#[test]
fn half_an_answer_is_none() {
    let whole = described(b"x");
    for length in 0..whole.len() {
        let list = ListInstances {
            offset: 0,
            limit: 50,
        };
        assert!(list.decode(&whole[..length]).is_err(), "{length}");
    }
}

#[test]
fn a_text_of_a_megabyte_keeps_its_beginning_and_an_id_of_that_length_is_none() {
    let read = only(&described(&vec![b'x'; 1 << 20]));
    let text = read.description.unwrap();
    assert!(text.len() < 5_000 && text.ends_with('…'), "{}", text.len());
    assert_eq!(read.unreadable, ["description"]);
    let id = "x".repeat(1 << 20);
    let list = ListInstances {
        offset: 0,
        limit: 50,
    };
    let page = list.decode(format!(r#"{{"instances":[{{"instance_id":"{id}"}}]}}"#).as_bytes());
    assert_eq!(page.unwrap().unidentified, 1);
}

/// Draws the list, and the detail on every tab, in both sizes; gives all that was drawn.
fn drawn(row: &Instance, detail: &InstanceDetail) -> String {
    let mut shown = String::new();
    for (width, height) in [(80, 24), (160, 45)] {
        let mut desk = Desk::new(width, height);
        desk.list(vec![row.clone()]);
        let draw = |desk: &Desk| {
            let mut next = Screen::blank(width, height);
            ui::draw(
                &desk.state,
                &Keymap::preset(warren::keymap::Preset::Vim).0,
                words(),
                &mut next,
            );
            let cells = next.content.iter().map(|cell| cell.symbol().to_owned());
            cells.collect::<String>()
        };
        shown.push_str(&draw(&desk));
        desk.press("enter");
        desk.answer(QueryAnswer::Instance(
            detail.instance.id.clone(),
            Ok(Arc::new(detail.clone())),
        ));
        for tab in ["1", "2", "3", "4", "5", "6", "7"] {
            desk.press(tab);
            shown.push_str(&draw(&desk));
        }
    }
    shown
}

fn bad_bytes() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        Just(br"\ud800".to_vec()),
        Just(br"\udfff\ud800".to_vec()),
        Just(br"\q".to_vec()),
        Just("e\u{301}\u{301}\u{301}".repeat(200).into_bytes()),
        Just("\u{200d}\u{202e}\u{fe0f}".repeat(200).into_bytes()),
        Just("👩\u{200d}".repeat(200).into_bytes()),
        proptest::collection::vec(128_u8..=255, 1..4),
        proptest::collection::vec(0_u8..32, 1..4),
    ]
}

/// Where a text value of a fixture can take more bytes: behind the quote that begins it. The places
/// of names and of what makes it a row of ours are left out.
fn places(fixture: &str) -> Vec<usize> {
    let found = fixture
        .match_indices(": \"")
        .map(|(at, begin)| at + begin.len());
    let free = |at: &usize| {
        !["instance_id\": \"", "engine\": \""]
            .iter()
            .any(|name| fixture[..*at].ends_with(name))
    };
    found.filter(free).collect()
}

fn mutated(fixture: &str, edits: &[(usize, Vec<u8>)]) -> Vec<u8> {
    let places = places(fixture);
    let mut edits: Vec<_> = edits
        .iter()
        .map(|(at, bad)| (places[at % places.len()], bad))
        .collect();
    edits.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
    let mut body = fixture.as_bytes().to_vec();
    for (at, bad) in edits {
        body.splice(at..at, bad.iter().copied());
    }
    body
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn bad_letters_anywhere_keep_the_row_and_draw(
        list in proptest::collection::vec((any::<usize>(), bad_bytes()), 1..8),
        detail in proptest::collection::vec((any::<usize>(), bad_bytes()), 1..8),
    ) {
        let row = only(&mutated(LIST, &list));
        prop_assert_eq!(&row.id, &id());
        let shown = ShowInstance { instance: id() }.decode(&mutated(DETAIL, &detail)).unwrap();
        prop_assert_eq!(&shown.instance.id, &id());
        let screen = drawn(&row, &shown);
        prop_assert!(!screen.chars().any(char::is_control));
        let hidden = ['\u{202e}', '\u{200d}'];
        prop_assert!(!screen.contains(hidden), "nothing hidden");
    }

    #[test]
    fn any_byte_changed_never_makes_it_panic(at in any::<usize>(), byte in any::<u8>(), cut in any::<usize>()) {
        for fixture in [LIST, DETAIL] {
            let mut body = fixture.as_bytes().to_vec();
            let at = at % body.len();
            body[at] = byte;
            let list = ListInstances { offset: 0, limit: 50 };
            let _ = list.decode(&body);
            body.truncate(cut % body.len());
            let _ = list.decode(&body);
            let _: Result<Value, _> = serde_json::from_slice(&body);
        }
    }
}

/// The longest symbol of any cell, in code points and bytes.
fn longest(desk: &Desk, width: u16, height: u16) -> (usize, usize) {
    let mut next = Screen::blank(width, height);
    ui::draw(
        &desk.state,
        &Keymap::preset(warren::keymap::Preset::Vim).0,
        words(),
        &mut next,
    );
    let symbols = next.content.iter().map(|cell| cell.symbol());
    symbols.fold((0, 0), |(points, bytes), symbol| {
        (points.max(symbol.chars().count()), bytes.max(symbol.len()))
    })
}

#[test]
fn no_cell_gets_more_than_a_handful_of_code_points_wherever_text_is_drawn() {
    let letters = [
        format!("a{}", "\u{301}".repeat(50_000)),
        "👩\u{200d}".repeat(9_000),
        format!("क{}", "\u{94d}".repeat(50_000)),
        format!("x{}", "\u{fe0f}\u{20e3}".repeat(9_000)),
        "🇪".repeat(9_000),
        "\u{e0061}".repeat(9_000),
    ];
    for letter in &letters {
        let text = Value::from(letter.as_str()).to_string();
        let body = format!(
            r#"{{"instances":[{{"instance_id":"i","name":{text},"description":{text},"specification":{text},
            "status":{text},"engine_version":{text},"user_name":{text},
            "tags":[{{"key":{text},"value":{text}}}],"connect_address":{text}}}]}}"#
        );
        let row = only(body.as_bytes());
        let mut desk = Desk::new(160, 45);
        desk.list(vec![row.clone()]);
        let mut steps = vec!["", "i", "/ x enter", "esc esc enter"];
        steps.extend(["1", "2", "3", "4", "5", "6", "7", "esc", "D"]);
        for step in steps {
            desk.press(step);
            if step.ends_with("enter") {
                let detail = InstanceDetail {
                    instance: row.clone(),
                    raw: serde_json::json!({ "description": letter }),
                };
                desk.answer(QueryAnswer::Instance(row.id.clone(), Ok(Arc::new(detail))));
            }
            let (points, bytes) = longest(&desk, 160, 45);
            assert!(points <= 8 && bytes <= 32, "{step}: {points} {bytes}");
        }
    }
}

#[test]
fn ten_names_of_a_megabyte_cost_no_more_than_short_ones() {
    let rows: Vec<Instance> = (0..10)
        .map(|number| {
            let name = "a\u{301}".repeat((1 << 20) / 3);
            let body = format!(
                r#"{{"instances":[{{"instance_id":"i{number}","name":"{name}","description":"{name}"}}]}}"#
            );
            only(body.as_bytes())
        })
        .collect();
    let mut desk = Desk::new(160, 45);
    desk.list(rows);
    let started = std::time::Instant::now();
    for _ in 0..20 {
        longest(&desk, 160, 45);
        desk.press("j");
    }
    // Reading them whole would take seconds for each frame.
    assert!(started.elapsed().as_secs() < 20, "{:?}", started.elapsed());
}
