//! Who is let in, and when nobody is.

use super::*;
use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

fn refusal() -> ApiError {
    ApiError {
        status: Some(401),
        ..ApiError::local(
            Operation::ListInstances,
            ErrorKind::Unauthorized,
            "no such key",
        )
    }
}

fn poll<F: Future>(future: std::pin::Pin<&mut F>) -> Poll<F::Output> {
    future.poll(&mut Context::from_waker(Waker::noop()))
}

fn ready(gate: &Arc<Gate>) -> Result<Pass, ApiError> {
    match poll(pin!(gate.enter(Operation::ShowTask, Urgency::Look))) {
        Poll::Ready(answer) => answer,
        Poll::Pending => panic!("had to wait"),
    }
}

#[test]
fn the_first_call_goes_alone_and_the_rest_follow_once_it_is_accepted() {
    let gate = Arc::<Gate>::default();
    let first = ready(&gate).unwrap();
    let mut second = pin!(gate.enter(Operation::ShowTask, Urgency::Look));
    assert!(poll(second.as_mut()).is_pending());
    first.accepted();
    assert!(matches!(poll(second.as_mut()), Poll::Ready(Ok(_))));
    assert!(ready(&gate).is_ok());
}

#[test]
fn figures_take_two_places_at_most_and_go_last() {
    let gate = Arc::<Gate>::default();
    ready(&gate).unwrap().accepted();
    let figures = || gate.enter(Operation::ReadFigures, Urgency::Figures);
    let passes: Vec<_> = (0..2).map(|_| pin_ready(figures())).collect();
    let mut third = Box::pin(figures());
    assert!(poll(third.as_mut()).is_pending());
    let others: Vec<Pass> = (0..2).map(|_| ready(&gate).unwrap()).collect();
    drop(passes);
    drop(others);
    assert!(matches!(poll(third.as_mut()), Poll::Ready(Ok(_))));
}

fn pin_ready(enter: impl Future<Output = Result<Pass, ApiError>>) -> Pass {
    match poll(pin!(enter)) {
        Poll::Ready(pass) => pass.unwrap(),
        Poll::Pending => panic!("had to wait"),
    }
}

#[test]
fn a_refusal_by_another_service_counts_and_stops_nobody_here() {
    let gate = Arc::<Gate>::default();
    ready(&gate).unwrap().accepted();
    let pass = pin_ready(gate.enter(Operation::ReadFigures, Urgency::Figures));
    pass.refused_elsewhere();
    drop(pass);
    assert_eq!(*gate.refusals().borrow(), 1);
    assert!(ready(&gate).is_ok());
}

#[test]
fn a_refusal_locks_everybody_out_until_the_user_asks() {
    let gate = Arc::<Gate>::default();
    let first = ready(&gate).unwrap();
    let mut second = pin!(gate.enter(Operation::ShowTask, Urgency::Look));
    assert!(poll(second.as_mut()).is_pending());
    first.refused(&refusal());
    drop(first);
    let expected = ApiError {
        attempted: Operation::ShowTask,
        kind: ErrorKind::Locked,
        ..refusal()
    };
    match poll(second.as_mut()) {
        Poll::Ready(Err(error)) => assert_eq!(error, expected),
        other => panic!("{other:?}"),
    }
    assert_eq!(ready(&gate).unwrap_err(), expected);
    gate.reopen();
    assert!(ready(&gate).is_ok());
}

#[test]
fn a_first_call_without_a_verdict_lets_the_next_one_try_alone() {
    let gate = Arc::<Gate>::default();
    drop(ready(&gate).unwrap());
    let second = ready(&gate).unwrap();
    assert!(poll(pin!(gate.enter(Operation::ShowTask, Urgency::Look))).is_pending());
    drop(second);
}

#[test]
fn a_late_refusal_from_before_the_user_asked_counts_and_ends_nothing() {
    let gate = Arc::<Gate>::default();
    ready(&gate).unwrap().accepted();
    let (old, other) = (ready(&gate).unwrap(), ready(&gate).unwrap());
    other.refused(&refusal());
    drop(other);
    gate.reopen();
    old.refused(&refusal());
    drop(old);
    assert_eq!(*gate.refusals().borrow(), 2);
    assert!(ready(&gate).is_ok());
}

#[test]
fn what_is_still_under_way_may_all_be_refused_without_a_fifth_refusal() {
    let gate = Arc::<Gate>::default();
    ready(&gate).unwrap().accepted();
    let mut old: Vec<Pass> = (0..4).map(|_| ready(&gate).unwrap()).collect();
    let mut fifth = pin!(gate.enter(Operation::ShowTask, Urgency::Write));
    assert!(poll(fifth.as_mut()).is_pending());
    let other = old.pop().unwrap();
    other.refused(&refusal());
    drop(other);
    gate.reopen();
    let mut again = pin!(gate.enter(Operation::ShowTask, Urgency::Write));
    assert!(poll(again.as_mut()).is_pending(), "1 refused, 3 under way");
    old.iter().for_each(|pass| pass.refused(&refusal()));
    drop(old);
    for waiting in [fifth, again] {
        match poll(waiting) {
            Poll::Ready(Err(error)) => assert_eq!(error.kind, ErrorKind::Locked),
            other => panic!("{other:?}"),
        }
    }
    gate.reopen();
    assert_eq!(ready(&gate).unwrap_err().kind, ErrorKind::Locked);
}

#[test]
fn a_call_without_an_answer_counts_when_the_credential_was_refused_meanwhile() {
    let gate = Arc::<Gate>::default();
    ready(&gate).unwrap().accepted();
    let (other, lost, unsent) = (ready(&gate), ready(&gate), ready(&gate));
    other.unwrap().refused(&refusal());
    drop(lost);
    unsent.unwrap().says_nothing();
    assert_eq!(*gate.refusals().borrow(), 2);
}

#[test]
fn a_late_success_does_not_open_a_closed_gate() {
    let gate = Arc::<Gate>::default();
    ready(&gate).unwrap().accepted();
    let (late, other) = (ready(&gate).unwrap(), ready(&gate).unwrap());
    other.refused(&refusal());
    late.accepted();
    assert_eq!(ready(&gate).unwrap_err().kind, ErrorKind::Locked);
}
