//! Golden samples: stored events of every released kind and version are read for ever.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use consultation::event::{KINDS, decode, encode};
use serde_json::Value;

/// Names of fields that would tell who a person is (R26).
const PERSONAL: &[&str] = &[
    "iss",
    "issuer",
    "sub",
    "subject",
    "name",
    "given_name",
    "family_name",
    "email",
    "phone",
    "client_id",
    "jti",
    "person",
    "user",
    "author",
    "actor",
    "ip",
];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/samples")
}

fn file_name(kind: &str, version: u16) -> String {
    format!("{kind}.v{version}.json")
}

/// Kind, version and bytes of the sample for each released kind and version.
fn samples() -> Vec<(&'static str, u16, Vec<u8>)> {
    let released = KINDS
        .iter()
        .flat_map(|(kind, present)| (1..=*present).map(|version| (*kind, version)));
    released
        .map(|(kind, version)| {
            let path = folder().join(file_name(kind, version));
            (
                kind,
                version,
                fs::read(&path).unwrap_or_else(|error| unreachable!("{}: {error}", path.display())),
            )
        })
        .collect()
}

/// Fields of objects, at any depth.
fn fields(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(object) => {
            found.extend(object.keys().cloned());
            object.values().for_each(|value| fields(value, found));
        }
        Value::Array(values) => values.iter().for_each(|value| fields(value, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// The personal fields in an event's payload.
pub(crate) fn personal_fields(payload: &[u8]) -> Vec<String> {
    let mut found = BTreeSet::new();
    fields(&serde_json::from_slice(payload).unwrap(), &mut found);
    found
        .into_iter()
        .filter(|field| PERSONAL.contains(&field.as_str()))
        .collect()
}

#[test]
fn r25_every_sample_is_read_and_written_again_without_loss() {
    for (kind, version, stored) in samples() {
        let event = decode(kind, version, &stored).unwrap_or_else(|error| panic!("{kind} {version}: {error:?}"));
        let (kind_again, present, written) = encode(&event).unwrap();
        assert_eq!(kind_again, kind);
        assert_eq!(decode(kind, present, &written).unwrap(), event);
        if present == version {
            let stored: Value = serde_json::from_slice(&stored).unwrap();
            let written: Value = serde_json::from_slice(&written).unwrap();
            assert_eq!(written, stored, "{kind} {version}");
        }
    }
}

#[test]
fn r25_no_kind_lacks_a_sample_and_no_sample_a_kind() {
    let wanted: BTreeSet<_> = samples()
        .iter()
        .map(|(kind, version, _)| file_name(kind, *version))
        .collect();
    let present: BTreeSet<_> = fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    assert_eq!(present, wanted);
}

/// A sample that leaves out what may be left out would not notice that its name was changed.
#[test]
fn samples_show_every_field_that_an_event_may_have() {
    let mut seen = BTreeSet::new();
    for (_, _, stored) in samples() {
        fields(&serde_json::from_slice(&stored).unwrap(), &mut seen);
    }
    let optional = [
        "ad_referendum",
        "ambiguous",
        "comments",
        "deleted",
        "explanation",
        "from",
        "general_remarks",
        "key_event",
        "late",
        "on_behalf_of",
        "paragraph",
        "position",
        "prefix",
        "proposed_wording",
        "quote",
        "reason",
        "recorded",
        "reference",
        "suffix",
        "text",
        "translations",
        "until",
        "until_set",
    ];
    for field in optional {
        assert!(seen.contains(field), "no sample shows {field}");
    }
}

#[test]
fn r26_no_event_has_a_field_for_a_person() {
    for (kind, _, stored) in samples() {
        assert_eq!(personal_fields(&stored), Vec::<String>::new(), "{kind}");
    }
}

#[test]
fn r25_kinds_are_named_apart_from_the_names_in_the_code() {
    let kinds: BTreeSet<_> = KINDS.iter().map(|(kind, _)| *kind).collect();
    assert_eq!(kinds.len(), KINDS.len());
    for kind in kinds {
        let parts: Vec<_> = kind.split('.').collect();
        assert_eq!(parts.len(), 2, "{kind}");
        assert!(
            kind.chars()
                .all(|letter| letter.is_ascii_lowercase() || ".\u{5f}".contains(letter)),
            "{kind}"
        );
    }
}
