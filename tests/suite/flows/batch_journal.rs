//! What the journal has of each instance of a batch that takes more than one request.

use crate::live::{Live, Setup};
use std::collections::BTreeMap;
use warren::journal::{Pages, Policy, Verdict, file, read};

/// How an instance stands in the journal: the result, and why.
type Stand = (Option<Verdict>, Option<String>);

async fn with(number: usize, faults: &[&str], policy: Policy) -> Live {
    let names: Vec<String> = (0..number).map(|n| format!("orders-{n:02}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let mut setup = Setup::with(&names).faults(faults);
    setup.journal = policy;
    let mut live = setup.start().await;
    live.listed().await;
    live
}

fn delete_all(live: &mut Live, number: usize) {
    live.press("m D");
    live.type_text(&format!("delete {number}"));
    live.press("enter");
}

fn pages(live: &Live) -> Pages {
    let text = std::fs::read_to_string(live.home.path().join(file::FILE)).unwrap_or_default();
    read(&[text])
}

/// How many instances stand how; each has to be in one write only.
fn stand(live: &Live) -> Vec<(Stand, usize)> {
    let pages = pages(live);
    assert_eq!(pages.unreadable, 0);
    let mut each: BTreeMap<String, Stand> = BTreeMap::new();
    for entry in &pages.entries {
        for target in &entry.attempt.targets {
            let outcome = entry.outcome.as_ref();
            let own = outcome.and_then(|outcome| {
                let own = outcome
                    .each
                    .iter()
                    .find(|each| Some(&each.id) == target.id.as_ref());
                own.map(|own| own.result)
            });
            let result = own.or(outcome.map(|outcome| outcome.result));
            let why = outcome.and_then(|outcome| outcome.message.clone());
            let twice = each.insert(target.name.clone(), (result, why));
            assert_eq!(twice, None, "{}", target.name);
        }
    }
    let mut tally: Vec<(Stand, usize)> = Vec::new();
    for stand in each.into_values() {
        match tally.iter_mut().find(|(known, _)| *known == stand) {
            Some((_, number)) => *number += 1,
            None => tally.push((stand, 1)),
        }
    }
    tally
}

fn not_sent(why: &str) -> Stand {
    (Some(Verdict::NotSent), Some(why.to_owned()))
}

#[tokio::test(start_paused = true)]
async fn what_every_request_named_has_its_answer() {
    let mut live = with(53, &[], Policy::Required).await;
    delete_all(&mut live, 53);
    live.until("both are answered", |live| {
        let entries = pages(live).entries;
        let outcomes = entries.iter().filter_map(|entry| entry.outcome.as_ref());
        let accepted = outcomes.filter(|outcome| outcome.result == Verdict::Accepted);
        accepted.count() == 2
    })
    .await;
    assert_eq!(live.writes().len(), 2);
    assert_eq!(stand(&live), [((Some(Verdict::Accepted), None), 53)]);
}

#[tokio::test(start_paused = true)]
async fn what_an_earlier_request_that_failed_kept_from_being_sent_says_so() {
    let mut live = with(51, &["403@batch_instances:first=1"], Policy::Optional).await;
    delete_all(&mut live, 51);
    live.until("all is settled", Live::settled).await;
    let stand = stand(&live);
    let [((Some(Verdict::Refused), Some(_)), 50), held] = stand.as_slice() else {
        panic!("{stand:?}")
    };
    assert_eq!(*held, (not_sent("held back: an earlier request failed"), 1));
}

#[tokio::test(start_paused = true)]
async fn what_one_that_has_changed_held_back_says_which() {
    let mut live = with(51, &[], Policy::Optional).await;
    live.press("m D");
    let id = live.service_id("orders-50").unwrap();
    live.simulator()
        .edit(|world| world.rename(&id, "do-not-delete"));
    live.type_text("delete 51");
    live.press("enter");
    live.until("it is settled", Live::settled).await;
    let renamed = not_sent("held back: its name is do-not-delete now");
    let other = not_sent("held back: orders-50 has changed");
    assert_eq!(stand(&live), [(renamed, 50), (other, 1)]);
    assert_eq!(live.writes(), []);
}

#[tokio::test(start_paused = true)]
async fn what_could_not_be_looked_at_says_why_for_all() {
    let mut live = with(51, &[], Policy::Optional).await;
    live.set_faults(&["403@show_instance"]);
    delete_all(&mut live, 51);
    live.until("it is settled", Live::settled).await;
    let stand = stand(&live);
    let [((Some(Verdict::NotSent), Some(_)), 51)] = stand.as_slice() else {
        panic!("{stand:?}")
    };
    assert_eq!(live.writes(), []);
}

/// Whatever ends the session then: there is no line to come.
#[tokio::test(start_paused = true)]
async fn what_the_end_of_the_session_kept_from_being_sent_is_no_write_without_an_end() {
    let mut live = with(51, &["hang@batch_instances"], Policy::Optional).await;
    delete_all(&mut live, 51);
    live.until("the first is sent", |live| live.writes().len() == 1)
        .await;
    let unknown = ((None, None), 50);
    let held = (not_sent("held back: its turn has not come"), 1);
    assert_eq!(stand(&live), [unknown, held]);
    let open: Vec<usize> = pages(&live)
        .entries
        .iter()
        .map(|entry| entry.open_targets().len())
        .collect();
    assert_eq!(open.iter().sum::<usize>(), 50);
}

#[tokio::test(start_paused = true)]
async fn without_a_journal_that_is_required_no_request_leaves() {
    let mut live = with(51, &[], Policy::Required).await;
    let path = live.home.path().join(file::FILE);
    live.press("m D");
    let _ = std::fs::remove_file(&path);
    std::fs::create_dir(&path).unwrap();
    live.type_text("delete 51");
    live.press("enter");
    live.until("it is refused", Live::settled).await;
    assert_eq!(live.writes(), []);
    // There is nothing to be written down later.
    assert_eq!(live.state().journal.unwritten, 0);
}
