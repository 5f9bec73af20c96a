//! What must be true after every step.

use std::collections::BTreeSet;

use consultation::event::{decode, encode};
use consultation::{Event, Proposal, Submission};
use jiff::Timestamp;

use super::house::House;
use crate::samples::personal_fields;

impl House {
    pub(super) fn check_event(&self, event: &Event) {
        let (kind, version, payload) = encode(event).unwrap();
        assert_eq!(
            &decode(kind, version, &payload).unwrap(),
            event,
            "decode(encode(e)) == e"
        );
        assert_eq!(personal_fields(&payload), Vec::<String>::new());
        let proposal = self.proposal();
        self.check_silence(&proposal, event);
        if proposal.withdrawn_at.is_some() && event.proposal_id().is_some() {
            assert!(
                matches!(event, Event::ConsultationClosed(_)),
                "a withdrawn proposal goes on: {event:?}"
            );
        }
        match event {
            Event::ConsultationOpened(opened) => {
                let open = proposal
                    .consultations
                    .iter()
                    .filter(|consultation| consultation.is_open_at(self.now));
                assert_eq!(open.count(), 0, "one consultation at a time");
                let register = self.register();
                let members: Vec<_> = register.at(self.now).members().map(|member| member.state).collect();
                assert!(
                    opened.invited.iter().all(|invited| !members.contains(&invited.state)),
                    "a member is invited"
                );
            }
            Event::ConsultationClosed(closed) => {
                let closes_at = proposal.find_consultation(closed.consultation).unwrap().closes_at;
                assert_eq!(closed.closed_at, closes_at);
                assert!(closes_at <= self.now);
            }
            Event::SubmissionLodged(lodged) => {
                self.check_late(&proposal, lodged.head.consultation, lodged.at, lodged.late);
            }
            Event::SubmissionRevised(revised) => {
                self.check_late(&proposal, revised.head.consultation, revised.at, revised.late);
            }
            Event::SubmissionEntered(entered) => {
                self.check_late(&proposal, entered.head.consultation, entered.at, entered.late);
            }
            _ => {}
        }
    }

    fn check_late(&self, proposal: &Proposal, consultation: u32, instant: Timestamp, late: bool) {
        assert_eq!(instant, self.now);
        let closes_at = proposal.find_consultation(consultation).unwrap().closes_at;
        assert_eq!(late, instant >= closes_at, "late is at or after closing");
    }

    pub(super) fn check(&mut self) {
        let proposal = self.proposal();
        for (number, closed_at) in &self.closed {
            let consultation = proposal.find_consultation(*number).unwrap();
            assert_eq!(
                consultation.closes_at, *closed_at,
                "a closed consultation never reopens or moves"
            );
            assert!(!consultation.is_open_at(self.now));
        }
        for (number, consultation) in (1_u32..).zip(&proposal.consultations) {
            assert_eq!(consultation.number, number);
        }
        for (number, (_, revision)) in (0_u32..).zip(&proposal.revisions) {
            assert_eq!(revision.number, number);
            let ids: BTreeSet<_> = revision.paragraphs.iter().map(|paragraph| paragraph.id).collect();
            assert_eq!(ids.len(), revision.paragraphs.len(), "paragraph ids are unique");
        }
        for submission in self.submissions().values() {
            self.check_submission(&proposal, submission);
        }
    }

    fn check_submission(&mut self, proposal: &Proposal, submission: &Submission) {
        let closes_at = proposal.find_consultation(submission.consultation).unwrap().closes_at;
        for (number, version) in (1_u64..).zip(&submission.versions) {
            assert_eq!(version.number, number, "versions have no gap");
            let ids: BTreeSet<_> = version.content.comments.iter().map(|comment| comment.id).collect();
            assert_eq!(ids.len(), version.content.comments.len(), "comment ids are unique");
            for comment in &version.content.comments {
                let behind = *self
                    .numbers
                    .entry((submission.state, comment.number))
                    .or_insert(comment.id);
                assert_eq!(
                    behind, comment.id,
                    "a number stays with its comment, through all consultations"
                );
                assert!(comment.since_version <= number);
                assert_eq!(
                    comment.late,
                    comment.at >= closes_at,
                    "late is said of the version that gave the words"
                );
            }
        }
        if let Some(at_close) = submission.version_at_close(closes_at) {
            assert!(!at_close.late && at_close.at < closes_at);
            assert!(at_close.content.comments.iter().all(|comment| !comment.late));
        }
        let standing: BTreeSet<_> = submission
            .current()
            .iter()
            .flat_map(|version| &version.content.comments)
            .map(|comment| comment.id)
            .collect();
        assert!(
            submission
                .withdrawn_comments
                .iter()
                .all(|(comment, _)| !standing.contains(&comment.id))
        );
    }
}
