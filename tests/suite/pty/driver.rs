//! A terminal for the program under test: a PTY, a screen that understands what is written to it,
//! and a log of every byte with its time.
//!
//! Nothing here sleeps and nothing runs beside the test: [`Pty::until`] waits for bytes, for the
//! end of the program or for its deadline, whichever comes first. While the test does not wait,
//! nobody reads, as with a terminal that is stuck.

use std::ffi::OsStr;
use std::io::{Read, Write};
use std::os::fd::{AsRawFd, OwnedFd};
use std::time::{Duration, Instant};

use filedescriptor::{POLLIN, pollfd};
use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, SlavePty, native_pty_system};
use rustix::process::{Pid, PidfdFlags, Signal, kill_process, pidfd_open};
use tempfile::TempDir;
use warren::simulator::Simulator;

/// How long anything may take before a test gives up on it. Only a failure waits that long.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// How a frame begins and ends on the wire.
pub const BEGIN: &[u8] = b"\x1b[?2026h";
pub const END: &[u8] = b"\x1b[?2026l";

/// What was read from the program at once.
pub struct Chunk {
    pub at: Instant,
    pub bytes: Vec<u8>,
}

/// A program on a terminal of its own. Dropping it ends the program.
pub struct Pty {
    pub screen: vt100::Parser,
    pub log: Vec<Chunk>,
    pub started: Instant,
    /// The part of a synchronized update that has come so far: it is shown when it is whole.
    held: Vec<u8>,
    master: Box<dyn MasterPty>,
    /// Kept so that the terminal outlives the program, as a shell's does, until all is read.
    slave: Option<Box<dyn SlavePty + Send>>,
    /// The line discipline as the program left it.
    left: Option<String>,
    reader: Box<dyn Read + Send>,
    writer: Box<dyn Write + Send>,
    /// The line discipline as the program found it.
    pub found: String,
    pub program: Program,
}

/// The program under test, with nothing of this machine in its environment.
pub fn warren(args: &[&str]) -> CommandBuilder {
    command(env!("CARGO_BIN_EXE_warren"), args)
}

/// The program under test, pointed at a simulator. It asks for nothing but what the message service
/// has.
pub fn warren_at(simulator: &Simulator, args: &[&str]) -> CommandBuilder {
    let mut command = measuring_at(simulator, args);
    command.arg("--no-metrics");
    command
}

/// The same, with figures.
pub fn measuring_at(simulator: &Simulator, args: &[&str]) -> CommandBuilder {
    let mut command = warren(args);
    let url = simulator.url();
    command.args(["--endpoint", &url, "--iam-endpoint", &url]);
    command.args(["--region", warren::simulator::DEMO_REGION]);
    command.args(["--project-id", warren::simulator::DEMO_PROJECT_ID]);
    command.env("HUAWEICLOUD_SDK_AK", "AKFORTESTSONLY000000");
    command.env("HUAWEICLOUD_SDK_SK", "canary-secret-key");
    command
}

/// A program with an empty environment but for what every program needs.
pub fn command(program: &str, args: &[&str]) -> CommandBuilder {
    let mut command = CommandBuilder::new(program);
    command.args(args);
    command.env_clear();
    command.env("PATH", std::env::var_os("PATH").unwrap());
    command.env("TERM", "xterm-256color");
    command
}

/// The same command, started by a shell that first runs `before`.
pub fn after(before: &str, command: &CommandBuilder) -> CommandBuilder {
    let words: Vec<_> = command.get_argv().iter().map(|word| quoted(word)).collect();
    let script = format!("{before}; exec {}", words.join(" "));
    let mut shell = CommandBuilder::new("sh");
    shell.args(["-c", &script]);
    shell.env_clear();
    for (name, value) in command.iter_full_env_as_str() {
        shell.env(name, value);
    }
    shell
}

fn quoted(word: &OsStr) -> String {
    format!("'{}'", word.to_str().unwrap())
}

impl Pty {
    /// Starts a command on a terminal of this size, at home in an empty directory.
    pub fn spawn(mut command: CommandBuilder, columns: u16, rows: u16) -> Self {
        let home = tempfile::tempdir().unwrap();
        command.env("HOME", home.path());
        command.cwd(home.path());
        let pair = native_pty_system().openpty(size(columns, rows)).unwrap();
        let found = modes(&*pair.master);
        let started = Instant::now();
        let child = pair.slave.spawn_command(command).unwrap();
        let ended = pidfd_open(pid(&*child), PidfdFlags::empty()).unwrap();
        Self {
            // A terminal that does not know its size has one all the same.
            screen: vt100::Parser::new(or(rows, 24), or(columns, 80), 0),
            log: Vec::new(),
            held: Vec::new(),
            started,
            found,
            reader: pair.master.try_clone_reader().unwrap(),
            writer: pair.master.take_writer().unwrap(),
            master: pair.master,
            slave: Some(pair.slave),
            left: None,
            program: Program {
                child,
                ended,
                _home: home,
            },
        }
    }

    /// Waits until the terminal looks as `wanted` says.
    pub fn until(&mut self, what: &str, mut wanted: impl FnMut(&vt100::Screen) -> bool) {
        let seen = self.pump_until(PATIENCE, |pty| wanted(pty.screen.screen()));
        assert!(
            seen,
            "waited in vain for {what}; the screen:\n{}",
            self.text()
        );
    }

    /// Waits until a text is on the screen.
    pub fn until_text(&mut self, text: &str) {
        self.until(&format!("`{text}`"), |screen| {
            screen.contents().contains(text)
        });
    }

    /// Waits until the list is there: the cursor's mark on a row.
    pub fn until_list(&mut self) {
        self.until("the list", |screen| {
            screen.contents().lines().any(|line| line.starts_with('>'))
        });
    }

    /// Reads what comes until `enough`, at most this long. Says whether it was enough.
    pub fn pump_until(&mut self, time: Duration, mut enough: impl FnMut(&Self) -> bool) -> bool {
        let deadline = Instant::now() + time;
        loop {
            if enough(self) {
                return true;
            }
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return false;
            }
            if self.read(left, POLLIN) == Seen::End {
                self.read_the_rest();
                return enough(self);
            }
        }
    }

    /// Shows bytes as a terminal does that knows synchronized updates (DEC mode 2026).
    fn show(&mut self, bytes: &[u8]) {
        self.held.extend(bytes);
        let last = |mark: &[u8]| self.held.windows(mark.len()).rposition(|part| part == mark);
        let whole = match (last(BEGIN), last(END)) {
            (Some(begin), Some(end)) if end > begin => self.held.len(),
            (Some(begin), _) => begin,
            (None, _) => self.held.len(),
        };
        let cut = (1..BEGIN.len()).find(|cut| self.held.ends_with(&BEGIN[..*cut]));
        let whole = whole.min(self.held.len() - cut.unwrap_or(0));
        let shown: Vec<u8> = self.held.drain(..whole).collect();
        self.screen.process(&shown);
    }

    /// Reads what an ended program left behind. That it is all is known only when nobody could
    /// write any more.
    fn read_the_rest(&mut self) {
        self.left.get_or_insert(modes(&*self.master));
        self.slave = None;
        while self.read(PATIENCE, 0) == Seen::Bytes {}
    }

    /// Reads what is there by now.
    pub fn drain(&mut self) {
        while self.read(Duration::ZERO, 0) == Seen::Bytes {}
    }

    /// Reads what comes for this long.
    pub fn pump(&mut self, time: Duration) {
        self.pump_until(time, |_| false);
    }

    /// Reads what the terminal has for us; also notes the end of the program if asked to.
    fn read(&mut self, wait: Duration, end: i16) -> Seen {
        let master = self.master.as_raw_fd().unwrap();
        let fd = |fd, events| pollfd {
            fd,
            events,
            revents: 0,
        };
        let mut fds = [fd(master, POLLIN), fd(self.program.ended.as_raw_fd(), end)];
        // Rounded up: a poll that returns early would turn in circles.
        let wait = wait + Duration::from_millis(u64::from(!wait.is_zero()));
        filedescriptor::poll(&mut fds, Some(wait)).unwrap();
        if fds[0].revents != 0 {
            let mut bytes = vec![0; 65536];
            let count = self.reader.read(&mut bytes).unwrap();
            bytes.truncate(count);
            if bytes.is_empty() {
                return Seen::End;
            }
            self.show(&bytes);
            self.log.push(Chunk {
                at: Instant::now(),
                bytes,
            });
            return Seen::Bytes;
        }
        match fds[1].revents & POLLIN {
            0 => Seen::Nothing,
            _ => Seen::End,
        }
    }

    /// Types.
    pub fn send(&mut self, keys: impl AsRef<[u8]>) {
        self.writer.write_all(keys.as_ref()).unwrap();
        self.writer.flush().unwrap();
    }

    /// Sends keys and waits until the terminal shows a text. Gives how long it took.
    pub fn key_to_text(&mut self, keys: &str, text: &str) -> Duration {
        let sent = Instant::now();
        self.send(keys);
        self.until_text(text);
        self.log.last().unwrap().at - sent
    }

    /// Waits for the end of the program. Gives its exit code, and how long it took.
    pub fn until_end(&mut self) -> (u32, Duration) {
        let from = Instant::now();
        let over = self.pump_until(PATIENCE, Self::has_ended);
        assert!(over, "it goes on:\n{}", self.text());
        let took = from.elapsed();
        self.read_the_rest();
        (self.program.child.wait().unwrap().exit_code(), took)
    }

    /// Waits for the end of the program by a signal; gives the name of the signal.
    pub fn until_death(&mut self) -> String {
        self.until_end();
        let status = self.program.child.wait().unwrap();
        status.signal().unwrap_or_default().to_owned()
    }

    pub fn has_ended(&self) -> bool {
        let fd = pollfd {
            fd: self.program.ended.as_raw_fd(),
            events: POLLIN,
            revents: 0,
        };
        filedescriptor::poll(&mut [fd], Some(Duration::ZERO)).unwrap() > 0
    }

    /// Takes the terminal away, as closing its window does. Gives the program to wait for.
    pub fn hang_up(self) -> Program {
        self.program
    }

    /// Sends a signal to the program.
    pub fn signal(&self, signal: Signal) {
        kill_process(pid(&*self.program.child), signal).unwrap();
    }

    pub fn resize(&mut self, columns: u16, rows: u16) {
        // A narrower screen than this is more than the emulator survives.
        self.screen
            .screen_mut()
            .set_size(or(rows, 24).max(10), or(columns, 80).max(10));
        self.master.resize(size(columns, rows)).unwrap();
    }

    /// What the terminal shows.
    pub fn text(&self) -> String {
        self.screen.screen().contents()
    }

    /// Everything that was written so far.
    pub fn bytes(&self) -> Vec<u8> {
        self.log
            .iter()
            .flat_map(|chunk| chunk.bytes.clone())
            .collect()
    }

    /// How many bytes were written so far.
    pub fn written(&self) -> usize {
        self.log.iter().map(|chunk| chunk.bytes.len()).sum()
    }

    /// The settings of the terminal's line discipline, in words.
    pub fn modes(&self) -> String {
        self.left.clone().unwrap_or_else(|| modes(&*self.master))
    }

    pub fn pid(&self) -> u32 {
        self.program.child.process_id().unwrap()
    }

    /// Processor time of the program so far, in steps of 10 ms.
    pub fn cpu(&self) -> Duration {
        cpu(self.pid())
    }
}

/// A program with or without a terminal. Dropping it ends it.
pub struct Program {
    child: Box<dyn Child + Send + Sync>,
    ended: OwnedFd,
    _home: TempDir,
}

impl Program {
    /// Waits for its end; gives how long it took.
    pub fn until_end(&self) -> Duration {
        let from = Instant::now();
        let fd = pollfd {
            fd: self.ended.as_raw_fd(),
            events: POLLIN,
            revents: 0,
        };
        let over = filedescriptor::poll(&mut [fd], Some(PATIENCE)).unwrap();
        assert!(over > 0, "it goes on without a terminal");
        from.elapsed()
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[derive(PartialEq, Eq)]
enum Seen {
    Bytes,
    End,
    Nothing,
}

fn size(columns: u16, rows: u16) -> PtySize {
    PtySize {
        rows,
        cols: columns,
        pixel_width: 0,
        pixel_height: 0,
    }
}

fn or(told: u16, usual: u16) -> u16 {
    match told {
        0 => usual,
        told => told,
    }
}

fn modes(master: &dyn MasterPty) -> String {
    format!("{:?}", master.get_termios().unwrap())
}

fn pid(child: &(dyn Child + Send + Sync)) -> Pid {
    let id = i32::try_from(child.process_id().unwrap()).unwrap();
    Pid::from_raw(id).unwrap()
}

/// User and system time of a process. The kernel counts in hundredths of a second here.
fn cpu(pid: u32) -> Duration {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap();
    let (_, after_name) = stat.rsplit_once(')').unwrap();
    let fields: Vec<_> = after_name.split_whitespace().collect();
    let ticks = |field: usize| fields[field].parse::<u64>().unwrap();
    Duration::from_millis(10 * (ticks(11) + ticks(12)))
}
