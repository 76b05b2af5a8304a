//! Answers that are not the service's: pages for a browser, text, redirects. A captive portal, a
//! proxy or another server sends them.

use super::cut;

/// How far a page is read, in bytes.
const READ: usize = 64 * 1024;
/// The longest title or text of a page that is repeated, in characters.
const LONGEST_WORDS: usize = 120;

/// Whether a body is a page for a browser.
pub(super) fn is_page(text: &str) -> bool {
    text.trim_start_matches('\u{feff}')
        .trim_start()
        .starts_with('<')
}

/// What a page says beyond its status, in one line; empty when it says nothing.
pub(super) fn words(html: &str) -> String {
    let html = begin(html);
    let words = match title(html).filter(|title| !title.trim().is_empty()) {
        Some(title) => title.to_owned(),
        None => without_tags(html),
    };
    let words = line(&words);
    let beyond = words.trim_start_matches(|letter: char| letter.is_ascii_digit());
    cut(beyond.trim(), LONGEST_WORDS)
}

/// The beginning of a text, in one line and quotes.
pub(super) fn quoted(text: &str) -> String {
    format!("{:?}", cut(&line(begin(text)), LONGEST_WORDS))
}

fn begin(text: &str) -> &str {
    &text[..text.floor_char_boundary(READ)]
}

/// Text in one line: blanks and characters that steer a terminal are one space.
fn line(text: &str) -> String {
    let blank = |letter: char| letter.is_whitespace() || letter.is_control();
    let words = text.split(blank).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

fn title(html: &str) -> Option<&str> {
    let lower = html.to_ascii_lowercase();
    let tag = lower.find("<title")?;
    let start = tag + lower[tag..].find('>')? + 1;
    let end = start + lower[start..].find("</title")?;
    html.get(start..end)
}

/// The text of a page without tags, scripts and styles.
fn without_tags(html: &str) -> String {
    let lower = html.to_ascii_lowercase();
    let mut text = String::new();
    let mut at = 0;
    while let Some(open) = html[at..].find('<') {
        text.push_str(&html[at..at + open]);
        text.push(' ');
        let tag = at + open;
        let hidden = ["script", "style"]
            .into_iter()
            .find(|name| lower[tag + 1..].starts_with(name));
        let end = match hidden {
            Some(name) => lower[tag..].find(&format!("</{name}")).map(|end| tag + end),
            None => Some(tag),
        };
        let close = end.and_then(|end| Some(end + html[end..].find('>')? + 1));
        at = close.unwrap_or(html.len());
    }
    text.push_str(&html[at..]);
    text
}

/// Where a redirect leads: scheme and host alone, for the rest may hold a session.
pub(super) fn target(location: &str) -> Option<String> {
    let url = reqwest::Url::parse(location).ok()?;
    let host = url.host_str()?;
    Some(cut(&format!("{}://{host}", url.scheme()), LONGEST_WORDS))
}

/// The compression of an answer that was asked for without any, by its header or its first bytes.
pub(super) fn encoding(header: Option<&str>, body: &[u8]) -> Option<String> {
    let named = header.map(line).filter(|name| !name.is_empty());
    if let Some(name) = named.filter(|name| !name.eq_ignore_ascii_case("identity")) {
        return Some(cut(&name, 40));
    }
    let name = match body {
        [0x1f, 0x8b, ..] => "gzip",
        [0x28, 0xb5, 0x2f, 0xfd, ..] => "zstd",
        _ => return None,
    };
    Some(name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_known_by_its_title_without_what_steers_a_terminal() {
        let page = "<HTML><head><Title lang=en>Sign in\x1b[2J\n to Guest\u{7}WiFi</TITLE></head>";
        assert_eq!(words(page), "Sign in [2J to Guest WiFi");
        assert_eq!(
            words(&format!("<title>{}</title>", "x".repeat(900))).len(),
            123
        );
        assert_eq!(words("<title>502 Bad Gateway</title>"), "Bad Gateway");
    }

    #[test]
    fn a_page_without_a_title_is_known_by_its_text_without_scripts() {
        let page = "<p>no <b>upstream</b><script>var a = '<b>'; x()</script><style>p{}</style></p>";
        assert_eq!(words(page), "no upstream");
        assert_eq!(words("<script>never closed"), "");
        assert_eq!(words("<h1>502</h1"), "");
    }

    #[test]
    fn a_redirect_is_known_by_its_host_alone() {
        let login = "https://portal.example:8443/login?session=canary";
        assert_eq!(target(login).as_deref(), Some("https://portal.example"));
        assert_eq!(target("/login"), None);
    }

    #[test]
    fn a_compression_is_named_by_the_header_or_by_the_first_bytes() {
        assert_eq!(encoding(Some("br"), b"x").as_deref(), Some("br"));
        assert_eq!(encoding(Some("identity"), b"{}"), None);
        assert_eq!(encoding(None, &[0x1f, 0x8b, 8]).as_deref(), Some("gzip"));
        assert_eq!(encoding(None, b"{}"), None);
    }
}
