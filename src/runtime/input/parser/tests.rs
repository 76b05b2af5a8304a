//! What a terminal sends, and what it means.

use super::*;
use crate::state::unended::Unended;

const fn ms(time: u64) -> Duration {
    Duration::from_millis(time)
}

/// What bytes mean that arrive at once, and then nothing more does.
fn meaning(bytes: &[u8]) -> String {
    story(&[(0, bytes)])
}

/// What arrivals mean, each at its time in ms; and then nothing more arrives. Keys by their
/// spelling, pastes in quotes, `paste?` and `answer?` for what is stalled, `.` for its end.
pub(super) fn story(arrivals: &[(u64, &[u8])]) -> String {
    let mut parser = Parser::default();
    let mut events = Vec::new();
    for (at, bytes) in arrivals {
        wait(&mut parser, ms(*at), &mut events);
        events.extend(parser.take(bytes, ms(*at)));
    }
    wait(&mut parser, ms(1_000_000), &mut events);
    words(&events)
}

/// Wakes the parser as often as it asks for until this time.
fn wait(parser: &mut Parser, end: Duration, events: &mut Vec<Event>) {
    while let Some(due) = parser.due().filter(|due| *due < end) {
        events.extend(parser.pass_time(due));
        assert_ne!(parser.due(), Some(due), "it would turn in circles");
    }
}

pub(super) fn words(events: &[Event]) -> String {
    let words: Vec<String> = events
        .iter()
        .map(|event| match event {
            Event::Key(key) => key.to_string(),
            Event::Paste(text) => format!("{text:?}"),
            Event::Unended(Some(Unended::Paste)) => "paste?".to_owned(),
            Event::Unended(Some(Unended::Answer)) => "answer?".to_owned(),
            Event::Unended(None) => ".".to_owned(),
            other => panic!("{other:?}"),
        })
        .collect();
    words.join(" ")
}

#[test]
fn keys_are_what_xterm_sends() {
    for (bytes, keys) in [
        (&b"jG/"[..], "j G /"),
        (b"\r\t\x7f\x1b", "enter tab backspace esc"),
        (
            b"\x03\x04\x1a\n\0",
            "ctrl-c ctrl-d ctrl-z ctrl-j ctrl-space",
        ),
        (b"\x1b[A\x1b[B\x1b[C\x1b[D", "up down right left"),
        (b"\x1bOA\x1bOB\x1bOH\x1bOF", "up down home end"),
        (
            b"\x1b[H\x1b[F\x1b[1~\x1b[4~\x1b[7~\x1b[8~",
            "home end home end home end",
        ),
        (b"\x1b[3~\x1b[5~\x1b[6~", "delete pgup pgdn"),
        (
            b"\x1b[Z\x1b[1;5C\x1b[1;3A\x1b[3;5~",
            "shift-tab ctrl-right alt-up ctrl-delete",
        ),
        (b"\x1bOP\x1b[15~\x1b[17~\x1b[24~", "f1 f5 f6 f12"),
        (b"\x1bx\x1b[", "alt-x alt-["),
        (b"\x1bO5A\x1bO1;5C", "ctrl-up ctrl-right"),
        (b"\x1bOM\x1bOp\x1bOy\x1bOk\x1bOX", "enter 0 9 + ="),
        (b"\x9bA\xc2\x9bB\x8fP", "up down f1"),
        ("é中😀".as_bytes(), "é 中 😀"),
    ] {
        assert_eq!(meaning(bytes), keys, "{bytes:?}");
    }
}

#[test]
fn an_enhanced_keyboard_sends_the_keys_of_the_plain_one() {
    for (bytes, keys) in [
        (
            "\x1b[27u \x1b[13u \x1b[9u \x1b[127u",
            "esc space enter space tab space backspace",
        ),
        ("\x1b[99;5u\x1b[117;5u\x1b[27;5;99~", "ctrl-c ctrl-u ctrl-c"),
        // With shift, in capitals, by a Cyrillic keyboard, with caps lock and num lock.
        (
            "\x1b[99;6u\x1b[67;6u\x1b[1089::99;5u\x1b[99;197u",
            "ctrl-c ctrl-c ctrl-c ctrl-c",
        ),
        (
            "\x1b[27;6;67~\x1b[99;5:1u\x1b[99;5:2u\x1b[99;5:3u",
            "ctrl-c ctrl-c ctrl-c",
        ),
        // As the plain keyboard has them.
        (
            "\x1b[91;5u\x1b[105;5u\x1b[109;5u\x1b[32;5u\x1b[64;5u",
            "esc tab enter ctrl-space ctrl-space",
        ),
        (
            "\x1b[27;1;27~\x1b[27;2;13~\x1b[27;5;9~",
            "esc enter ctrl-tab",
        ),
        (
            "\x1b[9;2u\x1b[13;2u\x1b[27;2u\x1b[127;2u\x1b[127;5u",
            "shift-tab enter esc backspace ctrl-backspace",
        ),
        (
            "\x1b[97u\x1b[97;2u\x1b[97:65;2u\x1b[49:33;2u\x1b[27;2;33~",
            "a A A ! !",
        ),
        ("\x1b[97;65u\x1b[97;129u\x1b[97;1u\x1b[97;u", "a a a a"),
        ("\x1b[97;3u\x1b[97;4u\x1b[97;7u", "alt-a alt-A ctrl-alt-a"),
        (
            "\x1b[97;2;65u\x1b[0;;229u\x1b[0;1;20013:25991u",
            "A å 中 文",
        ),
        ("\x1b[228u\x1b[228;2u\x1b[1089;1u", "ä Ä с"),
        // The numeric keypad, and keys by their number.
        (
            "\x1b[57400u\x1b[57408u\x1b[57409u\x1b[57413u\x1b[57414u\x1b[57415u",
            "1 9 . + enter =",
        ),
        (
            "\x1b[57417u\x1b[57420u\x1b[57421u\x1b[57424u\x1b[57426u",
            "left down pgup end delete",
        ),
        (
            "\x1b[57344u\x1b[57352;5u\x1b[57364u\x1b[57375u",
            "esc ctrl-up f1 f12",
        ),
        (
            "\x1b[1;1A\x1b[1;5:1B\x1b[1;65C\x1b[13~\x1b[5;1:2~",
            "up ctrl-down right f3 pgup",
        ),
        ("\x1b[99;5;99u", "ctrl-c"),
    ] {
        assert_eq!(meaning(bytes.as_bytes()), keys, "{bytes:?}");
    }
}

#[test]
fn what_an_enhanced_keyboard_has_beyond_the_plain_one_means_nothing() {
    for bytes in [
        // Super, hyper, meta; a release; modifiers and locks; media keys; more function keys.
        "\x1b[99;9u",
        "\x1b[99;13u",
        "\x1b[99;17u",
        "\x1b[99;33u",
        "\x1b[27;9;99~",
        "\x1b[1;9A",
        "\x1b[27;1:3u",
        "\x1b[97;1:3;97u",
        "\x1b[1;1:3A",
        "\x1b[3;5:3~",
        "\x1b[57358u",
        "\x1b[57441;2u",
        "\x1b[57447u",
        "\x1b[57428u",
        "\x1b[57376u",
        "\x1b[57425u",
        "\x1b[57427~",
        "\x1b[E",
        "\x1b[2~",
        "\x1b[u",
        "\x1b[;5u",
        "\x1b[99;0u",
        "\x1b[1114112u",
        "\x1b[99999999999u",
        "\x1b[3u",
    ] {
        assert_eq!(meaning(bytes.as_bytes()), "", "{bytes:?}");
    }
}

/// Reports of a mouse and of the focus, and answers of a terminal: none of them is a key.
pub(super) const NO_KEYS: &[&[u8]] = &[
    b"\x1b[M !!",
    b"\x1b[MDDD",
    b"\x1b[M#yy",
    b"\x1b[M`\r\n",
    b"\x1b[M\x03\x1b\x03",
    b"\x1b[M \xff\x80",
    b"\x1b[M \xc2\x80\xdf\xbf",
    b"\x1b[M\xc2\xa0y\xc3\xbf",
    b"\x9bM yy",
    b"\x1b[M\0\0\0",
    b"\x1b[<0;10;10M",
    b"\x1b[<0;10;10m",
    b"\x1b[<35;2049;1025M",
    b"\x1b[32;10;10M",
    b"\x1b[96;1;1M",
    b"\x1b[tyy",
    b"\x1b[TDDyyXX",
    b"\x1b[1;2;3;4;0&w",
    b"\x1b[0&w",
    b"\x1b[I",
    b"\x1b[O",
    b"\x1b[?62;22c",
    b"\x1b[?1;2c",
    b"\x1b[>41;354;0c",
    b"\x1bP!|00000000\x1b\\",
    b"\x1b[0n",
    b"\x1b[24;80R",
    b"\x1b[1;5R",
    b"\x1b[?1;1R",
    b"\x1b[?1;1;1R",
    b"\x1b[?2026;2$y",
    b"\x1b[4;2$y",
    b"\x1bP>|XTerm(370)\x1b\\",
    b"\x1b[?0u",
    b"\x1b[?31u",
    b"\x1b[>4;2m",
    b"\x1b[?1;0;256S",
    b"\x1b[8;24;80t",
    b"\x1b[4;600;800t",
    b"\x1b[48;24;80;600;800t",
    b"\x1b[?997;1n",
    b"\x1b]11;rgb:0000/0000/0000\x07",
    b"\x1b]11;rgb:0000/0000/0000\x1b\\",
    b"\x1b]lorders\x1b\\",
    b"\x1b]52;c;RERERA==\x1b\\",
    b"\x1bP1$r0m\x1b\\",
    b"\x1bP1+r544e=787465726d\x1b\\",
    b"\x1b_Gi=31;OK\x1b\\",
    b"\x1b_Gi=31;ENOENT:DD\r\n\x1b\\",
    b"\x1b^DD\x1b\\",
    b"\x1bXDD\x1b\\",
    "\x1b]2;\u{4e5c}\u{9c}".as_bytes(),
    b"\x9d11;D\x9c",
    b"\x90>|D\x9c",
    b"\x1b]11;D\x9c",
    b"\x1b]\x07",
    b"\x1b]\x1b\\",
    b"\x1bP\x1b\\",
    b"\x1b]0;D\x18",
    b"\x1b]0;D\x1a",
    b"\x1b[[A",
    b"\x1b[1;1:3A",
    b"\xff\xc0",
];

#[test]
fn what_means_nothing_is_dropped_as_a_whole() {
    for bytes in NO_KEYS {
        assert_eq!(
            meaning(&[bytes, &b"j"[..]].concat()),
            "j",
            "{}",
            bytes.escape_ascii()
        );
    }
}

#[test]
fn an_esc_and_what_follows_are_two_keys_when_they_come_as_two() {
    // At once they are one key with alt, which means nothing.
    assert_eq!(meaning(b"\x1by"), "alt-y");
    assert_eq!(meaning(b"\x1b\r"), "alt-enter");
    assert_eq!(meaning(b"\x1b\x1b[A"), "alt-up");
    assert_eq!(meaning(b"\x1bD\x1bX"), "alt-D alt-X");
    assert_eq!(story(&[(0, b"\x1b"), (1, b"y")]), "esc y");
    assert_eq!(story(&[(0, b"\x1b"), (100, b"y")]), "esc y");
    assert_eq!(story(&[(0, b"\x1b"), (1, b"\x1b[A")]), "esc up");
    assert_eq!(story(&[(0, b"\x1b"), (1, b"P")]), "esc P");
    assert_eq!(story(&[(0, b"\x1b"), (100, b"P")]), "esc P");
    assert_eq!(meaning(b"\x1b\x1b\x1b"), "esc esc esc");
    assert_eq!(
        story(&[(0, b"\x1b"), (1, b"\x1b"), (2, b"\x1b")]),
        "esc esc esc"
    );
    assert_eq!(meaning(b"\x1b\x03"), "esc ctrl-c");
}

#[test]
fn a_sequence_that_a_slow_connection_cuts_is_one_all_the_same() {
    // In time.
    assert_eq!(story(&[(0, b"\x1b"), (20, b"[A")]), "up");
    assert_eq!(story(&[(0, b"\x1b"), (20, b"["), (900, b"A")]), "up");
    assert_eq!(
        story(&[(0, b"\x1b["), (900, b"1;"), (90_000, b"5A")]),
        "ctrl-up"
    );
    // Esc was the key by then: what follows is no key at least.
    assert_eq!(story(&[(0, b"\x1b"), (100, b"[A"), (101, b"j")]), "esc j");
    assert_eq!(story(&[(0, b"\x1b"), (100, b"OB"), (101, b"j")]), "esc j");
    assert_eq!(
        story(&[(0, b"\x1b"), (100, b"["), (200, b"5"), (300, b"~j")]),
        "esc j"
    );
    assert_eq!(story(&[(0, b"\x1b"), (100, b"[MDDD")]), "esc");
    assert_eq!(story(&[(0, b"\x1b"), (100, b"[<0;1;1M")]), "esc");
    assert_eq!(story(&[(0, b"\x1b"), (100, b"]11;rgb:D\x1b\\j")]), "esc j");
    assert_eq!(
        story(&[(0, b"\x1b"), (100, b"[200~D\x1b[201~")]),
        "esc \"D\""
    );
    assert_eq!(story(&[(0, b"\x1b[M"), (5000, b"D"), (50_000, b"yy")]), "");
    // What a person types is not taken for that.
    assert_eq!(story(&[(0, b"\x1b"), (100, b"P")]), "esc P");
    assert_eq!(story(&[(0, b"\x1b"), (100, b"O"), (200, b"A")]), "esc O A");
    assert_eq!(story(&[(0, b"\x1b"), (1500, b"[")]), "esc [");
    // A character is cut as well.
    assert_eq!(
        story(&[(0, b"\xe4"), (5000, b"\xb8"), (9000, b"\xad")]),
        "\u{4e2d}"
    );
    assert_eq!(story(&[(0, b"\xe4\xb8"), (5000, b"j")]), "j");
}

#[test]
fn a_paste_without_its_end_can_be_left_after_a_second_of_silence() {
    let begun: &[u8] = b"\x1b[200~half a pas";
    for keys in [
        &b"\x1b"[..],
        b"\x1b\x1b",
        b"\x1b[27u",
        b"\x1b[27;1;27~",
        b"\x1b[27;129:1u",
    ] {
        let left = story(&[(0, begun), (1000, keys), (2000, b"j")]);
        assert_eq!(left, "paste? . \"half a pas\" j", "{keys:?}");
    }
    for keys in [
        &b"\x03"[..],
        b"\x03\x03",
        b"\x1b[99;5u",
        b"\x1b[27;5;99~",
        b"\x1b[99;5:1u",
    ] {
        let left = story(&[(0, begun), (1000, keys), (2000, b"j")]);
        assert_eq!(left, "paste? . ctrl-c j", "{keys:?}");
    }
    // Pressing them too early does not put it off.
    let hammered = [
        (0, begun),
        (300, b"\x03"),
        (600, b"\x03"),
        (900, b"\x1b"),
        (1100, b"\x03"),
    ];
    assert_eq!(story(&hammered), "paste? . ctrl-c");
    // Once it is said that Esc ends it, Esc ends it.
    let tried = [(0, begun), (5000, b"q"), (5100, b"D\r"), (5200, b"\x1b")];
    assert_eq!(story(&tried), "paste? . \"half a pasqD\\r\"");
}

#[test]
fn a_stalled_paste_goes_on_and_turns_into_nothing_else() {
    let late = [
        (0, &b"\x1b[200~D"[..]),
        (3000, b"\r\x03\x1b[A\x1b"),
        (9000, b"y\n\x1b[20"),
        (12_000, b"1~j"),
    ];
    assert_eq!(
        story(&late),
        "paste? . \"D\\r\\u{3}\\u{1b}[A\\u{1b}y\\n\" j"
    );
    // An Esc that has something after it is no key of its own.
    let cut = [(0, &b"\x1b[200~D"[..]), (3000, b"\x1b"), (3010, b"[201~j")];
    assert_eq!(story(&cut), "paste? . \"D\" j");
    let cut = [(0, &b"\x1b[200~D"[..]), (3000, b"\x1b"), (3500, b"[201~j")];
    assert_eq!(story(&cut), "paste? . \"D\" j");
    // Without a stall there is nothing to say, however long it takes.
    let slow = [
        (0, &b"\x1b[200~a"[..]),
        (900, b"b"),
        (1800, b"c"),
        (2700, b"\x1b[201~"),
    ];
    assert_eq!(story(&slow), "\"abc\"");
}

#[test]
fn a_paste_ends_as_it_began() {
    assert_eq!(
        meaning(b"\x1b[200~a\x9b201~b\x1b[201~j"),
        "\"a\u{fffd}201~b\" j"
    );
    assert_eq!(
        meaning(b"\x9b200~a\x1b[201~b\x9b201~j"),
        "\"a\\u{1b}[201~b\" j"
    );
    assert_eq!(meaning(b"\xc2\x9b200~a\xc2\x9b201~j"), "\"a\" j");
}

#[test]
fn an_answer_without_its_end_swallows_neither_ctrl_c_nor_esc() {
    for begun in [
        &b"\x1b]11;rgb:"[..],
        b"\x1bP>|X",
        b"\x1b_Gi=1",
        b"\x1b^D",
        b"\x1bXD",
    ] {
        let at_once = [begun, b"\x03"].concat();
        assert_eq!(meaning(&at_once), "ctrl-c", "{}", begun.escape_ascii());
        assert_eq!(story(&[(0, begun), (9000, b"D\r\x03")]), "answer? . ctrl-c");
        assert_eq!(
            story(&[(0, begun), (9000, b"\x1b"), (9100, b"j")]),
            "answer? . j"
        );
        assert_eq!(
            story(&[(0, begun), (9000, b"\x1b[99;5u")]),
            "answer? . ctrl-c"
        );
        assert_eq!(story(&[(0, begun), (9000, b"D\x1b\\j")]), "answer? . j");
        assert_eq!(
            story(&[(0, begun), (9000, b"\x1b"), (9100, b"\\j")]),
            "answer? . j"
        );
        assert_eq!(
            story(&[(0, begun), (9000, b"\x1b"), (9001, b"/D")]),
            "answer? . / D"
        );
        assert_eq!(
            story(&[(0, begun), (9000, b"\x1b"), (9001, b"[Aj")]),
            "answer? . up j"
        );
        assert_eq!(story(&[(0, begun), (500, b"\x1b"), (600, b"\\j")]), "j");
    }
    // A key with alt that only looks like the start of one.
    assert_eq!(story(&[(0, b"\x1bP"), (2000, b"j")]), "alt-P j");
}

#[test]
fn a_paste_is_kept_to_a_length_and_still_ends() {
    let mut parser = Parser::default();
    let mut events = parser.take(b"\x1b[200~", ms(0));
    for _ in 0..1100 {
        events.extend(parser.take(&[b'x'; 1024], ms(0)));
    }
    events.extend(parser.take(b"\x1b[201~j", ms(0)));
    match events.as_slice() {
        [Event::Paste(text), Event::Key(_)] => assert_eq!(text.len(), 1024 * 1024),
        other => panic!("{}", words(other)),
    }
}

#[test]
fn a_long_sequence_is_swallowed_up_to_its_end_and_not_kept() {
    let mut parser = Parser::default();
    let long = [b"\x1b[".to_vec(), vec![b'1'; 1000]].concat();
    assert_eq!(words(&parser.take(&long, ms(0))), "");
    assert!(parser.pending.len() <= LONGEST_SEQUENCE + 1);
    assert_eq!(words(&parser.take(b"Aj", ms(0))), "j");
}

#[test]
fn ctrl_c_leaves_whatever_was_cut_off_before_it() {
    for bytes in [
        &b"\x1b[1;"[..],
        b"\xe4\xb8",
        b"\x1b]11;",
        b"\x1bO",
        b"\x1b[200",
    ] {
        let cut_off = [bytes, b"\x03"].concat();
        let left = meaning(&cut_off);
        assert!(left.ends_with("ctrl-c"), "{left} {bytes:?}");
        assert_eq!(
            story(&[(0, bytes), (9000, b"\x03")]).split(' ').next_back(),
            Some("ctrl-c")
        );
    }
    assert_eq!(story(&[(0, b"\x1b[M "), (9000, b"\x03")]), "ctrl-c");
    assert_eq!(story(&[(0, b"\x1b[M "), (9000, b"\x1b")]), "esc");
}
