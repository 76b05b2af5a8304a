//! What is typed in the palette and has no key.

use super::Words;

/// Each line with what it does.
pub fn lines(w: &Words) -> [(&'static str, &str); 14] {
    [
        ("open orders", w.text("palette.line.open")),
        ("filter cons=0", w.text("palette.line.filter")),
        ("sort storage", w.text("palette.line.sort")),
        ("columns +id", w.text("palette.line.columns")),
        ("since 02:14", w.text("palette.line.since")),
        (
            "broker http://127.0.0.1:15672",
            w.text("palette.line.broker"),
        ),
        ("close-connection going away", w.text("palette.line.close")),
        ("notify on", w.text("palette.line.notify")),
        ("tasks 24h", w.text("palette.line.tasks")),
        ("export csv", w.text("palette.line.export")),
        ("profile prod", w.text("palette.line.profile")),
        ("time local", w.text("palette.line.time")),
        ("lang en", w.text("palette.line.lang")),
        ("theme light", w.text("palette.line.theme")),
    ]
}
