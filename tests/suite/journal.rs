//! The journal: what a write leaves behind, and what happens when it cannot be written down.

use crate::live::{Live, Setup};
use warren::api::v2::Switch;
use warren::journal::{Pages, Policy, Target, Verdict, file, read};
use warren::model::{PluginName, TaskId};
use warren::simulator::DEMO_PROJECT_ID;
use warren::state::overlay::Overlay;
use warren::state::write::can::Refusal;
use warren::state::write::mutation::{Action, MutationKind, On};
use warren::state::write::pending::{Payment, Unanswered};

/// What is in the journal of a session.
fn pages(live: &Live) -> Pages {
    let text = std::fs::read_to_string(live.home.path().join(file::FILE)).unwrap_or_default();
    read(&[&text])
}

/// Takes the journal's place, so that nothing can be written to it.
fn break_the_journal(live: &Live) {
    let path = live.home.path().join(file::FILE);
    let _ = std::fs::remove_file(&path);
    std::fs::create_dir(path).unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_write_is_in_the_journal_with_its_target_its_request_and_its_answer() {
    let mut live = Live::with(&["orders-01"]).await;
    let id = live.key("orders-01").id.to_string();
    live.delete("orders-01");
    live.until("it is gone", Live::settled).await;
    let pages = pages(&live);
    let [entry] = pages.entries.as_slice() else {
        panic!("{pages:?}")
    };
    let attempt = &entry.attempt;
    assert_eq!(
        (attempt.action.as_str(), attempt.targets.as_slice()),
        (
            "delete the instance",
            [Target {
                id: Some(id.clone()),
                name: "orders-01".into()
            }]
            .as_slice()
        )
    );
    let path = format!("/v2/{DEMO_PROJECT_ID}/instances/{id}");
    assert_eq!(
        (
            attempt.request.method.as_str(),
            attempt.request.path.as_str()
        ),
        ("DELETE", path.as_str())
    );
    let outcome = entry.outcome.as_ref().unwrap();
    assert_eq!(
        (outcome.result, outcome.status, pages.unreadable),
        (Verdict::Accepted, Some(204), 0)
    );
    assert!(outcome.request_id.is_some());
}

#[tokio::test(start_paused = true)]
async fn a_creation_leaves_the_id_of_the_new_instance() {
    let mut live = Live::with(&["orders-01"]).await;
    live.create_like("orders-01", "orders-07", "Rabbit-9-mq")
        .await;
    live.until("it is settled", Live::settled).await;
    let id = live.key("orders-07").id.to_string();
    let pages = pages(&live);
    let outcome = pages.entries[0].outcome.as_ref();
    assert_eq!(
        outcome.and_then(|outcome| outcome.created.clone()),
        Some(id)
    );
}

#[tokio::test(start_paused = true)]
async fn a_refused_write_leaves_the_code_and_the_request_id() {
    let mut setup = Setup::with(&["orders-01"]);
    setup = setup.faults(&["403@delete_instance"]);
    let mut live = setup.start().await;
    live.listed().await;
    live.delete("orders-01");
    live.until("it is refused", Live::settled).await;
    let pages = pages(&live);
    let outcome = pages.entries[0].outcome.as_ref().unwrap();
    assert_eq!(
        (outcome.result, outcome.status),
        (Verdict::Refused, Some(403))
    );
    assert!(outcome.code.is_some() && outcome.request_id.is_some());
}

#[tokio::test(start_paused = true)]
async fn a_required_journal_that_breaks_stops_the_write_before_it_is_sent() {
    let mut setup = Setup::with(&["orders-01"]);
    setup.journal = Policy::Required;
    let mut live = setup.start().await;
    live.listed().await;
    // Nobody has noticed yet: the executor does.
    break_the_journal(&live);
    live.delete("orders-01");
    live.until("it is refused", Live::settled).await;
    assert_eq!(live.writes().len(), 0);
    assert!(live.state().journal.trouble.is_some());
    // From now on the dialog does not even open.
    live.go_home();
    live.press("D");
    assert!(matches!(
        &live.state().overlay,
        Some(Overlay::Refused {
            reason: Refusal::NoJournal(_),
            ..
        })
    ));
}

#[tokio::test(start_paused = true)]
async fn without_a_journal_the_dialog_says_so_before_it_is_confirmed_and_then_it_goes() {
    let mut live = Live::with(&["orders-01", "orders-02"]).await;
    break_the_journal(&live);
    live.select("orders-01");
    live.press("D");
    // The question itself had the journal tried.
    live.until("it is tried", |live| live.state().journal.trouble.is_some())
        .await;
    assert!(live.screen().contains("Not written down: "));
    live.type_text("orders-01");
    live.press("enter");
    live.until("it is gone", Live::settled).await;
    assert_eq!(live.writes().len(), 1);
    live.until("its lines are counted", |live| {
        live.state().journal.unwritten == 3
    })
    .await;
    live.go_home();
    live.select("orders-02");
    live.press("D");
    assert!(
        live.screen()
            .contains("3 lines about earlier changes are missing")
    );
}

/// The lines of a journal that an earlier run left: a write of this kind to this target.
fn left_behind(at: &str, action: &str, target: &str, request: &str) -> String {
    format!(
        "{{\"v\":1,\"id\":\"1-1-1\",\"at\":\"{at}\",\"what\":\"send\",\"profile\":\"ops\",\
         \"region\":\"r\",\"project\":\"p\",\"action\":\"{action}\",\"targets\":[{target}],\
         \"request\":{request}}}\n"
    )
}

#[test]
fn a_write_of_an_earlier_run_of_every_kind_is_known_by_its_kind_and_its_target() {
    let get = r#"{"method":"DELETE","path":"/v2/p/instances/i-1"}"#;
    let task = r#"{"method":"DELETE","path":"/v2/p/instances/i-1/tasks/t-7"}"#;
    let plugin =
        r#"{"method":"PUT","path":"/x","body":{"enable":true,"plugins":"rabbitmq_shovel"}}"#;
    let order = r#"{"method":"POST","path":"/x","body":{"bss_param":{"is_auto_pay":true}}}"#;
    let (one, new) = (r#"{"id":"i-1","name":"orders"}"#, r#"{"name":"orders"}"#);
    let plugin_name = PluginName::new("rabbitmq_shovel").unwrap();
    let at = "2026-02-03T02:14:07.120Z";
    for (action, target, request, kind, on) in [
        (
            "delete the instance",
            one,
            get,
            MutationKind::Delete,
            On::Instance,
        ),
        (
            "delete the instances",
            one,
            get,
            MutationKind::Delete,
            On::Instance,
        ),
        (
            "restart the instances",
            one,
            get,
            MutationKind::Restart,
            On::Instance,
        ),
        (
            "create the instance",
            new,
            order,
            MutationKind::Create,
            On::Instance,
        ),
        (
            "change the instance",
            one,
            get,
            MutationKind::Modify,
            On::Instance,
        ),
        (
            "reset the password",
            one,
            get,
            MutationKind::ResetPassword,
            On::Instance,
        ),
        (
            "resize the instance",
            one,
            get,
            MutationKind::Resize,
            On::Instance,
        ),
        (
            "change the automatic disk expansion",
            one,
            get,
            MutationKind::AutoExpand,
            On::Instance,
        ),
        (
            "change the tags",
            one,
            get,
            MutationKind::Tags,
            On::Instance,
        ),
        (
            "switch the plug-in",
            one,
            plugin,
            MutationKind::SetPlugin,
            On::Plugin(plugin_name, Switch::Enable),
        ),
        (
            "restore the instance",
            one,
            get,
            MutationKind::Restore,
            On::Instance,
        ),
        (
            "delete the task record",
            one,
            task,
            MutationKind::DeleteTask,
            On::Task(TaskId::new("t-7").unwrap()),
        ),
    ] {
        let pages = read(&[left_behind(at, action, target, request)]);
        let entry = &pages.entries[0];
        let targets = entry.open_targets();
        let Unanswered { what, .. } = Unanswered::of(entry, &targets[0]).unwrap();
        let created = kind == MutationKind::Create;
        assert_eq!(what.mutation.action(), Action { kind, on });
        assert_eq!(
            (what.key().is_none(), what.mutation.payment()),
            (created, created.then_some(Payment::ByItself)),
            "{action}"
        );
        assert_eq!(what.name, "orders");
    }
    let broken = read(&[left_behind(at, "switch the plug-in", one, get)]);
    let entry = &broken.entries[0];
    assert_eq!(Unanswered::of(entry, &entry.open_targets()[0]), None);
    let newer = read(&[left_behind(at, "fly away", one, get)]);
    let entry = &newer.entries[0];
    assert_eq!(Unanswered::of(entry, &entry.open_targets()[0]), None);
}

#[tokio::test(start_paused = true)]
async fn a_write_that_this_run_settles_is_not_news_at_the_next_start() {
    let mut setup = Setup::with(&["orders-01"]);
    setup = setup.faults(&["lost@delete_instance"]);
    let mut live = setup.start().await;
    live.listed().await;
    live.delete("orders-01");
    live.until("it is settled", Live::settled).await;
    let pages = pages(&live);
    let entry = &pages.entries[0];
    assert_eq!(
        entry.outcome.as_ref().map(|outcome| outcome.result),
        Some(Verdict::Unknown)
    );
    live.until("it is written down", |live| {
        self::pages(live).entries[0].open_targets().is_empty()
    })
    .await;
}
