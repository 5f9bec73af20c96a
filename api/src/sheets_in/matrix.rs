//! A matrix that a member filled in: each row beside what the sheet showed when it was exported, and beside what stands
//! now. What the member changed is proposed, unless others changed it since.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use comment_sheets::ImportRow;
use consultation::review::{Disposition, DispositionKind};
use consultation::visibility::{SeenRow, sees_withdrawn};
use consultation::{CommentId, ProposalId, StateCode};

use super::kept::same;
use super::parts::of_proposal;
use super::rows::Refusal;
use crate::dossiers::OpenDossier;
use crate::matrix_sheet::ShownDisposition;

/// The comments that the member sees of a dossier.
pub(crate) struct SeenComments<'a> {
    rows: HashMap<CommentId, SeenRow<'a>>,
    by_number: HashMap<String, Vec<CommentId>>,
}

impl<'a> SeenComments<'a> {
    pub(crate) fn of(open: &'a OpenDossier) -> Self {
        let mut by_number: HashMap<String, Vec<CommentId>> = HashMap::new();
        let mut rows = HashMap::new();
        for row in open.rows() {
            by_number.entry(row.number.clone()).or_default().push(row.id);
            rows.insert(row.id, row);
        }
        Self { rows, by_number }
    }

    /// The comment with a number; of several under a label, the one with the row's id.
    fn find(&self, number: &str, id: Option<CommentId>) -> Result<Option<&SeenRow<'a>>, Refusal> {
        let found = self.by_number.get(number).map(Vec::as_slice).unwrap_or_default();
        let found = match (found, id) {
            ([one], _) => Some(*one),
            ([], _) => None,
            (several, Some(id)) if several.contains(&id) => Some(id),
            _ => {
                let reason = format!("several comments have the number {number}; keep the column comment_id");
                return Err(Refusal::new("ambiguous_number", reason));
            }
        };
        Ok(found.and_then(|id| self.rows.get(&id)))
    }

    fn number_of(&self, id: CommentId) -> Option<&str> {
        self.rows.get(&id).map(|row| row.number.as_str())
    }
}

/// What a row asks for; what is equal in all of this is asked for together.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Asked {
    kind: DispositionKind,
    duplicate_of: Option<CommentId>,
    response: Option<String>,
    wording: Option<String>,
    /// The version of the comment's review that this was decided on.
    pub(crate) version: u64,
    /// It is proposed by another member already.
    pub(crate) agrees: bool,
}

impl Asked {
    fn of(disposition: Disposition, version: u64, agrees: bool) -> Self {
        Self {
            kind: disposition.disposition,
            duplicate_of: disposition.duplicate_of,
            response: disposition.response,
            wording: disposition.wording,
            version,
            agrees,
        }
    }

    pub(crate) fn disposition(&self) -> Disposition {
        Disposition {
            disposition: self.kind,
            duplicate_of: self.duplicate_of,
            response: self.response.clone(),
            wording: self.wording.clone(),
        }
    }
}

/// What a row has in the cells that are for the member.
struct Filled {
    disposition: Option<String>,
    duplicate_of: Option<String>,
    response: Option<String>,
    wording: Option<String>,
}

impl Filled {
    fn of(row: ImportRow) -> Self {
        let plain = |text: Option<String>| text.map(|text| text.replace("\r\n", "\n"));
        Self {
            disposition: row.disposition,
            duplicate_of: row.duplicate_of,
            response: plain(row.response),
            wording: plain(row.agreed_wording),
        }
    }

    const fn is_empty(&self) -> bool {
        let said = self.disposition.is_some() || self.duplicate_of.is_some();
        !(said || self.response.is_some() || self.wording.is_some())
    }

    /// Whether this is what a sheet shows of a comment.
    fn is(&self, shown: ShownDisposition<'_>, among: &SeenComments<'_>) -> bool {
        let disposition = shown.disposition;
        let reads = |kind: Option<DispositionKind>| kind.map(DispositionKind::as_str) == self.disposition.as_deref();
        let same_text = |own: &Option<String>, shown: Option<&String>| match (own, shown) {
            (Some(own), Some(shown)) => same(own, shown),
            (own, shown) => own.is_none() && shown.is_none(),
        };
        // A request for clarification may have lapsed between the export and now.
        (reads(shown.kind) || reads(disposition.map(|one| one.disposition)))
            && self.duplicate_of.as_deref() == disposition.and_then(|one| among.number_of(one.duplicate_of?))
            && same_text(&self.response, disposition.and_then(|one| one.response.as_ref()))
            && same_text(&self.wording, disposition.and_then(|one| one.wording.as_ref()))
    }
}

/// A matrix, and what its rows are judged by.
pub(crate) struct FilledMatrix<'a> {
    proposal: ProposalId,
    member: StateCode,
    present: &'a OpenDossier,
    comments: SeenComments<'a>,
    exported: BTreeMap<u64, SeenComments<'a>>,
    named: BTreeSet<CommentId>,
}

impl<'a> FilledMatrix<'a> {
    /// Of what stands now, and of what stood at the log positions at which the sheet was exported.
    pub(crate) fn new(member: StateCode, present: &'a OpenDossier, exported: &'a BTreeMap<u64, OpenDossier>) -> Self {
        let exported = exported.iter().map(|(at, open)| (*at, SeenComments::of(open)));
        Self {
            proposal: present.dossier.proposal.id,
            member,
            present,
            comments: SeenComments::of(present),
            exported: exported.collect(),
            named: BTreeSet::new(),
        }
    }

    /// What a row asks for, of which comment; nothing if it is as it was exported, or says what stands.
    pub(crate) fn judge(&mut self, row: ImportRow) -> Result<Option<(CommentId, Asked)>, Refusal> {
        of_proposal(self.proposal, &row)?;
        let (number, position) = (row.number.clone(), row.as_of_log_position.clone());
        let id = row.comment_id.as_ref().and_then(|id| id.parse().ok().map(CommentId));
        let filled = Filled::of(row);
        let Some(number) = number else {
            let reason = "the row has no number of a comment";
            return if filled.is_empty() {
                Ok(None)
            } else {
                Err(Refusal::new("no_number", reason))
            };
        };
        let exported = position.map(|position| self.exported_at(&position)).transpose()?;
        let Some(now) = self.comments.find(&number, id)? else {
            return Err(self.missing(&number, id, exported));
        };
        if self.named.contains(&now.id) {
            let reason = format!("an earlier row has the number {number}, too");
            return Err(Refusal::new("number_twice", reason));
        }
        let before = exported.and_then(|among| Some((among, among.rows.get(&now.id)?)));
        let asked = self.asked(&number, &filled, now, before)?.map(|asked| (now.id, asked));
        self.named.insert(now.id);
        Ok(asked)
    }

    fn asked(
        &self,
        number: &str,
        filled: &Filled,
        now: &SeenRow<'a>,
        before: Option<(&SeenComments<'a>, &SeenRow<'a>)>,
    ) -> Result<Option<Asked>, Refusal> {
        let untouched = match before {
            Some((among, row)) => filled.is(ShownDisposition::of(row), among),
            None => filled.is_empty(),
        };
        if untouched {
            return Ok(None);
        }
        let shown = ShownDisposition::of(now);
        if filled.is(shown, &self.comments) {
            let is_anothers = shown.proposed_by.is_some_and(|by| by != self.member);
            let spoke = now.review.is_some_and(|review| review.views.contains_key(&self.member));
            let agreed = shown.disposition.filter(|_| is_anothers && !spoke);
            return Ok(agreed.map(|disposition| Asked::of(disposition.clone(), now.version(), true)));
        }
        let disposition = self.disposition(number, filled)?;
        if before.is_some_and(|(_, row)| row.superseded) {
            let reason = format!("the state changed {number} since the sheet was exported; export it again");
            return Err(Refusal::new("comment_revised", reason));
        }
        if before.map_or(0, |(_, row)| row.dated_version()) != now.dated_version() {
            return Err(changed(number, now, shown, before.is_some()));
        }
        Ok(Some(Asked::of(disposition, now.version(), false)))
    }

    /// What the cells say, as far as that can be told without the rules.
    fn disposition(&self, number: &str, filled: &Filled) -> Result<Disposition, Refusal> {
        let Some(words) = &filled.disposition else {
            let reason = if filled.is_empty() {
                format!("the disposition of {number} was cleared; propose another one instead")
            } else {
                format!("the row of {number} has no disposition")
            };
            return Err(Refusal::new("no_disposition", reason));
        };
        let unknown = || {
            let shown: String = words.chars().take(64).collect();
            let names = DispositionKind::ALL.iter().map(|kind| kind.as_str());
            let names: Vec<&str> = names.collect();
            let reason = format!(
                "{shown:?} is no disposition; write one of {}, or its words in one of our languages",
                names.join(", ")
            );
            Refusal::new("unknown_disposition", reason)
        };
        let duplicate_of = filled.duplicate_of.as_deref().map(|other| {
            let found = self.comments.find(other, None)?;
            let reason = || format!("there is no comment {other} that {number} could repeat");
            found
                .map(|row| row.id)
                .ok_or_else(|| Refusal::new("unknown_comment", reason()))
        });
        Ok(Disposition {
            disposition: DispositionKind::parse(words).ok_or_else(unknown)?,
            duplicate_of: duplicate_of.transpose()?,
            response: filled.response.clone(),
            wording: filled.wording.clone(),
        })
    }

    fn exported_at(&self, position: &str) -> Result<&SeenComments<'a>, Refusal> {
        let known = position
            .parse()
            .ok()
            .and_then(|position: u64| self.exported.get(&position));
        known.ok_or_else(|| {
            let reason = format!(
                "at the log position {position} no sheet of this proposal was exported here, or the file joins too \
                 many exports; export it again"
            );
            Refusal::new("unknown_log_position", reason)
        })
    }

    /// Why there is no comment with this number: that it was withdrawn is told to whoever could read it.
    fn missing(&self, number: &str, id: Option<CommentId>, exported: Option<&SeenComments<'a>>) -> Refusal {
        let was = exported.and_then(|among| among.find(number, id).ok().flatten());
        let withdrawn = was
            .map(|row| row.id)
            .or(id)
            .is_some_and(|id| sees_withdrawn(&self.present.rights, &self.present.dossier, id));
        if withdrawn {
            Refusal::new("comment_withdrawn", format!("{number} was withdrawn by its state"))
        } else {
            let reason = format!("{number} is no comment on this proposal that you can see");
            Refusal::new("unknown_comment", reason)
        }
    }
}

/// That others were there first, and with what.
fn changed(number: &str, now: &SeenRow<'_>, shown: ShownDisposition<'_>, was_exported: bool) -> Refusal {
    let proposed = now.review.and_then(|review| review.proposed.as_ref());
    let what = match (shown.kind, shown.proposed_by, proposed) {
        (Some(kind), Some(by), Some(proposed)) => format!("{by} proposed {} at {}", kind.as_str(), proposed.at),
        (Some(kind), _, _) => format!("{} is published", kind.as_str()),
        (None, _, _) => "its review changed".to_owned(),
    };
    let since = if was_exported {
        "since the sheet was exported"
    } else {
        "and the row does not say at which log position it was exported"
    };
    Refusal::new(
        "changed_meanwhile",
        format!("{number}: {what} {since}; export it again"),
    )
}
