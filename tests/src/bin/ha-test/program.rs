//! Two nodes of the program on the database, reached through HAProxy.

use std::fs;
use std::path::Path;

use acceptance::{Actor, Server, binary};
use anyhow::{Context, ensure};
use reqwest::Method;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::installation::{Ports, database_url};

/// Proposals that are open to every partner state; each state lodges on each.
const PROPOSALS: usize = 4;

/// The nodes, with one issuer key.
pub(crate) struct Nodes {
    servers: Vec<Server>,
    folder: TempDir,
    database: String,
}

/// What states can speak on.
pub(crate) struct Consultations {
    pub(crate) proposals: Vec<String>,
    /// One token of each partner state's focal point.
    pub(crate) tokens: Vec<String>,
}

impl Nodes {
    /// Makes the tables as their owner, and starts two nodes that serve as the other role.
    pub(crate) fn start(ports: Ports) -> anyhow::Result<Self> {
        let folder = tempfile::Builder::new().prefix("regional-input-ha-nodes-").tempdir()?;
        let database = database_url("regional_input", ports.primary, "regional_input");
        let owner = database_url("regional_input_owner", ports.primary, "regional_input");
        let replica = database_url("regional_input", ports.replica, "regional_input");
        run(&["migrate", "--database-url", &database, "--migrate-database-url", &owner])?;
        let mut nodes = Self {
            servers: Vec::new(),
            folder,
            database,
        };
        // The first token makes the issuer key.
        nodes.token("operator", "")?;
        let first = nodes.data_dir("1");
        let second = nodes.data_dir("2");
        fs::create_dir(&second)?;
        fs::copy(
            Path::new(&first).join("issuer.key"),
            Path::new(&second).join("issuer.key"),
        )?;
        for data_dir in [first, second] {
            let arguments = ["--database-url", &nodes.database, "--read-database-url", &replica];
            nodes.servers.push(Server::start("serve", &data_dir, &arguments));
        }
        Ok(nodes)
    }

    /// Somebody who speaks to each node, without a token.
    pub(crate) fn actors(&self) -> Vec<Actor> {
        let actors = self.servers.iter().map(|server| Actor::new(server.base(), None));
        actors.collect()
    }

    /// Register, proposals and consultations.
    pub(crate) async fn prepare(&self) -> anyhow::Result<Consultations> {
        let actors = self.actors();
        let actor = actors.first().context("no node")?;
        let register = regional_input::register_file::to_json(include_str!("../../../../deploy/mikta.toml"))?;
        let operator = with_token(actor, &self.token("operator", "")?);
        expect(&operator, "/v1/register", register.clone(), 200).await?;
        let lead = with_token(actor, &self.token("member_mission", "KOR")?);
        let mut proposals = Vec::new();
        for _ in 0..PROPOSALS {
            let tabled = expect(&lead, "/v1/proposals", acceptance::proposal(), 201).await?;
            let id = tabled.get("id").and_then(Value::as_str).context("no id")?.to_owned();
            let opening = json!({"closes_at": "2099-01-01T00:00:00Z",
                "invite": {"neighbourhoods": ["MEX", "IDN", "KOR", "TUR", "AUS"]}});
            expect(&lead, &format!("/v1/proposals/{id}/consultation/open"), opening, 200).await?;
            proposals.push(id);
        }
        let partners = register
            .get("partners")
            .and_then(Value::as_array)
            .context("no partners")?;
        let codes = partners.iter().filter_map(|partner| partner.get("code")?.as_str());
        let tokens = codes.map(|code| self.token("focal_point", code));
        Ok(Consultations {
            proposals,
            tokens: tokens.collect::<anyhow::Result<_>>()?,
        })
    }

    /// What `doctor` finds; empty when all is well.
    pub(crate) fn doctor(&self) -> anyhow::Result<String> {
        let arguments = [
            "doctor",
            "--database-url",
            &self.database,
            "--data-dir",
            &self.data_dir("1"),
        ];
        let output = binary::command(&arguments).output()?;
        let text = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
        Ok(if output.status.success() { String::new() } else { text })
    }

    /// Ends both; fails with what it wrote if one has ended before, or does not end well.
    pub(crate) fn stop(self) -> anyhow::Result<()> {
        for server in self.servers {
            let ended = server.stop();
            ensure!(
                ended.status.success(),
                "a node ended with {}:\n{}",
                ended.status,
                ended.stderr
            );
        }
        Ok(())
    }

    fn token(&self, role: &str, state: &str) -> anyhow::Result<String> {
        let data_dir = self.data_dir("1");
        let mut arguments = vec!["token", "--role", role, "--expires-in", "8h", "--data-dir", &data_dir];
        if !state.is_empty() {
            arguments.extend(["--state", state]);
        }
        Ok(run(&arguments)?.trim_end().to_owned())
    }

    fn data_dir(&self, name: &str) -> String {
        self.folder.path().join(name).display().to_string()
    }
}

/// The same actor with a token.
pub(crate) fn with_token(actor: &Actor, token: &str) -> Actor {
    actor.with("authorization", &format!("Bearer {token}"))
}

async fn expect(actor: &Actor, path: &str, body: Value, status: u16) -> anyhow::Result<Value> {
    let reply = actor.try_send(Method::POST, path, Some(body.to_string())).await?;
    ensure!(reply.status == status, "{path}: {} {}", reply.status, reply.text);
    Ok(reply.json)
}

fn run(arguments: &[&str]) -> anyhow::Result<String> {
    let output = binary::command(arguments).output()?;
    ensure!(
        output.status.success(),
        "regional-input {} failed: {}{}",
        arguments.first().unwrap_or(&""),
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}
