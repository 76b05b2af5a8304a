//! What a credential is exchanged for: a password for a token, an agency for temporary keys or a
//! token, the machine's own agency for its keys. Each is got once however many calls wait for it,
//! and got again before it ends.
//!
//! What is refused here is not asked for again until the user says so, like any refused credential:
//! nothing about an unknown agency gets better by asking.

use super::{
    Call, Connection, Service, Used, body_bytes, header, lost, plain_headers, secret_header,
};
use crate::api::agency::Agency;
use crate::api::answer::{self, Answer};
use crate::api::gate::{Pass, Urgency};
use crate::api::iam::{self, Scope};
use crate::api::lease::Lease;
use crate::api::transport::{Endpoint, Header, Outgoing};
use crate::api::{
    ApiError, Credential, DecodeError, ErrorKind, Limit, Operation, Request, metadata,
};
use crate::model::EpochMs;
use crate::secret::Secret;
use crate::secret::mask::KnownSecrets;

/// The metadata service, where a credential needs it. The error is a text for the user.
pub(super) fn metadata(
    credential: &Credential,
    known: &KnownSecrets,
) -> Result<Option<Endpoint>, String> {
    match credential {
        Credential::Machine { metadata } => Endpoint::metadata(metadata, known).map(Some),
        Credential::Agency { base, .. } => self::metadata(base, known),
        Credential::Keys { .. } | Credential::Token(_) | Credential::Password { .. } => Ok(None),
    }
}

impl Connection {
    /// When the lease ends that is in use; `None` without one.
    pub(in crate::api) async fn lease_ends_at(&self) -> Option<EpochMs> {
        self.lease.peek().await.map(|lease| lease.ends_at)
    }

    /// A lease that is good for a while, from the cache or anew.
    pub(super) async fn leased(&self, pass: &Pass) -> Result<Used, ApiError> {
        let now = self.options.clock.now();
        let mut fetched = false;
        let lease = self
            .lease
            .get(|lease| now < lease.renew_at, async {
                fetched = true;
                // Another call may have been refused while this one waited its turn.
                pass.check(Operation::SignIn)?;
                self.lend(pass).await
            })
            .await?;
        Ok(match fetched {
            true => Used::New(lease),
            false => Used::Old(lease),
        })
    }

    async fn lend(&self, pass: &Pass) -> Result<Lease, ApiError> {
        let lent = match &self.options.credential {
            Credential::Agency { base, agency } => self.take_on(base, agency).await,
            credential => self.exchanged(credential, self.scope()).await,
        };
        lent.inspect_err(|error| {
            if error.kind == ErrorKind::Unauthorized {
                pass.refused(error);
            }
        })
    }

    /// What a password or a machine is exchanged for.
    async fn exchanged(
        &self,
        credential: &Credential,
        scope: Scope<'_>,
    ) -> Result<Lease, ApiError> {
        match credential {
            Credential::Password {
                user,
                password,
                domain,
            } => {
                let request = iam::sign_in(user, password, domain, scope);
                let call = to_iam(Operation::SignIn, request);
                let answer = self.ask_iam(&call, None).await?;
                self.read(&call, &answer, iam::token)
            }
            Credential::Machine { .. } => self.machine_keys().await,
            Credential::Keys { .. } | Credential::Token(_) | Credential::Agency { .. } => {
                let message = "this credential cannot be exchanged for another";
                Err(ApiError::local(
                    Operation::SignIn,
                    ErrorKind::Setup,
                    message,
                ))
            }
        }
    }

    /// Takes on an agency, through the gate of whoever takes it on. A refusal that is not about him
    /// is about the agency; either way it is final.
    async fn take_on(&self, base: &Credential, agency: &Agency) -> Result<Lease, ApiError> {
        let pass = self
            .pass(
                &self.options.base_gate,
                Operation::TakeOnAgency,
                Urgency::Look,
            )
            .await?;
        let lent = self.lent_by_iam(base, agency).await;
        match &lent {
            Ok(_) => pass.accepted(),
            Err(error) => match (error.kind, error.status) {
                (ErrorKind::Unauthorized, _) => pass.refused(error),
                (ErrorKind::Throttled | ErrorKind::Server, _) => pass.says_nothing(),
                (_, Some(400..=499)) => pass.accepted(),
                (_, Some(_)) => pass.says_nothing(),
                (_, None) => {}
            },
        }
        lent.map_err(|error| match (error.kind, error.status) {
            (ErrorKind::Throttled | ErrorKind::Server, _) => error,
            (_, Some(400..=499)) => ApiError {
                kind: ErrorKind::Unauthorized,
                ..error
            },
            _ => error,
        })
    }

    async fn lent_by_iam(&self, base: &Credential, agency: &Agency) -> Result<Lease, ApiError> {
        let own = match base {
            Credential::Keys { .. } | Credential::Token(_) => None,
            Credential::Password { domain, .. } => {
                Some(self.exchanged(base, Scope::Domain(domain)).await?)
            }
            Credential::Machine { .. } | Credential::Agency { .. } => {
                Some(self.exchanged(base, self.scope()).await?)
            }
        };
        let own = own.as_ref().map_or(base, |lease| &lease.credential);
        let by_token = matches!(own, Credential::Token(_));
        let request = match by_token {
            true => agency.ask_for_token(self.scope().within()),
            false => agency.ask_for_keys(),
        };
        let call = to_iam(Operation::TakeOnAgency, request);
        let answer = self.ask_iam(&call, Some(own)).await?;
        self.read(
            &call,
            &answer,
            if by_token { iam::token } else { Lease::keys },
        )
    }

    /// Asks the metadata service, in a session where it has them.
    async fn machine_keys(&self) -> Result<Lease, ApiError> {
        let Some(service) = &self.metadata else {
            let message = "nothing says where the metadata service is";
            return Err(ApiError::local(
                Operation::AskMachine,
                ErrorKind::Setup,
                message,
            ));
        };
        let mut begin = to_iam(Operation::AskMachine, metadata::begin());
        let ttl = header("x-metadata-token-ttl-seconds", metadata::SESSION.to_owned());
        let begun = exchange(service, &begin, vec![ttl]).await?;
        let session = match begun.is_success() {
            true => String::from_utf8(begun.body).ok().map(Secret::new),
            false if metadata::has_no_sessions(begun.status) => None,
            false => return Err(self.refused(&begin, &begun)),
        };
        begin.request = metadata::keys();
        self.know(&begin, session.clone().map(Credential::Token).as_ref());
        let headers = session
            .iter()
            .map(|token| secret_header("x-metadata-token", token));
        let answer = exchange(service, &begin, headers.collect()).await?;
        match answer.is_success() {
            true => self.read(&begin, &answer, Lease::keys),
            false => Err(self.refused(&begin, &answer)),
        }
    }

    /// The machine has no agency, or may not have its keys: asking again changes nothing.
    fn refused(&self, call: &Call, answer: &Answer) -> ApiError {
        let now = self.options.clock.now();
        let refusal = answer::refusal(call.attempted, answer, now);
        let kind = match answer.status {
            429 | 500.. => refusal.kind,
            _ => ErrorKind::Unauthorized,
        };
        ApiError { kind, ..refusal }
    }

    /// Sends a call to IAM with this credential, or none.
    async fn ask_iam(&self, call: &Call, own: Option<&Credential>) -> Result<Answer, ApiError> {
        let body = body_bytes(&call.request);
        let mut headers = plain_headers(call);
        if let Some(own) = own {
            self.put_on(own, call, &self.identity.host, &body, &mut headers);
        }
        self.know(call, own);
        let answer = exchange(&self.identity, call, headers).await?;
        match self.refusal(call, &answer) {
            Some(refusal) => Err(refusal),
            None => Ok(answer),
        }
    }

    fn read(
        &self,
        call: &Call,
        answer: &Answer,
        how: fn(&Answer, EpochMs) -> Result<Lease, DecodeError>,
    ) -> Result<Lease, ApiError> {
        how(answer, self.options.clock.now())
            .map_err(|error| answer::undecodable(call.attempted, answer, &error))
    }

    /// What tokens are for.
    fn scope(&self) -> Scope<'_> {
        match &self.options.project_id {
            Some(id) => Scope::Id(id),
            None => Scope::Name(self.project_name()),
        }
    }
}

pub(super) fn to_iam(attempted: Operation, request: Request) -> Call {
    Call {
        attempted,
        to: Service::Identity,
        urgency: Urgency::Look,
        request,
        project: None,
        departure: None,
        limit: Limit::ANSWER,
    }
}

/// Sends a call that is answered with a secret.
async fn exchange(
    endpoint: &Endpoint,
    call: &Call,
    headers: Vec<Header>,
) -> Result<Answer, ApiError> {
    let outgoing = Outgoing {
        method: call.request.method,
        uri: call.request.uri(),
        headers,
        body: body_bytes(&call.request),
        departure: None,
    };
    let answer = endpoint.borrow(outgoing).await;
    answer.map_err(|failure| lost(call.attempted, failure).into_error())
}
