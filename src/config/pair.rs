//! An access key with its secret, and the token of a temporary one: the same three wherever they
//! are kept.

use super::error::ConfigError;
use crate::api::Credential;
use crate::secret::Secret;

/// The keys that a place gives under these names; `None` when it gives none of the three. `source`
/// says where the part is that is there, by its number, when another is missing.
pub(super) fn keys(
    names: [&str; 3],
    given: [Option<String>; 3],
    source: impl FnOnce(usize) -> String,
) -> Result<Option<Credential>, ConfigError> {
    let [key_name, secret_name, _] = names;
    let (present, missing) = match given {
        [Some(access_key), Some(secret_key), token] => {
            return Ok(Some(Credential::Keys {
                access_key,
                secret_key: Secret::new(secret_key),
                security_token: token.map(Secret::new),
            }));
        }
        [None, None, None] => return Ok(None),
        [Some(_), None, _] => (0, secret_name.to_owned()),
        [None, Some(_), _] => (1, key_name.to_owned()),
        [None, None, Some(_)] => (2, format!("{key_name} with {secret_name}")),
    };
    Err(ConfigError::half(source(present), names[present], missing))
}
