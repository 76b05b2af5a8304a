//! What is on the wire to the terminal.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::driver::{BEGIN, END, Pty, warren, warren_at};
use super::service::Service;

/// The stream as frames, and what is between them.
fn frames(bytes: &[u8]) -> (Vec<String>, String) {
    let text = String::from_utf8(bytes.to_vec()).unwrap();
    let [begin, end] = [BEGIN, END].map(|mark| std::str::from_utf8(mark).unwrap());
    let (mut frames, mut between) = (Vec::new(), String::new());
    let mut rest = text.as_str();
    while let Some((before, after)) = rest.split_once(begin) {
        between.push_str(before);
        let (frame, after) = after.split_once(end).unwrap();
        assert!(!frame.contains(begin), "{frame:?}");
        frames.push(frame.to_owned());
        rest = after;
    }
    between.push_str(rest);
    (frames, between)
}

const ENTER: &str = "\x1b[?1049h\
    \x1b[?9l\x1b[?1000l\x1b[?1001l\x1b[?1002l\x1b[?1003l\x1b[?1004l\x1b[?1005l\x1b[?1006l\x1b[?1015l\x1b[?1016l\
    \x1b[0'z\x1b[?1l\x1b>\x1b[>0u\x1b[>4;0m\x1b[0m\x1b[?2004h\x1b[?25l";
const LEAVE: &str = "\x1b[?2004l\x1b[>4m\x1b[<1u\x1b[0m\x1b[?1049l\x1b[?25h";

#[test]
fn every_frame_is_one_synchronized_update_and_only_three_things_clear_the_screen() {
    let service = Service::still(30);
    let mut pty = Pty::spawn(warren_at(&service, &["--refresh", "1"]), 80, 24);
    pty.until_list();
    pty.key_to_text("?", "HELP");
    pty.send("\x1b");
    pty.until("no help", |screen| !screen.contents().contains("HELP"));
    for (keys, shown) in [("/", "/_"), ("o", "/o_"), ("r", "/or_"), ("d", "/ord_")] {
        pty.key_to_text(keys, shown);
    }
    pty.key_to_text("\x1b", "enter open");
    pty.resize(100, 30);
    pty.until("the larger screen", |screen| {
        screen
            .contents()
            .lines()
            .any(|line| line.chars().count() > 90)
    });
    pty.send("\x0c");
    pty.key_to_text("/", "/_");
    pty.key_to_text("\x1b", "enter open");
    pty.send("Q");
    pty.until_end();
    let (frames, between) = frames(&pty.bytes());
    let clears = frames
        .iter()
        .filter(|frame| frame.contains("\x1b[2J"))
        .count();
    assert_eq!(clears, 3, "the first frame, the resize and ctrl-l");
    assert_eq!(between, format!("{ENTER}{LEAVE}"));
    assert!(frames.len() >= 9, "{}", frames.len());
}

#[test]
fn the_copied_request_goes_to_the_terminals_clipboard() {
    let service = Service::still(5);
    let mut pty = Pty::spawn(warren_at(&service, &[]), 80, 24);
    pty.until_list();
    let asked = service.requests().len();
    pty.send("D\tc");
    let copied = |bytes: &[u8]| {
        let text = String::from_utf8_lossy(bytes).into_owned();
        let (_, rest) = text.split_once("\x1b]52;c;")?;
        let (coded, _) = rest.split_once('\x07')?;
        Some(String::from_utf8(STANDARD.decode(coded).unwrap()).unwrap())
    };
    let there = pty.pump_until(super::driver::PATIENCE, |pty| {
        copied(&pty.bytes()).is_some()
    });
    assert!(there, "{}", pty.text());
    let request = copied(&pty.bytes()).unwrap();
    let (_, after) = request.split_once(' ').unwrap();
    assert!(
        request.starts_with("DELETE ") && after.contains("/instances/"),
        "{request}"
    );
    assert!(service.requests().len() >= asked && service.writes().is_empty());
}

/// The parameters of every SGR sequence.
fn looks(bytes: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(bytes).into_owned();
    let pieces = text.split("\x1b[").skip(1);
    let codes = pieces.filter_map(|piece| {
        let end = piece.find(|letter: char| letter.is_ascii_alphabetic())?;
        (piece[end..].starts_with('m')).then(|| piece[..end].to_owned())
    });
    codes.collect()
}

/// Whether an SGR sequence sets a colour other than the terminal's own.
fn is_colour(look: &str) -> bool {
    look.split(';').any(|code| {
        let code: u32 = code.parse().unwrap_or(0);
        matches!(code, 30..=38 | 40..=48 | 90..=107)
    })
}

#[test]
fn no_color_means_no_colour_at_all() {
    let mut colourful = Pty::spawn(warren(&["--demo"]), 160, 45);
    colourful.until_list();
    assert!(looks(&colourful.bytes()).iter().any(|look| is_colour(look)));
    let mut command = warren(&["--demo"]);
    command.env("NO_COLOR", "1");
    let mut pty = Pty::spawn(command, 160, 45);
    pty.until_list();
    pty.key_to_text("?", "HELP");
    let looks = looks(&pty.bytes());
    let colours: Vec<_> = looks.iter().filter(|look| is_colour(look)).collect();
    assert_eq!(colours, Vec::<&String>::new());
    assert!(looks.contains(&"7".to_owned()), "{looks:?}");
}

#[test]
fn ascii_means_that_no_other_byte_is_drawn() {
    let service = Service::still(10);
    let mut pty = Pty::spawn(warren_at(&service, &["--ascii"]), 160, 45);
    pty.until_list();
    pty.key_to_text("?", "HELP");
    pty.key_to_text("\x1b", "enter zoom");
    pty.key_to_text("D", "paste is off");
    pty.key_to_text("\x1b", "enter zoom");
    pty.send("Q");
    pty.until_end();
    let odd: Vec<_> = pty
        .bytes()
        .into_iter()
        .filter(|byte| !byte.is_ascii())
        .collect();
    assert_eq!(odd, Vec::<u8>::new());
}
