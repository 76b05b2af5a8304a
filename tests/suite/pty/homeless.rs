//! A dashboard without a home directory.

use super::driver::{Pty, after, warren};

#[test]
fn without_a_home_directory_dialogs_say_that_nothing_is_written_down_and_required_refuses() {
    let why = "there is no home directory; set HOME";
    let homeless = |args: &[&str]| after("export HOME=none", &warren(args));
    let mut pty = Pty::spawn(homeless(&["--demo"]), 100, 30);
    pty.until_list();
    pty.send("D");
    pty.until_text(&format!("Not written down: {why}"));
    // Both at once would be one key, with alt.
    pty.key_to_text("\x1b", "enter open");
    pty.send("Q");
    assert_eq!(pty.until_end().0, 0);

    let service = super::service::Service::still(3);
    let url = service.url();
    let config = format!(
        "journal = \"required\"\n[profile.p]\nregion = \"cn-north-4\"\nendpoint = \"{url}\"\n\
         iam_endpoint = \"{url}\"\nmetrics = false\ncredentials = {{ ak = \"A\", sk = \"S\" }}\n"
    );
    let write = format!("umask 077; printf '%s' '{config}' > c.toml; export HOME=none");
    let args = ["--config", "c.toml", "--profile", "p"];
    let mut pty = Pty::spawn(after(&write, &warren(&args)), 100, 30);
    pty.until_list();
    pty.send("D");
    pty.until_text("The journal is required and cannot be written: there is no");
    pty.until_text("home directory; set HOME");
    pty.send("\x03");
    pty.until_end();
    assert!(
        service
            .requests()
            .iter()
            .all(|request| request.method == "GET")
    );
}
