//! `warren watch` as logs meet it: the built program, line by line.

use std::process::Stdio;
use std::time::Duration;

use serde_json::Value;
use tokio::io::{AsyncBufReadExt as _, BufReader, Lines};
use tokio::process::{Child, ChildStdout};
use tokio::time::timeout;
use warren::simulator::Simulator;
use warren::simulator::world::instance::Status;

use crate::problems::fleet;
use crate::program::{Home, profile};

/// A run that goes on.
struct Watch {
    child: Child,
    lines: Lines<BufReader<ChildStdout>>,
    /// What it said so far.
    said: Vec<String>,
    home: Home,
}

impl Watch {
    fn start(profiles: &[(&str, &str)], arguments: &str) -> Self {
        let each = profiles.iter().map(|(name, url)| {
            let more = format!("ces_endpoint = \"{url}\"\ntimeout_s = 5\nrefresh = 1");
            profile(name, url, &more)
        });
        let home = Home::configured(&each.collect::<Vec<_>>());
        let names: Vec<&str> = profiles.iter().map(|(name, _)| *name).collect();
        let arguments = format!("watch --profile {} {arguments}", names.join(","));
        let mut command = home.command(&arguments);
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let said = Vec::new();
        Self {
            child,
            lines,
            said,
            home,
        }
    }

    async fn line(&mut self) -> String {
        let line = timeout(Duration::from_secs(60), self.lines.next_line()).await;
        let line = line.unwrap_or_else(|_| panic!("no line after {:#?}", self.said));
        let line = line.unwrap().expect("it goes on");
        self.said.push(line.clone());
        line
    }

    /// The next line that has this in it.
    async fn until(&mut self, part: &str) -> String {
        loop {
            let line = self.line().await;
            if line.contains(part) {
                return line;
            }
        }
    }

    fn signal(&self, signal: rustix::process::Signal) {
        let id = i32::try_from(self.child.id().unwrap()).unwrap();
        let process = rustix::process::Pid::from_raw(id).unwrap();
        rustix::process::kill_process(process, signal).unwrap();
    }

    /// How it ends, and what it said on standard error.
    async fn end(self) -> (Option<i32>, String) {
        drop(self.lines);
        let output = self.child.wait_with_output().await.unwrap();
        drop(self.home);
        let err = String::from_utf8(output.stderr).unwrap();
        (output.status.code(), err)
    }
}

/// Breaks the first instance, and gives its name.
fn break_one(simulator: &Simulator) -> String {
    simulator.edit(|world| {
        let first = world.instances().next().unwrap();
        let (id, name) = (first.id.clone(), first.name.clone());
        world.instance_mut(&id).unwrap().status = Status::Error;
        name
    })
}

#[tokio::test]
async fn what_changes_is_a_line_until_it_is_stopped() {
    let simulator = fleet(&["memory-alarm"], &[]).await;
    let mut watch = Watch::start(&[("p", &simulator.url())], "");
    let first = watch.line().await;
    // A rule of the user's may fire as well.
    let begins = first.contains("watching p (cn-north-4): 8 instances: ");
    assert!(begins && first.ends_with(" critical"), "{first}");
    assert!(
        first.starts_with("20") && first.contains(" UTC  "),
        "{first}"
    );
    let name = break_one(&simulator);
    let failed = watch.until("critical").await;
    let expected = format!("  critical  {name}  INSTANCE_FAILED  the service reports a fault");
    assert!(failed.ends_with(&expected), "{failed}");
    watch.signal(rustix::process::Signal::INT);
    assert_eq!(watch.end().await, (Some(0), String::new()));
}

#[tokio::test]
async fn each_line_is_an_object_where_that_is_asked_for() {
    let simulator = fleet(&[], &[]).await;
    let mut watch = Watch::start(&[("p", &simulator.url())], "--output json");
    let object = |line: String| -> Value { serde_json::from_str(&line).unwrap() };
    let first = object(watch.line().await);
    assert_eq!(
        (&first["kind"], &first["instances"]),
        (&"watching".into(), &8.into())
    );
    assert_eq!(first["profiles"][0]["profile"], "p");
    let name = break_one(&simulator);
    let status = object(watch.until("\"status\"").await);
    let change = (&status["name"], &status["from"], &status["to"]);
    assert_eq!(
        change,
        (&name.as_str().into(), &"RUNNING".into(), &"ERROR".into())
    );
    let failed = object(watch.until("INSTANCE_FAILED").await);
    assert_eq!(failed["severity"], "critical");
    assert_eq!(failed["evidence"][0]["value"], "ERROR");
    watch.signal(rustix::process::Signal::TERM);
    assert_eq!(watch.end().await, (Some(0), String::new()));
}

#[tokio::test]
async fn silence_always_means_that_nothing_changes() {
    let (here, away) = (fleet(&[], &[]).await, fleet(&[], &["403@cloud_eye"]).await);
    let mut watch = Watch::start(&[("here", &here.url()), ("away", &away.url())], "");
    let first = watch.line().await;
    assert!(
        first.contains("here (cn-north-4), away (cn-north-4)"),
        "{first}"
    );
    let denied = watch.line().await;
    assert!(
        denied.contains("  NO DATA  away  figures do not come: denied"),
        "{denied}"
    );
    here.set_faults(vec!["503@list_instances".parse().unwrap()]);
    let lost = watch.until("NO DATA").await;
    assert!(
        lost.contains("  here  the list of instances does not come: "),
        "{lost}"
    );
    here.set_faults(Vec::new());
    let back = watch.until("data again").await;
    assert!(
        back.ends_with("  here  the list of instances comes again"),
        "{back}"
    );
    let name = break_one(&here);
    let failed = watch.until("INSTANCE_FAILED").await;
    assert!(failed.contains(&format!("  here/{name}  ")), "{failed}");
}

#[tokio::test]
async fn a_reader_that_goes_away_ends_it_quietly() {
    let simulator = fleet(&[], &[]).await;
    let mut watch = Watch::start(&[("p", &simulator.url())], "");
    watch.line().await;
    let Watch {
        child, lines, home, ..
    } = watch;
    drop(lines);
    break_one(&simulator);
    let output = timeout(Duration::from_secs(60), child.wait_with_output());
    let output = output.await.unwrap().unwrap();
    drop(home);
    assert_eq!((output.status.code(), output.stderr), (Some(0), Vec::new()));
}

#[tokio::test]
async fn where_everything_is_refused_there_is_nothing_to_wait_for() {
    let simulator = fleet(&[], &["403@list_instances"]).await;
    let watch = Watch::start(&[("p", &simulator.url())], "");
    let (code, err) = watch.end().await;
    assert_eq!(code, Some(3), "{err}");
    assert!(err.starts_with("warren: p: "), "{err}");
    let ran = Home::new().run("watch").await;
    assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{ran:?}");
}
