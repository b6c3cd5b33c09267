//! One attribute: its type, who sets it, how a plan treats it, and what its documentation says.

use std::borrow::Cow;

use super::Validator;
use crate::cty::{Path, Type, Value};
use crate::framework::field::Cty;

/// Decides whether two values of an attribute mean the same, although they are written differently.
pub type SemanticEquality = fn(prior: &Value, new: &Value) -> bool;

/// When the API may change a computed value that the configuration does not set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// Never after creation: plans keep what the state holds.
    Never,
    /// With every update: an update plans it as unknown.
    AnyUpdate,
    /// Only when one of these attributes of the same object changes.
    With(&'static [&'static str]),
}

/// An attribute of a schema or of a nested block. Build one with [`Attribute::string`] and its siblings.
#[derive(Clone, Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "Terraform's schema has these as independent flags"
)]
pub struct Attribute {
    /// Name in HCL.
    pub name: &'static str,
    /// Type of its value.
    pub ty: Type,
    /// What it is, with its unit; Markdown, one or more sentences.
    pub description: Cow<'static, str>,
    /// Must be set.
    pub required: bool,
    /// May be set.
    pub optional: bool,
    /// May get its value from the provider.
    pub computed: bool,
    /// Hidden in Terraform's output.
    pub sensitive: bool,
    /// Only ever in the configuration, never in plan or state.
    pub write_only: bool,
    /// Why not to use it any more, if it is deprecated.
    pub deprecation: Option<&'static str>,
    /// Planned when the configuration does not set it.
    pub default: Option<Value>,
    /// Whether changing it means a new object.
    pub requires_replace: bool,
    /// When the API may change it, if the configuration does not set it.
    pub change: Change,
    /// Equality by meaning; `None` compares values as they are.
    pub semantic_equality: Option<SemanticEquality>,
    /// Checks on its value.
    pub validators: Vec<Validator>,
    /// What its value is by the documentation of the API, which need not be the last word: another one that is new or
    /// changes is warned of.
    pub expectations: Vec<Validator>,
    /// Whether an empty text is the same as no value; see [`Attribute::blank_is_unset`].
    pub blank_is_unset: bool,
    /// What the members of its value are, if that is an object or a list of objects.
    pub members: Vec<Attribute>,
}

impl Attribute {
    /// An attribute of any type; says nothing yet of who sets it.
    pub fn new(name: &'static str, ty: Type, description: impl Into<Cow<'static, str>>) -> Self {
        Self {
            name,
            ty,
            description: description.into(),
            required: false,
            optional: false,
            computed: false,
            sensitive: false,
            write_only: false,
            deprecation: None,
            default: None,
            requires_replace: false,
            change: Change::Never,
            semantic_equality: None,
            validators: Vec::new(),
            expectations: Vec::new(),
            blank_is_unset: false,
            members: Vec::new(),
        }
    }

    /// An attribute of the type that `T` stands for.
    pub fn of<T: Cty>(name: &'static str, description: impl Into<Cow<'static, str>>) -> Self {
        Self::new(name, T::ty(), description)
    }

    /// A string attribute.
    pub fn string(name: &'static str, description: &'static str) -> Self {
        Self::new(name, Type::String, description)
    }

    /// A number attribute.
    pub fn number(name: &'static str, description: &'static str) -> Self {
        Self::new(name, Type::Number, description)
    }

    /// A boolean attribute.
    pub fn bool(name: &'static str, description: &'static str) -> Self {
        Self::new(name, Type::Bool, description)
    }

    /// The id of something: a text without blanks around it.
    pub fn id(name: &'static str, description: &'static str) -> Self {
        Self::string(name, description).validate(Validator::NotBlank)
    }

    /// A set of strings.
    pub fn string_set(name: &'static str, description: &'static str) -> Self {
        Self::new(name, Type::set(Type::String), description)
    }

    /// Must be set in the configuration.
    pub fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// May be set in the configuration.
    pub fn optional(mut self) -> Self {
        self.optional = true;
        self
    }

    /// Gets its value from the provider when the configuration does not set it.
    pub fn computed(mut self) -> Self {
        self.computed = true;
        self
    }

    /// Hidden in Terraform's output.
    pub fn sensitive(mut self) -> Self {
        self.sensitive = true;
        self
    }

    /// Only ever in the configuration, never in plan or state.
    pub fn write_only(mut self) -> Self {
        self.write_only = true;
        self
    }

    /// May be set; `value` is planned when it is not.
    pub fn default(mut self, value: impl Into<Value>) -> Self {
        self.optional = true;
        self.computed = true;
        self.default = Some(value.into());
        self
    }

    /// A change means a new object.
    pub fn requires_replace(mut self) -> Self {
        self.requires_replace = true;
        self
    }

    /// When the API may change the value; see [`Change`].
    pub fn changes(mut self, change: Change) -> Self {
        self.change = change;
        self
    }

    /// Values that `equal` calls the same are no difference.
    pub fn equal_by(mut self, equal: SemanticEquality) -> Self {
        self.semantic_equality = Some(equal);
        self
    }

    /// Checks each known value.
    pub fn validate(mut self, validator: Validator) -> Self {
        self.validators.push(validator);
        self
    }

    /// Says what the members of the value are.
    pub fn with_members(mut self, members: Vec<Attribute>) -> Self {
        self.members = members;
        self
    }

    /// Warns of a value that is not what the API documents, when it is new or changes.
    pub fn usually(mut self, validator: Validator) -> Self {
        self.expectations.push(validator);
        self
    }

    /// An empty text means that nothing is set: modules pass it on as the default of their own arguments. It stays as
    /// it is written, and the resource sees null in its place.
    pub fn blank_is_unset(mut self) -> Self {
        self.blank_is_unset = true;
        self
    }

    /// Whether `value` is an empty text that means "not set".
    pub fn is_blank(&self, value: &Value) -> bool {
        self.blank_is_unset && value.as_str() == Some("")
    }

    /// Whether both mean "not set".
    pub fn are_unset(&self, prior: &Value, new: &Value) -> bool {
        [prior, new]
            .into_iter()
            .all(|value| value.is_null() || self.is_blank(value))
    }

    /// Whether a state keeps `prior` where the object has `new`: both mean the same, or the choice was the API's.
    pub fn keeps(&self, prior: &Value, new: &Value) -> bool {
        self.means_same(prior, new) || self.is_blank(prior) && (self.computed || self.are_unset(prior, new))
    }

    /// Whether `prior` and `new` mean the same.
    pub fn means_same(&self, prior: &Value, new: &Value) -> bool {
        prior == new
            || self.semantic_equality.is_some_and(|equal| {
                prior.is_wholly_known()
                    && new.is_wholly_known()
                    && !prior.is_null()
                    && !new.is_null()
                    && equal(prior, new)
            })
    }

    /// The description with what the rest of the schema says: accepted values, default, replacement, members.
    pub fn full_description(&self) -> String {
        let mut text = self.own_description();
        if !self.members.is_empty() {
            text += " Each has these members:\n";
        }
        for member in &self.members {
            text += &format!("\n- `{}` {}", member.name, member.description);
        }
        text
    }

    /// The description without that of the members.
    pub fn own_description(&self) -> String {
        let mut text = self.description.clone().into_owned();
        for validator in &self.validators {
            text += &format!(" Accepts {validator}.");
        }
        for usual in &self.expectations {
            text += &format!(" Documented: {usual}.");
        }
        match &self.default {
            Some(Value::String(default)) => text += &format!(" Default: `{default}`."),
            Some(Value::Number(default)) => text += &format!(" Default: `{default}`."),
            Some(Value::Bool(default)) => text += &format!(" Default: `{default}`."),
            _ => {}
        }
        if self.requires_replace {
            text += " Changing it creates a new object.";
        }
        text
    }

    /// The attribute's path inside its object.
    pub fn path_in(&self, object: &Path) -> Path {
        object.attr(self.name)
    }
}
