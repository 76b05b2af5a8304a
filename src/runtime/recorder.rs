//! Writes transitions down, on a thread of its own: a disk that hangs holds nothing up.

use super::LoopEvent;
use crate::contained::contained;
use crate::event::Event;
use crate::model::EpochMs;
use crate::transitions::{Store, Transition};
use std::io;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::Duration;

/// How long the end waits for what was handed over last.
const LAST_WORDS: Duration = Duration::from_millis(100);
/// How many that could not be written are tried again with those that come next.
const OWED: usize = 1_000;

/// Writes down what changed of the instances.
#[derive(Debug)]
pub struct Recorder {
    told: Option<Sender<(Vec<Transition>, EpochMs)>>,
    done: Receiver<()>,
}

impl Recorder {
    /// Starts to write into a store. That it cannot be written is said to `pulses`, once until it can
    /// be again.
    ///
    /// # Errors
    /// When there can be no thread.
    pub fn start(store: Store, pulses: Sender<LoopEvent>) -> io::Result<Self> {
        let (told, news) = channel();
        let (ended, done) = channel();
        thread::Builder::new()
            .name("record".into())
            .spawn(move || {
                write(&store, &news, |why| {
                    let _ = pulses.send(LoopEvent::Event(Event::NotRecorded(why)));
                });
                let _ = ended.send(());
            })?;
        Ok(Self {
            told: Some(told),
            done,
        })
    }

    /// Writes these down soon, oldest first.
    pub fn record(&self, told: Vec<Transition>, now: EpochMs) {
        if let Some(into) = &self.told {
            let _ = into.send((told, now));
        }
    }

    /// Takes no more, and waits for so long until everything is written.
    fn end(&mut self, wait: Duration) {
        self.told = None;
        let _ = self.done.recv_timeout(wait);
    }
}

impl Drop for Recorder {
    fn drop(&mut self) {
        self.end(LAST_WORDS);
    }
}

fn write(store: &Store, news: &Receiver<(Vec<Transition>, EpochMs)>, say: impl Fn(String)) {
    let mut owed: Vec<Transition> = Vec::new();
    let mut said = false;
    for (told, now) in news {
        owed.extend(told);
        let written = contained(|| store.add(&owed, now));
        let why = match written {
            Ok(Ok(())) => {
                (owed, said) = (Vec::new(), false);
                continue;
            }
            Ok(Err(error)) => error.to_string(),
            Err(defect) => {
                // What it fails with is not tried again.
                owed.clear();
                defect.to_string()
            }
        };
        let over = owed.len().saturating_sub(OWED);
        owed.drain(..over);
        if !std::mem::replace(&mut said, true) {
            tracing::warn!(%why, "transitions are not written down");
            say(why);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{InstanceId, Scope, Status};
    use crate::transitions::Change;
    use std::fs;

    fn told(at: EpochMs) -> Vec<Transition> {
        let id = InstanceId::new("i").unwrap();
        let (mut from, mut to) = (Some(Status::Running), Some(Status::Error));
        if at % 2 == 0 {
            std::mem::swap(&mut from, &mut to);
        }
        vec![Transition {
            at,
            key: Scope::new("p", "r").instance(&id),
            name: "orders".into(),
            change: Change::Status { from, to },
        }]
    }

    #[test]
    fn what_cannot_be_written_is_said_once_and_written_when_it_can_be() {
        let home = tempfile::tempdir().unwrap();
        let directory = home.path().join("state");
        fs::write(&directory, "").unwrap();
        let store = Store::new(&directory);
        let (into, news) = channel();
        let said = std::cell::Cell::new(0);
        for at in 0..3 {
            into.send((told(at), 9)).unwrap();
        }
        drop(into);
        write(&store, &news, |_| said.set(said.get() + 1));
        assert_eq!(said.get(), 1);
        let (pulses, wakes) = channel();
        let mut recorder = Recorder::start(store.clone(), pulses).unwrap();
        recorder.record(told(3), 9);
        let why = wakes.recv().unwrap();
        assert!(matches!(why, LoopEvent::Event(Event::NotRecorded(_))));
        fs::remove_file(&directory).unwrap();
        recorder.record(told(4), 9);
        recorder.end(Duration::from_secs(60));
        let kept: Vec<EpochMs> = store.read(9).unwrap().iter().map(|one| one.at).collect();
        assert_eq!(kept, [3, 4]);
    }
}
