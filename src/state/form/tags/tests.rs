use super::*;
use crate::api::OneOrMore;
use crate::api::v2::{TagVerb, TagsAction};
use crate::key::{Code, Key};
use crate::model::{InstanceId, Scope};
use crate::state::now::Now;
use crate::state::row::Row;
use crate::state::write::tag_edit::{Step, Trace};
use std::sync::Arc;

fn tag(key: &str, value: &str) -> Tag {
    Tag {
        key: key.into(),
        value: value.into(),
    }
}

fn key() -> InstanceKey {
    InstanceKey {
        scope: Scope::new("test", "cn-north-4"),
        id: InstanceId::new("orders-01").unwrap(),
    }
}

fn instance(tags: &[Tag]) -> Instance {
    let mut instance = Instance::bare(InstanceId::new("orders-01").unwrap());
    instance.tags = tags.to_vec();
    instance
}

/// The editor with what was typed.
#[derive(Clone, Debug)]
struct Draft(TagEditor, Values);

impl Draft {
    fn hear(&mut self, instance: &Instance) {
        self.0
            .refresh_from(&mut self.1, instance, &QueryCache::EMPTY);
    }
}

fn draft(tags: &[Tag]) -> Draft {
    let (editor, values) = TagEditor::new(key(), &instance(tags));
    Draft(editor, values)
}

fn put(draft: &mut Draft, at: usize, text: &str) {
    draft.1.edit(Field::Tag(at)).unwrap().set(text);
}

fn edit(draft: &Draft) -> Result<Edit, Problems> {
    draft.0.edit(&draft.1)
}

fn marks(draft: &Draft) -> Vec<Mark<'_>> {
    let fields = draft.0.fields(&draft.1).into_iter();
    let lines = fields.filter_map(|(field, _)| draft.0.mark(field, &draft.1));
    lines.collect()
}

#[test]
fn each_line_says_what_becomes_of_its_tag_and_an_empty_one_is_always_there() {
    let (env, team, tier) = (tag("env", "test"), tag("team", "a"), tag("tier", "2"));
    let mut draft = draft(&[env.clone(), team.clone(), tier]);
    put(&mut draft, 0, "env=prod");
    put(&mut draft, 1, "");
    put(&mut draft, 3, "owner=shop");
    assert_eq!(
        marks(&draft),
        [
            Mark::Changed(&env),
            Mark::Removed(&team),
            Mark::Same,
            Mark::Added,
            Mark::Empty,
        ]
    );
}

#[test]
fn what_is_set_goes_before_what_is_removed() {
    let mut draft = draft(&[tag("env", "test"), tag("team", "a"), tag("tier", "2")]);
    put(&mut draft, 0, "env=prod");
    put(&mut draft, 1, "");
    put(&mut draft, 3, " owner = shop ");
    let action = |verb, tags: &[Tag]| TagsAction {
        instance: key().id,
        verb,
        tags: OneOrMore::of(tags.to_vec()).unwrap(),
    };
    assert_eq!(
        edit(&draft).unwrap().requests(&key()),
        [
            action(TagVerb::Create, &[tag("env", "prod"), tag("owner", "shop")]),
            action(TagVerb::Delete, &[tag("team", "a")]),
        ]
    );
}

#[test]
fn room_is_made_first_where_old_and_new_tags_together_are_too_many() {
    let full: Vec<Tag> = (0..MOST_TAGS).map(|n| tag(&format!("k{n}"), "v")).collect();
    let mut draft = draft(&full);
    put(&mut draft, 0, "other=v");
    let verbs = |draft: &Draft| -> Vec<TagVerb> {
        let requests = edit(draft).unwrap().requests(&key());
        requests.iter().map(|request| request.verb).collect()
    };
    assert_eq!(verbs(&draft), [TagVerb::Delete, TagVerb::Create]);
    put(&mut draft, 0, "k0=w");
    put(&mut draft, 1, "");
    assert_eq!(verbs(&draft), [TagVerb::Create, TagVerb::Delete]);
    put(&mut draft, 1, "k1=v");
    put(&mut draft, MOST_TAGS, "more=v");
    let problem = (Field::Tag(MOST_TAGS), Problem::TooManyTags(MOST_TAGS));
    assert_eq!(edit(&draft), Err(vec![problem]));
}

#[test]
fn rules_are_said_for_what_was_typed_and_not_for_what_the_service_took_before() {
    let mut draft = draft(&[tag("old/key", ""), tag("env", "test")]);
    assert_eq!(
        edit(&draft),
        Err(vec![(Field::Review, Problem::NothingChanged)])
    );
    put(&mut draft, 2, "env=x");
    put(&mut draft, 3, "a/b=x");
    put(&mut draft, 4, "lonely");
    put(&mut draft, 5, "empty=");
    let wrong = |key: &str, problem| Problem::InTag(key.into(), Box::new(problem));
    assert_eq!(
        edit(&draft),
        Err(vec![
            (Field::Tag(2), Problem::RepeatedKey("env".into())),
            (Field::Tag(3), wrong("a/b", Problem::Character('/'))),
            (Field::Tag(4), Problem::NotATag("lonely".into())),
            (Field::Tag(5), wrong("empty", Problem::Missing)),
        ])
    );
}

#[test]
fn what_was_not_touched_goes_along_and_what_was_typed_stays() {
    let mut draft = draft(&[tag("env", "test"), tag("team", "a"), tag("tier", "2")]);
    put(&mut draft, 0, "env=prod");
    put(&mut draft, 3, "owner=shop");
    let env = tag("env", "demo");
    draft.hear(&instance(&[env.clone(), tag("tier", "3"), tag("new", "1")]));
    let texts = [0, 1, 2, 3, 4, 5].map(|at| draft.1.text(Field::Tag(at)));
    assert_eq!(texts, ["env=prod", "new=1", "tier=3", "owner=shop", "", ""]);
    assert_eq!(
        marks(&draft),
        [
            Mark::Changed(&env),
            Mark::Same,
            Mark::Same,
            Mark::Added,
            Mark::Empty,
        ]
    );
}

#[test]
fn a_key_that_was_changed_half_way_leaves_the_old_one_to_be_removed() {
    let mut draft = draft(&[tag("env", "test"), tag("tier", "2")]);
    put(&mut draft, 0, "stage=test");
    let now = [tag("env", "test"), tag("tier", "2"), tag("stage", "test")];
    let whole = edit(&draft).unwrap();
    assert_eq!(whole.trace(&now), Trace::Part(TagVerb::Create));
    draft.hear(&instance(&now));
    let env = tag("env", "test");
    assert_eq!(
        marks(&draft),
        [Mark::Same, Mark::Same, Mark::Removed(&env), Mark::Empty]
    );
    let rest: Vec<Step<'_>> = vec![Step::Removed(&env)];
    assert_eq!(edit(&draft).unwrap().steps().collect::<Vec<_>>(), rest);
}

#[test]
fn the_trace_tells_which_of_the_two_requests_took_effect() {
    let from = vec![tag("env", "test"), tag("team", "a")];
    let edit = Edit::new(from.clone(), &[tag("env", "prod")]).unwrap();
    let traces = [
        vec![tag("env", "prod")],
        vec![tag("env", "prod"), tag("team", "a")],
        vec![tag("env", "test")],
        from.clone(),
    ];
    let traces = traces.map(|now| edit.trace(&now));
    assert_eq!(
        traces,
        [
            Trace::Whole,
            Trace::Part(TagVerb::Create),
            Trace::Part(TagVerb::Delete),
            Trace::Nothing,
        ]
    );
    assert!(edit.begins_with(&[tag("team", "a"), tag("env", "test")]));
    assert_eq!(Edit::new(from.clone(), &from), None);
}

#[test]
fn tags_in_use_elsewhere_can_be_taken_with_enter() {
    let other = instance(&[tag("env", "prod"), tag("owner", "shop")]);
    let period = std::time::Duration::from_secs(5);
    let rows = [Row::new(key(), Arc::new(other), Now::default(), 1, period)];
    let offers = Offers::new(None, &rows);
    let mut form = form(key(), &instance(&[tag("env", "test")]));
    form.key(Key::plain(Code::Tab), &offers);
    for _ in 0..2 {
        form.key(Key::plain(Code::Enter), &offers);
    }
    assert_eq!(form.values().taken(Field::Tag(1)), ["owner=shop"]);
}
