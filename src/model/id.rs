//! Identifiers. They are opaque (the reference's own examples are not hexadecimal) and never
//! empty: an empty id in a path would address the whole collection instead of one thing.

use std::sync::Arc;

/// An id was empty or blank.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("an id cannot be empty")]
pub struct EmptyId;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(Arc<str>);

        impl $name {
            /// Takes the text as it is.
            ///
            /// # Errors
            /// [`EmptyId`] when there is nothing but white space in it.
            pub fn new(text: impl AsRef<str>) -> Result<Self, EmptyId> {
                let text = text.as_ref();
                if text.trim().is_empty() {
                    return Err(EmptyId);
                }
                Ok(Self(Arc::from(text)))
            }

            /// The id as the service spells it.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, "{}({})", stringify!($name), self.0)
            }
        }
    };
}

id!(
    /// A project: one account's part of one region.
    ProjectId
);
id!(
    /// An instance.
    InstanceId
);
id!(
    /// A background task (also what the service calls a job).
    TaskId
);
id!(
    /// A plug-in, by the broker's own name, such as `rabbitmq_shovel`.
    PluginName
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_id_cannot_be_built() {
        assert_eq!(InstanceId::new(""), Err(EmptyId));
        assert_eq!(InstanceId::new(" \t"), Err(EmptyId));
        assert_eq!(
            InstanceId::new("8959ab1c-7n1a").map(|id| id.to_string()),
            Ok("8959ab1c-7n1a".into())
        );
    }
}
