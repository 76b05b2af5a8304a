//! What came in and what was answered, for tests.

use std::collections::VecDeque;
use std::fmt;

/// One request. `Debug` leaves the body out, because it may hold a password.
#[derive(Clone, PartialEq, Eq)]
pub struct Logged {
    /// The method, upper case.
    pub method: String,
    /// The path as received.
    pub path: String,
    /// The query as received, without `?`.
    pub query: String,
    /// The body as received, as text.
    pub body: String,
    /// The project in the path; empty if the path has none.
    pub project: String,
    /// The status that was answered; `None` while there is no answer, or when none was sent.
    pub status: Option<u16>,
}

impl Logged {
    /// Method, path and query on one line, such as `GET /v2/…/instances?limit=50`.
    pub fn line(&self) -> String {
        let mark = if self.query.is_empty() { "" } else { "?" };
        format!("{} {}{mark}{}", self.method, self.path, self.query)
    }
}

impl fmt::Debug for Logged {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} [{} bytes] -> {:?}",
            self.line(),
            self.body.len(),
            self.status
        )
    }
}

/// The latest requests, in the order they arrived.
#[derive(Debug)]
pub struct Log {
    kept: usize,
    entries: VecDeque<Logged>,
    forgotten: usize,
}

impl Log {
    /// A log that remembers the latest `kept` requests.
    pub fn new(kept: usize) -> Self {
        Self {
            kept,
            entries: VecDeque::new(),
            forgotten: 0,
        }
    }

    /// Notes an arrival; the number is for [`Log::answered`].
    pub fn arrived(&mut self, request: Logged) -> usize {
        self.entries.push_back(request);
        if self.entries.len() > self.kept {
            self.entries.pop_front();
            self.forgotten += 1;
        }
        self.count() - 1
    }

    /// Notes what a request was answered.
    pub fn answered(&mut self, number: usize, status: u16) {
        let entry = number
            .checked_sub(self.forgotten)
            .and_then(|index| self.entries.get_mut(index));
        if let Some(entry) = entry {
            entry.status = Some(status);
        }
    }

    /// How many requests have arrived since the start.
    pub fn count(&self) -> usize {
        self.forgotten + self.entries.len()
    }

    /// The requests that are remembered, oldest first.
    pub fn entries(&self) -> Vec<Logged> {
        self.entries.iter().cloned().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(path: &str) -> Logged {
        Logged {
            method: "GET".into(),
            path: path.into(),
            query: "limit=1".into(),
            body: "canary".into(),
            project: String::new(),
            status: None,
        }
    }

    #[test]
    fn the_log_is_bounded_and_answers_find_their_request() {
        let mut log = Log::new(3);
        for _ in 0..4 {
            log.arrived(request("/a"));
        }
        let number = log.arrived(request("/b"));
        log.answered(0, 500);
        log.answered(number, 200);
        assert_eq!((log.count(), log.entries().len()), (5, 3));
        assert_eq!(
            format!("{:?}", log.entries()[2]),
            "GET /b?limit=1 [6 bytes] -> Some(200)"
        );
        assert_eq!(log.entries()[0].status, None);
    }
}
