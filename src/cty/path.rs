//! Where in a value something is.

use std::fmt;

/// One step from a value to a value inside it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Step {
    /// Into an attribute or a block of an object.
    Attribute(String),
    /// Into an element of a list or a tuple; the first is 0.
    Index(i64),
    /// Into an element of a map.
    Key(String),
}

/// The way from a whole value (the root) to one value inside it.
///
/// Set elements have no address, so a path that concerns one ends at the set.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Path(Vec<Step>);

impl Path {
    /// The path of the whole value.
    pub fn root() -> Self {
        Self::default()
    }

    /// The path of an attribute or a block of the object at this path.
    pub fn attr(&self, name: impl Into<String>) -> Self {
        self.step(Step::Attribute(name.into()))
    }

    /// The path of an element of the list or the tuple at this path.
    pub fn index(&self, index: i64) -> Self {
        self.step(Step::Index(index))
    }

    /// The path of an element of the map at this path.
    pub fn key(&self, key: impl Into<String>) -> Self {
        self.step(Step::Key(key.into()))
    }

    /// The path one step further.
    pub fn step(&self, step: Step) -> Self {
        let mut longer = self.clone();
        longer.0.push(step);
        longer
    }

    /// The steps, outermost first.
    pub fn steps(&self) -> &[Step] {
        &self.0
    }

    /// Whether this is the path of the whole value.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The path one step shorter; `None` at the root.
    pub fn parent(&self) -> Option<Self> {
        let (_, shorter) = self.0.split_last()?;
        Some(Self(shorter.to_vec()))
    }

    /// Whether `prefix` is this path or one that leads to it.
    pub fn starts_with(&self, prefix: &Self) -> bool {
        self.0.starts_with(&prefix.0)
    }

    /// Lengthens this path in place; a traversal goes down one step.
    pub(super) fn push(&mut self, step: Step) {
        self.0.push(step);
    }

    /// Takes the last step away again; a traversal comes back up.
    pub(super) fn pop(&mut self) {
        self.0.pop();
    }
}

impl From<Vec<Step>> for Path {
    fn from(steps: Vec<Step>) -> Self {
        Self(steps)
    }
}

impl FromIterator<Step> for Path {
    fn from_iter<I: IntoIterator<Item = Step>>(steps: I) -> Self {
        Self(steps.into_iter().collect())
    }
}

/// Writes the path as the Terraform language does: `slb_config_set[0].weight`, `tags["a"]`. The root is empty.
impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, step) in self.0.iter().enumerate() {
            match step {
                Step::Attribute(name) if position == 0 => f.write_str(name)?,
                Step::Attribute(name) => write!(f, ".{name}")?,
                Step::Index(index) => write!(f, "[{index}]")?,
                Step::Key(key) => write!(f, "[{key:?}]")?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_like_the_terraform_language() {
        let weight = Path::root().attr("slb_config_set").index(0).attr("weight");
        assert_eq!(weight.to_string(), "slb_config_set[0].weight");
        assert_eq!(Path::root().attr("tags").key("a").to_string(), r#"tags["a"]"#);
        assert_eq!(Path::root().index(2).attr("name").to_string(), "[2].name");
        assert_eq!(Path::root().to_string(), "");
    }

    #[test]
    fn a_key_with_a_quote_stays_readable() {
        assert_eq!(
            Path::root().attr("tags").key(r#"say "hi""#).to_string(),
            r#"tags["say \"hi\""]"#
        );
    }

    #[test]
    fn a_parent_leads_to_its_children() {
        let child = Path::root().attr("a").index(1);
        let parent = child.parent().expect("two steps have a parent");
        assert_eq!(parent, Path::root().attr("a"));
        assert!(child.starts_with(&parent) && !parent.starts_with(&child));
        assert_eq!(Path::root().parent(), None);
    }
}
