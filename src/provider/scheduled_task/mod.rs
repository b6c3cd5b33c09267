//! `ksyun_scaling_scheduled_task`: gives a group new sizes at a time, once or again and again.

mod attributes;
mod changes;
mod data_source;
mod insight;
mod list;
mod plan;
mod repeat;
mod resource;
mod warnings;

pub use data_source::ScheduledTasksDataSource;
pub(super) use insight::last_firing;
pub use list::ScheduledTaskList;
pub(super) use resource::Task;
