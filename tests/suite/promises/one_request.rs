//! What the dialog shows, what the journal keeps and what goes over the wire are one request, for
//! every kind of write in both versions of the API.

use crate::scripted::{Reply, Service, clients};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;
use warren::api::v2::extend::AutoExpansion;
use warren::api::v2::{CreateInstance, RecyclePolicy, ShowInstance, Switch};
use warren::api::{Clock, ConnectOptions, OneOrMore};
use warren::journal::{Journal, Policy, Sent};
use warren::model::broker::QueueKey;
use warren::model::rules::resize::{Goal, InstanceSize};
use warren::model::{
    ApiVersion, Home, Instance, InstanceId, InstanceKey, PluginName, ProjectId, Scope, Tag, TaskId,
};
use warren::runtime::executor::{Watch, carry_out};
use warren::secret::Secret;
use warren::state::now::Now;
use warren::state::sight::{Shown, Stroke};
use warren::state::write::bulk::BulkAction;
use warren::state::write::change::{Change, Setting};
use warren::state::write::confirm::{Answer, Confirm};
use warren::state::write::mutation::{
    AutoExpanding, Creation, Deletion, Modification, Mutation, MutationKind, PasswordReset,
    PluginSwitch, QueuePurge, RecordDeletion, Recycling, Resizing, Restart, Restoration, Tagging,
};
use warren::state::write::plan::{Armed, Plan};
use warren::state::write::tag_edit::Edit;

const ID: &str = "11111111-2222-4333-8444-555555555555";

fn tag(key: &str, value: &str) -> Tag {
    let (key, value) = (key.to_owned(), value.to_owned());
    Tag { key, value }
}

/// A service that says yes to everything, for one instance.
async fn service() -> Service {
    let tags = json!([{"key": "env", "value": "test"}]);
    let detail = json!({
        "instance_id": ID, "name": "orders-01", "status": "RUNNING", "engine": "rabbitmq",
        "engine_version": "3.8.35", "description": "old", "type": "cluster", "broker_num": 3,
        "product_id": "c6.2u4g.cluster", "total_storage_space": 300, "charging_mode": 1, "tags": tags,
    });
    Service::start(move |_, seen| {
        let path = seen.uri.split('?').next().unwrap_or_default();
        Reply::ok(match (seen.method.as_str(), path.rsplit('/').next()) {
            ("GET", Some("plugins")) => {
                json!({"plugins": [{"name": "rabbitmq_shovel", "enable": false}]})
            }
            ("GET", Some("auto-volume-expand")) => json!({"auto_volume_expand_enable": false}),
            ("GET", Some("tags")) => json!({"tags": tags}),
            ("GET", Some("emails")) => json!({"name": "emails", "vhost": "/", "messages": 5}),
            ("GET", Some("recycle")) => json!({
                "default_use_recycle": true, "retention_days": 3, "recycle_instances": [
                    {"instance_id": ID, "name": "orders-01", "engine": "rabbitmq"},
                ],
            }),
            ("POST", Some("recycle")) => {
                json!({"results": [{"instance_id": ID, "job_id": "job-1", "error_msg": null}]})
            }
            ("GET", _) => detail.clone(),
            ("POST", Some("instances")) => json!({"instance_id": ID}),
            ("POST", Some("action")) if !path.contains("/tags/") => {
                json!({"results": [{"instance": ID, "result": "success"}]})
            }
            _ => json!({"job_id": "job-1"}),
        })
    })
    .await
}

fn key() -> InstanceKey {
    InstanceKey {
        scope: Scope::new("ops", "cn-north-4"),
        id: InstanceId::new(ID).unwrap(),
    }
}

fn creation() -> Creation {
    let instance = CreateInstance {
        name: "orders-07".into(),
        description: None,
        engine_version: "3.8.35".into(),
        storage_space: 300,
        access_user: "app".into(),
        password: Secret::new("Canary-Pw1"),
        vpc_id: "vpc".into(),
        security_group_id: "sg".into(),
        subnet_id: "net".into(),
        available_zones: OneOrMore::one("az".to_owned()),
        product_id: "c6.2u4g.cluster".into(),
        broker_num: None,
        window: None,
        public_ip_id: None,
        ssl: false,
        storage_spec_code: "dms.physical.storage.high".into(),
        enterprise_project_id: None,
        tags: Vec::new(),
        prepaid: None,
    };
    Creation {
        scope: key().scope,
        instance: Box::new(instance),
    }
}

fn policy(on: bool) -> RecyclePolicy {
    RecyclePolicy { on, days: 3 }
}

/// One of every kind, done to this instance.
fn mutations(instance: &Instance) -> Vec<Mutation> {
    let key = key();
    let renamed = Change {
        from: Setting::Description("old".into()),
        to: Setting::Description("new".into()),
    };
    let size = InstanceSize::of(instance).unwrap();
    // Two calls: one that sets, one that removes.
    let edit = Edit::new(instance.tags.clone(), &[tag("tier", "2")]).unwrap();
    vec![
        Deletion { key: key.clone() }.into(),
        Restart { key: key.clone() }.into(),
        PluginSwitch {
            key: key.clone(),
            plugin: PluginName::new("rabbitmq_shovel").unwrap(),
            to: Switch::Enable,
        }
        .into(),
        RecordDeletion {
            key: key.clone(),
            task: TaskId::new("55cc").unwrap(),
        }
        .into(),
        Modification {
            key: key.clone(),
            changes: OneOrMore::one(renamed),
        }
        .into(),
        PasswordReset {
            key: key.clone(),
            password: Secret::new("Canary-Pw2"),
        }
        .into(),
        Resizing {
            key: key.clone(),
            from: Box::new(size),
            to: Goal::Storage(600),
        }
        .into(),
        AutoExpanding {
            key: key.clone(),
            from: AutoExpansion::default(),
            to: AutoExpansion {
                on: true,
                threshold: Some(80),
                increment: Some(10),
                largest: Some(1000),
            },
        }
        .into(),
        Tagging {
            key: key.clone(),
            edit: Box::new(edit),
        }
        .into(),
        Restoration {
            key: key.clone(),
            name: "orders-01".into(),
        }
        .into(),
        QueuePurge {
            key: key.clone(),
            queue: QueueKey {
                vhost: "/".into(),
                name: "emails".into(),
            },
            before: Some(5),
        }
        .into(),
        Recycling {
            scope: key.scope,
            from: policy(true),
            to: policy(false),
        }
        .into(),
        creation().into(),
    ]
}

/// What the user confirmed.
fn armed(plan: Plan) -> Armed {
    let mut confirm = Box::new(Confirm::yes_no(plan));
    let at = |seconds| Now {
        uptime: Duration::from_secs(seconds),
        wall: 0,
    };
    confirm.sight.take(Shown::Whole, at(0));
    confirm.step(1);
    let stroke = Stroke {
        at: at(60),
        before: None,
    };
    confirm.go(Answer::Enter, stroke).unwrap()
}

/// A request as it arrived, as the journal spells one: its secrets masked.
fn arrived(service: &Service) -> Vec<Sent> {
    let mut seen = service.seen();
    seen.retain(|seen| seen.method != "GET");
    let sent = seen.into_iter().map(|seen| {
        let text = String::from_utf8(seen.body.clone()).unwrap();
        let masked = text.replace("Canary-Pw1", "********");
        let masked = masked.replace("Canary-Pw2", "********");
        Sent {
            method: seen.method,
            path: seen.uri,
            body: serde_json::from_str::<Value>(&masked).ok(),
        }
    });
    sent.collect()
}

/// A request as a dialog shows it.
fn shown(request: &Sent) -> String {
    let line = format!("{} {}", request.method, request.path);
    match &request.body {
        Some(body) => format!("{line}\n\n{body:#}"),
        None => line,
    }
}

/// Sends the plan, and compares.
async fn is_one(plan: Plan, api: ApiVersion) {
    let service = service().await;
    let (reader, writer) = clients(ConnectOptions {
        api_version: api,
        ..service.options()
    });
    let directory = tempfile::tempdir().unwrap();
    let journal = Journal::new(directory.path(), Policy::Required, Clock::new(|| 0));
    let watch = Watch {
        uptime: Arc::new(|| Duration::ZERO),
        leaves: Arc::new(|_| {}),
        taken: Arc::new(|_, _| {}),
    };
    let (dialog, calls) = (plan.shown(), plan.calls().len());
    let receipt = carry_out(&reader, &writer, &journal, watch, armed(plan)).await;
    assert!(receipt.is_ok(), "{receipt:?} to {dialog}");
    let arrived = arrived(&service);
    assert_eq!(arrived.len(), calls, "{arrived:?}");
    let texts: Vec<String> = arrived.iter().map(shown).collect();
    assert_eq!(dialog, texts.join("\n\n"), "the dialog and the wire");
    let mut entries = journal.read().unwrap().entries;
    entries.reverse();
    let kept = entries.into_iter().map(|entry| entry.attempt.request);
    assert_eq!(
        kept.collect::<Vec<_>>(),
        arrived,
        "the journal and the wire"
    );
}

#[tokio::test]
async fn what_is_shown_is_what_is_sent_and_what_the_journal_keeps() {
    let reader = service().await;
    let show = ShowInstance { instance: key().id };
    let instance = reader.reader().read(&show).await.unwrap().instance;
    let mut sent: BTreeSet<(&str, bool)> = BTreeSet::new();
    for api in [ApiVersion::V2, ApiVersion::V1] {
        let project = ProjectId::new("pid").unwrap();
        let home = Home { project, api };
        let home = &|_: &Scope| Some(home.clone());
        for mutation in mutations(&instance) {
            let kind: &str = mutation.kind().into();
            let name = mutation.new_name().unwrap_or("orders-01").to_owned();
            if let Some(plan) = Plan::new(mutation, &name, home) {
                is_one(plan, api).await;
                sent.insert((kind, api == ApiVersion::V1));
            }
        }
        for action in [BulkAction::Delete, BulkAction::Restart] {
            let target = action.target(key(), "orders-01", None);
            is_one(Plan::bulk(action, vec![target], home).unwrap(), api).await;
        }
    }
    let all = MutationKind::ALL.iter().map(|kind| (*kind).into());
    let in_v1 = ["delete", "restart", "modify", "create"];
    let expected = all.map(|kind: &str| (kind, false));
    let expected = expected.chain(in_v1.map(|kind| (kind, true)));
    assert_eq!(sent, expected.collect());
}
