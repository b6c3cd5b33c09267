//! `output_file`: writes the results to a file.

use std::env;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use serde_json::ser::PrettyFormatter;
use serde_json::{Serializer, Value as Json};

use crate::cty::{self, Type, Value, json};
use crate::framework::schema::Attribute;
use crate::framework::{Diagnostic, Field};

const ATTRIBUTE: &str = "output_file";

/// The argument.
pub(in crate::provider) fn output_file() -> Attribute {
    Attribute::string(
        ATTRIBUTE,
        "File that the results are written to whenever they are read, at plan too: a JSON array, indented by tabs. A file of \
         this name is replaced as a whole. `~/` at the start is the home folder; other relative paths start where Terraform \
         runs. Everybody may read the file, unless the umask says otherwise (mode 0644; the official provider's is 0422).",
    )
    .optional()
}

/// Writes `items`, a list of type `ty`, if the argument names a file.
///
/// # Errors
/// The file can't be written.
pub(super) fn write(file: &Field<String>, items: &Value, ty: &Type) -> Result<(), Diagnostic> {
    let Some(name) = file.as_str().filter(|name| !name.is_empty()) else {
        return Ok(());
    };
    let refused = |error: io::Error| {
        Diagnostic::error(
            format!("Can't write the results to {name:?}"),
            format!("{error}.\n\nThe folder must exist, and Terraform must be allowed to write to it."),
        )
        .at(cty::Path::root().attr(ATTRIBUTE))
    };
    let text = pretty(items, ty).map_err(refused)?;
    replace(&expand(name), &text).map_err(refused)
}

fn pretty(items: &Value, ty: &Type) -> io::Result<Vec<u8>> {
    let compact = json::encode_json(items, ty).map_err(io::Error::other)?;
    let document: Json = serde_json::from_slice(&compact)?;
    let mut text = Vec::new();
    serde::Serialize::serialize(
        &document,
        &mut Serializer::with_formatter(&mut text, PrettyFormatter::with_indent(b"\t")),
    )?;
    Ok(text)
}

/// The path with the home folder in the place of `~`.
fn expand(name: &str) -> PathBuf {
    let below_home = match name.strip_prefix('~') {
        Some("") => Some(""),
        Some(rest) => rest.strip_prefix('/'),
        None => None,
    };
    match below_home.zip(env::home_dir()) {
        Some((rest, home)) => home.join(rest),
        None => PathBuf::from(name),
    }
}

/// Puts a new file in the place of the old one at once, so that nobody ever reads half of it.
fn replace(path: &Path, text: &[u8]) -> io::Result<()> {
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    let mut builder = tempfile::Builder::new();
    builder.prefix(".ksyun-");
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o644));
    let mut file = builder.tempfile_in(folder)?;
    file.write_all(text)?;
    file.persist(path).map_err(|error| error.error)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn groups() -> (Value, Type) {
        let group = |name: &str, sizes: Vec<Value>| {
            Value::Object(
                [
                    ("sizes".to_owned(), Value::Set(sizes)),
                    ("name".to_owned(), name.into()),
                    ("note".to_owned(), Value::Null),
                ]
                .into(),
            )
        };
        let ty = Type::list(Type::object([
            ("name", Type::String),
            ("sizes", Type::set(Type::Number)),
            ("note", Type::String),
        ]));
        (
            Value::List(vec![
                group("web <1>", vec![1.into(), 2.into()]),
                group("测试", vec![]),
            ]),
            ty,
        )
    }

    fn write_to(path: &Path) -> Result<(), Diagnostic> {
        let (items, ty) = groups();
        write(&Field::Value(path.to_str().unwrap().to_owned()), &items, &ty)
    }

    #[test]
    fn the_file_is_a_json_array_indented_by_tabs() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("groups.json");
        write_to(&file).unwrap();
        let expected = "[\n\t{\n\t\t\"name\": \"web <1>\",\n\t\t\"note\": null,\n\t\t\"sizes\": [\n\t\t\t1,\n\t\t\t2\n\t\t]\n\t},\n\t{\n\t\t\"name\": \
                        \"测试\",\n\t\t\"note\": null,\n\t\t\"sizes\": []\n\t}\n]";
        assert_eq!(fs::read_to_string(&file).unwrap(), expected);
    }

    #[test]
    fn no_results_are_an_empty_array() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("groups.json");
        let name = Field::Value(file.to_str().unwrap().to_owned());
        write(&name, &Value::List(Vec::new()), &groups().1).unwrap();
        assert_eq!(fs::read_to_string(&file).unwrap(), "[]");
    }

    #[test]
    fn an_old_file_is_replaced_and_nothing_else_is_left_behind() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("groups.json");
        fs::write(&file, "x".repeat(10_000)).unwrap();
        write_to(&file).unwrap();
        assert!(fs::read_to_string(&file).unwrap().ends_with("\n]"));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn the_owner_may_write_the_file_and_nobody_may_run_it() {
        use std::os::unix::fs::PermissionsExt as _;

        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("groups.json");
        write_to(&file).unwrap();
        let mode = fs::metadata(&file).unwrap().permissions().mode() & 0o777;
        // The umask of the machine may take rights of others away.
        assert_eq!((mode & 0o600, mode & !0o644), (0o600, 0), "{mode:o}");
    }

    #[test]
    fn a_folder_that_is_missing_is_an_error_at_the_attribute() {
        let folder = tempfile::tempdir().unwrap();
        let refusal = write_to(&folder.path().join("missing/groups.json")).unwrap_err();
        assert_eq!(refusal.path.unwrap().to_string(), ATTRIBUTE);
        assert!(refusal.detail.contains("folder must exist"), "{}", refusal.detail);
    }

    #[test]
    fn without_a_file_name_nothing_is_written() {
        let (items, ty) = groups();
        for file in [Field::Null, "".into()] {
            assert_eq!(write(&file, &items, &ty), Ok(()));
        }
    }

    #[test]
    fn a_tilde_is_the_home_folder_only_where_a_shell_says_so() {
        let home = env::home_dir().unwrap();
        assert_eq!(expand("~/a/b"), home.join("a/b"));
        assert_eq!(expand("~"), home);
        for plain in ["a/~/b", "~a", "/a", "a"] {
            assert_eq!(expand(plain), Path::new(plain));
        }
    }
}
