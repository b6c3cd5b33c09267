//! Lists of the objects of any region.

use async_trait::async_trait;
use tokio::sync::mpsc;

use super::{REGION, Regional, argument, placed, scoped, within};
use crate::cty::Value;
use crate::framework::context::Context;
use crate::framework::diagnostics::Diagnostics;
use crate::framework::erased::{AnyListResource, AnyType};
use crate::framework::schema::Schema;

/// Gives a list the argument `region`.
pub fn regional_list<D: Regional>(list: Box<dyn AnyListResource<D>>) -> Box<dyn AnyListResource<D>> {
    Box::new(RegionalList(list))
}

struct RegionalList<D>(Box<dyn AnyListResource<D>>);

impl<D: Regional> AnyType for RegionalList<D> {
    fn type_name(&self) -> &'static str {
        self.0.type_name()
    }

    fn schema(&self) -> Schema {
        let region = argument("Region whose objects are listed. Default: the provider's.");
        self.0.schema().attribute(region)
    }

    fn members(&self) -> Vec<&'static str> {
        [self.0.members(), vec![REGION]].concat()
    }

    fn validate(&self, filter: &Value, diagnostics: &mut Diagnostics) {
        self.0.validate(filter, diagnostics);
    }
}

#[async_trait]
impl<D: Regional> AnyListResource<D> for RegionalList<D> {
    async fn list(
        &self,
        cx: Context<'_, D>,
        filter: &Value,
        objects: mpsc::Sender<(String, Value)>,
    ) -> Diagnostics {
        let data = match scoped(cx.data, filter) {
            Ok(data) => data,
            Err(refused) => return refused,
        };
        let (found, mut finds) = mpsc::channel(1);
        let placing = async {
            while let Some((name, object)) = finds.recv().await {
                let object = placed(object, data.region().into());
                // Nobody takes objects any more only when the whole list is about to end.
                let _ = objects.send((name, object)).await;
            }
        };
        let (diagnostics, ()) = tokio::join!(self.0.list(within(cx, &data), filter, found), placing);
        diagnostics
    }
}
