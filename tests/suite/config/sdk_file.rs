//! `~/.huaweicloud/credentials` as the official SDK reads it, which is with Python's
//! `configparser`: fixed expectations, and where there is Python the same files read by it.

use std::io::Write as _;
use std::process::{Command, Stdio};

use warren::api::Credential;

use super::{Machine, SDK_FILE};

/// Access key, secret key, security token and project of a file.
type Read = (String, String, Option<String>, Option<String>);

/// What is read of this file, or why it is refused.
fn read(text: &str) -> Result<Read, String> {
    let machine = Machine::new().file(SDK_FILE, text);
    let settings = match machine.load("--region cn-north-4") {
        Ok(settings) => settings,
        Err(_) => return Err(machine.refusal("--region cn-north-4")),
    };
    match settings.credential {
        Credential::Keys {
            access_key,
            secret_key,
            security_token,
        } => Ok((
            access_key,
            secret_key.expose().to_owned(),
            security_token.map(|token| token.expose().to_owned()),
            settings.project_id,
        )),
        other => panic!("{other:?}"),
    }
}

fn keys(access_key: &str, secret_key: &str) -> Result<Read, &'static str> {
    Ok((access_key.into(), secret_key.into(), None, None))
}

/// Files, and what is read of them: the keys, or the line and the words of the refusal.
fn odd_files() -> Vec<(&'static str, Result<Read, &'static str>)> {
    let none = "no ak and sk in a section [basic]";
    vec![
        ("[basic]\nak = A\nsk = S\n", keys("A", "S")),
        ("[basic]\r\nak=A\r\nsk=S\r\n", keys("A", "S")),
        ("[basic]\rak=A\rsk=S\r", keys("A", "S")),
        (
            "[basic]\nAK = A\nSk = S\nSECURITY_TOKEN = T\nProject_ID = P",
            Ok(("A".into(), "S".into(), Some("T".into()), Some("P".into()))),
        ),
        ("[basic]\nak: A\nsk:S\n", keys("A", "S")),
        ("[basic]\nak A = x\nak=A\nsk = S=S:S\n", keys("A", "S=S:S")),
        (
            "# c\n; c\n\n[basic] # of this account\nak = A\nsk = S\n",
            keys("A", "S"),
        ),
        ("[basic]; c\nak = A\n  # c\nsk = S\n", keys("A", "S")),
        (
            "[global]\nak = G\nsk = G\n[basic]\nak = A\nsk = S\n[other]\nak = O\n",
            keys("A", "S"),
        ),
        (
            "[DEFAULT]\nak = A\nproject_id = P\n[basic]\nsk = S\nproject_id = Q\n",
            Ok(("A".into(), "S".into(), None, Some("Q".into()))),
        ),
        (
            "[DEFAULT]\nak = A\n[basic]\n[DEFAULT]\nsk = S\n",
            keys("A", "S"),
        ),
        ("[basic]\nak = A%%B\nsk = S\n", keys("A%B", "S")),
        (
            "[basic]\nname = N\nak = x-%(name)s\nsk = %(AK)s-y\n",
            keys("x-N", "x-N-y"),
        ),
        ("[basic]\nak =\n  A\nsk = S\n", keys("A", "S")),
        ("[basic]\nak = A\nsk = S\n\n\n", keys("A", "S")),
        ("  [basic]\n  ak = A\n  sk = S\n", keys("A", "S")),
        (
            "[basic]\nak = A\nsk = S\nsecurity_token =\nproject_id=\n",
            keys("A", "S"),
        ),
        ("[basic]\nak = \"A\"\nsk = 'S'\n", keys("A", "S")),
        // Refused, as there.
        (
            "[basic]\nak = A\nsk = S\nak = B\n",
            Err(":4: the key is in its section twice"),
        ),
        (
            "[basic]\nak = A\nsk = S\nAK = A\n",
            Err(":4: the key is in its section twice"),
        ),
        (
            "[global]\na = 1\na = 1\n[basic]\nak = A\nsk = S\n",
            Err(":3: the key is in its section twice"),
        ),
        (
            "[basic]\nak = A\nsk = S\n[basic]\n",
            Err(":4: the section is in the file twice"),
        ),
        (
            "[x]\n[x]\n[basic]\nak = A\nsk = S\n",
            Err(":2: the section is in the file twice"),
        ),
        (
            "[DEFAULT]\na=1\n[DEFAULT]\na=1\n[basic]\nak = A\nsk = S\n",
            Err(":4: the key is in its section twice"),
        ),
        (
            "ak = A\n[basic]\nsk = S\n",
            Err(":1: there is no [section] before this line"),
        ),
        (
            "\u{feff}[basic]\nak = A\nsk = S\n",
            Err(":1: the file begins with a byte order mark"),
        ),
        (
            "[basic]\nak = A\nsk = S\ncanary\n",
            Err(":4: a line is written as key = value, or as [section]"),
        ),
        (
            "[basic\nak = A\nsk = S\n",
            Err(":1: there is no [section] before this line"),
        ),
        (
            "[]\n[basic]\nak = A\nsk = S\n",
            Err(":1: there is no [section] before this line"),
        ),
        (
            "[basic]\n= A\nak = A\nsk = S\n",
            Err(":2: a line is written as key = value, or as [section]"),
        ),
        (
            "[basic]\nak = A\nsk = 50%canary\n",
            Err(":3: a % in a value is written %%"),
        ),
        (
            "[basic]\nak = A\nsk = S\nnote = 50%\n",
            Err(":4: a % in a value is written %%"),
        ),
        (
            "[basic]\nak = A\nsk = %()s\n",
            Err(":3: a % in a value is written %%"),
        ),
        (
            "[basic]\nak = A\nsk = %(canary)s\n",
            Err(":3: the value refers to a key that is not there"),
        ),
        (
            "[basic]\nak = %(sk)s\nsk = %(ak)s\n",
            Err(": the values go round in a circle"),
        ),
        // Read, as there; but not there, or not usable.
        ("[Basic]\nak = A\nsk = S\n", Err(none)),
        ("[ basic ]\nak = A\nsk = S\n", Err(none)),
        ("[basic] ] c\nak = A\nsk = S\n", Err(none)),
        ("[DEFAULT]\nak = A\nsk = S\n", Err(none)),
        ("", Err(none)),
        (
            "[basic]\nak = A\n",
            Err(":2: ak is there but sk is missing"),
        ),
        (
            "[basic]\nak = A\n  sk = canary\n",
            Err(":2: ak has a line break in it"),
        ),
        (
            "[basic]\nak = A\nsk = S # canary\n",
            Err(":3: sk has a blank in it"),
        ),
        (
            "[basic]\nak = A\nsk = \"canary\n",
            Err(":3: sk has a quote in it"),
        ),
        (
            "[basic]\nak = A\nsk = canärie\n",
            Err(":3: sk has a character in it that is not ASCII"),
        ),
        (
            "[basic]\nak = A\nsk = S\nidp_id = I\nid_token_file = /a b\n",
            Err(":4: idp_id with id_token_file signs in by a federated identity"),
        ),
    ]
}

#[test]
fn the_sdks_file_is_read_as_the_sdk_reads_it() {
    for (text, expected) in odd_files() {
        match (read(text), expected) {
            (Ok(found), Ok(expected)) => assert_eq!(found, expected, "{text:?}"),
            (Err(said), Err(words)) => {
                assert!(said.contains(words), "{text:?}: {said}");
                assert!(!said.contains("canar"), "{text:?}: {said}");
            }
            (found, expected) => panic!("{text:?}: {found:?} instead of {expected:?}"),
        }
    }
}

/// Reads every file of a JSON list as the SDK does, and prints for each the four values, `null`
/// when it refuses it or has no keys, or `false` when a key or token has in it what cannot be sent.
const SCRIPT: &str = r#"
import configparser, json, os, sys, tempfile
def clean(value):
    value = value.strip()
    for mark in '"\'`':
        if len(value) > 1 and value[0] == mark and value[-1] == mark:
            return value[1:-1].strip()
    return value
def read(text):
    file = tempfile.NamedTemporaryFile(delete=False)
    file.write(text.encode()); file.close()
    parser = configparser.ConfigParser()
    try:
        parser.read(file.name, encoding="utf-8")
        if not parser.has_section("basic"):
            return None
        items = dict(parser.items("basic"))
    except configparser.Error:
        return None
    finally:
        os.unlink(file.name)
    if items.get("idp_id") and "id_token_file" in items:
        return None
    values = [clean(items.get(key, "")) for key in ("ak", "sk", "security_token", "project_id")]
    used = "".join(values + [clean(items.get("iam_endpoint", ""))])
    if any(not "\x21" <= c <= "\x7e" or c in "\"'`" for c in used):
        return False
    return values if values[0] and values[1] else None
print(json.dumps([read(text) for text in json.load(sys.stdin)]))
"#;

/// Files put together from pieces by chance, the same at every run.
fn chance_files(count: usize) -> Vec<String> {
    let pieces = [
        "[basic]\n",
        "[basic] # c\n",
        "[DEFAULT]\n",
        "[global]\n",
        "ak = A\n",
        "AK: B\n",
        "sk = S\n",
        "sk=T=U\n",
        "security_token = X\n",
        "Project_Id: P\n",
        "project_id =\n",
        "  deeper\n",
        "\tmore = 1\n",
        "\n",
        "# comment\n",
        "  ; comment\n",
        "other = %(ak)s\n",
        "sk = %(other)s!\n",
        "note = 100%%\n",
        "note = 5%\n",
        "loop = %(loop)s\n",
        "bogus\n",
        "= empty\n",
        "[x]\r\n",
        "ak = \u{a0}N\u{a0}\n",
        "ak = 'Q'\n",
        "[a]b]\n",
        "\u{c}",
        "x = %(Sk)s%(missing)s\n",
    ];
    let mut dice = 0x2545_f491_4f6c_dd1d_u64;
    let mut roll = |below: usize| {
        dice ^= dice << 13;
        dice ^= dice >> 7;
        dice ^= dice << 17;
        usize::try_from(dice >> 33).unwrap() % below
    };
    let files = (0..count).map(|number| {
        // Half of them begin as most files do: else little would be read at all.
        let start = ["", "[basic]\nak = A\nsk = S\n"][number % 2];
        let length = roll(8);
        let rest: String = (0..length).map(|_| pieces[roll(pieces.len())]).collect();
        format!("{start}{rest}")
    });
    files.collect()
}

#[test]
fn python_reads_the_same_of_every_odd_file() {
    let mut files: Vec<String> = odd_files()
        .iter()
        .map(|(text, _)| (*text).to_owned())
        .collect();
    files.extend(chance_files(600));
    let program = std::env::var("WARREN_TEST_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let started = Command::new(program)
        .args(["-c", SCRIPT])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn();
    let mut python = match started {
        Ok(python) => python,
        Err(error) => {
            assert!(std::env::var_os("WARREN_TEST_ALL").is_none(), "{error}");
            println!("skipped: needs python3: {error}");
            return;
        }
    };
    let asked = serde_json::to_vec(&files).unwrap();
    python.stdin.take().unwrap().write_all(&asked).unwrap();
    let output = python.wait_with_output().unwrap();
    assert!(output.status.success());
    let answers: Vec<serde_json::Value> = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(answers.len(), files.len());
    let mut understood = 0;
    for (text, answer) in files.iter().zip(&answers) {
        let ours = match read(text) {
            Ok((access_key, secret_key, token, project)) => {
                understood += 1;
                let values = [
                    access_key,
                    secret_key,
                    token.unwrap_or_default(),
                    project.unwrap_or_default(),
                ];
                serde_json::json!(values)
            }
            Err(said) if said.contains(" has a ") => serde_json::json!(false),
            Err(_) => serde_json::Value::Null,
        };
        assert_eq!(&ours, answer, "{text:?}");
    }
    assert!(understood > 50, "{understood}");
}
