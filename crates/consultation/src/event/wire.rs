//! Wire names and versions of events, encoding, decoding, upcasting.
//!
//! A released (kind, version) is frozen: a change of shape is a new version and an upcaster from the one before. One
//! golden sample for each (kind, version) is kept for ever in `tests/samples/` and must decode.

use serde_json::Value;

use super::Event;

/// A pure step from one version of a payload to the next.
type Upcaster = fn(Value) -> Value;

/// Kind, the version that the upcaster reads, and the upcaster to the version after it.
const UPCASTERS: &[(&str, u16, Upcaster)] = &[];

/// Why stored bytes are no event.
#[derive(Debug, thiserror::Error)]
pub enum DecodeError {
    /// No such kind, or a version newer than this program.
    #[error("event kind {kind:?} version {version} is unknown to this program")]
    UnknownKind {
        /// The wire name.
        kind: String,
        /// The schema version.
        version: u16,
    },
    /// The payload has another shape than its kind and version say.
    #[error("payload of {kind:?} version {version} cannot be read")]
    Payload {
        /// The wire name.
        kind: String,
        /// The schema version.
        version: u16,
        /// What the parser found.
        #[source]
        source: serde_json::Error,
    },
}

macro_rules! kinds {
    ($($variant:ident = $kind:literal $version:literal),+ $(,)?) => {
        /// Every kind and its present schema version.
        pub const KINDS: &[(&str, u16)] = &[$(($kind, $version)),+];

        /// The event as wire name, schema version and payload.
        ///
        /// # Errors
        /// Never for values that came from [`decode`] or from `decide`; the type says so because JSON can fail.
        pub fn encode(event: &Event) -> Result<(&'static str, u16, Vec<u8>), serde_json::Error> {
            match event {
                $(Event::$variant(payload) => Ok(($kind, $version, serde_json::to_vec(payload)?))),+
            }
        }

        /// Reads a stored event, of this or an earlier schema version.
        ///
        /// # Errors
        /// [`DecodeError`]; an unknown kind is an error, never skipped.
        pub fn decode(kind: &str, version: u16, payload: &[u8]) -> Result<Event, DecodeError> {
            let present = KINDS.iter().find(|(known, _)| *known == kind).map(|(_, version)| *version);
            let failed = |source| DecodeError::Payload { kind: kind.to_owned(), version, source };
            match kind {
                $($kind if present == Some(version) => {
                    serde_json::from_slice(payload).map(Event::$variant).map_err(failed)
                })+
                $($kind if version > 0 && version < $version => {
                    let old: Value = serde_json::from_slice(payload).map_err(failed)?;
                    serde_json::from_value(upcast(kind, version, old)).map(Event::$variant).map_err(failed)
                })+
                _ => Err(DecodeError::UnknownKind { kind: kind.to_owned(), version }),
            }
        }
    };
}

kinds! {
    RegisterApplied = "register.applied" 1,
    ProposalTabled = "proposal.tabled" 1,
    RevisionCirculated = "revision.circulated" 1,
    ConsultationOpened = "consultation.opened" 1,
    ConsultationExtended = "consultation.extended" 1,
    ConsultationBroughtForward = "consultation.brought_forward" 1,
    ConsultationClosed = "consultation.closed" 1,
    ProposalWithdrawn = "proposal.withdrawn" 1,
    SubmissionLodged = "submission.lodged" 1,
    SubmissionRevised = "submission.revised" 1,
    SubmissionEntered = "submission.entered" 1,
    SubmissionConfirmed = "submission.confirmed" 1,
    SubmissionWithdrawn = "submission.withdrawn" 1,
    SubmissionAligned = "submission.aligned" 1,
    SubmissionDissociated = "submission.dissociated" 1,
    DispositionProposed = "disposition.proposed" 1,
    MemberViewRecorded = "member_view.recorded" 1,
    CommentsAssigned = "comments.assigned" 1,
    TopicsSet = "topics.set" 1,
    CommentsDeferred = "comments.deferred" 1,
    CutOffSet = "cut_off.set" 1,
    DispositionsPublished = "dispositions.published" 1,
    DispositionAnswered = "disposition.answered" 1,
    PackagePutUnderSilence = "package.put_under_silence" 1,
    PackageExtended = "package.extended" 1,
    PackageTakenBack = "package.taken_back" 1,
    PackageBroken = "package.broken" 1,
    PackageConcluded = "package.concluded" 1,
    PlacementConfirmed = "placement.confirmed" 1,
    SilenceOpened = "silence.opened" 1,
    SilenceExtended = "silence.extended" 1,
    SilenceTakenBack = "silence.taken_back" 1,
    SilenceBroken = "silence.broken" 1,
    ProposalAdopted = "proposal.adopted" 1,
    PositionExplained = "position.explained" 1,
    TextAssociated = "text.associated" 1,
}

fn upcast(kind: &str, from: u16, mut payload: Value) -> Value {
    let mut version = from;
    while let Some((_, _, step)) = UPCASTERS
        .iter()
        .find(|(known, reads, _)| *known == kind && *reads == version)
    {
        payload = step(payload);
        version += 1;
    }
    payload
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Upcasters form one unbroken chain from version 1 to the present for every kind, and lead nowhere else.
    #[test]
    fn upcasters_have_no_gap_and_no_stray() {
        for (kind, present) in KINDS {
            for version in 1..*present {
                assert_eq!(
                    UPCASTERS
                        .iter()
                        .filter(|(known, reads, _)| known == kind && *reads == version)
                        .count(),
                    1
                );
            }
        }
        for (kind, reads, _) in UPCASTERS {
            assert!(
                KINDS.iter().any(|(known, present)| known == kind && reads < present),
                "{kind} {reads}"
            );
        }
    }

    #[test]
    fn unknown_kinds_and_newer_versions_are_errors() {
        assert!(matches!(
            decode("submission.vanished", 1, b"{}"),
            Err(DecodeError::UnknownKind { .. })
        ));
        assert!(matches!(
            decode("submission.lodged", 999, b"{}"),
            Err(DecodeError::UnknownKind { .. })
        ));
        assert!(matches!(
            decode("submission.lodged", 0, b"{}"),
            Err(DecodeError::UnknownKind { .. })
        ));
        assert!(matches!(
            decode("submission.lodged", 1, b"{}"),
            Err(DecodeError::Payload { .. })
        ));
    }
}
