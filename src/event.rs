//! What happens: keys, answers, time.

use crate::api::{Agency, ApiError, Operation};
use crate::broker::{BrokerAnswer, BrokerError, Part};
use crate::figures::{FiguresAnswer, FiguresPart};
use crate::key::Key;
use crate::model::{EpochMs, Instance, InstanceId, ProjectId, Scope};
use crate::state::context::ProfileContext;
use crate::state::copied::Copied;
use crate::state::export::Exported;
use crate::state::journal::News;
use crate::state::query::QueryAnswer;
use crate::state::remote::Ticket;
use crate::state::sight::Frame;
use crate::state::unended::Unended;
use crate::state::view::ScreenSize;
use crate::state::write::broker::BrokerNews;
use crate::state::write::pending::{Receipt, WriteFailure, WriteId};
use std::sync::Arc;
use std::time::Duration;

/// Something that happened.
#[derive(Debug)]
pub enum Event {
    /// A key was pressed.
    Key(Key),
    /// Text was pasted, in one piece.
    Paste(String),
    /// What the terminal sends has had no end for a while, or has one after all.
    Unended(Option<Unended>),
    /// The terminal has this size now.
    Resize(ScreenSize),
    /// The terminal is ours again, with this size: until now it showed something else.
    Resumed(ScreenSize),
    /// The terminal took a frame with a question in it.
    Drawn(Frame),
    /// An answer arrived.
    Answer(Box<Answer>),
    /// The journal was looked at.
    Journal(News),
    /// It is known who and where the profile of this name is, which was to be shown.
    Opened(String, Box<ProfileContext>),
    /// What was to be copied has gone its way, or has not.
    Copied(Copied),
    /// A table has become a file, or has not.
    Exported(Exported),
    /// What changed of the instances could not be written down, for this reason.
    NotRecorded(String),
    /// The command for notices failed, for this reason.
    HookFailed(String),
    /// Time passed.
    Wake,
}

/// An answer, with where and when it was asked for.
#[derive(Debug)]
pub struct Answer {
    /// Where it was asked.
    pub scope: Scope,
    /// Its place in the order of requests.
    pub asked: Ticket,
    /// What it says.
    pub reply: Reply,
}

/// What an answer says.
#[derive(Debug)]
pub enum Reply {
    /// The project every request goes to.
    Project(ProjectId),
    /// How often the credential was refused in a row, by whatever call and for whichever profile.
    Refusals(u32),
    /// Whose rights are used, and until when the keys or the token for them last, once there are any.
    Acting(Agency, Option<EpochMs>),
    /// How often the list is polled from now on: the budget stretches it.
    Pace(Duration),
    /// This is asked for, on the way to the list.
    Asking(Operation),
    /// A read failed for this reason, and is sent again after so long.
    Retrying(ApiError, Duration),
    /// Rows of a list that came with its newest page, and how many there will be in all.
    Page(Vec<Arc<Instance>>, Option<u64>),
    /// What a query gave.
    Read(QueryAnswer),
    /// What a part of the figures gave, or why it gave nothing.
    Figures(FiguresPart, Result<Box<FiguresAnswer>, ApiError>),
    /// What a part of the broker of an instance gave, or why it gave nothing.
    Broker(InstanceId, Part, Result<BrokerAnswer, BrokerError>),
    /// How often the figures of every instance are read from now on.
    FiguresPace(Duration),
    /// Everything that was due of figures is answered.
    FiguresRest,
    /// A request of a write leaves, which names these instances.
    Leaves(WriteId, Vec<InstanceId>),
    /// The service took a request of a write, which names these instances; its id of the call.
    Taken(WriteId, Vec<InstanceId>, String),
    /// What is heard of a change of a broker.
    Changed(WriteId, BrokerNews),
    /// The answer to a write.
    Written(WriteId, Result<Receipt, WriteFailure>),
}

impl From<QueryAnswer> for Reply {
    fn from(answer: QueryAnswer) -> Self {
        Self::Read(answer)
    }
}
