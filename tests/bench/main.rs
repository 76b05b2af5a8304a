//! What things cost: `cargo bench`. Promised are less than 5 ms for a frame of 10,000 instances at
//! 160x45, with trends and in the tab of charts as well, the same for a key and a frame over 10,000
//! queues of a broker, and less than 20 ms for a filter over instances.
//! `cargo bench -- promises` measures the frames alone, and fails where one takes longer.
#![allow(clippy::unwrap_used, missing_docs)]

mod crowd;
mod fleet;
mod promises;

use divan::{AllocProfiler, Bencher, black_box};
use ratatui::buffer::Buffer;
use std::cell::RefCell;
use std::time::Duration;
use warren::api::Read;
use warren::api::v2::ListInstances;
use warren::broker::Part;
use warren::figures::{MINUTE, Range};
use warren::keymap::Keymap;
use warren::l10n::Words;
use warren::lang::Lang;
use warren::runtime::screen::Screen;
use warren::state::State;
use warren::state::live::Step;
use warren::state::view::ScreenSize;
use warren::ui;

/// Counts allocations of everything that is measured.
#[global_allocator]
static ALLOCATIONS: AllocProfiler = AllocProfiler::system();

const FLEETS: [usize; 3] = [100, 1_000, 10_000];
const NORMAL: (u16, u16) = (80, 24);
const LARGE: (u16, u16) = (160, 45);

fn main() {
    if std::env::args().any(|argument| argument == "promises") {
        return promises::hold();
    }
    divan::main();
}

/// A frame from the state to the bytes for the terminal, with the cursor one row further each time.
fn frame(bencher: Bencher, instances: usize, (width, height): (u16, u16), lang: Lang) {
    let state = fleet::state(instances, width, height);
    let mut painter = Painter::new(state, lang);
    bencher.bench_local(move || painter.next_row());
}

/// A state and the terminal that it is drawn for.
struct Painter {
    state: State,
    keymap: Keymap,
    words: Words,
    screen: Screen,
    step: isize,
}

impl Painter {
    fn new(state: State, lang: Lang) -> Self {
        Self {
            keymap: Keymap::preset(warren::keymap::Preset::Vim).0,
            words: Words::load(lang).unwrap(),
            screen: Screen::new(state.size.width, state.size.height),
            step: 1,
            state,
        }
    }

    /// A frame with the cursor on the next row.
    fn next_row(&mut self) {
        if self.state.fleet.cursor_at() + 1 == self.state.fleet.shown() {
            self.step = -1;
        }
        self.state.fleet.move_by(self.step, self.state.now);
        self.frame();
    }

    /// A frame with the cursor of the charts a step earlier.
    fn earlier(&mut self) {
        self.state.point(Step::Earlier, 1);
        self.frame();
    }

    fn frame(&mut self) {
        let ScreenSize { width, height } = self.state.size;
        let mut next: Buffer = Screen::blank(width, height);
        let drawn = ui::draw(&self.state, &self.keymap, &self.words, &mut next);
        black_box(self.screen.show(next, drawn.cursor).unwrap());
    }
}

/// A list with an hour of figures: each row in sight has its trend.
fn with_trends(instances: usize) -> Painter {
    Painter::new(measured(instances).0.into_inner().state, Lang::English)
}

/// The tab of charts of an instance with three nodes, a day long.
fn with_charts(instances: usize) -> Painter {
    let (fed, until) = measured(instances);
    let mut fed = fed.into_inner();
    // The list alone, the instance, its charts, a day of them.
    for key in ["enter", "enter", "2", "]", "]"] {
        fed.press(key);
    }
    assert!(fed.state.range_to_read().is_some(), "charts are shown");
    let id = &fed.state.fleet.selected().unwrap().key.id;
    let day = fleet::range(id, Range::Day, until);
    fed.figures(day);
    Painter::new(fed.state, Lang::English)
}

#[divan::bench(args = FLEETS)]
fn frame_160x45_with_trends(bencher: Bencher, instances: usize) {
    let mut painter = with_trends(instances);
    bencher.bench_local(move || painter.next_row());
}

#[divan::bench(args = FLEETS)]
fn frame_160x45_of_charts(bencher: Bencher, instances: usize) {
    let mut painter = with_charts(instances);
    bencher.bench_local(move || painter.earlier());
}

#[divan::bench(args = FLEETS)]
fn frame_80x24(bencher: Bencher, instances: usize) {
    frame(bencher, instances, NORMAL, Lang::English);
}

#[divan::bench(args = FLEETS)]
fn frame_160x45(bencher: Bencher, instances: usize) {
    frame(bencher, instances, LARGE, Lang::English);
}

/// A key that moves the cursor, and the frame with it: all that happens between the two.
struct Walk {
    fed: fleet::Fed,
    words: Words,
    screen: Screen,
    steps: usize,
}

impl Walk {
    fn new(fed: fleet::Fed) -> Self {
        Self {
            words: Words::load(Lang::English).unwrap(),
            screen: Screen::new(fed.state.size.width, fed.state.size.height),
            steps: 0,
            fed,
        }
    }

    /// To the next row, and from the last one to the first.
    fn step(&mut self, rows: usize) {
        self.steps = (self.steps + 1) % rows;
        let keys: &[&str] = if self.steps == 0 { &["g", "g"] } else { &["j"] };
        keys.iter().for_each(|key| self.fed.press(key));
        let ScreenSize { width, height } = self.fed.state.size;
        let mut next: Buffer = Screen::blank(width, height);
        let drawn = ui::draw(&self.fed.state, &self.fed.keymap, &self.words, &mut next);
        black_box(self.screen.show(next, drawn.cursor).unwrap());
    }
}

fn walk(bencher: Bencher, fed: fleet::Fed, rows: usize) {
    let mut walk = Walk::new(fed);
    bencher.bench_local(move || walk.step(rows));
}

#[divan::bench(args = FLEETS)]
fn walk_80x24_over_instances(bencher: Bencher, rows: usize) {
    walk(bencher, fleet::Fed::new(rows, NORMAL.0, NORMAL.1), rows);
}

#[divan::bench(args = FLEETS)]
fn walk_80x24_over_queues(bencher: Bencher, rows: usize) {
    walk(bencher, crowd::fed(rows, NORMAL.0, NORMAL.1), rows);
}

#[divan::bench(args = FLEETS)]
fn walk_160x45_over_instances(bencher: Bencher, rows: usize) {
    walk(bencher, fleet::Fed::new(rows, LARGE.0, LARGE.1), rows);
}

#[divan::bench(args = FLEETS)]
fn walk_160x45_over_queues(bencher: Bencher, rows: usize) {
    walk(bencher, crowd::fed(rows, LARGE.0, LARGE.1), rows);
}

/// A list of queues in which every one changed, as the loop takes it in.
#[divan::bench(args = FLEETS)]
fn take_queues(bencher: Bencher, rows: usize) {
    let mut fed = crowd::fed(rows, LARGE.0, LARGE.1);
    let mut round = 0;
    bencher
        .with_inputs(|| {
            round += 1;
            crowd::answer(rows, round)
        })
        .bench_local_values(|answer| fed.broker(Part::Queues, answer));
}

/// Every keystroke of a filter filters afresh.
#[divan::bench(args = FLEETS)]
fn filter(bencher: Bencher, instances: usize) {
    let mut state = fleet::state(instances, LARGE.0, LARGE.1);
    let mut texts = ["o", "or", "or 7", "or 7 tag:env", "or 7", "or", "o", ""]
        .iter()
        .cycle();
    bencher.bench_local(move || {
        let text = texts.next().copied().unwrap_or_default();
        state.fleet.set_filter(text, state.now);
        black_box(state.fleet.shown())
    });
}

/// Terms of every kind, one keystroke after the other.
#[divan::bench(args = FLEETS)]
fn filter_language(bencher: Bencher, instances: usize) {
    let mut state = fleet::state(instances, LARGE.0, LARGE.1);
    let whole = "orders !7 status=running tag:env=prod storage>20 age<900d !marked";
    let mut typed = (0..=whole.len()).cycle();
    bencher.bench_local(move || {
        let text = &whole[..typed.next().unwrap_or_default()];
        state.fleet.set_filter(text, state.now);
        black_box(state.fleet.shown())
    });
}

/// One letter more in the palette, which searches every instance by name, and its frame.
#[divan::bench(args = FLEETS)]
fn palette(bencher: Bencher, instances: usize) {
    let mut fed = fleet::Fed::new(instances, LARGE.0, LARGE.1);
    let words = Words::load(Lang::English).unwrap();
    fed.press(":");
    let mut keys = [
        "o",
        "r",
        "d",
        "7",
        "backspace",
        "backspace",
        "backspace",
        "backspace",
    ]
    .iter()
    .cycle();
    bencher.bench_local(move || {
        fed.press(keys.next().unwrap());
        let mut next: Buffer = Screen::blank(LARGE.0, LARGE.1);
        black_box(ui::draw(&fed.state, &fed.keymap, &words, &mut next))
    });
}

/// All that are shown are marked, asked for in one dialog, and let be.
#[divan::bench(args = FLEETS)]
fn mark_all_and_ask(bencher: Bencher, instances: usize) {
    let mut fed = fleet::Fed::new(instances, LARGE.0, LARGE.1);
    let words = Words::load(Lang::English).unwrap();
    bencher.bench_local(move || {
        for key in ["g", "g", "V", "G", "space", "D"] {
            fed.press(key);
        }
        assert!(fed.state.overlay.is_some(), "the dialog is there");
        let mut next: Buffer = Screen::blank(LARGE.0, LARGE.1);
        black_box(ui::draw(&fed.state, &fed.keymap, &words, &mut next));
        fed.press("esc");
        fed.press("ctrl-x");
    });
}

/// A frame in Chinese: half of its cells are halves of wide characters.
#[divan::bench(args = FLEETS)]
fn frame_160x45_in_chinese(bencher: Bencher, instances: usize) {
    frame(bencher, instances, LARGE, Lang::Chinese);
}

/// A whole list in which every instance changed, as the loop takes it in.
#[divan::bench(args = FLEETS)]
fn take_listing(bencher: Bencher, instances: usize) {
    let mut fed = fleet::Fed::new(instances, LARGE.0, LARGE.1);
    let mut round = 0;
    bencher
        .with_inputs(|| {
            round += 1;
            fleet::listing(instances, round)
        })
        .bench_local_values(|listing| fed.list(listing, Duration::from_secs(6)));
}

/// A whole list in which nothing changed.
#[divan::bench(args = FLEETS)]
fn take_same_listing(bencher: Bencher, instances: usize) {
    let mut fed = fleet::Fed::new(instances, LARGE.0, LARGE.1);
    bencher
        .with_inputs(|| fleet::listing(instances, 0))
        .bench_local_values(|listing| fed.list(listing, Duration::from_secs(6)));
}

/// A fleet with an hour of figures.
fn measured(instances: usize) -> (RefCell<fleet::Fed>, i64) {
    let mut fed = fleet::Fed::new(instances, LARGE.0, LARGE.1);
    for profile in fed.state.profiles.iter_mut() {
        profile.context.ces_endpoint = Some("ces.cn-north-4.myhuaweicloud.com".into());
    }
    let mut until = fed.state.now.wall;
    for _ in 0..12 {
        until += 5 * MINUTE;
        fed.list(fleet::listing(instances, 0), Duration::from_secs(300));
        for answer in fleet::minute(instances, until) {
            fed.figures(answer);
        }
    }
    (RefCell::new(fed), until)
}

/// One of the answers that bring the newest values of every instance, with what follows from them:
/// of 15 instances. A minute of 10,000 is 667 of them, and shall take less than 60 ms.
#[divan::bench(args = FLEETS, sample_count = 2000)]
fn take_an_answer_of_figures(bencher: Bencher, instances: usize) {
    let (fed, mut until) = measured(instances);
    let mut answers = fleet::minute(0, until).peekable();
    bencher
        .with_inputs(|| {
            if answers.peek().is_none() {
                until += MINUTE;
                let listing = fleet::listing(instances, 0);
                fed.borrow_mut().list(listing, Duration::from_secs(60));
                answers = fleet::minute(instances, until).peekable();
            }
            answers.next().unwrap()
        })
        .bench_local_values(|answer| fed.borrow_mut().figures(answer));
}

/// The body of one page of the list, as the service sends it.
#[divan::bench]
fn decode_page_of_50(bencher: Bencher) {
    let page = fleet::page();
    let read = ListInstances {
        offset: 0,
        limit: 50,
    };
    bencher.bench(|| read.decode(black_box(&page)).unwrap());
}
