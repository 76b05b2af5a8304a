//! How large an answer may be, and what it would cost to read: nothing that a service sends may
//! take more memory than [`MEMORY`].
//!
//! Bytes are counted while they arrive. Before a tree is built of them, [`Limit::check`] walks over
//! the bytes once and counts values and what they would take: fifteen megabytes of `1,` are eight
//! million values.

use serde_json::Value;

/// The most memory that one answer may take in all, in bytes: its bytes, and the tree made of them.
const MEMORY: usize = 64 << 20;
/// Bytes of an answer that stay below every limit, whatever is in them: no byte costs more than
/// 512, and an opening bracket comes near.
const HARMLESS: usize = MEMORY / 512;
/// Bytes that are read of an answer that is no success. Its status is worth more than its text.
pub(super) const REFUSAL: usize = 256 << 10;

/// The size an answer may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit {
    /// Bytes of the body.
    pub bytes: usize,
    /// JSON values in it, members and elements included; names do not count.
    pub values: usize,
}

impl Limit {
    /// A page of a list.
    pub const PAGE: Self = Self {
        bytes: 4 << 20,
        values: 200_000,
    };
    /// Any other answer.
    pub const ANSWER: Self = Self {
        bytes: 16 << 20,
        values: 500_000,
    };

    /// Whether a body of this many bytes is too large. The error says what there is too much of,
    /// in no language.
    pub(super) fn check_bytes(self, bytes: usize) -> Result<(), String> {
        match bytes > self.bytes {
            true => Err(format!("> {} MiB", self.bytes >> 20)),
            false => Ok(()),
        }
    }

    /// Whether reading a body would take too much.
    pub(super) fn check(self, body: &[u8]) -> Result<(), String> {
        self.check_bytes(body.len())?;
        if body.len() <= HARMLESS.min(self.values) {
            return Ok(());
        }
        let cost = Cost::of(body, self);
        if cost.values > self.values {
            return Err(format!("> {} JSON", self.values));
        }
        match cost.memory > MEMORY {
            true => Err(format!("> {} MiB RAM", MEMORY >> 20)),
            false => Ok(()),
        }
    }
}

/// What a value takes in its array.
const VALUE: usize = size_of::<Value>();
/// What a member takes in its object: hash, key, value, and its part of the table.
const MEMBER: usize = VALUE + 24 + 8 + 10;
/// What an allocation takes beside its contents, at most.
const ALLOCATION: usize = 32;
/// Containers that are open at a time, as far as they are told apart: deeper ones are not read.
const DEEPEST: usize = 256;

/// What a body would take, at least up to where it is too much.
#[derive(Debug, Default)]
struct Cost {
    values: usize,
    memory: usize,
    /// The members of each open container.
    open: Vec<Open>,
}

#[derive(Clone, Copy, Debug)]
struct Open {
    /// What each member takes; the key of an object is one, too.
    each: usize,
    /// Room for this many there is at least.
    least: usize,
    members: usize,
}

impl Cost {
    fn of(body: &[u8], limit: Limit) -> Self {
        let mut cost = Self {
            memory: body.len(),
            ..Self::default()
        };
        let mut at = 0;
        while let Some(byte) = body.get(at).copied() {
            at += match byte {
                b'"' => {
                    let length = string(&body[at..]);
                    cost.text(length);
                    length
                }
                b'{' | b'[' => {
                    cost.enter(byte == b'{');
                    1
                }
                b'}' | b']' => {
                    cost.leave();
                    1
                }
                // What stood before it was a name and no value.
                b':' => {
                    cost.values = cost.values.saturating_sub(1);
                    1
                }
                b',' | b' ' | b'\t' | b'\n' | b'\r' => 1,
                _ => {
                    let length = token(&body[at..]);
                    cost.text(length);
                    length
                }
            };
            if cost.values > limit.values || cost.memory > MEMORY {
                break;
            }
        }
        cost.open
            .drain(..)
            .for_each(|open| cost.memory += open.cost());
        cost
    }

    /// A text, a number or a word; a name is taken for a value until its colon comes. What is made of a text is
    /// kept beside it for a moment.
    fn text(&mut self, length: usize) {
        self.member();
        self.memory += 2 * length + ALLOCATION;
    }

    fn member(&mut self) {
        self.values += 1;
        if let Some(open) = self.open.last_mut() {
            open.members += 1;
        }
    }

    fn enter(&mut self, is_object: bool) {
        self.member();
        if self.open.len() < DEEPEST {
            let (each, least) = if is_object {
                (MEMBER / 2, 8)
            } else {
                (VALUE, 4)
            };
            self.open.push(Open {
                each,
                least,
                members: 0,
            });
        }
    }

    fn leave(&mut self) {
        if let Some(open) = self.open.pop() {
            self.memory += open.cost();
        }
    }
}

impl Open {
    /// What the list of members takes. It doubles as it grows, and is there twice for a moment.
    fn cost(self) -> usize {
        match self.members {
            0 => 0,
            few if few <= self.least => self.least * self.each + ALLOCATION,
            many => many.next_power_of_two() * self.each * 3 / 2 + ALLOCATION,
        }
    }
}

/// The length of a string with its quotes.
fn string(body: &[u8]) -> usize {
    let mut at = 1;
    while let Some(byte) = body.get(at) {
        at += match byte {
            b'\\' => 2,
            b'"' => return at + 1,
            _ => 1,
        };
    }
    body.len()
}

/// The length of a number or a word.
fn token(body: &[u8]) -> usize {
    let ends = |byte: &u8| b"{}[],:\" \t\r\n".contains(byte);
    body.iter().position(ends).unwrap_or(body.len()).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn too_large(body: &str) -> Option<String> {
        Limit::ANSWER.check(body.as_bytes()).err()
    }

    #[test]
    fn a_body_of_tiny_values_is_too_large_before_a_tree_is_made_of_it() {
        let ones = format!("[{}1]", "1,".repeat(7 << 20));
        assert_eq!(too_large(&ones).unwrap(), "> 500000 JSON");
        let page = format!("[{}1]", "1,".repeat(200_000));
        assert_eq!(
            Limit::PAGE.check(page.as_bytes()).unwrap_err(),
            "> 200000 JSON"
        );
        assert_eq!(too_large(&page), None);
        assert_eq!(too_large(&"[".repeat(1 << 20)).unwrap(), "> 500000 JSON");
    }

    #[test]
    fn few_values_that_each_take_much_are_too_large_as_well() {
        let objects = format!("[{}1]", r#"{"a":1},"#.repeat(160_000));
        let arrays = format!("[{}1]", "[1],".repeat(240_000));
        let nested = format!("[{}1]", r#"{"a":{"a":{"a":1}}},"#.repeat(70_000));
        for body in [objects, arrays, nested] {
            assert!(too_large(&body).unwrap().contains("RAM"), "{}", &body[..40]);
        }
    }

    #[test]
    fn a_large_answer_of_the_usual_kind_is_not_too_large() {
        let text = "x".repeat(3 << 20);
        let texts = format!(r#"{{"a":"{text}","b":"{text}","c":"{text}","d":"{text}"}}"#);
        assert_eq!(too_large(&texts), None);
        assert!(
            too_large(&" ".repeat((16 << 20) + 1))
                .unwrap()
                .contains("16 MiB")
        );
    }

    /// The dearest bodies there are room for below [`HARMLESS`] are within every limit.
    #[test]
    fn a_small_body_needs_no_count() {
        for dear in ["[", "[1],", r#"{"":{"#, r#"{"":1},"#, "1,", "\"\","] {
            let body = dear.repeat(HARMLESS / dear.len());
            let limit = Limit {
                bytes: 1 << 20,
                values: usize::MAX,
            };
            let cost = Cost::of(body.as_bytes(), limit);
            assert!(cost.memory < MEMORY, "{dear} {}", cost.memory);
        }
    }
}
