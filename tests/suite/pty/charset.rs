//! A terminal that reads another character set than UTF-8.

use super::driver::{Pty, warren};

/// Bytes that are not ASCII on the wire to a terminal with these variables.
fn not_ascii(vars: &[(&str, &str)]) -> usize {
    let mut command = warren(&["--demo"]);
    for (name, value) in vars {
        command.env(name, value);
    }
    let mut pty = Pty::spawn(command, 120, 40);
    pty.until_list();
    pty.key_to_text("?", "HELP");
    let bytes = pty.bytes();
    bytes.iter().filter(|byte| !byte.is_ascii()).count()
}

#[test]
fn a_locale_that_names_another_character_set_gets_ascii() {
    for locale in ["zh_CN.GB18030", "de_DE.ISO-8859-1", "C", "POSIX"] {
        assert_eq!(
            not_ascii(&[("LC_ALL", locale), ("LANG", "zh_CN.UTF-8")]),
            0,
            "{locale}"
        );
        assert_eq!(
            not_ascii(&[("LC_CTYPE", locale), ("LANG", "zh_CN.UTF-8")]),
            0,
            "{locale}"
        );
        assert_eq!(not_ascii(&[("LANG", locale)]), 0, "{locale}");
    }
    for vars in [
        &[][..],
        &[("LANG", "C.UTF-8")],
        &[("LANG", "C"), ("LC_ALL", "en_US.utf8")],
    ] {
        assert!(not_ascii(vars) > 100, "{vars:?}");
    }
}
