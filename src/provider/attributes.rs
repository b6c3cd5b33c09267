//! The declaration in which the attributes of an object are written, each one once.
//!
//! ```text
//! attributes! {
//!     /// A policy in configuration, plan or state.
//!     resource ScalingPolicyModel;
//!     /// A policy as data sources give it.
//!     data source PolicyItem;
//!     answer policy: ScalingPolicy by echo;
//!     settings ScalingPolicySettings;
//!
//!     settings {
//!         /// Name of the policy.
//!         scaling_policy_name: String = default("tf-scaling-policy").validate(Validator::Length(1, 128));
//!     }
//! }
//! ```
//!
//! The comment of an attribute is its description: the first paragraph says what it is, for data sources too, the second
//! what it means to set it. What follows `=` are methods of [`Attribute`](crate::framework::schema::Attribute). The section says what else the attribute is:
//!
//! | section | resource | data source | from the API's answer | in requests |
//! |---|---|---|---|---|
//! | `blocks` | a member of the model; the schema has a block | | | |
//! | `resource` | yes | | | |
//! | `both` | yes | yes | | |
//! | `settings` | yes | yes | the member of this name | the member of this name |
//! | `answered` | yes | yes | the member of this name | |
//! | `derived` | yes | yes | what the expression in braces takes from it | |
//! | `data_source` | | yes | | |
//!
//! Where a column is empty, plain code beside the declaration says what becomes of the attribute. A name that the client's
//! types lack is an error at the attribute's line.

/// Declares the attributes of an object; see [the module](self).
macro_rules! attributes {
    (
        $(#[$resource_meta:meta])* resource $Resource:ident;
        $(#[$item_meta:meta])* data source $Item:ident;
        response $response:ident: $Response:ident by $flatten:ident;
        settings $Settings:ident;

        blocks {$(
            $block:ident: $block_ty:ty;
        )*}
        resource {$(
            $(#[doc = $own_doc:literal])+
            $own:ident: $own_ty:ty = $($own_rule:ident($($own_arg:tt)*)).+;
        )*}
        both {$(
            $(#[doc = $both_doc:literal])+
            $both:ident: $both_ty:ty = $($both_rule:ident($($both_arg:tt)*)).+;
        )*}
        settings {$(
            $(#[doc = $setting_doc:literal])+
            $setting:ident: $setting_ty:ty = $($setting_rule:ident($($setting_arg:tt)*)).+;
        )*}
        answered {$(
            $(#[doc = $answered_doc:literal])+
            $answered:ident: $answered_ty:ty = $($answered_rule:ident($($answered_arg:tt)*)).+;
        )*}
        derived {$(
            $(#[doc = $derived_doc:literal])+
            $derived:ident: $derived_ty:ty = $($derived_rule:ident($($derived_arg:tt)*)).+ from $taken:block;
        )*}
        data_source {$(
            $(#[doc = $shown_doc:literal])+
            $shown:ident: $shown_ty:ty $(= $($shown_rule:ident($($shown_arg:tt)*)).+)?;
        )*}
    ) => {
        $crate::framework::model! {
            $(#[$resource_meta])*
            pub struct $Resource {
                $($(#[doc = $own_doc])+ $own: $own_ty,)*
                $($(#[doc = $both_doc])+ $both: $both_ty,)*
                $($(#[doc = $setting_doc])+ $setting: $setting_ty,)*
                $($(#[doc = $answered_doc])+ $answered: $answered_ty,)*
                $($(#[doc = $derived_doc])+ $derived: $derived_ty,)*
                $(
                    #[doc = concat!("The block `", stringify!($block), "`.")]
                    $block: $block_ty,
                )*
            }
        }

        impl $Resource {
            /// The attributes in the schema of the resource.
            fn attributes() -> Vec<$crate::framework::schema::Attribute> {
                vec![
                    $($crate::provider::attributes::attribute!(argument $own, $own_ty, $($own_doc)+)$(.$own_rule($($own_arg)*))+,)*
                    $($crate::provider::attributes::attribute!(argument $both, $both_ty, $($both_doc)+)$(.$both_rule($($both_arg)*))+,)*
                    $($crate::provider::attributes::attribute!(argument $setting, $setting_ty, $($setting_doc)+)$(.$setting_rule($($setting_arg)*))+,)*
                    $($crate::provider::attributes::attribute!(argument $answered, $answered_ty, $($answered_doc)+)$(.$answered_rule($($answered_arg)*))+,)*
                    $($crate::provider::attributes::attribute!(argument $derived, $derived_ty, $($derived_doc)+)$(.$derived_rule($($derived_arg)*))+,)*
                ]
            }

            /// This model with what the API answers. What the API leaves out stays as it is, and so does what only
            /// Terraform knows.
            pub(super) fn flatten_plain(self, $response: &$Response) -> Self {
                Self {
                    $($setting: $flatten($response.$setting.clone(), self.$setting),)*
                    $($answered: $flatten($response.$answered.clone(), self.$answered),)*
                    $($derived: $flatten($taken, self.$derived),)*
                    ..self
                }
            }

            /// The settings that are to be sent, since they are not as in `prior`.
            #[allow(clippy::needless_update, reason = "of some objects every setting is declared")]
            pub(super) fn expand_plain(&self, prior: &Self) -> $Settings {
                $Settings {
                    $($setting: $crate::provider::expand::expand(&prior.$setting, &self.$setting),)*
                    ..$Settings::default()
                }
            }
        }

        $crate::framework::model! {
            $(#[$item_meta])*
            pub struct $Item {
                $($(#[doc = $both_doc])+ $both: $both_ty,)*
                $($(#[doc = $setting_doc])+ $setting: $setting_ty,)*
                $($(#[doc = $answered_doc])+ $answered: $answered_ty,)*
                $($(#[doc = $derived_doc])+ $derived: $derived_ty,)*
                $($(#[doc = $shown_doc])+ $shown: $shown_ty,)*
            }
        }

        impl $Item {
            /// The members in the schema of the data source.
            pub(super) fn attributes() -> Vec<$crate::framework::schema::Attribute> {
                vec![
                    $($crate::provider::attributes::attribute!(shown $both, $both_ty, $($both_doc)+),)*
                    $($crate::provider::attributes::attribute!(shown $setting, $setting_ty, $($setting_doc)+),)*
                    $($crate::provider::attributes::attribute!(shown $answered, $answered_ty, $($answered_doc)+),)*
                    $($crate::provider::attributes::attribute!(shown $derived, $derived_ty, $($derived_doc)+),)*
                    $($crate::provider::attributes::attribute!(shown $shown, $shown_ty, $($shown_doc)+)$($(.$shown_rule($($shown_arg)*))+)?,)*
                ]
            }

            /// What the API answers, as a data source gives it.
            pub(super) fn flatten_plain($response: &$Response) -> Self {
                Self {
                    $($setting: $crate::provider::flatten::ResponseValue::shown($response.$setting.clone()),)*
                    $($answered: $crate::provider::flatten::ResponseValue::shown($response.$answered.clone()),)*
                    $($derived: $crate::framework::Field::from_option($taken),)*
                    ..Self::default()
                }
            }
        }
    };
}

/// An attribute with its name and type, and the description that `$text` makes of its comment.
macro_rules! attribute {
    ($text:ident $name:ident, $ty:ty, $($doc:literal)+) => {
        $crate::framework::schema::Attribute::of::<$ty>(
            $crate::framework::member_name(stringify!($name)),
            $crate::provider::attributes::$text(concat!($($doc, "\n"),+)),
        )
    };
}

/// The description of an argument: the whole comment.
pub(super) fn argument(comment: &str) -> String {
    comment.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The description of what a data source shows: the first paragraph.
pub(super) fn shown(comment: &str) -> String {
    argument(comment.split("\n\n").next().unwrap_or_default())
}

pub(super) use {attribute, attributes};
