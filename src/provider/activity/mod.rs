//! Scaling activities: what groups did. They can only be looked at.

mod data_source;
mod item;

pub use data_source::ScalingActivitiesDataSource;
