//! Writes an exported table: a new file that only its owner can read, or none at all.

use crate::state::export::NotExported;
use std::fs::{self, OpenOptions};
use std::io::{self, ErrorKind, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

/// Writes the text to a new file of this name, with mode 0600; a name alone means a file in the
/// directory. What is there already stays as it is; what could be written only in part is taken
/// away again. It waits for the disk.
pub fn write(directory: &Path, name: &str, text: &str) -> (String, Result<(), NotExported>) {
    let path = whole(directory, name);
    let went = create(&path, text).map_err(|error| reason(&error));
    (said(&path, home().as_deref()), went)
}

/// A path as it is said: below the user's own directory it begins with `~`.
fn said(path: &Path, home: Option<&Path>) -> String {
    let below = home.and_then(|home| path.strip_prefix(home).ok());
    match below {
        Some(rest) if !rest.as_os_str().is_empty() => format!("~/{}", rest.display()),
        _ => path.display().to_string(),
    }
}

/// The user's own directory.
fn home() -> Option<PathBuf> {
    let home = std::env::var_os("HOME").map(PathBuf::from);
    home.filter(|home| home.is_absolute() && home.parent().is_some())
}

/// The path of a name that was typed: from this directory, or from the user's own.
fn whole(directory: &Path, name: &str) -> PathBuf {
    let path = match (name.strip_prefix("~/"), home()) {
        (Some(rest), Some(home)) => home.join(rest),
        _ => directory.join(name),
    };
    std::path::absolute(&path).unwrap_or(path)
}

fn create(path: &Path, text: &str) -> io::Result<()> {
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)?;
    // A disk may say only when it has to keep it that it cannot.
    let written = file
        .write_all(text.as_bytes())
        .and_then(|()| file.sync_all());
    if written.is_err() {
        drop(file);
        // It is ours: it was not there before.
        let _ = fs::remove_file(path);
    }
    written
}

fn reason(error: &io::Error) -> NotExported {
    match error.kind() {
        ErrorKind::AlreadyExists => NotExported::Exists,
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => NotExported::NoRight,
        ErrorKind::NotFound | ErrorKind::NotADirectory => NotExported::NoDirectory,
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => NotExported::Full,
        _ => NotExported::Other(error.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt as _;

    /// The working directory.
    const HERE: &str = "";

    #[test]
    fn a_file_is_new_and_its_owners_alone_and_what_is_there_stays() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("订单 list.csv");
        let name = path.to_str().unwrap();
        assert_eq!(
            write(HERE.as_ref(), name, "a,b\r\n"),
            (name.to_owned(), Ok(()))
        );
        let mode = fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        assert_eq!(
            write(HERE.as_ref(), name, "other").1,
            Err(NotExported::Exists)
        );
        assert_eq!(fs::read_to_string(&path).unwrap(), "a,b\r\n");
        // Not through a link either, wherever it leads.
        let link = home.path().join("link.csv");
        std::os::unix::fs::symlink(home.path().join("nowhere"), &link).unwrap();
        let went = write(HERE.as_ref(), link.to_str().unwrap(), "text").1;
        assert_eq!(went, Err(NotExported::Exists));
        let names = fs::read_dir(home.path()).unwrap().count();
        assert_eq!(names, 2);
    }

    #[test]
    fn why_there_is_no_file_is_said() {
        let home = tempfile::tempdir().unwrap();
        let missing = home.path().join("no/such/list.csv");
        let went = write(HERE.as_ref(), missing.to_str().unwrap(), "text").1;
        assert_eq!(went, Err(NotExported::NoDirectory));
        for (kind, why) in [
            (ErrorKind::PermissionDenied, NotExported::NoRight),
            (ErrorKind::ReadOnlyFilesystem, NotExported::NoRight),
            (ErrorKind::StorageFull, NotExported::Full),
            (ErrorKind::QuotaExceeded, NotExported::Full),
        ] {
            assert_eq!(reason(&kind.into()), why);
        }
        let other = reason(&io::Error::other("it burns"));
        assert_eq!(other, NotExported::Other("it burns".into()));
    }

    #[test]
    fn a_full_disk_is_called_one() {
        // Takes nothing, and says so when it is written to.
        let full = Path::new("/dev/full");
        if !full.exists() {
            return;
        }
        let mut file = OpenOptions::new().write(true).open(full).unwrap();
        let error = file.write_all(b"text").unwrap_err();
        assert_eq!(reason(&error), NotExported::Full);
    }

    #[test]
    fn a_path_below_the_users_own_directory_begins_with_a_tilde() {
        let home = Some(Path::new("/home/ops"));
        for (path, shown) in [
            ("/home/ops/list.csv", "~/list.csv"),
            ("/home/ops/导出/list.csv", "~/导出/list.csv"),
            ("/home/opsy/list.csv", "/home/opsy/list.csv"),
            ("/var/list.csv", "/var/list.csv"),
        ] {
            assert_eq!(said(Path::new(path), home), shown);
        }
        assert_eq!(said(Path::new("/home/ops/a"), None), "/home/ops/a");
    }

    #[test]
    fn a_name_is_from_the_working_directory_or_from_the_users_own() {
        let here = std::env::current_dir().unwrap();
        assert_eq!(whole(HERE.as_ref(), "list.csv"), here.join("list.csv"));
        let named = whole("/var".as_ref(), "list.csv");
        assert_eq!(named, Path::new("/var/list.csv"));
        let home = PathBuf::from(std::env::var_os("HOME").unwrap_or("/".into()));
        assert_eq!(whole(HERE.as_ref(), "~/list.csv"), home.join("list.csv"));
    }
}
