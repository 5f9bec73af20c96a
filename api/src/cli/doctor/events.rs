//! Every event can be read, stands in its own stream, and every stream folds.

use std::collections::BTreeSet;

use consultation::event::decode;
use consultation::{ProposalId, SubmissionId};
use event_log::{Position, RecordedEvent};

use super::Findings;
use crate::cli::directory::Directory;

/// Events read at once.
const PAGE: u32 = 1_000;

/// The streams that events name.
#[derive(Default)]
struct Streams {
    proposals: BTreeSet<ProposalId>,
    submissions: BTreeSet<SubmissionId>,
}

pub(super) async fn examine(directory: &Directory, findings: &mut Findings) -> anyhow::Result<()> {
    let before = findings.0;
    let mut streams = Streams::default();
    let mut position = Position(0);
    loop {
        let page = match directory.log().read_after(position, PAGE).await {
            Ok(page) => page,
            Err(error) => {
                return findings.add(format_args!(
                    "events after {position}: {:#}",
                    anyhow::Error::from(error)
                ));
            }
        };
        let Some(last) = page.last() else { break };
        position = last.position;
        for recorded in &page {
            if let Err(finding) = streams.take(recorded) {
                findings.add(finding)?;
            }
        }
    }
    streams.fold(directory, findings).await?;
    if findings.0 == before {
        let (proposals, submissions) = (streams.proposals.len(), streams.submissions.len());
        findings.well(format_args!(
            "events: {position} can be read; {proposals} proposals and {submissions} submissions fold"
        ))?;
    }
    Ok(())
}

impl Streams {
    fn take(&mut self, recorded: &RecordedEvent) -> Result<(), String> {
        let position = recorded.position;
        let event = decode(&recorded.kind, recorded.schema_version, &recorded.payload)
            .map_err(|error| format!("event {position}: {:#}", anyhow::Error::from(error)))?;
        if event.stream() != recorded.stream.0 {
            return Err(format!(
                "event {position} belongs to {}, but stands in {}",
                event.stream(),
                recorded.stream
            ));
        }
        if let Some(head) = event.submission_head() {
            self.submissions.insert(head.submission_id);
        }
        self.proposals.extend(event.proposal_id());
        Ok(())
    }

    async fn fold(&self, directory: &Directory, findings: &mut Findings) -> anyhow::Result<()> {
        for id in &self.proposals {
            match directory.commands.find_proposal(*id).await {
                Ok(Some(_)) => {}
                Ok(None) => findings.add(format_args!("proposal {id} is spoken of, but was never tabled"))?,
                Err(error) => findings.add(format_args!("proposal {id}: {:#}", anyhow::Error::from(error)))?,
            }
        }
        for id in &self.submissions {
            if let Err(error) = directory.commands.find_submission(*id).await {
                findings.add(format_args!("submission {id}: {:#}", anyhow::Error::from(error)))?;
            }
        }
        Ok(())
    }
}
