//! What keys do in the form. Where something is typed, every character is text.

use super::draft::Draft;
use super::field::{Field, Kind};
use super::list::List;
use super::offers::{Choice, Offers, Standing};
use super::{Form, Step};
use crate::keymap::Key;
use crate::keymap::typing::{Meaning, Typing};
use crate::model::rules;
use crate::state::input::{Edit, TextField};

/// Fields that a page up or down goes by.
const PAGE: isize = 5;

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
        } else if let Some(field) = self.draft.text_mut(self.focus) {
            field.paste(text);
        }
    }

    /// Where keys go now.
    #[must_use]
    pub fn typing(&self) -> Typing {
        match (self.focus.kind(), &self.list) {
            (Kind::Some, Some(_)) => Typing::Marks,
            (_, Some(_)) => Typing::Choices,
            (Kind::Text, None) => Typing::Text,
            (Kind::Suggested, None) => Typing::Suggested,
            (Kind::One, None) => Typing::One,
            (Kind::Some, None) => Typing::Several,
            (Kind::Switch, None) => Typing::Switch,
            (Kind::Button, None) => Typing::Button,
        }
    }

    fn field_key(&mut self, key: Key, offers: &Offers<'_>) -> Step {
        match self.typing().meaning(key) {
            Some(Meaning::Leave) => return Step::Leave,
            Some(Meaning::Review) => return self.review(offers),
            Some(Meaning::NextField) => self.move_focus(1),
            Some(Meaning::PreviousField) => self.move_focus(-1),
            Some(Meaning::FieldsOn) => self.move_focus(PAGE),
            Some(Meaning::FieldsBack) => self.move_focus(-PAGE),
            Some(Meaning::OpenList) => self.open_or_move_on(offers),
            Some(Meaning::ChangeBack) => self.step_choice(-1, offers),
            Some(Meaning::ChangeOn) => self.step_choice(1, offers),
            Some(Meaning::Flip) => self.flip(),
            _ => self.type_in(key, offers),
        }
        Step::Stay
    }

    /// Text goes into the field, or where there is only a list to choose from narrows that.
    fn type_in(&mut self, key: Key, offers: &Offers<'_>) {
        let Some(edit) = Edit::of(key) else {
            return;
        };
        match (self.focus.kind(), edit) {
            (Kind::Text | Kind::Suggested, _) => {
                if let Some(field) = self.draft.text_mut(self.focus) {
                    field.edit(edit);
                }
            }
            (Kind::One | Kind::Some, Edit::Insert(_)) => {
                self.open_list(offers);
                if let Some(list) = &mut self.list {
                    list.filter.edit(edit);
                }
            }
            (Kind::One | Kind::Some | Kind::Switch | Kind::Button, _) => {}
        }
    }

    fn flip(&mut self) {
        match self.focus {
            Field::Tls => self.draft.tls = self.draft.tls.flipped(),
            Field::Public => self.draft.public = self.draft.public.flipped(),
            _ => {}
        }
    }

    /// Takes the list out of the form before; puts it back unless the key closed it.
    fn list_key(
        &mut self,
        mut list: List,
        meaning: Option<Meaning>,
        key: Key,
        offers: &Offers<'_>,
    ) {
        let choices = list.narrowed(self.choices(self.focus, offers));
        let under = list.place(&choices).map(|place| &choices[place]);
        match meaning {
            Some(Meaning::CloseList) => return,
            Some(Meaning::Take | Meaning::Done) if self.accept(under, &list, offers) => return,
            Some(Meaning::NextField) => return self.move_focus(1),
            Some(Meaning::PreviousField) => return self.move_focus(-1),
            Some(Meaning::Mark) => self.mark(under),
            Some(Meaning::RowUp) => list.move_by(-1, &choices),
            Some(Meaning::RowDown) => list.move_by(1, &choices),
            Some(Meaning::PageUp) => list.move_by(-PAGE, &choices),
            Some(Meaning::PageDown) => list.move_by(PAGE, &choices),
            _ => {
                if let Some(edit) = Edit::of(key) {
                    list.filter.edit(edit);
                }
            }
        }
        self.list = Some(list);
    }

    /// Enter in a list; says whether the list is done. What is sold out is not taken. Where
    /// several can be marked and some are, it only closes the list, unless a choice was typed.
    fn accept(&mut self, under: Option<&Choice>, list: &List, offers: &Offers<'_>) -> bool {
        let Some(choice) = under else {
            return true;
        };
        let marked = self.focus.kind() == Kind::Some && !self.draft.zones.is_empty();
        if marked && list.filter.is_empty() {
            return true;
        }
        if choice.standing != Standing::Offered {
            return false;
        }
        self.draft.take(self.focus, &choice.value);
        self.draft.settle(self.focus, offers);
        true
    }

    /// Space in a list of several: puts the choice in or takes it out.
    fn mark(&mut self, under: Option<&Choice>) {
        let Some(choice) = under else {
            return;
        };
        let zones = &mut self.draft.zones;
        match zones.iter().position(|zone| *zone == choice.value) {
            Some(at) => {
                zones.remove(at);
            }
            None if choice.standing == Standing::Offered => zones.push(choice.value.clone()),
            None => {}
        }
    }

    fn open_list(&mut self, offers: &Offers<'_>) {
        let choices = self.choices(self.focus, offers);
        let at = self.draft.taken(self.focus);
        self.list = Some(List::open(at.as_deref(), &choices));
    }

    /// Where nothing is on offer and text will do, there is nothing to open.
    fn open_or_move_on(&mut self, offers: &Offers<'_>) {
        let none = self.choices(self.focus, offers).is_empty();
        if none && self.focus.kind() == Kind::Suggested {
            self.move_focus(1);
        } else {
            self.open_list(offers);
        }
    }

    /// Goes to the next choice that can be had, that way; stops at the ends.
    fn step_choice(&mut self, delta: isize, offers: &Offers<'_>) {
        let mut choices = self.choices(self.focus, offers);
        choices.retain(|choice| choice.standing == Standing::Offered);
        let taken = self.draft.taken(self.focus);
        let at = choices
            .iter()
            .position(|choice| Some(&choice.value) == taken.as_ref());
        let to = at.map_or(0, |at| at.saturating_add_signed(delta));
        if let Some(choice) = choices.get(to) {
            self.draft.take(self.focus, &choice.value);
            self.draft.settle(self.focus, offers);
        }
    }

    fn move_focus(&mut self, delta: isize) {
        let fields = self.fields();
        let at = fields.iter().position(|field| *field == self.focus);
        let to = at.unwrap_or(0).saturating_add_signed(delta);
        self.focus = fields[to.min(fields.len() - 1)];
    }

    /// Enter on the button: the request if every rule is kept, else to the first field that
    /// breaks one.
    fn review(&mut self, offers: &Offers<'_>) -> Step {
        match self.read(offers) {
            Ok(request) => {
                self.refused = None;
                Step::Review(Box::new(request))
            }
            Err(problems) => {
                self.focus = problems.first().map_or(self.focus, |(field, _)| *field);
                Step::Stay
            }
        }
    }
}

impl Draft {
    /// What a field that is chosen is now, as choices name it.
    #[must_use]
    pub fn taken(&self, field: Field) -> Option<String> {
        match field {
            Field::Version => self.version.clone(),
            Field::Product => self.product.clone(),
            Field::Brokers => self.brokers.map(|brokers| brokers.to_string()),
            Field::Disk => self.disk.clone(),
            Field::Zones => self.zones.first().cloned(),
            Field::Window => Some(self.window_taken()),
            _ => self.text(field).map(|text| text.text().to_owned()),
        }
    }

    /// The window as the list names it; empty when it is left to the service.
    fn window_taken(&self) -> String {
        let Some((begin, end)) = &self.window else {
            return String::new();
        };
        let (begin, end) = rules::window(begin, end).unwrap_or((begin.clone(), end.clone()));
        super::offers::window_text(&begin, &end)
    }

    /// Takes a choice.
    fn take(&mut self, field: Field, value: &str) {
        match field {
            Field::Version => self.version = Some(value.to_owned()),
            Field::Product => self.product = Some(value.to_owned()),
            Field::Brokers => self.brokers = value.parse().ok(),
            Field::Disk => self.disk = Some(value.to_owned()),
            Field::Zones if self.zones.iter().any(|zone| zone == value) => {}
            Field::Zones => self.zones.push(value.to_owned()),
            Field::Window => {
                let window = value.split_once('-');
                self.window = window.map(|(begin, end)| (begin.to_owned(), end.to_owned()));
            }
            _ => {
                if let Some(text) = self.text_mut(field) {
                    *text = TextField::plain(value);
                }
            }
        }
    }

    /// What follows from a choice: a product has its own broker counts and disk types. A count it
    /// does not have gives way to its fewest; a disk type is taken where there is only one.
    fn settle(&mut self, field: Field, offers: &Offers<'_>) {
        let Some(product) = offers.product(self).filter(|_| field == Field::Product) else {
            return;
        };
        let counts = rules::broker_counts(product);
        if !self
            .brokers
            .is_some_and(|brokers| counts.contains(&brokers))
        {
            self.brokers = counts.first().copied().or(self.brokers);
        }
        if let [only] = product.storage_types.as_slice() {
            self.disk = Some(only.spec.clone());
        }
    }
}
