//! Text that a shell evaluates.

use std::io::{self, Write};

/// Writes one line that exports `value` under `name`.
pub(super) fn export(out: &mut impl Write, name: &str, value: &str) -> io::Result<()> {
    writeln!(out, "export {name}={}", word(value))
}

/// `text` as one word of a POSIX shell, quoted only where it must be.
fn word(text: &str) -> String {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_./:@%+=,".contains(&byte);
    if !text.is_empty() && text.bytes().all(is_plain) {
        return text.to_owned();
    }
    format!("'{}'", text.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exported_values_survive_a_shell() {
        assert_eq!(word("http://127.0.0.1:80"), "http://127.0.0.1:80");
        assert_eq!(word("it's $5"), r"'it'\''s $5'");
        assert_eq!(word(""), "''");
    }
}
