//! What Patroni says of the cluster.

use std::time::Duration;

use anyhow::Context;
use serde_json::Value;

use crate::installation::{NODES, Ports};

/// A node that is being ended or started answers late or not at all; then the next is asked.
const ANSWER: Duration = Duration::from_secs(2);

/// One member of the cluster.
#[derive(Debug)]
pub(crate) struct Member {
    pub(crate) name: String,
    role: String,
    state: String,
}

/// All members, as the first node sees them that answers.
#[derive(Debug, Default)]
pub(crate) struct Members(Vec<Member>);

impl Members {
    /// The running primary's name.
    pub(crate) fn primary(&self) -> Option<&str> {
        let primary = self.0.iter().find(|member| member.role == "leader" && member.runs())?;
        Some(&primary.name)
    }

    /// Whether a primary, a synchronous replica and another replica run.
    pub(crate) fn are_complete(&self) -> bool {
        let synchronous = self.0.iter().any(|member| member.role == "sync_standby");
        let running = self.0.iter().filter(|member| member.runs()).count();
        self.primary().is_some() && synchronous && running == NODES.len()
    }
}

impl Member {
    fn runs(&self) -> bool {
        // From Patroni 3.1 on a replica that follows is `streaming`.
        matches!(self.state.as_str(), "running" | "streaming")
    }
}

/// Asks Patroni's nodes one after another; nobody answers: no members.
pub(crate) async fn members(client: &reqwest::Client, ports: Ports) -> Members {
    for (_, address) in NODES {
        if let Ok(members) = ask(client, address, ports).await {
            return members;
        }
    }
    Members::default()
}

async fn ask(client: &reqwest::Client, address: &str, ports: Ports) -> anyhow::Result<Members> {
    let request = client.get(format!("http://{address}:{}/cluster", ports.patroni));
    let answer: Value = request.timeout(ANSWER).send().await?.error_for_status()?.json().await?;
    let members = answer.get("members").and_then(Value::as_array).context("no members")?;
    let text = |member: &Value, key: &str| member.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
    let members = members.iter().map(|member| Member {
        name: text(member, "name"),
        role: text(member, "role"),
        state: text(member, "state"),
    });
    Ok(Members(members.collect()))
}
