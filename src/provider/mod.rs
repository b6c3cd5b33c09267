//! The KSYUN Auto Scaling provider: its configuration, and one folder per object.

mod actions;
mod activities;
mod activity;
mod api;
mod attributes;
mod composite_id;
mod config;
mod data_sources;
mod defaults;
mod errors;
mod expand;
mod flatten;
mod functions;
mod identity;
mod ids;
mod instance;
mod lifecycle;
mod listing;
mod load_balancer_attachment;
mod member;
mod messages;
mod names;
mod notification;
mod plan_warnings;
mod record;
mod recurrence;
mod scaling_configuration;
mod scaling_group;
mod scaling_group_capacity;
mod scaling_policy;
mod scheduled_task;
mod time;
mod unmentioned;

use std::sync::Arc;

use self::config::Configured;
use self::defaults::SharedDefaults;
use self::lifecycle::Run;
use self::member::MemberResource;
use self::plan_warnings::PlanWarnings;
use crate::client::{Client, Transport};
use crate::cty::Value;
use crate::framework::schema::Schema;
use crate::framework::{
    AnyAction, AnyDataSource, AnyListResource, AnyResource, ConfigureRequest, Diagnostic, Diagnostics,
    Function, Provider, Regional, data_source, list_resource, regional, regional_action,
    regional_data_source, regional_list, resource,
};

/// What `required_providers` calls this provider, in the registries of Terraform and OpenTofu.
pub const SOURCE: &str = "ksyun/ksyun-autoscaling";

/// The provider `ksyun/ksyun-autoscaling`.
#[derive(Default)]
pub struct KsyunProvider {
    shared: Shared,
    /// What carries requests instead of HTTP.
    transport: Option<Arc<dyn Transport>>,
}

/// What the resources of a provider know together of one run.
#[derive(Clone, Debug, Default)]
struct Shared {
    /// What the plans show.
    plan_warnings: Arc<PlanWarnings>,
    /// What has been made and taken.
    run: Arc<Run>,
    /// What the provider block says of objects.
    defaults: SharedDefaults,
}

impl KsyunProvider {
    /// The provider with another transport than HTTP, for tests: all that it sends goes through `transport`.
    #[cfg(not(feature = "shipped"))]
    pub fn with_transport(transport: Arc<dyn Transport>) -> Self {
        Self {
            transport: Some(transport),
            ..Self::default()
        }
    }
}

impl Provider for KsyunProvider {
    type Data = Client;

    fn schema(&self) -> Schema {
        config::schema()
    }

    fn resources(&self) -> Vec<Box<dyn AnyResource<Client>>> {
        let shared = &self.shared;
        let types = vec![
            resource(scaling_configuration::ScalingConfigurationResource::new(shared)),
            resource(scaling_group::ScalingGroupResource::new(shared)),
            resource(scaling_group_capacity::ScalingGroupCapacityResource::new(shared)),
            resource(MemberResource::<scaling_policy::Policy>::new(shared)),
            resource(MemberResource::<scheduled_task::Task>::new(shared)),
            resource(notification::ScalingNotificationResource::new(shared)),
            resource(instance::ScalingInstanceResource::new(shared)),
            resource(load_balancer_attachment::LoadBalancerAttachmentResource::new(
                shared,
            )),
        ];
        types.into_iter().map(regional).collect()
    }

    fn data_sources(&self) -> Vec<Box<dyn AnyDataSource<Client>>> {
        let types = vec![
            data_source(activity::ScalingActivitiesDataSource),
            data_source(instance::ScalingInstancesDataSource),
            data_source(notification::ScalingNotificationsDataSource),
            data_source(scaling_configuration::ScalingConfigurationDataSource),
            data_source(scaling_configuration::ScalingConfigurationsDataSource),
            data_source(scaling_group::ScalingGroupDataSource),
            data_source(scaling_group::ScalingGroupsDataSource),
            data_source(scaling_policy::ScalingPoliciesDataSource),
            data_source(scheduled_task::ScheduledTasksDataSource),
        ];
        types.into_iter().map(regional_data_source).collect()
    }

    fn list_resources(&self) -> Vec<Box<dyn AnyListResource<Client>>> {
        let types = vec![
            list_resource(scaling_configuration::ScalingConfigurationList),
            list_resource(scaling_group::ScalingGroupList),
            list_resource(scaling_policy::ScalingPolicyList),
            list_resource(scheduled_task::ScheduledTaskList),
            list_resource(notification::ScalingNotificationList),
            list_resource(instance::ScalingInstanceList),
        ];
        types.into_iter().map(regional_list).collect()
    }

    fn actions(&self) -> Vec<Box<dyn AnyAction<Client>>> {
        let types = actions::all(&self.shared.run);
        types.into_iter().map(regional_action).collect()
    }

    fn functions(&self) -> Vec<Box<dyn Function>> {
        functions::all()
    }

    fn validate(&self, config: &Value, diagnostics: &mut Diagnostics) {
        config::validate(config, diagnostics);
    }

    fn configure(&self, request: &ConfigureRequest<'_>, diagnostics: &mut Diagnostics) -> Option<Client> {
        self.shared.plan_warnings.forget_everything();
        self.shared.defaults.set(config::defaults(request));
        let Configured {
            client,
            allows_mass_disappearance,
        } = config::configure(request, self.transport.as_ref(), diagnostics)?;
        self.shared.run.begin(allows_mass_disappearance);
        Some(client)
    }
}

impl Regional for Client {
    fn region(&self) -> &str {
        self.region().as_str()
    }

    fn in_region(&self, region: &str) -> Result<Self, Diagnostic> {
        self.in_region(region).map_err(|error| {
            Diagnostic::error(
                "Invalid region",
                format!("{error}. Correct it, or leave it out for the provider's."),
            )
        })
    }
}

#[cfg(test)]
mod tests {
    use super::KsyunProvider;
    use crate::framework::ProviderServer;

    #[test]
    fn every_schema_is_sound_and_covered_by_its_model() {
        assert_eq!(
            ProviderServer::new(KsyunProvider::default()).problems(),
            Vec::<String>::new()
        );
    }
}
