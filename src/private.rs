//! Files that belong to the user alone: how everything in the state directory is opened.
//!
//! A name in a directory may have been put there by somebody else. What is opened here is the file
//! of that name and never what a symbolic link points to, a regular file, and the user's own;
//! anything else is refused in words. [`weakness`] says when others can put names there at all.

use rustix::fs::OFlags;
use rustix::process::geteuid;
use std::fs::{self, DirBuilder, File, Metadata, OpenOptions, Permissions, TryLockError};
use std::io::{self, Read as _, Seek as _, SeekFrom};
use std::os::unix::fs::{
    DirBuilderExt as _, MetadataExt as _, OpenOptionsExt as _, PermissionsExt as _,
};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

/// How often a lock that is held is tried again.
const TRY_AGAIN: Duration = Duration::from_millis(20);
/// Write permission of the group, and of everybody.
const OTHERS_WRITE: u32 = 0o022;
/// Write permission of everybody.
const ALL_WRITE: u32 = 0o002;
/// In a directory with this bit only the owner of a file renames or removes it.
const STICKY: u32 = 0o1000;

/// Makes a directory, and those above it that are missing, for the user alone.
///
/// # Errors
/// When it is neither there nor can be made.
pub fn make_directory(directory: &Path) -> io::Result<()> {
    DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(directory)
}

/// Opens a file to add to its end, and makes it when it is not there. It can be read as well. Its
/// mode becomes 0600.
///
/// # Errors
/// When it cannot be opened, or is not a regular file of the user's own.
pub fn append(path: &Path) -> io::Result<File> {
    let file = open(
        OpenOptions::new().read(true).append(true).create(true),
        path,
    )?;
    // It may be there already, with other rights.
    if file.metadata()?.mode() & 0o7777 != 0o600 {
        file.set_permissions(Permissions::from_mode(0o600))?;
    }
    Ok(file)
}

/// Makes a file that is not there yet, to write to.
///
/// # Errors
/// When there is anything of that name, or it cannot be made.
pub fn create(path: &Path) -> io::Result<File> {
    open(OpenOptions::new().write(true).create_new(true), path)
}

/// Opens a file to look at.
///
/// # Errors
/// When it cannot be opened, or is not a regular file of the user's own.
pub fn read_only(path: &Path) -> io::Result<File> {
    open(OpenOptions::new().read(true), path)
}

/// The end of a file, at most so many bytes, and whether that is all of it; `None` when there is
/// no such file.
///
/// # Errors
/// When it cannot be read, or is not a regular file of the user's own.
pub fn read_end(path: &Path, most: u64) -> io::Result<Option<(Vec<u8>, bool)>> {
    let mut file = match read_only(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    let before = file.metadata()?.len().saturating_sub(most);
    file.seek(SeekFrom::Start(before))?;
    let mut bytes = Vec::new();
    file.take(most).read_to_end(&mut bytes)?;
    Ok(Some((bytes, before == 0)))
}

/// The text of a small file; `None` when there is no such file.
///
/// # Errors
/// When it cannot be read, is no text, is larger than 1 MiB, or is not a regular file of the
/// user's own.
pub fn read_text(path: &Path) -> io::Result<Option<String>> {
    const MOST: u64 = 1024 * 1024;
    match read_end(path, MOST)? {
        None => Ok(None),
        Some((_, false)) => Err(io::ErrorKind::FileTooLarge.into()),
        Some((bytes, true)) => String::from_utf8(bytes)
            .map(Some)
            .map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error)),
    }
}

/// Whether this file is the one that has this name now. Another process may have renamed it, or
/// removed it, since it was opened.
pub fn is_still_at(file: &File, path: &Path) -> bool {
    let place = |found: Metadata| (found.dev(), found.ino());
    match (file.metadata(), fs::symlink_metadata(path)) {
        (Ok(opened), Ok(named)) => place(opened) == place(named),
        _ => false,
    }
}

/// A lock that another process held for as long as it was waited for.
#[derive(Debug)]
pub struct Held;

/// Opens a file that stands for a lock, and takes it. Dropping the file gives the lock back.
///
/// # Errors
/// When it cannot be opened or locked; `Ok(Err(Held))` when another process holds it all the time.
pub fn lock(path: &Path, patience: Duration) -> io::Result<Result<File, Held>> {
    let asked = Instant::now();
    loop {
        let file = append(path)?;
        match file.try_lock() {
            // A lock on a file that another process has removed meanwhile excludes nobody.
            Ok(()) if is_still_at(&file, path) => return Ok(Ok(file)),
            Ok(()) => {}
            Err(TryLockError::Error(error)) => return Err(error),
            Err(TryLockError::WouldBlock) => {
                if asked.elapsed() >= patience {
                    return Ok(Err(Held));
                }
                thread::sleep(TRY_AGAIN);
            }
        }
    }
}

/// How a directory fails to keep others out.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Weakness {
    /// Its group or everybody can put files there; its mode is this.
    #[error("others can write to {path} (mode {mode:o})", path = .0.display(), mode = .1)]
    Writable(PathBuf, u32),
    /// It is another user's, of this number, and that is not root.
    #[error("{path} belongs to another user (uid {owner})", path = .0.display(), owner = .1)]
    Foreign(PathBuf, u32),
}

/// How this directory fails to keep others out; nothing when it does, or is not there yet.
///
/// A directory above it that everybody can write to is as bad: it can be put away and replaced.
/// That of a group above it is not said: with a umask of 002 those are common, and the group is
/// the user's own.
pub fn weakness(directory: &Path) -> Option<Weakness> {
    let found = fs::metadata(directory).ok()?;
    let path = || directory.to_path_buf();
    let owner = found.uid();
    if owner != geteuid().as_raw() && owner != 0 {
        return Some(Weakness::Foreign(path(), owner));
    }
    if found.mode() & OTHERS_WRITE != 0 {
        return Some(Weakness::Writable(path(), found.mode() & 0o7777));
    }
    let real = fs::canonicalize(directory).ok()?;
    real.ancestors().skip(1).find_map(|above| {
        let mode = fs::metadata(above).ok()?.mode() & 0o7777;
        let open = mode & ALL_WRITE != 0 && mode & STICKY == 0;
        open.then(|| Weakness::Writable(above.to_path_buf(), mode))
    })
}

/// Opens what a name stands for, and nothing that it points to. A pipe is not waited for.
fn open(options: &mut OpenOptions, path: &Path) -> io::Result<File> {
    let flags = OFlags::NOFOLLOW | OFlags::NONBLOCK;
    let options = options.mode(0o600).custom_flags(flags.bits().cast_signed());
    let file = match options.open(path) {
        Ok(file) => file,
        Err(error) => {
            let link = fs::symlink_metadata(path).is_ok_and(|found| found.is_symlink());
            return Err(if link {
                refused(path, "is a symbolic link, which is not followed")
            } else {
                error
            });
        }
    };
    let found = file.metadata()?;
    if !found.is_file() {
        return Err(refused(path, "is not a regular file"));
    }
    if found.uid() != geteuid().as_raw() {
        let why = format!("belongs to another user (uid {})", found.uid());
        return Err(refused(path, &why));
    }
    Ok(file)
}

fn refused(path: &Path, why: &str) -> io::Error {
    let name = path.file_name().unwrap_or(path.as_os_str());
    io::Error::other(format!("{} {why}", name.display()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write as _;
    use std::os::unix::fs::symlink;

    #[test]
    fn what_a_link_points_to_is_neither_read_nor_changed() {
        let home = tempfile::tempdir().unwrap();
        let (theirs, link) = (home.path().join("theirs"), home.path().join("ours"));
        fs::write(&theirs, "theirs").unwrap();
        fs::set_permissions(&theirs, Permissions::from_mode(0o644)).unwrap();
        symlink(&theirs, &link).unwrap();
        let refused = "ours is a symbolic link, which is not followed";
        assert_eq!(append(&link).unwrap_err().to_string(), refused);
        assert_eq!(read_text(&link).unwrap_err().to_string(), refused);
        assert_eq!(
            lock(&link, Duration::ZERO).unwrap_err().to_string(),
            refused
        );
        create(&link).unwrap_err();
        assert_eq!(fs::read_to_string(&theirs).unwrap(), "theirs");
        assert_eq!(fs::metadata(&theirs).unwrap().mode() & 0o777, 0o644);
    }

    #[test]
    fn what_is_no_regular_file_is_refused_at_once() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("pipe");
        let pipe = rustix::fs::Mode::RUSR | rustix::fs::Mode::WUSR;
        let kind = rustix::fs::FileType::Fifo;
        rustix::fs::mknodat(rustix::fs::CWD, &path, kind, pipe, 0).unwrap();
        let refused = "pipe is not a regular file";
        assert_eq!(append(&path).unwrap_err().to_string(), refused);
        assert_eq!(read_text(&path).unwrap_err().to_string(), refused);
    }

    #[test]
    fn what_belongs_to_somebody_else_is_refused() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("theirs");
        fs::write(&path, "").unwrap();
        if std::os::unix::fs::chown(&path, Some(4242), None).is_err() {
            println!("skipped: only root can give a file away");
            return;
        }
        let refused = "theirs belongs to another user (uid 4242)";
        assert_eq!(append(&path).unwrap_err().to_string(), refused);
        assert_eq!(read_text(&path).unwrap_err().to_string(), refused);
    }

    #[test]
    fn only_the_end_of_a_giant_file_is_read() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("log");
        append(&path).unwrap().write_all(b"0123456789").unwrap();
        let end = |most| read_end(&path, most).unwrap().unwrap();
        assert_eq!(end(4), (b"6789".to_vec(), false));
        assert_eq!(end(10), (b"0123456789".to_vec(), true));
        assert_eq!(read_end(&home.path().join("none"), 4).unwrap(), None);
    }

    #[test]
    fn a_lock_file_that_was_removed_locks_nobody_out() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("lock");
        let take = || lock(&path, Duration::ZERO).unwrap();
        let first = take().unwrap();
        assert!(take().is_err());
        fs::remove_file(&path).unwrap();
        assert!(!is_still_at(&first, &path));
        let second = take().unwrap();
        assert!(is_still_at(&second, &path) && take().is_err());
    }

    #[test]
    fn a_directory_that_others_can_write_to_is_weak_and_so_is_one_below_it() {
        let home = tempfile::tempdir().unwrap();
        let directory = home.path().join("state/warren");
        assert_eq!(weakness(&directory), None);
        make_directory(&directory).unwrap();
        assert_eq!(weakness(&directory), None);
        let above = home.path().canonicalize().unwrap().join("state");
        for (path, mode, weak) in [
            (&directory, 0o770, Some(directory.clone())),
            (&directory, 0o702, Some(directory.clone())),
            (&directory, 0o700, None),
            (&above, 0o777, Some(above.clone())),
            (&above, 0o1777, None),
            (&above, 0o775, None),
        ] {
            fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
            let weak = weak.map(|path| Weakness::Writable(path, mode));
            assert_eq!(weakness(&directory), weak, "{mode:o}");
        }
        if std::os::unix::fs::chown(&directory, Some(4242), None).is_ok() {
            assert_eq!(
                weakness(&directory),
                Some(Weakness::Foreign(directory, 4242))
            );
        }
    }
}
