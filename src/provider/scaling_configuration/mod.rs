//! `ksyun_scaling_configuration`: the template from which a scaling group makes its instances.

mod attributes;
mod data_source;
mod delete;
mod generated;
mod list;
mod model;
mod object;
mod plan;
mod requests;
mod resource;
mod tags;
mod values;

pub use data_source::{ScalingConfigurationDataSource, ScalingConfigurationsDataSource};
pub use list::ScalingConfigurationList;
pub use resource::ScalingConfigurationResource;
pub(super) use values::{MOST_USER_DATA, check_tags};
