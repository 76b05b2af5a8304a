//! A user at a desk: presses keys, hears answers, watches time pass, without a terminal.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use std::sync::{Arc, LazyLock};
use std::time::Duration;
use warren::api::v2::{InstanceDetail, PluginList};
use warren::api::{ApiError, ErrorKind, Listing, Operation, TaskList};
use warren::effect::Effect;
use warren::event::{Answer, Event, Reply};
use warren::key::{Code, Key};
use warren::keymap::Keymap;
use warren::l10n::Words;
use warren::lang::Lang;
use warren::model::{
    ApiVersion, Billing, Instance, InstanceId, InstanceKey, Plugin, PluginName, ProjectId, Scope,
    Status, Storage,
};
use warren::state::State;
use warren::state::context::{Appearance, Depth, Glyphs, ProfileContext, ThemeName};
use warren::state::interest::{Interest, Trigger};
use warren::state::notice::NoticeKind;
use warren::state::now::Now;
use warren::state::profiles::{Profile, Profiles};
use warren::state::query::{Query, QueryAnswer};
use warren::state::sight::{Frame, READ, Shown};
use warren::state::span::Span;
use warren::state::view::ScreenSize;
use warren::state::write::pending::WriteStatus;
use warren::ui;
use warren::update::update;

/// The state with everything that drives it.
pub struct Desk {
    pub state: State,
    pub keymap: Keymap,
    pub now: Now,
    pub ticket: u64,
    pub effects: Vec<Effect>,
    /// Whether frames reach the terminal.
    pub terminal: Terminal,
    watched: Interest,
}

/// What becomes of the frames that are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Terminal {
    /// It takes each at once.
    Takes,
    /// It takes each at once, and has room for everything: nothing is drawn, to save time.
    Endless,
    /// It takes none.
    Stalls,
}

/// What was said about writes, oldest first.
pub fn said_of_writes(state: &State) -> Vec<WriteStatus> {
    let notices = state.notices.iter();
    let mut said: Vec<WriteStatus> = notices
        .filter_map(|notice| match &notice.said {
            NoticeKind::Write(outcome) => Some(outcome.result.clone()),
            _ => None,
        })
        .collect();
    said.reverse();
    said
}

/// The texts of the screen, in English.
pub fn words() -> &'static Words {
    words_in(Lang::English)
}

/// The texts of the screen in a language.
pub fn words_in(lang: Lang) -> &'static Words {
    type Loaded = LazyLock<Words>;
    static ENGLISH: Loaded = LazyLock::new(|| load(Lang::English));
    static CHINESE: Loaded = LazyLock::new(|| load(Lang::Chinese));
    match lang {
        Lang::English => &ENGLISH,
        Lang::Chinese => &CHINESE,
    }
}

/// Loads the texts on a stack of its own: reading a table of so many takes a good part of one, and
/// a test that drives a session has used most of its own by then.
fn load(lang: Lang) -> Words {
    let loaded = std::thread::spawn(move || Words::load(lang).unwrap());
    loaded.join().unwrap()
}

pub fn scope() -> Scope {
    Scope::new("test", "cn-north-4")
}

pub fn id(name: &str) -> InstanceId {
    InstanceId::new(format!("id-{name}")).unwrap()
}

pub fn key(name: &str) -> InstanceKey {
    InstanceKey {
        scope: scope(),
        id: id(name),
    }
}

/// A running, pay-per-use instance.
pub fn instance(name: &str) -> Instance {
    let mut instance = Instance::bare(id(name));
    instance.name = Some(name.to_owned());
    instance.status = Some(Status::Running);
    instance.billing = Some(Billing::PayPerUse);
    instance.engine_version = Some("3.8.35".into());
    instance.storage = Storage {
        used: Some(10),
        usable: Some(88),
        total: Some(100),
        ..Storage::default()
    };
    instance
}

pub fn listing(instances: Vec<impl Into<Arc<Instance>>>) -> Listing {
    Listing {
        total: Some(instances.len() as u64),
        instances: instances.into_iter().map(Into::into).collect(),
        ..Listing::default()
    }
}

pub fn plugin(name: &str, enabled: bool) -> Plugin {
    Plugin {
        name: PluginName::new(name).unwrap(),
        enabled: Some(enabled),
        running: Some(enabled),
        version: Some("3.8.35".into()),
    }
}

pub fn error(kind: ErrorKind) -> ApiError {
    // In the client's own words where the screen repeats them.
    let message = match kind {
        ErrorKind::Unreachable => "cannot reach the service: a test says so",
        _ => "a test says so",
    };
    ApiError::local(Operation::ListInstances, kind, message)
}

impl Desk {
    /// At 80x24, connected, with these instances listed.
    pub fn with(names: &[&str]) -> Self {
        let mut desk = Self::new(80, 24);
        let rows = names.iter().map(|name| instance(name)).collect();
        desk.list(rows);
        desk
    }

    pub fn new(width: u16, height: u16) -> Self {
        let context = ProfileContext {
            brokers: Default::default(),
            scope: scope(),
            thresholds: Default::default(),
            label: None,
            source: "env HUAWEICLOUD_SDK_AK".into(),
            credential: None,
            endpoint: "dms.cn-north-4.myhuaweicloud.com".into(),
            ces_endpoint: None,
            project: Some(ProjectId::new("0123456789abcdef").unwrap()),
            api: ApiVersion::V2,
            read_only: false,
            refresh: Duration::from_secs(5),
        };
        let look = Appearance {
            theme: ThemeName::Dark,
            depth: Depth::Basic,
            glyphs: Glyphs::Unicode,
        };
        let now = Now {
            uptime: Duration::from_secs(1),
            wall: 1_790_000_000_000,
        };
        Self {
            state: State::new(
                Profiles::of(context),
                look,
                ScreenSize { width, height },
                now,
            ),
            keymap: Keymap::preset(warren::keymap::Preset::Vim).0,
            now,
            ticket: 0,
            effects: Vec::new(),
            terminal: Terminal::Takes,
            watched: Interest::default(),
        }
    }

    /// The first profile that is shown.
    pub fn profile(&self) -> &Profile {
        self.state.profiles.first()
    }

    pub fn feed(&mut self, event: Event) {
        self.take(event);
        self.look();
    }

    /// Takes a frame, as the loop draws one after every event. Only a question in it matters to
    /// the state.
    pub fn look(&mut self) {
        let Some(sight) = self.state.sight() else {
            return;
        };
        let (question, size) = (sight.question(), self.state.size);
        let frame = match self.terminal {
            Terminal::Stalls => return,
            Terminal::Endless => Frame {
                question,
                size,
                shown: Shown::Whole,
            },
            Terminal::Takes => {
                let mut buffer = Buffer::empty(Rect::new(0, 0, size.width, size.height));
                let drawn = ui::draw(&self.state, &self.keymap, words(), &mut buffer);
                drawn.question.unwrap()
            }
        };
        self.take(Event::Drawn(frame));
    }

    /// Reads the question in front, and answers it with these keys.
    pub fn answer_question(&mut self, keys: &str) {
        self.wait(READ);
        self.press(keys);
    }

    /// Asks for something by these keys, reads the question, and says yes.
    pub fn agree_to(&mut self, keys: &str) {
        self.press(keys);
        self.answer_question("y");
    }

    fn take(&mut self, event: Event) {
        let effects = update(
            &mut self.state,
            &self.keymap,
            &mut self.watched,
            event,
            self.now,
        );
        self.effects.extend(effects);
    }

    /// Presses keys by their spelling, separated by spaces.
    pub fn press(&mut self, keys: &str) {
        for key in keys.split_whitespace() {
            self.feed(Event::Key(Key::parse(key).unwrap()));
        }
    }

    /// Types text, character by character.
    pub fn type_text(&mut self, text: &str) {
        for letter in text.chars() {
            self.feed(Event::Key(Key::plain(Code::Char(letter))));
        }
    }

    /// Lets time pass, waking up as often as the state asks for.
    pub fn wait(&mut self, time: Duration) {
        let end = self.now.uptime + time;
        while let Some(due) = self.state.next_change().filter(|due| *due <= end) {
            let step = due.max(self.now.uptime + Duration::from_millis(1)) - self.now.uptime;
            self.pass(step);
            self.feed(Event::Wake);
        }
        if end > self.now.uptime {
            self.pass(end - self.now.uptime);
        }
        self.feed(Event::Wake);
    }

    pub fn pass(&mut self, time: Duration) {
        self.now.uptime += time;
        self.now.wall += i64::try_from(time.as_millis()).unwrap();
    }

    /// A place in the order of requests: as if something were asked now.
    pub fn ask(&mut self) -> u64 {
        let now = u64::try_from(self.now.uptime.as_millis()).unwrap();
        self.ticket = now.max(self.ticket + 1);
        self.ticket
    }

    pub fn answer_to(&mut self, asked: u64, reply: impl Into<Reply>) {
        self.feed(Event::Answer(Box::new(Answer {
            scope: scope(),
            asked,
            reply: reply.into(),
        })));
    }

    pub fn answer(&mut self, reply: impl Into<Reply>) {
        let asked = self.ask();
        self.answer_to(asked, reply);
    }

    /// A complete list arrives.
    pub fn list(&mut self, instances: Vec<impl Into<Arc<Instance>>>) {
        self.answer(QueryAnswer::Listing(Ok(listing(instances))));
    }

    /// The detail of an instance arrives.
    pub fn detail(&mut self, instance: Instance) {
        let raw = serde_json::json!({"name": instance.name});
        self.whole(instance, raw);
    }

    /// The same, with the answer as it came.
    pub fn whole(&mut self, instance: Instance, raw: serde_json::Value) {
        let id = instance.id.clone();
        let detail = Arc::new(InstanceDetail { instance, raw });
        self.answer(QueryAnswer::Instance(id, Ok(detail)));
    }

    /// The service says that an instance does not exist.
    pub fn not_found(&mut self, name: &str) {
        let gone = error(ErrorKind::NotFound);
        self.answer(QueryAnswer::Instance(id(name), Err(gone)));
    }

    pub fn plugins(&mut self, name: &str, plugins: Vec<Plugin>) {
        let list = PluginList {
            plugins,
            ..PluginList::default()
        };
        self.answer(QueryAnswer::Plugins(id(name), Ok(list)));
    }

    pub fn tasks(&mut self, name: &str, tasks: TaskList) {
        self.answer(QueryAnswer::Tasks(id(name), Span::All, Ok(tasks)));
    }

    /// What is wanted for this reason.
    pub fn wanted(&self, trigger: Trigger) -> Vec<Query> {
        let wants = self.state.interest().wants.into_iter();
        let wants = wants.filter(|want| want.trigger == trigger);
        wants.map(|want| want.query).collect()
    }

    /// The name of the instance under the cursor.
    pub fn selected(&self) -> Option<String> {
        self.state
            .fleet
            .selected()
            .map(|row| row.instance.label().to_owned())
    }

    /// Names of the rows on screen.
    pub fn rows(&self) -> Vec<String> {
        let rows = self.state.fleet.window(10_000);
        rows.map(|row| row.instance.label().to_owned()).collect()
    }

    /// The writes that were sent, as the requests their plans showed.
    pub fn sent(&self) -> Vec<String> {
        let sent = self.effects.iter().filter_map(|effect| match effect {
            Effect::Write(_, armed) => Some(armed.plan().shown()),
            _ => None,
        });
        sent.collect()
    }
}
