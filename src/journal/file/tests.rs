//! The journal on disk: what is in it when a disk, another session or another user interferes.

use super::*;
use crate::journal::Settled;
use crate::journal::{Sent, Target};
use std::ffi::OsString;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;

mod aside;
mod synced;

fn attempt(name: &str) -> Attempt {
    Attempt {
        profile: "ops".into(),
        region: "r".into(),
        project: "p".into(),
        action: "delete the instance".into(),
        targets: vec![Target {
            id: None,
            name: name.into(),
        }],
        request: Sent {
            method: "DELETE".into(),
            path: "/x".into(),
            body: None,
        },
    }
}

/// A write from its first line to its answer.
fn answered(journal: &Journal, name: &str) {
    let id = journal.before(None, attempt(name)).unwrap();
    journal.after(&id, Outcome::accepted(204, None, 3)).unwrap();
}

fn journal(directory: &Path, full: u64) -> Journal {
    let limits = (full, PATIENCE);
    Journal::bounded(directory, Policy::Optional, Clock::new(|| 1000), limits)
}

#[test]
fn the_file_and_its_directory_are_for_the_user_alone() {
    let base = tempfile::tempdir().unwrap();
    let directory = base.path().join("state/warren");
    journal(&directory, FULL).probe().unwrap();
    let mode = |path: &Path| path.metadata().unwrap().permissions().mode() & 0o777;
    assert_eq!(
        (mode(&directory), mode(&directory.join(FILE))),
        (0o700, 0o600)
    );
}

#[test]
fn what_is_written_is_read_back_and_clones_count_together() {
    let base = tempfile::tempdir().unwrap();
    let journal = journal(base.path(), FULL);
    let first = journal.before(None, attempt("a")).unwrap();
    let second = journal.clone().before(None, attempt("b")).unwrap();
    assert_ne!(first, second);
    let accepted = Outcome::accepted(204, None, 3);
    journal.after(&first, accepted.clone()).unwrap();
    let pages = journal.read().unwrap();
    let found: Vec<_> = pages
        .entries
        .iter()
        .map(|entry| {
            (
                entry.attempt.targets[0].name.as_str(),
                entry.outcome.clone(),
            )
        })
        .collect();
    assert_eq!(found, [("b", None), ("a", Some(accepted))]);
}

#[test]
fn a_journal_that_is_not_there_is_empty_and_one_that_is_no_file_is_an_error() {
    let base = tempfile::tempdir().unwrap();
    let journal = journal(base.path(), FULL);
    assert_eq!(journal.read().unwrap(), Pages::default());
    std::fs::create_dir(base.path().join(FILE)).unwrap();
    assert!(journal.read().is_err());
    assert!(journal.probe().is_err());
    assert!(journal.before(None, attempt("a")).is_err());
    // It goes without; its line is kept.
    journal.keep(None, attempt("a")).unwrap();
    assert_eq!(journal.unwritten(), 1);
}

#[test]
fn a_full_journal_is_put_aside_once_and_still_read() {
    let base = tempfile::tempdir().unwrap();
    let journal = journal(base.path(), 300);
    for name in ["a", "b", "c", "d", "e", "f"] {
        answered(&journal, name);
    }
    let size = |name| base.path().join(name).metadata().unwrap().len();
    assert!(size(FILE) < 600 && size(OLD_FILE) < 600);
    let newest = &journal.read().unwrap().entries[0];
    assert_eq!(newest.attempt.targets[0].name, "f");
}

#[test]
fn a_lock_that_another_process_holds_is_waited_for_and_then_said() {
    let base = tempfile::tempdir().unwrap();
    let limits = (FULL, Duration::from_millis(50));
    let clock = Clock::new(|| 1000);
    let journal = Journal::bounded(base.path(), Policy::Required, clock, limits);
    let id = journal.before(None, attempt("a")).unwrap();
    let other = File::open(base.path().join(LOCK)).unwrap();
    other.lock().unwrap();
    let accepted = Outcome::accepted(204, None, 3);
    let refused = [
        journal.before(None, attempt("b")).map(|_| ()),
        journal.after(&id, accepted),
        journal.probe(),
    ];
    for refused in refused {
        assert!(matches!(refused, Err(JournalError::Locked)));
    }
    drop(other);
    journal.before(None, attempt("c")).unwrap();
    assert_eq!(journal.read().unwrap().entries.len(), 2);
}

/// Runs one test of this module again, in a process of its own that a file limit does not
/// kill: there the system refuses what goes beyond it, as a full disk does.
fn on_a_small_disk(test: &str) {
    let name = format!("{}::{test}", module_path!().split_once("::").unwrap().1);
    let output = std::process::Command::new("sh")
        .args(["-c", "trap '' XFSZ; exec \"$0\" \"$@\""])
        .arg(std::env::current_exe().unwrap())
        .args([&name, "--exact"])
        .env("WARREN_SMALL_DISK", "1")
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(said.contains("1 passed"), "{said}");
}

fn is_on_a_small_disk() -> bool {
    std::env::var_os("WARREN_SMALL_DISK").is_some()
}

/// From now on no file of this process grows beyond so many bytes.
fn limit_files(bytes: Option<u64>) {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let maximum = getrlimit(Resource::Fsize).maximum;
    let current = bytes;
    setrlimit(Resource::Fsize, Rlimit { current, maximum }).unwrap();
}

#[test]
fn what_a_full_disk_does_not_take_whole_is_taken_back_and_written_when_there_is_room() {
    if !is_on_a_small_disk() {
        return on_a_small_disk(
            "what_a_full_disk_does_not_take_whole_is_taken_back_and_written_when_there_is_room",
        );
    }
    let base = tempfile::tempdir().unwrap();
    let journal = journal(base.path(), FULL);
    let whole = || fs::read_to_string(base.path().join(FILE)).unwrap();
    let first = journal.before(None, attempt("a")).unwrap();
    let there = whole();
    // Half of the next line has room.
    limit_files(Some(there.len() as u64 * 3 / 2));
    journal
        .after(&first, Outcome::accepted(204, Some("x".repeat(500)), 3))
        .unwrap_err();
    journal.before(None, attempt("b")).unwrap_err();
    let second = journal.keep(None, attempt("b")).unwrap();
    assert_eq!((whole(), journal.unwritten()), (there, 2));
    let why = journal.probe().unwrap_err().to_string();
    assert!(why.starts_with("File too large"), "{why}");
    limit_files(None);
    journal
        .after(&second, Outcome::accepted(204, None, 3))
        .unwrap();
    assert_eq!(journal.unwritten(), 0);
    let pages = journal.read().unwrap();
    let answered = pages.entries.iter().filter(|entry| entry.outcome.is_some());
    assert_eq!((answered.count(), pages.unreadable), (2, 0));
    assert_eq!(whole().lines().count(), 4);
}

#[test]
fn a_required_journal_on_a_full_disk_refuses_and_keeps_no_line_of_what_was_not_sent() {
    if !is_on_a_small_disk() {
        return on_a_small_disk(
            "a_required_journal_on_a_full_disk_refuses_and_keeps_no_line_of_what_was_not_sent",
        );
    }
    let base = tempfile::tempdir().unwrap();
    let limits = (FULL, PATIENCE);
    let clock = Clock::new(|| 1000);
    let journal = Journal::bounded(base.path(), Policy::Required, clock, limits);
    journal.before(None, attempt("a")).unwrap();
    limit_files(Some(
        base.path().join(FILE).metadata().unwrap().len() * 3 / 2,
    ));
    assert!(journal.before(None, attempt("b")).is_err());
    limit_files(None);
    journal.probe().unwrap();
    let pages = journal.read().unwrap();
    assert_eq!((pages.entries.len(), pages.unreadable), (1, 0));
}

#[test]
fn a_line_that_another_program_left_torn_does_not_spoil_the_next() {
    let base = tempfile::tempdir().unwrap();
    let journal = journal(base.path(), FULL);
    journal.before(None, attempt("a")).unwrap();
    let path = base.path().join(FILE);
    let whole = fs::read(&path).unwrap();
    fs::write(&path, &whole[..whole.len() / 2]).unwrap();
    journal.before(None, attempt("b")).unwrap();
    let text = fs::read_to_string(&path).unwrap();
    assert_eq!(text.lines().count(), 2);
    let pages = journal.read().unwrap();
    assert_eq!((pages.entries.len(), pages.unreadable), (1, 1));
}

#[test]
fn a_probe_leaves_nothing_behind_and_does_not_touch_what_is_followed() {
    let base = tempfile::tempdir().unwrap();
    let journal = journal(base.path(), FULL);
    journal.before(None, attempt("a")).unwrap();
    let before = fs::metadata(base.path().join(FILE)).unwrap();
    journal.probe().unwrap();
    let after = fs::metadata(base.path().join(FILE)).unwrap();
    assert_eq!(before.modified().unwrap(), after.modified().unwrap());
    let mut names: Vec<_> = fs::read_dir(base.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    names.sort();
    // The last one shows that this run goes on.
    let run = OsString::from(format!("run.3e8-{}.lock", std::process::id()));
    assert_eq!(names, [FILE.into(), LOCK.into(), run]);
}

#[test]
fn a_journal_that_is_a_link_is_not_followed() {
    let base = tempfile::tempdir().unwrap();
    let theirs = base.path().join("theirs");
    fs::write(&theirs, "theirs\n").unwrap();
    for name in [FILE, LOCK] {
        let link = base.path().join(name);
        let _ = fs::remove_file(&link);
        std::os::unix::fs::symlink(&theirs, &link).unwrap();
        let limits = (FULL, PATIENCE);
        let clock = Clock::new(|| 1000);
        let journal = Journal::bounded(base.path(), Policy::Required, clock, limits);
        let why = journal.before(None, attempt("a")).unwrap_err().to_string();
        assert!(why.contains("is a symbolic link"), "{why}");
        fs::remove_file(&link).unwrap();
    }
    assert_eq!(fs::read_to_string(theirs).unwrap(), "theirs\n");
}

/// The journal of another run: it began at this time, and it is now so late.
fn run(directory: &Path, began: i64, now: i64) -> Journal {
    let limits = (FULL, PATIENCE);
    // The clock is read once for the name of the run.
    let first = AtomicU64::new(0);
    let clock = Clock::new(move || match first.fetch_add(1, Ordering::SeqCst) {
        0 => began,
        _ => now,
    });
    Journal::bounded(directory, Policy::Optional, clock, limits)
}

const HOUR: i64 = 60 * 60 * 1000;

fn unanswered(journal: &Journal) -> Vec<String> {
    let entries = journal.unanswered().unwrap();
    let names = entries.iter().flat_map(Entry::open_targets);
    names.map(|target| target.name).collect()
}

fn lost() -> Outcome {
    Outcome {
        result: crate::journal::Verdict::Unknown,
        ..Outcome::accepted(204, None, 3)
    }
}

#[test]
fn a_start_is_told_of_the_last_days_writes_without_a_known_end() {
    let base = tempfile::tempdir().unwrap();
    for (name, at) in [("old", HOUR), ("new", 5 * HOUR), ("future", 100 * HOUR)] {
        let earlier = run(base.path(), at, at);
        earlier
            .before(None, attempt(&format!("{name}-open")))
            .unwrap();
        let id = earlier
            .before(None, attempt(&format!("{name}-lost")))
            .unwrap();
        earlier.after(&id, lost()).unwrap();
        let id = earlier
            .before(None, attempt(&format!("{name}-done")))
            .unwrap();
        earlier.after(&id, Outcome::accepted(204, None, 3)).unwrap();
    }
    let mut told = unanswered(&run(base.path(), 7, 26 * HOUR));
    told.sort();
    assert_eq!(told, ["future-lost", "future-open", "new-lost", "new-open"]);
    // They held locks: none is left behind.
    let left = fs::read_dir(base.path()).unwrap();
    let left = left.filter(|entry| {
        let name = entry.as_ref().unwrap().file_name();
        name.to_string_lossy().starts_with("run.")
    });
    assert_eq!(left.count(), 0);
}

#[test]
fn the_answer_at_which_a_call_broke_down_is_written_by_the_next() {
    let base = tempfile::tempdir().unwrap();
    let left = Arc::new(AtomicU64::new(u64::MAX));
    let asked = Arc::clone(&left);
    let clock = Clock::new(move || {
        assert_ne!(asked.fetch_sub(1, Ordering::SeqCst), 0, "planted");
        1000
    });
    let limits = (FULL, PATIENCE);
    let journal = Journal::bounded(base.path(), Policy::Optional, clock, limits);
    let id = journal.before(None, attempt("a")).unwrap();
    // The time of the line can be told, and that of the next call cannot.
    left.store(1, Ordering::SeqCst);
    crate::contained::contained(|| journal.after(&id, lost())).unwrap_err();
    journal.probe().unwrap();
    let pages = journal.read().unwrap();
    assert_eq!(pages.entries[0].outcome, Some(lost()));
    assert_eq!((pages.unreadable, journal.unwritten()), (0, 0));
}

#[test]
fn what_was_only_planned_is_no_write_without_an_end() {
    let base = tempfile::tempdir().unwrap();
    let earlier = run(base.path(), 1, HOUR);
    let planned = earlier.plan(vec![attempt("a"), attempt("b")]).unwrap();
    let first = earlier.before(Some(planned[0].clone()), attempt("a"));
    assert_eq!(first.unwrap(), planned[0]);
    drop(earlier);
    assert_eq!(unanswered(&run(base.path(), 2, HOUR)), ["a"]);
}

#[test]
fn a_write_of_a_run_that_goes_on_is_told_of_only_when_that_has_ended() {
    let base = tempfile::tempdir().unwrap();
    let other = run(base.path(), 1, HOUR);
    other.before(None, attempt("a")).unwrap();
    let (one, two) = (run(base.path(), 2, HOUR), run(base.path(), 3, HOUR));
    assert_eq!((unanswered(&one), unanswered(&two)), (vec![], vec![]));
    assert_eq!(unanswered(&other), [""; 0]);
    drop(other);
    assert_eq!(unanswered(&run(base.path(), 4, HOUR)), ["a"]);
    // Killed: its file is there, and nobody has the lock.
    let killed = run(base.path(), 5, HOUR);
    killed.before(None, attempt("b")).unwrap();
    let name = killed.inner.run.entry(0);
    drop(killed);
    let name = name.0.rsplit_once('-').unwrap().0.to_owned();
    fs::write(base.path().join(format!("run.{name}.lock")), "").unwrap();
    assert_eq!(unanswered(&run(base.path(), 6, HOUR)), ["b", "a"]);
}

#[test]
fn what_is_learned_later_is_one_more_line_and_no_start_tells_of_it_again() {
    let base = tempfile::tempdir().unwrap();
    let delete = Operation::DeleteInstance;
    let settled = |name: &str, result| Settlement::new(attempt(name).targets.remove(0), result);
    let text = || fs::read_to_string(base.path().join(FILE)).unwrap();
    let first = run(base.path(), 1, HOUR);
    first.before(None, attempt("a")).unwrap();
    let id = first.before(None, attempt("b")).unwrap();
    first.after(&id, lost()).unwrap();
    let id = first.before(None, attempt("c")).unwrap();
    first.after(&id, Outcome::accepted(204, None, 3)).unwrap();
    // In this run.
    let before = text();
    for (name, result, lines) in [
        ("b", Settled::Taken, 1),
        ("b", Settled::Taken, 1),
        ("b", Settled::Done, 2),
        ("b", Settled::Done, 2),
        // That it was taken is its answer.
        ("c", Settled::Taken, 2),
        ("c", Settled::Failed, 3),
        ("c", Settled::Done, 3),
    ] {
        first.settle(0, delete, &settled(name, result)).unwrap();
        assert_eq!(
            text().lines().count(),
            before.lines().count() + lines,
            "{name} {result:?}"
        );
    }
    assert!(text().starts_with(&before));
    let ends: Vec<_> = first
        .read()
        .unwrap()
        .entries
        .iter()
        .map(Entry::end)
        .collect();
    assert_eq!(ends, [Some(Settled::Failed), Some(Settled::Done), None]);
    drop(first);
    // In a later one; what was restarted is not what was deleted.
    let second = run(base.path(), 2, HOUR);
    assert_eq!(unanswered(&second), ["a"]);
    let restart = Operation::RestartInstances;
    second
        .settle(0, restart, &settled("a", Settled::Done))
        .unwrap();
    assert_eq!(unanswered(&run(base.path(), 3, HOUR)), ["a"]);
    second
        .settle(0, delete, &settled("a", Settled::NoTrace))
        .unwrap();
    assert_eq!(unanswered(&run(base.path(), 4, HOUR)), [""; 0]);
    let pages = second.read().unwrap();
    assert_eq!((pages.entries.len(), pages.unreadable), (3, 0));
}

#[test]
fn the_end_of_a_write_is_not_taken_for_that_of_another_on_the_same_target() {
    let base = tempfile::tempdir().unwrap();
    let journal = run(base.path(), 1, HOUR);
    for write in [7, 8] {
        journal.for_write(write).before(None, attempt("a")).unwrap();
    }
    let done = Settlement::new(attempt("a").targets.remove(0), Settled::Done);
    journal.settle(8, Operation::DeleteInstance, &done).unwrap();
    let entries = journal.read().unwrap().entries;
    let mut ends: Vec<_> = entries
        .iter()
        .map(|entry| (entry.id.clone(), entry.end()))
        .collect();
    ends.sort_by_key(|(id, _)| id.to_string());
    let ends: Vec<_> = ends.into_iter().map(|(_, end)| end).collect();
    assert_eq!(ends, [None, Some(Settled::Done)]);
}
