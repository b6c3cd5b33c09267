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
/// read. `as id` is for the id of an object, which must be there; `as reference` for an id that may be absent,
/// `as time` for a time and `as list` for a list of objects that may be.
macro_rules! api_object {
    ($(#[$meta:meta])* pub struct $name:ident {
        $($(#[$field_meta:meta])* pub $field:ident: $type:ty = $wire:literal $(| $alias:literal)* $(as $form:ident)?,)*
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
                    Ok(Self {
                        $($field: $crate::client::actions::declare::read_member!(
                            object, &[$wire $(, $alias)*] $(, $form)?
                        ),)*
                    })
                })
            }
        }
    };
}

/// Reads one member of an answer in the form that its declaration names.
macro_rules! read_member {
    ($object:ident, $names:expr) => {
        $object.read($names)?
    };
    ($object:ident, $names:expr, id) => {
        $object.read::<$crate::client::wire::Id>($names)?.0
    };
    ($object:ident, $names:expr, reference) => {
        $object
            .read::<Option<$crate::client::wire::Id>>($names)?
            .map(|id| id.0)
    };
    ($object:ident, $names:expr, list) => {
        $object
            .read::<Option<$crate::client::wire::Items<_>>>($names)?
            .map(|items| items.0)
    };
    ($object:ident, $names:expr, time) => {
        $object
            .read::<Option<$crate::client::wire::Time>>($names)?
            .map(|time| time.0)
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

/// Declares the request of one action: its name, whether it reads or writes, and what it answers with. Each action
/// that reads is a list, see [`api_list`].
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

            $crate::client::actions::declare::check_answer!($kind);
        }
    };
}

/// How an answer is checked that could be read.
macro_rules! check_answer {
    (Write) => {};
    (Read) => {
        fn check(&self, response: &Self::Response) -> Result<(), $crate::client::list_response::Unusable> {
            $crate::client::list_response::check(self, response)
        }
    };
}

/// Declares a list action: the member that holds the items and its name on the wire, the items' identity, the ids
/// that can be asked for, and the group whose members they are (and where an item names it).
macro_rules! api_list {
    ($request:ident => $response:ident.$items:ident: $item:ty, named $name:literal, by $id:ident, of $ids:ident $(and $also:ident)?
     $(, in $group:ident $(as $group_of:ident)?)?) => {
        impl $crate::client::pagination::ListAction for $request {
            type Item = $item;
            const LIST: &'static str = $name;

            fn at(&self, marker: i64, max_results: i64) -> Self {
                Self {
                    marker: Some(marker),
                    max_results: Some(max_results),
                    ..self.clone()
                }
            }

            fn marker(&self) -> i64 {
                self.marker.unwrap_or(0)
            }

            fn ids(&self) -> &[String] {
                &self.$ids
            }

            fn without_ids(&self) -> Self {
                Self {
                    $ids: Vec::new(),
                    $($also: None,)?
                    ..self.clone()
                }
            }

            fn group(&self) -> Option<&str> {
                [$(self.$group.as_str())?].first().copied()
            }

            fn page(response: $response) -> $crate::client::pagination::Page<$item> {
                $crate::client::pagination::Page {
                    items: response.$items,
                    count: response.count,
                }
            }

            fn items(response: &$response) -> Option<&[$item]> {
                response.$items.as_deref()
            }

            fn count(response: &$response) -> Option<i64> {
                response.count
            }

            fn id(item: &$item) -> &str {
                &item.$id
            }

            $($(fn group_of(item: &$item) -> Option<&str> {
                item.$group_of.as_deref()
            })?)?
        }
    };
}

pub(super) use {api_list, api_object, api_params, api_request, check_answer, read_member};
