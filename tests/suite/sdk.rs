//! The official Python SDKs against the simulator, with signatures verified.

use std::path::Path;
use std::process::Output;

use tokio::process::Command;
use warren::secret::Secret;
use warren::simulator::{Agency, Clock, Config, KeyPair, Project, Simulator};

/// The SDK's names of the message service's operations of V2: the 20 of the reference, and newer ones.
const OPERATIONS: [&str; 31] = [
    "batch_create_or_delete_rabbit_mq_tag",
    "batch_restart_or_delete_instances",
    "create_post_paid_instance_by_engine",
    "delete_background_task",
    "delete_instance",
    "delete_queue_info",
    "list_available_zones",
    "list_background_tasks",
    "list_engine_products",
    "list_instances_details",
    "list_plugins",
    "list_queues",
    "list_user",
    "list_vhosts",
    "modify_recycle_policy",
    "reset_password",
    "resize_engine_instance",
    "restore_recycle_instance",
    "show_background_task",
    "show_engine_instance_extend_product_info",
    "show_instance",
    "show_maintain_windows",
    "show_queue_details",
    "show_quotas",
    "show_rabbit_mq_project_tags",
    "show_rabbit_mq_tags",
    "show_recycle_instances",
    "show_volume_expand_config",
    "update_instance",
    "update_plugins",
    "update_volume_expansion_config",
];
/// The names of Cloud Eye's operations of both versions.
const CLOUD_EYE: [&str; 12] = [
    "batch_list_metric_data",
    "batch_list_specified_metric_data",
    "list_alarm_histories",
    "list_alarm_rule_policies",
    "list_alarm_rule_resources",
    "list_alarm_rules",
    "list_alarm_templates",
    "list_metrics",
    "list_one_click_alarms",
    "show_alarm_template",
    "show_metric_data",
    "show_quotas",
];
const KEYS: [&str; 2] = ["AKDUMMYEXAMPLE000001", "canary-sk"];

async fn python(arguments: &[&str]) -> std::io::Result<Output> {
    let program = std::env::var("WARREN_TEST_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    Command::new(program)
        .args(arguments)
        .env("NO_PROXY", "127.0.0.1")
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .output()
        .await
}

/// Why an SDK cannot be driven here, if it cannot.
async fn missing(modules: &str) -> Option<String> {
    match python(&["-c", &format!("import {modules}")]).await {
        Ok(output) if output.status.success() => None,
        Ok(output) => Some(String::from_utf8_lossy(&output.stderr).into_owned()),
        Err(error) => Some(format!("python3 cannot be run: {error}")),
    }
}

/// Whether these modules are missing, which is only said where that may be.
async fn skips(modules: &str) -> bool {
    let Some(reason) = missing(modules).await else {
        return false;
    };
    assert!(std::env::var_os("WARREN_TEST_ALL").is_none(), "{reason}");
    println!("skipped: needs python3 with {modules}: {reason}");
    true
}

fn keys() -> KeyPair {
    KeyPair {
        ak: KEYS[0].into(),
        sk: Secret::new(KEYS[1]),
        security_token: None,
    }
}

/// Runs a script against a simulator; it must call just these operations.
async fn drive(script: &str, simulator: &Simulator, more: &[&str], operations: &[&str]) {
    let script = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/python")
        .join(script);
    let url = simulator.url();
    let mut arguments = vec![script.to_str().unwrap(), &url, KEYS[0], KEYS[1]];
    arguments.extend(more);
    let output = python(&arguments).await.unwrap();
    let (out, err) = (
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr),
    );
    assert!(output.status.success(), "{err}");
    assert_eq!(
        out.trim().split(' ').collect::<Vec<_>>(),
        operations,
        "{err}"
    );
}

#[tokio::test]
async fn the_official_sdk_is_satisfied_operation_by_operation() {
    if skips("huaweicloudsdkrabbitmq.v2, huaweicloudsdkiam.v3").await {
        return;
    }
    // So fast that whatever takes time is done by the next call.
    let config = Config {
        keys: Some(keys()),
        agencies: vec![Agency {
            name: "ops".into(),
            account: "acme".into(),
            account_id: "d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0".into(),
            project: Project {
                id: "fedcba9876543210fedcba9876543210".into(),
                name: "cn-north-4".into(),
            },
        }],
        speed: 1e9,
        ..Config::default()
    };
    let simulator = Simulator::start(config).await.unwrap();
    drive("sdk_check.py", &simulator, &[], &OPERATIONS).await;
}

#[tokio::test]
async fn the_official_sdk_of_cloud_eye_is_satisfied_operation_by_operation() {
    if skips("huaweicloudsdkces.v1, huaweicloudsdkces.v2, huaweicloudsdkrabbitmq.v2").await {
        return;
    }
    // The SDK signs with the system's time, so the clock that stands still begins there.
    let now = jiff::Timestamp::now();
    let config = Config {
        keys: Some(keys()),
        incidents: vec!["memory-alarm".parse().unwrap()],
        clock: Clock::manual_at(now),
        ..Config::default()
    };
    let simulator = Simulator::start(config).await.unwrap();
    let now = now.as_millisecond().to_string();
    drive("cloud_eye_check.py", &simulator, &[&now], &CLOUD_EYE).await;
}
