//! `warren simulate` as a program: its first line, its end, and what it refuses.

use std::process::Stdio;

use tokio::io::{AsyncBufReadExt as _, BufReader};

use crate::program::{AK, Home, SK};

#[tokio::test]
async fn it_says_where_it_listens_verifies_keys_and_stops_when_told_to() {
    for signal in ["TERM", "INT"] {
        let home = Home::new();
        let arguments = format!("simulate --instances 7 --ak {AK} --sk {SK}");
        let mut simulator = home
            .command(&arguments)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(simulator.stdout.take().unwrap()).lines();
        let line = lines.next_line().await.unwrap().unwrap();
        let url = line.strip_prefix("listening on ").unwrap();
        assert!(url.starts_with("http://127.0.0.1:"), "{line}");

        let ran = Home::with_keys(url).run("list --output csv").await;
        assert_eq!(
            (ran.code, ran.out.lines().count()),
            (Some(0), 8),
            "{}",
            ran.err
        );
        let wrong = Home::with_keys(url).var("HW_SECRET_KEY", "wrong");
        assert_eq!(wrong.run("list").await.code, Some(3));

        let id = simulator.id().unwrap().to_string();
        let mut kill = tokio::process::Command::new("kill");
        assert!(
            kill.args(["-s", signal, &id])
                .status()
                .await
                .unwrap()
                .success()
        );
        assert_eq!(simulator.wait().await.unwrap().code(), Some(0), "{signal}");
        assert_eq!(lines.next_line().await.unwrap(), None);
    }
}

#[tokio::test]
async fn a_fault_that_cannot_be_read_is_exit_code_2_and_says_what_can() {
    let ran = Home::new().run("simulate --fault explode").await;
    assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""));
    assert!(ran.err.starts_with("warren: --fault: "), "{}", ran.err);
    assert!(
        ran.err.contains("`explode` is none of latency=TIME"),
        "{}",
        ran.err
    );
}

#[tokio::test]
async fn an_address_that_is_taken_is_an_error_that_names_it() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let ran = Home::new()
        .run(&format!("simulate --listen {address}"))
        .await;
    assert_eq!((ran.code, ran.out.as_str()), (Some(1), ""));
    let start = format!("warren: the simulator cannot listen on {address}: ");
    assert!(ran.err.starts_with(&start), "{}", ran.err);
}
