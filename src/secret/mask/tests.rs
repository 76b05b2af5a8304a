use super::known::REMEMBERED;
use super::*;
use proptest::prelude::*;

/// What every encoder of the world has something to say about.
const NASTY: &str = "p\"a\\ss wörd+/=&<é'$";

fn masker(secret: &str) -> Masker {
    Masker::new([&Secret::new(secret)])
}

fn json(text: &str) -> String {
    let quoted = Value::from(text).to_string();
    quoted[1..quoted.len() - 1].to_owned()
}

fn ascii_json(text: &str, upper: bool) -> String {
    let unit = |unit: u16| match upper {
        true => format!("\\u{unit:04X}"),
        false => format!("\\u{unit:04x}"),
    };
    text.encode_utf16().map(unit).collect()
}

fn html(text: &str) -> String {
    let text = text
        .replace('&', "&amp;")
        .replace('"', "&quot;")
        .replace('<', "&lt;");
    text.replace('\'', "&#39;").replace('é', "&eacute;")
}

fn percent(text: &str, upper: bool) -> String {
    let byte = |byte: u8| match byte {
        b'-' | b'_' | b'.' | b'~' => char::from(byte).to_string(),
        _ if byte.is_ascii_alphanumeric() => char::from(byte).to_string(),
        _ if upper => format!("%{byte:02X}"),
        _ => format!("%{byte:02x}"),
    };
    text.bytes().map(byte).collect()
}

fn percent_encoded(text: &str) -> String {
    percent(text, true)
}

fn debug(text: &str) -> String {
    let quoted = format!("{text:?}");
    quoted[1..quoted.len() - 1].to_owned()
}

fn form(text: &str) -> String {
    percent_encoded(text).replace("%20", "+")
}

/// Every spelling of a text that a service, a proxy or a log may send.
fn spellings(text: &str) -> Vec<String> {
    let hexadecimal = |code: &dyn Fn(u8) -> String| text.bytes().map(code).collect::<String>();
    let latin: String = text.bytes().map(char::from).collect();
    let mut all = vec![
        text.to_owned(),
        json(text),
        json(&json(text)),
        json(&json(&json(text))),
        json(text).replace('/', "\\/"),
        ascii_json(text, true),
        ascii_json(text, false),
        json(&ascii_json(text, false)),
        percent_encoded(text),
        percent(text, false),
        percent_encoded(&percent_encoded(text)),
        form(text),
        percent_encoded(&form(text)),
        json(&percent_encoded(text)),
        percent_encoded(&json(text)),
        html(text),
        html(&html(text)),
        html(&json(text)),
        debug(text),
        debug(&debug(text)),
        text.replace('\'', r"'\''"),
        text.replace('\'', "'\"'\"'"),
        hexadecimal(&|byte| format!("\\x{byte:02x}")),
        hexadecimal(&|byte| format!("\\{byte:03o}")),
        hexadecimal(&|byte| format!("{byte:02x}")),
        hexadecimal(&|byte| format!("{byte:02X}")),
        text.chars()
            .map(|letter| format!("&#{};", u32::from(letter)))
            .collect(),
        text.chars()
            .map(|letter| format!("&#x{:X};", u32::from(letter)))
            .collect(),
        text.replace(|letter: char| !letter.is_ascii(), "?"),
        text.replace(|letter: char| !letter.is_ascii(), "\u{fffd}"),
        latin,
    ];
    let shell: String = text
        .chars()
        .flat_map(|letter| {
            (!letter.is_alphanumeric())
                .then_some('\\')
                .into_iter()
                .chain([letter])
        })
        .collect();
    all.push(shell);
    all
}

#[test]
fn a_secret_is_found_in_every_spelling() {
    let masker = masker(NASTY);
    for spelling in spellings(NASTY) {
        let text = format!("before {spelling}, after");
        assert_eq!(masker.mask(text), "before [hidden], after", "{spelling}");
    }
}

#[test]
fn a_secret_is_found_in_base64_wherever_it_begins() {
    for secret in [NASTY, "Canary-Sign-In-001"] {
        let masker = masker(secret);
        for before in ["", "o", "op", "ops", "ops:"] {
            for text in [secret.to_owned(), json(secret)] {
                let text = format!("{before}{text}");
                for encoded in [STANDARD_NO_PAD.encode(&text), URL_SAFE_NO_PAD.encode(&text)] {
                    let masked = masker.mask(format!("Basic {encoded}"));
                    assert!(masked.contains(HIDDEN), "{before} {masked}");
                    assert!(
                        masked.len() <= "Basic ".len() + HIDDEN.len() + 9,
                        "{masked}"
                    );
                    let in_json = masker.mask(json(&encoded).replace('/', "\\/"));
                    assert!(in_json.contains(HIDDEN), "{in_json}");
                }
            }
        }
    }
}

#[test]
fn a_secret_that_is_cut_off_is_found() {
    let masker = masker("Canary-Sign-In-001");
    assert_eq!(
        masker.mask("password: Canary-Sig".into()),
        "password: [hidden]"
    );
    assert_eq!(masker.mask("a Canary".into()), "a [hidden]");
    assert_eq!(masker.mask("a Canar".into()), "a Canar");
}

#[test]
fn a_short_secret_counts_as_a_word_and_a_tiny_one_not_at_all() {
    assert_eq!(
        masker("test").mask("latest test, tests".into()),
        "latest [hidden], tests"
    );
    assert_eq!(masker("AK").mask("AK, AKA".into()), "[hidden], AKA");
    assert_eq!(masker("a").mask("a".into()), "a");
    assert_eq!(masker("").mask("abc".into()), "abc");
    assert_eq!(Masker::default().mask("abc".into()), "abc");
}

#[test]
fn text_without_the_secret_stays_as_it_is() {
    let masker = masker(NASTY);
    for text in [
        "",
        "p\"a\\ss word",
        "%%%\\\\\\&&&'''",
        "100% &amp; more + \\u00f6",
        "pass",
    ] {
        assert_eq!(masker.mask(text.into()), text);
    }
}

#[test]
fn a_body_stays_json_when_a_secret_is_taken_out_of_it() {
    let masker = Masker::new([&Secret::new("12345678"), &Secret::new(NASTY)]);
    let body = serde_json::json!({
        "n": 1_234_567_890, "a": ["x", format!("y {NASTY} z")], (NASTY): "12345678",
    });
    let masked = masker.mask_body(body.to_string().into_bytes());
    let read: Value = serde_json::from_slice(&masked).unwrap();
    let expected = serde_json::json!({
        "n": 1_234_567_890, "a": ["x", "y [hidden] z"], "[hidden]": "[hidden]",
    });
    assert_eq!(read, expected);
    let text = masker.mask_body(format!("<p>{}</p>", html(NASTY)).into_bytes());
    assert_eq!(text, b"<p>[hidden]</p>");
}

#[test]
fn what_is_known_grows_and_the_oldest_is_forgotten() {
    let known = KnownSecrets::default();
    let numbered = |number: usize| Secret::new(format!("canary-{number:04}"));
    known.remember(&[numbered(0)]);
    let old = known.masker();
    known.remember(&(1..=REMEMBERED).map(numbered).collect::<Vec<_>>());
    assert_eq!(
        old.mask("canary-0000 canary-0001".into()),
        "[hidden] canary-0001"
    );
    let masked = known
        .masker()
        .mask("canary-0000 canary-0001 canary-0048".into());
    assert_eq!(masked, "canary-0000 [hidden] [hidden]");
    assert_eq!(format!("{known:?}"), "KnownSecrets");
}

#[test]
fn what_is_worked_with_is_not_pushed_out_by_what_passes() {
    let known = KnownSecrets::default();
    known.keep(&[Secret::new("canary-of-the-key")]);
    let passing: Vec<Secret> = (0..2 * REMEMBERED)
        .map(|number| Secret::new(format!("canary-{number:04}")))
        .collect();
    known.remember(&passing);
    let other = KnownSecrets::default();
    other.learn(&known);
    let text = || "canary-of-the-key canary-0095 canary-0001".to_owned();
    assert_eq!(known.masker().mask(text()), "[hidden] [hidden] canary-0001");
    assert_eq!(
        other.masker().mask(text()),
        "canary-of-the-key [hidden] canary-0001"
    );
}

#[test]
fn a_whole_text_may_end_as_a_secret_begins() {
    let masker = masker("orders-01-Secret");
    assert_eq!(masker.mask_whole("orders".into()), "orders");
    assert_eq!(masker.mask_whole("x orders-01-Secret".into()), "x [hidden]");
}

#[test]
fn a_text_made_to_be_slow_is_not() {
    let masker = masker(&"\\".repeat(32));
    let started = std::time::Instant::now();
    assert_eq!(masker.mask("x \\".repeat(20_000)), "x \\".repeat(20_000));
    let _ = masker.mask("%25".repeat(20_000));
    assert!(started.elapsed() < std::time::Duration::from_secs(10));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_secret_survives_any_spelling(secret in "[ -~äß€😀]{8,24}", other in "[a-z ]{0,8}") {
        let masker = masker(&secret);
        for spelling in spellings(&secret) {
            let masked = masker.mask(format!("{other}:{spelling};{other}"));
            prop_assert!(masked.contains(HIDDEN), "{} in {}", secret, spelling);
            prop_assert!(!masked.contains(&secret), "{}", masked);
        }
    }

    #[test]
    fn no_text_makes_it_panic(secret in any::<String>(), text in any::<String>(), odd in "[\\\\%&#xu;{}'\"+0-9a-f?ö]{0,40}") {
        let masker = masker(&secret);
        let _ = masker.mask(text);
        let _ = masker.mask(format!("{secret}{odd}{secret}"));
    }
}
