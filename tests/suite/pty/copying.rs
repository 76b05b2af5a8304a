//! Copying works inside tmux on a machine without a desktop, and the mouse stays the terminal's.

use super::driver::{Pty, command, warren_at};
use super::service::Service;
use std::path::Path;
use std::process::{Command, Stdio};
use tempfile::TempDir;

/// A tmux server of this test's own. Dropping it ends it.
struct Tmux {
    directory: TempDir,
}

impl Tmux {
    /// None, with the reason on standard output, where there is no tmux 3.2 or later.
    fn find() -> Option<Self> {
        let version = Command::new("tmux").arg("-V").output();
        let version = version.map(|output| String::from_utf8_lossy(&output.stdout).into_owned());
        let version = version.unwrap_or_default();
        let number = version.trim().strip_prefix("tmux ").unwrap_or_default();
        let mut parts = number.split(|letter: char| !letter.is_ascii_digit());
        let mut part = || parts.next().and_then(|part| part.parse::<u32>().ok());
        if (part(), part()) >= (Some(3), Some(2)) {
            let directory = tempfile::tempdir().unwrap();
            return Some(Self { directory });
        }
        let needed = format!("this test needs tmux 3.2 or later, and there is {version:?}");
        assert!(std::env::var_os("WARREN_TEST_ALL").is_none(), "{needed}");
        println!("{needed}");
        None
    }

    fn socket(&self) -> std::path::PathBuf {
        Path::new(self.directory.path()).join("socket")
    }

    /// Runs a command of it; gives what it prints.
    fn run(&self, args: &[&str]) -> String {
        let mut tmux = Command::new("tmux");
        tmux.arg("-S").arg(self.socket()).args(args);
        let output = tmux.stderr(Stdio::null()).output().unwrap();
        String::from_utf8(output.stdout).unwrap()
    }
}

impl Drop for Tmux {
    fn drop(&mut self) {
        self.run(&["kill-server"]);
    }
}

#[test]
fn inside_tmux_a_copy_is_in_its_buffer_and_sent_on_to_the_terminal() {
    let Some(tmux) = Tmux::find() else {
        return;
    };
    let service = Service::still(5);
    let inside = warren_at(&service, &[]);
    let socket = tmux.socket();
    let socket = socket.to_str().unwrap();
    let mut outside = command(
        "tmux",
        &["-u", "-S", socket, "-f", "/dev/null", "new-session"],
    );
    outside.args(inside.get_argv());
    for (name, value) in inside.iter_full_env_as_str() {
        outside.env(name, value);
    }
    let mut pty = Pty::spawn(outside, 100, 24);
    pty.until_list();
    pty.send("y");
    pty.until_text("to tmux's buffer");
    let copied = tmux.run(&["show-buffer"]);
    assert!(
        pty.text().contains(&format!("copied {copied}: ")),
        "{copied}"
    );
    let passed_on = |pty: &Pty| {
        let bytes = String::from_utf8_lossy(&pty.bytes()).into_owned();
        bytes.contains("\x1b]52;")
    };
    assert!(pty.pump_until(super::driver::PATIENCE, passed_on));
    pty.send("Y");
    pty.until_text(&format!("copied {copied} ("));
    let object: serde_json::Value = serde_json::from_str(&tmux.run(&["show-buffer"])).unwrap();
    assert_eq!(object["name"], copied);
    let mouse = tmux.run(&["display-message", "-p", "#{mouse_any_flag}"]);
    assert_eq!(mouse.trim(), "0", "text can be selected with the mouse");
}
