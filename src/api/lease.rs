//! What a credential is exchanged for, and until when it is good: a token, or temporary keys. Pure.

use crate::model::EpochMs;
use crate::secret::Secret;

use super::Credential;
use super::answer::Answer;
use super::operation::DecodeError;
use super::wire::{self, Fields};

/// Before the end of a lease so much of it is kept in reserve, in milliseconds, but no more than a
/// tenth of its life.
const RESERVE: EpochMs = 5 * 60 * 1000;
/// The longest life that is believed, in milliseconds: no lease of the service lives longer.
const LONGEST: EpochMs = 24 * 60 * 60 * 1000;
/// The least time between two renewals, in milliseconds: a clock that is wrong causes no storm.
const SHORTEST: EpochMs = 1000;

/// Something to send calls with that ends by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Lease {
    /// Keys or a token.
    pub(super) credential: Credential,
    /// When to get the next one, by our clock.
    pub(super) renew_at: EpochMs,
    /// When it ends, by our clock.
    pub(super) ends_at: EpochMs,
}

impl Lease {
    /// A token got at `now` that lives so long, in milliseconds. A tenth of its life is kept in
    /// reserve.
    pub(super) fn token(secret: Secret, now: EpochMs, life: EpochMs) -> Self {
        Self {
            credential: Credential::Token(secret),
            renew_at: now.saturating_add(life - life / 10),
            ends_at: now.saturating_add(life),
        }
    }

    /// Reads temporary keys out of an answer that came at `now`: `credential` with `access`,
    /// `secret`, `securitytoken` and `expires_at`. Their life is counted from the time of whoever
    /// answered, where the answer has it, so a clock that is wrong does not matter.
    pub(super) fn keys(answer: &Answer, now: EpochMs) -> Result<Self, DecodeError> {
        let body = wire::object(&answer.body)?;
        let keys = Fields::new(&body).nested("credential", |keys| {
            (
                keys.id("access"),
                keys.secret("secret"),
                keys.secret("securitytoken"),
                keys.time("expires_at"),
            )
        });
        let missing = |at| DecodeError::new(at, "missing");
        let (access_key, secret_key, token, ends) = keys.ok_or_else(|| missing("credential"))?;
        let ends = ends.ok_or_else(|| missing("expires_at"))?;
        let life = ends
            .saturating_sub(answer.date().unwrap_or(now))
            .clamp(0, LONGEST);
        let reserve = RESERVE.min(life / 10);
        Ok(Self {
            credential: Credential::Keys {
                access_key: access_key.ok_or_else(|| missing("access"))?,
                secret_key: secret_key.ok_or_else(|| missing("secret"))?,
                security_token: Some(token.ok_or_else(|| missing("securitytoken"))?),
            },
            renew_at: now.saturating_add((life - reserve).max(SHORTEST)),
            ends_at: now.saturating_add(life),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use reqwest::header::{DATE, HeaderMap, HeaderValue};

    fn answer(expires: &str, date: Option<&'static str>) -> Answer {
        let mut headers = HeaderMap::new();
        if let Some(date) = date {
            headers.insert(DATE, HeaderValue::from_static(date));
        }
        let body = serde_json::json!({"credential": {"access": "AK", "secret": "canary-sk",
            "securitytoken": "canary-st", "expires_at": expires}});
        Answer {
            status: 201,
            headers,
            body: body.to_string().into_bytes(),
        }
    }

    #[test]
    fn keys_are_renewed_five_minutes_before_their_end_and_earlier_only_by_a_tenth_of_a_short_life()
    {
        let date = Some("Mon, 01 Jan 2024 00:00:00 GMT");
        let lease = |expires| Lease::keys(&answer(expires, date), 7).unwrap();
        let minute = 60 * 1000;
        // Our clock is decades off; an hour is an hour all the same.
        let hour = lease("2024-01-01T01:00:00.000000Z");
        assert_eq!(
            (hour.renew_at, hour.ends_at),
            (7 + 55 * minute, 7 + 60 * minute)
        );
        let short = lease("2024-01-01T00:15:00.000000Z");
        assert_eq!(short.renew_at, 7 + 15 * minute * 9 / 10);
        let ended = lease("2023-12-31T00:00:00.000000Z");
        assert_eq!((ended.renew_at, ended.ends_at), (7 + SHORTEST, 7));
        assert!(!format!("{hour:?}").contains("canary"));
    }

    #[test]
    fn an_answer_without_a_part_of_the_keys_names_the_part() {
        for part in ["access", "secret", "securitytoken", "expires_at"] {
            let mut answer = answer("2024-01-01T01:00:00.000000Z", None);
            let text = String::from_utf8(answer.body).unwrap();
            answer.body = text.replace(&format!("\"{part}\""), "\"x\"").into_bytes();
            assert_eq!(Lease::keys(&answer, 0).unwrap_err().at, part);
        }
    }
}
