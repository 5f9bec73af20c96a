//! Is it JSON that can be read in one way only? No key twice in an object (RFC 8259 §4), no deep nesting, no U+0000.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

use crate::problem::Problem;

/// Reads the whole body.
pub(super) fn parse(bytes: &[u8], depth: usize) -> Result<Value, Problem> {
    let mut json = serde_json::Deserializer::from_slice(bytes);
    let value = Nested { left: depth }.deserialize(&mut json);
    value.and_then(|value| json.end().map(|()| value)).map_err(|error| {
        let (line, column) = (error.line(), error.column());
        let place = format!(" at line {line} column {column}");
        let what = error.to_string();
        let what = what.strip_suffix(&place).unwrap_or(&what);
        Problem::of("malformed_json").detail(format!("Line {line}, column {column}: {what}."))
    })
}

/// Any value, in which `left` more levels may open.
#[derive(Clone, Copy)]
struct Nested {
    left: usize,
}

impl Nested {
    fn inner<E: Error>(self) -> Result<Self, E> {
        let left = self.left.checked_sub(1).ok_or_else(|| E::custom("nested too deeply"))?;
        Ok(Self { left })
    }
}

impl<'de> DeserializeSeed<'de> for Nested {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Nested {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        Number::from_f64(value)
            .map(Value::Number)
            .ok_or_else(|| E::custom("number out of range"))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Value, E> {
        // Not every engine can store it, and no language is written with it.
        if value.contains('\0') {
            return Err(E::custom("a text holds the character U+0000; leave it out"));
        }
        Ok(Value::String(value.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let inner = self.inner()?;
        let mut array = Vec::new();
        while let Some(item) = items.next_element_seed(inner)? {
            array.push(item);
        }
        Ok(Value::Array(array))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let inner = self.inner()?;
        let mut object = Map::new();
        while let Some(name) = members.next_key::<String>()? {
            if object.contains_key(&name) {
                return Err(A::Error::custom("a key stands twice in one object"));
            }
            let value = members.next_value_seed(inner)?;
            object.insert(name, value);
        }
        Ok(Value::Object(object))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(text: &str) -> String {
        let problem = parse(text.as_bytes(), 3).unwrap_err();
        assert_eq!(problem.code(), "malformed_json");
        problem.to_string()
    }

    #[test]
    fn json_of_every_kind_is_fine() {
        let text = r#" {"a": [1, -1, 1.5, 18446744073709551615, "x\n", true, null], "b": {"a": {}}, "": ""} "#;
        let expected: Value = serde_json::from_str(text).unwrap();
        assert_eq!(parse(text.as_bytes(), 3).unwrap(), expected);
    }

    #[test]
    fn what_is_not_json_is_named_with_its_place() {
        assert_eq!(refusal("{\"a\": 1,\n \"b\": }"), "Line 2, column 7: expected value.");
        assert_eq!(refusal(""), "Line 1, column 0: EOF while parsing a value.");
        assert_eq!(refusal("{} {}"), "Line 1, column 4: trailing characters.");
        assert!(refusal("{\"a\": 1e999}").contains("number out of range"));
        assert!(
            parse(b"{\"a\": \"\xff\"}", 3)
                .unwrap_err()
                .to_string()
                .contains("invalid unicode")
        );
        assert!(parse("\u{feff}{}".as_bytes(), 3).is_err(), "no byte order mark");
    }

    #[test]
    fn a_key_twice_is_refused_at_every_level_also_when_escaped() {
        assert!(refusal(r#"{"a": 1, "a": 1}"#).contains("a key stands twice in one object"));
        assert!(refusal(r#"[{"b": {"a": 1, "\u0061": 2}}]"#).contains("a key stands twice in one object"));
    }

    #[test]
    fn nesting_stops_at_the_limit() {
        parse(b"[[[1]]]", 3).unwrap();
        assert!(refusal("[[[[1]]]]").contains("nested too deeply"));
        assert!(refusal(r#"{"a": {"a": {"a": {}}}}"#).contains("nested too deeply"));
        assert_eq!(
            parse("[".repeat(100_000).as_bytes(), 128).unwrap_err().code(),
            "malformed_json"
        );
    }
}
