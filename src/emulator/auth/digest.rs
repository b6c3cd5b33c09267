//! SHA-256 and HMAC-SHA256 as both signatures use them.

use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

/// `hex(SHA256(data))`, in lower case.
pub(super) fn sha256_hex(data: &[u8]) -> String {
    hex::encode(Sha256::digest(data))
}

/// `HMAC-SHA256(key, data)`.
pub(super) fn hmac_sha256(key: &[u8], data: &[u8]) -> Vec<u8> {
    keyed(key, data).finalize().into_bytes().to_vec()
}

/// Whether `signature` is the lower-case hex form of `HMAC-SHA256(key, data)`. Takes the same time wherever they differ.
pub(super) fn is_hmac_hex(key: &[u8], data: &[u8], signature: &str) -> bool {
    let lower_case = !signature.bytes().any(|byte| byte.is_ascii_uppercase());
    let decoded = hex::decode(signature).unwrap_or_default();
    lower_case && keyed(key, data).verify_slice(&decoded).is_ok()
}

fn keyed(key: &[u8], data: &[u8]) -> Hmac<Sha256> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes keys of any length");
    mac.update(data);
    mac
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Test case 2 of RFC 4231.
    const SIGNATURE: &str = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";

    #[test]
    fn the_published_vector_matches() {
        let data = b"what do ya want for nothing?";
        assert_eq!(hex::encode(hmac_sha256(b"Jefe", data)), SIGNATURE);
        assert!(is_hmac_hex(b"Jefe", data, SIGNATURE));
    }

    #[test]
    fn a_signature_of_another_length_case_or_alphabet_does_not_match() {
        let data = b"what do ya want for nothing?";
        for wrong in [
            "",
            &SIGNATURE[..62],
            &SIGNATURE.to_uppercase(),
            &format!("{SIGNATURE}00"),
            "zz",
        ] {
            assert!(!is_hmac_hex(b"Jefe", data, wrong), "{wrong:?}");
        }
    }
}
