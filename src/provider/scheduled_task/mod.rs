//! `ksyun_scaling_scheduled_task`: gives a group new sizes at a time, once or again and again.

mod attributes;
mod data_source;
mod list;
mod plan;
mod plan_warnings;
mod repeat;
mod requests;
mod resource;
mod warnings;

pub use data_source::ScheduledTasksDataSource;
pub use list::ScheduledTaskList;
pub(super) use plan_warnings::last_firing;
pub(super) use resource::Task;
