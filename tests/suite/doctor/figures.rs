//! What the doctor says of Cloud Eye.

use super::about;
use crate::program::{Home, profile, service};

#[tokio::test]
async fn what_is_wrong_with_figures_is_said_and_is_no_failure() {
    let simulator = service(2, &["403@cloud_eye"]).await;
    let home = Home::configured(&[profile("p", &simulator.url(), "")]);
    let ran = home.run("doctor --profile p").await;
    let line = ran.out.lines().find(|line| line.contains("Cloud Eye"));
    let line = line.unwrap_or_else(|| panic!("{}", ran.out));
    assert!(
        line.starts_with("warn  list what Cloud Eye measures - denied"),
        "{line}"
    );
    assert!(line.contains("ces:metrics:list; metrics = false"), "{line}");
    let home = Home::configured(&[profile("p", &simulator.url(), "metrics = false")]);
    let without = home.run("doctor --profile p").await;
    assert!(!without.out.contains("Cloud Eye"), "{}", without.out);
    // It is odd, and all else works.
    assert_eq!([ran.code, without.code], [Some(4), Some(0)], "{}", ran.out);
}

#[tokio::test]
async fn the_right_to_read_figures_is_tried_though_the_right_to_list_them_is_missing() {
    for (fault, denied, allowed) in [
        (
            "403@list_metrics",
            "list what Cloud Eye measures",
            "read figures",
        ),
        (
            "403@query_metrics",
            "read figures",
            "list what Cloud Eye measures",
        ),
    ] {
        let simulator = service(2, &[fault]).await;
        let home = Home::configured(&[profile("p", &simulator.url(), "")]);
        let ran = home.run("doctor --profile p").await;
        assert_eq!(ran.code, Some(4), "{ran:?}");
        let line = about(&ran, denied);
        assert!(
            line.starts_with(&format!("warn  {denied} - denied")),
            "{line}"
        );
        assert!(about(&ran, allowed).starts_with("ok "), "{ran:?}");
        // Who was not told a figure knows nothing of its age.
        let aged = ran.out.contains("newest figure");
        assert_eq!(aged, allowed == "read figures", "{ran:?}");
    }
}
