//! The journal that is put aside: what a start tells of outlives it, and nothing is lost to another
//! session.

use super::*;
use crate::journal::Settled;
use std::collections::HashSet;
use std::sync::atomic::AtomicI64;

/// The journal of a run that began at this time; `clock` goes on.
fn going(directory: &Path, began: i64, clock: &Arc<AtomicI64>) -> Journal {
    let (first, clock) = (AtomicU64::new(0), Arc::clone(clock));
    let clock = Clock::new(move || match first.fetch_add(1, Ordering::SeqCst) {
        0 => began,
        _ => clock.load(Ordering::SeqCst),
    });
    Journal::bounded(directory, Policy::Optional, clock, (600, PATIENCE))
}

fn text(directory: &Path, name: &str) -> String {
    fs::read_to_string(directory.join(name)).unwrap_or_default()
}

/// Writes more than two journals hold; each line is only ever added to what was there.
fn write_on(journal: &Journal) {
    let directory = journal.path().parent().unwrap().to_owned();
    for number in 0..20 {
        let before = text(&directory, FILE);
        answered(journal, &format!("x{number}"));
        let (new, old) = (text(&directory, FILE), text(&directory, OLD_FILE));
        let is_there = new.starts_with(&before) || old.starts_with(&before);
        assert!(is_there, "{before}\nis not in\n{old}\n{new}");
        assert!(new.len() < 4000 && old.len() < 4000);
    }
    let both = text(&directory, OLD_FILE) + &text(&directory, FILE);
    assert!(!both.contains("\"x0\""), "nothing was put aside twice");
}

#[test]
fn what_a_start_tells_of_outlives_any_number_of_journals_for_a_day() {
    let base = tempfile::tempdir().unwrap();
    let clock = Arc::new(AtomicI64::new(30 * HOUR));
    let earlier = going(base.path(), 1, &clock);
    earlier.before(None, attempt("open")).unwrap();
    let id = earlier.before(None, attempt("lost")).unwrap();
    earlier.after(&id, lost()).unwrap();
    let several = Attempt {
        targets: ["one", "two"]
            .map(|name| attempt(name).targets.remove(0))
            .to_vec(),
        ..attempt("")
    };
    let id = earlier.before(None, several.clone()).unwrap();
    earlier.after(&id, lost()).unwrap();
    drop(earlier);
    let other = going(base.path(), 2, &clock);
    write_on(&other);
    let delete = Operation::DeleteInstance;
    let told = unanswered(&other);
    assert_eq!(told.iter().collect::<HashSet<_>>().len(), 4, "{told:?}");
    let settled = [&several.targets[0], &attempt("lost").targets[0]];
    for target in settled {
        let done = Settlement::new(target.clone(), Settled::Done);
        other.settle(0, delete, &done).unwrap();
    }
    write_on(&other);
    let mut told = unanswered(&going(base.path(), 3, &clock));
    told.sort();
    assert_eq!(told, ["open", "two"]);
    let pages = other.read().unwrap();
    let known: Vec<&Entry> = pages
        .entries
        .iter()
        .filter(|one| one.attempt == several)
        .collect();
    assert_eq!((known.len(), pages.unreadable), (1, 0));
    let entry = known[0];
    assert_eq!(
        (entry.outcome.clone(), entry.settled.len()),
        (Some(lost()), 1)
    );
    // A day later nothing tells of them, and they are forgotten.
    clock.fetch_add(24 * HOUR + 1, Ordering::SeqCst);
    write_on(&other);
    let both = text(base.path(), OLD_FILE) + &text(base.path(), FILE);
    assert!(!both.contains("\"open\""), "{both}");
}

#[test]
fn what_was_taken_over_before_the_program_ended_is_not_taken_over_again() {
    let base = tempfile::tempdir().unwrap();
    let clock = Arc::new(AtomicI64::new(HOUR));
    going(base.path(), 1, &clock)
        .before(None, attempt("open"))
        .unwrap();
    let open = text(base.path(), FILE);
    fs::rename(base.path().join(FILE), base.path().join(OLD_FILE)).unwrap();
    let journal = going(base.path(), 2, &clock);
    while text(base.path(), FILE).len() < 600 {
        answered(&journal, "x");
    }
    // It ended before it could put the journal aside.
    let there = text(base.path(), FILE) + &open;
    fs::write(base.path().join(FILE), &there).unwrap();
    answered(&journal, "next");
    assert_eq!(text(base.path(), OLD_FILE), there);
}

#[test]
fn a_journal_whose_old_one_cannot_be_taken_over_goes_on() {
    if !is_on_a_small_disk() {
        return on_a_small_disk("aside::a_journal_whose_old_one_cannot_be_taken_over_goes_on");
    }
    let base = tempfile::tempdir().unwrap();
    let clock = Arc::new(AtomicI64::new(HOUR));
    let journal = going(base.path(), 1, &clock);
    journal.before(None, attempt("open")).unwrap();
    fs::rename(base.path().join(FILE), base.path().join(OLD_FILE)).unwrap();
    while text(base.path(), FILE).len() < 600 {
        answered(&journal, "x");
    }
    let (old, new) = (text(base.path(), OLD_FILE), text(base.path(), FILE));
    limit_files(Some(new.len() as u64 + 20));
    journal.before(None, attempt("next")).unwrap_err();
    limit_files(None);
    let now = (text(base.path(), OLD_FILE), text(base.path(), FILE));
    assert_eq!(now, (old, new));
    journal.before(None, attempt("next")).unwrap();
    assert!(text(base.path(), OLD_FILE).contains("\"open\""));
}

#[test]
fn sessions_that_write_and_put_aside_at_once_lose_nothing() {
    let base = tempfile::tempdir().unwrap();
    let clock = Arc::new(AtomicI64::new(HOUR));
    let writers: Vec<_> = (0..4)
        .map(|number| {
            let journal = going(base.path(), number, &clock);
            std::thread::spawn(move || {
                for _ in 0..25 {
                    journal.before(None, attempt("x")).unwrap();
                }
            })
        })
        .collect();
    for writer in writers {
        writer.join().unwrap();
    }
    assert!(text(base.path(), FILE).len() < 1200, "it was put aside");
    let pages = journal(base.path(), FULL).read().unwrap();
    assert_eq!((pages.entries.len(), pages.unreadable), (100, 0));
}
