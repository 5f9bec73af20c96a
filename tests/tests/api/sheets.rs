//! `export_input`, `import_sheet` and `get_response_letter`

use std::sync::Arc;

use acceptance::{Reply, TestApp};
use comment_sheets::document::to_markdown;
use comment_sheets::{Mapping, SheetFormat, read_sheet};
use consultation::review::{Answer, CommentReview, Disposition, DispositionKind, Published};
use consultation::visibility::{Rights, Viewer};
use consultation::{Dossier, ProposalId, StateCode};
use regional_input::dossiers::OpenDossier;
use regional_input::http::as_of::AsOf;
use regional_input::letters::letter;
use regional_input::matrix_sheet::SheetSource;
use serde_json::{Value, json};

const CSV: &str = "text/csv";
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

struct House {
    app: TestApp,
    proposal: String,
}

impl House {
    async fn open() -> Self {
        let app = TestApp::start().await;
        let proposal = app.opened(&["FJI", "WSM"]).await;
        Self { app, proposal }
    }

    fn path(&self, rest: &str) -> String {
        format!("/v1/proposals/{}{rest}", self.proposal)
    }

    async fn lodged(&self) -> Reply {
        let body = json!({
        "position": "supports_with_amendments", "language": "en", "general_remarks": "Bula.",
        "comments": [
            {"paragraph": "2", "quote": {"exact": "voluntary", "prefix": "on a ", "suffix": " basis"},
             "text": "Voluntary is too weak.", "proposed_wording": {"action": "replace", "text": "mandatory"},
             "explanation": "Networks do not end at borders."},
            {"text": "=We thank the lead member.", "type": "editorial"},
            {"paragraph": "3", "text": "Not for attribution.", "attribution": "to_none"}
        ]});
        let fiji = self.app.focal_point("FJI");
        fiji.post(&self.path("/submissions"), body).await.expect(201)
    }

    async fn sheet(&self, state: &str, media_type: &str, file: impl Into<Vec<u8>>, query: &str) -> Reply {
        let path = self.path(&format!("/sheets{query}"));
        self.app
            .focal_point(state)
            .post_file(&path, media_type, file.into())
            .await
    }

    async fn dossier(&self) -> Dossier {
        let id = ProposalId(self.proposal.parse().unwrap());
        let found = self.app.app().commands.find_dossier(id).await.unwrap().unwrap();
        Dossier::clone(&found.dossier)
    }
}

fn results(reply: &Reply) -> Vec<(String, String)> {
    assert_eq!(reply.status, 200, "{}", reply.text);
    let text = |row: &Value, key: &str| row[key].as_str().unwrap_or_default().to_owned();
    let rows = reply.json["rows"].as_array().unwrap().iter();
    rows.map(|row| {
        let outcome = if row["code"].is_null() {
            text(row, "comment")
        } else {
            text(row, "code")
        };
        (text(row, "result"), outcome)
    })
    .collect()
}

fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected
        .iter()
        .map(|(one, other)| ((*one).to_owned(), (*other).to_owned()))
        .collect()
}

#[tokio::test]
async fn an_export_comes_in_every_format_as_an_attachment_with_its_log_position() {
    let house = House::open().await;
    let _ = house.lodged().await;
    for format in SheetFormat::ALL {
        let path = house.path(&format!("/export?format={}", format.name()));
        let reply = house.app.member_mission("KOR").get(&path).await.expect(200);
        assert_eq!(reply.header("content-type").as_deref(), Some(format.media_type()));
        assert_eq!(reply.header("x-content-type-options").as_deref(), Some("nosniff"));
        let expected = format!("attachment; filename=\"comments-{}.{}\"", house.proposal, format.name());
        assert_eq!(reply.header("content-disposition"), Some(expected));
        assert!(reply.header("log-position").is_some());
        let etag = reply.header("etag").unwrap();
        let known = house.app.member_mission("KOR").with("if-none-match", &etag);
        assert_eq!(known.get(&path).await.status, 304, "{}", format.name());
    }
    let by_accept = house.app.member_mission("KOR").with("accept", XLSX);
    let reply = by_accept.get(&house.path("/export")).await.expect(200);
    assert_eq!(reply.header("content-type").as_deref(), Some(XLSX));
    let odd = house.app.anonymous().get(&house.path("/export?format=pdf")).await;
    assert_eq!((odd.status, odd.code()), (400, "invalid_query_parameter"));
    let past = house.app.anonymous().get(&house.path("/export?as_of=1")).await;
    assert_eq!((past.status, past.code()), (404, "not_found"));
}

#[tokio::test]
async fn r15_an_export_holds_what_its_reader_may_see() {
    let house = House::open().await;
    let _ = house.lodged().await;
    let path = house.path("/export?format=json");
    let of = |reply: Reply| {
        let rows = reply.json["rows"].as_array().unwrap().clone();
        let texts = rows
            .iter()
            .map(|row| row["text"].as_str().unwrap_or_default().to_owned());
        texts.collect::<Vec<_>>()
    };
    let own = of(house.app.focal_point("FJI").get(&path).await.expect(200));
    assert_eq!(own.len(), 3, "{own:?}");
    let member = of(house.app.member_mission("KOR").get(&path).await.expect(200));
    assert_eq!(
        member.len(),
        2,
        "before close one under a label does not appear: {member:?}"
    );
    assert!(of(house.app.anonymous().get(&path).await.expect(200)).is_empty());
}

#[tokio::test]
async fn r8_what_a_state_exports_and_sends_back_changes_nothing() {
    let house = House::open().await;
    let _ = house.lodged().await;
    for (format, media_type) in [("csv", CSV), ("xlsx", XLSX), ("docx", DOCX)] {
        let path = house.path(&format!("/export?format={format}"));
        let file = house.app.focal_point("FJI").get(&path).await.expect(200).bytes;
        let reply = house.sheet("FJI", media_type, file, "").await;
        let mut unchanged = results(&reply);
        unchanged.sort();
        assert_eq!(
            unchanged,
            pairs(&[
                ("unchanged", "FJI-001"),
                ("unchanged", "FJI-002"),
                ("unchanged", "FJI-9001")
            ]),
            "{format}: {}",
            reply.text
        );
    }
    let submission = house
        .app
        .focal_point("FJI")
        .get(&house.path("/submissions?state=FJI"))
        .await;
    assert_eq!(submission.json["items"][0]["version"], json!(1), "{}", submission.text);
}

#[tokio::test]
async fn r8_a_changed_row_revises_its_comment_and_a_new_one_is_added_once() {
    let house = House::open().await;
    let _ = house.lodged().await;
    let sheet = "number,paragraph,text,language\nFJI-002,,We thank you very much.,en\n,1,A new one.,fr\n";
    let dry = house.sheet("FJI", CSV, sheet, "?dry_run=true").await;
    assert_eq!(dry.json["dry_run"], json!(true));
    assert_eq!(
        results(&dry),
        pairs(&[("would_revise", "FJI-002"), ("would_lodge", "FJI-003")])
    );
    let reply = house.sheet("FJI", CSV, sheet, "").await;
    assert_eq!(results(&reply), pairs(&[("revised", "FJI-002"), ("lodged", "FJI-003")]));
    let again = house.sheet("FJI", CSV, sheet, "").await;
    assert_eq!(
        results(&again),
        pairs(&[("unchanged", "FJI-002"), ("unchanged", "FJI-003")])
    );
    let path = house.path("/export?format=json");
    let rows = house.app.focal_point("FJI").get(&path).await.json["rows"]
        .as_array()
        .unwrap()
        .clone();
    let first = rows.iter().find(|row| row["number"] == "FJI-001").unwrap();
    assert_eq!(
        first["text"],
        json!("Voluntary is too weak."),
        "comments that no row names stay"
    );
    let second = rows.iter().find(|row| row["number"] == "FJI-002").unwrap();
    assert_eq!(
        second["type"],
        json!("editorial"),
        "what the sheet has no column for stays"
    );
    assert_eq!(second["position"], json!("supports_with_amendments"));
}

#[tokio::test]
async fn rows_at_fault_are_refused_one_by_one_and_the_others_are_taken() {
    let house = House::open().await;
    let _ = house.lodged().await;
    let other = "00000000-0000-4000-8000-000000000000";
    let sheet = format!(
        "number,state,paragraph,text,language,proposal_id\n\
         WSM-001,,1,Of another state.,en,\n\
         ,WSM,1,Of another state.,en,\n\
         FJI-009,,1,Of no number.,en,\n\
         ,,99,Of no paragraph.,en,\n\
         ,,1,In no language.,not a language,\n\
         ,FJ,1,Of another proposal.,en,{other}\n\
         ,FJ,1,A good one.,en,\n"
    );
    let reply = house.sheet("FJI", CSV, sheet, "").await;
    assert_eq!(
        results(&reply),
        pairs(&[
            ("refused", "other_state"),
            ("refused", "other_state"),
            ("refused", "unknown_comment"),
            ("refused", "unknown_paragraph"),
            ("refused", "invalid_language"),
            ("refused", "wrong_proposal"),
            ("lodged", "FJI-003"),
        ]),
        "{}",
        reply.text
    );
    assert_eq!(reply.json["refused"], json!(6));
}

#[tokio::test]
async fn a_first_sheet_lodges_the_submission() {
    let house = House::open().await;
    let sheet = "position,paragraph,text\nsupports,1,\n,2,Words.\n";
    let reply = house.sheet("WSM", CSV, sheet, "?language=en").await;
    assert_eq!(
        results(&reply),
        pairs(&[("lodged", ""), ("lodged", "WSM-001")]),
        "{}",
        reply.text
    );
    let list = house
        .app
        .focal_point("WSM")
        .get(&house.path(&format!(
            "/submissions?state=WSM&at_least={}",
            reply.json["log_position"]
        )))
        .await;
    assert_eq!(list.json["items"][0]["position"], json!("supports"));
}

#[tokio::test]
async fn r16_an_operator_enters_a_sheet_and_again_without_a_change() {
    let house = House::open().await;
    let sheet = "state,reference,paragraph,text,language\nFJ,a,1,One.,en\nWSM,b,2,Two.,en\nFJI,c,99,Three.,en\n";
    let path = house.path("/sheets?channel=e-mail&received_at=2027-01-08T15:00:00Z");
    let operator = house.app.operator();
    let dry = operator
        .post_file(&format!("{path}&dry_run=true"), CSV, sheet.into())
        .await;
    assert_eq!(
        results(&dry),
        pairs(&[
            ("would_enter", ""),
            ("would_enter", ""),
            ("refused", "unknown_paragraph")
        ])
    );
    let reply = operator.post_file(&path, CSV, sheet.into()).await;
    assert_eq!(
        results(&reply),
        pairs(&[
            ("entered", "FJI-001"),
            ("entered", "WSM-001"),
            ("refused", "unknown_paragraph")
        ]),
        "{}",
        reply.text
    );
    let again = operator.post_file(&path, CSV, sheet.into()).await;
    assert_eq!(
        results(&again)[..2],
        pairs(&[("unchanged", "FJI-001"), ("unchanged", "WSM-001")])[..2].to_vec()
    );
    let missing = operator.post_file(&house.path("/sheets"), CSV, sheet.into()).await;
    assert_eq!((missing.status, missing.code()), (400, "invalid_query_parameter"));
}

#[tokio::test]
async fn what_is_no_sheet_is_refused_whole() {
    let house = House::open().await;
    let fault = |reply: Reply| (reply.status, reply.code().to_owned());
    let json = house.sheet("FJI", "application/json", "{}", "").await;
    assert_eq!(fault(json), (415, "unsupported_media_type".to_owned()));
    let named_wrongly = house.sheet("FJI", XLSX, "text\nWords.\n", "").await;
    assert_eq!(fault(named_wrongly), (415, "unsupported_media_type".to_owned()));
    let old = house
        .sheet("FJI", XLSX, b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec(), "")
        .await;
    assert_eq!(fault(old), (400, "unreadable_sheet".to_owned()));
    let headless = house.sheet("FJI", CSV, "a,b\n1,2\n", "").await;
    assert_eq!(fault(headless), (400, "unreadable_sheet".to_owned()));
    let fiji = house.app.focal_point("FJI");
    let hidden = fiji.post_file(
        "/v1/proposals/00000000-0000-4000-8000-000000000000/sheets",
        CSV,
        Vec::new(),
    );
    assert_eq!(fault(hidden.await), (404, "not_found".to_owned()));
}

/// The dossier with a disposition published on every comment.
fn published(dossier: &Dossier) -> Dossier {
    let mut dossier = dossier.clone();
    let ids: Vec<_> = dossier
        .standing_comments()
        .map(|(_, comment)| (comment.id, comment.number))
        .collect();
    for (id, number) in ids {
        let kind = if number == 1 {
            DispositionKind::AcceptedWithModification
        } else {
            DispositionKind::NoCommonView
        };
        let review = CommentReview {
            published: Some(Published {
                disposition: Disposition {
                    disposition: kind,
                    duplicate_of: None,
                    response: (number == 1).then(|| "Taken in part.".to_owned()),
                    wording: None,
                },
                at: "2027-03-05T09:00:00Z".parse().unwrap(),
                answer: (number == 1).then(|| Answer {
                    satisfied: false,
                    justification: Some("Too late.".to_owned()),
                    suggestion: Some("shall".to_owned()),
                    at: "2027-03-06T09:00:00Z".parse().unwrap(),
                }),
            }),
            ..CommentReview::default()
        };
        Arc::make_mut(&mut dossier.review).comments.insert(id, review);
    }
    dossier
}

#[tokio::test]
async fn r15_the_letter_to_a_state_says_what_was_published_and_ties_nothing_to_it_that_is_not_for_attribution() {
    let house = House::open().await;
    let _ = house.lodged().await;
    let early = house.app.focal_point("FJI").get(&house.path("/letters/FJI")).await;
    assert_eq!((early.status, early.code()), (409, "nothing_published"));
    let dossier = Arc::new(published(&house.dossier().await));
    let now = "2027-03-07T09:00:00Z".parse().unwrap();
    let register = house.app.app().commands.known_register().state;
    let register = register.at(now);
    let fiji = StateCode::parse("FJI").unwrap();
    let as_of = AsOf {
        log_position: 7,
        instant: now,
    };
    let written = |viewer: &str, language: &str| {
        let viewer = Viewer::Delegation(StateCode::parse(viewer).unwrap());
        let opened = OpenDossier {
            dossier: Arc::clone(&dossier),
            present: Arc::clone(&dossier),
            rights: Rights::of(viewer, register, &dossier.proposal, now),
            as_of,
        };
        to_markdown(&letter(&opened, register, fiji, language).unwrap())
    };
    let own = written("FJI", "en");
    for words in [
        "# Response to the comments of Fiji",
        "## Comment FJI-001, on paragraph 2",
        "**Disposition:** Accepted with modification",
        "**Response:** Taken in part.",
        "Objects to the response. Too late.",
        "**Suggestion:** shall",
        "did not reach a common view",
        "Not for attribution.",
        "log position 7",
    ] {
        assert!(own.contains(words), "{words}: {own}");
    }
    let by_member = written("KOR", "en");
    assert!(
        !by_member.contains("Not for attribution.") && !by_member.contains("FJI-9001"),
        "{by_member}"
    );
    for (language, words, quote) in [
        ("es", "Respuesta a las observaciones de", "«voluntary»"),
        ("fr", "Réponse aux observations", "«\u{a0}voluntary\u{a0}»"),
        ("id", "Jawaban atas tanggapan", "“voluntary”"),
        ("ko", "의견에 대한 답변", "“voluntary”"),
        ("tr", "Görüşlere yanıt", "“voluntary”"),
    ] {
        let letter = written("FJI", language);
        assert!(letter.contains(words) && letter.contains(quote), "{language}: {letter}");
        for member in ["MEX", "IDN", "KOR", "TUR", "AUS"] {
            assert!(!letter.contains(member), "{language} names {member}: {letter}");
        }
    }
}

#[tokio::test]
async fn r18_the_matrix_of_a_partner_has_no_views_of_members_and_that_of_a_member_has() {
    let house = House::open().await;
    let _ = house.lodged().await;
    let mut dossier = published(&house.dossier().await);
    let view = consultation::review::RecordedView {
        view: consultation::review::MemberView::Differs,
        note: Some("Between us.".to_owned()),
        at: "2027-03-04T09:00:00Z".parse().unwrap(),
        by_silence: false,
    };
    for review in Arc::make_mut(&mut dossier.review).comments.values_mut() {
        review.views.insert(StateCode::parse("TUR").unwrap(), view.clone());
    }
    let now = "2027-03-07T09:00:00Z".parse().unwrap();
    let register = house.app.app().commands.known_register().state;
    let as_of = AsOf {
        log_position: 7,
        instant: now,
    };
    let sheet = |state: &str| {
        let viewer = Viewer::Delegation(StateCode::parse(state).unwrap());
        let rights = Rights::of(viewer, register.at(now), &dossier.proposal, now);
        let whole = Arc::new(dossier.clone());
        let open = OpenDossier {
            dossier: Arc::clone(&whole),
            present: whole,
            rights,
            as_of,
        };
        let source = SheetSource {
            open: &open,
            register: register.at(now),
        };
        source.whole()
    };
    let among_members = sheet("KOR");
    assert!(
        among_members
            .threads
            .iter()
            .any(|thread| thread.text.as_deref() == Some("Between us."))
    );
    for state in ["FJI", "WSM"] {
        let partner = sheet(state);
        assert!(partner.threads.iter().all(|thread| thread.kind != "member_view"));
        for format in SheetFormat::ALL {
            let bytes = partner.write(format).unwrap();
            assert!(!String::from_utf8_lossy(&bytes).contains("Between us."));
        }
    }
    let answer = among_members
        .rows
        .iter()
        .find(|row| row.number.as_deref() == Some("FJI-001"))
        .unwrap();
    assert_eq!(answer.answer.as_deref(), Some("objects"));
    let labelled = among_members
        .threads
        .iter()
        .filter(|thread| thread.number.starts_with("DEL-"));
    assert!(
        labelled
            .filter(|thread| thread.kind == "answer")
            .all(|thread| thread.at.is_none())
    );
    let xlsx = among_members.write(SheetFormat::Xlsx).unwrap();
    assert_eq!(read_sheet(&xlsx, &Mapping::default()).unwrap().rows.len(), 3);
}

#[tokio::test]
async fn what_only_proposes_wording_comes_back_in_unchanged() {
    let house = House::open().await;
    let body = json!({"language": "en", "comments": [
        {"paragraph": "2", "quote": {"exact": "voluntary"}, "proposed_wording": {"action": "replace", "text": "mandatory"}},
        {"paragraph": "2", "proposed_wording": {"action": "add", "text": "They shall meet."}}]});
    let fiji = house.app.focal_point("FJI");
    let _ = fiji.post(&house.path("/submissions"), body).await.expect(201);
    for (format, media_type) in [("csv", CSV), ("xlsx", XLSX), ("docx", DOCX)] {
        let file = fiji
            .get(&house.path(&format!("/export?format={format}")))
            .await
            .expect(200);
        let report = house.sheet("FJI", media_type, file.bytes, "").await;
        let unchanged = |number: &str| ("unchanged".to_owned(), number.to_owned());
        assert_eq!(
            results(&report),
            [unchanged("FJI-001"), unchanged("FJI-002")],
            "{format}"
        );
    }
    let new = "paragraph,text,proposed_wording_action,proposed_wording_text\n2,,add,They shall write.\n";
    let report = house.sheet("FJI", CSV, new, "?language=en").await;
    assert_eq!(results(&report), pairs(&[("lodged", "FJI-003")]));
}

#[tokio::test]
async fn words_of_a_list_are_read_as_people_write_them_or_listed() {
    let house = House::open().await;
    let sheet = "paragraph,text,position,audience\n2,Why.,Supports with amendments,Members-only\n3,What.,,everybody\n";
    let report = house.sheet("FJI", CSV, sheet, "?language=en").await;
    let expected = pairs(&[("lodged", "FJI-001"), ("refused", "invalid_value")]);
    assert_eq!(results(&report), expected);
    let reason = "\"everybody\" is no audience; it is one of public, participants, members_only";
    assert_eq!(report.json["rows"][1]["reason"], json!(reason));
    let path = format!("/input/comments?at_least={}", report.json["log_position"]);
    let rows = house.app.focal_point("FJI").get(&house.path(&path)).await.expect(200);
    assert_eq!(
        (&rows.json["items"][0]["position"], &rows.json["items"][0]["audience"]),
        (&json!("supports_with_amendments"), &json!("members_only"))
    );
}

#[tokio::test]
async fn a_file_sent_as_mere_bytes_is_what_it_is() {
    let house = House::open().await;
    let _ = house.lodged().await;
    let fiji = house.app.focal_point("FJI");
    for format in ["csv", "xlsx", "docx"] {
        let path = house.path(&format!("/export?format={format}"));
        let file = fiji.get(&path).await.expect(200);
        let report = house.sheet("FJI", "application/octet-stream", file.bytes, "").await;
        assert!(
            results(&report).iter().all(|(result, _)| result == "unchanged"),
            "{format}: {}",
            report.text
        );
    }
}
