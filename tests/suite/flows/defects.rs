//! A defect of warren itself where files and other programs are used: an error on the screen, and
//! the session goes on.

use crate::live::passing::is_the_test_waiting;
use crate::live::{Live, Setup};
use std::ops::Range;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use warren::api::{ApiError, Clock, Operation};
use warren::contained::is_contained;
use warren::journal::{file, read};
use warren::state::export::NotExported;
use warren::state::notice::NoticeKind;
use warren::state::overlay::Overlay;
use warren::state::write::pending::WriteStatus;

const DEFECT: &str = "warren itself failed at it";

/// The clock of a journal that breaks down when it is asked the time.
#[derive(Default)]
struct Trap {
    asked: AtomicUsize,
    /// At which of its calls.
    at: Mutex<Range<usize>>,
    /// It did where nothing makes an error of a panic: the program would end.
    wild: AtomicBool,
}

impl Trap {
    fn clock(self: &Arc<Self>) -> Clock {
        let (trap, real) = (Arc::clone(self), Clock::system());
        Clock::new(move || {
            if is_the_test_waiting() {
                return real.now();
            }
            let call = trap.asked.fetch_add(1, Ordering::SeqCst);
            let here = trap.at.lock().unwrap().contains(&call);
            if here {
                trap.wild.fetch_or(!is_contained(), Ordering::SeqCst);
                panic!("planted");
            }
            real.now()
        })
    }

    fn set(&self, calls: Range<usize>) {
        *self.at.lock().unwrap() = calls;
    }

    /// At its next call.
    fn set_now(&self) {
        let next = self.asked.load(Ordering::SeqCst);
        self.set(next..next + 1);
    }

    /// At every call from now on.
    fn set_for_good(&self) {
        self.set(self.asked.load(Ordering::SeqCst)..usize::MAX);
    }

    /// It went off, once for each call it was set at, and the program would not have ended.
    fn check(&self) {
        let asked = self.asked.load(Ordering::SeqCst);
        let at = self.at.lock().unwrap().clone();
        let all = match at.end {
            usize::MAX => at.start + 1,
            end => end,
        };
        assert!(asked >= all, "it was not asked");
        assert!(!self.wild.load(Ordering::SeqCst), "the program would end");
    }
}

/// Whether this is on screen, however its lines are broken.
fn shows(live: &mut Live, text: &str) -> bool {
    let flat = live.screen().replace(['\n', '│'], " ");
    let words: Vec<&str> = flat.split_whitespace().collect();
    words.join(" ").contains(text)
}

fn setup(trap: &Arc<Trap>) -> Setup {
    Setup {
        written_at: trap.clock(),
        ..Setup::with(&["orders-01", "orders-02"])
    }
}

/// Lines in the journal.
fn lines(live: &Live) -> usize {
    let text = std::fs::read_to_string(live.home.path().join(file::FILE));
    text.unwrap_or_default().lines().count()
}

/// What is said of the journal.
fn trouble(live: &Live) -> Vec<&str> {
    let notices = live.state().notices.iter();
    let said = notices.filter_map(|notice| match &notice.said {
        NoticeKind::JournalTrouble { why, .. } | NoticeKind::JournalUnread(why) => {
            Some(why.as_str())
        }
        _ => None,
    });
    said.collect()
}

#[tokio::test(start_paused = true)]
async fn a_panic_in_the_journal_at_the_start_is_said_and_the_next_write_is_written_down() {
    let trap = Arc::new(Trap::default());
    // The name of the run takes the first; then it is tried, and looked through.
    trap.set(1..3);
    let mut live = setup(&trap).start().await;
    live.listed().await;
    live.until("both are said", |live| trouble(live).len() == 2)
        .await;
    assert!(trouble(&live).iter().all(|why| why.starts_with(DEFECT)));
    trap.check();
    assert!(shows(&mut live, DEFECT), "{}", live.screen());
    live.delete("orders-01");
    live.until("it is gone", Live::settled).await;
    live.until("it and its end are written down", |live| lines(live) == 3)
        .await;
}

#[tokio::test(start_paused = true)]
async fn a_panic_in_the_journal_before_a_write_holds_it_back_and_says_so() {
    let trap = Arc::new(Trap::default());
    let mut live = setup(&trap).start().await;
    live.listed().await;
    live.select("orders-01");
    live.press("D");
    live.pass(Duration::from_secs(1)).await;
    live.type_text("orders-01");
    trap.set_now();
    live.press("enter");
    live.until("it is held back", Live::settled).await;
    trap.check();
    assert_eq!(live.writes(), []);
    let said = live.said();
    assert!(
        matches!(said.last(), Some(WriteStatus::NotSentUnrecorded(why)) if why.starts_with(DEFECT)),
        "{said:?}"
    );
    let said = "it could not be written down";
    assert!(shows(&mut live, said), "{}", live.screen());
    live.go_home();
    live.delete("orders-01");
    live.until("it is gone", Live::settled).await;
    assert_eq!(live.writes().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_panic_in_the_journal_while_it_takes_what_was_learned_is_said() {
    let trap = Arc::new(Trap::default());
    let mut live = setup(&trap)
        .faults(&["reset@delete_instance"])
        .start()
        .await;
    live.listed().await;
    live.delete("orders-01");
    live.until("its answer is lost", |live| {
        matches!(live.said().last(), Some(WriteStatus::Unknown(_)))
    })
    .await;
    live.until("all of that is written down", |live| lines(live) == 2)
        .await;
    // The session may still be asking whether the journal can be written, on a thread of its own.
    trap.set_for_good();
    live.until_settled().await;
    live.until("it is said", |live| trouble(live).len() == 1)
        .await;
    trap.check();
    // The next start asks again.
    let text = std::fs::read_to_string(live.home.path().join(file::FILE)).unwrap();
    assert_eq!(read(&[text]).entries[0].open_targets().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_panic_while_a_table_is_written_is_said_and_the_next_one_is_written() {
    static WILD: AtomicBool = AtomicBool::new(false);
    let mut live = Live::with(&["orders-01"]).await;
    live.session.write_file = |_, _, _| {
        WILD.fetch_or(!is_contained(), Ordering::SeqCst);
        panic!("planted")
    };
    let went = |live: &Live| {
        let notices = live.state().notices.iter();
        let went = notices.filter_map(|notice| match &notice.said {
            NoticeKind::Exported(exported) => Some(exported.went.clone().map(|_| ())),
            _ => None,
        });
        went.collect::<Vec<_>>()
    };
    live.press("f12");
    live.until("it is said", |live| !went(live).is_empty())
        .await;
    let reason = format!("{DEFECT}: a defect");
    assert_eq!(went(&live), [Err(NotExported::Other(reason))]);
    assert!(!WILD.load(Ordering::SeqCst), "the program would end");
    assert!(shows(&mut live, "not exported:"), "{}", live.screen());
    live.session.write_file = |_, name, _| (name.to_owned(), Ok(()));
    live.press("f12");
    live.until("it is written", |live| went(live).contains(&Ok(())))
        .await;
}

#[tokio::test(start_paused = true)]
async fn a_profile_that_warren_fails_to_open_says_so_beside_the_others() {
    let mut live = Live::with(&["orders-01"]).await;
    live.offer(Setup::with(&["orders-02"]).of("other", "cn-north-4"))
        .await;
    live.choose(&["flow", "other"]);
    live.opened_by(|_| Err(ApiError::defect(Operation::Connect)));
    live.settle().await;
    assert!(shows(&mut live, DEFECT), "{}", live.screen());
    assert_eq!(live.names(), ["orders-01"]);
    live.delete("orders-01");
    live.until("it is gone", Live::settled).await;
    assert!(!matches!(
        live.state().overlay,
        Some(Overlay::Refused { .. })
    ));
}
