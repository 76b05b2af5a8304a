//! Credentials printed by a command, such as a password store.
//!
//! The command prints two or three lines: access key, secret key, and for temporary keys the
//! security token. Empty lines do not count, nor do blanks, a byte order mark or quotes around one. What it prints on its standard error is shown when it
//! fails; what it prints on its standard output never is.

use std::process::{ExitStatus, Stdio};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt};
use tokio::process::Command;

use crate::api::Credential;
use crate::config::error::ConfigError;
use crate::config::value;
use crate::secret::Secret;
use crate::secret::mask::Masker;

/// How long a command may take.
pub(super) const LIMIT: Duration = Duration::from_secs(30);

/// Bytes read from each stream; no credential is longer.
const MOST_BYTES: u64 = 64 * 1024;

/// Characters of the standard error that an error repeats.
const MOST_SHOWN: usize = 300;

/// What a finished command left behind.
struct Finished {
    status: ExitStatus,
    output: Vec<u8>,
    complaint: Vec<u8>,
}

/// Runs the line in `sh` and reads the credential it prints. It gets no standard input: keys that
/// are typed ahead are meant for the dashboard.
///
/// # Errors
/// What happened, as the rest of a sentence that starts with the command.
pub(super) fn run(line: &str, limit: Duration) -> Result<Credential, String> {
    let finished = finish(line, limit)?;
    if !finished.status.success() {
        return Err(failure(&finished));
    }
    credential(&finished.output)
}

/// What is said of a command that failed.
fn failure(finished: &Finished) -> String {
    let complaint = printable(&finished.complaint, &finished.output);
    let said = if complaint.is_empty() {
        String::new()
    } else {
        format!(" and said: {complaint}")
    };
    format!("failed ({}){said}", finished.status)
}

/// Runs the line the same way and takes the first line that it prints: a password.
///
/// # Errors
/// As [`run`].
pub(super) fn first_line(line: &str, limit: Duration) -> Result<Secret, String> {
    let finished = finish(line, limit)?;
    if !finished.status.success() {
        return Err(failure(&finished));
    }
    let text = String::from_utf8_lossy(&finished.output);
    let first = text.split('\n').next().unwrap_or_default();
    match value::password(first, "") {
        Ok(Some(password)) => Ok(Secret::new(password)),
        Ok(None) => Err("printed nothing".into()),
        Err(ConfigError::Unusable { oddity, .. }) => Err(format!("printed a line that {oddity}")),
        Err(other) => Err(other.to_string()),
    }
}

/// Waits for the command, and ends it when the time is up. What it started itself may live on: in a
/// process group of its own it could be ended too, but could not ask for a password any more.
///
/// It waits on a thread with a runtime of its own, because the caller may be inside one or not.
fn finish(line: &str, limit: Duration) -> Result<Finished, String> {
    let waiting = async {
        let mut child = Command::new("sh")
            .args(["-c", line])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()?;
        let (output, complaint) = (child.stdout.take(), child.stderr.take());
        let (output, complaint) = tokio::try_join!(read(output), read(complaint))?;
        let status = child.wait().await?;
        Ok(Finished {
            status,
            output,
            complaint,
        })
    };
    let run = || -> std::io::Result<Result<Finished, String>> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        match runtime.block_on(async { tokio::time::timeout(limit, waiting).await }) {
            Ok(finished) => finished.map(Ok),
            Err(_) => Ok(Err(format!(
                "did not end within {} seconds",
                limit.as_secs_f32()
            ))),
        }
    };
    std::thread::scope(|scope| scope.spawn(run).join())
        .map_err(|_| "could not be waited for".to_owned())?
        .map_err(|error| format!("could not be run: {error}"))?
}

/// Reads a stream to its end, or to the limit; the stream is then closed.
async fn read(stream: Option<impl AsyncRead + Unpin>) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    if let Some(stream) = stream {
        stream.take(MOST_BYTES).read_to_end(&mut bytes).await?;
    }
    Ok(bytes)
}

fn credential(output: &[u8]) -> Result<Credential, String> {
    let text =
        std::str::from_utf8(output).map_err(|_| "printed something that is not text".to_owned())?;
    let mut lines = Vec::new();
    for line in text.split(['\n', '\r']) {
        let code = value::code(line, "").map_err(|error| match error {
            ConfigError::Unusable { oddity, .. } => format!("printed a line that {oddity}"),
            other => other.to_string(),
        })?;
        lines.extend(code);
    }
    let (access_key, secret_key, security_token) = match lines[..] {
        [access_key, secret_key] => (access_key, secret_key, None),
        [access_key, secret_key, token] => (access_key, secret_key, Some(token)),
        [_] => return Err("printed one line: the secret key is missing".into()),
        [] => return Err("printed nothing".into()),
        _ => return Err(format!("printed {} lines", lines.len())),
    };
    Ok(Credential::Keys {
        access_key: access_key.to_owned(),
        secret_key: Secret::new(secret_key),
        security_token: security_token.map(Secret::new),
    })
}

/// The shortest word of the output that counts as a part of a credential, in bytes: shorter ones are
/// more likely part of a sentence.
const SHORTEST_PART: usize = 12;

/// The beginning of what was said, on one line and with control characters made visible. A command
/// that traces itself (`set -x`) says there what it prints as well: that is taken out.
fn printable(bytes: &[u8], output: &[u8]) -> String {
    let output = String::from_utf8_lossy(output);
    let parts = output
        .split_whitespace()
        .filter(|part| part.len() >= SHORTEST_PART);
    let parts: Vec<Secret> = parts.map(Secret::new).collect();
    let text = Masker::new(&parts).mask(String::from_utf8_lossy(bytes).into_owned());
    let one_line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    one_line
        .chars()
        .take(MOST_SHOWN)
        .map(|c| {
            if c.is_control() {
                c.escape_default().to_string()
            } else {
                c.to_string()
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(token: Option<&str>) -> Credential {
        Credential::Keys {
            access_key: "AK".into(),
            secret_key: Secret::new("SK"),
            security_token: token.map(Secret::new),
        }
    }

    #[test]
    fn two_lines_are_keys_and_a_third_is_their_token() {
        assert_eq!(run("printf 'AK\\nSK'", LIMIT), Ok(keys(None)));
        assert_eq!(
            run("printf '\\n AK \\r\\n\\nSK\\nST\\n\\n'", LIMIT),
            Ok(keys(Some("ST")))
        );
        assert_eq!(
            run("printf '\\357\\273\\277\"AK\"\\r\\302\\240SK\\r'", LIMIT),
            Ok(keys(None))
        );
    }

    #[test]
    fn what_a_command_does_wrong_is_said_without_what_it_printed() {
        for (line, expected) in [
            ("true", "printed nothing"),
            ("echo canary", "printed one line: the secret key is missing"),
            (
                "echo canary; echo canary canary",
                "printed a line that has a blank in it",
            ),
            (
                "echo canary; printf '\"canary\\n'",
                "printed a line that has a quote in it",
            ),
            (
                "echo canary; echo canärie",
                "printed a line that has a character in it that is not ASCII",
            ),
            (
                "printf 'canary\\ncan\\033[31mary\\n'",
                "printed a line that has a control character in it",
            ),
            (
                "printf 'canary\\ncanary\\ncanary\\ncanary\\n'",
                "printed 4 lines",
            ),
            ("printf 'canary\\377'", "printed something that is not text"),
            (
                "echo canary; printf 'store is locked\\n\\033[2J' >&2; exit 3",
                "failed (exit status: 3) and said: store is locked \\u{1b}[2J",
            ),
            ("echo canary; exit 1", "failed (exit status: 1)"),
            (
                r#"set -x; printf '%s\n' CANARYACCESSKEY0001 'canary"secret\key'"'"'00001'; exit 1"#,
                "failed (exit status: 1) and said: + printf %s\\n [hidden] [hidden] + exit 1",
            ),
        ] {
            assert_eq!(run(line, LIMIT), Err(expected.to_owned()), "{line}");
        }
    }

    #[test]
    fn a_command_that_hangs_is_ended() {
        assert_eq!(
            run("exec sleep 600", Duration::from_millis(50)),
            Err("did not end within 0.05 seconds".to_owned())
        );
    }

    #[test]
    fn a_command_that_never_stops_printing_is_cut_off() {
        // A signal or an exit status, depending on what stands between `sh` and the command.
        assert!(run("yes", LIMIT).unwrap_err().starts_with("failed ("));
    }

    #[tokio::test]
    async fn a_command_runs_inside_a_runtime_too() {
        assert_eq!(run("echo AK; echo SK", LIMIT), Ok(keys(None)));
    }
}
