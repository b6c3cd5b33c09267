//! Takes secrets out of what the API, or something on the way to it, says.
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::params::percent_encode;

const REDACTED: &str = "[REDACTED]";

/// Knows the secrets of one request in every form in which an answer may repeat them.
#[derive(Debug, Clone, Default)]
pub(super) struct Redactor(Vec<String>);

impl Redactor {
    /// Hides these texts.
    pub(super) fn new<'a>(secrets: impl IntoIterator<Item = &'a str>) -> Self {
        let mut forms: Vec<String> = secrets.into_iter().flat_map(forms).collect();
        // The longest first: one form may be part of another.
        forms.sort_unstable_by(|one, other| other.len().cmp(&one.len()).then_with(|| one.cmp(other)));
        forms.dedup();
        Self(forms)
    }

    /// `text` without them.
    pub(super) fn clean(&self, text: &str) -> String {
        let hide = |text: String, secret: &String| text.replace(secret, REDACTED);
        self.0.iter().fold(text.to_owned(), hide)
    }
}

/// A text as it is, and as JSON, XML, a form and base64 write it.
fn forms(secret: &str) -> Vec<String> {
    if secret.is_empty() {
        return Vec::new();
    }
    let json = serde_json::Value::from(secret).to_string();
    let xml = quick_xml::escape::escape(secret).into_owned();
    let mut forms = vec![
        secret.to_owned(),
        json.trim_matches('"').to_owned(),
        xml,
        percent_encode(secret),
        percent_encode(secret).replace("%20", "+"),
        STANDARD.encode(secret),
    ];
    if let Some(text) = STANDARD
        .decode(secret)
        .ok()
        .and_then(|bytes| String::from_utf8(bytes).ok())
    {
        forms.push(text.trim().to_owned());
    }
    forms.retain(|form| form.len() >= secret.len().min(4));
    forms
}

/// The beginning of a text on one line.
pub(super) fn shorten(text: &str, most: usize) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_hidden_in_every_form() {
        const PASSWORD: &str = "Hu\"n <ter>&2 ü";
        let redactor = Redactor::new([PASSWORD, "", "c2VjcmV0IHNjcmlwdA=="]);
        for form in [
            PASSWORD.to_owned(),
            serde_json::json!({ "Password": PASSWORD }).to_string(),
            quick_xml::escape::escape(PASSWORD).into_owned(),
            percent_encode(PASSWORD),
            percent_encode(PASSWORD).replace("%20", "+"),
            STANDARD.encode(PASSWORD),
            "c2VjcmV0IHNjcmlwdA==".to_owned(),
            "secret script".to_owned(),
        ] {
            let clean = redactor.clean(&format!("bad: {form}."));
            assert!(clean.contains(REDACTED), "{form}: {clean}");
            for part in ["ter", "Hu", "script", "c2Vj", "SHU"] {
                assert!(!clean.contains(part), "{form}: {clean}");
            }
        }
        assert_eq!(redactor.clean("nothing to hide"), "nothing to hide");
    }

    #[test]
    fn a_long_text_is_cut_between_characters() {
        assert_eq!(shorten("a  b\n\tc", 10), "a b c");
        assert_eq!(shorten("äöüß", 2), "äö…");
    }
}
