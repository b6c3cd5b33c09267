//! Simulation: what groups, tasks and policies will do, before anything is applied. The emulator's engine runs ahead over
//! them; where they come from is the business of [`terraform`], and the engine knows nothing of it.

pub(crate) mod account;
pub(crate) mod forecast;
pub(crate) mod measurements;
pub(crate) mod report;
pub(crate) mod terraform;
