//! Every GET operation, with parameters that show as much as possible.

use acceptance::{Actor, Reply};

use crate::run::Played;
use crate::world::{INVITED, Viewer};

/// Headers that an answer may have; all must be the same. `trace-id` is the request's.
const HEADERS: [&str; 9] = [
    "etag",
    "link",
    "log-position",
    "location",
    "vary",
    "cache-control",
    "content-type",
    "content-length",
    "last-modified",
];

/// Filters of the comment list, each of which could betray what it should not look at.
const FILTERS: [&str; 30] = [
    "",
    "limit=200",
    "limit=2",
    "paragraph=",
    "paragraph=1",
    "paragraph=2",
    "paragraph=3",
    "region=009",
    "region=054",
    "region=061",
    "region=035",
    "neighbourhood=AUS",
    "group=PIF",
    "group=ASEAN",
    "position=supports",
    "position=not_stated",
    "type=substantive",
    "type=editorial",
    "language=en",
    "language=fr",
    "language=ko",
    "late=true",
    "late=false",
    "q=voluntary",
    "q=in+id",
    "disposition=none",
    "disposition=accepted",
    "disposition=noted",
    "disposition=clarification_requested",
    "consultation=1",
];

/// Asks both programs everything, and answers how many answers were compared.
pub(crate) async fn compare(one: &Played, other: &Played, viewer: Viewer, seed: u64) -> usize {
    assert_eq!(one.head, other.head, "the same number of events");
    let eyes = |played: &Played| {
        let actor = match viewer {
            Viewer::Anonymous => played.app.anonymous(),
            Viewer::Partner(state) => played.app.focal_point(state.as_str()),
            Viewer::Member(state) => played.app.member_mission(state.as_str()),
        };
        actor.with("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")
    };
    let (first, second) = (eyes(one), eyes(other));
    let mut compared = 0;
    let mut paths = paths(one, seed);
    while let Some(path) = paths.pop() {
        let replies = (first.get(&path).await, second.get(&path).await);
        assert_eq!(shown(&replies.0), shown(&replies.1), "seed {seed}, {viewer:?}: {path}");
        assert!(replies.0.status < 500, "seed {seed}: {path}: {}", replies.0.text);
        paths.extend(next_page(&replies.0));
        compared += 1;
    }
    compared + writes(one, &first, &second, seed).await + sheets(one, &first, &second, seed).await
}

fn shown(reply: &Reply) -> (u16, Vec<Option<String>>, &str) {
    (
        reply.status,
        HEADERS.map(|name| reply.header(name)).to_vec(),
        &reply.text,
    )
}

fn next_page(reply: &Reply) -> Option<String> {
    let link = reply.header("link")?;
    link.strip_prefix('<')?.split_once('>').map(|(path, _)| path.to_owned())
}

/// A sheet that names every comment, as it was exported at an earlier position, and what it is told (R15d).
async fn sheets(played: &Played, first: &Actor, second: &Actor, seed: u64) -> usize {
    let path = format!("/v1/proposals/{}/sheets?dry_run=true", played.proposal);
    let matrix = format!(
        "/v1/proposals/{}/matrix?limit=200&at_least={}",
        played.proposal, played.head
    );
    let matrix = first.get(&matrix).await;
    let items = matrix.json.pointer("/items").and_then(|items| items.as_array());
    let said = |item: &serde_json::Value, field: &str| item.pointer(field).map(ToString::to_string);
    let numbers = items.into_iter().flatten();
    let numbers = numbers.filter_map(|item| Some((said(item, "/number")?, said(item, "/id")?)));
    let unseen = played.comments.iter().map(|id| ("FJI-001".to_owned(), id.to_string()));
    let named: Vec<(String, String)> = numbers.chain(unseen).collect();
    for position in positions(played, seed).chain([0, played.head + 1]) {
        let rows = named
            .iter()
            .map(|(number, id)| format!("{number},{id},,noted,{position}\n"));
        let file = format!(
            "number,comment_id,text,disposition,as_of_log_position\n{}",
            rows.collect::<String>()
        );
        let sent_by = async |who: &Actor| who.post_file(&path, "text/csv", file.clone().into_bytes()).await;
        let replies = (sent_by(first).await, sent_by(second).await);
        assert_eq!(
            shown(&replies.0),
            shown(&replies.1),
            "seed {seed}: a sheet of {position}"
        );
        assert!(
            replies.0.status < 500,
            "seed {seed}: a sheet of {position}: {}",
            replies.0.text
        );
    }
    usize::try_from(played.head).unwrap()
}

/// Refused writes tell nothing either (R15d).
async fn writes(played: &Played, first: &Actor, second: &Actor, seed: u64) -> usize {
    let mut compared = 0;
    for submission in &played.submissions {
        for path in [
            format!("/v1/submissions/{submission}/withdraw"),
            format!("/v1/submissions/{submission}/confirm"),
        ] {
            let body = || serde_json::json!({"nonsense": true});
            let replies = (first.post(&path, body()).await, second.post(&path, body()).await);
            assert_eq!(shown(&replies.0), shown(&replies.1), "seed {seed}: POST {path}");
            compared += 1;
        }
    }
    compared
}

/// Of how many positions one is asked about; which, differs from world to world. All of them would take many minutes.
const ONE_POSITION_OF: usize = 8;

/// The positions that are asked about in this world.
fn positions(played: &Played, seed: u64) -> impl Iterator<Item = u64> {
    let first = usize::try_from(seed).unwrap() % ONE_POSITION_OF;
    (1..=played.head).skip(first).step_by(ONE_POSITION_OF)
}

/// Paths of every GET operation of the document.
fn paths(played: &Played, seed: u64) -> Vec<String> {
    let document = regional_input::openapi::document();
    let operations = document.paths.paths.values().filter_map(|item| item.get.as_ref());
    operations
        .flat_map(|operation| paths_of(operation.operation_id.as_deref().unwrap(), played, seed))
        .collect()
}

#[expect(clippy::too_many_lines, reason = "one arm an operation")]
fn paths_of(operation: &str, played: &Played, seed: u64) -> Vec<String> {
    let proposal = format!("/v1/proposals/{}", played.proposal);
    let head = played.head;
    let at_least = format!("at_least={head}");
    let past = || {
        positions(played, seed)
            .map(|position| format!("as_of={position}"))
            .chain(["as_of=2027-01-20T16:00:00Z".to_owned()])
    };
    let below = |rest: &str, queries: Vec<String>| -> Vec<String> {
        queries
            .into_iter()
            .map(|query| format!("{proposal}{rest}?{query}"))
            .collect()
    };
    match operation {
        "get_register" => vec![format!("/v1/register?{at_least}")],
        "list_proposals" => vec![
            format!("/v1/proposals?{at_least}"),
            format!("/v1/proposals?limit=1&{at_least}"),
        ],
        "get_proposal" => below("", past().chain([at_least]).collect()),
        "list_consultations" => below("/consultations", past().chain([at_least]).collect()),
        "get_revision" => below("/revisions/0", past().chain([at_least]).collect()),
        "compare_revisions" => below("/revisions/0/changes", past().chain([at_least]).collect()),
        "get_input_summary" => below(
            "/input",
            past()
                .chain([at_least.clone(), format!("consultation=1&{at_least}")])
                .collect(),
        ),
        "list_input_by_paragraph" => below("/input/paragraphs", past().chain([at_least]).collect()),
        "list_input_by_region" => below("/input/regions", past().chain([at_least]).collect()),
        "list_positions" => below("/input/positions", past().chain([at_least]).collect()),
        "list_placements" => ["/revisions/0/placements", "/revisions/1/placements"]
            .iter()
            .flat_map(|rest| below(rest, past().chain([at_least.clone()]).collect()))
            .collect(),
        "get_brief" => {
            let since = past().map(|at| at.replace("as_of", "since"));
            let others = since.chain([format!("format=md&{at_least}"), at_least]);
            below("/brief", past().chain(others).collect())
        }
        "get_rolling_text" => below(
            "/rolling-text",
            past()
                .chain([at_least.clone(), format!("format=md&{at_least}")])
                .collect(),
        ),
        "list_outcomes" => INVITED
            .iter()
            .flat_map(|state| {
                ["false", "true"]
                    .map(|joined| format!("/v1/states/{state}/outcomes?limit=2&joined={joined}&{at_least}"))
            })
            .collect(),
        "get_participation" => below("/participation", past().chain([at_least]).collect()),
        "get_package" => below("/dispositions/silence", past().chain([at_least]).collect()),
        "list_near_duplicates" => below("/input/near-duplicates", past().chain([at_least]).collect()),
        "get_worklist" | "get_convergence" | "get_calendar" => {
            vec![format!("/v1/{}?{at_least}", operation.trim_start_matches("get_"))]
        }
        "get_comment" => {
            let each = played.comments.iter();
            each.flat_map(|id| {
                let queries = past().chain([at_least.clone()]);
                queries.map(move |query| format!("/v1/comments/{id}?{query}"))
            })
            .collect()
        }
        "list_input_comments" => {
            let states = INVITED.map(|state| format!("state={state}"));
            let filters = FILTERS.map(str::to_owned).into_iter().chain(states);
            let now = filters.map(|filter| format!("{filter}&{at_least}").trim_start_matches('&').to_owned());
            below(
                "/input/comments",
                now.chain(past())
                    .chain(past().map(|at| format!("{at}&q=voluntary")))
                    .chain(past().map(|at| format!("{at}&disposition=noted")))
                    .collect(),
            )
        }
        "list_submissions" => {
            let pages = ["", "limit=1&", "state=FJI&", "state=THA&", "consultation=1&"];
            let now = pages.map(|page| format!("{page}{at_least}"));
            let limited = past().map(|at| format!("limit=3&{at}"));
            below("/submissions", now.into_iter().chain(limited).collect())
        }
        "get_submission" => {
            let queries: Vec<String> = past()
                .chain(["version=1".into(), "version=2".into(), at_least])
                .collect();
            let each = played.submissions.iter();
            each.flat_map(|id| queries.iter().map(move |query| format!("/v1/submissions/{id}?{query}")))
                .collect()
        }
        "get_silence_record" | "get_outcome_note" => {
            let rest = if operation == "get_outcome_note" {
                "/outcome"
            } else {
                "/silence/record"
            };
            let document = format!("format=md&{at_least}");
            below(rest, past().chain([at_least, document]).collect())
        }
        "export_input" => {
            let formats = ["csv", "xlsx", "docx", "md", "json", "ndjson", "jsonld"];
            let now = formats.map(|format| format!("format={format}&{at_least}"));
            let then = past().map(|at| format!("format=json&{at}"));
            below("/export", now.into_iter().chain(then).collect())
        }
        "get_response_letter" => {
            let now = [at_least.clone(), format!("format=docx&{at_least}")];
            let queries: Vec<String> = past().chain(now).collect();
            let states = INVITED.iter();
            states
                .flat_map(|state| below(&format!("/letters/{state}"), queries.clone()))
                .collect()
        }
        "get_matrix" => {
            let filters = FILTERS
                .iter()
                .filter(|filter| !filter.starts_with("neighbourhood") && !filter.starts_with("position"));
            let states = INVITED.map(|state| format!("state={state}"));
            let formats = ["csv", "md"].map(|format| format!("format={format}"));
            let members = ["convergence=not_proposed", "topic=x"].map(str::to_owned);
            let filters = filters.map(|filter| (*filter).to_owned()).chain(states);
            let now = filters
                .chain(formats)
                .chain(members)
                .map(|filter| format!("{filter}&{at_least}").trim_start_matches('&').to_owned());
            below(
                "/matrix",
                now.chain(past())
                    .chain(past().map(|at| format!("{at}&q=voluntary")))
                    .chain(past().map(|at| format!("{at}&format=csv")))
                    .collect(),
            )
        }
        // Nothing in them depends on input.
        "get_livez" | "get_readyz" | "list_problem_kinds" | "get_problem_kind" => Vec::new(),
        unknown => panic!("say here how to read {unknown}, so that R15 is tested on it"),
    }
}
