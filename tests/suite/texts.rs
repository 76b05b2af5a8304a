//! The texts of the screen and the code that says them: neither has one that the other lacks.

mod languages;
mod names;
mod uses;

use names::{
    AS_SHORT, CHARTED, COLUMNS, EMPTY, FIGURES, NEVER_DIFFERS, NO_BRIEF, NO_HELP, OF_NO_SETTING,
    PASSING, STANDS_ALIKE, TITLES,
};
use std::collections::{BTreeMap, BTreeSet};
use strum::VariantNames;
use uses::{Uses, uses};
use warren::api::management::{
    AddressProblem, ChangeError, ChangeKind, ManagementError, WaySource,
};
use warren::api::v2::Switch;
use warren::api::{ErrorKind, OURS, Operation, Service, TlsProblem};
use warren::broker::HeadPiece;
use warren::command::Command;
use warren::figures::Range;
use warren::findings::{Code, Gap, Severity, Source, Variant};
use warren::journal::{Settled, Verdict};
use warren::key::Context;
use warren::key::typing::{InputAction, InputMode};
use warren::keymap::{Never, Oddity, Shape};
use warren::l10n::Words;
use warren::lang::Lang;
use warren::model::rules::Problem;
use warren::model::rules::resize::Hindrance;
use warren::model::{Billing, Status};
use warren::state::broker::{About, SubView};
use warren::state::column::{Column, First};
use warren::state::context::ThemeName;
use warren::state::copied::Route;
use warren::state::export::{Extent, NotExported};
use warren::state::filter;
use warren::state::form::create::Charging;
use warren::state::form::resize::Way;
use warren::state::form::tags::Mark;
use warren::state::form::{Field, Model, Standing};
use warren::state::health::Health;
use warren::state::input::Edit;
use warren::state::notify::NotifyFrom;
use warren::state::overlay::Overlay;
use warren::state::palette::{BrokerLine, TAKING};
use warren::state::sight::Ignored;
use warren::state::span::{self, Span};
use warren::state::table::TableSource;
use warren::state::table::bin::Fate;
use warren::state::unended::Unended;
use warren::state::view::Pane;
use warren::state::write::broker::BrokerFailure;
use warren::state::write::bulk::BulkAction;
use warren::state::write::can::Refusal;
use warren::state::write::change::Setting;
use warren::state::write::mutation::{MutationKind, Warning};
use warren::state::write::pending::{Conflict, EndsBy, Phase, WriteStatus};
use warren::state::write::question::Question;
use warren::timezone::Times;
use warren::transitions::{Change, Progress};
use warren::ui::words::panes::Part;

/// Texts by their paths, with their placeholders.
type Locale = BTreeMap<String, BTreeSet<String>>;

/// Groups whose texts are those of an enum's values, and the values that are said otherwise.
const VALUES: &[(&str, &[&str], &[&str])] = &[
    ("frame.pane", Pane::VARIANTS, &[]),
    ("frame.tab-short", Pane::VARIANTS, &["list"]),
    ("frame.health", Health::VARIANTS, &["mixed"]),
    ("frame.unended", Unended::VARIANTS, &[]),
    ("list.first", First::VARIANTS, &[]),
    ("list.asked-of", Service::VARIANTS, &["dms"]),
    ("list.heading", Column::VARIANTS, &[]),
    ("list.severity", Severity::VARIANTS, &[]),
    ("broker.error.what", ManagementError::VARIANTS, &[]),
    ("broker.error.next", ManagementError::VARIANTS, &[]),
    ("broker.source", WaySource::VARIANTS, &[]),
    ("broker.address", AddressProblem::VARIANTS, &[]),
    ("broker.change", ChangeError::VARIANTS, &[]),
    ("broker.piece", HeadPiece::VARIANTS, &[]),
    ("finding.says", Code::VARIANTS, &[]),
    ("finding.name", Code::VARIANTS, &[]),
    ("finding.next", Code::VARIANTS, &[]),
    ("finding.gap", Gap::VARIANTS, &[]),
    ("finding.source", Source::VARIANTS, &[]),
    ("notify.from", NotifyFrom::VARIANTS, &[]),
    ("transition.change", Change::VARIANTS, &[]),
    ("transition.progress", Progress::VARIANTS, &[]),
    // That something is under way is said where its task is known.
    ("finding.says", Variant::VARIANTS, &["under-way"]),
    ("list.verb", MutationKind::VARIANTS, &["set-plugin"]),
    ("list.verb", Switch::VARIANTS, &[]),
    // The service's own word stands for the others.
    (
        "list.status",
        Status::VARIANTS,
        &[
            "creating",
            "running",
            "restarting",
            "starting",
            "stopping",
            "extending",
            "frozen",
            "freezing",
            "upgrading",
            "rolling-back",
            "deleting",
            "deleted",
            "recycle",
            "other",
        ],
    ),
    ("list.phase", Phase::VARIANTS, &[]),
    ("lost.ends-by", EndsBy::VARIANTS, &[]),
    // Other reads are called as errors call them.
    (
        "lost.reading",
        Operation::VARIANTS,
        &[
            "connect",
            "sign-in",
            "take-on-agency",
            "ask-machine",
            "find-project",
            "create-instance",
            "modify-instance",
            "delete-instance",
            "delete-instances",
            "restart-instances",
            "reset-password",
            "switch-plugins",
            "list-sizes",
            "resize",
            "change-auto-expansion",
            "delete-task",
            "change-tags",
            "list-project-tags",
            "list-products",
            "list-quotas",
            "list-zones",
            "list-windows",
            "change-anything",
            "restore",
            "set-recycle-policy",
            "read-figures",
            "list-series",
            "list-alarms",
            "show-hierarchy",
            "list-vhosts",
            "list-queues",
            "purge-queue",
            "list-users",
        ],
    ),
    (
        "lost.twice",
        MutationKind::VARIANTS,
        &[
            "delete",
            "set-plugin",
            "delete-task",
            "modify",
            "reset-password",
            "resize",
            "auto-expand",
            "tags",
            "restore",
            "recycling",
            "cloud-purge",
        ],
    ),
    ("time.zone", Times::VARIANTS, &[]),
    (
        "palette.takes",
        &TAKING,
        // They are commands as well, and called as these.
        &["filter", "sort", "export"],
    ),
    ("palette.theme-name", ThemeName::VARIANTS, &[]),
    ("time.heading", Times::VARIANTS, &[]),
    ("panes.part", Part::VARIANTS, &[]),
    // Figures are called as the first field that each is made of is.
    ("panes.label", &["status", "tags"], &[]),
    ("panes.figure", &FIGURES, &[]),
    ("panes.billing", Billing::VARIANTS, &[]),
    ("palette.broker", BrokerLine::VARIANTS, &[]),
    ("broker.act.title", ChangeKind::VARIANTS, &[]),
    ("broker.act.go", ChangeKind::VARIANTS, &[]),
    ("broker.act.means", ChangeKind::VARIANTS, &[]),
    ("broker.act.verb", ChangeKind::VARIANTS, &[]),
    ("broker.act.recorded", ChangeKind::VARIANTS, &[]),
    ("broker.act.why", BrokerFailure::VARIANTS, &["failed"]),
    ("refusal.why", Refusal::VARIANTS, &["unsettled"]),
    // In full the others are as short.
    ("refusal.brief", Refusal::VARIANTS, &NO_BRIEF),
    ("refusal.unsettled", EndsBy::VARIANTS, &[]),
    ("refusal.help", Refusal::VARIANTS, &NO_HELP),
    ("refusal.status", Status::VARIANTS, &PASSING),
    ("command.full", Command::VARIANTS, &[]),
    ("command.place", Context::VARIANTS, &[]),
    ("live.range", Range::VARIANTS, &[]),
    ("live.each", Range::VARIANTS, &[]),
    ("provenance.mean", Range::VARIANTS, &[]),
    ("live.figure", &CHARTED, &[]),
    ("help.pane", Pane::VARIANTS, &[]),
    ("help.table", TableSource::VARIANTS, &[]),
    ("help.front", Overlay::VARIANTS, &["help", "table"]),
    (
        "command.short",
        Command::VARIANTS,
        // In full they are as short.
        &AS_SHORT,
    ),
    ("batch.verb", BulkAction::VARIANTS, &[]),
    ("batch.effect-on-several", BulkAction::VARIANTS, &[]),
    ("batch.stands", WriteStatus::VARIANTS, &STANDS_ALIKE),
    ("copied.to", Route::VARIANTS, &[]),
    ("journal.result", Verdict::VARIANTS, &[]),
    ("journal.settled", Settled::VARIANTS, &[]),
    ("notice.verb", MutationKind::VARIANTS, &["set-plugin"]),
    ("notice.verb", Switch::VARIANTS, &[]),
    ("notice.changed", Conflict::VARIANTS, &["differs"]),
    ("notice.differs", MutationKind::VARIANTS, &NEVER_DIFFERS),
    (
        "notice.outcome",
        WriteStatus::VARIANTS,
        // How a purge went is said as that of a broker.
        &["not-sent-changed", "not-sent-unrecorded", "purged"],
    ),
    ("dialog.title", MutationKind::VARIANTS, &["set-plugin"]),
    ("dialog.title", Switch::VARIANTS, &[]),
    ("dialog.go", MutationKind::VARIANTS, &["set-plugin"]),
    ("dialog.go", Switch::VARIANTS, &[]),
    ("dialog.asks.how", Question::VARIANTS, &[]),
    ("dialog.asks.before", Setting::VARIANTS, &[]),
    ("dialog.asks.before", &OF_NO_SETTING, &[]),
    ("dialog.warning", Warning::VARIANTS, &[]),
    ("broker.view", SubView::VARIANTS, &[]),
    ("broker.about", About::VARIANTS, &[]),
    ("table.column", &COLUMNS, &[]),
    ("table.title", &TITLES, &[]),
    ("table.empty", &EMPTY, &[]),
    ("table.said", Fate::VARIANTS, &[]),
    ("dialog.ignored", Ignored::VARIANTS, &[]),
    ("exported.to", Extent::VARIANTS, &[]),
    ("exported.not", NotExported::VARIANTS, &[]),
    ("filter.fault", filter::Wrong::VARIANTS, &[]),
    ("span.name", Span::VARIANTS, &[]),
    ("span.wrong", span::Wrong::VARIANTS, &[]),
    // These are said as kinds of errors.
    ("error.ours", OURS, &["too-large", "undecodable", "changed"]),
    ("error.kind", ErrorKind::VARIANTS, &[]),
    ("error.operation", Operation::VARIANTS, &[]),
    ("error.tls.what", TlsProblem::VARIANTS, &[]),
    ("error.tls.advice", TlsProblem::VARIANTS, &[]),
    ("form.label", Field::VARIANTS, &["tag"]),
    // What has no help of its own gets it from its form.
    ("form.help", Field::VARIANTS, &["way", "flavor", "tag"]),
    // What these forms say of some of their fields instead.
    ("form.v1.help", &["name", "user"], &[]),
    (
        "form.modify.help",
        &["name", "window", "public", "public-ip", "project"],
        &[],
    ),
    ("form.password.help", &["password"], &[]),
    ("form.resize.help", &["way", "brokers", "flavor"], &[]),
    ("form.refused", Model::VARIANTS, &[]),
    ("form.problem", Problem::VARIANTS, &["hindered"]),
    (
        "form.standing",
        Standing::VARIANTS,
        &["offered", "hindered"],
    ),
    ("form.charging", Charging::VARIANTS, &[]),
    ("form.resize.way", Way::VARIANTS, &[]),
    ("form.resize.hindrance", Hindrance::VARIANTS, &[]),
    ("form.tags.mark", Mark::VARIANTS, &[]),
    ("setup.keys", Oddity::VARIANTS, &[]),
    ("setup.keys.takes", Shape::VARIANTS, &[]),
    ("setup.keys.never", Never::VARIANTS, &[]),
    ("typing.full", InputAction::VARIANTS, &[]),
    ("typing.place", InputMode::VARIANTS, &[]),
    ("typing.edit", Edit::VARIANTS, &[]),
    (
        "typing.text",
        InputMode::VARIANTS,
        &[
            "palette",
            "span",
            "box",
            "text",
            "suggested",
            "one",
            "several",
            "switch",
            "button",
        ],
    ),
    (
        "typing.short",
        InputAction::VARIANTS,
        // These are hinted at together with their opposites, or in full.
        &[
            "complete-back",
            "cancel",
            "to-buttons",
            "to-buttons-back",
            "change-on",
            "fields-on",
            "row-down",
            "page-down",
        ],
    ),
];

/// All texts of a language, with their placeholders.
fn locale(words: &Words) -> Locale {
    words
        .iter()
        .map(|(path, forms)| {
            (
                path,
                forms.iter().flat_map(|form| placeholders(form)).collect(),
            )
        })
        .collect()
}

fn placeholders(form: &str) -> Vec<String> {
    let pieces = form.split('{').skip(1);
    let names = pieces.filter_map(|piece| Some(piece.split_once('}')?.0.to_owned()));
    // Empty braces are text.
    names.filter(|name| !name.is_empty()).collect()
}

fn split(path: &str) -> (&str, &str) {
    path.rsplit_once('.').unwrap_or(("", path))
}

/// What is wrong between these uses and a locale.
fn faults(uses: &Uses, texts: &Locale) -> Vec<String> {
    let mut faults = Vec::new();
    for (path, arguments) in &uses.paths {
        match texts.get(path) {
            None => faults.push(format!("{path}: there is no such text")),
            Some(wanted) if arguments.iter().any(|given| given != wanted) => {
                faults.push(format!("{path}: {wanted:?} is not {arguments:?}"));
            }
            Some(_) => {}
        }
    }
    for (path, wanted) in texts {
        let (group, _) = split(path);
        match (uses.paths.get(path), uses.groups.get(group)) {
            (Some(_), _) => {}
            (None, None) => faults.push(format!("{path}: nobody says it")),
            (None, Some(given)) if !wanted.is_subset(given) => {
                faults.push(format!("{path}: {wanted:?} is not in {given:?}"));
            }
            (None, Some(_)) => {}
        }
    }
    faults
}

/// Values without a text, and texts without a value.
fn unnamed(uses: &Uses, texts: &Locale) -> Vec<String> {
    let mut faults = Vec::new();
    for (group, values, otherwise) in VALUES {
        let paths = values.iter().filter(|name| !otherwise.contains(name));
        let paths = paths.map(|name| format!("{group}.{name}"));
        let missing = paths.filter(|path| !texts.contains_key(path));
        faults.extend(missing.map(|path| format!("{path}: the value has no text")));
    }
    for path in texts.keys().filter(|path| !uses.paths.contains_key(*path)) {
        let (group, name) = split(path);
        let mut rows = VALUES.iter().filter(|row| row.0 == group).peekable();
        if rows.peek().is_some() && !rows.any(|row| row.1.contains(&name)) {
            faults.push(format!("{path}: there is no such value"));
        }
    }
    faults
}

#[test]
fn every_text_is_said_and_filled_in_with_what_it_asks_for() {
    let uses = uses();
    for lang in Lang::ALL {
        let texts = locale(&Words::load(lang).unwrap());
        assert_eq!(faults(&uses, &texts), Vec::<String>::new(), "{lang:?}");
    }
}

#[test]
fn every_value_of_an_enum_has_its_text_and_every_text_its_value() {
    let uses = uses();
    for lang in Lang::ALL {
        let texts = locale(&Words::load(lang).unwrap());
        assert_eq!(unnamed(&uses, &texts), Vec::<String>::new(), "{lang:?}");
    }
}

#[test]
fn a_locale_has_every_text_and_no_other() {
    let uses = uses();
    let is_whole = |texts: &Locale| {
        [faults, unnamed]
            .iter()
            .all(|check| check(&uses, texts).is_empty())
    };
    for lang in Lang::ALL {
        let mut texts = locale(&Words::load(lang).unwrap());
        assert!(is_whole(&texts), "{lang:?}");
        for (path, asks_for) in texts.clone() {
            texts.remove(&path);
            assert!(!is_whole(&texts), "{lang:?} without {path}");
            texts.insert(path, asks_for);
        }
        texts.insert("nobody-knows".to_owned(), BTreeSet::new());
        assert!(!is_whole(&texts), "{lang:?}");
    }
}

#[test]
fn every_column_of_a_table_has_its_heading_and_every_table_of_a_broker_its_title() {
    for view in <SubView as strum::VariantArray>::VARIANTS {
        let declared = view.declared();
        assert!(TITLES.contains(&declared.name) && EMPTY.contains(&declared.name));
        for column in declared.columns.iter() {
            assert!(COLUMNS.contains(&column.name), "{}", column.name);
        }
    }
}

#[test]
fn every_group_of_values_is_compared_with_its_enum() {
    let compared: Vec<&str> = VALUES.iter().map(|(group, ..)| *group).collect();
    let groups = uses().groups.into_keys();
    let forgotten: Vec<String> = groups
        .filter(|group| !compared.contains(&group.as_str()))
        .collect();
    assert_eq!(forgotten, Vec::<String>::new());
}

#[test]
fn help_is_about_fields() {
    let help = VALUES.iter().filter(|row| row.0.starts_with("form."));
    for (group, values, _) in help.filter(|row| row.0.ends_with(".help")) {
        let mut values = values.iter();
        let unknown = values.find(|name| !Field::VARIANTS.contains(name));
        assert_eq!(unknown, None, "{group}");
    }
}

#[test]
fn the_settings_of_an_instance_have_the_labels_of_their_fields() {
    for setting in Setting::VARIANTS {
        assert!(Field::VARIANTS.contains(setting), "{setting}");
    }
}

#[test]
fn the_check_finds_what_is_missing_unused_and_filled_in_wrongly() {
    let source = r#"
        fn one(w: &Words) -> String {
            let parts = vec![say!(w, "form.a", name = other(w), n)];
            format!("{}{}", say!(w, "form.group" / value, size), w.text("form.gone"))
        }
    "#;
    let mut uses = Uses::default();
    uses.read(source);
    let texts = "[form]\na = '{name}'\nb = 'unused'\n[form.group]\nx = '{size}'\ny = '{weight}'\n";
    let texts = locale(&Words::of(Lang::English, &toml::from_str(texts).unwrap()));
    assert_eq!(
        faults(&uses, &texts),
        [
            "form.a: {\"name\"} is not {{\"n\", \"name\"}}",
            "form.gone: there is no such text",
            "form.b: nobody says it",
            "form.group.y: {\"weight\"} is not in {\"size\"}",
        ]
    );
}

#[test]
fn what_is_said_of_a_status_goes_by_whether_it_passes() {
    let names = Status::VARIANTS.iter().copied();
    let passing = names.filter(|name| Status::from_word(name).is_passing());
    assert_eq!(passing.collect::<BTreeSet<&str>>(), PASSING.into());
}
