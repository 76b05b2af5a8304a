//! The size of the terminal, also of one that does not know it.

use crate::state::view::ScreenSize;
use std::io;

/// What a terminal has that does not say.
const USUAL: ScreenSize = ScreenSize {
    width: 80,
    height: 24,
};
/// More than any screen has. What is beyond would only cost memory: a cell takes some 50 bytes.
const MOST: ScreenSize = ScreenSize {
    width: 1000,
    height: 500,
};

/// The size now.
///
/// # Errors
/// When standard output is no terminal, or none any more.
pub(super) fn now() -> io::Result<ScreenSize> {
    let told = rustix::termios::tcgetwinsize(rustix::stdio::stdout())?;
    let told = ScreenSize {
        width: told.ws_col,
        height: told.ws_row,
    };
    let variable = |name| std::env::var(name).ok();
    let [columns, lines] = ["COLUMNS", "LINES"].map(variable);
    Ok(size(told, columns.as_deref(), lines.as_deref()))
}

/// What the terminal tells; for a zero, as a serial line or a bare pseudo-terminal has it, what the
/// variables say, else the usual.
fn size(told: ScreenSize, columns: Option<&str>, lines: Option<&str>) -> ScreenSize {
    let known = |told: u16, variable: Option<&str>, usual: u16, most: u16| {
        let set = variable.and_then(|text| text.trim().parse().ok());
        let known = [Some(told), set].into_iter().flatten();
        known
            .into_iter()
            .find(|cells| *cells > 0)
            .unwrap_or(usual)
            .min(most)
    };
    ScreenSize {
        width: known(told.width, columns, USUAL.width, MOST.width),
        height: known(told.height, lines, USUAL.height, MOST.height),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_zero_is_what_the_variables_say_else_the_usual_and_nothing_is_without_bounds() {
        for (told, columns, lines, expected) in [
            ((100, 30), Some("50"), Some("50"), (100, 30)),
            ((0, 0), None, None, (80, 24)),
            ((0, 0), Some("132"), Some(" 43 "), (132, 43)),
            ((0, 0), Some("0"), Some("-3"), (80, 24)),
            ((0, 0), Some("wide"), Some("99999"), (80, 24)),
            ((0, 50), Some("90"), Some("20"), (90, 50)),
            ((120, 0), None, None, (120, 24)),
            ((65535, 65535), None, None, (1000, 500)),
            ((0, 0), Some("65535"), Some("65535"), (1000, 500)),
        ] {
            let [told, expected] =
                [told, expected].map(|(width, height)| ScreenSize { width, height });
            assert_eq!(
                size(told, columns, lines),
                expected,
                "{told:?} {columns:?} {lines:?}"
            );
        }
    }
}
