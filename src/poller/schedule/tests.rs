use super::*;
use crate::model::{InstanceId, Scope};
use crate::state::span::Span;

const FIVE: Duration = Duration::from_secs(5);

fn id(name: &str) -> InstanceId {
    InstanceId::new(name).unwrap()
}

fn wanting(queries: impl IntoIterator<Item = Query>, trigger: Trigger) -> Interest {
    let wants = queries.into_iter().map(|query| Want {
        scope: Scope::new("p", "r"),
        query,
        trigger,
    });
    Interest {
        wants: wants.collect(),
        ..Interest::default()
    }
}

fn looking_at(name: &str, trigger: Trigger) -> Interest {
    wanting([Query::Instance(id(name))], trigger)
}

fn ms(ms: u64) -> Duration {
    Duration::from_millis(ms)
}

fn answer(schedule: &mut Schedule, query: &Query, requests: u32, now: Duration) {
    schedule.done(query, Outcome::Answered { requests }, 0.0, now);
}

#[test]
fn the_list_is_read_at_once_and_then_every_refresh() {
    let mut schedule = Schedule::new(FIVE);
    assert_eq!(schedule.due(ms(0)), [Query::Listing]);
    assert_eq!(schedule.due(ms(0)), [], "one read at a time");
    answer(&mut schedule, &Query::Listing, 1, ms(300));
    assert_eq!(schedule.next(), Some(ms(5300)));
    assert_eq!(schedule.due(ms(5300)), [Query::Listing]);
}

#[test]
fn moving_the_cursor_reads_nothing_until_it_rests() {
    let mut schedule = Schedule::new(FIVE);
    schedule.due(ms(0));
    for step in 0..10 {
        let name = format!("i-{step}");
        let plugins = wanting([Query::Plugins(id(&name))], Trigger::Cursor);
        schedule.watch(plugins, ms(step * 100));
        assert_eq!(schedule.due(ms(step * 100 + 99)), []);
    }
    assert_eq!(schedule.due(ms(1100)), [Query::Plugins(id("i-9"))]);
}

#[test]
fn opening_reads_at_once_and_leaving_drops_the_read() {
    let mut schedule = Schedule::new(FIVE);
    schedule.due(ms(0));
    schedule.watch(looking_at("a", Trigger::Cursor), ms(0));
    schedule.watch(looking_at("a", Trigger::Opening), ms(50));
    assert_eq!(schedule.due(ms(50)), [Query::Instance(id("a"))]);
    let superseded = schedule.watch(looking_at("b", Trigger::Opening), ms(60));
    assert_eq!(superseded, [Query::Instance(id("a"))]);
}

#[test]
fn the_interval_stretches_so_that_polling_stays_within_two_requests_a_second() {
    let mut schedule = Schedule::new(FIVE);
    schedule.due(ms(0));
    answer(&mut schedule, &Query::Listing, 200, ms(0));
    assert_eq!(schedule.period(), Duration::from_secs(100));
    let mut now = ms(0);
    let mut requests = 0;
    let parts = [Query::Instance(id("a")), Query::Tasks(id("a"), Span::All)];
    schedule.watch(wanting(parts, Trigger::Opening), now);
    while now < Duration::from_secs(2000) {
        for query in schedule.due(now) {
            let cost = if query == Query::Listing { 200 } else { 1 };
            requests += cost;
            answer(&mut schedule, &query, cost, now);
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
    schedule.watch(looking_at("a", Trigger::Following), ms(0));
    let query = Query::Instance(id("a"));
    assert_eq!(schedule.due(ms(0)), std::slice::from_ref(&query));
    answer(&mut schedule, &query, 1, ms(100));
    assert_eq!(schedule.next(), Some(ms(5100)));
}

#[test]
fn failures_back_off_to_a_minute_and_recovery_takes_one_step() {
    let mut schedule = Schedule::new(FIVE);
    let mut now = ms(0);
    let mut waits = Vec::new();
    for _ in 0..1440 {
        assert_eq!(schedule.due(now), [Query::Listing]);
        let failed = Outcome::Failed { retry_after: None };
        schedule.done(&Query::Listing, failed, 0.0, now);
        let next = schedule.next().unwrap();
        waits.push((next - now).as_secs());
        now = next;
    }
    assert_eq!(waits[..5], [5, 10, 20, 40, 60]);
    assert_eq!(waits.iter().max(), Some(&60));
    schedule.due(now);
    answer(&mut schedule, &Query::Listing, 1, now);
    assert_eq!(schedule.next(), Some(now + FIVE));
}

#[test]
fn a_refused_credential_stops_everything_until_the_user_asks() {
    let mut schedule = Schedule::new(FIVE);
    schedule.watch(looking_at("a", Trigger::Opening), ms(0));
    schedule.due(ms(0));
    schedule.done(&Query::Listing, Outcome::Locked, 0.0, ms(10));
    answer(&mut schedule, &Query::Instance(id("a")), 1, ms(20));
    assert_eq!(schedule.next(), None);
    schedule.refresh(ms(50));
    assert_eq!(schedule.due(Duration::from_secs(3600)), []);
    schedule.retry(Duration::from_secs(3600));
    assert_eq!(schedule.due(Duration::from_secs(3600)).len(), 2);
}

#[test]
fn a_refusal_of_another_read_is_brought_to_the_list_which_stops_everything() {
    let mut schedule = Schedule::new(FIVE);
    schedule.watch(looking_at("a", Trigger::Opening), ms(0));
    schedule.due(ms(0));
    answer(&mut schedule, &Query::Listing, 1, ms(5));
    schedule.done(&Query::Instance(id("a")), Outcome::Locked, 0.0, ms(10));
    assert_eq!(schedule.due(ms(10)), [Query::Listing]);
    schedule.done(&Query::Listing, Outcome::Locked, 0.0, ms(10));
    assert_eq!(schedule.next(), None);
}

#[test]
fn a_refusal_from_before_the_user_asked_again_stops_nothing() {
    let mut schedule = Schedule::new(FIVE);
    schedule.due(ms(0));
    schedule.retry(ms(5));
    schedule.done(&Query::Listing, Outcome::Locked, 0.0, ms(10));
    assert_eq!(schedule.due(ms(10)), [Query::Listing]);
}

#[test]
fn a_refresh_during_a_read_reads_once_more_afterwards() {
    let mut schedule = Schedule::new(FIVE);
    schedule.due(ms(0));
    schedule.refresh(ms(10));
    assert_eq!(schedule.due(ms(20)), []);
    answer(&mut schedule, &Query::Listing, 1, ms(100));
    assert_eq!(schedule.due(ms(100)), [Query::Listing]);
    answer(&mut schedule, &Query::Listing, 1, ms(200));
    assert_eq!(schedule.next(), Some(ms(5200)));
}

#[test]
fn a_thousand_missing_rows_are_looked_up_within_the_budget() {
    let mut schedule = Schedule::new(FIVE);
    schedule.due(ms(0));
    answer(&mut schedule, &Query::Listing, 1, ms(0));
    let missing = (0..1000).map(|n| Query::Instance(id(&format!("i-{n}"))));
    let missing: Vec<Query> = missing.collect();
    let (mut now, mut asked, mut left) = (ms(0), 0, missing.as_slice());
    while now < Duration::from_secs(100) {
        // As the state does: a few at a time, and the next ones when those are settled.
        let follow = left[..left.len().min(8)].to_vec();
        schedule.watch(wanting(follow, Trigger::Following), now);
        let due = schedule.due(now);
        asked += due.len();
        for query in &due {
            answer(&mut schedule, query, 1, now);
            left = if *query == Query::Listing {
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
    answer(&mut schedule, &Query::Listing, 10, ms(0));
    let completing = || wanting([Query::ProjectTags], Trigger::Opening);
    schedule.watch(completing(), ms(100));
    assert_eq!(schedule.due(ms(100)), [Query::ProjectTags]);
    assert_eq!(schedule.period(), FIVE);
    let failed = Outcome::Failed { retry_after: None };
    schedule.done(&Query::ProjectTags, failed, 0.0, ms(200));
    schedule.watch(completing(), ms(300));
    assert_eq!(
        schedule.due(ms(4_900)),
        [],
        "a failure is no reason to hurry"
    );
    schedule.watch(Interest::default(), ms(4_950));
    assert_eq!(schedule.due(ms(400_000)), [Query::Listing]);
}

#[test]
fn what_a_row_says_beside_the_list_is_read_rarely_until_it_is_looked_at() {
    let mut schedule = Schedule::new(FIVE);
    schedule.due(ms(0));
    answer(&mut schedule, &Query::Listing, 10, ms(0));
    let query = Query::AutoExpansion(id("a"));
    let rows = || wanting([query.clone()], Trigger::Row);
    schedule.watch(rows(), ms(100));
    assert_eq!(schedule.due(ms(100)), std::slice::from_ref(&query));
    answer(&mut schedule, &query, 1, ms(200));
    assert_eq!(schedule.period(), FIVE, "it stretches nothing");
    schedule.watch(rows(), ms(300));
    schedule.due(ms(5000));
    answer(&mut schedule, &Query::Listing, 10, ms(5000));
    assert_eq!(schedule.due(ms(9_000)), []);
    let mut both = looking_at("a", Trigger::Opening);
    both.wants
        .extend(wanting([query.clone()], Trigger::Opening).wants);
    both.wants.extend(rows().wants);
    schedule.watch(both, ms(9_000));
    let due = schedule.due(ms(9_000));
    assert!(due.contains(&query), "{due:?}");
    answer(&mut schedule, &query, 1, ms(9_100));
    assert!(
        schedule.due(ms(16_000)).contains(&query),
        "it is polled now"
    );
}
