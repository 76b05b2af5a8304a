//! What is promised of frames, as a program that fails where it does not hold.

use super::{Painter, Walk, crowd, fleet, with_charts, with_trends};
use std::time::{Duration, Instant};
use warren::lang::Lang;

/// What a frame may take.
const FRAME: Duration = Duration::from_millis(5);
const INSTANCES: usize = 10_000;
const QUEUES: usize = 10_000;
/// Frames that are drawn of each kind; the middle one counts, for others may want the processor.
const FRAMES: usize = 200;

/// Measures each kind of frame at 160x45.
pub fn hold() {
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
