//! `ksyun_scaling_notification`: of which results of its activities a group tells the account's contacts.

mod attributes;
mod data_source;
mod list;
mod messages;
mod object;
mod plan;
mod resource;

pub use data_source::ScalingNotificationsDataSource;
pub use list::ScalingNotificationList;
pub use resource::ScalingNotificationResource;

#[cfg(test)]
mod tests;
