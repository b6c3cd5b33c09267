//! Actions that can be invoked in any region.

use std::time::Duration;

use async_trait::async_trait;

use super::{Regional, argument, scoped, within};
use crate::cty::Value;
use crate::framework::action::Progress;
use crate::framework::context::Context;
use crate::framework::diagnostics::Diagnostics;
use crate::framework::erased::{AnyAction, AnyType};
use crate::framework::schema::Schema;

/// Gives an action the argument `region`.
pub fn regional_action<D: Regional>(action: Box<dyn AnyAction<D>>) -> Box<dyn AnyAction<D>> {
    Box::new(RegionalAction(action))
}

struct RegionalAction<D>(Box<dyn AnyAction<D>>);

impl<D: Regional> AnyType for RegionalAction<D> {
    fn type_name(&self) -> &'static str {
        self.0.type_name()
    }

    fn schema(&self) -> Schema {
        let region = argument("Region in which to do it. Default: the provider's.");
        self.0.schema().attribute(region)
    }

    fn members(&self) -> Vec<&'static str> {
        [self.0.members(), vec![super::REGION]].concat()
    }

    fn validate(&self, config: &Value, diagnostics: &mut Diagnostics) {
        self.0.validate(config, diagnostics);
    }
}

#[async_trait]
impl<D: Regional> AnyAction<D> for RegionalAction<D> {
    fn timeout(&self, config: &Value) -> Duration {
        self.0.timeout(config)
    }

    async fn plan(&self, cx: Context<'_, D>, config: &Value) -> Diagnostics {
        match scoped(cx.data, config) {
            Ok(data) => self.0.plan(within(cx, &data), config).await,
            Err(refused) => refused,
        }
    }

    async fn invoke(&self, cx: Context<'_, D>, config: &Value, progress: &Progress) -> Diagnostics {
        match scoped(cx.data, config) {
            Ok(data) => self.0.invoke(within(cx, &data), config, progress).await,
            Err(refused) => refused,
        }
    }
}
