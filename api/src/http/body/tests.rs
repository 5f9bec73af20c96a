use std::collections::BTreeMap;

use actix_web::FromRequest;
use actix_web::test::TestRequest;
use serde::Deserialize;
use serde_json::{Value, json};

use super::*;

#[derive(Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Lodging {
    position: Position,
    #[serde(default)]
    comments: Vec<Comment>,
    #[serde(default)]
    titles: BTreeMap<String, String>,
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Position {
    Supports,
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Comment {
    text: String,
    quote: Option<Quote>,
    count: Option<u8>,
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Quote {
    exact: String,
}

async fn body_of(request: TestRequest) -> JsonBody {
    let (request, mut payload) = request.to_http_parts();
    JsonBody::from_request(&request, &mut payload).await.unwrap()
}

fn json_request(text: impl Into<Bytes>) -> TestRequest {
    TestRequest::post()
        .insert_header(("content-type", "application/json"))
        .set_payload(text)
}

fn small(body_bytes: usize) -> Data<Limits> {
    Data::new(Limits {
        body_bytes,
        ..Limits::default()
    })
}

/// Pointer, code and detail of the one field at fault.
async fn fault(body: Value) -> (String, String, String) {
    let problem = body_of(json_request(body.to_string()))
        .await
        .parse::<Lodging>()
        .unwrap_err();
    assert_eq!(problem.code(), "invalid_body", "{problem:?}");
    let [fault] = problem.field_errors() else {
        panic!("{problem:?}")
    };
    (fault.pointer.clone(), fault.code.clone(), fault.detail.clone())
}

#[actix_web::test]
async fn a_good_body_is_read_and_kept_as_bytes() {
    let text = r#"{"position": "supports", "comments": [{"text": "Añadir"}]}"#;
    let body = body_of(json_request(text)).await;
    let parsed: Lodging = body.parse().unwrap();
    assert_eq!(
        parsed.comments,
        [Comment {
            text: "Añadir".into(),
            quote: None,
            count: None
        }]
    );
    assert_eq!(body.bytes().unwrap(), text.as_bytes());
}

#[actix_web::test]
async fn each_fault_has_pointer_and_code() {
    for (body, pointer, code) in [
        (json!({}), "/position", "missing_field"),
        (json!([]), "", "invalid_type"),
        (json!("text"), "", "invalid_type"),
        (json!(null), "", "invalid_type"),
        (json!({"position": "supports", "colour": 1}), "/colour", "unknown_field"),
        (json!({"position": "supports", "a/b~c": 1}), "/a~1b~0c", "unknown_field"),
        (
            json!({"position": "supports", "odd`, expected `x": 1}),
            "/odd`, expected `x",
            "unknown_field",
        ),
        (json!({"position": "opposes"}), "/position", "invalid_value"),
        (json!({"position": 7}), "/position", "invalid_type"),
        (json!(["supports", [], {}]), "", "invalid_type"),
        (
            json!({"position": "supports", "comments": [["a", null, 1]]}),
            "/comments/0",
            "invalid_type",
        ),
        (
            json!({"position": "supports", "titles": {"en": 1}}),
            "/titles/en",
            "invalid_type",
        ),
        (
            json!({"position": "supports", "comments": 1}),
            "/comments",
            "invalid_type",
        ),
        (
            json!({"position": "supports", "comments": [{"text": "a"}, {}]}),
            "/comments/1/text",
            "missing_field",
        ),
        (
            json!({"position": "supports", "comments": [{"text": 1}]}),
            "/comments/0/text",
            "invalid_type",
        ),
        (
            json!({"position": "supports", "comments": [{"text": "a", "count": 300}]}),
            "/comments/0/count",
            "invalid_value",
        ),
        (
            json!({"position": "supports", "comments": [{"text": "a", "quote": {}}]}),
            "/comments/0/quote/exact",
            "missing_field",
        ),
        (
            json!({"position": "supports", "comments": [{"text": "a", "quote": {"exact": []}}]}),
            "/comments/0/quote/exact",
            "invalid_type",
        ),
        (
            json!({"position": "supports", "comments": [{"text": "a", "quote": {"exact": "b", "exact_": "c"}}]}),
            "/comments/0/quote/exact_",
            "unknown_field",
        ),
    ] {
        let (found, found_code, detail) = fault(body.clone()).await;
        assert_eq!(
            (found.as_str(), found_code.as_str()),
            (pointer, code),
            "{body}: {detail}"
        );
        assert!(!detail.contains(" at line ") && !detail.contains("struct"), "{detail}");
    }
}

#[actix_web::test]
async fn a_long_value_is_not_repeated_in_full() {
    let (_, _, detail) = fault(json!({"position": "supports", "comments": "ü".repeat(5_000)})).await;
    assert_eq!(detail.chars().count(), 201);
}

#[actix_web::test]
async fn malformed_json_is_a_400_with_its_place() {
    let problem = body_of(json_request("{\"position\": "))
        .await
        .parse::<Lodging>()
        .unwrap_err();
    assert_eq!(
        (problem.code(), problem.to_string().as_str()),
        ("malformed_json", "Line 1, column 13: EOF while parsing a value.")
    );
    let twice = body_of(json_request(
        r#"{"titles": {"en": "a", "en": "b"}, "position": "supports"}"#,
    ))
    .await;
    assert_eq!(twice.parse::<Lodging>().unwrap_err().code(), "malformed_json");
    let nul = body_of(json_request(r#"{"position": "a\u0000b"}"#)).await;
    let problem = nul.parse::<Lodging>().unwrap_err();
    assert_eq!(problem.code(), "malformed_json");
    assert!(problem.to_string().contains("U+0000; leave it out"), "{problem}");
}

#[actix_web::test]
async fn the_media_type_must_be_json_and_is_judged_first() {
    for good in [
        "application/json",
        "Application/JSON; charset=UTF-8",
        "application/json;charset=\"utf-8\"",
    ] {
        let request = TestRequest::post()
            .insert_header(("content-type", good))
            .set_payload(r#"{"position": "supports"}"#);
        assert!(body_of(request).await.parse::<Lodging>().is_ok(), "{good}");
    }
    for bad in [
        "",
        "text/plain",
        "application/jsonx",
        "application/json; charset=latin1",
        "multipart/form-data",
    ] {
        let request = TestRequest::post()
            .insert_header(("content-type", bad))
            .set_payload("not json");
        assert_eq!(
            body_of(request).await.parse::<Lodging>().unwrap_err().code(),
            "unsupported_media_type",
            "{bad}"
        );
    }
    let none = TestRequest::post().set_payload("{}");
    assert_eq!(
        body_of(none).await.parse::<Lodging>().unwrap_err().code(),
        "unsupported_media_type"
    );
    let packed = json_request("{}").insert_header(("content-encoding", "gzip"));
    assert_eq!(
        body_of(packed).await.parse::<Lodging>().unwrap_err().code(),
        "unsupported_media_type"
    );
}

#[actix_web::test]
async fn a_body_may_have_exactly_the_limit() {
    let text = r#"{"position": "supports"}"#;
    let fits = body_of(json_request(text).app_data(small(text.len()))).await;
    assert!(fits.parse::<Lodging>().is_ok());
    let announced = body_of(json_request(text).app_data(small(text.len() - 1))).await;
    assert_eq!(announced.parse::<Lodging>().unwrap_err().code(), "body_too_large");
    // Without Content-Length the bytes are counted as they come.
    let (request, payload) = json_request(text).app_data(small(text.len() - 1)).to_http_parts();
    let mut stripped = TestRequest::post()
        .insert_header(("content-type", "application/json"))
        .app_data(small(text.len() - 1));
    stripped = stripped.method(request.method().clone());
    let (request, _empty) = stripped.to_http_parts();
    let counted = JsonBody::from_request(&request, &mut { payload }).await.unwrap();
    assert_eq!(counted.parse::<Lodging>().unwrap_err().code(), "body_too_large");
}

#[actix_web::test]
async fn an_optional_body_may_be_missing_but_not_wrong() {
    let none = body_of(TestRequest::post()).await;
    assert_eq!(none.parse_optional::<Lodging>().unwrap(), None);
    let wrong = body_of(json_request("{}")).await;
    assert_eq!(wrong.parse_optional::<Lodging>().unwrap_err().code(), "invalid_body");
    let untyped = body_of(TestRequest::post().set_payload("{}")).await;
    assert_eq!(
        untyped.parse_optional::<Lodging>().unwrap_err().code(),
        "unsupported_media_type"
    );
}
