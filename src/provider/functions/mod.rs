//! The provider's functions: what people otherwise compute by hand when they write for this API.

mod ids;
mod recurrence;
mod time;
mod user_data;

use crate::framework::Function;

/// All functions.
pub(super) fn all() -> Vec<Box<dyn Function>> {
    vec![
        Box::new(recurrence::NormalizeRecurrence),
        Box::new(recurrence::RecurrenceFirings),
        Box::new(time::ToBeijingTime),
        Box::new(time::FromBeijingTime),
        Box::new(user_data::UserData),
        Box::new(ids::BuildId),
        Box::new(ids::ParseId),
    ]
}

/// An argument that is known and not null, as the framework has seen to.
fn text(arguments: &[crate::cty::Value], position: usize) -> &str {
    arguments
        .get(position)
        .and_then(crate::cty::Value::as_str)
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::*;

    #[test]
    fn every_function_has_an_example() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/functions");
        let mut shown: Vec<String> = fs::read_dir(folder)
            .unwrap()
            .map(|example| example.unwrap().file_name().into_string().unwrap())
            .collect();
        let mut names: Vec<&str> = all().iter().map(|function| function.name()).collect();
        shown.sort_unstable();
        names.sort_unstable();
        assert_eq!(shown, names);
    }
}
