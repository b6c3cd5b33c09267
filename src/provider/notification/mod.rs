//! `ksyun_scaling_notification`: of which results of its activities a group tells the account's contacts.

mod data_source;
mod list;

mod messages;
mod model;
mod object;
mod plan;
mod resource;
mod schema;

pub use data_source::ScalingNotificationsDataSource;
pub use list::ScalingNotificationList;
pub use resource::ScalingNotificationResource;

#[cfg(test)]
mod tests;
