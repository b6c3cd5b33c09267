//! `ksyun_scaling_configurations` lists configurations, `ksyun_scaling_configuration` looks up one.

mod item;
mod plural;
mod singular;

pub use plural::ScalingConfigurationsDataSource;
pub use singular::ScalingConfigurationDataSource;
