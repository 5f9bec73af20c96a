//! `import_sheet` by a member: a matrix that a mission filled in becomes proposed dispositions.

use acceptance::{Reply, TestApp};
use comment_sheets::{ExportRow, MatrixSheet, SheetFormat};
use consultation::visibility::Viewer;
use consultation::{ProposalId, StateCode};
use regional_input::http::as_of::ReadAt;
use regional_input::matrix_sheet::SheetSource;
use serde_json::{Value, json};

const AFTER: &str = "2027-03-02T08:00:00Z";

/// FJI and TON spoke by name, WSM not for attribution; the consultation has closed.
struct House {
    app: TestApp,
    proposal: String,
    tonga: Reply,
}

/// The numbers of a matrix as members see it, and what became of its rows.
type Told = Vec<(String, String)>;

impl House {
    async fn closed() -> Self {
        let app = TestApp::start().await;
        let proposal = app.opened(&["FJI", "TON", "WSM"]).await;
        let path = format!("/v1/proposals/{proposal}/submissions");
        let said = |attribution: &str, comments: Value| {
            json!({"position": "supports_with_amendments", "language": "en", "attribution": attribution,
                "comments": comments})
        };
        let fiji = json!([
            {"paragraph": "2", "text": "Voluntary is too weak.", "quote": {"exact": "voluntary"},
             "proposed_wording": {"action": "replace", "text": "mandatory"}, "explanation": "Networks have no borders."},
            {"paragraph": "3", "text": "Say it once.", "type": "editorial"}
        ]);
        let _ = app
            .focal_point("FJI")
            .post(&path, said("named", fiji))
            .await
            .expect(201);
        let tonga = json!([{"paragraph": "1", "text": "Who pays?"}]);
        let tonga = app
            .focal_point("TON")
            .post(&path, said("named", tonga))
            .await
            .expect(201);
        let samoa = json!([{"paragraph": "3", "text": "Not for attribution."}]);
        let _ = app
            .focal_point("WSM")
            .post(&path, said("to_none", samoa))
            .await
            .expect(201);
        app.clock.set(AFTER.parse().unwrap());
        Self { app, proposal, tonga }
    }

    fn path(&self, rest: &str) -> String {
        format!("/v1/proposals/{}{rest}", self.proposal)
    }

    /// The matrix as a mission downloads it, ready to be filled in.
    async fn exported(&self, member: &str) -> MatrixSheet {
        let id = ProposalId(self.proposal.parse().unwrap());
        let viewer = Viewer::Delegation(StateCode::parse(member).unwrap());
        let now = AFTER.parse().unwrap();
        let open = self.app.app().open_dossier(viewer, id, now, ReadAt::Now).await.unwrap();
        let register = self.app.app().commands.known_register().state;
        let source = SheetSource {
            open: &open,
            register: register.at(now),
        };
        source.whole()
    }

    async fn send(&self, member: &str, format: SheetFormat, file: Vec<u8>, query: &str) -> Reply {
        let path = self.path(&format!("/sheets{query}"));
        let member = self.app.member_mission(member);
        member.post_file(&path, format.essence(), file).await
    }

    async fn sheet(&self, member: &str, sheet: &MatrixSheet) -> Reply {
        let file = sheet.write(SheetFormat::Xlsx).unwrap();
        self.send(member, SheetFormat::Xlsx, file, "").await
    }

    async fn csv(&self, member: &str, text: &str) -> Reply {
        self.send(member, SheetFormat::Csv, text.into(), "").await
    }

    /// What the members do with a comment.
    async fn review(&self, number: &str) -> Value {
        let path = self.path("/matrix");
        let all = self.app.member_mission("IDN").get(&path).await.expect(200);
        let items = all.json["items"].as_array().unwrap();
        items.iter().find(|item| item["number"] == number).unwrap()["review"].clone()
    }

    async fn comment_id(&self, number: &str) -> String {
        let all = self
            .app
            .member_mission("IDN")
            .get(&self.path("/matrix"))
            .await
            .expect(200);
        let items = all.json["items"].as_array().unwrap();
        let found = items.iter().find(|item| item["number"] == number).unwrap();
        found["id"].as_str().unwrap().to_owned()
    }

    async fn propose(&self, member: &str, number: &str, disposition: Value) {
        let path = format!("/v1/comments/{}/disposition", self.comment_id(number).await);
        let member = self.app.member_mission(member).with("if-none-match", "*");
        let _ = member.put(&path, disposition).await.expect(200);
    }

    async fn head(&self) -> u64 {
        self.app.app().log().head().await.unwrap().position.0
    }
}

fn told(reply: &Reply) -> Told {
    assert_eq!(reply.status, 200, "{}", reply.text);
    let rows = reply.json["rows"].as_array().unwrap().iter();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    rows.map(|row| {
        let outcome = if row["code"].is_null() {
            &row["result"]
        } else {
            &row["code"]
        };
        (text(&row["comment"]), text(outcome))
    })
    .collect()
}

fn pairs(expected: &[(&str, &str)]) -> Told {
    let pairs = expected.iter();
    pairs
        .map(|(one, other)| ((*one).to_owned(), (*other).to_owned()))
        .collect()
}

fn row<'a>(sheet: &'a mut MatrixSheet, number: &str) -> &'a mut ExportRow {
    let mut rows = sheet.rows.iter_mut();
    rows.find(|row| row.number.as_deref().is_some_and(|own| own.starts_with(number)))
        .unwrap()
}

fn fill(sheet: &mut MatrixSheet, number: &str, disposition: &str, response: &str) {
    let row = row(sheet, number);
    row.disposition = Some(disposition.to_owned());
    row.response = Some(response.to_owned()).filter(|response| !response.is_empty());
}

fn unchanged(sheet: &MatrixSheet) -> Told {
    let rows = sheet.rows.iter();
    rows.map(|row| (row.number.clone().unwrap_or_default(), "unchanged".to_owned()))
        .collect()
}

#[actix_web::test]
async fn r17_what_a_mission_filled_in_is_proposed_once_whatever_the_format() {
    for format in [SheetFormat::Xlsx, SheetFormat::Docx, SheetFormat::Csv] {
        let house = House::closed().await;
        let path = house.path(&format!("/export?format={}", format.name()));
        let untouched = house.app.member_mission("KOR").get(&path).await.expect(200).bytes;
        let mut sheet = house.exported("KOR").await;
        let reply = house.send("KOR", format, untouched, "").await;
        assert_eq!(told(&reply), unchanged(&sheet), "{}", format.name());

        fill(
            &mut sheet,
            "FJI-001",
            "not_accepted",
            "The basis stays voluntary.\nSee paragraph 1.",
        );
        fill(&mut sheet, "FJI-002", "noted", "");
        fill(&mut sheet, "DEL-", "accepted_with_modification", "Taken in part.");
        row(&mut sheet, "DEL-").agreed_wording = Some("on a regular basis".to_owned());
        row(&mut sheet, "TON-001").text = Some("What a member writes here counts for nothing.".to_owned());
        let file = sheet.write(format).unwrap();
        let dry = house.send("KOR", format, file.clone(), "?dry_run=true").await;
        let label = row(&mut sheet, "DEL-").number.clone().unwrap();
        let mut expected = pairs(&[
            ("TON-001", "unchanged"),
            ("FJI-001", "would_propose"),
            ("FJI-002", "would_propose"),
            (&label, "would_propose"),
        ]);
        assert_eq!(told(&dry), expected, "{}", dry.text);
        assert_eq!(house.review("FJI-001").await["proposed"], json!(null));

        let reply = house.send("KOR", format, file.clone(), "").await;
        for (_, outcome) in &mut expected[1..] {
            "proposed".clone_into(outcome);
        }
        assert_eq!(told(&reply), expected, "{}: {}", format.name(), reply.text);
        assert_eq!(
            (&reply.json["refused"], &reply.json["unused_columns"]),
            (&json!(0), &json!([]))
        );
        let proposed = house.review("FJI-001").await["proposed"].clone();
        assert_eq!(
            (&proposed["by"], &proposed["disposition"]),
            (&json!("KOR"), &json!("not_accepted"))
        );
        assert_eq!(
            proposed["response"],
            json!("The basis stays voluntary.\nSee paragraph 1.")
        );
        assert_eq!(house.review("FJI-002").await["proposed"]["response"], json!(null));
        assert_eq!(
            house.review(&label).await["proposed"]["wording"],
            json!("on a regular basis")
        );

        let head = house.head().await;
        let again = house.send("KOR", format, file, "").await;
        assert_eq!(told(&again), unchanged(&sheet), "{}", format.name());
        let fresh = house.exported("AUS").await.write(format).unwrap();
        let by_another = house.send("AUS", format, fresh, "").await;
        assert_eq!(told(&by_another), unchanged(&sheet), "{}", format.name());
        assert_eq!(house.head().await, head, "nothing more was recorded");
    }
}

#[actix_web::test]
async fn what_others_changed_meanwhile_is_told_and_not_overwritten() {
    let house = House::closed().await;
    let mut sheet = house.exported("KOR").await;
    house.propose("AUS", "FJI-001", json!({"disposition": "noted"})).await;
    house
        .propose("AUS", "FJI-002", json!({"disposition": "accepted"}))
        .await;
    house
        .propose("AUS", "TON-001", json!({"disposition": "accepted"}))
        .await;
    fill(&mut sheet, "FJI-001", "not_accepted", "The basis stays voluntary.");
    fill(&mut sheet, "FJI-002", "accepted", "");
    let reply = house.sheet("KOR", &sheet).await;
    let outcomes = told(&reply);
    assert_eq!(
        outcomes[..3],
        pairs(&[
            ("TON-001", "unchanged"),
            ("FJI-001", "changed_meanwhile"),
            ("FJI-002", "agreed")
        ])
    );
    let reason = reply.json["rows"][1]["reason"].as_str().unwrap();
    assert!(reason.contains("AUS proposed noted"), "{reason}");
    assert_eq!(house.review("FJI-001").await["proposed"]["by"], json!("AUS"));
    let views = house.review("FJI-002").await["views"].clone();
    assert_eq!(views[1]["state"], json!("KOR"), "{views}");

    // It differs later: the sheet that it sent before does not take that back.
    let path = format!("/v1/comments/{}/views/KOR", house.comment_id("FJI-002").await);
    let differs = json!({"view": "differs", "note": "Once more."});
    let _ = house.app.member_mission("KOR").put(&path, differs).await.expect(200);
    assert_eq!(told(&house.sheet("KOR", &sheet).await)[2].1, "unchanged");

    // From a fresh export the other's proposal is replaced.
    let mut fresh = house.exported("KOR").await;
    assert_eq!(row(&mut fresh, "FJI-001").proposed_by.as_deref(), Some("AUS"));
    fill(&mut fresh, "FJI-001", "not_accepted", "The basis stays voluntary.");
    assert_eq!(told(&house.sheet("KOR", &fresh).await)[1].1, "proposed");
    assert_eq!(house.review("FJI-001").await["proposed"]["by"], json!("KOR"));
}

#[actix_web::test]
async fn of_two_missions_that_answer_a_comment_at_once_one_is_told() {
    let house = House::closed().await;
    let (mut korea, mut turkiye) = (house.exported("KOR").await, house.exported("TUR").await);
    for number in ["FJI-001", "FJI-002"] {
        fill(&mut korea, number, "noted", "");
        fill(&mut turkiye, number, "out_of_scope", "Not about this text.");
    }
    fill(&mut turkiye, "TON-001", "out_of_scope", "Not about this text.");
    let (one, other) = tokio::join!(house.sheet("KOR", &korea), house.sheet("TUR", &turkiye));
    let (one, other) = (told(&one), told(&other));
    for place in [1, 2] {
        let mut outcomes = [one[place].1.as_str(), other[place].1.as_str()];
        outcomes.sort_unstable();
        assert_eq!(outcomes, ["changed_meanwhile", "proposed"], "{one:?} {other:?}");
    }
    assert_eq!(other[0].1, "proposed", "one row in the way keeps no other back");
}

#[actix_web::test]
async fn rows_at_fault_are_refused_one_by_one_and_the_others_are_proposed() {
    let house = House::closed().await;
    let head = house.head().await;
    let withdraw = format!("/v1/submissions/{}/withdraw", house.tonga.id());
    let tonga = house.app.focal_point("TON").with("if-match", "\"1\"");
    let _ = tonga.post(&withdraw, json!({})).await.expect(200);
    let other = "00000000-0000-4000-8000-000000000000";
    let sheet = format!(
        "number,disposition,duplicate_of,response,agreed_wording,as_of_log_position,proposal_id,remark\n\
         FJI-099,noted,,,,{head},,\n\
         FJI-9001,noted,,,,{head},,the number of what is not for attribution\n\
         WSM-9001,noted,,,,{head},,and by its state\n\
         TON-001,noted,,,,{head},,\n\
         FJI-001,perhaps,,,,{head},,\n\
         FJI-001,not_accepted,,,,{head},,\n\
         FJI-001,noted,,,,{head},,\n\
         ,noted,,,,{head},,\n\
         FJI-002,noted,,,,{head},{other},\n\
         FJI-002,noted,,,,99999,,\n\
         FJI-002,,,A response.,,{head},,\n\
         FJI-002,duplicate_of,FJI-099,As said there.,,{head},,\n\
         fji–002,« Se toma nota »,,,,{head},,\n"
    );
    let reply = house.csv("KOR", &sheet).await;
    assert_eq!(
        told(&reply),
        pairs(&[
            ("FJI-099", "unknown_comment"),
            ("FJI-9001", "unknown_comment"),
            ("WSM-9001", "unknown_comment"),
            ("TON-001", "comment_withdrawn"),
            ("FJI-001", "unknown_disposition"),
            ("FJI-001", "empty"),
            ("FJI-001", "number_twice"),
            ("", "no_number"),
            ("FJI-002", "wrong_proposal"),
            ("FJI-002", "unknown_log_position"),
            ("FJI-002", "no_disposition"),
            ("FJI-002", "unknown_comment"),
            ("FJI-002", "proposed"),
        ]),
        "{}",
        reply.text
    );
    let reason = reply.json["rows"][5]["reason"].as_str().unwrap();
    assert!(reason.contains("not_accepted needs a response"), "{reason}");
    assert_eq!(
        (&reply.json["refused"], &reply.json["unused_columns"]),
        (&json!(12), &json!(["remark"]))
    );
    let never = house
        .csv("KOR", "number,disposition,response\nFJI-001,no_common_view,Why.\n")
        .await;
    assert_eq!(told(&never), pairs(&[("FJI-001", "invalid")]));
}

#[actix_web::test]
async fn a_sheet_that_does_not_say_what_it_was_made_from_overwrites_nothing() {
    let house = House::closed().await;
    house.propose("AUS", "FJI-001", json!({"disposition": "noted"})).await;
    let sheet = "number,disposition,response\nFJI-001,out_of_scope,No.\nFJI-002,수용,\n";
    let reply = house.csv("KOR", sheet).await;
    assert_eq!(
        told(&reply),
        pairs(&[("FJI-001", "changed_meanwhile"), ("FJI-002", "proposed")])
    );
    let reason = reply.json["rows"][0]["reason"].as_str().unwrap();
    assert!(
        reason.contains("AUS proposed noted") && reason.contains("log position"),
        "{reason}"
    );
    let headless = house.csv("KOR", "number,text\nFJI-001,Words.\n").await;
    assert_eq!((headless.status, headless.code()), (400, "unreadable_sheet"));
}

#[actix_web::test]
async fn a_comment_that_its_state_changed_since_is_not_answered_by_an_old_sheet() {
    let house = House::closed().await;
    let mut sheet = house.exported("KOR").await;
    fill(&mut sheet, "TON-001", "noted", "");
    let revised = json!({"position": "supports", "language": "en", "comments": [
        {"number": "TON-001", "paragraph": "1", "text": "Who pays, and when?"}]});
    let path = format!("/v1/submissions/{}", house.tonga.id());
    let tonga = house.app.focal_point("TON").with("if-match", "\"1\"");
    let _ = tonga.put(&path, revised).await.expect(200);
    let reply = house.sheet("KOR", &sheet).await;
    assert_eq!(told(&reply)[0], ("TON-001".to_owned(), "comment_revised".to_owned()));
}

#[actix_web::test]
async fn r18_what_members_propose_stands_in_their_sheets_only() {
    let house = House::closed().await;
    let path = house.path("/export?format=json");
    let rows = async |who: &acceptance::Actor| who.get(&path).await.expect(200).json["rows"].clone();
    let before = rows(&house.app.focal_point("FJI")).await;
    house
        .propose(
            "AUS",
            "FJI-001",
            json!({"disposition": "noted", "response": "Between us."}),
        )
        .await;
    assert_eq!(
        rows(&house.app.focal_point("FJI")).await,
        before,
        "not a byte changed for a partner"
    );
    let member = rows(&house.app.member_mission("MEX")).await;
    let row = member
        .as_array()
        .unwrap()
        .iter()
        .find(|row| row["number"] == "FJI-001")
        .unwrap();
    assert_eq!(
        (&row["disposition"], &row["proposed_by"], &row["response"]),
        (&json!("noted"), &json!("AUS"), &json!("Between us."))
    );
    for state in ["MEX", "IDN", "KOR", "TUR"] {
        let path = format!("/v1/comments/{}/views/{state}", house.comment_id("FJI-001").await);
        let agrees = json!({"view": "agrees"});
        let _ = house.app.member_mission(state).put(&path, agrees).await.expect(200);
    }
    let publish = house.path("/dispositions/publish");
    let _ = house
        .app
        .member_mission("KOR")
        .post(&publish, json!({}))
        .await
        .expect(200);
    let member = rows(&house.app.member_mission("MEX")).await;
    let row = member
        .as_array()
        .unwrap()
        .iter()
        .find(|row| row["number"] == "FJI-001")
        .unwrap();
    assert_eq!(
        (&row["disposition"], &row["proposed_by"]),
        (&json!("noted"), &json!(null))
    );
    assert!(row["published_at"].is_string(), "{row}");
}

#[actix_web::test]
async fn r15c_no_sheet_tells_when_a_state_answered_under_a_label() {
    let house = House::closed().await;
    let label = row(&mut house.exported("KOR").await, "DEL-").number.clone().unwrap();
    let ask = json!({"disposition": "clarification_requested", "response": "Whose costs?"});
    house.propose("TUR", &label, ask).await;
    let asked = house.head().await;
    let answer = format!("/v1/comments/{}/answer", house.comment_id(&label).await);
    let said = json!({"satisfied": true, "justification": "Those of the centre."});
    let _ = house.app.focal_point("WSM").post(&answer, said).await.expect(200);
    let answered = house.head().await;
    house.propose("AUS", "FJI-001", json!({"disposition": "noted"})).await;
    let mut outcomes = Vec::new();
    for position in [asked, answered] {
        let sheet = format!("number,disposition,as_of_log_position\n{label},noted,{position}\n");
        let reply = house.send("KOR", SheetFormat::Csv, sheet.into(), "?dry_run=true").await;
        outcomes.push((told(&reply), reply.json["rows"].clone()));
    }
    assert_eq!(outcomes[0], outcomes[1]);
    assert_eq!(outcomes[0].0, pairs(&[(&label, "would_propose")]));
}

#[actix_web::test]
async fn a_settled_text_takes_no_row() {
    let house = House::closed().await;
    let mut sheet = house.exported("KOR").await;
    fill(&mut sheet, "FJI-001", "noted", "");
    fill(&mut sheet, "FJI-002", "noted", "");
    let _ = house
        .app
        .member_mission("KOR")
        .post(&house.path("/withdraw"), json!({"reason": "Overtaken."}))
        .await
        .expect(200);
    let outcomes = told(&house.sheet("KOR", &sheet).await);
    assert_eq!(
        outcomes[1..3],
        pairs(&[("FJI-001", "proposal_withdrawn"), ("FJI-002", "proposal_withdrawn")])
    );
}
