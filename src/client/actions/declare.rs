//! The declarations in which the action files are written: a field, its type, and its name on the wire.
//!
//! ```text
//! api_request! {
//!     pub struct EnableScalingGroup: Write -> ScalingGroupReference {
//!         pub scaling_group_id: String = "ScalingGroupId",
//!     }
//! }
//! ```

/// Declares data that the API answers with. `"A" | "B"` are spellings of one member, the first one present is
/// read.
macro_rules! api_object {
    ($(#[$meta:meta])* pub struct $name:ident {
        $($(#[$field_meta:meta])* pub $field:ident: $type:ty = $wire:literal $(| $alias:literal)*,)*
    }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq)]
        #[non_exhaustive]
        pub struct $name {
            $($(#[$field_meta])* pub $field: $type,)*
        }

        impl $crate::client::wire::FromWire for $name {
            const EXPECTED: &'static str = "an object";

            fn from_wire(value: &serde_json::Value) -> Result<Self, $crate::client::wire::WireError> {
                $crate::client::wire::read::read_object(value, |object| {
                    Ok(Self { $($field: object.read(&[$wire $(, $alias)*])?,)* })
                })
            }
        }
    };
}

/// Declares a group of parameters inside a request, such as `Slb.N.…`.
macro_rules! api_params {
    ($(#[$meta:meta])* pub struct $name:ident {
        $($(#[$field_meta:meta])* pub $field:ident: $type:ty = $wire:literal,)*
    }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Default)]
        pub struct $name {
            $($(#[$field_meta])* pub $field: $type,)*
        }

        impl $crate::client::params::ToParams for $name {
            fn write(&self, name: &str, params: &mut $crate::client::params::Params) {
                $($crate::client::params::ToParams::write(
                    &self.$field,
                    &$crate::client::params::member(name, $wire),
                    params,
                );)*
            }
        }
    };
}

/// Declares the request of one action: its name, whether it reads or writes, and what it answers with.
macro_rules! api_request {
    ($(#[$meta:meta])* pub struct $name:ident: $kind:ident -> $response:ty {
        $($(#[$field_meta:meta])* pub $field:ident: $type:ty = $wire:literal,)*
    }) => {
        $crate::client::actions::declare::api_params! {
            $(#[$meta])*
            pub struct $name {
                $($(#[$field_meta])* pub $field: $type = $wire,)*
            }
        }

        impl $crate::client::actions::Action for $name {
            const NAME: &'static str = stringify!($name);
            const KIND: $crate::client::actions::ActionKind = $crate::client::actions::ActionKind::$kind;
            type Response = $response;

            fn write_params(&self, params: &mut $crate::client::params::Params) {
                $crate::client::params::ToParams::write(self, "", params);
            }
        }
    };
}

/// Declares how a list action is paged: the member that holds the items, and the items' identity.
macro_rules! api_list {
    ($request:ident => $response:ident.$items:ident: $item:ty, by $id:ident) => {
        impl $crate::client::pagination::ListAction for $request {
            type Item = $item;

            fn at(&self, marker: i64, max_results: i64) -> Self {
                Self {
                    marker: Some(marker),
                    max_results: Some(max_results),
                    ..self.clone()
                }
            }

            fn page(response: $response) -> $crate::client::pagination::Page<$item> {
                $crate::client::pagination::Page {
                    items: response.$items,
                    total: response.count,
                }
            }

            fn id(item: &$item) -> &str {
                &item.$id
            }
        }
    };
}

pub(super) use {api_list, api_object, api_params, api_request};
