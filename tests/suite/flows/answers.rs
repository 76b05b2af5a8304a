//! Answers of somebody else, and denials that no permission would lift, as the screen has them.

use crate::live::{Live, Setup};
use std::time::Duration;

/// What the list of errors says after a list that went wrong like this.
async fn errors_of(fault: &str) -> String {
    let mut live = Setup::with(&["orders-01"]).start().await;
    live.listed().await;
    live.set_faults(&[&format!("{fault}@list_instances")]);
    live.press("r");
    live.pass(Duration::from_secs(8)).await;
    live.press("E enter");
    live.screen()
}

fn one_line(screen: &str) -> String {
    screen.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[tokio::test(start_paused = true)]
async fn a_page_with_status_200_is_explained_as_a_portal_and_not_as_a_success() {
    let screen = one_line(&errors_of("html=200").await);
    assert!(screen.contains("a portal of the network"), "{screen}");
    assert!(!screen.contains("successfully"), "{screen}");
}

#[tokio::test(start_paused = true)]
async fn a_frozen_tenant_is_said_in_the_words_of_the_table_without_a_permission() {
    let screen = one_line(&errors_of("403=frozen").await);
    assert!(screen.contains("tenant has been frozen"), "{screen}");
    assert!(screen.contains("Check the tenant status."), "{screen}");
    assert!(!screen.contains("dms:instance"), "{screen}");
    assert!(!screen.contains("permission"), "{screen}");
}

/// Whether the menu warns of a missing permission after a delete that was refused like this.
async fn menu_warns_after(fault: &str) -> bool {
    let mut live = Live::with(&["orders-01"]).await;
    live.listed().await;
    live.set_faults(&[&format!("{fault}@delete_instance")]);
    live.select("orders-01");
    live.delete("orders-01");
    live.until("it is refused", Live::settled).await;
    live.go_home();
    live.press("a j j j j j j j j");
    let screen = live.screen();
    assert!(
        one_line(&screen).to_lowercase().contains("delete"),
        "{screen}"
    );
    screen.contains("dms:instance:delete")
}

#[tokio::test(start_paused = true)]
async fn the_menu_remembers_a_missing_permission_but_no_frozen_tenant() {
    assert!(menu_warns_after("403").await);
    for tenant in ["403=frozen", "403=restricted", "403=read-only"] {
        assert!(!menu_warns_after(tenant).await, "{tenant}");
    }
}
