//! A form: every key is its own.

use super::{Keys, TextKeys};
use crate::command::forms;
use crate::key::typing::InputAction;
use crate::state::form::Form;
use crate::state::overlay::Overlay;

const BACK: &[InputAction] = &[InputAction::PreviousField, InputAction::FieldsBack];
const CLEAR: &[InputAction] = &[InputAction::ClearForm];
const BOTH: &[InputAction] = &[
    InputAction::PreviousField,
    InputAction::FieldsBack,
    InputAction::ClearForm,
];

pub(super) fn keys(form: &Form) -> Keys {
    Keys::Text(TextKeys {
        mode: form.typing(),
        key: forms::key,
        paste: |state, text| {
            if let Some(Overlay::Form(form)) = &mut state.overlay {
                form.paste(text);
            }
        },
        idle: match (form.can_go_back(), form.is_worth_keeping()) {
            (true, true) => &[],
            (false, true) => BACK,
            (true, false) => CLEAR,
            (false, false) => BOTH,
        },
    })
}
