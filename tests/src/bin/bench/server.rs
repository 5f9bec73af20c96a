//! The real program as a process of its own, and the plain server that it is measured beside.

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use actix_web::{App, HttpRequest, HttpResponse, HttpServer, web};
use anyhow::Context;
use jiff::SignedDuration;
use jsonwebtoken::{Algorithm, DecodingKey, Validation};
use regional_input::auth::{OwnIssuer, Role, TokenRequest};
use regional_input::clock::SystemClock;

use crate::place::Place;
use crate::samples::fresh;

/// A process that listens; ended when dropped.
pub(crate) struct Server {
    child: Child,
    pub(crate) address: SocketAddr,
}

impl Drop for Server {
    fn drop(&mut self) {
        // Both fail only if it has ended by itself.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

impl Server {
    /// `regional-input serve` on a place. Several on one place are nodes of one database.
    pub(crate) fn program(place: &Place) -> anyhow::Result<Self> {
        let mut command = Command::new(program()?);
        command
            .args(["serve", "--listen", "127.0.0.1:0", "--data-dir"])
            .arg(place.dir.path())
            .env("REGIONAL_INPUT_LOG", "warn");
        if let Some(url) = &place.url {
            command.env("REGIONAL_INPUT_DATABASE_URL", url);
        }
        Self::start(command)
    }

    /// This program as a server that checks a token and says hello.
    pub(crate) fn hello(data_dir: &Path) -> anyhow::Result<Self> {
        let mut command = Command::new(std::env::current_exe()?);
        command.arg("hello").arg(data_dir);
        Self::start(command)
    }

    fn start(mut command: Command) -> anyhow::Result<Self> {
        let mut child = command.stdout(Stdio::piped()).spawn()?;
        let output = child.stdout.take().context("no output")?;
        for line in BufReader::new(output).lines() {
            if let Some(address) = line?.split("http://").nth(1) {
                let address = address.trim_end_matches('/').parse()?;
                return Ok(Self { child, address });
            }
        }
        anyhow::bail!("the server did not start")
    }

    /// Resident memory, in MB.
    pub(crate) fn resident_mb(&self) -> f64 {
        self.status_mb("VmRSS:")
    }

    /// The most resident memory since the start or [`Server::forget_peak`], in MB.
    pub(crate) fn peak_mb(&self) -> f64 {
        self.status_mb("VmHWM:")
    }

    /// From now on the peak is counted anew (`clear_refs` of proc(5)).
    pub(crate) fn forget_peak(&self) -> std::io::Result<()> {
        std::fs::write(format!("/proc/{}/clear_refs", self.child.id()), "5")
    }

    fn status_mb(&self, field: &str) -> f64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap_or_default();
        let kilobytes = status.lines().find_map(|line| line.strip_prefix(field));
        let kilobytes = kilobytes.and_then(|text| text.trim().trim_end_matches(" kB").parse::<f64>().ok());
        kilobytes.unwrap_or(0.0) / 1_024.0
    }
}

/// The program's binary, built by `cargo xtask bench`.
pub(crate) fn program() -> anyhow::Result<PathBuf> {
    #[expect(clippy::disallowed_methods, reason = "a benchmark, not the program")]
    let named = std::env::var("REGIONAL_INPUT_BIN").ok().map(PathBuf::from);
    match named {
        Some(path) => Ok(path),
        None => Ok(std::env::current_exe()?.with_file_name("regional-input")),
    }
}

/// A token of the data directory's own issuer.
pub(crate) fn token(data_dir: &Path, role: Role, state: Option<&str>) -> anyhow::Result<String> {
    let state = state.map(str::parse).transpose()?;
    let expires_in = SignedDuration::from_hours(8);
    let now = event_log::Clock::now(&SystemClock);
    let request = TokenRequest {
        role,
        state,
        subject: None,
        scope: None,
        expires_in,
        now,
        jti: fresh(),
    };
    Ok(OwnIssuer::open(data_dir)?.mint(request)?)
}

struct Keys(DecodingKey, Validation);

/// Serves `/hello` behind a check of the token's signature, and nothing else.
pub(crate) async fn serve_hello(data_dir: &Path) -> anyhow::Result<()> {
    let issuer = OwnIssuer::open(data_dir)?;
    let mut validation = Validation::new(Algorithm::EdDSA);
    validation.set_audience(&["regional-input"]);
    validation.set_issuer(&["regional-input"]);
    let keys = web::Data::new(Keys(DecodingKey::from_ed_der(issuer.public_key()), validation));
    let server = HttpServer::new(move || App::new().app_data(keys.clone()).route("/hello", web::get().to(hello)))
        .workers(2)
        .bind(("127.0.0.1", 0))?;
    for address in server.addrs() {
        println!("http://{address}");
    }
    server.run().await?;
    Ok(())
}

async fn hello(request: HttpRequest, keys: web::Data<Keys>) -> HttpResponse {
    let bearer = request
        .headers()
        .get("authorization")
        .and_then(|value| value.to_str().ok());
    let token = bearer.and_then(|text| text.strip_prefix("Bearer "));
    match token.and_then(|token| jsonwebtoken::decode::<serde_json::Value>(token, &keys.0, &keys.1).ok()) {
        Some(_) => HttpResponse::Ok().json(serde_json::json!({"hello": "world"})),
        None => HttpResponse::Unauthorized().finish(),
    }
}
