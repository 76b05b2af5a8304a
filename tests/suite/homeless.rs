//! A user without a home directory: no `HOME`, and no entry in the system's table of users, as in
//! many containers. Whatever needs no file works, and nothing lands in the working directory.

use std::os::unix::fs::PermissionsExt as _;

use crate::program::{Home, profile, service};

/// A user id that no system gives away by itself.
const NOBODY_KNOWN: u32 = 54_321;

/// What needs no file, and how it ends.
async fn everything(home: Home, run_as: Option<u32>) {
    let said_once = "could not open a log: there is no home directory; set HOME; nothing is logged";
    for (arguments, expected) in [
        ("--demo list --output csv", 0),
        ("--demo --frame 80x24", 0),
        ("--demo doctor", 0),
        ("list", 0),
        ("doctor", 0),
        ("config check", 0),
        ("config sample", 0),
        ("man", 0),
        ("list --config c.toml --profile p", 0),
        ("list --profile p", 2),
    ] {
        let mut command = home.command(arguments);
        match run_as {
            Some(user) => command.uid(user).gid(user).env_remove("HOME"),
            // It leads nowhere: what is not absolute would be another place in every directory.
            None => command.env("HOME", "none"),
        };
        let output = command.output().await.unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(expected), "{arguments}: {said}");
        assert!(!said.contains("crashed"), "{arguments}: {said}");
        if expected == 2 {
            let why = "--profile: no profile can be named: there is no home directory; set HOME, or give --config";
            assert!(said.contains(why), "{said}");
        }
        for line in said.lines().filter(|_| expected == 0) {
            assert_eq!(line, format!("warren: warning: {said_once}"), "{arguments}");
        }
    }
    let left = std::fs::read_dir(home.directory()).unwrap();
    let left: Vec<_> = left.map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(
        left,
        ["c.toml"],
        "nothing is written beside the user's file"
    );
}

async fn with_a_file() -> (Home, warren::simulator::Simulator) {
    let simulator = service(2, &[]).await;
    let home = Home::with_keys(&simulator.url());
    let text = profile("p", &simulator.url(), "");
    std::fs::write(home.path("c.toml"), text).unwrap();
    (home, simulator)
}

#[tokio::test]
async fn a_home_that_is_no_absolute_path_counts_as_none_and_everything_else_works() {
    let (home, _simulator) = with_a_file().await;
    everything(home, None).await;
}

#[tokio::test]
async fn a_user_the_system_does_not_know_can_do_everything_that_needs_no_file() {
    if !rustix::process::geteuid().is_root() {
        let reason = "only the system's administrator can become a user that it does not know";
        assert!(std::env::var_os("WARREN_TEST_ALL").is_none(), "{reason}");
        println!("skipped: {reason}");
        return;
    }
    let (home, _simulator) = with_a_file().await;
    let open = std::fs::Permissions::from_mode(0o755);
    std::fs::set_permissions(home.directory(), open).unwrap();
    everything(home, Some(NOBODY_KNOWN)).await;
}
