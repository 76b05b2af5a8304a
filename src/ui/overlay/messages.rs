//! The messages of a queue that were looked at. What a payload means nobody says: its bytes are shown
//! as text where they are text, and every other one as an escape.

use crate::model::broker::PeekedMessage;
use crate::say;
use crate::state::State;
use crate::state::write::pending::WriteId;
use crate::ui::canvas::Line;
use crate::ui::theme::Role;
use crate::ui::words::{Words, as_lines, broker_change::grouped};

/// Lines of a payload that are shown.
const PAYLOAD: usize = 40;

/// All of them, one below the other.
pub fn text(w: &Words, state: &State, id: WriteId, width: usize) -> (String, Vec<Line>) {
    let write = state.broker_writes.get(id);
    let known = write.and_then(|write| Some((write, write.messages()?)));
    let Some((write, messages)) = known else {
        let gone = Line::new(w.text("batch.forgotten"), Role::Quiet);
        return (String::new(), vec![gone]);
    };
    let title = say!(w, "broker.messages.title", name = write.plan.subject());
    let all = messages.rows.len();
    if all == 0 {
        let none = Line::new(w.text("broker.messages.none"), Role::Quiet);
        return (title, vec![none]);
    }
    let each = messages.rows.iter().enumerate();
    let lines = each.flat_map(|(at, message)| {
        let nth = say!(w, "frame.nth", part = at + 1, whole = all);
        let facts = facts(w, message);
        let facts = facts.iter().flat_map(|(label, value)| {
            Line::indented(&format!("{label}: {value}"), width, Role::Plain).collect::<Vec<_>>()
        });
        let mut lines = vec![Line::new(nth, Role::Title)];
        lines.extend(facts);
        let payload = payload(&message.payload);
        let payload = payload
            .lines()
            .flat_map(|line| Line::wrapped(line, width, Role::Quiet).collect::<Vec<_>>());
        lines.extend(payload.take(PAYLOAD));
        lines.push(Line::default());
        lines
    });
    (title, lines.collect())
}

/// The same as text, payloads whole as far as they were read.
pub fn as_text(w: &Words, state: &State, id: WriteId) -> String {
    let write = state.broker_writes.get(id);
    let messages = write.and_then(|write| write.messages());
    let each = messages.into_iter().flat_map(|messages| &messages.rows);
    let each =
        each.map(|message| as_lines(w, facts(w, message)) + &payload(&message.payload) + "\n");
    each.collect::<Vec<_>>().join("\n")
}

fn facts<'w>(w: &'w Words, message: &PeekedMessage) -> Vec<(&'w str, String)> {
    let exchange = match message.exchange.as_str() {
        "" => w.text("broker.messages.default-exchange").to_owned(),
        name => name.to_owned(),
    };
    let pairs = |pairs: &[(String, String)]| {
        let pairs = pairs.iter().map(|(name, value)| format!("{name}={value}"));
        pairs.collect::<Vec<_>>().join("  ")
    };
    let redelivered = match message.redelivered {
        Some(true) => w.text("broker.messages.redelivered"),
        Some(false) | None => "",
    };
    let size = grouped(message.size);
    let size = match message.is_cut() {
        true => {
            let shown = grouped(u64::try_from(message.payload.len()).ok());
            say!(w, "broker.messages.cut", shown, size)
        }
        false => say!(w, "broker.messages.size", size),
    };
    let all = [
        (w.text("broker.messages.exchange"), exchange),
        (
            w.text("broker.messages.routing-key"),
            message.routing_key.clone(),
        ),
        (w.text("broker.messages.delivered"), redelivered.to_owned()),
        (
            w.text("broker.messages.properties"),
            pairs(&message.properties),
        ),
        (w.text("broker.messages.headers"), pairs(&message.headers)),
        (w.text("broker.messages.payload"), size),
    ];
    let known = all.into_iter().filter(|(_, value)| !value.is_empty());
    known.collect()
}

/// Bytes as text: what is no text, and what would steer a terminal, as an escape.
fn payload(bytes: &[u8]) -> String {
    let mut shown = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        for letter in chunk.valid().chars() {
            match letter {
                '\n' => shown.push('\n'),
                '\t' => shown.push_str("    "),
                letter if letter.is_control() => shown.extend(letter.escape_default()),
                letter => shown.push(letter),
            }
        }
        for byte in chunk.invalid() {
            shown.push_str(&format!("\\x{byte:02x}"));
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_payload_is_text_and_steers_no_terminal() {
        assert_eq!(
            payload(b"{\"id\": 7}\n\xff\x00ok"),
            "{\"id\": 7}\n\\xff\\u{0}ok"
        );
        assert_eq!(payload("\u{1b}[2J\r订单".as_bytes()), "\\u{1b}[2J\\r订单");
    }
}
