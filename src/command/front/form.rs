//! A form: every key is its own.

use super::{Keys, TextKeys, idle};
use crate::command::forms;
use crate::key::typing::InputAction;
use crate::state::form::Form;
use crate::state::overlay::Overlay;

const BACK: &[InputAction] = &[InputAction::PreviousField, InputAction::FieldsBack];

pub(super) fn keys(form: &Form) -> Keys {
    Keys::Text(TextKeys {
        mode: form.typing(),
        key: forms::key,
        paste: |state, text| {
            if let Some(Overlay::Form(form)) = &mut state.overlay {
                form.paste(text);
            }
        },
        idle: idle(!form.can_go_back(), BACK),
    })
}
