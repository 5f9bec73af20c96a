//! Whether all that was acknowledged is there, once.

use std::sync::Arc;

use acceptance::Actor;
use anyhow::{Context, ensure};
use reqwest::Method;
use serde_json::Value;

use crate::installation::{Ports, query};
use crate::ledger::Acknowledged;
use crate::load::Desk;
use crate::program::{Nodes, with_token};

/// Requests at the same time.
const READERS: usize = 16;

/// Acknowledged means a 201 or 200 that reached the client.
#[derive(Default)]
pub(crate) struct Verdict {
    pub(crate) acknowledged: usize,
    /// Submissions and revisions that were acknowledged and are not there, or are another's.
    pub(crate) lost: Vec<String>,
    /// Submissions and revisions that are there more often than they were acknowledged.
    pub(crate) doubled: usize,
    /// Of the log: events, the last position.
    pub(crate) events: usize,
    pub(crate) last_position: usize,
    /// What `doctor` finds.
    pub(crate) findings: String,
}

impl Verdict {
    /// Whether every promise was kept.
    pub(crate) fn is_good(&self) -> bool {
        let whole = self.events == self.last_position && self.findings.is_empty();
        self.lost.is_empty() && self.doubled == 0 && whole
    }
}

/// Reads back every acknowledged version, every submission's current one, and the log.
pub(crate) async fn reach(
    nodes: &Nodes,
    ports: Ports,
    desks: Vec<Desk>,
    acknowledged: &[Acknowledged],
) -> anyhow::Result<Verdict> {
    let mut verdict = Verdict {
        acknowledged: acknowledged.len(),
        findings: nodes.doctor()?,
        ..Verdict::default()
    };
    let actor = nodes.actors().pop().context("no node")?;
    let desks = Arc::new(desks);
    let share = acknowledged.len().div_ceil(READERS).max(1);
    let readers: Vec<_> = acknowledged
        .chunks(share)
        .map(|chunk| tokio::spawn(lost(actor.clone(), Arc::clone(&desks), chunk.to_vec())))
        .collect();
    for reader in readers {
        verdict.lost.extend(reader.await??);
    }
    let mut doubled = 0;
    for desk in desks.iter() {
        let Some((submission, version)) = desk.last() else {
            continue;
        };
        let now = read(
            &with_token(&actor, &desk.token),
            &format!("/v1/submissions/{submission}"),
        )
        .await?;
        let now = now.as_ref().and_then(|now| now.get("version")).and_then(Value::as_u64);
        doubled += now.unwrap_or_default().saturating_sub(version);
    }
    let row = query(
        ports,
        "SELECT count(*), max(position), count(*) FILTER (WHERE kind IN ('submission.lodged', 'submission.revised')) \
         FROM log.events",
    )?;
    let counts = row.split(' ').map(str::parse).collect::<Result<Vec<usize>, _>>();
    let counts = counts.with_context(|| format!("the log answers {row:?}"))?;
    let &[events, last_position, spoken] = counts.as_slice() else {
        anyhow::bail!("the log answers {row:?}");
    };
    (verdict.events, verdict.last_position) = (events, last_position);
    // Each client finished what it began, so the log holds what was acknowledged and nothing else.
    let surplus = spoken.saturating_sub(acknowledged.len());
    verdict.doubled = surplus.max(usize::try_from(doubled)?);
    Ok(verdict)
}

/// Those of `acknowledged` that are not there as they were acknowledged.
async fn lost(actor: Actor, desks: Arc<Vec<Desk>>, acknowledged: Vec<Acknowledged>) -> anyhow::Result<Vec<String>> {
    let mut lost = Vec::new();
    for one in acknowledged {
        let desk = desks.get(one.desk).context("a desk is missing")?;
        let path = format!("/v1/submissions/{}?version={}", one.submission, one.version);
        let found = read(&with_token(&actor, &desk.token), &path).await?;
        let text = found.as_ref().and_then(|found| found.pointer("/comments/0/text"));
        if text.and_then(Value::as_str) != Some(&one.word) {
            lost.push(one.word);
        }
    }
    Ok(lost)
}

/// What is there; nothing if it is not.
async fn read(actor: &Actor, path: &str) -> anyhow::Result<Option<Value>> {
    let reply = actor.try_send(Method::GET, path, None).await?;
    ensure!(
        matches!(reply.status, 200 | 404),
        "{path}: {} {}",
        reply.status,
        reply.text
    );
    Ok((reply.status == 200).then_some(reply.json))
}
