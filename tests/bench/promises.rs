//! What is promised of frames and of figures, as a program that fails where it does not hold.

use super::{Painter, Walk, crowd, fleet, measured, with_charts, with_trends};
use std::time::{Duration, Instant};
use warren::figures::MINUTE;
use warren::lang::Lang;

/// What a frame may take.
const FRAME: Duration = Duration::from_millis(5);
const INSTANCES: usize = 10_000;
const QUEUES: usize = 10_000;
/// Frames that are drawn of each kind; the middle one counts, for others may want the processor.
const FRAMES: usize = 200;
/// What a minute of figures may take in all, and one answer of it.
const FIGURES: Duration = Duration::from_millis(60);
const ANSWER: Duration = Duration::from_millis(8);
/// Minutes that are taken in; again the middle one counts.
const MINUTES: usize = 15;

/// Measures each kind of frame at 160x45, and a minute of figures.
pub fn hold() {
    frames();
    figures();
}

fn figures() {
    let (fed, mut until) = measured(INSTANCES);
    let mut fed = fed.into_inner();
    let mut minutes: Vec<(Duration, Duration)> = (0..MINUTES)
        .map(|_| {
            until += MINUTE;
            fed.list(fleet::listing(INSTANCES, 0), Duration::from_secs(60));
            let (mut all, mut longest) = (Duration::ZERO, Duration::ZERO);
            for answer in fleet::minute(INSTANCES, until) {
                let begun = Instant::now();
                fed.figures(answer);
                let took = begun.elapsed();
                (all, longest) = (all + took, longest.max(took));
            }
            (all, longest)
        })
        .collect();
    minutes.sort();
    let (all, longest) = minutes[MINUTES / 2];
    println!("a minute of figures: {all:?}, an answer of it at most {longest:?}");
    assert!(all <= FIGURES, "not {FIGURES:?}");
    assert!(longest <= ANSWER, "not {ANSWER:?}");
}

fn frames() {
    let plain = fleet::state(INSTANCES, 160, 45);
    let mut plain = Painter::new(plain, Lang::English);
    let (mut trends, mut charts) = (with_trends(INSTANCES), with_charts(INSTANCES));
    let mut queues = Walk::new(crowd::fed(QUEUES, 160, 45));
    let took = [
        ("a list", median(|| plain.next_row())),
        ("a list with trends", median(|| trends.next_row())),
        ("charts", median(|| charts.earlier())),
        ("queues", median(|| queues.step(QUEUES))),
    ];
    for (what, took) in took {
        println!("a frame of {what}: {took:?}");
    }
    for (what, took) in took {
        assert!(
            took <= FRAME,
            "a frame of {what} takes {took:?}, not {FRAME:?}"
        );
    }
}

fn median(mut frame: impl FnMut()) -> Duration {
    let mut times: Vec<Duration> = (0..FRAMES)
        .map(|_| {
            let begun = Instant::now();
            frame();
            begun.elapsed()
        })
        .collect();
    times.sort();
    times[FRAMES / 2]
}
