//! Tags of an instance and of a project (section 4.5).

use crate::api::wire::Rows;
use crate::api::{Body, OneOrMore};
use crate::model::{InstanceId, ProjectId, Tag};

use super::create::tags;
use super::{DecodeError, ENGINE, Method, Operation, Read, Request, Write, row, wire};

/// What to do with tags.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TagVerb {
    /// Add, or give a key another value.
    Create,
    Delete,
}

/// Adds or removes tags of an instance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TagsAction {
    pub instance: InstanceId,
    /// What to do.
    pub verb: TagVerb,
    /// With which tags.
    pub tags: OneOrMore<Tag>,
}

impl Write for TagsAction {
    fn operation(&self) -> Operation {
        Operation::ChangeTags
    }

    fn request(&self, project: &ProjectId) -> Request {
        let verb = match self.verb {
            TagVerb::Create => "create",
            TagVerb::Delete => "delete",
        };
        let (project, instance) = (project.as_str(), self.instance.as_str());
        let segments = ["v2", project, ENGINE, instance, "tags", "action"];
        Request::new(Method::Post, &segments).carrying(
            Body::new()
                .with("action", verb)
                .with("tags", tags(self.tags.as_slice())),
        )
    }
}

/// The tags of one instance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListInstanceTags {
    pub instance: InstanceId,
}

impl Read for ListInstanceTags {
    type Reply = Rows<Tag>;
    const OPERATION: Operation = Operation::ListTags;

    fn request(&self, project: &ProjectId) -> Request {
        let (project, instance) = (project.as_str(), self.instance.as_str());
        Request::new(Method::Get, &["v2", project, ENGINE, instance, "tags"])
    }

    fn decode(&self, body: &[u8]) -> Result<Rows<Tag>, DecodeError> {
        wire::rows(&wire::object(body)?, "tags", row::tag)
    }
}

/// Every tag in use in the project.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ListProjectTags;

/// A key and the values it has anywhere in the project (table 4-55).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProjectTag {
    pub key: String,
    /// Its values.
    pub values: Vec<String>,
}

impl Read for ListProjectTags {
    type Reply = Rows<ProjectTag>;
    const OPERATION: Operation = Operation::ListProjectTags;

    fn request(&self, project: &ProjectId) -> Request {
        Request::new(Method::Get, &["v2", project.as_str(), ENGINE, "tags"])
    }

    fn decode(&self, body: &[u8]) -> Result<Rows<ProjectTag>, DecodeError> {
        wire::rows(&wire::object(body)?, "tags", |fields| {
            Some(ProjectTag {
                key: fields.text("key")?,
                values: fields.texts("values"),
            })
        })
    }
}
