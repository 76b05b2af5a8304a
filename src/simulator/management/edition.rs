//! What differs between versions of RabbitMQ.

/// A generation of answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edition {
    /// 3.8 and before.
    V38,
    /// 3.10 to 3.12.
    V310,
    /// 3.13.
    V313,
}

impl Edition {
    /// That of an engine version of the message service.
    pub fn of(version: &str) -> Self {
        match version.get(..4) {
            Some("3.7." | "3.8.") => Self::V38,
            Some("3.13") => Self::V313,
            _ => Self::V310,
        }
    }

    /// Whether it is of before 3.10.
    pub fn is_old(self) -> bool {
        match self {
            Self::V38 => true,
            Self::V310 | Self::V313 => false,
        }
    }

    /// Version of Erlang, short and in full.
    pub fn erlang(self) -> [&'static str; 2] {
        match self {
            Self::V38 => [
                "23.3.4.18",
                "Erlang/OTP 23 [erts-11.2.2.17] [source] [64-bit] [smp:4:4] [ds:4:4:10] [async-threads:64]",
            ],
            Self::V310 | Self::V313 => [
                "25.3.2.8",
                "Erlang/OTP 25 [erts-13.2.2.5] [source] [64-bit] [smp:4:4] [ds:4:4:10] [async-threads:1] [jit:ns]",
            ],
        }
    }

    /// How it spells that somebody may not do something.
    pub fn not_authorised(self) -> &'static str {
        match self {
            Self::V38 => "not_authorised",
            Self::V310 | Self::V313 => "not_authorized",
        }
    }
}
