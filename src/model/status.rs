//! Statuses of instances and tasks. A word this version does not know is kept as it came.

use std::fmt;

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($variant:ident = $word:literal $(| $also:literal)* : $console:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, strum::IntoStaticStr, strum::VariantNames)]
        #[strum(serialize_all = "kebab-case")]
        pub enum $name {
            $($variant,)+
            /// A word this version does not know, as the service spelt it.
            Other(String),
        }

        impl $name {
            /// Reads the service's word, without regard to case and spaces: `Resizing failed` and
            /// `EXTENDEDFAILED` are the same status in two documents.
            pub fn from_word(word: &str) -> Self {
                match squeezed(word).as_str() {
                    $($word $(| $also)* => Self::$variant,)+
                    _ => Self::Other(word.to_owned()),
                }
            }

            /// The service's word.
            pub fn word(&self) -> &str {
                match self {
                    $(Self::$variant => $word,)+
                    Self::Other(word) => word,
                }
            }

            /// The word of the service's Chinese console; none for a word this version does not
            /// know.
            pub fn console(&self) -> Option<&'static str> {
                match self {
                    $(Self::$variant => Some($console),)+
                    Self::Other(_) => None,
                }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.word())
            }
        }
    };
}

/// A word in upper case without spaces, `_` and `-`.
fn squeezed(word: &str) -> String {
    word.chars()
        .filter(|letter| !letter.is_whitespace() && !matches!(letter, '_' | '-'))
        .map(|letter| letter.to_ascii_uppercase())
        .collect()
}

words!(
    /// Status of an instance: section 7.3 of the reference, table 8-3 of the Chinese one (which
    /// has words of its own for three of them), those that their error tables name beside
    /// (DMS.00400099), and what real services answer beyond both.
    Status {
        Creating = "CREATING": "创建中",
        CreateFailed = "CREATEFAILED": "创建失败",
        Running = "RUNNING": "运行中",
        Error = "ERROR" | "FAULTY": "故障",
        Restarting = "RESTARTING": "重启中",
        Starting = "STARTING": "启动中",
        Stopping = "STOPPING": "停止中",
        Extending = "EXTENDING" | "RESIZING": "规格变更中",
        ExtendedFailed = "EXTENDEDFAILED" | "RESIZINGFAILED": "规格变更失败",
        Frozen = "FROZEN": "已冻结",
        Freezing = "FREEZING": "冻结中",
        Upgrading = "UPGRADING": "升级中",
        RollingBack = "ROLLINGBACK": "回滚中",
        Deleting = "DELETING": "删除中",
        Deleted = "DELETED": "已删除",
        Recycle = "RECYCLE": "回收站",
    }
);

words!(
    /// Status of a background task. Only scheduled tasks can be `CANCELLED`.
    TaskStatus {
        Created = "CREATED": "已创建",
        Executing = "EXECUTING": "执行中",
        Success = "SUCCESS": "成功",
        Failed = "FAILED": "失败",
        Deleted = "DELETED": "已删除",
        Cancelled = "CANCELLED": "已取消",
    }
);

impl Status {
    /// Whether it passes by itself: something is under way.
    pub fn is_passing(&self) -> bool {
        match self {
            Self::Creating
            | Self::Restarting
            | Self::Starting
            | Self::Stopping
            | Self::Extending
            | Self::Freezing
            | Self::Upgrading
            | Self::RollingBack
            | Self::Deleting => true,
            Self::CreateFailed
            | Self::Running
            | Self::Error
            | Self::ExtendedFailed
            | Self::Frozen
            | Self::Deleted
            | Self::Recycle
            | Self::Other(_) => false,
        }
    }

    /// Whether the service itself takes the brokers down while it lasts: that they are is no fault.
    pub fn is_down_by_plan(&self) -> bool {
        matches!(
            self,
            Self::Restarting | Self::Starting | Self::Stopping | Self::Deleting
        )
    }

    /// Whether the instance is no longer there for the user: deleted, or in the recycle bin.
    pub fn is_gone(&self) -> bool {
        matches!(self, Self::Deleted | Self::Recycle)
    }
}

impl TaskStatus {
    /// Whether nothing more will happen. An unknown word counts as still going on, so that a task
    /// is never reported as ended on a guess.
    pub fn is_final(&self) -> bool {
        match self {
            Self::Success | Self::Failed | Self::Deleted | Self::Cancelled => true,
            Self::Created | Self::Executing | Self::Other(_) => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_words_are_read_without_case_and_unknown_ones_are_kept() {
        assert_eq!(Status::from_word("running"), Status::Running);
        assert_eq!(Status::from_word("EXTENDEDFAILED").word(), "EXTENDEDFAILED");
        assert_eq!(
            Status::from_word("Hovering"),
            Status::Other("Hovering".into())
        );
    }

    #[test]
    fn both_documents_words_for_a_status_are_one_status() {
        for (words, status) in [
            (["CREATING", "Creating"], Status::Creating),
            (["RUNNING", "Running"], Status::Running),
            (["ERROR", "Faulty"], Status::Error),
            (["RESTARTING", "Restarting"], Status::Restarting),
            (["EXTENDING", "Resizing"], Status::Extending),
            (
                ["EXTENDEDFAILED", "Resizing failed"],
                Status::ExtendedFailed,
            ),
            (["CREATEFAILED", "Create failed"], Status::CreateFailed),
        ] {
            assert_eq!(words.map(Status::from_word), [status.clone(), status]);
        }
    }

    #[test]
    fn a_task_with_an_unknown_status_is_not_final() {
        assert!(!TaskStatus::from_word("PAUSED").is_final());
        assert!(TaskStatus::from_word("success").is_final());
    }
}
