//! What holds of any bytes, however they are cut.

use super::tests::{NO_KEYS, words};
use super::*;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

/// Feeds the stream, cut after each of these bytes, with pauses of so many ms between the pieces.
fn fed(stream: &[u8], cuts: &[usize], pause: u64) -> Vec<Event> {
    let mut parser = Parser::default();
    let mut events = Vec::new();
    let mut at = Duration::ZERO;
    let mut start = 0;
    for end in cuts.iter().copied().chain([stream.len()]) {
        events.extend(parser.take(&stream[start..end], at));
        start = end;
        at += Duration::from_millis(pause);
        events.extend(parser.pass_time(at));
    }
    events
}

fn every_byte(stream: &[u8]) -> Vec<usize> {
    (1..stream.len()).collect()
}

/// A report of a mouse with numbers as bytes, as characters or as digits.
fn report() -> impl Strategy<Value = Vec<u8>> {
    let bytes = vec(0x20_u8..=0xff, 3).prop_map(|bytes| [b"\x1b[M", &bytes[..]].concat());
    let letters = vec(0x20_u32..0x7ff, 3).prop_map(|codes| {
        let codes = codes
            .into_iter()
            .filter(|code| !(0x7f..0xa0).contains(code));
        let text: String = codes
            .chain([33, 33, 33])
            .take(3)
            .filter_map(char::from_u32)
            .collect();
        format!("\x1b[M{text}").into_bytes()
    });
    let digits = (
        0..256_u32,
        1..9999_u32,
        1..9999_u32,
        select(vec!['M', 'm']),
        any::<bool>(),
    );
    let digits = digits.prop_map(|(button, x, y, last, marked)| {
        let (mark, last) = if marked { ("<", last) } else { ("", 'M') };
        format!("\x1b[{mark}{button};{x};{y}{last}").into_bytes()
    });
    let tracked = vec(0x21_u8..0x7f, 6).prop_map(|bytes| [b"\x1b[T", &bytes[..]].concat());
    prop_oneof![bytes, letters, digits, tracked]
}

/// An answer of a terminal that is a string, with anything in it that may be.
fn answer() -> impl Strategy<Value = Vec<u8>> {
    let inside = vec(
        select(
            (0x20_u8..0x7f)
                .chain([b'\r', b'\n', b'\t'])
                .collect::<Vec<_>>(),
        ),
        0..40,
    );
    let kind = select(vec![b']', b'P', b'^', b'_', b'X']);
    (kind, inside).prop_map(|(kind, inside)| [&[0x1b, kind][..], &inside, b"\x1b\\"].concat())
}

/// A paste of anything but what could be its end.
fn paste() -> impl Strategy<Value = Vec<u8>> {
    let inside = vec(
        any::<u8>().prop_map(|byte| byte.saturating_sub(u8::from(byte == b'~'))),
        0..40,
    );
    inside.prop_map(|inside| [b"\x1b[200~", &inside[..], b"\x1b[201~"].concat())
}

/// Anything that is no key. Of terminals with 8-bit controls there is nothing here: none of them has
/// a screen so wide that a report of its mouse is ambiguous.
fn no_keys() -> impl Strategy<Value = Vec<u8>> {
    let known = select(
        NO_KEYS
            .iter()
            .filter(|bytes| bytes[0] == ESC)
            .map(|bytes| bytes.to_vec())
            .collect::<Vec<_>>(),
    );
    prop_oneof![report(), answer(), paste(), known]
}

fn is_key(event: &Event) -> bool {
    matches!(event, Event::Key(_))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn reports_answers_and_pastes_are_never_keys(streams in vec(no_keys(), 1..8), cut in any::<usize>()) {
        let stream = streams.concat();
        prop_assert_eq!(words(&fed(&stream, &[], 5000)).matches("ctrl").count(), 0);
        let whole = fed(&stream, &[], 0);
        prop_assert!(!whole.iter().any(is_key), "{}: {}", stream.escape_ascii(), words(&whole));
        let cut = fed(&stream, &[cut % stream.len()], 1);
        // A byte of 3 or 27 that arrives apart from a report it could not be in is a key.
        let odd = stream.windows(6).any(|part| part.starts_with(b"\x1b[M\x03"));
        prop_assert!(odd || !cut.iter().any(is_key), "{}: {}", stream.escape_ascii(), words(&cut));
    }

    #[test]
    fn where_it_is_cut_does_not_matter(
        streams in vec(prop_oneof![report(), answer(), paste(), known_keys()], 1..8),
        cuts in vec(any::<usize>(), 0..6),
        pause in 0_u64..29,
    ) {
        let stream = streams.concat();
        let mut cuts: Vec<usize> = cuts.into_iter().map(|cut| cut % stream.len()).collect();
        cuts.sort_unstable();
        let whole = words(&fed(&stream, &[], 0));
        prop_assert_eq!(&words(&fed(&stream, &cuts, pause)), &whole);
        prop_assert_eq!(&words(&fed(&stream, &every_byte(&stream), pause)), &whole);
    }

    #[test]
    fn any_bytes_are_survived_kept_short_and_left_by_ctrl_c(bytes in vec(any::<u8>(), 0..300), pause in 0_u64..2000) {
        let mut parser = Parser::default();
        for byte in &bytes {
            parser.take(&[*byte], Duration::ZERO);
            prop_assert!(parser.pending.len() <= LONGEST_SEQUENCE + 1);
        }
        let at = Duration::from_millis(5000 + pause);
        parser.pass_time(at);
        let left = parser.take(b"\x03", at);
        prop_assert!(words(&left).ends_with("ctrl-c"), "{}", words(&left));
    }
}

fn known_keys() -> impl Strategy<Value = Vec<u8>> {
    let keys = [
        "j",
        "D",
        "\r",
        "\x1b[A",
        "\x1bOB",
        "\x1b[1;5C",
        "\x1b[5~",
        "\x1b[99;6u",
        "\x1b[97:65;2;65u",
        "\x1b[27;5;99~",
        "中",
    ];
    select(keys.map(|keys| keys.as_bytes().to_vec()).to_vec())
}
