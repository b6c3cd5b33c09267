//! Regular expressions in RE2's syntax, which Terraform's own `regex` function has too, for the `regex` crate.
//!
//! The crate's syntax comes from RE2, with differences that would silently change what a pattern matches: `\d`, `\s`, `\w`
//! and `\b` know all of Unicode, `[` nests inside a class, `&&`, `--` and `~~` combine classes, `\<` is the start of a
//! word, and `\Q…\E` does not quote. They are translated here.

use std::iter::Peekable;
use std::str::CharIndices;

use regex::Regex;

/// Compiles `pattern`.
///
/// # Errors
/// Says in a few words why `pattern` is no regular expression.
pub(super) fn compile(pattern: &str) -> Result<Regex, String> {
    Regex::new(&Translation::of(pattern)).map_err(|error| reason(&error))
}

/// The crate draws the place of a mistake over several lines, in the translated pattern; the last line says what it is.
fn reason(error: &regex::Error) -> String {
    match error {
        regex::Error::CompiledTooBig(_) => "it is too big".to_owned(),
        error => {
            let text = error.to_string();
            let last = text.lines().last().unwrap_or_default();
            last.strip_prefix("error: ").unwrap_or(last).to_owned()
        }
    }
}

struct Translation<'p> {
    pattern: &'p str,
    rest: Peekable<CharIndices<'p>>,
    out: String,
}

impl<'p> Translation<'p> {
    fn of(pattern: &'p str) -> String {
        let mut translation = Self {
            pattern,
            rest: pattern.char_indices().peekable(),
            out: String::with_capacity(pattern.len()),
        };
        while let Some((at, character)) = translation.rest.next() {
            match character {
                '\\' => translation.escape(),
                '[' => translation.class(),
                '{' if !is_repetition(&pattern[at..]) => translation.out.push_str(r"\{"),
                other => translation.out.push(other),
            }
        }
        translation.out
    }

    /// What follows a backslash outside of a class.
    fn escape(&mut self) {
        match self.rest.next().map(|(_, character)| character) {
            Some('Q') => self.quotation(),
            Some('b') => self.out.push_str(r"(?-u:\b)"),
            Some('B') => self.out.push_str(r"(?-u:\B)"),
            Some(letter) => match perl_class(letter) {
                Some((members, negated)) => {
                    self.out.push_str(if negated { "[^" } else { "[" });
                    self.out.push_str(members);
                    self.out.push(']');
                }
                None => self.other_escape(letter),
            },
            None => self.out.push('\\'),
        }
    }

    /// `\Q…\E`, or to the end of the pattern.
    fn quotation(&mut self) {
        let quoted = &self.pattern[self.position()..];
        let (quoted, length) = quoted
            .find(r"\E")
            .map_or((quoted, quoted.len()), |end| (&quoted[..end], end + r"\E".len()));
        self.out.push_str(&regex::escape(quoted));
        let end = self.position() + length;
        while self.rest.next_if(|(at, _)| *at < end).is_some() {}
    }

    /// A class, from behind its `[` to its `]`.
    fn class(&mut self) {
        self.out.push('[');
        if self.rest.next_if(|(_, character)| *character == '^').is_some() {
            self.out.push('^');
        }
        let start = self.position();
        while let Some((at, character)) = self.rest.next() {
            match character {
                ']' if at > start => return self.out.push(']'),
                '\\' => self.escape_in_class(),
                '[' if self.pattern[at..].starts_with("[:") => self.out.push('['),
                ':' if self.rest.next_if(|(_, next)| *next == ']').is_some() => self.out.push_str(":]"),
                '-' if at > start && !self.pattern[..at].ends_with('-') => self.out.push('-'),
                ']' | '[' | '&' | '~' | '-' => self.out.extend(['\\', character]),
                other => self.out.push(other),
            }
        }
    }

    fn escape_in_class(&mut self) {
        match self.rest.next().map(|(_, character)| character) {
            Some(letter) => match perl_class(letter) {
                Some((members, false)) => self.out.push_str(members),
                Some((members, true)) => self.out.extend(["[^", members, "]"]),
                None => self.other_escape(letter),
            },
            None => self.out.push('\\'),
        }
    }

    /// An escape that means the same in both syntaxes, except for the ends of a word.
    fn other_escape(&mut self, letter: char) {
        if !matches!(letter, '<' | '>') {
            self.out.push('\\');
        }
        self.out.push(letter);
        // `\p{Han}` and `\x{6d4b}`: no repetition follows.
        if matches!(letter, 'p' | 'P' | 'x') && self.rest.next_if(|(_, next)| *next == '{').is_some() {
            self.out.push('{');
        }
    }

    /// Where the next character is.
    fn position(&mut self) -> usize {
        self.rest.peek().map_or(self.pattern.len(), |(at, _)| *at)
    }
}

/// The members of `\d`, `\s` and `\w`, or of what `\D`, `\S` and `\W` leave out.
fn perl_class(letter: char) -> Option<(&'static str, bool)> {
    let members = match letter.to_ascii_lowercase() {
        'd' => "0-9",
        's' => r"\t\n\f\r\x20",
        'w' => "0-9A-Za-z_",
        _ => return None,
    };
    Some((members, letter.is_ascii_uppercase()))
}

/// Whether `text` starts with `{n}`, `{n,}` or `{n,m}`; other braces are ordinary characters.
fn is_repetition(text: &str) -> bool {
    let Some((numbers, _)) = text[1..].split_once('}') else {
        return false;
    };
    let (low, high) = numbers.split_once(',').unwrap_or((numbers, ""));
    let digits = |text: &str| text.chars().all(|character| character.is_ascii_digit());
    !low.is_empty() && digits(low) && digits(high)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn matches(pattern: &str, text: &str) -> bool {
        compile(pattern)
            .unwrap_or_else(|why| panic!("{pattern}: {why}"))
            .is_match(text)
    }

    #[test]
    fn a_pattern_may_match_anywhere() {
        assert!(matches("web", "my-web-1"));
        assert!(!matches("^web", "my-web-1"));
        assert!(matches("^web-[0-9]{2}$", "web-07"));
        assert!(matches("(?i)WEB|api", "web"));
        assert!(matches("", ""));
    }

    #[test]
    fn digits_spaces_words_and_their_bounds_are_ascii() {
        for (pattern, yes, no) in [
            (r"^\d$", "7", "７"),
            (r"^\w+$", "web_1", "测试"),
            (r"^\W+$", "测试", "web"),
            (r"^[^\d-]$", "a", "-"),
            (r"^[\W_]$", "试", "a"),
            (r"^\s$", " ", "\u{3000}"),
            (r"试\bweb", "试web", "试.web"),
            (r"^a\Bb", "ab", "a.b"),
        ] {
            assert!(matches(pattern, yes), "{pattern} on {yes:?}");
            assert!(!matches(pattern, no), "{pattern} on {no:?}");
        }
    }

    #[test]
    fn classes_do_not_nest_and_are_not_combined() {
        for (pattern, yes, no) in [
            ("^[[]$", "[", "]"),
            ("^[]a]$", "]", "["),
            ("^[^]a]$", "b", "]"),
            ("^[a&&b]$", "&", "c"),
            ("^[a~~b]$", "~", "c"),
            ("^[+--]$", ",", "."),
            ("^[[:digit:]-]$", "-", ":"),
        ] {
            assert!(matches(pattern, yes), "{pattern} on {yes:?}");
            assert!(!matches(pattern, no), "{pattern} on {no:?}");
        }
    }

    #[test]
    fn quotations_braces_and_escapes_are_plain_text() {
        assert!(matches(r"^\Qa.b*\E+$", "a.b**"));
        assert!(matches(r"^\Qa[", "a["));
        assert!(matches(r"^{name}\<\>\-$", "{name}<>-"));
        assert!(matches(r"^a{,2}$", "a{,2}"));
    }

    #[test]
    fn scripts_of_unicode_are_known() {
        assert!(matches(r"^\p{Han}+$", "测试"));
        assert!(matches(r"^[\p{Han}-]+\pL\x{8bd5}$", "测-a试"));
    }

    #[test]
    fn a_mistake_is_named_in_one_line() {
        for (pattern, why) in [
            ("web(", "unclosed group"),
            ("*", "repetition operator missing expression"),
            ("[a", "unclosed character class"),
            (r"a\", "incomplete escape sequence"),
        ] {
            let error = compile(pattern).unwrap_err();
            assert!(error.contains(why) && !error.contains('\n'), "{pattern}: {error}");
        }
    }

    proptest! {
        #[test]
        fn any_quoted_text_matches_itself_alone(text in "[^\\\\]*", other in ".{0,4}") {
            let pattern = format!(r"^\Q{text}\E$");
            prop_assert!(matches(&pattern, &text));
            prop_assert_eq!(matches(&pattern, &other), text == other);
        }

        #[test]
        fn any_text_is_taken_or_refused(pattern in ".*") {
            let _ = compile(&pattern);
        }
    }
}
