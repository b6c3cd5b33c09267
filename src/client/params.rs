//! The parameters of a request: flat, dotted, with lists counted from 1 (`Slb.1.ServerPort.2=80`).
//!
//! The API documents lists counted from 0 and from 1, sometimes both for one action; counting from 1 is what
//! its proven clients send.
use std::collections::BTreeMap;
use std::fmt;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use secrecy::{ExposeSecret, SecretString};

/// What RFC 3986 calls reserved, and everything else that is not unreserved.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// Percent-encodes a name or a value as both signatures demand: only `A-Z a-z 0-9 - . _ ~` stay.
pub(crate) fn percent_encode(text: &str) -> String {
    utf8_percent_encode(text, RESERVED).to_string()
}

/// Request parameters, in the byte order of their names.
///
/// `Debug` lists names only: a value can be a password.
#[derive(Clone, Default)]
pub struct Params(BTreeMap<String, SecretString>);

impl Params {
    /// The parameters of an action, or of the settings that are a part of them.
    pub(crate) fn of(request: &impl ToParams) -> Self {
        let mut params = Self::default();
        request.write("", &mut params);
        params
    }

    /// Sets one parameter.
    pub fn set(&mut self, name: impl Into<String>, value: impl Into<String>) {
        self.0.insert(name.into(), SecretString::from(value.into()));
    }

    /// The value of a parameter, if it is set.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(ExposeSecret::expose_secret)
    }

    /// The names that are set, in order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// Whether no parameter is set.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Adds `others`; where both set the same, theirs counts.
    pub fn merge(&mut self, others: Self) {
        self.0.extend(others.0);
    }

    /// `name=value` pairs joined by `&`, percent-encoded, in the byte order of the names: the form body, and
    /// the text that the simplified signature signs.
    pub fn encode(&self) -> String {
        let pair = |(name, value): (&String, &SecretString)| {
            format!(
                "{}={}",
                percent_encode(name),
                percent_encode(value.expose_secret())
            )
        };
        self.0.iter().map(pair).collect::<Vec<_>>().join("&")
    }
}

impl fmt::Debug for Params {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}

/// A value that can be written as one or more parameters.
pub(crate) trait ToParams {
    /// Writes `self` under `name`; nothing at all if it is absent.
    fn write(&self, name: &str, params: &mut Params);
}

/// The dotted name of a member: `Slb.1` and `Weight` give `Slb.1.Weight`.
pub(crate) fn member(parent: &str, name: &str) -> String {
    if parent.is_empty() {
        name.to_owned()
    } else {
        format!("{parent}.{name}")
    }
}

impl ToParams for String {
    fn write(&self, name: &str, params: &mut Params) {
        params.set(name, self.clone());
    }
}

impl ToParams for SecretString {
    fn write(&self, name: &str, params: &mut Params) {
        params.set(name, self.expose_secret());
    }
}

impl ToParams for i64 {
    fn write(&self, name: &str, params: &mut Params) {
        params.set(name, self.to_string());
    }
}

impl ToParams for bool {
    fn write(&self, name: &str, params: &mut Params) {
        params.set(name, self.to_string());
    }
}

impl<T: ToParams> ToParams for Option<T> {
    fn write(&self, name: &str, params: &mut Params) {
        if let Some(value) = self {
            value.write(name, params);
        }
    }
}

impl<T: ToParams> ToParams for Vec<T> {
    fn write(&self, name: &str, params: &mut Params) {
        for (index, item) in self.iter().enumerate() {
            item.write(&format!("{name}.{}", index + 1), params);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn only_unreserved_characters_stay() {
        assert_eq!(percent_encode("aZ09-._~"), "aZ09-._~");
        assert_eq!(percent_encode("测 *+/=&\n"), "%E6%B5%8B%20%2A%2B%2F%3D%26%0A");
    }

    #[test]
    fn lists_count_from_one_and_absent_values_are_not_written() {
        let mut params = Params::default();
        vec!["a".to_owned(), "b".to_owned()].write("SubnetId", &mut params);
        Vec::<String>::new().write("SecurityGroupId", &mut params);
        None::<i64>.write("MaxSize", &mut params);
        Some(0).write("MinSize", &mut params);
        false.write("SyncTag", &mut params);
        Some(String::new()).write("Name", &mut params);
        assert_eq!(
            params.encode(),
            "MinSize=0&Name=&SubnetId.1=a&SubnetId.2=b&SyncTag=false"
        );
    }

    #[test]
    fn parameters_are_in_byte_order_of_their_names() {
        let mut params = Params::default();
        (1..=11).collect::<Vec<i64>>().write("P", &mut params);
        params.set("Accesskey", "k");
        let names: Vec<_> = params
            .encode()
            .split('&')
            .map(|pair| pair.split('=').next().unwrap().to_owned())
            .collect();
        let mut sorted = names.clone();
        sorted.sort();
        assert_eq!(names, sorted);
    }

    #[test]
    fn debug_output_names_parameters_without_their_values() {
        let mut params = Params::default();
        params.set("Password", "Hunter2!");
        assert_eq!(format!("{params:?}"), r#"{"Password"}"#);
    }

    proptest! {
        #[test]
        fn encoding_can_be_undone(text in ".*") {
            let encoded = percent_encode(&text);
            prop_assert!(encoded.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._~%".contains(&b)));
            let decoded = percent_encoding::percent_decode_str(&encoded).decode_utf8().unwrap().into_owned();
            prop_assert_eq!(decoded, text);
        }
    }
}
