//! What a table of queries makes: [`Query`](super::Query), [`QueryAnswer`](super::QueryAnswer), and
//! what a [`QueryCache`](super::QueryCache) keeps and gives.

/// One line a query: its documentation, its name, the method of the cache that gives what is
/// known, the argument beyond the instance, the payload, the operation, how often it is read, the
/// panes of an instance that show it with the feature of the API it takes, and how it is asked.
macro_rules! queries {
    (
        scope {$(
            $(#[$doc:meta])*
            $name:ident $(as $get:ident)? => $payload:ty: $operation:ident, $rate:ident,
                |$by:ident| $ask:expr;
        )*}
        instance {$(
            $(#[$i_doc:meta])*
            $i_name:ident as $i_get:ident ($($arg:ident: $type:ty)?) => $i_payload:ty:
                $i_operation:ident, $i_rate:ident
                $(in [$($pane:ident),*] $(with $feature:ident)?)?,
                |$i_by:ident, $instance:ident| $i_ask:expr;
        )*}
    ) => {
        /// Something that can be read of a scope.
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[derive(strum::IntoStaticStr, strum::VariantNames)]
        pub enum Query {
            $($(#[$doc])* $name,)*
            $($(#[$i_doc])* $i_name(InstanceId $(, $type)?),)*
        }

        /// What came of a query.
        #[derive(Clone, Debug, strum::EnumTryAs)]
        pub enum QueryAnswer {
            $($(#[$doc])* $name(Result<$payload, ApiError>),)*
            $($(#[$i_doc])* $i_name(InstanceId, $($type,)? Result<$i_payload, ApiError>),)*
        }

        impl Query {
            /// What is attempted at the service.
            pub fn operation(&self) -> Operation {
                match self {
                    $(Self::$name => Operation::$operation,)*
                    $(Self::$i_name(..) => Operation::$i_operation,)*
                }
            }

            /// What can be read of any scope.
            pub const OF_SCOPE: &[Self] = &[$(Self::$name),*];

            /// What can be read of any instance, each thing whole.
            pub fn of_instance(instance: &InstanceId) -> Vec<Self> {
                let each = [$(queries!(@whole instance, $i_name $(, $arg)?)),*];
                each.into_iter().flatten().collect()
            }

            /// Whether it is something to choose from, which changes rarely.
            pub fn is_offer(&self) -> bool {
                match self {
                    $(Self::$name => queries!(@is_offer $rate),)*
                    $(Self::$i_name(..) => queries!(@is_offer $i_rate),)*
                }
            }

            /// How long after it was read it is read again at the earliest.
            pub fn least(&self) -> Duration {
                match self {
                    $(Self::$name => queries!(@least $rate),)*
                    $(Self::$i_name(..) => queries!(@least $i_rate),)*
                }
            }

            /// The panes that show it of the instance they are about.
            pub fn panes(&self) -> &'static [Pane] {
                match self {
                    $(Self::$name => &[],)*
                    $(Self::$i_name(..) => &[$($(Pane::$pane),*)?],)*
                }
            }

            /// What the version of the API must have for it to be asked.
            pub fn feature(&self) -> Option<Feature> {
                let feature: &[Feature] = match self {
                    $(Self::$name => &[],)*
                    $(Self::$i_name(..) => &[$($(Feature::$feature)?)?],)*
                };
                feature.first().copied()
            }

            /// The instance it is about, if it is about one.
            pub fn instance(&self) -> Option<&InstanceId> {
                match self {
                    $(Self::$name => None,)*
                    $(Self::$i_name(instance, ..) => Some(instance),)*
                }
            }

            /// Asks the service.
            pub(crate) async fn ask(self, by: &impl Asker) -> QueryAnswer {
                match self {
                    $(Self::$name => {
                        let $by = by;
                        QueryAnswer::$name($ask)
                    })*
                    $(Self::$i_name(instance $(, $arg)?) => {
                        let ($i_by, $instance) = (by, instance.clone());
                        let answer = { $(let $arg = $arg.clone();)? $i_ask };
                        QueryAnswer::$i_name(instance, $($arg,)? answer)
                    })*
                }
            }

            /// The answer that it could not be read.
            #[must_use]
            pub fn failed(self, error: ApiError) -> QueryAnswer {
                match self {
                    $(Self::$name => QueryAnswer::$name(Err(error)),)*
                    $(Self::$i_name(instance $(, $arg)?) => {
                        QueryAnswer::$i_name(instance, $($arg,)? Err(error))
                    })*
                }
            }

            /// Whether an instance has many of its kind, of which the one looked at last is kept.
            pub(super) fn is_one_of_many(&self) -> bool {
                match self {
                    $(Self::$name => false,)*
                    $(Self::$i_name(_ $(, $arg)?) => false $(|| Argument::is_narrow($arg))?,)*
                }
            }
        }

        impl QueryAnswer {
            /// What was asked.
            pub fn query(&self) -> Query {
                match self {
                    $(Self::$name(_) => Query::$name,)*
                    $(Self::$i_name(instance, $($arg,)? _) => {
                        Query::$i_name(instance.clone() $(, $arg.clone())?)
                    })*
                }
            }

            /// Why it could not be read.
            pub fn error(&self) -> Option<&ApiError> {
                match self {
                    $(Self::$name(answer) => answer.as_ref().err(),)*
                    $(Self::$i_name(.., answer) => answer.as_ref().err(),)*
                }
            }
        }

        /// What is kept of the answers to a query.
        #[derive(Clone, Debug, strum::EnumTryAs)]
        enum Slot {
            $($name(Remote<$payload>),)*
            $($i_name(Remote<$i_payload>),)*
        }

        impl Slot {
            fn empty(query: &Query) -> Self {
                match query {
                    $(Query::$name => Self::$name(Remote::EMPTY),)*
                    $(Query::$i_name(..) => Self::$i_name(Remote::EMPTY),)*
                }
            }

            /// Takes an answer to the query of the slot in. Says whether it was taken.
            fn take(&mut self, asked: Ticket, at: Now, answer: QueryAnswer) -> bool {
                match answer {
                    $(QueryAnswer::$name(read) => match self {
                        Self::$name(known) => known.take(asked, at, read),
                        _ => false,
                    })*
                    $(QueryAnswer::$i_name(.., read) => match self {
                        Self::$i_name(known) => known.take(asked, at, read),
                        _ => false,
                    })*
                }
            }

            fn state(&self) -> ReadState<'_> {
                match self {
                    $(Self::$name(known) => known.state(),)*
                    $(Self::$i_name(known) => known.state(),)*
                }
            }
        }

        impl QueryCache {
            $($(
                #[doc = concat!("What [`Query::", stringify!($name), "`] gave.")]
                #[must_use]
                pub fn $get(&self) -> &Remote<$payload> {
                    let found = self.kept.iter().find_map(|(_, slot)| match slot {
                        Slot::$name(known) => Some(known),
                        _ => None,
                    });
                    found.unwrap_or(const { &Remote::EMPTY })
                }
            )?)*
            $(
                #[doc = concat!("What [`Query::", stringify!($i_name), "`] gave.")]
                #[must_use]
                pub fn $i_get(&self $(, $arg: &$type)?) -> &Remote<$i_payload> {
                    $(let wanted = $arg;)?
                    let found = self.kept.iter().find_map(|kept| match kept {
                        (Query::$i_name(_ $(, $arg)?), Slot::$i_name(known))
                            $(if $arg == wanted)? => Some(known),
                        _ => None,
                    });
                    found.unwrap_or(const { &Remote::EMPTY })
                }
            )*
        }
    };
    (@whole $instance:ident, $name:ident) => { Some(Self::$name($instance.clone())) };
    (@whole $instance:ident, $name:ident, $arg:ident) => { None };
    (@is_offer polled) => { false };
    (@is_offer slow) => { false };
    (@is_offer offer) => { true };
    (@least slow) => { SLOW };
    (@least $rate:ident) => { Duration::ZERO };
}

pub(super) use queries;
