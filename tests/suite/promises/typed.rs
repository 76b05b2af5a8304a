//! Before anything is sent: a password that was typed into a form is taken out of what comes
//! from then on, and of what is kept of what came before.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use warren::effect::Effect;
use warren::secret::Secret;
use warren::secret::mask::HIDDEN;
use warren::simulator::Simulator;
use warren::state::form::Field;

use crate::desk::Desk;
use crate::live::{Live, Setup};

const TYPED: &str = "Canary-Unsent-01\"\\+/=&<'9";

/// How a text may hold it.
fn spellings() -> Vec<String> {
    let json = |text: &str| serde_json::to_string(text).unwrap();
    let percent: String = TYPED.bytes().map(|byte| format!("%{byte:02X}")).collect();
    vec![
        TYPED.to_owned(),
        json(TYPED),
        json(&json(TYPED)),
        percent,
        STANDARD.encode(format!("ops:{TYPED}")),
    ]
}

/// Somebody else writes this into the description of `orders-02`.
fn describe(service: &Simulator, text: &str) {
    service.edit(|world| {
        let id = world.named("orders-02").unwrap().id.clone();
        text.clone_into(&mut world.instance_mut(&id).unwrap().description);
    });
}

async fn described(live: &mut Live) -> String {
    live.pass(Duration::from_secs(6)).await;
    let row = live.row("orders-02").unwrap();
    row.instance.description.clone().unwrap()
}

/// Looks whether every spelling is taken out of what comes.
async fn is_hidden(live: &mut Live) -> bool {
    describe(live.simulator(), &spellings().join(" | "));
    let text = described(live).await;
    text.split(" | ").all(|part| part.contains(HIDDEN)) && !text.contains("Canary")
}

/// Types text and goes on to the next field.
fn type_and_leave(live: &mut Live, text: &str) {
    live.type_text(text);
    live.press("tab");
}

#[tokio::test(start_paused = true)]
async fn a_new_password_is_hidden_from_when_its_field_is_left() {
    let mut live = Live::with(&["orders-01", "orders-02"]).await;
    live.select("orders-01");
    live.press("P");
    // What is short or breaks the rules is a word like others.
    type_and_leave(&mut live, "orders");
    describe(live.simulator(), "orders of the shop");
    assert_eq!(described(&mut live).await, "orders of the shop");
    live.press("shift-tab ctrl-u");
    type_and_leave(&mut live, TYPED);
    assert!(is_hidden(&mut live).await, "{}", live.dump());
    live.press("esc");
    assert!(is_hidden(&mut live).await, "{}", live.dump());
    assert!(live.writes().is_empty());
}

#[tokio::test(start_paused = true)]
async fn the_password_of_a_new_instance_is_hidden_from_when_its_field_is_left() {
    let mut live = Live::with(&["orders-01", "orders-02"]).await;
    live.select("orders-01");
    live.press("C");
    live.pass(Duration::from_secs(1)).await;
    live.fill(Field::Password, TYPED);
    live.go_to(Field::Repeat);
    assert!(is_hidden(&mut live).await, "{}", live.dump());
    assert!(live.writes().is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_profile_that_is_shown_later_hides_it_as_well() {
    let mut live = Live::with(&["orders-01"]).await;
    let other = Setup::with(&["orders-02"]).of("other", "ap-southeast-1");
    live.offer(other).await;
    live.select("orders-01");
    live.press("P");
    type_and_leave(&mut live, TYPED);
    live.press("esc");
    describe(live.service("other"), &spellings().join(" | "));
    live.show(&["flow", "other"]).await;
    let text = described(&mut live).await;
    assert!(text.contains(HIDDEN) && !text.contains("Canary"), "{text}");
}

#[tokio::test(start_paused = true)]
async fn an_export_hides_it_in_what_came_before_it_was_typed() {
    let mut live = Live::with(&["orders-01", "orders-02"]).await;
    live.simulator().edit(|world| {
        let id = world.named("orders-02").unwrap().id.clone();
        let tags = &mut world.instance_mut(&id).unwrap().tags;
        tags.push(("note".into(), format!("was {TYPED}")));
    });
    live.pass(Duration::from_secs(6)).await;
    let row = live.row("orders-02").unwrap();
    assert_eq!(row.instance.tags[0].value, format!("was {TYPED}"));
    live.select("orders-01");
    live.press("P");
    type_and_leave(&mut live, TYPED);
    live.press("esc :");
    let path = live.home.path().join("list.json");
    live.type_text(&format!("export json {}", path.display()));
    live.press("enter");
    live.until("it is written", |_| {
        std::fs::read_to_string(&path).is_ok_and(|text| text.trim_end().ends_with(']'))
    })
    .await;
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(text.contains("was [hidden]"), "{text}");
    assert!(!text.contains("Canary"), "{text}");
}

#[test]
fn the_effect_comes_once_and_at_the_latest_with_the_question() {
    let hidden = |desk: &Desk| {
        let each = desk.effects.iter().filter_map(|effect| match effect {
            Effect::Hide(secrets) => Some(secrets.clone()),
            _ => None,
        });
        each.flatten().collect::<Vec<Secret>>()
    };
    let mut desk = Desk::with(&["orders"]);
    desk.press("P");
    desk.type_text(TYPED);
    assert_eq!(hidden(&desk), [], "it is still typed");
    desk.press("tab");
    assert_eq!(hidden(&desk), [Secret::new(TYPED)]);
    desk.type_text(TYPED);
    desk.press("tab");
    assert!(hidden(&desk).iter().all(|one| *one == Secret::new(TYPED)));
    let before = hidden(&desk).len();
    desk.press("enter");
    assert_eq!(hidden(&desk).len(), before);
    let printed = format!("{:?}", desk.effects);
    assert!(!printed.contains("Canary"), "{printed}");
}
