use super::*;
use proptest::prelude::*;

#[test]
fn the_middle_of_a_path_gives_way_before_the_rest_of_a_sentence() {
    let said = "12 rows written to /home/ops/exports/warren-1.csv";
    assert_eq!(with_short_path(said, 49, LEAST_PATH), said);
    assert_eq!(
        with_short_path(said, 40, LEAST_PATH),
        "12 rows written to /home/../warren-1.csv"
    );
    assert_eq!(
        with_short_path(said, 9, LEAST_PATH),
        "12 rows written to /h..en-1.csv"
    );
    assert_eq!(
        with_short_path("已写入/home/ops/a.csv。", 14, LEAST_PATH),
        "已写入/hom../a.csv。"
    );
    assert_eq!(with_short_path("no path", 3, LEAST_PATH), "no path");
}

#[test]
fn characters_that_steer_reorder_or_hide_are_shown_as_escapes() {
    let shown = |text| clean(text).into_owned();
    assert_eq!(shown("a\x1b[2Jb\n\u{85}"), "a\\x1b[2Jb\\x0a\\x85");
    assert_eq!(shown("x\u{202e}y\u{200b}"), "x\\u{202e}y\\u{200b}");
    assert_eq!(shown("\u{301}"), "\\u{301}");
    assert_eq!(shown("e\u{301} 订单 👍"), "e\u{301} 订单 👍");
    assert_eq!(shown("👨\u{200d}👩"), "👨\\u{200d}👩");
    assert_eq!(shown(&"\u{ff9e}".repeat(9)), "\\u{ff9e}".repeat(8));
}

#[test]
fn text_is_cut_and_padded_by_cells_not_characters() {
    assert_eq!(cut("orders-eu-01", 20), "orders-eu-01");
    assert_eq!(cut("orders-eu-01", 8), "orders..");
    assert_eq!(cut("订单服务", 7), "订单..");
    assert_eq!(pad("订单服务", 6), "订单..");
    assert_eq!(pad("订单服务", 5), "订.. ");
    assert_eq!(pad("ab", 4), "ab  ");
    assert_eq!(pad_left("ab", 4), "  ab");
    assert_eq!(cut("abc", 1), ".");
    assert_eq!(cut("abc", 0), "");
}

#[test]
fn text_is_wrapped_at_spaces_and_long_words_are_broken() {
    assert_eq!(wrap("one two three", 8), ["one two", "three"]);
    assert_eq!(wrap("abcdefghij", 4), ["abcd", "efgh", "ij"]);
    assert_eq!(wrap("GET /a/long/path", 8), ["GET /a/l", "ong/path"]);
    assert_eq!(wrap("", 4), [""]);
    assert_eq!(wrap("订单服务", 3), ["订", "单", "服", "务"]);
    assert_eq!(wrap("上限20次", 5), ["上限", "20次"]);
    assert_eq!(wrap("abcd \u{a81}efg", 4), ["abcd", " \u{a81}efg"]);
    assert_eq!(wrap("\u{fe68}\u{11d93}ab", 2), ["\u{fe68}\u{11d93}", "ab"]);
}

#[test]
fn a_path_is_cut_in_its_middle_and_keeps_its_file() {
    let path = "/home/ops/exports/2026/list.csv";
    assert_eq!(cut_middle(path, 31), path);
    assert_eq!(cut_middle(path, 30), "/home/ops/exports/2../list.csv");
    assert_eq!(cut_middle(path, 14), "/ho../list.csv");
    assert_eq!(cut_middle(path, 11), "/h..ist.csv");
    assert_eq!(cut_middle("~/导出/实例-2026.csv", 17), "~/..实例-2026.csv");
    let told = "exported 15 rows: ~/a b/c d/list.csv";
    let short = with_short(told, "~/a b/c d/list.csv", 34, LEAST_PATH);
    assert_eq!(short, "exported 15 rows: ~/a b../list.csv");
}

#[test]
fn text_with_more_lines_than_there_is_room_for_ends_with_a_mark() {
    assert_eq!(wrap_into("one two three", 8, 2), ["one two", "three"]);
    assert_eq!(wrap_into("one two three", 8, 1), ["one tw.."]);
    assert_eq!(wrap_into("a bbbbbbb", 8, 1), ["a.."]);
}

#[test]
fn indented_text_goes_on_below_itself_and_keeps_half_of_the_room() {
    assert_eq!(wrap_indented("  one two", 6), ["  one", "  two"]);
    assert_eq!(wrap_indented("      abcd", 4), ["  ab", "  cd"]);
}

#[test]
fn a_cell_gets_a_handful_of_code_points_and_text_that_is_cut_is_not_read_to_its_end() {
    let marks = "\u{301}".repeat(50_000);
    assert_eq!(clean(&format!("a{marks}b")).chars().count(), 9);
    for (name, shown) in [
        (format!("a{marks}"), MOST_POINTS),
        (format!("a{}", "\u{200d}👩".repeat(9_000)), 0),
        (format!("a{}", "\u{fe0f}".repeat(50_000)), 0),
        ("\u{202e}".repeat(50_000), 0),
        ("🏳\u{fe0f}\u{200d}🌈".repeat(9_000), 0),
        ("\u{600}".repeat(50_000), 0),
    ] {
        let cell = cut(&name, 20);
        assert!(
            width(&cell) <= 20 && cell.len() <= 20 * MOST_BYTES,
            "{cell}"
        );
        assert!(shown == 0 || cell.chars().count() == shown, "{cell}");
        for line in wrap(&name, 20) {
            assert!(
                width(&line) <= 20 && line.len() <= 20 * MOST_BYTES,
                "{line}"
            );
        }
    }
}

/// Reading them whole each time would take minutes.
#[test]
fn ten_names_of_a_megabyte_cost_no_time() {
    let names = ["x", "订", "a\u{301}", "\u{200d}", "x ", "👨\u{200d}👩"];
    let long = names.map(|letters| letters.repeat((1 << 20) / letters.len()));
    for name in &long {
        for _ in 0..100 {
            assert!(cut(name, 40).len() < 2_000);
        }
        assert!(wrap(name, 40).iter().all(|line| width(line) <= 40));
    }
}

#[test]
fn a_space_that_is_drawn_with_a_letter_does_not_make_a_line_too_long() {
    for text in [
        "A0\u{2dd0}aA!a\u{1f568}\u{d4e}  ",
        "A0aaA!aa\u{d4e} b ccccc",
    ] {
        let lines = wrap(text, 9);
        assert!(lines.iter().all(|line| width(line) <= 9), "{lines:?}");
    }
}

#[test]
fn a_letter_stays_with_the_mark_that_is_drawn_before_it() {
    // U+11941 is drawn with the letter after it; alone it is shown as an escape.
    let text = "\u{20d0}00A!0aಽ0ᦀ\u{11ab0}!𐖗\u{10f00}ꨀ!A\u{fffc}\u{11941}a!";
    for room in 2..40 {
        let lines = wrap(text, room);
        let fits = |line: &String| width(line) <= room || line.graphemes(true).count() == 1;
        assert!(lines.iter().all(fits), "{room}: {lines:?}");
    }
}

proptest! {
    #[test]
    fn padded_text_has_exactly_the_room_it_was_given(text in any::<String>(), room in 0usize..40) {
        let padded = pad(&text, room);
        prop_assert_eq!(width(&padded), room);
        prop_assert!(!padded.chars().any(char::is_control));
        prop_assert_eq!(clean(&padded).into_owned(), padded);
    }

    #[test]
    fn wrapped_lines_fit(text in any::<String>(), room in 2usize..40) {
        let lines = wrap(&text, room);
        let fits = |line: &String| width(line) <= room || line.graphemes(true).count() == 1;
        prop_assert!(lines.iter().all(fits), "{lines:?}");
    }
}
