//! What outlives a run: the palette's history, how the list is arranged and by what brokers are known
//! again, in the state directory.
//!
//! [`Keeper`] writes on a thread of its own, each file as a whole and then into its place, so that
//! a crash leaves the old one. Nothing secret is ever handed to it.

use crate::contained::contained;
use crate::private;
use crate::state::arrangement::Arrangement;
use crate::state::broker::Identities;
use crate::state::palette::REMEMBERED;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::Duration;

/// The history, one line a line, the newest last.
pub const HISTORY: &str = "palette_history";
/// How the list is arranged.
pub const ARRANGEMENT: &str = "view.toml";
/// What brokers said of themselves, by which each is known again.
pub const BROKERS: &str = "brokers.toml";
/// How long the end waits for what was handed over last.
const LAST_WORDS: Duration = Duration::from_millis(100);

/// Writes files of the state directory.
#[derive(Debug)]
pub struct Keeper {
    files: Option<Sender<(&'static str, String)>>,
    done: Receiver<()>,
}

impl Keeper {
    /// Starts to write into a directory; without one nothing is kept.
    ///
    /// # Errors
    /// When there can be no thread.
    pub fn start(directory: Option<PathBuf>) -> io::Result<Self> {
        let (files, orders) = channel::<(&'static str, String)>();
        let (ended, done) = channel();
        thread::Builder::new().name("keep".into()).spawn(move || {
            for (name, text) in orders {
                let Some(directory) = &directory else {
                    continue;
                };
                // A defect costs this file, and its report is in the log.
                if let Ok(Err(error)) = contained(|| write(directory, name, &text)) {
                    tracing::warn!(name, reason = ?error.to_string(), "not kept");
                }
            }
            let _ = ended.send(());
        })?;
        Ok(Self {
            files: Some(files),
            done,
        })
    }

    /// Writes a file soon.
    pub fn keep(&self, name: &'static str, text: String) {
        if let Some(files) = &self.files {
            let _ = files.send((name, text));
        }
    }
}

impl Keeper {
    /// Takes no more, and waits for so long until everything is written.
    fn end(&mut self, wait: Duration) {
        self.files = None;
        let _ = self.done.recv_timeout(wait);
    }
}

impl Drop for Keeper {
    fn drop(&mut self) {
        // A disk that hangs must not hold the end up.
        self.end(LAST_WORDS);
    }
}

fn write(directory: &Path, name: &str, text: &str) -> io::Result<()> {
    private::make_directory(directory)?;
    let new = directory.join(format!("{name}.{}", std::process::id()));
    // What a process of the same number left behind when it was killed.
    match fs::remove_file(&new) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        Ok(()) | Err(_) => {}
    }
    let mut file = private::create(&new)?;
    let written = file.write_all(text.as_bytes());
    // A part of it must not take the place of what was kept before.
    let kept = written.and_then(|()| fs::rename(&new, directory.join(name)));
    if kept.is_err() {
        let _ = fs::remove_file(&new);
    }
    kept
}

/// The history that was kept; none when there is none. A file that cannot be read costs the
/// history and nothing else.
pub fn history(directory: &Path) -> Vec<String> {
    let text = private::read_text(&directory.join(HISTORY));
    let text = text.ok().flatten().unwrap_or_default();
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    let lines: Vec<String> = lines.map(str::to_owned).collect();
    lines[lines.len().saturating_sub(REMEMBERED)..].to_vec()
}

/// The arrangement that was kept, or the usual one.
///
/// # Errors
/// What is wrong with the file, in words; the usual arrangement holds then.
pub fn arrangement(directory: &Path) -> Result<Arrangement, String> {
    let path = directory.join(ARRANGEMENT);
    let kept = match private::read_text(&path) {
        Ok(Some(text)) => Arrangement::parse(&text).map_err(|error| error.to_string()),
        Ok(None) => Ok(Arrangement::default()),
        Err(error) => Err(error.to_string()),
    };
    kept.map_err(|error| format!("{}: {error}; the list is arranged as usual", path.display()))
}

/// By what brokers are known, as an earlier run kept it.
///
/// # Errors
/// What is wrong with the file, in words; then no broker is known.
pub fn brokers(directory: &Path) -> Result<Identities, String> {
    let path = directory.join(BROKERS);
    let kept = match private::read_text(&path) {
        Ok(Some(text)) => Identities::parse(&text),
        Ok(None) => Ok(Identities::default()),
        Err(error) => Err(error.to_string()),
    };
    kept.map_err(|error| format!("{}: {error}; no broker is known again", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_last_is_found_again_and_belongs_to_the_user_alone() {
        use std::os::unix::fs::PermissionsExt as _;
        let home = tempfile::tempdir().unwrap();
        let directory = home.path().join("state");
        assert_eq!(history(&directory), [""; 0]);
        let mut keeper = Keeper::start(Some(directory.clone())).unwrap();
        keeper.keep(HISTORY, "sort name\n".into());
        keeper.keep(HISTORY, "sort name\nfilter 订单\n".into());
        keeper.end(Duration::from_secs(60));
        assert_eq!(history(&directory), ["sort name", "filter 订单"]);
        let kept: Vec<_> = fs::read_dir(&directory).unwrap().collect();
        assert_eq!(kept.len(), 1, "nothing is left behind");
        let mode = fs::metadata(directory.join(HISTORY)).unwrap().permissions();
        assert_eq!(mode.mode() & 0o777, 0o600);
    }
}
