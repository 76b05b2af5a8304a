//! What the user does at the desk, by keys alone.

use super::Live;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use warren::event::Event;
use warren::key::{Code, Key};
use warren::state::detail::Detail;
use warren::state::form::{Field, Form};
use warren::state::overlay::Overlay;
use warren::state::sight::READ;
use warren::state::view::ScreenSize;

impl Live {
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

    /// Moves the cursor to an instance, by keys.
    pub fn select(&mut self, name: &str) {
        self.press("g g");
        for _ in 0..self.state().fleet.shown() {
            if self.selected().as_deref() == Some(name) {
                return;
            }
            self.press("j");
        }
        assert_eq!(self.selected().as_deref(), Some(name), "{}", self.dump());
    }

    /// Goes back to the list, past toasts and whatever is in front.
    pub fn go_home(&mut self) {
        self.press("esc esc esc esc esc esc");
        assert_eq!(self.state().view.opened, None);
    }

    /// Opens an instance from the list, at one of its tabs.
    pub fn open(&mut self, name: &str, tab: &str) {
        self.select(name);
        self.press("enter");
        self.press(tab);
    }

    /// The open instance, looked into.
    pub fn detail(&self) -> &Detail {
        self.state().subject_detail().unwrap()
    }

    /// Puts the cursor on a plug-in of the open instance, by keys.
    pub fn select_plugin(&mut self, name: &str) {
        self.press("g g");
        for _ in 0..self.detail().plugin_names().len() {
            let under = self.detail().selected_plugin();
            if under.is_some_and(|plugin| plugin.name.as_str() == name) {
                return;
            }
            self.press("j");
        }
        panic!("no plug-in {name}\n{}", self.dump());
    }

    /// Asks for a plug-in of an instance to be switched, and says yes.
    pub async fn switch_plugin(&mut self, instance: &str, plugin: &str) {
        self.open(instance, "4");
        self.until("its plug-ins are there", |live| {
            live.detail().known.plugins().known.is_some()
        })
        .await;
        self.select_plugin(plugin);
        self.press("t");
        self.answer_question("y").await;
    }

    /// Asks for an instance to be deleted, and types its name.
    pub fn delete(&mut self, name: &str) {
        self.select(name);
        self.press("D");
        self.type_text(name);
        self.press("enter");
    }

    pub fn form(&self) -> &Form {
        match &self.state().overlay {
            Some(Overlay::Form(form)) => form,
            other => panic!("no form but {other:?}"),
        }
    }

    /// Goes to a field of the form, by keys.
    pub fn go_to(&mut self, field: Field) {
        let up = self.form().fields().len();
        self.press(&"up ".repeat(up));
        for _ in 0..up {
            if self.form().focus() == field {
                return;
            }
            self.press("down");
        }
        assert_eq!(self.form().focus(), field);
    }

    /// Types a field of the form anew.
    pub fn fill(&mut self, field: Field, text: &str) {
        self.go_to(field);
        self.press("ctrl-u");
        self.type_text(text);
    }

    /// Fills a form like `model` in, under another name, and sends it.
    pub async fn create_like(&mut self, model: &str, name: &str, password: &str) {
        self.select(model);
        self.press("C");
        self.until("the choices are there", |live| {
            live.profile().known.catalogue().known.is_some()
        })
        .await;
        self.fill(Field::Name, name);
        self.fill(Field::Password, password);
        self.fill(Field::Repeat, password);
        self.review();
        self.answer_question("tab enter").await;
    }

    /// Leaves the form for its review.
    pub fn review(&mut self) {
        self.go_to(Field::Review);
        self.press("enter");
        let asked = matches!(self.state().overlay, Some(Overlay::Confirm(_)));
        assert!(asked, "{}", self.dump());
    }

    /// Draws a frame, which the terminal takes at once.
    pub fn look(&mut self) -> Buffer {
        let ScreenSize { width, height } = self.state().size;
        let mut buffer = Buffer::empty(Rect::new(0, 0, width, height));
        let drawn = self.session.draw(&mut buffer);
        if let Some(frame) = drawn.question {
            let now = self.now();
            self.session.feed(Event::Drawn(frame), now);
        }
        buffer
    }

    /// Reads the question in front, and answers it with these keys.
    pub async fn answer_question(&mut self, keys: &str) {
        self.pass(READ).await;
        self.press(keys);
    }
}
