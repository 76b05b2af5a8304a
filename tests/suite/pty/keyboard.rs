//! A terminal that another program has left in its own modes: reports and enhanced keys are taken
//! for nothing they are not.

use super::driver::{Pty, warren_at};
use super::service::Service;

fn started(service: &Service) -> Pty {
    let mut pty = Pty::spawn(warren_at(service, &["--refresh", "60"]), 80, 24);
    pty.until_list();
    pty
}

/// Sends each byte as an arrival of its own: its echo, on the screen, comes after the one before.
fn apart(pty: &mut Pty, bytes: &[u8]) {
    for byte in bytes {
        pty.send([*byte]);
        pty.pump(std::time::Duration::from_millis(2));
    }
}

#[test]
fn what_another_program_left_on_is_switched_off_at_the_start() {
    let service = Service::still(5);
    let mut pty = Pty::spawn(warren_at(&service, &[]), 80, 24);
    pty.screen.process(b"\x1b[?1003h\x1b[?1006h\x1b[?1h\x1b=");
    pty.until_list();
    let screen = pty.screen.screen();
    assert_eq!(screen.mouse_protocol_mode(), vt100::MouseProtocolMode::None);
    assert_eq!(
        screen.mouse_protocol_encoding(),
        vt100::MouseProtocolEncoding::Default
    );
    assert!(!screen.application_cursor() && !screen.application_keypad());
    assert!(screen.bracketed_paste());
}

#[test]
fn a_report_of_the_mouse_is_no_key_in_any_encoding() {
    let service = Service::still(5);
    let mut pty = started(&service);
    for at in [
        "DDD",
        "QQQ",
        "XyX",
        "t\ry",
        "q\x03\x03",
        "y\u{ff}\u{ff}",
        "a\u{c4}y",
    ] {
        pty.send(format!("\x1b[M{at}"));
    }
    for report in [
        &b"\x1b[M \xff\xfe"[..],
        b"\x1b[<0;68;68M\x1b[<0;68;68m",
        b"\x1b[32;68;68M",
        b"\x1b[tDD\x1b[TDDDDDD",
        b"\x1b[1;2;68;68;0&w",
        b"\x1b[I\x1b[O",
    ] {
        pty.send(report);
    }
    apart(&mut pty, b"\x1b[MDyD\x1b[<0;68;68M");
    pty.key_to_text("/quiet", "/quiet_");
    assert!(pty.text().contains("of 5"), "{}", pty.text());
    assert_eq!(service.writes(), Vec::<String>::new());
}

#[test]
fn an_answer_of_the_terminal_leaves_a_form_as_it_is() {
    let service = Service::still(5);
    let mut pty = started(&service);
    pty.key_to_text("D", "paste is off");
    pty.key_to_text("ord", "[ ord_");
    for answer in [
        "\x1b]11;rgb:1e1e/1e1e/2e2e\x1b\\",
        "\x1bP>|XTerm(390)\x1b\\",
        "\x1b_Gi=31;OK\x1b\\",
        "\x1b[?62;22c\x1b[24;80R\x1b[?2026;2$y\x1b[?0u",
        "\x1by\x1b\r",
    ] {
        pty.send(answer);
    }
    pty.key_to_text("e", "[ orde_");
    apart(&mut pty, b"\x1b]11;rgb:1e1e/1e1e/2e2e\x1b\\");
    pty.key_to_text("r", "[ order_");
}

#[test]
fn an_enhanced_keyboard_works_as_the_plain_one() {
    let service = Service::still(5);
    let mut pty = started(&service);
    pty.key_to_text("\x1b[47u", "/_");
    pty.key_to_text(
        "\x1b[97;;97u\x1b[98:66;2u\x1b[27;1;99~\x1b[57400u",
        "/aBc1_",
    );
    pty.key_to_text("\x1b[127u\x1b[127;1:3u", "/aBc_");
    pty.key_to_text("\x1b[117;5u\x1b[122u", "/z_");
    pty.key_to_text("\x1b[27u", "enter open");
    pty.key_to_text("\x1b[68;2u", "paste is off");
    pty.key_to_text("\x1b[27;1;27~", "enter open");
    assert_eq!(service.writes(), Vec::<String>::new());
}

#[test]
fn ctrl_c_quits_in_every_form() {
    let service = Service::still(5);
    for form in [
        "\x03",
        "\x1b[99;5u",
        "\x1b[99;5:1u",
        "\x1b[99;69u",
        "\x1b[67;6u",
        "\x1b[1089::99;5u",
        "\x1b[27;5;99~",
        "\u{9b}99;5u",
    ] {
        let mut pty = started(&service);
        pty.key_to_text("D", "paste is off");
        pty.send(form);
        assert_eq!(pty.until_end().0, 0, "{form:?}");
    }
}
