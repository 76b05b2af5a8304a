//! Who may come in: signatures, tokens, and the lock that guards a key against guessing.
//!
//! The rules are the gateway's: a signature may be 15 minutes old at most, and five refusals in a
//! row lock an access key for five minutes. Pure: the time is passed in.

use std::collections::{HashMap, HashSet};
use std::time::Duration;

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use super::dice::Dice;
use super::reply::Reply;
use super::signature::{self, Authorization, Signable};
use crate::secret::Secret;

/// How far the date of a signature may be from the service's own clock.
const SKEW: SignedDuration = SignedDuration::from_mins(15);
/// How many refusals in a row lock an access key.
const STRIKES: u32 = 5;
/// How long a locked key stays locked.
const LOCK: SignedDuration = SignedDuration::from_mins(5);

/// An access key that is known here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyPair {
    pub ak: String,
    pub sk: Secret,
    /// The security token a temporary key must come with.
    pub security_token: Option<Secret>,
}

/// Who a call comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Identity {
    /// The holder of an access key: any project of the account.
    Key,
    /// The holder of a token that was issued for this project.
    Token {
        /// The project's id.
        project: String,
    },
    /// Whoever took on an agency, with its keys or its token.
    Agency {
        /// The id of the project it is for.
        project: String,
    },
    /// The holder of a token nobody here issued, let in because no key or user is configured.
    Stranger,
}

/// A token that was issued.
#[derive(Clone, Debug)]
struct Issued {
    whose: Identity,
    expires: Timestamp,
    revoked: bool,
}

/// Temporary keys that were lent.
#[derive(Clone, Debug)]
struct Lent {
    keys: KeyPair,
    whose: Identity,
    expires: Timestamp,
}

/// Refusals of one access key.
#[derive(Clone, Copy, Debug, Default)]
struct Record {
    strikes: u32,
    locked_until: Option<Timestamp>,
}

/// Keys, tokens and locks.
#[derive(Debug)]
pub struct Gate {
    keys: Option<KeyPair>,
    /// Whether tokens nobody issued are refused.
    strict_tokens: bool,
    token_life: SignedDuration,
    issued: HashMap<String, Issued>,
    lent: HashMap<String, Lent>,
    sessions: HashSet<String>,
    records: HashMap<String, Record>,
    dice: Dice,
}

impl Gate {
    /// A gate for one key pair. Without one any well-formed signature passes. `strict_tokens`
    /// lets in only tokens that were issued here.
    pub fn new(
        keys: Option<KeyPair>,
        strict_tokens: bool,
        token_life: Duration,
        seed: u64,
    ) -> Self {
        Self {
            strict_tokens: strict_tokens || keys.is_some(),
            keys,
            token_life: SignedDuration::try_from(token_life).unwrap_or(SignedDuration::MAX),
            issued: HashMap::new(),
            lent: HashMap::new(),
            sessions: HashSet::new(),
            records: HashMap::new(),
            dice: Dice::new(seed),
        }
    }

    /// Lends temporary keys; returns them with the time they expire.
    pub fn lend(
        &mut self,
        whose: Identity,
        life: SignedDuration,
        now: Timestamp,
    ) -> (KeyPair, Timestamp) {
        let expires = now.saturating_add(life).unwrap_or(Timestamp::MAX);
        let digits = self.dice.hex32().to_uppercase();
        let keys = KeyPair {
            ak: format!("HST{}", &digits[..17]),
            sk: Secret::new(self.dice.hex32().to_uppercase()),
            security_token: Some(Secret::new(format!(
                "gQ{}{}",
                self.dice.hex32(),
                self.dice.hex32()
            ))),
        };
        let lent = Lent {
            keys: keys.clone(),
            whose,
            expires,
        };
        self.lent.insert(keys.ak.clone(), lent);
        (keys, expires)
    }

    /// The temporary keys lent so far.
    pub fn all_lent(&self) -> impl Iterator<Item = &KeyPair> {
        self.lent.values().map(|lent| &lent.keys)
    }

    /// Makes all temporary keys lent so far worthless, as a changed agency does.
    pub fn take_back(&mut self) {
        for lent in self.lent.values_mut() {
            lent.expires = Timestamp::MIN;
        }
    }

    /// Begins a session of the metadata service; returns its token.
    pub fn begin_session(&mut self) -> String {
        let session = self.dice.hex32();
        self.sessions.insert(session.clone());
        session
    }

    /// Whether such a session was begun.
    pub fn has_session(&self, token: &str) -> bool {
        self.sessions.contains(token)
    }

    /// Issues a token; returns it with the time it expires.
    pub fn issue(&mut self, whose: Identity, now: Timestamp) -> (String, Timestamp) {
        let expires = now
            .saturating_add(self.token_life)
            .unwrap_or(Timestamp::MAX);
        let token = format!("MIIS{}{}", self.dice.hex32(), self.dice.hex32());
        let issued = Issued {
            whose,
            expires,
            revoked: false,
        };
        self.issued.insert(token.clone(), issued);
        (token, expires)
    }

    /// Makes every token issued so far worthless, as a changed password does.
    pub fn revoke_all(&mut self) {
        for token in self.issued.values_mut() {
            token.revoked = true;
        }
    }

    /// Lets a call in, or says why not.
    pub fn admit(&mut self, call: &Signable<'_>, now: Timestamp) -> Result<Identity, Reply> {
        let token = signature::text(call.headers, "x-auth-token");
        if !token.is_empty() {
            return self.admit_token(&token, now);
        }
        let header = signature::text(call.headers, "authorization");
        if header.is_empty() {
            return Err(refused("x-auth-token not found"));
        }
        let authorization = Authorization::parse(&header)
            .ok_or_else(|| refused("authorization format is incorrect"))?;
        self.admit_signature(&authorization, call, now)
    }

    fn admit_token(&self, token: &str, now: Timestamp) -> Result<Identity, Reply> {
        match self.issued.get(token) {
            None if self.strict_tokens => Err(refused("decrypt token fail")),
            None => Ok(Identity::Stranger),
            Some(issued) if issued.revoked => Err(Reply::gateway(
                401,
                "APIGW.0307",
                "The token must be updated",
            )),
            Some(issued) if issued.expires <= now => Err(refused(&format!(
                "token expires, expires_at: {}",
                expiry_text(issued.expires)
            ))),
            Some(issued) => Ok(issued.whose.clone()),
        }
    }

    fn admit_signature(
        &mut self,
        authorization: &Authorization,
        call: &Signable<'_>,
        now: Timestamp,
    ) -> Result<Identity, Reply> {
        let record = self
            .records
            .get(&authorization.access)
            .copied()
            .unwrap_or_default();
        if record.locked_until.is_some_and(|until| now < until) {
            return Err(refused("AK access failed to reach the limit, forbidden"));
        }
        let verified = self.verify(authorization, call, now);
        let record = match &verified {
            Ok(_) => Record::default(),
            Err(_) if record.strikes + 1 >= STRIKES => Record {
                strikes: 0,
                locked_until: now.checked_add(LOCK).ok(),
            },
            Err(_) => Record {
                strikes: record.strikes + 1,
                locked_until: None,
            },
        };
        self.records.insert(authorization.access.clone(), record);
        verified.map_err(|reason| refused(&reason))
    }

    fn verify(
        &self,
        authorization: &Authorization,
        call: &Signable<'_>,
        now: Timestamp,
    ) -> Result<Identity, String> {
        let date = signature::text(call.headers, "x-sdk-date");
        let signed_at = read_date(&date).ok_or("signature date is incorrect")?;
        let (keys, whose) = match (self.lent.get(&authorization.access), &self.keys) {
            (Some(lent), _) if lent.expires <= now => {
                let expired = expiry_text(lent.expires);
                return Err(format!("security token expires, expires_at: {expired}"));
            }
            (Some(lent), _) => (&lent.keys, lent.whose.clone()),
            (None, None) => return Ok(Identity::Key),
            (None, Some(keys)) if authorization.access != keys.ak => {
                return Err(format!("ak {} not exist", authorization.access));
            }
            (None, Some(keys)) => (keys, Identity::Key),
        };
        if now.duration_since(signed_at).abs() > SKEW {
            return Err(format!(
                "calc aksk signature fail:signature expired, signature time:{date},server time:{}",
                now.strftime("%Y%m%dT%H%M%SZ")
            ));
        }
        let security_token = signature::text(call.headers, "x-security-token");
        if security_token != keys.security_token.as_ref().map_or("", Secret::expose) {
            return Err("decrypt security token fail".to_owned());
        }
        let signed = |name: &str| {
            authorization
                .signed_headers
                .iter()
                .any(|header| header == name)
        };
        let canonical = signature::canonical_request(call, &authorization.signed_headers);
        let complete = signed("host")
            && signed("x-sdk-date")
            && (keys.security_token.is_none() || signed("x-security-token"));
        let matches = signature::matches(
            &canonical,
            &date,
            keys.sk.expose(),
            &authorization.signature,
        );
        if complete && matches {
            Ok(whose)
        } else {
            // The token is a secret; the service's echo of what it computed must not repeat it.
            let mut echo = canonical.replace('\n', "|");
            if let Some(token) = &keys.security_token {
                echo = echo.replace(token.expose(), "***");
            }
            Err(format!(
                "verify aksk signature fail, canonicalRequest:{echo}"
            ))
        }
    }
}

/// IAM's way of writing when a token ends.
pub fn expiry_text(time: Timestamp) -> String {
    time.strftime("%Y-%m-%dT%H:%M:%S.%6fZ").to_string()
}

fn refused(reason: &str) -> Reply {
    let message = format!("Incorrect IAM authentication information: {reason}");
    Reply::gateway(401, "APIGW.0301", message)
}

fn read_date(text: &str) -> Option<Timestamp> {
    let civil = DateTime::strptime("%Y%m%dT%H%M%SZ", text).ok()?;
    TimeZone::UTC.to_timestamp(civil).ok()
}

#[cfg(test)]
mod tests;
