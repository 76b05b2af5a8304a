//! warren: watch and operate RabbitMQ instances of a cloud service from a terminal.
//!
//! ```text
//!  terminal ──keys──▶ Event ──keymap──▶ Command ┐
//!  poller ──answers──▶ Event ───────────────────┴▶ update(&mut State, …) ──▶ Vec<Effect>
//!                                                      │                        │
//!                              ui::draw(&State) ◀──────┘     runtime carries the effect out
//!                              (only when something changed)       └──▶ its answer is an Event
//! ```
//!
//! # What to read first
//!
//! [`state::State`] is everything that is known and on screen; [`update::update`] is the one place
//! that changes it. After them, follow what you came for:
//!
//! - **A key.** [`runtime`] reads it, [`keymap`] says which [`command::Command`] it is, [`command`] says
//!   whether it can be done and does it, [`ui`] draws. What can be done with an instance now, or why
//!   not, is decided in [`state::write::can`].
//! - **A read.** [`state::query`] says what can be read, [`state::interest`] what is wanted of it now;
//!   [`poller`] asks for that through [`api`], and a [`state::query::QueryCache`] keeps the answer
//!   with its age.
//! - **A write.** A key or a form ([`state::form`]) makes a [`state::write::plan::Plan`] of exact requests,
//!   [`state::write::confirm`] shows it, and only what was confirmed there is an [`state::write::plan::Armed`] plan.
//!   The executor of [`runtime`] sends it once, with [`journal`] before and after, and
//!   [`state::write::pending`] follows it to its end.
//! - **An error.** [`api::ApiError`] is what happened, [`explain`] what it means and what to do,
//!   [`state::notice`] what is kept of it.
//!
//! # How to add
//!
//! **A command.** Its line in the table of `src/command.rs`: when it can be done, what it does. Its
//! keys in `assets/keymap.toml`. Its words in both files of `assets/locales`, in `command.full`, and in
//! `command.short` where a word is too long for the hint line. Menu, palette, help, hint line and the
//! tables of keys follow; a part that is missing does not compile or fails a test.
//!
//! **A mutation.** Its call in a file of `src/api/v2`, and its [`api::Operation`] with the permission
//! in `src/api/operation.rs`. What it is done to, when it is allowed, what must still hold, how it is
//! followed: a file in `src/state/write/mutation`, and its line in the table of
//! `src/state/write/mutation.rs`. Its words in both locales: `error.operation`, `list.verb`,
//! `notice.verb`, `dialog.title`, `dialog.go`. Question, request, journal, batches, follower and what
//! is said of it follow. The way to it is a command, or a form: a file in `src/state/form`, its line and
//! its fields in `src/state/form.rs`, what it says of itself in `src/ui/form/says.rs`, and labels and
//! helps of the fields in both locales, `form`.
//!
//! **An overlay.** Its variant in `src/state/overlay.rs`; its file in `src/command/front`, which gives its
//! `Keys`: contexts, what each command does and which are hinted at; its file in `src/ui/overlay`, which
//! draws it. The matches of `src/command/front.rs` and `src/ui/overlay.rs` ask for both.
//!
//! **A view.** As a table in front of the list: what a query gives, or the state has, in rows. A file in
//! `src/state/table` with its `Declared`, and its headings and sentences in both locales, `table`. Its command is a line of
//! `src/command.rs` that calls `show_table`, and so is what is done from it, which `actions` names.
//! Filter, order, copying, exporting and reading follow.
//!
//! **A query.** Its request, as a file or a part of one in `src/api/v2`, given out by `src/api/v2.rs`;
//! what it is called in `src/api/operation.rs`. Its line in the table of `src/state/query.rs`: what
//! it gives, how often it is read, which panes of an instance show it, how it is asked. Where else it is
//! wanted: `src/state/interest.rs`, or `needs` or `wants` of a form. Where it is shown: `State::known_of`, or `known` of a detail or a profile, gives
//! it with its age; a command that only shows it is a line of `src/command.rs` that calls `read`. Only
//! an answer that changes a row has a place in `src/update/answers.rs`; a mutation looks at the answers
//! it needs itself. One of each stands in `tests/suite/queries.rs`, which fails without.
//!
//! **A column of the list.** Its line in the table of `src/state/column.rs`: its letter, what it puts on
//! top, what it orders rows by (`src/state/column/key.rs`), its fields in a file. How wide it is and what
//! stands in it, in `src/ui/list/column.rs`. Its heading in both locales, `list.heading`, which is what
//! the filter calls it in Chinese. One that tells a figure names the metric instead of an order, and
//! with `asked` how a filter compares it: cell, order, filter term, export and overview follow. A field
//! that no list has yet is a line of `src/list/field.rs`, or of `src/export/instances.rs` where it is
//! made here.
//!
//! **An incident of the simulator.** Its constant in a file of `src/simulator/broker/incident`: name, line
//! of the help, length, course. Its place in `ALL` of `src/simulator/broker/incident.rs`, and its sign in
//! the table of `src/simulator/broker/tests/courses.rs`, which fails without.
//!
//! **A question to a broker.** A file in `src/api/management` with its path and how its answer is read
//! into a value of `src/model/broker`, given out by `src/api/management.rs`. Answers of real brokers, cut
//! short, are in `tests/fixtures/broker`; `tests/suite/management_answers.rs` reads them.
//!
//! # The modules
//!
//! | module | |
//! |---|---|
//! | [`start`], [`cli`] | arguments in, exit code out; the commands `doctor`, `list`, `simulate` and the others |
//! | [`config`] | profiles and credential sources: file, environment, flags |
//! | [`model`] | what an instance, plug-in, task or product is to us; the service's rules |
//! | [`api`] | the client: signatures, tokens, pages, retries, errors; [`api::v2`] and [`api::v1`] map the wire to the model; [`api::management`] asks a broker itself |
//! | [`simulator`] | the same service as a local HTTP server; shares no wire types with the client |
//! | [`poller`] | background refresh: what is due (pure), how long to wait (pure), the task that does it |
//! | [`figures`] | what was measured of an instance, in steps of time, with gaps |
//! | [`broker`] | what is read of the broker itself by its management API, part by part |
//! | [`findings`] | what is wrong with an instance, where and since when, by what is known of it |
//! | [`text`] | text as cells, the nearest word, a place in a file |
//! | [`state`] | what is known, how old it is, and what is on screen; no IO, no colours |
//! | [`event`], [`effect`], [`update`] | what happened, what to do, and the step between them |
//! | [`l10n`] | the texts of a language, found by path and by the names of values |
//! | [`command`] | all that can be meant: when it can be done, and what it does |
//! | [`key`], [`keymap`] | what was pressed; keys to commands, help, hint line and the tables of keys come from it |
//! | [`ui`] | `draw(&State)`; what takes a choice to say is in [`ui::words`], in each [`lang`] |
//! | [`runtime`] | the loop, the terminal, signals, the clipboard; carries effects out |
//! | [`explain`] | the references' error tables |
//! | [`journal`] | every change, written down before it is sent and after it is answered |
//! | [`transitions`] | what changed of an instance, and when; what is told is kept beyond the end of the program |
//! | [`list`], [`export`] | all instances, or the shown table, as text for other programs |
//! | [`problems`] | what is wrong with every instance, as text for people and for other programs |
//! | [`watch`] | what changes, as lines for people and for other programs |
//! | [`manual`] | the man page, the completions, the table of keys |
//! | [`timezone`] | the zone of the times that are shown and typed |
//! | [`contained`] | panics made errors, so that a defect ends one piece of work and not the program |
//! | [`log`], [`private`], [`secret`] | the log and crash reports; files for the user alone; text that cannot be printed |
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used))]

pub mod api;
pub mod broker;
pub mod cli;
pub mod command;
pub mod config;
pub mod contained;
pub mod effect;
pub mod event;
pub mod explain;
pub mod export;
pub mod figures;
pub mod findings;
pub mod journal;
pub mod key;
pub mod keymap;
pub mod l10n;
pub mod lang;
pub mod list;
pub mod log;
pub mod manual;
pub mod model;
pub mod poller;
pub mod private;
pub mod problems;
pub mod runtime;
pub mod secret;
pub mod simulator;
pub mod start;
pub mod state;
pub mod text;
pub mod timezone;
pub mod transitions;
pub mod ui;
pub mod update;
pub mod watch;
