//! What is on the disk, and not only on its way there, when a call comes back.

use super::*;
use crate::journal::Settled;
use std::os::unix::fs::FileExt as _;
use std::sync::atomic::AtomicBool;

/// A disk that notes what it is to keep: the text of a file, or that it is a directory.
#[derive(Clone, Debug, Default)]
struct Noting(Arc<Noted>);

#[derive(Debug, Default)]
struct Noted {
    kept: Mutex<Vec<String>>,
    fails: AtomicBool,
}

impl Disk for Noting {
    fn sync(&self, file: &File) -> io::Result<()> {
        if self.0.fails.load(Ordering::SeqCst) {
            return Err(io::Error::other("it burns"));
        }
        let found = file.metadata()?;
        let mut text = vec![0; usize::try_from(found.len()).unwrap()];
        let kept = match found.is_dir() {
            true => "directory".to_owned(),
            // What is written to find out whether there is room cannot be read.
            false => match file.read_exact_at(&mut text, 0) {
                Ok(()) => String::from_utf8(text).unwrap(),
                Err(_) => "room".to_owned(),
            },
        };
        self.0.kept.lock().unwrap().push(kept);
        Ok(())
    }
}

fn noting(directory: &Path, policy: Policy, full: u64) -> (Journal, Noting) {
    let (disk, clock) = (Noting::default(), Clock::new(|| 1000));
    let limits = (full, PATIENCE);
    let journal = Journal::with(
        directory,
        None,
        policy,
        clock,
        limits,
        Box::new(disk.clone()),
    );
    (journal, disk)
}

fn text(directory: &Path) -> String {
    fs::read_to_string(directory.join(FILE)).unwrap_or_default()
}

/// What it was to keep since it was asked last.
fn kept(disk: &Noting) -> Vec<String> {
    std::mem::take(&mut *disk.0.kept.lock().unwrap())
}

#[test]
fn every_line_of_a_required_journal_is_on_the_disk_when_its_call_comes_back() {
    let base = tempfile::tempdir().unwrap();
    let (journal, disk) = noting(base.path(), Policy::Required, FULL);
    let id = journal.before(None, attempt("a")).unwrap();
    assert_eq!(kept(&disk), [text(base.path()), "directory".to_owned()]);
    journal.after(&id, lost()).unwrap();
    assert_eq!(kept(&disk), [text(base.path())]);
    let target = attempt("a").targets.remove(0);
    let settled = journal.settle(
        0,
        Operation::DeleteInstance,
        &Settlement::new(target, Settled::Done),
    );
    settled.unwrap();
    assert_eq!(kept(&disk), [text(base.path())]);
    journal.plan(vec![attempt("b"), attempt("c")]).unwrap();
    assert_eq!(kept(&disk), [text(base.path())]);
    assert_eq!(text(base.path()).lines().count(), 5);
}

#[test]
fn what_the_disk_does_not_keep_is_not_in_a_required_journal() {
    let base = tempfile::tempdir().unwrap();
    let (journal, disk) = noting(base.path(), Policy::Required, FULL);
    let id = journal.before(None, attempt("a")).unwrap();
    let there = text(base.path());
    disk.0.fails.store(true, Ordering::SeqCst);
    assert!(journal.before(None, attempt("b")).is_err());
    assert!(journal.plan(vec![attempt("b")]).is_err());
    assert_eq!((text(base.path()), journal.unwritten()), (there.clone(), 0));
    journal.after(&id, lost()).unwrap_err();
    assert!(journal.probe().is_err());
    assert_eq!((text(base.path()), journal.unwritten()), (there, 1));
    disk.0.fails.store(false, Ordering::SeqCst);
    kept(&disk);
    journal.probe().unwrap();
    assert_eq!(kept(&disk).last(), Some(&text(base.path())));
    assert_eq!(
        (text(base.path()).lines().count(), journal.unwritten()),
        (2, 0)
    );
}

#[test]
fn an_optional_journal_waits_for_the_disk_only_when_the_only_other_copy_goes() {
    let base = tempfile::tempdir().unwrap();
    let (journal, disk) = noting(base.path(), Policy::Optional, 600);
    let id = journal.before(None, attempt("open")).unwrap();
    journal.after(&id, lost()).unwrap();
    journal.probe().unwrap();
    while text(base.path()).len() < 600 {
        answered(&journal, "x");
    }
    answered(&journal, "x");
    while text(base.path()).len() < 600 {
        answered(&journal, "y");
    }
    assert_eq!(kept(&disk), [""; 0]);
    answered(&journal, "y");
    let old = fs::read_to_string(base.path().join(OLD_FILE)).unwrap();
    assert!(old.contains("\"open\"") && old.contains("\"y\""), "{old}");
    assert_eq!(kept(&disk), [old]);
}
