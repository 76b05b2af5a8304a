//! One task in words: for its box, and for the clipboard.

use super::{Words, as_lines, finding, or_unknown, task_status, time};
use crate::model::{EpochMs, InstanceKey, Task, TaskId, TaskStatus, Usual};
use crate::say;
use crate::state::State;
use crate::state::now::Now;
use crate::text;
use serde_json::Value;

/// A fact about a task.
pub struct TaskFact<'w> {
    pub label: &'w str,
    pub shown: String,
    /// The fields it is made of, as they came.
    pub from: Vec<(&'static str, String)>,
}

/// Everything about a task but its parameters.
pub fn facts<'w>(w: &'w Words, state: &State, task: &Task) -> [TaskFact<'w>; 7] {
    let zoned = |at: Option<EpochMs>| or_unknown(at.map(|at| time::zoned(w, at)));
    let ms = |at: Option<EpochMs>| or_unknown(at.map(|at| format!("{at} ms")));
    let created = || ("created_at", ms(task.created_at));
    let updated = || ("updated_at", ms(task.updated_at));
    let (changed, lasted) = match has_ended(task) {
        true => (w.text("panes.label.ended-at"), vec![updated(), created()]),
        false => (w.text("panes.label.changed-at"), vec![created()]),
    };
    let made = |label, shown, from| TaskFact { label, shown, from };
    let as_it_came = |label, field, value: String| made(label, value.clone(), vec![(field, value)]);
    let (status, user) = (
        task_status(w, task.status.as_ref()),
        task.user_name.as_deref(),
    );
    let usual = state.fleet.usual_time(&task.name);
    let took = took(w, task, state.now, usual, usize::MAX);
    let started = zoned(task.created_at);
    [
        as_it_came(w.text("panes.label.task"), "name", task.name.clone()),
        as_it_came(w.text("panes.label.id"), "id", task.id.to_string()),
        as_it_came(w.text("panes.label.status"), "status", status),
        as_it_came(
            w.text("panes.label.started-by"),
            "user_name",
            or_unknown(user),
        ),
        made(w.text("panes.label.started-at"), started, vec![created()]),
        made(changed, zoned(task.updated_at), vec![updated()]),
        made(w.text("panes.label.lasted"), took, lasted),
    ]
}

fn has_ended(task: &Task) -> bool {
    task.status.as_ref().is_some_and(TaskStatus::is_final)
}

/// How long it took, or has been going on and how long such tasks go on: that in few steps, so that
/// the screen stays still, and in as many words as there are cells for.
pub fn took(w: &Words, task: &Task, now: Now, usual: Option<Usual>, room: usize) -> String {
    let ended = has_ended(task);
    match (task.created_at, task.updated_at) {
        (Some(created), Some(updated)) if ended => time::took(created, updated),
        (Some(created), _) if !ended => {
            let age = time::age_of(created, now);
            let said = age.map(|age| going_on(w, &age, usual, room));
            or_unknown(said)
        }
        _ => super::UNKNOWN.to_owned(),
    }
}

fn going_on(w: &Words, age: &str, usual: Option<Usual>, room: usize) -> String {
    let so_far = say!(w, "panes.going-on", age);
    let said = match usual {
        Some(Usual::Measured { median, most }) => {
            let [median, most] = [median, most].map(finding::span);
            [
                say!(w, "panes.of-usual", age, median, most),
                say!(w, "panes.of-usual-short", age, median),
            ]
        }
        Some(Usual::AtMost(most)) => {
            let most = finding::span(most);
            [
                say!(w, "panes.of-most", age, most),
                say!(w, "panes.of-most-short", age, most),
            ]
        }
        None => [say!(w, "panes.usual-unknown", age), so_far.clone()],
    };
    let fits = |text: &String| text::width(text) <= room;
    said.into_iter()
        .chain([so_far])
        .find(fits)
        .unwrap_or_else(|| age.to_owned())
}

/// Parameters as `name: value` lines, what is nested indented below its name; as they came when
/// they are not JSON. JSON in a text is nested as well.
pub fn parameters(w: &Words, params: Option<&str>) -> Vec<String> {
    let text = params.unwrap_or_default().trim();
    match nested(text) {
        Some(value) => tree(&value),
        None if text.is_empty() || text == "{}" => vec![w.text("panes.no-parameters").to_owned()],
        None => text.lines().map(str::to_owned).collect(),
    }
}

/// The object or the list that a text is, if it has anything in it.
fn nested(text: &str) -> Option<Value> {
    let value = serde_json::from_str(text).ok()?;
    match &value {
        Value::Object(members) if !members.is_empty() => Some(value),
        Value::Array(items) if !items.is_empty() => Some(value),
        _ => None,
    }
}

/// The lines of a value that has something in it.
fn tree(value: &Value) -> Vec<String> {
    match value {
        Value::Object(members) => {
            let lines = members.iter().flat_map(|(name, value)| member(name, value));
            lines.collect()
        }
        Value::Array(items) => {
            let lines = items.iter().flat_map(|item| behind("- ", lines_of(item)));
            lines.collect()
        }
        other => vec![other.to_string()],
    }
}

fn member(name: &str, value: &Value) -> Vec<String> {
    let text = scalar(value);
    match nested(&text) {
        Some(value) => {
            let inside = behind("  ", tree(&value)).into_iter();
            std::iter::once(format!("{name}:")).chain(inside).collect()
        }
        None => vec![format!("{name}: {text}")],
    }
}

fn lines_of(value: &Value) -> Vec<String> {
    let text = scalar(value);
    nested(&text).map_or_else(|| vec![text], |value| tree(&value))
}

/// A text as it is, anything else as JSON.
fn scalar(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// Lines behind a mark of two cells, which only the first of them shows.
fn behind(mark: &str, lines: Vec<String>) -> Vec<String> {
    let lines = lines.into_iter().enumerate();
    let marked = lines.map(|(at, line)| match at {
        0 => format!("{mark}{line}"),
        _ => format!("  {line}"),
    });
    marked.collect()
}

/// Everything about a task as it is copied: one fact a line, then the parameters. Empty when the
/// task is not known.
pub fn as_text(w: &Words, state: &State, key: &InstanceKey, id: &TaskId) -> String {
    let detail = state.details.get(key);
    let Some(task) = detail.and_then(|detail| detail.task_by_id(id)) else {
        return String::new();
    };
    let facts = facts(w, state, task);
    let facts = facts
        .iter()
        .map(|fact| (fact.label, text::clean(&fact.shown)));
    let label = w.text("panes.label.parameters");
    let parameters = parameters(w, task.params.as_deref());
    let parameters = parameters.iter().map(|line| text::clean(line) + "\n");
    let heading = format!("{label}{}\n", w.text("colon").trim_end());
    as_lines(w, facts) + &heading + &parameters.collect::<String>()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::Lang;

    #[test]
    fn parameters_are_read_as_names_and_values_or_shown_as_they_came() {
        let w = &Words::load(Lang::English).unwrap();
        let params = r#"{"enable":true,"plugins":"rabbitmq_shovel","none":{},
            "n":{"a":1,"zones":["x",{"id":"y"}]},"text":"{\"b\":[2]}"}"#;
        assert_eq!(
            parameters(w, Some(params)),
            [
                "enable: true",
                "plugins: rabbitmq_shovel",
                "none: {}",
                "n:",
                "  a: 1",
                "  zones:",
                "    - x",
                "    - id: y",
                "text:",
                "  b:",
                "    - 2",
            ]
        );
        assert_eq!(parameters(w, Some("not json")), ["not json"]);
        assert_eq!(parameters(w, Some("{}")), ["no parameters"]);
        assert_eq!(parameters(w, None), ["no parameters"]);
    }
}
