//! Everything that is tested from outside the crate, as one binary.
// Tables of cases are long, and stay in one piece.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::too_many_lines,
    missing_docs
)]

mod agencies;
mod broker;
mod broker_verdicts;
mod certificates;
mod change_form;
mod charts;
mod chinese_words;
mod columns;
mod commands;
mod config;
mod contract_answers;
mod contract_bad_letters;
mod contract_budget;
mod contract_credentials;
mod contract_lists;
mod contract_lists_odd;
mod contract_proxy;
mod contract_queues;
mod contract_replies;
mod contract_requests;
mod contract_sign;
mod contract_tolerance;
mod contract_v1;
mod contract_wire;

mod copying;
mod create_form;
mod deletable;
mod desk;
mod doctor;
mod drafts;
mod exporting;
mod findings;
mod flows;
mod frame;
mod homeless;
mod http;
mod journal;
mod layers;
mod limits;
mod list;
mod live;
mod logs;
mod management_answers;
mod management_changes;
mod management_client;
mod management_requests;
mod management_tls;
mod management_ways;
mod memory;
mod menu;
mod mixed;
mod notify;
mod numbers;
mod odd_values;
mod palette;
mod problems;
mod program;
mod project_tags;
mod promises;
mod provenance;
mod pty;
mod pulse;
mod queries;
mod readme;
mod real_broker;
mod resize_form;
mod screens;
mod scripted;
mod sdk;
mod searching;
mod simulate;
mod simulator;
mod since;
mod sizes;
mod tags_form;
mod task_span;
mod texts;
mod times;
mod tls;
mod triage;
mod v1;
mod verdicts;
mod watch;
