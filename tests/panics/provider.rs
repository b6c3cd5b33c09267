//! A provider of toys, some of which bite.

use std::process::ExitCode;

use ksyun_autoscaling::framework::schema::{Attribute, Schema};
use ksyun_autoscaling::framework::{
    self, AnyDataSource, AnyResource, ConfigureRequest, Context, Diagnostic, Diagnostics, Provider, Resource,
    StateWriter, model, resource,
};
use ksyun_autoscaling::plugin::{self, Mode, ServeConfig};
use ksyun_autoscaling::tfplugin6::proto::provider_server::ProviderServer;
use ksyun_autoscaling::tfplugin6::server::ProviderService;

/// Serves the provider to the Terraform that has started this process.
pub(crate) fn serve() -> ExitCode {
    plugin::crash::install_hook(framework::note_panic);
    plugin::log::init();
    let config = ServeConfig {
        provider_source: "example.test/acme/toys",
        binary_name: "terraform-provider-toys",
    };
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    let service = ProviderServer::new(ProviderService::new(framework::ProviderServer::new(Toys)));
    match runtime.block_on(plugin::serve(config, Mode::Plugin, service)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

struct Toys;

impl Provider for Toys {
    type Data = ();

    fn schema(&self) -> Schema {
        Schema::new("Toys.")
    }

    fn resources(&self) -> Vec<Box<dyn AnyResource<()>>> {
        vec![resource(Toy)]
    }

    fn data_sources(&self) -> Vec<Box<dyn AnyDataSource<()>>> {
        Vec::new()
    }

    fn configure(&self, _request: &ConfigureRequest<'_>, _diagnostics: &mut Diagnostics) -> Option<()> {
        Some(())
    }
}

model! {
    /// A toy.
    struct ToyModel {
        id: String,
        name: String,
    }
}

struct Toy;

#[tonic::async_trait]
impl Resource<()> for Toy {
    type Model = ToyModel;
    type Private = ();

    fn type_name(&self) -> &'static str {
        "toys_toy"
    }

    fn schema(&self) -> Schema {
        Schema::new("A toy.")
            .attribute(Attribute::string("id", "Id.").computed())
            .attribute(Attribute::string("name", "Name.").required())
    }

    async fn create(
        &self,
        _cx: &Context<'_, ()>,
        plan: ToyModel,
        state: &StateWriter<ToyModel>,
    ) -> Result<(), Diagnostics> {
        let name = plan.name.as_str().unwrap_or_default().to_owned();
        // All toys are made at the same time.
        tokio::task::yield_now().await;
        match name.as_str() {
            "bites at once" => panic!("the shark bites"),
            "bites nobody sees" => {
                let ghost = std::thread::spawn(|| panic!("the ghost bites"));
                // Terraform shows crashes only of a command that fails.
                let lost = |_| Diagnostics::from(Diagnostic::error("No ghost", "It has vanished."));
                ghost.join().map_err(lost)?;
            }
            _ => {}
        }
        state.save(ToyModel {
            id: name.as_str().into(),
            ..plan
        });
        assert!(name != "bites later", "the wolf bites");
        Ok(())
    }

    async fn read(
        &self,
        _cx: &Context<'_, ()>,
        state: ToyModel,
        _private: &mut (),
    ) -> Result<Option<ToyModel>, Diagnostics> {
        Ok(Some(state))
    }

    async fn update(
        &self,
        _cx: &Context<'_, ()>,
        _prior: ToyModel,
        plan: ToyModel,
        state: &StateWriter<ToyModel>,
    ) -> Result<(), Diagnostics> {
        state.save(plan);
        Ok(())
    }

    async fn delete(
        &self,
        _cx: &Context<'_, ()>,
        _state: ToyModel,
        _saved: &StateWriter<ToyModel>,
    ) -> Result<(), Diagnostics> {
        Ok(())
    }

    fn import(&self, _id: &str) -> Result<ToyModel, Diagnostics> {
        Err(Diagnostic::error("Not importable", "Toys are made new.").into())
    }
}
