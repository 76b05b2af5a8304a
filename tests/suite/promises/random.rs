//! Keys that nobody meant send nothing that takes a name.

use super::deleting::one_task;
use crate::create_form::{catalogue, orders, ready};
use crate::desk::{Desk, Terminal, id, listing, plugin};
use std::collections::BTreeMap;
use std::time::Duration;
use warren::api::v2::extend::AutoExpansion;
use warren::api::v2::{ProductList, RecycleBin, RecyclePolicy, Recycled};
use warren::effect::Effect;
use warren::event::Event;
use warren::key::{Code, Key};
use warren::model::Instance;
use warren::model::rules::resize::Goal;
use warren::state::overlay::Overlay;
use warren::state::query::QueryAnswer;
use warren::state::view::ScreenSize;
use warren::state::write::bulk::BulkAction;
use warren::state::write::change::Setting;
use warren::state::write::confirm::Guard;
use warren::state::write::mutation::Mutation;
use warren::state::write::plan::Plan;

/// Every key a keyboard has.
pub fn any_key(random: &mut fastrand::Rng) -> Key {
    let named = [
        Code::Enter,
        Code::Esc,
        Code::Tab,
        Code::Backspace,
        Code::Delete,
        Code::Left,
        Code::Right,
        Code::Up,
        Code::Down,
        Code::Home,
        Code::End,
        Code::PageUp,
        Code::PageDown,
    ];
    let code = match random.u8(0..10) {
        0..4 => named[random.usize(0..named.len())],
        // Keys that act come up more often than chance would have it.
        4..7 => Code::Char(
            *b"DtyNnCceq/jkG12345sXVm ah"
                .get(random.usize(0..25))
                .unwrap() as char,
        ),
        _ => Code::Char(char::from(random.u8(b' '..=b'~'))),
    };
    Key {
        code,
        ctrl: random.u8(0..12) == 0,
        alt: false,
        shift: code == Code::Tab && random.bool(),
    }
}

/// Everything that can be written. Those before [`Kind::Plugin`] take a typed text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    Delete,
    Restart,
    BatchDelete,
    BatchRestart,
    Storage,
    Brokers,
    Flavor,
    Password,
    SecurityGroup,
    PublicAccess,
    AutoExpand,
    Recycling,
    Plugin,
    TaskRecord,
    OtherSetting,
    Tags,
    Create,
    Restore,
}

impl Kind {
    pub const ALL: [Self; 18] = [
        Self::Delete,
        Self::Restart,
        Self::BatchDelete,
        Self::BatchRestart,
        Self::TaskRecord,
        Self::Storage,
        Self::Brokers,
        Self::Flavor,
        Self::Password,
        Self::SecurityGroup,
        Self::PublicAccess,
        Self::AutoExpand,
        Self::Recycling,
        Self::Plugin,
        Self::OtherSetting,
        Self::Tags,
        Self::Create,
        Self::Restore,
    ];

    fn is_typed(self) -> bool {
        self < Self::Plugin
    }

    fn of(plan: &Plan) -> Self {
        match plan.bulk {
            Some(BulkAction::Delete) => return Self::BatchDelete,
            Some(BulkAction::Restart) => return Self::BatchRestart,
            Some(BulkAction::Restore) => return Self::Restore,
            None => {}
        }
        match &plan.first().mutation {
            Mutation::Delete(_) => Self::Delete,
            Mutation::Restart(_) => Self::Restart,
            Mutation::DeleteTask(_) => Self::TaskRecord,
            Mutation::Resize(resizing) => match resizing.to {
                Goal::Storage(_) => Self::Storage,
                Goal::Brokers { .. } => Self::Brokers,
                Goal::Flavor(_) => Self::Flavor,
            },
            Mutation::ResetPassword(_) => Self::Password,
            Mutation::Modify(modification) => {
                let changes = modification.changes.as_slice();
                let has =
                    |kind: fn(&Setting) -> bool| changes.iter().any(|change| kind(&change.to));
                match (
                    has(|to| matches!(to, Setting::SecurityGroup(_))),
                    has(|to| matches!(to, Setting::Public(_))),
                ) {
                    (true, _) => Self::SecurityGroup,
                    (false, true) => Self::PublicAccess,
                    (false, false) => Self::OtherSetting,
                }
            }
            Mutation::AutoExpand(_) => Self::AutoExpand,
            Mutation::SetPlugin(_) => Self::Plugin,
            Mutation::Tags(_) => Self::Tags,
            Mutation::Create(_) => Self::Create,
            Mutation::Restore(_) => Self::Restore,
            Mutation::Recycling(_) => Self::Recycling,
            Mutation::CloudPurge(purge) => panic!("{purge:?}: no broker is open"),
            Mutation::Earlier(earlier) => panic!("{earlier:?} is asked again"),
        }
    }
}

/// Two clusters, and everything that is known of them.
pub fn desk() -> Desk {
    let mut desk = ready((80, 24));
    desk.press("esc");
    desk.terminal = Terminal::Endless;
    refresh(&mut desk);
    desk
}

fn refresh(desk: &mut Desk) {
    let both = ["orders-01", "orders-07"].map(|name| {
        let mut one = Instance {
            kind: Some("cluster".into()),
            name: Some(name.into()),
            ..orders()
        };
        one.id = id(name);
        one.storage.usable = Some(498);
        one.storage.used = Some(249);
        one.storage.extend_times = Some(2);
        one
    });
    desk.answer(QueryAnswer::Listing(Ok(listing(both.to_vec()))));
    let policy = Some(RecyclePolicy { on: true, days: 3 });
    let mut bin = RecycleBin {
        policy,
        ..RecycleBin::default()
    };
    bin.inside.rows.push(Recycled {
        id: id("orders-09"),
        name: Some("orders-09".into()),
        status: None,
        since: None,
        until: None,
    });
    desk.answer(QueryAnswer::RecycleBin(Ok(bin)));
    for name in ["orders-01", "orders-07"] {
        desk.plugins(name, vec![plugin("rabbitmq_shovel", false)]);
        desk.tasks(name, one_task());
        let mut sizes = ProductList::default();
        sizes.products.rows = catalogue().products;
        let mut larger = sizes.products.rows[1].clone();
        larger.id = "c6.8u16g.cluster".into();
        sizes.products.rows.push(larger);
        desk.answer(QueryAnswer::Sizes(id(name), Ok(sizes)));
        let off = AutoExpansion::default();
        desk.answer(QueryAnswer::AutoExpansion(id(name), Ok(off)));
    }
}

/// Brings the question of a kind in front, as a user who means it would.
pub fn ask(desk: &mut Desk, kind: Kind) {
    let texts: &[&str] = match kind {
        Kind::Delete => &["D"],
        Kind::Restart => &["X"],
        Kind::BatchDelete => &["m D"],
        Kind::BatchRestart => &["m X"],
        Kind::TaskRecord => &["enter 5 D"],
        Kind::Storage => &["R enter enter", "=900", "tab enter"],
        Kind::Brokers => &["R enter down enter enter enter enter"],
        Kind::Flavor => &["R enter down down enter enter down enter enter"],
        Kind::Password => &["P", "=Canary-77", "tab", "=Canary-77", "tab enter"],
        Kind::SecurityGroup => &["e tab tab tab ctrl-u", "=sg-4711", "tab tab tab enter"],
        Kind::PublicAccess => &["e tab tab tab tab space tab", "=eip-4711", "tab tab enter"],
        Kind::AutoExpand => &["Z space tab tab tab", "=5000", "tab enter"],
        Kind::Recycling => &["g b t"],
        Kind::Restore => &["g b R"],
        Kind::Plugin => &["enter 4 t"],
        Kind::OtherSetting => &["e tab", "=of the shop", "tab tab tab tab tab enter"],
        Kind::Tags => &["T", "=env=fuzz", "pgdn pgdn enter"],
        Kind::Create => &["g g C pgdn pgdn pgdn pgdn pgdn enter"],
    };
    for text in texts {
        match text.strip_prefix('=') {
            Some(typed) => {
                desk.press("ctrl-u");
                desk.type_text(typed);
            }
            None => desk.press(text),
        }
    }
}

/// Keys as they come: one alone or held, a pasted name, and the bytes of a mouse report that
/// nobody swallowed.
pub fn come(desk: &mut Desk, random: &mut fastrand::Rng) {
    match random.u8(0..100) {
        0 => {
            let texts = ["orders-01", "orders-07", "delete", "delete 2", "restart 2"];
            desk.feed(Event::Paste(texts[random.usize(0..texts.len())].to_owned()));
        }
        1 => {
            desk.press("esc");
            desk.type_text("[M");
            for _ in 0..3 {
                let byte = char::from(random.u8(b' '..=b'~'));
                desk.type_text(&byte.to_string());
            }
        }
        2 => {
            let [width, height] = [random.u16(20..120), random.u16(5..40)];
            desk.feed(Event::Resize(ScreenSize { width, height }));
        }
        _ => desk.feed(Event::Key(any_key(random))),
    }
}

/// What the test was able to do wrong.
#[derive(Debug, Default)]
struct Counts {
    asked: BTreeMap<Kind, u32>,
    sent: BTreeMap<Kind, u32>,
}

/// Lets so many keys come, a tenth of them after the question of this kind.
fn walk(kind: Kind, rounds: u32, random: &mut fastrand::Rng, counts: &mut Counts) {
    let mut desk = desk();
    for round in 0..rounds {
        if round % 1_000 == 0 {
            // Afresh: what random keys left under way must not keep the dialogs shut.
            desk = self::desk();
        }
        if round % 100 == 0 {
            desk.press("esc esc esc esc esc esc");
            refresh(&mut desk);
            ask(&mut desk, kind);
        }
        // Most are typed in a hurry; some come to somebody who reads.
        let time = [60, 60, 60, 60, 60, 60, 350, 700][random.usize(0..8)];
        desk.pass(Duration::from_millis(time));
        if let Some(Overlay::Confirm(confirm)) = &desk.state.overlay {
            let kind = Kind::of(confirm.plan());
            *counts.asked.entry(kind).or_default() += 1;
            let typed = matches!(confirm.guard(), Guard::Typed { .. });
            assert_eq!(typed, kind.is_typed(), "{kind:?}");
        }
        come(&mut desk, random);
        for effect in desk.effects.drain(..) {
            if let Effect::Write(_, armed) = effect {
                let kind = Kind::of(armed.plan());
                *counts.sent.entry(kind).or_default() += 1;
            }
        }
    }
}

#[test]
fn a_million_random_keys_pastes_and_mouse_bytes_send_nothing_that_takes_a_name() {
    let mut random = fastrand::Rng::with_seed(614);
    let mut counts = Counts::default();
    for kind in Kind::ALL {
        walk(kind, 70_000, &mut random, &mut counts);
    }
    for kind in Kind::ALL {
        let asked = counts.asked.get(&kind).copied().unwrap_or_default();
        let sent = counts.sent.get(&kind).copied().unwrap_or_default();
        // The keys did reach each of them; those that one key answers show that more can go wrong.
        assert!(asked > 500, "{kind:?}: {counts:?}");
        assert_eq!(sent > 0, !kind.is_typed(), "{kind:?}: {counts:?}");
    }
}
