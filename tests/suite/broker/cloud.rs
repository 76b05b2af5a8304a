//! The cloud view: what the message service tells of a broker that cannot be asked itself.

use super::{answer, asked_for_a_password, head, opened};
use crate::desk::{Desk, error, id, instance, key, words as texts};
use crate::screens::chinese::chinese;
use crate::screens::{assert_screen, drawn_in, lines};
use std::sync::Arc;
use std::time::Duration;
use warren::api::management::{Address, ManagementError};
use warren::api::v2::topology::{CloudQueue, CloudUser, Page, Permission};
use warren::api::{ApiError, ErrorKind, Operation, QueueList, Rows};
use warren::broker::{BrokerAnswer, BrokerError, Part};
use warren::command::{Can, Command, can};
use warren::export::sheet;
use warren::lang::Lang;
use warren::model::ApiVersion;
use warren::model::broker::{Binding, Consumer, Depth, Queue, QueueKey};
use warren::state::broker::{IDLE, SubView};
use warren::state::export::Format;
use warren::state::interest::Trigger;
use warren::state::query::{Query, QueryAnswer};
use warren::state::write::can::Refusal;
use warren::ui::{provenance, words};

fn queue(vhost: &str, name: &str, ready: Option<u64>, consumers: Option<u64>) -> Queue {
    Queue {
        key: QueueKey {
            vhost: vhost.to_owned(),
            name: name.to_owned(),
        },
        depth: Depth {
            ready,
            unacknowledged: None,
        },
        consumers,
        durable: Some(true),
        ..Queue::default()
    }
}

fn queues() -> QueueList {
    let mut paid = queue("/", "orders.paid", Some(42), Some(3));
    paid.policy = Some("ttl".to_owned());
    paid.arguments = vec![("x-message-ttl".to_owned(), "60000".to_owned())];
    let mut log = queue("team/eu", "audit", Some(7), Some(1));
    log.arguments = vec![("x-queue-type".to_owned(), "\"stream\"".to_owned())];
    let rows = vec![
        queue("/", "emails", Some(26_062), Some(0)),
        paid,
        queue("/", "lost", None, None),
        log,
    ];
    QueueList {
        total: 4,
        queues: Rows {
            rows,
            ..Rows::default()
        },
        requests: 3,
        ..QueueList::default()
    }
}

fn told(desk: &mut Desk, list: Result<QueueList, ApiError>) {
    desk.answer(QueryAnswer::CloudQueues(id("orders"), list.map(Arc::new)));
}

fn closed_by(error: ManagementError, (width, height): (u16, u16)) -> Desk {
    let mut desk = opened(width, height);
    answer(&mut desk, Part::Head, Err(BrokerError::Management(error)));
    desk
}

/// A desk with no way to the broker, and what the service tells.
pub fn known(size: (u16, u16)) -> Desk {
    let mut desk = closed_by(ManagementError::NoRoute, size);
    told(&mut desk, Ok(queues()));
    desk
}

fn names(desk: &Desk) -> Vec<&str> {
    let rows = desk.state.broker.rows().iter();
    rows.map(|row| row.label.as_str()).collect()
}

fn of_cloud(desk: &Desk) -> Vec<Query> {
    let wants = desk.wanted(Trigger::Opening).into_iter();
    let mine = |query: &Query| {
        matches!(
            query,
            Query::CloudQueues(_) | Query::CloudQueue(..) | Query::CloudUsers(_)
        )
    };
    wants.filter(mine).collect()
}

#[test]
fn why_and_the_next_step_stand_above_what_the_service_tells() {
    let mut desk = known((80, 24));
    assert_screen!("cloud-80x24", desk.state);
    insta::with_settings!({snapshot_path => "../snapshots", prepend_module_to_snapshot => false, omit_expression => true}, {
        insta::assert_snapshot!("zh-cloud-80x24", chinese(&desk.state));
    });
    desk.press("j enter");
    let paid = CloudQueue {
        queue: queues().queues.rows[1].clone(),
        consumers: vec![Consumer {
            tag: "ctag-1".to_owned(),
            connection: Some("10.0.3.7:41234 -> 10.0.0.5:5672".to_owned()),
            prefetch: Some(20),
            ack_required: Some(true),
            ..Consumer::default()
        }],
        bindings: vec![Binding {
            source: "events".to_owned(),
            routing_key: "orders.paid".to_owned(),
            ..Binding::default()
        }],
    };
    let at = paid.queue.key.clone();
    assert!(of_cloud(&desk).contains(&Query::CloudQueue(id("orders"), at.clone())));
    desk.answer(QueryAnswer::CloudQueue(
        id("orders"),
        at,
        Ok(Arc::new(paid)),
    ));
    assert_screen!("cloud-queue-80x24", desk.state);
    desk.press("esc");
    assert_eq!(desk.state.broker.opened(), None);
    assert_screen!("cloud-120x40", known((120, 40)).state);
}

#[test]
fn reading_failing_lacking_a_right_partial_and_empty_look_different() {
    let mut desk = closed_by(ManagementError::NoRoute, (80, 24));
    let loading = crate::screens::screen(&desk.state);
    assert!(loading.contains("loading queues"), "{loading}");
    let mut denied = ApiError::local(Operation::ListQueues, ErrorKind::Forbidden, "no right");
    denied.code = Some("DMS.00403003".to_owned());
    told(&mut desk, Err(denied));
    assert_screen!("cloud-denied", desk.state);
    let list = QueueList {
        total: 5047,
        unread: 2,
        missing: Some(error(ErrorKind::Timeout)),
        ..queues()
    };
    told(&mut desk, Ok(list));
    assert_screen!("cloud-partial", desk.state);
    told(&mut desk, Err(error(ErrorKind::Server)));
    let stale = crate::screens::screen(&desk.state);
    assert!(
        stale.contains("STALE") && stale.contains("emails"),
        "{stale}"
    );
    // No answer at all, such as of a service that is not asked because it is out of reach.
    told(&mut desk, Ok(queues()));
    desk.wait(Duration::from_secs(90));
    let silent = |desk: &Desk| {
        let screen = crate::screens::screen(&desk.state);
        let mut lines = screen.lines();
        let view = lines.find(|line| line.contains("cloud view"));
        view.unwrap().contains("STALE 1m")
    };
    assert!(!silent(&desk));
    desk.wait(Duration::from_secs(2));
    assert!(silent(&desk), "{}", crate::screens::screen(&desk.state));
    told(&mut desk, Ok(QueueList::default()));
    let empty = crate::screens::screen(&desk.state);
    assert!(
        empty.contains("Queues, cloud view: there is none."),
        "{empty}"
    );
}

#[test]
fn the_engine_without_a_management_api_has_users_beside_its_queues() {
    let mut desk = closed_by(ManagementError::NoApi, (80, 24));
    told(&mut desk, Ok(queues()));
    assert_eq!(of_cloud(&desk), [Query::CloudQueues(id("orders"))]);
    desk.press("]");
    assert_eq!(of_cloud(&desk), [Query::CloudUsers(id("orders"))]);
    let permission = |vhost: &str, configure: &str| Permission {
        vhost: vhost.to_owned(),
        configure: Some(configure.to_owned()),
        write: Some(".*".to_owned()),
        read: Some("^orders-.*".to_owned()),
    };
    let user = |name: &str, permissions| CloudUser {
        name: name.to_owned(),
        permissions,
    };
    let rows = vec![
        user(
            "svc-orders",
            vec![permission("default", ".*"), permission("shop", "")],
        ),
        user("svc-nothing", Vec::new()),
    ];
    let rows = Rows {
        rows,
        ..Rows::default()
    };
    let page = Page {
        rows,
        total: Some(2),
    };
    desk.answer(QueryAnswer::CloudUsers(id("orders"), Ok(page)));
    assert_screen!("cloud-users", desk.state);
    desk.press("]");
    assert_eq!(names(&desk).len(), 4);
}

#[test]
fn rows_are_filtered_sorted_and_written_to_files_as_in_every_table() {
    let mut desk = known((80, 24));
    assert_eq!(names(&desk), ["emails", "orders.paid", "audit", "lost"]);
    desk.press("s n");
    assert_eq!(names(&desk), ["audit", "emails", "lost", "orders.paid"]);
    desk.press("/");
    desk.type_text("team/eu");
    desk.press("enter");
    assert_eq!(names(&desk), ["audit"]);
    let table = desk.state.table().unwrap();
    let csv = sheet(texts(), &desk.state, &table).print(Format::Csv);
    let first = csv.trim_start_matches('\u{feff}').lines().next().unwrap();
    assert!(
        first.starts_with("messages,name,vhost,consumers,policy,"),
        "{first}"
    );
    assert!(first.contains(",instance_id,"), "{first}");
}

#[test]
fn each_figure_says_that_it_is_from_the_service() {
    let mut desk = known((80, 24));
    desk.wait(Duration::from_secs(61));
    let said = |desk: &Desk| {
        let about = desk.state.about().unwrap();
        provenance::as_text(texts(), &desk.state, &about)
    };
    let text = said(&desk);
    let call = "/instances/id-orders/vhosts/__F_SLASH__/queues; read 1m ago";
    assert!(
        text.contains("GET /v2/rabbitmq/") && text.contains(call),
        "{text}"
    );
    assert!(text.contains("READY: 26.0k = messages 26062"), "{text}");
}

#[test]
fn the_service_is_asked_only_while_its_view_is_shown() {
    let mut desk = opened(80, 24);
    assert_eq!(of_cloud(&desk), [], "nothing is known of the way in");
    let error = || Err(BrokerError::Management(ManagementError::NoRoute));
    answer(&mut desk, Part::Head, error());
    let wanted = [Query::CloudQueues(id("orders"))];
    assert_eq!(of_cloud(&desk), wanted);
    desk.press("4");
    assert_eq!(of_cloud(&desk), []);
    desk.press("3");
    assert_eq!(of_cloud(&desk), wanted);
    desk.wait(IDLE);
    assert_eq!(of_cloud(&desk), []);
    desk.press("j");
    assert_eq!(of_cloud(&desk), wanted);
    let whole = BrokerAnswer::Head(Arc::new(head("v43")));
    answer(&mut desk, Part::Head, Ok(whole));
    assert_eq!(of_cloud(&desk), [], "the broker itself answers");
    assert_eq!(desk.state.broker.shown(), SubView::Triage);
    // What was read of it is worth more than what the service tells.
    answer(&mut desk, Part::Head, error());
    assert_eq!(of_cloud(&desk), []);
    let mut old = closed_by(ManagementError::NoRoute, (80, 24));
    let scope = key("orders").scope;
    let profile = old.state.profiles.get_mut(&scope).unwrap();
    profile.context.api = ApiVersion::V1;
    assert_eq!(of_cloud(&old), []);
}

#[test]
fn a_way_in_leaves_what_was_opened_without_one() {
    let mut desk = known((80, 24));
    desk.press("enter");
    assert!(desk.state.broker.opened().is_some());
    let whole = BrokerAnswer::Head(Arc::new(head("v43")));
    answer(&mut desk, Part::Head, Ok(whole));
    assert_eq!(desk.state.broker.opened(), None);
    assert!(!desk.state.broker.has_way_back());
}

#[test]
fn a_password_that_is_asked_for_comes_before_a_queue() {
    let mut desk = asked_for_a_password("");
    told(&mut desk, Ok(queues()));
    assert_eq!(names(&desk).len(), 4);
    desk.press("enter");
    assert!(desk.state.broker.prompt.is_some());
    assert_eq!(desk.state.broker.opened(), None);
}

#[test]
fn a_stream_and_what_is_not_under_the_cursor_cannot_be_purged() {
    let mut desk = closed_by(ManagementError::NoRoute, (80, 24));
    let refused = |why| Can::Refused(why);
    assert_eq!(
        can(&desk.state, Command::PurgeQueue),
        refused(Refusal::NoQueue)
    );
    told(&mut desk, Ok(queues()));
    assert_eq!(can(&desk.state, Command::PurgeQueue), Can::Now);
    desk.press("/");
    desk.type_text("audit");
    desk.press("enter");
    assert_eq!(
        can(&desk.state, Command::PurgeQueue),
        refused(Refusal::Stream)
    );
    assert_eq!(
        can(&desk.state, Command::DeleteQueue),
        refused(Refusal::NoQueue)
    );
}

#[test]
fn why_there_is_no_way_in_fits_in_its_rows_in_both_languages() {
    let long = || "orders-of-europe-with-a-name-that-is-as-long-as-it-may-be-eu-west-01";
    let errors = [
        ManagementError::NoApi,
        ManagementError::NoAddress,
        ManagementError::NoRoute,
        ManagementError::ConnectionRefused,
        ManagementError::LoginFailed,
        ManagementError::PlainHttp,
        ManagementError::NotTheApi { status: 404 },
        ManagementError::Late,
    ];
    for error in errors {
        let mut desk = Desk::new(80, 24);
        let mut orders = instance("orders");
        orders.name = Some(long().to_owned());
        orders.network.management_address = Some("http://192.168.0.74:15672".to_owned());
        orders.access_user = Some("ops".to_owned());
        desk.list(vec![orders]);
        desk.state.view.opened = Some(key("orders"));
        desk.press("3");
        answer(
            &mut desk,
            Part::Head,
            Err(BrokerError::Management(error.clone())),
        );
        told(&mut desk, Ok(queues()));
        let bare = |text: &str| -> String {
            let kept = |letter: &char| !letter.is_whitespace() && *letter != '│';
            text.chars().filter(kept).collect()
        };
        for lang in Lang::ALL {
            let w = crate::desk::words_in(lang);
            let address = Address::parse("http://192.168.0.74:15672").unwrap();
            let trouble = words::broker::trouble(w, &error, long(), Some(&address));
            let (buffer, _) = drawn_in(lang, &desk.state);
            let shown = bare(&lines(&buffer).join(""));
            // A line to copy is cut at the edge.
            let lines = trouble.lines.into_iter();
            let begins = lines.map(|line| line.chars().take(40).collect());
            for part in std::iter::once(trouble.next).chain(begins) {
                let part: String = bare(&part);
                assert!(shown.contains(&part), "{error:?} {lang:?} {part}\n{shown}");
            }
        }
    }
}
