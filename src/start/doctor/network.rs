//! The way to the service: proxy, names, connections, answers, and the clock beside theirs.

use std::time::{Duration, Instant};

use jiff::Timestamp;
use reqwest::Url;
use tokio::net::{TcpStream, lookup_host};
use tokio::time::timeout;

use super::LIMIT;
use super::report::{Check, Report};
use crate::api::{Credential, Door, ErrorKind, Probed, ReadClient, Silence, Told, Who};
use crate::config::Settings;
use crate::start::Exit;

/// The service refuses signatures from clocks that are further off.
const FATAL_SKEW: i64 = 15 * 60 * 1000;
/// From here on somebody should look at the clock.
const ODD_SKEW: i64 = 60 * 1000;

/// An address, taken apart.
struct Host {
    /// `DMS` or `IAM`.
    name: &'static str,
    door: Door,
    address: String,
    host: String,
    port: u16,
    secure: bool,
}

/// Looks at every address that will be needed; says whether the service answers as itself.
pub(super) async fn examine(settings: &Settings, reader: &ReadClient, report: &mut Report) -> bool {
    let mut good = true;
    for host in hosts(settings) {
        let answers = one(&host, settings, reader, report).await;
        // Without figures all else works.
        good &= answers || host.door == Door::Figures;
    }
    good
}

/// DMS; IAM when it will be asked, and Cloud Eye when figures will be, if they are somewhere else.
fn hosts(settings: &Settings) -> Vec<Host> {
    let asks_iam =
        settings.project_id.is_none() || matches!(settings.credential, Credential::Password { .. });
    let mut wanted = vec![("DMS", Door::Messages, &settings.endpoint)];
    if asks_iam && settings.iam_endpoint != settings.endpoint {
        wanted.push(("IAM", Door::Identity, &settings.iam_endpoint));
    }
    if let Some(figures) = settings.ces_endpoint.as_ref()
        && *figures != settings.endpoint
    {
        wanted.push(("Cloud Eye", Door::Figures, figures));
    }
    let taken_apart = wanted.into_iter().filter_map(|(name, door, address)| {
        let url = Url::parse(address).ok()?;
        Some(Host {
            name,
            door,
            host: url.host_str()?.trim_matches(['[', ']']).to_owned(),
            port: url.port_or_known_default()?,
            secure: url.scheme() == "https",
            address: address.clone(),
        })
    });
    taken_apart.collect()
}

async fn one(host: &Host, settings: &Settings, reader: &ReadClient, report: &mut Report) -> bool {
    let proxy = proxy(settings, host);
    let used = proxy.as_deref().unwrap_or("none is used");
    report.note(Check::ok(format!("{} proxy", host.name), used));
    let connected = match proxy {
        Some(_) => {
            let what = format!("{} name and connection", host.name);
            report.note(Check::skipped(what, "the proxy makes them"));
            true
        }
        None => report.note(resolves(host).await) && report.note(connects(host).await),
    };
    let (answer, clock) = (
        format!("{} answer", host.name),
        format!("{} clock", host.name),
    );
    if !connected {
        report.note(Check::skipped(answer, "there is no connection"));
        report.note(Check::skipped(clock, "there is no answer"));
        return false;
    }
    let asked = Timestamp::now().as_millisecond();
    let probed = reader.probe(host.door).await;
    let answered = Timestamp::now().as_millisecond();
    let good = report.note(judge_answer(answer, host, &probed));
    match probed {
        // Who is not the service has a clock of its own.
        Ok(probed) if good => {
            let ours = asked + (answered - asked) / 2;
            report.note(judge_clock(clock, &probed, ours));
        }
        _ => {
            report.note(Check::skipped(clock, "there is no answer of the service"));
        }
    }
    good
}

/// The way that calls to this host take, as the client itself reads it.
fn proxy(settings: &Settings, host: &Host) -> Option<String> {
    let through = settings.proxies.to(&host.address);
    through.ok().flatten().map(ToString::to_string)
}

async fn resolves(host: &Host) -> Check {
    let what = format!("{} name", host.name);
    let advice = "is the region right? Ask your network about its DNS, or set HTTPS_PROXY";
    let detail = match timeout(LIMIT, lookup_host((host.host.as_str(), host.port))).await {
        Ok(Ok(found)) => {
            let addresses: Vec<String> = found.map(|found| found.ip().to_string()).collect();
            return Check::ok(what, format!("{} is {}", host.host, addresses.join(", ")));
        }
        Ok(Err(error)) => format!("{} has no address: {error}", host.host),
        Err(_) => format!("no answer about {} within {}", host.host, seconds(LIMIT)),
    };
    Check::fail(what, Exit::Unreachable, detail).advising(advice)
}

async fn connects(host: &Host) -> Check {
    let what = format!("{} connection", host.name);
    let started = Instant::now();
    let connecting = TcpStream::connect((host.host.as_str(), host.port));
    let problem = match timeout(LIMIT, connecting).await {
        Ok(Ok(_)) => {
            let ms = started.elapsed().as_millis();
            let plain = match host.secure {
                true => "",
                false => ", plain http to this machine",
            };
            return Check::ok(what, format!("port {} in {ms} ms{plain}", host.port));
        }
        Ok(Err(error)) => error.to_string(),
        Err(_) => format!("nothing within {}", seconds(LIMIT)),
    };
    let detail = format!("{} port {}: {problem}", host.host, host.port);
    let advice = "is there a firewall, or a proxy to name in HTTPS_PROXY?";
    Check::fail(what, Exit::Unreachable, detail).advising(advice)
}

fn seconds(time: Duration) -> String {
    format!("{} s", time.as_secs())
}

/// What the answer to a stranger says about who is there. TLS is part of it.
fn judge_answer(what: String, host: &Host, probed: &Result<Probed, Silence>) -> Check {
    let address = &host.address;
    match probed {
        Ok(Probed { status, .. }) if *status >= 500 => {
            let detail = format!("{address} answers HTTP {status}: it is down");
            Check::fail(what, Exit::Unreachable, detail).advising("try again later")
        }
        Ok(Probed {
            who: Who::Somebody,
            status,
            ..
        }) => {
            let detail = format!("{address} answers HTTP {status}, but not as the service does");
            Check::warn(what, detail).advising("is it the right address? A proxy may have answered")
        }
        Ok(_) => Check::ok(what, format!("{address} answers as the service does")),
        Err(silence) => {
            let (said, advice) = match (Told::of(&silence.message), silence.kind) {
                (Some(told), _) => {
                    let said = format!("{}{}{}", told.before, told.problem.what(), told.detail);
                    (said, told.problem.advice())
                }
                (None, kind) => (silence.message.clone(), silent(kind)),
            };
            let detail = format!("{address}: {said}");
            Check::fail(what, Exit::Unreachable, detail).advising(advice)
        }
    }
}

fn silent(kind: ErrorKind) -> &'static str {
    match kind {
        ErrorKind::Timeout => "try again; is there a proxy to name in HTTPS_PROXY?",
        ErrorKind::Locked => "set the right user name and password in the proxy's variable",
        _ => "is it the right address?",
    }
}

/// Our clock beside theirs, which is exact to a second.
fn judge_clock(what: String, probed: &Probed, ours: i64) -> Check {
    match probed.date {
        Some(theirs) => clock(what, ours - theirs),
        None => Check::warn(what, "the answer does not say what time it is there"),
    }
}

/// Our clock, so many ms ahead of theirs.
pub(super) fn clock(what: String, skew: i64) -> Check {
    let words = match skew {
        -999..=1999 => "the same as the service's".to_owned(),
        2000.. => format!("{} ahead of the service", span(skew)),
        _ => format!("{} behind the service", span(-skew)),
    };
    let advice = "set this machine's clock, for example: timedatectl set-ntp true";
    if skew.abs() > FATAL_SKEW {
        let words = format!("{words}; signatures are refused beyond 15 min");
        Check::fail(what, Exit::Failed, words).advising(advice)
    } else if skew.abs() > ODD_SKEW {
        Check::warn(what, words).advising(advice)
    } else {
        Check::ok(what, words)
    }
}

fn span(ms: i64) -> String {
    match ms / 1000 {
        seconds @ ..120 => format!("{seconds} s"),
        seconds @ 120..7200 => format!("{} min", seconds / 60),
        seconds => format!("{} h", seconds / 3600),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::start::doctor::report::Verdict;

    fn host(name: &str) -> Host {
        Host {
            name: "DMS",
            door: Door::Messages,
            address: format!("https://{name}"),
            host: name.into(),
            port: 443,
            secure: true,
        }
    }

    #[test]
    fn a_clock_is_odd_from_a_minute_and_useless_beyond_fifteen() {
        let judged = |skew_s: i64| {
            let probed = Probed {
                status: 404,
                date: Some(1_000_000_000),
                who: Who::Cloud,
            };
            judge_clock("clock".into(), &probed, 1_000_000_000 + skew_s * 1000)
        };
        for (skew, verdict, words) in [
            (0, Verdict::Ok, "the same as the service's"),
            (1, Verdict::Ok, "the same as the service's"),
            (45, Verdict::Ok, "45 s ahead of the service"),
            (61, Verdict::Warn, "61 s ahead of the service"),
            (-600, Verdict::Warn, "10 min behind the service"),
            (900, Verdict::Warn, "15 min ahead of the service"),
            (
                -901,
                Verdict::Fail(Exit::Failed),
                "15 min behind the service; signatures are refused beyond 15 min",
            ),
            (
                86_400,
                Verdict::Fail(Exit::Failed),
                "24 h ahead of the service; signatures are refused beyond 15 min",
            ),
        ] {
            let check = judged(skew);
            assert_eq!(
                (check.verdict, check.detail.as_str()),
                (verdict, words),
                "{skew}"
            );
        }
    }

    #[tokio::test]
    async fn a_name_that_cannot_be_one_is_a_failure_with_the_name_in_it() {
        // No resolver is asked about a label of more than 63 letters.
        let name = format!("{}.invalid", "a".repeat(64));
        let check = resolves(&host(&name)).await;
        assert_eq!(check.verdict, Verdict::Fail(Exit::Unreachable));
        assert!(check.detail.contains(&name), "{}", check.detail);
    }
}
