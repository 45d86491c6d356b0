//! Kinds of data that the standard library lacks: an amount of money, and bytes that travel as text.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// An amount in minor units (cents) of a currency. Never a fraction, so nothing is lost by adding.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Money {
    /// In minor units: 1999 is 19.99 where the currency has cents.
    pub amount: i64,
    /// ISO 4217, for example `EUR`.
    pub currency: String,
}

impl Money {
    /// So many minor units of a currency.
    pub fn new(amount: i64, currency: impl Into<String>) -> Self {
        Self { amount, currency: currency.into() }
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.amount, self.currency)
    }
}

/// Binary data; base64 in JSON.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Blob(pub Vec<u8>);

const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

impl fmt::Display for Blob {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = String::with_capacity(self.0.len().div_ceil(3) * 4);
        for chunk in self.0.chunks(3) {
            let bits = chunk.iter().fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte)) << (8 * (3 - chunk.len()));
            for digit in 0..4 {
                let index = (bits >> (18 - 6 * digit) & 63) as usize;
                text.push(if digit > chunk.len() { '=' } else { char::from(DIGITS[index]) });
            }
        }
        f.write_str(&text)
    }
}

impl FromStr for Blob {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || "is not base64".to_owned();
        if !text.len().is_multiple_of(4) {
            return Err(wrong());
        }
        let digits = text.trim_end_matches('=');
        if text.len() - digits.len() > 2 {
            return Err(wrong());
        }
        let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
        let (mut bits, mut held) = (0_u32, 0);
        for digit in digits.bytes() {
            let value = DIGITS.iter().position(|known| *known == digit).ok_or_else(wrong)?;
            bits = bits << 6 | u32::try_from(value).unwrap_or_default();
            held += 6;
            if held >= 8 {
                held -= 8;
                bytes.push((bits >> held & 0xff) as u8);
            }
        }
        Ok(Self(bytes))
    }
}

impl Serialize for Blob {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Blob {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_travel_as_base64() {
        for (bytes, text) in [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg==")] {
            assert_eq!(Blob(bytes.into()).to_string(), text);
            assert_eq!(text.parse(), Ok(Blob(bytes.into())));
        }
        for wrong in ["Zg", "Z===", "Zm9?", "===="] {
            assert!(wrong.parse::<Blob>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn money_has_one_form() {
        let json = serde_json::to_string(&Money::new(1999, "EUR"));
        assert_eq!(json.ok().as_deref(), Some(r#"{"amount":1999,"currency":"EUR"}"#));
    }
}
