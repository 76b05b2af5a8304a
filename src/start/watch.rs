//! `warren watch`: what changes, a line each, until it is stopped.

use super::problems::{read, unlisted};
use super::{Exit, Failure, complain, on_screen, prepare, stop};
use crate::cli::{Args, LineOutput};
use crate::runtime::Headless;
use crate::watch::{self, Event, Streams};
use anyhow::Context as _;
use std::future::Future;
use std::io::{self, ErrorKind, Write};
use std::time::Duration;
use tokio::time::Instant;

/// How often it is looked whether something that should come does.
const LOOK: Duration = Duration::from_secs(5);

/// Prints until SIGINT or SIGTERM, or until nobody reads any more.
pub(super) fn run(args: &Args, output: LineOutput) -> Result<Exit, Failure> {
    let mut all = prepare(args)?;
    all.complain();
    let within = all.settings().map(|settings| settings.timeout).max();
    let within = within.unwrap_or_default();
    let setting = on_screen(&mut all)?;
    let ended = all.tokio.block_on(async {
        let stop = stop().context("could not listen to signals")?;
        tokio::pin!(stop);
        let headless = tokio::select! {
            headless = read(setting, within) => headless?,
            () = &mut stop => return Ok(Exit::Complete),
        };
        let state = &headless.session.state;
        // What is refused is not asked for again.
        if let Some(exit @ (Exit::Refused | Exit::NotConfigured)) = unlisted(state) {
            for profile in state.profiles.iter() {
                if let Some(failure) = &profile.feed.listing.failure {
                    complain(&format!("{}: {}", profile.scope().profile, failure.error));
                }
            }
            return Ok(exit);
        }
        match tell(headless, output, stop).await {
            Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(Exit::Complete),
            told => told
                .map(|()| Exit::Complete)
                .context("could not write to standard output"),
        }
    });
    all.end();
    Ok(ended?)
}

/// Says what changes from now on.
async fn tell(
    mut headless: Headless,
    output: LineOutput,
    stop: impl Future<Output = ()>,
) -> io::Result<()> {
    tokio::pin!(stop);
    let mut streams = Streams::default();
    let mut events = vec![Event::Begun];
    loop {
        let (state, w) = (&headless.session.state, headless.session.words());
        let heard = streams.listen(&w, state).into_iter();
        events.extend(heard.map(Event::Heard));
        let mut stdout = io::stdout().lock();
        for event in events.drain(..) {
            let line = match output {
                LineOutput::Text => watch::line(&w, state, &event),
                LineOutput::Json => watch::object(&w, state, &event),
            };
            writeln!(stdout, "{line}")?;
            stdout.flush()?;
        }
        drop(stdout);
        tokio::select! {
            came = headless.next(Instant::now() + LOOK) => {
                let told = came.told.into_iter();
                events.extend(told.map(|one| Event::Changed(Box::new(one))));
            }
            () = &mut stop => return Ok(()),
        }
    }
}
