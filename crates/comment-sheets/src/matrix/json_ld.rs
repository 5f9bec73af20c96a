//! The matrix as W3C Web Annotations: each comment an annotation of the paragraph, with a text quote selector where it
//! quotes. <https://www.w3.org/TR/annotation-model/>

use serde_json::{Map, Value, json};

use super::MatrixSheet;
use crate::{ExportRow, SheetError, TIME_ZONE};

/// The context of the annotation model. It is named, never fetched.
const CONTEXT: &str = "http://www.w3.org/ns/anno.jsonld";
/// What our own terms begin with.
const OWN: &str = "urn:regional-input:";

pub(super) fn write(sheet: &MatrixSheet) -> Result<Vec<u8>, SheetError> {
    let items: Vec<Value> = sheet.rows.iter().map(|row| annotation(sheet, row)).collect();
    let whole = json!({
        "@context": [CONTEXT, {"ri": OWN}],
        "id": format!("urn:uuid:{}", sheet.meta.proposal_id),
        "type": "AnnotationCollection",
        "label": sheet.title,
        "total": items.len(),
        "generated": sheet.meta.as_of_instant,
        "ri:as_of_log_position": sheet.meta.as_of_log_position,
        "ri:time_zone": TIME_ZONE,
        "first": {"type": "AnnotationPage", "startIndex": 0, "items": items},
    });
    let mut out = serde_json::to_vec(&whole).map_err(|error| SheetError::Write(error.into()))?;
    out.push(b'\n');
    Ok(out)
}

fn annotation(sheet: &MatrixSheet, row: &ExportRow) -> Value {
    let id = row.comment_id.as_ref().or(row.submission_id.as_ref());
    let motivation = if row.text.is_some() { "commenting" } else { "assessing" };
    let said = [
        ("id", id.map(|id| json!(format!("urn:uuid:{id}")))),
        ("type", Some(json!("Annotation"))),
        ("motivation", Some(json!(motivation))),
        (
            "creator",
            Some(json!({"type": "Organization", "name": row.state_name, "nickname": row.state})),
        ),
        ("created", row.lodged_at.map(|at| json!(at))),
        ("modified", row.recorded_at.map(|at| json!(at))),
        ("body", Some(bodies(row))),
        ("target", Some(target(sheet, row))),
        ("ri:number", row.number.as_ref().map(|number| json!(number))),
        ("ri:type", row.comment_type.as_ref().map(|kind| json!(kind))),
        ("ri:on_behalf_of", row.on_behalf_of.as_ref().map(|group| json!(group))),
        ("ri:disposition", row.disposition.as_ref().map(|word| json!(word))),
        ("ri:proposed_by", row.proposed_by.as_ref().map(|member| json!(member))),
        ("ri:answer", row.answer.as_ref().map(|word| json!(word))),
    ];
    let said = said
        .into_iter()
        .filter_map(|(key, value)| Some((key.to_owned(), value?)));
    Value::Object(said.collect::<Map<_, _>>())
}

fn bodies(row: &ExportRow) -> Value {
    let body = |text: Option<&String>, purpose: &str| {
        let mut body = json!({"type": "TextualBody", "value": text?, "format": "text/plain", "purpose": purpose});
        if let (Some(language), Value::Object(fields)) = (&row.language, &mut body) {
            fields.insert("language".to_owned(), json!(language));
        }
        Some(body)
    };
    let plain = |text: Option<&String>, purpose: &str| {
        Some(json!({"type": "TextualBody", "value": text?, "format": "text/plain", "purpose": purpose}))
    };
    let wording = row.proposed_wording_action.as_ref().map(|action| {
        let text = row.proposed_wording_text.clone().unwrap_or_default();
        json!({"type": "TextualBody", "value": text, "format": "text/plain", "purpose": "editing", "ri:action": action})
    });
    let bodies = [
        body(row.text.as_ref(), "commenting"),
        plain(row.position.as_ref().filter(|_| row.text.is_none()), "assessing"),
        wording,
        body(row.explanation.as_ref(), "describing"),
        plain(row.response.as_ref(), "replying"),
        plain(row.agreed_wording.as_ref(), "editing"),
        plain(row.answer_justification.as_ref(), "replying"),
        plain(row.answer_suggestion.as_ref(), "replying"),
    ];
    Value::Array(bodies.into_iter().flatten().collect())
}

/// The revision, the paragraph as its fragment, and the quoted words in it.
fn target(sheet: &MatrixSheet, row: &ExportRow) -> Value {
    let revision = format!("/v1/proposals/{}/revisions/{}", sheet.meta.proposal_id, row.revision);
    let source = match &row.paragraph {
        Some(label) => format!("{revision}#{}", percent_encoded(label)),
        None => revision,
    };
    match &row.quote_exact {
        Some(exact) => json!({"source": source, "selector": {
            "type": "TextQuoteSelector", "exact": exact,
            "prefix": row.quote_prefix.clone().unwrap_or_default(),
            "suffix": row.quote_suffix.clone().unwrap_or_default()}}),
        None => json!({"source": source}),
    }
}

fn percent_encoded(text: &str) -> String {
    let encoded = |byte: u8| {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            char::from(byte).to_string()
        } else {
            format!("%{byte:02X}")
        }
    };
    text.bytes().map(encoded).collect()
}
