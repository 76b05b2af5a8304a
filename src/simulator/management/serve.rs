//! What happens to a request between the socket of a broker and its answer: the same as to one to
//! the services, with its faults and its latency.

use std::io::Write as _;
use std::sync::Arc;

use axum::Router;
use axum::body::{self, Body, Bytes};
use axum::extract::{ConnectInfo, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, Response, StatusCode};
use flate2::Compression;
use flate2::write::GzEncoder;
use jiff::Timestamp;
use tokio::time::Instant;

use super::answer::Answer;
use super::ask::Ask;
use super::auth::Door;
use super::edition::Edition;
use super::look::Look;
use super::mutations::{self, Change};
use super::routes;
use crate::simulator::echo;
use crate::simulator::fault::FaultKind;
use crate::simulator::fault::rules::Seen;
use crate::simulator::log::Logged;
use crate::simulator::operation::Service;
use crate::simulator::query;
use crate::simulator::reply::Reply;
use crate::simulator::server::{Shared, lock};
use crate::simulator::wire::{Cut, Link};

/// Bytes of a body from which on it is compressed for who accepts that.
const WORTH_ZIPPING: usize = 300;
/// The most bytes of a body.
const LARGEST_BODY: usize = 1024 * 1024;

/// Where one instance is asked.
#[derive(Clone)]
pub struct Desk {
    pub shared: Arc<Shared>,
    pub instance: String,
    pub port: u16,
}

pub fn app(desk: Desk) -> Router {
    Router::new().fallback(handle).with_state(desk)
}

async fn handle(
    State(desk): State<Desk>,
    ConnectInfo(link): ConnectInfo<Link>,
    request: Request,
) -> Response<Body> {
    let arrived = Instant::now();
    let (head, body) = request.into_parts();
    let body = body::to_bytes(body, LARGEST_BODY).await.unwrap_or_default();
    let query = query::parameters(head.uri.query().unwrap_or_default());
    let shared = &desk.shared;
    let number = shared.note(desk.logged(&head, &body));
    let (verdict, changed) = shared.strike(&Seen {
        method: &head.method,
        path: head.uri.path(),
        query: &query,
        operation: None,
        service: Some(Service::Management),
    });
    let zips = accepts_gzip(&head.headers);
    let instead = verdict
        .fault
        .and_then(|fault| instead(fault, &head.headers, &body));
    let response = match instead {
        Some(Instead::Answer(answer)) => Some(desk.written(answer, zips)),
        Some(Instead::Reply(reply)) => Some(reply.into_response("", shared.clock.now())),
        None => desk
            .answer(&head, query, &body)
            .map(|answer| desk.written(answer, zips)),
    };
    shared.pause(arrived, &verdict, changed).await;
    let Some((response, length)) = response else {
        // Nobody is there: not even a refusal comes.
        link.cut(Cut::Reset);
        return Response::new(Body::empty());
    };
    match verdict.fault {
        Some(FaultKind::Reset | FaultKind::Lost) => link.cut(Cut::Reset),
        Some(FaultKind::Truncate) => link.cut(Cut::AfterBody(length / 2)),
        _ => lock(&shared.log).answered(number, response.status().as_u16()),
    }
    response
}

/// What a fault answers in place of the broker.
enum Instead {
    Answer(Answer),
    Reply(Reply),
}

/// The answer of a fault that never lets a request through; nothing when it takes effect.
fn instead(fault: FaultKind, headers: &HeaderMap, body: &Bytes) -> Option<Instead> {
    let edition = Edition::V310;
    let answer = match fault {
        FaultKind::Latency(_)
        | FaultKind::Late(_)
        | FaultKind::Hang
        | FaultKind::Lost
        | FaultKind::Truncate => return None,
        FaultKind::Reset => Answer::no_content(),
        FaultKind::Unauthorized => Answer::not_authorised(edition, "Login failed"),
        FaultKind::Forbidden | FaultKind::Tenant(_) => {
            Answer::not_authorised(edition, "Not monitor user")
        }
        FaultKind::TimedOut => Answer::bare(408),
        FaultKind::NotFound => Answer::not_found(),
        FaultKind::Throttled(_) => Answer::bare(429),
        FaultKind::ServerError(status) => {
            Answer::error(status, "Internal Server Error", "Internal Server Error")
        }
        FaultKind::Html(status) => {
            let html = format!("<html><body><h1>{status}</h1><hr>proxy</body></html>\r\n");
            return Some(Instead::Reply(Reply::page(status, html)));
        }
        FaultKind::Echo(spelling) => {
            return Some(Instead::Reply(echo::reply(spelling, headers, body)));
        }
    };
    Some(Instead::Answer(answer))
}

impl Desk {
    fn logged(&self, head: &Parts, body: &Bytes) -> Logged {
        Logged {
            method: head.method.to_string(),
            path: head.uri.path().to_owned(),
            query: head.uri.query().unwrap_or_default().to_owned(),
            body: String::from_utf8_lossy(body).into_owned(),
            project: self.instance.clone(),
            status: None,
        }
    }

    /// The broker's own answer; nothing when no broker is there.
    fn answer(&self, head: &Parts, query: Vec<(String, String)>, body: &Bytes) -> Option<Answer> {
        let now = self.shared.clock.now();
        let mut world = lock(&self.shared.state);
        world.advance(now);
        self.shared.settle(&mut world);
        let broker = world.broker(&self.instance)?;
        let instance = world.instance(&self.instance)?;
        let look = Look::new(broker, instance, now, self.port)?;
        let decided = self.answered(&look, head, query, body);
        let (answer, change) = decided.unwrap_or_else(|refusal| (refusal, None));
        if let Some(change) = change {
            change.make(&mut world, &self.instance);
        }
        Some(answer)
    }

    fn answered(
        &self,
        look: &Look<'_>,
        head: &Parts,
        query: Vec<(String, String)>,
        body: &Bytes,
    ) -> Result<(Answer, Option<Change>), Answer> {
        let path = Ask::segments(head.uri.path())?;
        let text = |name: &str| {
            let value = head.headers.get(name)?.to_str().ok()?;
            Some(value.to_owned())
        };
        let listeners = self.shared.listeners.as_ref();
        let listeners = listeners.ok_or_else(Answer::not_found)?;
        let door = Door {
            edition: look.edition,
            access_user: &look.instance.access_user,
            password: listeners.password(look.instance),
        };
        let user = door.enter(text("authorization").as_deref())?;
        let ask = Ask {
            method: head.method.clone(),
            path,
            query,
            body: body.to_vec(),
        };
        match ask.method {
            Method::GET | Method::HEAD => {
                routes::read(look, &user, &ask).map(|answer| (answer, None))
            }
            _ => mutations::decide(look, &user, &ask),
        }
    }

    /// The answer on the wire, and the length of its body.
    fn written(&self, answer: Answer, zips: bool) -> (Response<Body>, usize) {
        let has_body = answer.body.is_some();
        let body = answer.body.map(|body| body.to_string().into_bytes());
        let body = body.unwrap_or_default();
        let zipped = (zips && body.len() >= WORTH_ZIPPING).then(|| zipped(&body));
        let zipped = zipped.and_then(Result::ok);
        let encoding = zipped.is_some().then_some(("content-encoding", "gzip"));
        let body = zipped.unwrap_or(body);
        let length = body.len();
        let mut response = Response::new(Body::from(body));
        *response.status_mut() =
            StatusCode::from_u16(answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let date = date(self.shared.clock.now());
        let usual = [
            ("cache-control", "no-cache"),
            (
                "content-security-policy",
                "script-src 'self' 'unsafe-eval' 'unsafe-inline'; object-src 'self'",
            ),
            ("date", date.as_str()),
            ("server", "Cowboy"),
            ("vary", "accept, accept-encoding, origin"),
        ];
        let json = has_body.then_some(("content-type", "application/json"));
        let headers = response.headers_mut();
        let own = json.into_iter().chain(encoding).chain(answer.headers);
        for (name, value) in usual.into_iter().chain(own) {
            if let Ok(value) = HeaderValue::from_str(value) {
                headers.insert(name, value);
            }
        }
        (response, length)
    }
}

fn accepts_gzip(headers: &HeaderMap) -> bool {
    let accepted = headers.get("accept-encoding");
    let accepted = accepted.and_then(|value| value.to_str().ok());
    accepted.is_some_and(|value| value.contains("gzip"))
}

fn zipped(body: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(body)?;
    encoder.finish()
}

fn date(now: Timestamp) -> String {
    now.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string()
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use super::*;

    #[test]
    fn what_is_compressed_is_smaller_and_comes_back_whole() {
        let body = "[{\"messages\":0},{\"messages\":0}]".repeat(40);
        let small = zipped(body.as_bytes()).unwrap();
        assert!(small.len() * 4 < body.len(), "{}", small.len());
        let mut whole = String::new();
        let mut decoder = flate2::read::GzDecoder::new(small.as_slice());
        decoder.read_to_string(&mut whole).unwrap();
        assert_eq!(whole, body);
    }
}
