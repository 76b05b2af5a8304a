//! What can go wrong with a call, said so that a person can act on it.
//!
//! [`ApiError`] keeps everything the service said: status, code, message, request id. It never
//! holds a header or a secret of ours: messages are cleaned before they get here (see `answer`).

use std::time::Duration;

use super::{Operation, Unsupported, meaning};

/// Why a call failed, as far as it decides what to do next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, strum::IntoStaticStr, strum::VariantNames)]
#[strum(serialize_all = "kebab-case")]
pub enum ErrorKind {
    /// The credential was refused (401, or a gateway code that means the same).
    Unauthorized,
    /// The credential is good but may not do this (403).
    Forbidden,
    /// The service itself says, with a code of its own, that the thing does not exist (404): proof
    /// that it is gone. A 404 of a gateway or a proxy is [`ErrorKind::Refused`].
    NotFound,
    /// Too many calls (429, or a flow-control code under another status).
    Throttled,
    /// Refused for what was asked (any other 4xx, and 3xx: redirects are not followed).
    Refused,
    /// The service failed (5xx), or did not answer its gateway in time (408).
    Server,
    /// No connection, or it was lost.
    Unreachable,
    /// No answer in time.
    Timeout,
    /// The answer was larger than [`super::Limit`] allows, in bytes, values or memory.
    TooLarge,
    /// The answer was a success but could not be read.
    Undecodable,
    /// The pages of a list cannot be of one and the same list: it changed while it was read, each
    /// time. Any row may be missing from it, and it may have rows that are gone.
    Changed,
    /// The call broke off in warren itself, by a defect of warren.
    Defect,
    /// Not sent: this credential was refused before, or the proxy refuses us, and nobody has asked
    /// to try again.
    Locked,
    /// Not sent: something on our side is not set up as it must be, such as a version of the API
    /// that has no call for what was asked.
    Setup,
}

/// What stands in the way of every call of a profile after a failure of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Barrier {
    /// The credential was refused: nothing is sent until the user asks.
    SignIn,
    /// The service was not reached.
    Reach,
    /// The credential may not do this.
    Right,
    /// The failure is that of its call alone, or may pass.
    Nothing,
}

impl ErrorKind {
    pub fn barrier(self) -> Barrier {
        match self {
            Self::Unauthorized | Self::Locked => Barrier::SignIn,
            Self::Unreachable | Self::Timeout => Barrier::Reach,
            Self::Forbidden => Barrier::Right,
            Self::NotFound
            | Self::Throttled
            | Self::Refused
            | Self::Server
            | Self::TooLarge
            | Self::Undecodable
            | Self::Changed
            | Self::Defect
            | Self::Setup => Barrier::Nothing,
        }
    }
}

macro_rules! messages {
    ($($(#[$doc:meta])* $name:ident $called:literal = $text:literal;)*) => {
        $($(#[$doc])* pub const $name: &str = $text;)*

        /// What the client says itself, by the names of its translations.
        pub const OURS: &[&str] = &[$($called),*];
        const TEXTS: &[&str] = &[$($name),*];
    };
}

// Each with the name of its translation.
messages! {
    /// How the message begins when IAM lists no project at all: the name follows.
    NO_PROJECT "no-project" = "IAM knows no project of this name for this credential; set project_id";
    /// How the message begins when IAM lists others only: the name and theirs follow.
    OTHER_PROJECTS "other-projects" = "IAM knows no project of this name for this credential, only others; set project_id, or correct the region";
    /// How the message begins when the project is disabled: its name and id follow.
    DISABLED_PROJECT "disabled-project" = "the project of this name is disabled; enable it in IAM, or set project_id";
    /// How the message begins when several enabled projects have exactly the name: it and their ids
    /// follow.
    SEVERAL_PROJECTS "several-projects" = "several projects have this name; set project_id to one of them";
    /// How the message of an error begins whose answer was a page for a browser: no call of this API
    /// has one.
    PAGE "page" = "a proxy answered with an HTML page";
    /// How the message begins when the proxy does not take the password it is given: it follows.
    PROXY_REFUSES "proxy-refuses" = "the proxy refuses its user name or password";
    /// How the message begins when the proxy wants a password and there is none: it follows.
    PROXY_ASKS "proxy-asks" = "the proxy asks for a user name and a password";
    /// How the message begins when the answer was a redirect, which is never followed: where it leads
    /// follows.
    REDIRECT "redirect" = "the answer leads elsewhere";
    /// The message when a success came without the body that the call is answered with.
    EMPTY "empty" = "the answer is empty";
    /// How the message begins when a success was text of somebody else: the text follows.
    NO_JSON "no-json" = "the answer is text and no JSON";
    /// How the message begins when an answer was compressed, which is not asked for: how follows.
    COMPRESSED "compressed" = "the answer is compressed";
    /// How the message begins when an answer was larger than any of its kind may be: what there was too
    /// much of follows, as in `> 4 MiB`.
    TOO_LARGE "too-large" = "the answer was too large";
    /// How the message begins when the connection broke.
    LOST "lost" = "the connection was lost";
    /// How the message begins when there never was a connection: the host follows.
    NO_CONNECTION "no-connection" = "no connection to";
    /// How the message begins when the answer took too long: the limit follows.
    LATE "late" = "no complete answer within";
    /// How the message begins when an answer makes no sense: what is wrong with it follows.
    UNREADABLE "undecodable" = "the answer could not be read";
    /// The message when a list has fewer rows than the service counts.
    SHORT "short" = "the answer was shorter than the service's own count";
    /// The message when the pages of a list do not fit together.
    MOVED "changed" = "the list changed while it was read";
    /// The message when a list goes on and on and gives nothing new.
    STANDING_STILL "standing-still" = "page after page gave nothing new";
    /// The message when a list is longer than anything that can be meant.
    ENDLESS "endless" = "the list does not end within 100000 rows or 2000 pages";
    /// The message when warren itself failed at a call.
    BROKE_OFF "broke-off" = "warren itself failed at it: a defect";
}

/// What a message says that the client made: the name of its translation, and what follows.
pub fn ours(message: &str) -> Option<(&'static str, &str)> {
    let mut all = OURS.iter().zip(TEXTS);
    all.find_map(|(name, text)| Some((*name, message.strip_prefix(text)?)))
}

/// What an answer was that cannot be the service's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Oddity {
    /// A page for a browser.
    Page,
    /// A redirect.
    Redirect,
    /// A success without the body that the call is answered with.
    Empty,
    /// A success with a text that is no JSON.
    Text,
    /// A compressed body.
    Compressed,
    /// More than any answer of the service.
    Large,
}

/// A failed call.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.line())]
pub struct ApiError {
    /// What was attempted, as in "list instances".
    pub attempted: Operation,
    /// What it means for what to do next.
    pub kind: ErrorKind,
    /// HTTP status, when there was an answer.
    pub status: Option<u16>,
    /// The service's error code, such as `DMS.00400026`.
    pub code: Option<String>,
    /// The service's words, cut to a sane length, or ours when there was no answer.
    pub message: String,
    /// The service's id of this call, to quote to its support.
    pub request_id: Option<String>,
    /// How long the service asked to wait.
    pub retry_after: Option<Duration>,
    /// How far this machine's clock is ahead of the service's (behind when negative), in
    /// milliseconds; for a refused credential, when the answer tells the service's time.
    pub skew_ms: Option<i64>,
}

impl ApiError {
    /// An error of ours, without any answer of the service.
    pub fn local(attempted: Operation, kind: ErrorKind, message: impl Into<String>) -> Self {
        Self {
            attempted,
            kind,
            status: None,
            code: None,
            message: message.into(),
            request_id: None,
            retry_after: None,
            skew_ms: None,
        }
    }

    /// A panic in warren, as the failure of what was attempted.
    pub fn defect(attempted: Operation) -> Self {
        Self::local(attempted, ErrorKind::Defect, BROKE_OFF)
    }

    /// Whether the version of the API that is spoken has no call for it. Nothing was sent.
    pub fn is_unsupported(&self) -> bool {
        self.kind == ErrorKind::Setup && self.message == Unsupported.to_string()
    }

    /// Whether it was not the service that answered, but something between with a page for a
    /// browser.
    pub fn is_page(&self) -> bool {
        self.message.starts_with(PAGE)
    }

    /// Whether a proxy refuses us: nothing is sent through it until the user asks.
    pub fn is_proxy(&self) -> bool {
        self.message.starts_with(PROXY_REFUSES) || self.message.starts_with(PROXY_ASKS)
    }

    /// What answered in the service's place, or what became of its answer on the way.
    pub fn oddity(&self) -> Option<Oddity> {
        let all = [
            (PAGE, Oddity::Page),
            (REDIRECT, Oddity::Redirect),
            (EMPTY, Oddity::Empty),
            (NO_JSON, Oddity::Text),
            (COMPRESSED, Oddity::Compressed),
            (TOO_LARGE, Oddity::Large),
        ];
        let found = all
            .into_iter()
            .find(|(begins, _)| self.message.starts_with(begins));
        found.map(|(_, oddity)| oddity)
    }

    /// The number of its code, which is the same in both versions of the API: `00400060` for
    /// `DMS.00400060` and for V1's `111400060`.
    pub fn code_number(&self) -> Option<String> {
        self.code.as_deref().map(meaning::number)
    }

    /// Whether it means that the user lacks the permission for the operation. A denial can have
    /// other reasons: a tenant that is frozen or read-only, a quota, a firewall.
    pub fn lacks_permission(&self) -> bool {
        let means = meaning::is_permission(self.code.as_deref(), &self.message);
        self.kind == ErrorKind::Forbidden && means
    }

    fn line(&self) -> String {
        let mut line = format!("could not {}: {}", self.attempted, self.message);
        let mut facts = Vec::new();
        facts.extend(self.status.map(|status| format!("HTTP {status}")));
        facts.extend(self.code.clone());
        facts.extend(self.request_id.as_ref().map(|id| format!("request {id}")));
        if !facts.is_empty() {
            line.push_str(&format!(" ({})", facts.join(", ")));
        }
        line
    }
}

/// A write that was not confirmed, by what is known about its effect.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WriteError {
    /// It never left: no connection, no token, or the credential is locked. Nothing changed.
    #[error("not sent: {0}")]
    NotSent(ApiError),
    /// The service answered that it will not (4xx). Nothing changed.
    #[error("refused: {0}")]
    Refused(ApiError),
    /// It was sent, and whether it took effect is not known: the answer was lost, late, a 5xx, a
    /// redirect or unreadable. Read again before sending the same thing.
    #[error("outcome unknown: {0}")]
    Unknown(ApiError),
}

impl WriteError {
    /// The error inside.
    pub fn error(&self) -> &ApiError {
        match self {
            Self::NotSent(error) | Self::Refused(error) | Self::Unknown(error) => error,
        }
    }

    /// The error itself, when it does not matter what became of the write.
    #[must_use]
    pub fn into_error(self) -> ApiError {
        match self {
            Self::NotSent(error) | Self::Refused(error) | Self::Unknown(error) => error,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::Operation;

    #[test]
    fn an_error_says_what_was_attempted_and_what_the_service_said() {
        let mut error = ApiError::local(Operation::DeleteInstance, ErrorKind::Refused, "busy");
        assert_eq!(error.to_string(), "could not delete the instance: busy");
        error.status = Some(400);
        error.code = Some("DMS.00400026".into());
        error.request_id = Some("r1".into());
        assert_eq!(
            error.to_string(),
            "could not delete the instance: busy (HTTP 400, DMS.00400026, request r1)"
        );
    }
}
