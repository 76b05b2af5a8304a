//! What keys do in a form. Where something is typed, every character is text.

use super::list::List;
use super::offers::{Offers, SelectOption, Standing};
use super::{Form, Input, Step};
use crate::key::Key;
use crate::key::typing::{FieldAction, InputMode, ListAction};
use crate::state::input::Edit;

/// Fields that a page up or down goes by.
const PAGE: isize = 5;

/// What Enter in a list led to.
enum Accepted {
    /// A choice was taken: the next field is next.
    Yes,
    /// There was none to take.
    Nothing,
    /// It cannot be had.
    Unavailable,
}

impl Form {
    /// Takes a key in. `ctrl-c` is the caller's.
    pub fn key(&mut self, key: Key, offers: &Offers<'_>) -> Step {
        let typing = self.typing();
        match self.list.take() {
            Some(list) => {
                self.list_key(list, typing.meaning(key), key, offers);
                Step::Stay
            }
            None => self.field_key(key, offers),
        }
    }

    /// Takes pasted text in: one line, where text is typed.
    pub fn paste(&mut self, text: &str) {
        if let Some(list) = &mut self.list {
            list.filter.paste(text);
        } else if let Some(field) = self.values.edit(self.focus) {
            field.paste(text);
        }
    }

    /// Where keys go now.
    pub fn typing(&self) -> InputMode {
        match (self.input(self.focus), &self.list) {
            (Input::SomeOf, Some(_)) => InputMode::Marks,
            (_, Some(_)) => InputMode::Choices,
            (Input::Text, None) => InputMode::Text,
            (Input::Suggested, None) => InputMode::Suggested,
            (Input::OneOf, None) => InputMode::One,
            (Input::SomeOf, None) => InputMode::Several,
            (Input::Switch, None) => InputMode::Switch,
            (Input::Button, None) => InputMode::Button,
        }
    }

    /// Whether there is a field before the focused one, or a list that can be left for it.
    pub fn can_go_back(&self) -> bool {
        self.fields().first() != Some(&self.focus) || self.list.is_some()
    }

    fn field_key(&mut self, key: Key, offers: &Offers<'_>) -> Step {
        match self.typing().meaning(key) {
            Some(FieldAction::Leave) => return Step::Leave,
            Some(FieldAction::Review) => return self.review(offers),
            Some(FieldAction::NextField) => self.move_focus(1),
            Some(FieldAction::PreviousField) => self.move_focus(-1),
            Some(FieldAction::FieldsOn) => self.move_focus(PAGE),
            Some(FieldAction::FieldsBack) => self.move_focus(-PAGE),
            Some(FieldAction::OpenList) => self.open_or_move_on(offers),
            Some(FieldAction::ChangeBack) => self.step_choice(-1, offers),
            Some(FieldAction::ChangeOn) => self.step_choice(1, offers),
            Some(FieldAction::ClearForm) => self.clear(),
            Some(FieldAction::Flip) => self.values.flip(self.focus),
            None => self.type_in(key, offers),
        }
        Step::Stay
    }

    /// Text goes into the field, or where there is only a list to choose from narrows that.
    fn type_in(&mut self, key: Key, offers: &Offers<'_>) {
        let Some(edit) = Edit::of(key) else {
            return;
        };
        match (self.input(self.focus), edit) {
            (Input::Text | Input::Suggested, _) => {
                if let Some(field) = self.values.edit(self.focus) {
                    field.edit(edit);
                }
            }
            (Input::OneOf | Input::SomeOf, Edit::Insert(_)) => {
                self.open_list(offers);
                if let Some(list) = &mut self.list {
                    list.filter.edit(edit);
                }
            }
            (Input::OneOf | Input::SomeOf | Input::Switch | Input::Button, _) => {}
        }
    }

    /// Takes the list out of the form before; puts it back unless the key closed it.
    fn list_key(
        &mut self,
        mut list: List,
        meaning: Option<ListAction>,
        key: Key,
        offers: &Offers<'_>,
    ) {
        let choices = list.narrowed(self.options(self.focus, offers));
        let under = list.place(&choices).map(|place| &choices[place]);
        match meaning {
            Some(ListAction::CloseList) => return,
            Some(ListAction::Take | ListAction::Done) => match self.accept(under, &list, offers) {
                Accepted::Yes => return self.move_focus(1),
                Accepted::Nothing => return,
                Accepted::Unavailable => {}
            },
            Some(ListAction::NextField) => return self.move_focus(1),
            Some(ListAction::PreviousField) => return self.move_focus(-1),
            Some(ListAction::Mark) => self.mark(under, offers),
            Some(ListAction::RowUp) => list.move_by(-1, &choices),
            Some(ListAction::RowDown) => list.move_by(1, &choices),
            Some(ListAction::PageUp) => list.move_by(-PAGE, &choices),
            Some(ListAction::PageDown) => list.move_by(PAGE, &choices),
            None => list.filter.key(key),
        }
        self.list = Some(list);
    }

    /// Enter in a list. What is sold out is not taken. Where several can be marked and some are, it
    /// takes those, unless a choice was typed.
    fn accept(
        &mut self,
        under: Option<&SelectOption>,
        list: &List,
        offers: &Offers<'_>,
    ) -> Accepted {
        let Some(choice) = under else {
            return Accepted::Nothing;
        };
        let several = self.input(self.focus) == Input::SomeOf;
        let marked = several && !self.values.taken(self.focus).is_empty();
        if marked && list.filter.is_empty() {
            return Accepted::Yes;
        }
        if choice.standing != Standing::Offered {
            return Accepted::Unavailable;
        }
        self.take(&choice.value, offers);
        Accepted::Yes
    }

    /// Space in a list of several: puts the choice in or takes it out.
    fn mark(&mut self, under: Option<&SelectOption>, offers: &Offers<'_>) {
        let Some(choice) = under else {
            return;
        };
        if self
            .values
            .taken(self.focus)
            .contains(&choice.value.as_str())
        {
            self.values.remove(self.focus, &choice.value);
        } else if choice.standing == Standing::Offered {
            self.take(&choice.value, offers);
        }
    }

    fn open_list(&mut self, offers: &Offers<'_>) {
        let choices = self.options(self.focus, offers);
        let at = self.values.taken(self.focus);
        self.list = Some(List::open(at.first().copied(), &choices));
    }

    /// Where nothing is on offer and text will do, there is nothing to open.
    fn open_or_move_on(&mut self, offers: &Offers<'_>) {
        let none = self.options(self.focus, offers).is_empty();
        if none && self.input(self.focus) == Input::Suggested {
            self.move_focus(1);
        } else {
            self.open_list(offers);
        }
    }

    /// Goes to the next choice that can be had, that way; stops at the ends.
    fn step_choice(&mut self, delta: isize, offers: &Offers<'_>) {
        let mut choices = self.options(self.focus, offers);
        choices.retain(|choice| choice.standing == Standing::Offered);
        let taken = self.values.taken(self.focus);
        let at = choices
            .iter()
            .position(|choice| taken.first() == Some(&choice.value.as_str()));
        let to = at.map_or(0, |at| at.saturating_add_signed(delta));
        if let Some(choice) = choices.get(to) {
            self.take(&choice.value, offers);
        }
    }

    /// Takes a choice for the focused field, and what follows from it.
    fn take(&mut self, value: &str, offers: &Offers<'_>) {
        match self.input(self.focus) {
            Input::SomeOf => self.values.add(self.focus, value),
            Input::Text | Input::Suggested | Input::OneOf | Input::Switch | Input::Button => {
                self.values.set(self.focus, value);
            }
        }
        let values = &mut self.values;
        self.model.chosen(self.focus, values, offers);
    }

    fn move_focus(&mut self, delta: isize) {
        let fields = self.fields();
        let at = fields.iter().position(|field| *field == self.focus);
        let to = at.unwrap_or(0).saturating_add_signed(delta);
        self.focus = fields[to.min(fields.len() - 1)];
    }

    /// Enter on the button: what it asks for if every rule is kept, else to the first field that
    /// breaks one.
    fn review(&mut self, offers: &Offers<'_>) -> Step {
        match self.model.read(&self.values, offers) {
            Ok(mutation) => {
                self.refused = None;
                Step::Review(Box::new(mutation))
            }
            Err(problems) => {
                self.focus = problems.first().map_or(self.focus, |(field, _)| *field);
                Step::Stay
            }
        }
    }
}
