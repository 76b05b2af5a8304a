//! Whole lists, read page by page: what is there, and honestly what is missing.

use crate::model::{Instance, Task};

use super::ApiError;

/// What is known while a list is still being read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ListProgress<'a> {
    /// The instances so far, in the order they came, without duplicates.
    pub instances: &'a [Instance],
    /// How many rows there are in all, when the service says so.
    pub total: Option<u64>,
}

/// Every instance, as far as it could be read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listing {
    /// The instances, in the service's order, without duplicates.
    pub instances: Vec<Instance>,
    /// How many rows the service says there are; rows of other engines count.
    pub total: Option<u64>,
    /// Rows of other engines, left out.
    pub foreign: usize,
    /// Rows without a readable id, left out.
    pub unidentified: usize,
    /// Parts that could not be read, in order. Empty when the list is complete.
    pub missing: Vec<MissingPart>,
}

/// A part of a list that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MissingPart {
    /// First row of it, counted from 0.
    pub from: u64,
    /// The row after its last.
    pub to: u64,
    /// Why.
    pub error: ApiError,
}

/// Every task of an instance, as far as it could be read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TaskList {
    /// Newest first, without duplicates.
    pub tasks: Vec<Task>,
    /// How many the service says there are.
    pub total: Option<u64>,
    /// Rows without a readable id, left out.
    pub unidentified: usize,
    /// Fields that were there but could not be read, as in `tasks[3].status`.
    pub unreadable: Vec<String>,
    /// Why older tasks are missing; `None` when the list is complete.
    pub missing: Option<ApiError>,
}
