//! The simulator over its real socket, as a client that was not written here would use it.
//!
//! [`client`] is all the tests need to talk to it: plain HTTP, no code of the project.

mod auto_expand;
mod client;
mod cloud_eye;
mod examples;
mod faults;
mod lifecycles;
mod lists;
mod management;
mod quotas;
mod recycle;
mod refusals;
mod server;
mod shapes;
mod signatures;
mod v1;
