//! The official Python SDK against the simulator, with signatures verified.

use std::path::Path;
use std::process::Output;

use tokio::process::Command;
use warren::secret::Secret;
use warren::simulator::{Agency, Config, KeyPair, Project, Simulator};

/// The SDK's names of the operations of V2: the 20 of the reference, and newer ones.
const OPERATIONS: [&str; 26] = [
    "batch_create_or_delete_rabbit_mq_tag",
    "batch_restart_or_delete_instances",
    "create_post_paid_instance_by_engine",
    "delete_background_task",
    "delete_instance",
    "list_available_zones",
    "list_background_tasks",
    "list_engine_products",
    "list_instances_details",
    "list_plugins",
    "modify_recycle_policy",
    "reset_password",
    "resize_engine_instance",
    "restore_recycle_instance",
    "show_background_task",
    "show_engine_instance_extend_product_info",
    "show_instance",
    "show_maintain_windows",
    "show_quotas",
    "show_rabbit_mq_project_tags",
    "show_rabbit_mq_tags",
    "show_recycle_instances",
    "show_volume_expand_config",
    "update_instance",
    "update_plugins",
    "update_volume_expansion_config",
];

async fn python(arguments: &[&str]) -> std::io::Result<Output> {
    let program = std::env::var("WARREN_TEST_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    Command::new(program)
        .args(arguments)
        .env("NO_PROXY", "127.0.0.1")
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .output()
        .await
}

/// Why the SDK cannot be driven here, if it cannot.
async fn missing() -> Option<String> {
    match python(&[
        "-c",
        "import huaweicloudsdkrabbitmq.v2, huaweicloudsdkiam.v3",
    ])
    .await
    {
        Ok(output) if output.status.success() => None,
        Ok(output) => Some(String::from_utf8_lossy(&output.stderr).into_owned()),
        Err(error) => Some(format!("python3 cannot be run: {error}")),
    }
}

#[tokio::test]
async fn the_official_sdk_is_satisfied_operation_by_operation() {
    if let Some(reason) = missing().await {
        assert!(std::env::var_os("WARREN_TEST_ALL").is_none(), "{reason}");
        println!(
            "skipped: needs python3 with huaweicloudsdkrabbitmq and huaweicloudsdkiam: {reason}"
        );
        return;
    }
    let keys = KeyPair {
        ak: "AKDUMMYEXAMPLE000001".into(),
        sk: Secret::new("canary-sk"),
        security_token: None,
    };
    // So fast that whatever takes time is done by the next call.
    let config = Config {
        keys: Some(keys),
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
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/python/sdk_check.py");
    let script = script.to_str().unwrap();
    let output = python(&[
        script,
        &simulator.url(),
        "AKDUMMYEXAMPLE000001",
        "canary-sk",
    ])
    .await
    .unwrap();
    let (out, err) = (
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr),
    );
    assert!(output.status.success(), "{err}");
    assert_eq!(
        out.trim().split(' ').collect::<Vec<_>>(),
        OPERATIONS,
        "{err}"
    );
}
