//! Data sources that can look into any region.

use async_trait::async_trait;

use super::{REGION, Regional, argument, placed, scoped, within};
use crate::cty::Value;
use crate::framework::context::Context;
use crate::framework::diagnostics::Diagnostics;
use crate::framework::erased::{AnyDataSource, AnyType};
use crate::framework::schema::Schema;

/// Gives a data source the argument `region`.
pub fn regional_data_source<D: Regional>(source: Box<dyn AnyDataSource<D>>) -> Box<dyn AnyDataSource<D>> {
    Box::new(RegionalDataSource(source))
}

struct RegionalDataSource<D>(Box<dyn AnyDataSource<D>>);

impl<D: Regional> AnyType for RegionalDataSource<D> {
    fn type_name(&self) -> &'static str {
        self.0.type_name()
    }

    fn schema(&self) -> Schema {
        let region = argument("Region to look into. Default: the provider's.");
        self.0.schema().attribute(region.computed())
    }

    fn members(&self) -> Vec<&'static str> {
        [self.0.members(), vec![REGION]].concat()
    }

    fn validate(&self, config: &Value, diagnostics: &mut Diagnostics) {
        self.0.validate(config, diagnostics);
    }
}

#[async_trait]
impl<D: Regional> AnyDataSource<D> for RegionalDataSource<D> {
    async fn read(&self, cx: Context<'_, D>, config: &Value) -> (Option<Value>, Diagnostics) {
        let data = match scoped(cx.data, config) {
            Ok(data) => data,
            Err(refused) => return (None, refused),
        };
        let (found, diagnostics) = self.0.read(within(cx, &data), config).await;
        let region = Value::from(data.region());
        (found.map(|found| placed(found, region)), diagnostics)
    }
}
