//! Reports of a mouse whose numbers are bytes: `ESC [ M` with a button and a place, and the answers
//! of highlight tracking, `ESC [ t` and `ESC [ T` with one and three places. Pure.
//!
//! A number is a byte, of any value where the screen is wide (mode 1000), or a character in UTF-8
//! (mode 1005). Which of them is not told, so that a report can be whole and still go on. Reports
//! that are ordinary control sequences (modes 1006, 1015, 1016, the DEC locator) need nothing here.

/// How much of a report is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Report {
    /// Not all of it.
    Part,
    /// All of it if its numbers are bytes, not if they are characters.
    Enough,
    /// All of it, in either case.
    Whole,
}

/// How many numbers follow the last byte of a sequence without parameters; none for what is no
/// report.
pub(super) fn numbers(last: u8) -> Option<usize> {
    match last {
        b'M' => Some(3),
        b't' => Some(2),
        b'T' => Some(6),
        _ => None,
    }
}

/// How much of a report of so many numbers these bytes are.
pub(super) fn report(numbers: usize, bytes: &[u8]) -> Report {
    let mut rest = bytes;
    for _ in 0..numbers {
        rest = match rest {
            [0xc2..=0xdf, 0x80..=0xbf, rest @ ..] => rest,
            [0xc2..=0xdf] | [] if bytes.len() >= numbers => return Report::Enough,
            [0xc2..=0xdf] | [] => return Report::Part,
            [_, rest @ ..] => rest,
        };
    }
    Report::Whole
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_a_byte_or_a_character() {
        for (bytes, expected) in [
            (&b""[..], Report::Part),
            (b" !", Report::Part),
            (b" !!", Report::Whole),
            (b" \xff\xa0", Report::Whole),
            (b" \xc3\xa0", Report::Enough),
            (b" \xc3\xa0\xc3", Report::Enough),
            (b" \xc3\xa0\xc3\xa0", Report::Whole),
            (b"\0\0\0", Report::Whole),
        ] {
            assert_eq!(report(3, bytes), expected, "{bytes:?}");
        }
    }
}
