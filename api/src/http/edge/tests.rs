use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};

use actix_web::dev::ServerHandle;
use actix_web::web::{self, Data, Json, Path};
use actix_web::{App, HttpResponse, HttpServer, get, post};
use serde_json::{Value, json};

use super::*;
use crate::clock::SettableClock;
use crate::config::Limits;
use crate::http::body::JsonBody;
use crate::ids::SeededIds;

#[get("/v1/things/{id}")]
async fn get_thing(id: Path<u32>, trace: TraceId) -> Result<HttpResponse, Problem> {
    match *id {
        0 => Err(Problem::of("not_found")),
        1 => Err(Problem::internal(std::io::Error::other("SELECT secret"))),
        2 => panic!("a secret of the handler"),
        3 => Ok(HttpResponse::ServiceUnavailable()
            .insert_header(("retry-after", "9"))
            .body("plain")),
        _ => Ok(HttpResponse::Ok().json(json!({"trace": trace.to_string()}))),
    }
}

#[post("/v1/things")]
async fn post_thing(body: JsonBody) -> Result<HttpResponse, Problem> {
    Ok(HttpResponse::Ok().json(body.parse::<Value>()?))
}

#[post("/v1/raw")]
async fn post_raw(body: Json<Value>) -> HttpResponse {
    HttpResponse::Ok().json(body.0)
}

/// A real server on a free port.
struct Server {
    address: SocketAddr,
    handle: ServerHandle,
}

fn start() -> Server {
    let clock = Arc::new(SettableClock::new("2027-01-01T00:00:00Z".parse().unwrap()));
    let ids = Arc::new(SeededIds::new(1, clock));
    let limits = Data::new(Limits {
        body_bytes: 1_000,
        body_deadline_seconds: 1,
        ..Limits::default()
    });
    let server = HttpServer::new(move || {
        let table = [
            ("/v1/things/{id}", vec!["GET"]),
            ("/v1/things", vec!["POST"]),
            ("/v1/raw", vec!["POST"]),
        ];
        App::new()
            .wrap(Edge::new(ids.clone(), Arc::new(RouteTable::new(table))))
            .app_data(limits.clone())
            .service(get_thing)
            .service(post_thing)
            .service(post_raw)
            .service(web::resource("/v1/grouped").route(web::put().to(HttpResponse::Ok)))
    })
    .workers(1)
    .disable_signals()
    .bind("127.0.0.1:0")
    .unwrap();
    let address = server.addrs()[0];
    let server = server.run();
    let handle = server.handle();
    actix_web::rt::spawn(server);
    Server { address, handle }
}

struct Reply {
    status: u16,
    head: String,
    body: String,
}

impl Reply {
    fn header(&self, name: &str) -> Option<&str> {
        self.head
            .lines()
            .find_map(|line| {
                line.split_once(": ")
                    .filter(|(found, _)| found.eq_ignore_ascii_case(name))
            })
            .map(|(_, value)| value)
    }

    fn problem(&self) -> Value {
        assert_eq!(
            self.header("content-type"),
            Some("application/problem+json"),
            "{}",
            self.head
        );
        assert_eq!(self.header("cache-control"), Some("no-store"));
        assert_eq!(self.header("x-content-type-options"), Some("nosniff"));
        let problem: Value = serde_json::from_str(&self.body).unwrap();
        assert_eq!(problem["status"], self.status);
        assert_eq!(problem["trace_id"], self.header("trace-id").unwrap());
        assert_eq!(
            problem["instance"],
            format!("urn:trace:{}", self.header("trace-id").unwrap())
        );
        problem
    }

    fn code(&self) -> String {
        self.problem()["code"].as_str().unwrap().to_owned()
    }
}

impl Server {
    /// Sends bytes as they are and reads until the server closes.
    async fn send(&self, request: String) -> Reply {
        let address = self.address;
        let exchange = move || {
            let mut stream = TcpStream::connect(address).unwrap();
            stream.write_all(request.as_bytes()).unwrap();
            let mut reply = String::new();
            stream.read_to_string(&mut reply).unwrap();
            reply
        };
        let reply = actix_web::rt::task::spawn_blocking(exchange).await.unwrap();
        let (head, body) = reply.split_once("\r\n\r\n").unwrap();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        Reply {
            status,
            head: head.to_owned(),
            body: body.to_owned(),
        }
    }

    async fn call(&self, method: &str, path: &str, headers: &str, body: &str) -> Reply {
        let length = body.len();
        self.send(format!("{method} {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: {length}\r\n{headers}\r\n{body}"))
            .await
    }
}

const JSON: &str = "Content-Type: application/json\r\n";

#[actix_web::test]
async fn an_unknown_route_is_a_problem() {
    let server = start();
    let reply = server.call("GET", "/nowhere", "", "").await;
    assert_eq!((reply.status, reply.code().as_str()), (404, "not_found"));
    assert_eq!(server.call("DELETE", "/v1/other", "", "").await.code(), "not_found");
    server.handle.stop(true).await;
}

#[actix_web::test]
async fn a_wrong_method_is_405_and_says_which_are_allowed() {
    let server = start();
    for (method, path, allow) in [
        ("PUT", "/v1/things/7", "GET, HEAD"),
        ("OPTIONS", "/v1/things/7", "GET, HEAD"),
        ("GET", "/v1/things", "POST"),
        ("HEAD", "/v1/things", "POST"),
        ("GET", "/v1/grouped", "PUT"),
    ] {
        let reply = server.call(method, path, "", "").await;
        assert_eq!(
            (reply.status, reply.header("allow")),
            (405, Some(allow)),
            "{method} {path}"
        );
        if method != "HEAD" {
            assert_eq!(reply.code(), "method_not_allowed");
        }
    }
    server.handle.stop(true).await;
}

#[actix_web::test]
async fn a_handlers_problem_gets_the_trace_id_and_no_cause() {
    let server = start();
    let reply = server.call("GET", "/v1/things/0", "", "").await;
    assert_eq!((reply.status, reply.code().as_str()), (404, "not_found"));
    let reply = server.call("GET", "/v1/things/1", "", "").await;
    assert_eq!((reply.status, reply.code().as_str()), (500, "internal_error"));
    assert!(!reply.body.contains("SELECT"));
    let reply = server.call("GET", "/v1/things/3", "", "").await;
    assert_eq!(
        (reply.code().as_str(), reply.header("retry-after")),
        ("unavailable", Some("9"))
    );
    server.handle.stop(true).await;
}

#[actix_web::test]
async fn a_panic_is_a_500_and_the_server_goes_on() {
    let server = start();
    for _ in 0..3 {
        let reply = server.call("GET", "/v1/things/2", "", "").await;
        let problem: Value = serde_json::from_str(&reply.body).unwrap();
        assert_eq!((reply.status, &problem["code"]), (500, &json!("internal_error")));
        assert_eq!(problem["trace_id"].as_str().map(str::len), Some(32));
        assert_eq!(reply.header("content-type"), Some("application/problem+json"));
        assert!(!reply.body.contains("secret"));
    }
    assert_eq!(server.call("GET", "/v1/things/7", "", "").await.status, 200);
    server.handle.stop(true).await;
}

#[actix_web::test]
async fn the_librarys_own_extractor_errors_are_problems() {
    let server = start();
    assert_eq!(server.call("GET", "/v1/things/x", "", "").await.code(), "not_found");
    assert_eq!(server.call("POST", "/v1/raw", JSON, "{").await.code(), "bad_request");
    assert_eq!(
        server
            .call("POST", "/v1/raw", "Content-Type: text/plain\r\n", "{}")
            .await
            .code(),
        "bad_request"
    );
    server.handle.stop(true).await;
}

#[actix_web::test]
async fn a_body_over_the_limit_is_413_announced_or_not() {
    let server = start();
    let large = format!("\"{}\"", "a".repeat(200_000));
    assert_eq!(
        server.call("POST", "/v1/things", JSON, &large).await.code(),
        "body_too_large"
    );
    let chunk = "a".repeat(600);
    let chunked = format!(
        "POST /v1/things HTTP/1.1\r\nHost: x\r\n{JSON}Transfer-Encoding: chunked\r\n\r\n258\r\n{chunk}\r\n258\r\n{chunk}\r\n0\r\n\r\n"
    );
    let reply = server
        .send(chunked.replace("Host: x", "Host: x\r\nConnection: close"))
        .await;
    assert_eq!((reply.status, reply.code().as_str()), (413, "body_too_large"));
    assert_eq!(server.call("POST", "/v1/things", JSON, "[1]").await.body, "[1]");
    server.handle.stop(true).await;
}

#[actix_web::test]
async fn a_body_that_does_not_arrive_is_408_and_ends_the_connection() {
    let server = start();
    let started = Instant::now();
    let reply = server
        .send(format!(
            "POST /v1/things HTTP/1.1\r\nHost: x\r\n{JSON}Content-Length: 100\r\n\r\n{{\"a\":"
        ))
        .await;
    assert_eq!((reply.status, reply.code().as_str()), (408, "request_timeout"));
    assert!(started.elapsed().as_secs() < 10);
    server.handle.stop(false).await;
}

#[actix_web::test]
async fn head_has_the_headers_of_get_and_no_body() {
    let server = start();
    let (get, head) = (
        server.call("GET", "/v1/things/7", "", "").await,
        server.call("HEAD", "/v1/things/7", "", "").await,
    );
    assert_eq!((head.status, head.body.as_str()), (200, ""));
    assert_eq!(head.header("content-length"), get.header("content-length"));
    let missing = server.call("HEAD", "/nowhere", "", "").await;
    assert_eq!((missing.status, missing.body.as_str()), (404, ""));
    server.handle.stop(true).await;
}

#[actix_web::test]
async fn a_traceparent_is_kept_and_otherwise_an_id_is_made() {
    let server = start();
    let id = "4bf92f3577b34da6a3ce929d0e0e4736";
    let header = format!("traceparent: 00-{id}-00f067aa0ba902b7-01\r\n");
    let reply = server.call("GET", "/v1/things/7", &header, "").await;
    assert_eq!(
        (reply.header("trace-id"), reply.body.as_str()),
        (Some(id), format!("{{\"trace\":\"{id}\"}}").as_str())
    );
    let (one, two) = (
        server.call("GET", "/v1/things/7", "", "").await,
        server.call("GET", "/v1/things/7", "", "").await,
    );
    assert_eq!(one.header("trace-id").unwrap().len(), 32);
    assert_ne!(one.header("trace-id"), two.header("trace-id"));
    assert_eq!(one.header("cache-control"), Some("no-store"));
    server.handle.stop(true).await;
}
