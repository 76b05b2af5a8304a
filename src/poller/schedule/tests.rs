use super::*;
use crate::model::{InstanceId, InstanceKey, Scope};
use crate::state::interest::Look;

const FIVE: Duration = Duration::from_secs(5);

fn id(name: &str) -> InstanceId {
    InstanceId::new(name).unwrap()
}

fn looking_at(name: &str, parts: &[Part], by: Trigger) -> Interest {
    let key = InstanceKey {
        scope: Scope::new("p", "r"),
        id: id(name),
    };
    let parts = parts.to_vec();
    Interest {
        look: Some(Look { key, parts, by }),
        ..Interest::default()
    }
}

fn ms(ms: u64) -> Duration {
    Duration::from_millis(ms)
}

fn answer(schedule: &mut Schedule, job: &Job, requests: u32, now: Duration) {
    schedule.done(job, Outcome::Answered { requests }, 0.0, now);
}

#[test]
fn the_list_is_read_at_once_and_then_every_refresh() {
    let mut schedule = Schedule::new(FIVE);
    assert_eq!(schedule.due(ms(0)), [Job::Listing]);
    assert_eq!(schedule.due(ms(0)), [], "one read at a time");
    answer(&mut schedule, &Job::Listing, 1, ms(300));
    assert_eq!(schedule.next(), Some(ms(5300)));
    assert_eq!(schedule.due(ms(5300)), [Job::Listing]);
}

#[test]
fn moving_the_cursor_reads_nothing_until_it_rests() {
    let mut schedule = Schedule::new(FIVE);
    schedule.due(ms(0));
    for step in 0..10 {
        let name = format!("i-{step}");
        schedule.watch(
            looking_at(&name, &[Part::Plugins], Trigger::Cursor),
            ms(step * 100),
        );
        assert_eq!(schedule.due(ms(step * 100 + 99)), []);
    }
    assert_eq!(schedule.due(ms(1100)), [Job::Plugins(id("i-9"))]);
}

#[test]
fn opening_reads_at_once_and_leaving_drops_the_read() {
    let mut schedule = Schedule::new(FIVE);
    schedule.due(ms(0));
    schedule.watch(looking_at("a", &[Part::Detail], Trigger::Cursor), ms(0));
    schedule.watch(looking_at("a", &[Part::Detail], Trigger::Opening), ms(50));
    assert_eq!(schedule.due(ms(50)), [Job::Instance(id("a"))]);
    let superseded = schedule.watch(looking_at("b", &[Part::Detail], Trigger::Opening), ms(60));
    assert_eq!(superseded, [Job::Instance(id("a"))]);
}

#[test]
fn the_interval_stretches_so_that_polling_stays_within_two_requests_a_second() {
    let mut schedule = Schedule::new(FIVE);
    schedule.due(ms(0));
    answer(&mut schedule, &Job::Listing, 200, ms(0));
    assert_eq!(schedule.period(), Duration::from_secs(100));
    let mut now = ms(0);
    let mut requests = 0;
    schedule.watch(
        looking_at("a", &[Part::Detail, Part::Tasks], Trigger::Opening),
        now,
    );
    while now < Duration::from_secs(2000) {
        for job in schedule.due(now) {
            let cost = if job == Job::Listing { 200 } else { 1 };
            requests += cost;
            answer(&mut schedule, &job, cost, now);
        }
        now = schedule.next().unwrap();
    }
    let rate = f64::from(requests) / 2000.0;
    assert!(rate <= BUDGET * 1.01, "{rate} requests a second");
}

#[test]
fn a_slow_refresh_still_follows_writes_every_five_seconds() {
    let mut schedule = Schedule::new(Duration::from_secs(60));
    schedule.due(ms(0));
    let key = InstanceKey {
        scope: Scope::new("p", "r"),
        id: id("a"),
    };
    let follow = vec![Follow::Instance(key)];
    let interest = Interest {
        follow,
        ..Interest::default()
    };
    schedule.watch(interest, ms(0));
    let job = Job::Instance(id("a"));
    assert_eq!(schedule.due(ms(0)), std::slice::from_ref(&job));
    answer(&mut schedule, &job, 1, ms(100));
    assert_eq!(schedule.next(), Some(ms(5100)));
}

#[test]
fn failures_back_off_to_a_minute_and_recovery_takes_one_step() {
    let mut schedule = Schedule::new(FIVE);
    let mut now = ms(0);
    let mut waits = Vec::new();
    for _ in 0..1440 {
        assert_eq!(schedule.due(now), [Job::Listing]);
        let failed = Outcome::Failed { retry_after: None };
        schedule.done(&Job::Listing, failed, 0.0, now);
        let next = schedule.next().unwrap();
        waits.push((next - now).as_secs());
        now = next;
    }
    assert_eq!(waits[..5], [5, 10, 20, 40, 60]);
    assert_eq!(waits.iter().max(), Some(&60));
    schedule.due(now);
    answer(&mut schedule, &Job::Listing, 1, now);
    assert_eq!(schedule.next(), Some(now + FIVE));
}

#[test]
fn a_refused_credential_stops_everything_until_the_user_asks() {
    let mut schedule = Schedule::new(FIVE);
    schedule.watch(looking_at("a", &[Part::Detail], Trigger::Opening), ms(0));
    schedule.due(ms(0));
    schedule.done(&Job::Listing, Outcome::Locked, 0.0, ms(10));
    answer(&mut schedule, &Job::Instance(id("a")), 1, ms(20));
    assert_eq!(schedule.next(), None);
    schedule.refresh(ms(50));
    assert_eq!(schedule.due(Duration::from_secs(3600)), []);
    schedule.retry(Duration::from_secs(3600));
    assert_eq!(schedule.due(Duration::from_secs(3600)).len(), 2);
}

#[test]
fn a_refusal_of_another_read_is_brought_to_the_list_which_stops_everything() {
    let mut schedule = Schedule::new(FIVE);
    schedule.watch(looking_at("a", &[Part::Detail], Trigger::Opening), ms(0));
    schedule.due(ms(0));
    answer(&mut schedule, &Job::Listing, 1, ms(5));
    schedule.done(&Job::Instance(id("a")), Outcome::Locked, 0.0, ms(10));
    assert_eq!(schedule.due(ms(10)), [Job::Listing]);
    schedule.done(&Job::Listing, Outcome::Locked, 0.0, ms(10));
    assert_eq!(schedule.next(), None);
}

#[test]
fn a_refusal_from_before_the_user_asked_again_stops_nothing() {
    let mut schedule = Schedule::new(FIVE);
    schedule.due(ms(0));
    schedule.retry(ms(5));
    schedule.done(&Job::Listing, Outcome::Locked, 0.0, ms(10));
    assert_eq!(schedule.due(ms(10)), [Job::Listing]);
}

#[test]
fn a_refresh_during_a_read_reads_once_more_afterwards() {
    let mut schedule = Schedule::new(FIVE);
    schedule.due(ms(0));
    schedule.refresh(ms(10));
    assert_eq!(schedule.due(ms(20)), []);
    answer(&mut schedule, &Job::Listing, 1, ms(100));
    assert_eq!(schedule.due(ms(100)), [Job::Listing]);
    answer(&mut schedule, &Job::Listing, 1, ms(200));
    assert_eq!(schedule.next(), Some(ms(5200)));
}

#[test]
fn a_thousand_missing_rows_are_looked_up_within_the_budget() {
    let mut schedule = Schedule::new(FIVE);
    schedule.due(ms(0));
    answer(&mut schedule, &Job::Listing, 1, ms(0));
    let missing: Vec<Follow> = (0..1000)
        .map(|n| {
            let id = id(&format!("i-{n}"));
            let scope = Scope::new("p", "r");
            Follow::Instance(InstanceKey { scope, id })
        })
        .collect();
    let (mut now, mut asked, mut left) = (ms(0), 0, missing.as_slice());
    while now < Duration::from_secs(100) {
        // As the state does: a few at a time, and the next ones when those are settled.
        let follow = left[..left.len().min(8)].to_vec();
        let interest = Interest {
            follow,
            ..Interest::default()
        };
        schedule.watch(interest, now);
        let due = schedule.due(now);
        asked += due.len();
        for job in &due {
            answer(&mut schedule, job, 1, now);
            left = if *job == Job::Listing {
                left
            } else {
                &left[1..]
            };
        }
        now = schedule.next().unwrap().max(now + ms(1));
    }
    assert!(asked > 150, "{asked} in 100 s");
    assert!(asked <= 230, "{asked} in 100 s");
}

#[test]
fn tags_of_the_project_are_read_once_when_wanted_and_stretch_nothing() {
    let mut schedule = Schedule::new(FIVE);
    schedule.due(ms(0));
    answer(&mut schedule, &Job::Listing, 10, ms(0));
    let completing = || Interest {
        tags: vec![Scope::new("p", "r")],
        ..Interest::default()
    };
    schedule.watch(completing(), ms(100));
    assert_eq!(schedule.due(ms(100)), [Job::ProjectTags]);
    assert_eq!(schedule.period(), FIVE);
    let failed = Outcome::Failed { retry_after: None };
    schedule.done(&Job::ProjectTags, failed, 0.0, ms(200));
    schedule.watch(completing(), ms(300));
    assert_eq!(
        schedule.due(ms(4_900)),
        [],
        "a failure is no reason to hurry"
    );
    schedule.watch(Interest::default(), ms(4_950));
    assert_eq!(schedule.due(ms(400_000)), [Job::Listing]);
}
