//! What `y` and `Y` copy in each place, and what is said when it has gone its way.

use crate::desk::{Desk, instance, key, plugin, words};
use crate::promises::help::task;
use warren::api::TaskList;
use warren::effect::{Clip, Effect};
use warren::event::Event;
use warren::model::{PluginName, Tag};
use warren::state::copied::{Copied, NotCopied, Route};
use warren::state::notice::{Level, NoticeKind};
use warren::ui::words::copied;

/// One instance, of which everything is known.
fn desk() -> Desk {
    let mut desk = Desk::new(80, 24);
    let mut orders = instance("orders");
    orders.network.connect_address = Some("192.168.0.74".into());
    orders.network.port = Some(5672);
    orders.tags = [("env", "prod"), ("team", "")]
        .map(|(key, value)| Tag {
            key: key.into(),
            value: value.into(),
        })
        .into();
    desk.list(vec![orders.clone()]);
    desk.press("enter");
    desk.detail(orders);
    desk.plugins("orders", vec![plugin("rabbitmq_shovel", true)]);
    let tasks = TaskList {
        tasks: vec![task(7)],
        ..TaskList::default()
    };
    desk.tasks("orders", tasks);
    desk.press("esc");
    desk
}

/// The clips of a way through the keys, as text.
fn copies(way: &str) -> Vec<String> {
    let mut desk = desk();
    desk.press(way);
    let clips = desk.effects.iter().filter_map(|effect| match effect {
        Effect::Copy(clip) => Some(warren::ui::copied::text_of(words(), &desk.state, clip)),
        _ => None,
    });
    clips.collect()
}

#[test]
fn y_copies_the_value_that_names_what_is_under_the_cursor() {
    for (way, value) in [
        ("y", "orders"),
        ("enter y", "192.168.0.74:5672"),
        ("enter 4 y", "rabbitmq_shovel"),
        ("enter 5 y", "task-7"),
        ("enter 6 y", "env=prod\nteam="),
        ("enter 7 y", "id-orders"),
    ] {
        assert_eq!(copies(way), [value], "{way}");
    }
}

#[test]
fn shift_y_copies_the_whole_of_what_is_under_the_cursor() {
    for way in ["Y", "enter Y", "enter 6 Y"] {
        let text = copies(way).concat();
        let object: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(object["instance_id"], "id-orders", "{way}");
        assert_eq!(object["used_storage_space"], 10, "{way}");
    }
    assert_eq!(
        copies("enter 4 Y"),
        ["PLUG-IN: rabbitmq_shovel\nON: yes\nRUN: yes\nVERSION: 3.8.35\n"]
    );
    let task = copies("enter 5 Y").concat();
    assert!(
        task.starts_with("Task: extendInstance\nId: task-7\n"),
        "{task}"
    );
    assert_eq!(
        copies("enter 7 Y"),
        ["{\n  \"name\": \"orders\"\n}\n".to_owned()]
    );
}

#[test]
fn nothing_is_copied_where_there_is_nothing() {
    let mut desk = Desk::new(80, 24);
    desk.list(Vec::<warren::model::Instance>::new());
    desk.effects.clear();
    desk.press("y Y");
    assert_eq!(desk.effects, []);
}

#[test]
fn what_became_of_a_copy_is_said_when_it_is_known_and_not_before() {
    let mut desk = desk();
    desk.press("y");
    assert!(desk.state.notices.is_empty());
    let what = "orders".to_owned();
    let went = Ok(Route::Tmux);
    desk.feed(Event::Copied(Copied { what, went }));
    let (bytes, most) = (80_000, 75_000);
    let what = "orders (900 lines)".to_owned();
    let went = Err(NotCopied::TooLong { bytes, most });
    desk.feed(Event::Copied(Copied { what, went }));
    let notices = desk.state.notices.iter();
    let said: Vec<(Level, String)> = notices
        .map(|notice| match &notice.said {
            NoticeKind::Copied(copied) => (notice.level, copied::said(words(), copied)),
            other => panic!("{other:?}"),
        })
        .collect();
    let long = "not copied: orders (900 lines) has 80000 bytes, and the terminal takes 75000";
    let tmux = "copied orders: to tmux's buffer, and on to the terminal if it takes it";
    assert_eq!(
        said,
        [
            (Level::Warning, long.to_owned()),
            (Level::Info, tmux.to_owned())
        ]
    );
}

#[test]
fn a_copy_is_named_by_its_text_when_that_is_one_line_and_else_by_what_it_is_about() {
    let desk = desk();
    let orders = key("orders");
    let gist = |clip: Clip| {
        let text = warren::ui::copied::text_of(words(), &desk.state, &clip);
        copied::gist(words(), &desk.state, &clip, &text)
    };
    assert_eq!(gist(Clip::Text("192.168.0.74".into())), "192.168.0.74");
    assert_eq!(gist(Clip::Text("one\ntwo".into())), "2 lines");
    assert_eq!(gist(Clip::Json(orders.clone())), "orders (3 lines)");
    let plugin = PluginName::new("rabbitmq_shovel").unwrap();
    assert_eq!(
        gist(Clip::Plugin(orders, plugin)),
        "rabbitmq_shovel (4 lines)"
    );
}
