//! What can be done with a broker.

use super::entry::{Can, when};
use super::front::TextKeys;
use crate::effect::Effect;
use crate::key::Key;
use crate::key::typing::{InputMode, PasswordAction};
use crate::state::State;
use crate::state::input::TextField;
use crate::state::view::Pane;

/// Whether there are other views to step to.
pub(super) fn can_step(state: &State) -> Can {
    let several = state.broker.views().len() > 1;
    when(state, state.focused() == Pane::Broker && several)
}

/// Begins to type the password that is asked for.
pub(super) fn ask_password(state: &mut State) {
    if state.broker_password().is_some() {
        state.broker.prompt = Some(TextField::masked());
    }
}

/// Whether the cursor is on what leads somewhere.
pub(super) fn leads(state: &State) -> bool {
    state.broker_lead().is_some()
}

/// Goes where what is under the cursor leads.
pub(super) fn follow(state: &mut State) {
    if let Some(lead) = state.broker_lead() {
        state.broker.go(lead);
    }
}

/// Whether connections are shown, which can be grouped.
pub(super) fn can_group(state: &State) -> Can {
    when(
        state,
        state.focused() == Pane::Broker && state.broker.can_group(),
    )
}

/// Whether rows are shown that can be filtered and sorted: of one thing of a broker they cannot.
pub(super) fn has_table(state: &State) -> Can {
    when(state, !state.shows_broker_detail())
}

/// Keys while the password is typed. It is in no effect but the one that gives it to whoever reads
/// the broker.
pub(super) const PASSWORD: TextKeys = TextKeys {
    mode: InputMode::Password,
    key,
    paste: |state, text| {
        if let Some(prompt) = &mut state.broker.prompt {
            prompt.paste(text);
        }
    },
    idle: &[],
};

fn key(state: &mut State, key: Key, effects: &mut Vec<Effect>) {
    match InputMode::Password.meaning(key) {
        Some(PasswordAction::Send) => {
            let typed = state.broker.prompt.take();
            let typed = typed.map(|field| field.secret());
            let typed = typed.filter(|secret| !secret.is_empty());
            if let Some((secret, of)) = typed.zip(state.view.opened.clone()) {
                effects.push(Effect::Hide(vec![secret.clone()]));
                effects.push(Effect::BrokerLogin(of, secret));
                state.broker.await_login();
            }
        }
        Some(PasswordAction::Cancel) => state.broker.prompt = None,
        None => {
            if let Some(prompt) = &mut state.broker.prompt {
                prompt.key(key);
            }
        }
    }
}
