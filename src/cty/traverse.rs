//! Reaching the values inside a value.

use super::{Located, Mismatch, Path, Step, Type, Value};

impl Value {
    /// The value at `path`, if there is one. An attribute is looked up in objects only, a key in maps only, an
    /// index in lists and tuples only.
    pub fn at(&self, path: &Path) -> Option<&Self> {
        path.steps()
            .iter()
            .try_fold(self, |value, step| value.child(step))
    }

    fn child(&self, step: &Step) -> Option<&Self> {
        match (self.unwrapped(), step) {
            (Self::Object(attributes), Step::Attribute(name)) => attributes.get(name),
            (Self::Map(elements), Step::Key(key)) => elements.get(key),
            (Self::List(elements) | Self::Tuple(elements), Step::Index(index)) => {
                elements.get(usize::try_from(*index).ok()?)
            }
            _ => None,
        }
    }

    /// Shows each value to `visit`, this one first and a container before what it holds.
    ///
    /// Elements of sets have no address, so they and all inside them come with the path of the set. A wrapper
    /// around a dynamic value is looked through.
    pub fn walk(&self, visit: &mut dyn FnMut(&Path, &Self)) {
        self.walk_at(&mut Position::default(), visit);
    }

    fn walk_at(&self, position: &mut Position, visit: &mut dyn FnMut(&Path, &Self)) {
        let value = self.unwrapped();
        visit(&position.path, value);
        match value {
            Self::List(elements) | Self::Tuple(elements) => {
                for (index, element) in (0..).zip(elements) {
                    position.inside(Some(Step::Index(index)), |position| {
                        element.walk_at(position, visit);
                    });
                }
            }
            Self::Set(elements) => {
                for element in elements {
                    position.inside(None, |position| {
                        element.walk_at(position, visit);
                    });
                }
            }
            Self::Map(elements) => {
                for (key, element) in elements {
                    position.inside(Some(Step::Key(key.clone())), |position| {
                        element.walk_at(position, visit);
                    });
                }
            }
            Self::Object(attributes) => {
                for (name, attribute) in attributes {
                    position.inside(Some(Step::Attribute(name.clone())), |position| {
                        attribute.walk_at(position, visit);
                    });
                }
            }
            _ => {}
        }
    }

    /// Replaces each value by what `change` makes of it, innermost values first and this one last.
    ///
    /// Paths are those of [`Value::walk`]. A wrapper around a dynamic value stays in place around the new value.
    pub fn transform(self, change: &mut dyn FnMut(&Path, Self) -> Self) -> Self {
        self.transform_at(&mut Position::default(), change)
    }

    /// This value with null in the place of whatever is not known, as no state may hold that.
    pub fn null_for_unknown(self) -> Self {
        self.transform(&mut |_, value| if value.is_unknown() { Self::Null } else { value })
    }

    fn transform_at(self, position: &mut Position, change: &mut dyn FnMut(&Path, Self) -> Self) -> Self {
        let changed = match self {
            Self::List(elements) => Self::List(transform_sequence(elements, position, change)),
            Self::Tuple(elements) => Self::Tuple(transform_sequence(elements, position, change)),
            Self::Set(elements) => {
                let changed = elements
                    .into_iter()
                    .map(|element| position.inside(None, |position| element.transform_at(position, change)));
                Self::Set(changed.collect())
            }
            Self::Map(elements) => {
                let changed = elements.into_iter().map(|(key, element)| {
                    let step = Some(Step::Key(key.clone()));
                    (
                        key,
                        position.inside(step, |position| element.transform_at(position, change)),
                    )
                });
                Self::Map(changed.collect())
            }
            Self::Object(attributes) => {
                let changed = attributes.into_iter().map(|(name, attribute)| {
                    let step = Some(Step::Attribute(name.clone()));
                    (
                        name,
                        position.inside(step, |position| attribute.transform_at(position, change)),
                    )
                });
                Self::Object(changed.collect())
            }
            Self::Dynamic(ty, value) => {
                return Self::Dynamic(ty, Box::new(value.transform_at(position, change)));
            }
            leaf => leaf,
        };
        change(&position.path, changed)
    }
}

fn transform_sequence(
    elements: Vec<Value>,
    position: &mut Position,
    change: &mut dyn FnMut(&Path, Value) -> Value,
) -> Vec<Value> {
    (0..)
        .zip(elements)
        .map(|(index, element)| {
            position.inside(Some(Step::Index(index)), |position| {
                element.transform_at(position, change)
            })
        })
        .collect()
}

/// Where a traversal is: a path that grows no further at the first set.
#[derive(Debug, Default)]
pub(super) struct Position {
    path: Path,
    /// The steps that the path leaves out: the one into the set, and all below.
    unaddressable: usize,
}

impl Position {
    /// A problem with the current value. Its path is that of the set, if the value is in one.
    pub(super) fn error<P>(&self, problem: impl Into<P>) -> Located<P> {
        Located {
            path: self.path.clone(),
            problem: problem.into(),
        }
    }

    /// The problem that the current value is of another kind than its type wants.
    pub(super) fn mismatch<P: From<Mismatch>>(
        &self,
        expected: &'static str,
        found: &'static str,
    ) -> Located<P> {
        self.error(Mismatch::Kind { expected, found })
    }

    /// Checks that the current value, a tuple, has as many elements as its type.
    pub(super) fn check_length<P: From<Mismatch>>(
        &self,
        types: &[Type],
        found: usize,
    ) -> Result<(), Located<P>> {
        let expected = types.len();
        if found == expected {
            Ok(())
        } else {
            Err(self.error(Mismatch::TupleLength { expected, found }))
        }
    }

    /// How many containers the current value is in.
    pub(super) fn depth(&self) -> usize {
        self.path.steps().len() + self.unaddressable
    }

    /// Goes one step down for the time of `work`; `None` is the step into a set.
    pub(super) fn inside<T>(&mut self, step: Option<Step>, work: impl FnOnce(&mut Self) -> T) -> T {
        match step {
            Some(step) if self.unaddressable == 0 => {
                self.path.push(step);
                let result = work(self);
                self.path.pop();
                result
            }
            _ => {
                self.unaddressable += 1;
                let result = work(self);
                self.unaddressable -= 1;
                result
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::object;
    use super::*;

    fn sample() -> Value {
        object([
            (
                "list",
                Value::List(vec![object([("weight", Value::from(5_i64))])]),
            ),
            ("set", Value::Set(vec![object([("port", Value::from(80_i64))])])),
            ("tags", Value::Map([("a".to_owned(), Value::from("x"))].into())),
            (
                "any",
                Value::Dynamic(Box::new(Type::Bool), Box::new(Value::from(true))),
            ),
        ])
    }

    #[test]
    fn at_follows_each_kind_of_step() {
        let value = sample();
        let root = Path::root();
        assert_eq!(value.at(&root), Some(&value));
        assert_eq!(
            value.at(&root.attr("list").index(0).attr("weight")),
            Some(&Value::from(5_i64))
        );
        assert_eq!(value.at(&root.attr("tags").key("a")), Some(&Value::from("x")));
        for nowhere in [
            root.attr("other"),
            root.attr("list").index(1),
            root.attr("list").index(-1),
            root.attr("tags").attr("a"),
            root.attr("set").index(0),
            root.attr("any").attr("x"),
        ] {
            assert_eq!(value.at(&nowhere), None, "{nowhere}");
        }
    }

    #[test]
    fn walk_shows_containers_first_and_stops_paths_at_sets() {
        let mut seen = Vec::new();
        sample().walk(&mut |path, value| seen.push((path.to_string(), value.describe())));
        assert_eq!(
            seen,
            [
                ("", "an object"),
                ("any", "a bool"),
                ("list", "a list"),
                ("list[0]", "an object"),
                ("list[0].weight", "a number"),
                ("set", "a set"),
                ("set", "an object"),
                ("set", "a number"),
                ("tags", "a map"),
                (r#"tags["a"]"#, "a string"),
            ]
            .map(|(path, kind)| (path.to_owned(), kind))
        );
    }

    #[test]
    fn transform_changes_the_innermost_first_and_keeps_wrappers() {
        let mut order = Vec::new();
        let changed = sample().transform(&mut |path, value| {
            order.push(path.to_string());
            match value {
                Value::Number(_) | Value::Bool(_) => Value::unknown(),
                other => other,
            }
        });
        assert_eq!(
            order,
            [
                "any",
                "list[0].weight",
                "list[0]",
                "list",
                "set",
                "set",
                "set",
                r#"tags["a"]"#,
                "tags",
                ""
            ]
        );
        assert!(
            changed
                .at(&Path::root().attr("list").index(0).attr("weight"))
                .is_some_and(Value::is_unknown)
        );
        assert!(matches!(changed.get("any"), Some(Value::Dynamic(_, value)) if value.is_unknown()));
        assert_eq!(changed.get("tags"), sample().get("tags"));
    }

    #[test]
    fn transform_by_identity_changes_nothing() {
        assert_eq!(sample().transform(&mut |_, value| value), sample());
    }
}
