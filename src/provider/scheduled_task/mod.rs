//! `ksyun_scaling_scheduled_task`: gives a group new sizes at a time, once or again and again.

mod changes;
mod data_source;
mod insight;
mod list;
mod model;
mod plan;
mod repeat;
mod resource;
mod schema;
mod warnings;

pub use data_source::ScheduledTasksDataSource;
pub(super) use insight::last_firing;
pub use list::ScheduledTaskList;
pub(super) use resource::Task;
