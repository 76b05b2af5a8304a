//! The log and crash reports: files in the state directory that belong to the user alone, never
//! the screen.
//!
//! [`start`] opens the log once; from then on whatever the program says through `tracing` at level
//! `info` or above is a line in it. What is logged holds no header and no body, so no secret
//! either. [`crash_report`] is for a panic hook.

use std::backtrace::Backtrace;
use std::borrow::Cow;
use std::fs::{File, rename};
use std::io::{self, Write};
use std::panic::PanicHookInfo;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use anyhow::Context as _;
use jiff::Timestamp;
use tracing::{Level, Subscriber};
use tracing_subscriber::Layer as _;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::SubscriberExt as _;

use crate::config::{Environment, NO_HOME};
use crate::private;
use crate::secret::mask;

/// Name of the log in the state directory.
pub const FILE: &str = "warren.log";
/// Where the log goes when it is full; what was there is forgotten.
const OLD_FILE: &str = "warren.log.1";
/// When the log is full, in bytes.
const FULL: u64 = 1024 * 1024;

/// Opens the log of this process, and says where it is. Call it once.
///
/// # Errors
/// When the file cannot be written, or the process has a log already. Neither is a reason not to
/// go on.
pub fn start(environment: &Environment) -> anyhow::Result<PathBuf> {
    let directory = environment.state_dir.clone();
    let directory = directory.with_context(|| format!("could not open a log: {NO_HOME}"))?;
    let log = LogFile::open(&directory)
        .with_context(|| format!("could not open a log in {}", directory.display()))?;
    tracing::subscriber::set_global_default(subscriber(log))
        .context("this process has a log already")?;
    Ok(directory.join(FILE))
}

/// Writes what is known about a panic into a file of its own in this directory, and says where.
/// The name has the time in it, UTC.
///
/// # Errors
/// When the file cannot be written.
pub fn crash_report(directory: &Path, info: &PanicHookInfo<'_>) -> io::Result<PathBuf> {
    private::make_directory(directory)?;
    let now = Timestamp::now();
    let path = directory.join(format!("crash-{}.txt", now.strftime("%Y%m%dT%H%M%S.%6fZ")));
    let mut file = private::create(&path)?;
    let thread = std::thread::current();
    let report = format!(
        "warren {} crashed at {now}\n\nmessage:  {}\nlocation: {}\nthread:   {}\n\n{}\n",
        env!("CARGO_PKG_VERSION"),
        info.payload_as_str().unwrap_or("(none)"),
        info.location().map(ToString::to_string).unwrap_or_default(),
        thread.name().unwrap_or("(no name)"),
        Backtrace::force_capture(),
    );
    // What a panic says may quote anything.
    let report = mask::of_the_process().masker().mask(report);
    file.write_all(report.as_bytes())?;
    Ok(path)
}

/// Our own words from `info` up. What libraries say is left out: they know less about secrets.
fn subscriber(log: LogFile) -> impl Subscriber + Send + Sync {
    let lines = tracing_subscriber::fmt::layer()
        .with_ansi(false)
        // They would be on the screen.
        .log_internal_errors(false)
        .with_writer(Mutex::new(log))
        .with_filter(Targets::new().with_target(env!("CARGO_CRATE_NAME"), Level::INFO));
    tracing_subscriber::registry().with(lines)
}

/// The open log, which other sessions write to as well. When it is full it starts again, with the
/// old one beside it.
#[derive(Debug)]
struct LogFile {
    directory: PathBuf,
    file: File,
    /// The last line may be there in part: the disk was full.
    torn: bool,
}

impl LogFile {
    fn open(directory: &Path) -> io::Result<Self> {
        private::make_directory(directory)?;
        Ok(Self {
            file: private::append(&directory.join(FILE))?,
            directory: directory.to_path_buf(),
            torn: false,
        })
    }

    /// Makes sure that the next line goes to the file of the log's name, and that this one has
    /// room. Another session may have put it aside; of several that find it full only the one with
    /// the lock on that very file does.
    fn turn(&mut self) -> io::Result<()> {
        let path = self.directory.join(FILE);
        let ours = private::is_still_at(&self.file, &path);
        if ours && self.file.metadata()?.len() < FULL {
            return Ok(());
        }
        // One that is being put aside by somebody else is written to once more.
        if ours && self.file.try_lock().is_err() {
            return Ok(());
        }
        // Looked at again: whoever had the lock before may have put it aside.
        if ours && private::is_still_at(&self.file, &path) {
            rename(&path, self.directory.join(OLD_FILE))?;
        }
        self.file = private::append(&path)?;
        Ok(())
    }
}

impl Write for LogFile {
    /// Takes a whole line.
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        // A directory that is gone, or may not be changed, costs the turn and no line.
        let _ = self.turn();
        if self.torn {
            self.file.write_all(b"\n")?;
        }
        self.torn = true;
        self.file.write_all(&masked(line))?;
        self.torn = false;
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// A line without any secret of this process, also one that was typed since its words came.
fn masked(line: &[u8]) -> Cow<'_, [u8]> {
    let Ok(text) = std::str::from_utf8(line) else {
        return Cow::Borrowed(line);
    };
    let masker = mask::of_the_process().masker();
    Cow::Owned(masker.mask_whole(text.to_owned()).into_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs::{self, Permissions};
    use std::os::unix::fs::PermissionsExt as _;
    use std::panic;
    use std::sync::{Arc, PoisonError};

    use crate::secret::Secret;

    /// Held by whoever has changed the hook.
    static HOOK: Mutex<()> = Mutex::new(());

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    #[test]
    fn the_log_belongs_to_its_owner_alone_even_if_it_was_open_to_others() {
        let home = tempfile::tempdir().unwrap();
        let directory = home.path().join("state/warren");
        drop(LogFile::open(&directory).unwrap());
        assert_eq!(
            (mode(&directory), mode(&directory.join(FILE))),
            (0o700, 0o600)
        );
        fs::set_permissions(directory.join(FILE), Permissions::from_mode(0o644)).unwrap();
        drop(LogFile::open(&directory).unwrap());
        assert_eq!(mode(&directory.join(FILE)), 0o600);
    }

    #[test]
    fn a_full_log_starts_again_and_the_old_one_stays_beside_it() {
        let home = tempfile::tempdir().unwrap();
        let line = vec![b'x'; 700 * 1024];
        for _ in 0..5 {
            LogFile::open(home.path())
                .unwrap()
                .write_all(&line)
                .unwrap();
        }
        let size = |name| fs::metadata(home.path().join(name)).unwrap().len();
        assert_eq!((size(FILE), size(OLD_FILE)), (700 * 1024, 2 * 700 * 1024));
    }

    #[test]
    fn sessions_that_find_the_log_full_at_once_lose_nothing() {
        let home = tempfile::tempdir().unwrap();
        let [mut one, mut other] = [(); 2].map(|()| LogFile::open(home.path()).unwrap());
        one.write_all(&vec![b'x'; 1024 * 1024]).unwrap();
        one.write_all(b"a\n").unwrap();
        // It still has the file open that is the old one now, and knows nothing of that.
        other.write_all(b"b\n").unwrap();
        let text = |name| fs::read_to_string(home.path().join(name)).unwrap();
        assert_eq!(text(FILE), "a\nb\n");
        assert_eq!(text(OLD_FILE).len(), 1024 * 1024);
    }

    #[test]
    fn a_log_that_was_taken_away_is_begun_again() {
        let home = tempfile::tempdir().unwrap();
        let mut log = LogFile::open(home.path()).unwrap();
        fs::remove_file(home.path().join(FILE)).unwrap();
        log.write_all(b"a\n").unwrap();
        assert_eq!(fs::read_to_string(home.path().join(FILE)).unwrap(), "a\n");
    }

    #[test]
    fn only_our_own_words_are_logged_and_nobody_can_forge_a_line() {
        let home = tempfile::tempdir().unwrap();
        tracing::subscriber::with_default(subscriber(LogFile::open(home.path()).unwrap()), || {
            tracing::info!(target: "hyper::client", "theirs");
            tracing::debug!("too quiet");
            tracing::info!(id = ?"a\nb\u{1b}[2J", "ours");
        });
        let log = fs::read_to_string(home.path().join(FILE)).unwrap();
        let (_, line) = log.split_once("Z ").unwrap();
        assert_eq!(
            line.trim_start(),
            "INFO warren::log::tests: ours id=\"a\\nb\\u{1b}[2J\"\n"
        );
    }

    #[test]
    fn a_line_shows_no_secret_that_is_known_by_then() {
        let home = tempfile::tempdir().unwrap();
        let secret = "Canary-In-A-Line \"7";
        let line = |text: &str| {
            let mut log = LogFile::open(home.path()).unwrap();
            log.write_all(format!("{text}\n").as_bytes()).unwrap();
            fs::read_to_string(home.path().join(FILE)).unwrap()
        };
        mask::of_the_process().remember(&[Secret::new(secret)]);
        let log = line(&format!("said={:?} Canary", format!("no: {secret}")));
        assert_eq!(log, "said=\"no: [hidden]\" Canary\n");
    }

    /// What the report of a panic says; the panic is caught.
    fn report_of(directory: &Path, panics: impl FnOnce() + panic::UnwindSafe) -> (PathBuf, String) {
        let _alone = HOOK.lock().unwrap_or_else(PoisonError::into_inner);
        let written = Arc::new(Mutex::new(None));
        let (place, result) = (directory.to_owned(), Arc::clone(&written));
        let me = std::thread::current().id();
        let before = Arc::new(panic::take_hook());
        let others = Arc::clone(&before);
        panic::set_hook(Box::new(move |info| {
            if std::thread::current().id() == me {
                *result.lock().unwrap() = Some(crash_report(&place, info));
            } else {
                others(info);
            }
        }));
        let _ = panic::catch_unwind(panics);
        panic::set_hook(Box::new(move |info| before(info)));
        let path = written.lock().unwrap().take().unwrap().unwrap();
        let report = fs::read_to_string(&path).unwrap();
        (path, report)
    }

    #[test]
    fn a_crash_report_shows_no_secret_that_the_panic_quotes() {
        let home = tempfile::tempdir().unwrap();
        let secret = "Canary-In-A-Crash \"7";
        mask::of_the_process().remember(&[Secret::new(secret)]);
        let json = serde_json::json!({ "new_password": secret }).to_string();
        let (_, report) = report_of(home.path(), move || panic!("{json} {secret} {json:?}"));
        let said =
            r#"message:  {"new_password":"[hidden]"} [hidden] "{\"new_password\":\"[hidden]\"}""#;
        assert!(report.contains(said), "{report}");
        assert!(!report.contains("Canary"), "{report}");
    }

    #[test]
    fn a_crash_report_says_what_happened_where() {
        let home = tempfile::tempdir().unwrap();
        let directory = home.path().join("state");
        let line = line!() + 1;
        let (path, report) = report_of(&directory, || panic!("the {} fell off", "wheel"));
        assert_eq!(path.parent(), Some(directory.as_path()));
        assert_eq!(mode(&path), 0o600);
        let wanted = format!("message:  the wheel fell off\nlocation: src/log.rs:{line}:");
        assert!(report.contains(&wanted), "{report}");
        assert!(
            report.contains("a_crash_report_says_what_happened_where"),
            "{report}"
        );
    }
}
