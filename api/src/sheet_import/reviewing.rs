//! A member's matrix: the dispositions that it filled in are proposed (R17).

use std::collections::{BTreeMap, BTreeSet, HashMap};

use comment_sheets::{Mapping, SheetIn, read_sheet};
use consultation::command::{Expected, ProposeDispositions};
use consultation::visibility::Viewer;
use consultation::{Command, CommentId, StateCode};
use event_log::Position;

use super::{ImportSheetResponse, Sent, unreadable};
use crate::dossiers::OpenDossier;
use crate::http::as_of::{Point, ReadAt};
use crate::problem::Problem;
use crate::sheets_in::matrix::{Asked, FilledMatrix};
use crate::sheets_in::refusals::refusal_of;
use crate::sheets_in::report::Report;
use crate::sheets_in::rows::Refusal;

/// Exports that one file may join: each is a fold of the proposal as it stood then.
const EXPORTS: usize = 4;

/// Comments for which the same is asked, with the rows that ask it.
struct Selection {
    asked: Asked,
    rows: Vec<(usize, CommentId)>,
}

impl Sent<'_> {
    /// Proposes what the rows have that they did not have when they were exported.
    ///
    /// # Errors
    /// What is wrong with the sheet as a whole, or a failure; what was proposed before one stays, and is known again.
    pub async fn review(&self, member: StateCode) -> Result<ImportSheetResponse, Problem> {
        let sheet = read_sheet(self.bytes, &Mapping::review()).map_err(|error| unreadable(&error))?;
        let present = self.dossier(member, ReadAt::Now).await?;
        let exported = self.exported(member, &present, &sheet).await?;
        let mut report = Report::of_matrix(&sheet, self.dry_run);
        let about = (sheet.unused_columns, sheet.notes);
        let mut matrix = FilledMatrix::new(member, &present, &exported);
        let mut asked = Vec::new();
        for (place, (_, row)) in sheet.rows.into_iter().enumerate() {
            let row = row.map_err(|error| Refusal::new(error.problem.code(), error.problem.to_string()));
            match row.and_then(|row| matrix.judge(row)) {
                Ok(Some((comment, said))) => asked.push((place, comment, said)),
                Ok(None) => report.tell(place, "unchanged"),
                Err(refusal) => report.refuse(place, refusal),
            }
        }
        let mut position = None;
        let mut open = selections(asked);
        while let Some(selection) = open.pop() {
            let (done, rest) = self.propose(member, selection, &mut report).await?;
            position = done.or(position);
            open.extend(rest);
        }
        Ok(self.answer(report, about, position))
    }

    async fn dossier(&self, member: StateCode, at: ReadAt) -> Result<OpenDossier, Problem> {
        let viewer = Viewer::Delegation(member);
        self.app.open_dossier(viewer, self.proposal.id, self.who.now, at).await
    }

    /// The proposal as it stood at the newest of the log positions that the rows name.
    async fn exported(
        &self,
        member: StateCode,
        present: &OpenDossier,
        sheet: &SheetIn,
    ) -> Result<BTreeMap<u64, OpenDossier>, Problem> {
        let rows = sheet.rows.iter().filter_map(|(_, row)| row.as_ref().ok());
        let named = rows.filter_map(|row| row.as_of_log_position.as_ref()?.parse().ok());
        let named: BTreeSet<u64> = named.filter(|at| *at <= present.as_of.log_position).collect();
        let mut exported = BTreeMap::new();
        for at in named.into_iter().rev().take(EXPORTS) {
            match self.dossier(member, ReadAt::AsOf(Point::Position(Position(at)))).await {
                Ok(open) => exported.insert(at, open),
                Err(problem) if problem.code() == "not_found" => None,
                Err(problem) => return Err(problem),
            };
        }
        Ok(exported)
    }

    /// Proposes one disposition for its comments, if nobody wrote in between; answers the position. What stands in the way
    /// of some of several comments leaves each of them to be tried alone.
    async fn propose(
        &self,
        member: StateCode,
        selection: Selection,
        report: &mut Report,
    ) -> Result<(Option<u64>, Vec<Selection>), Problem> {
        let Selection { asked, rows } = selection;
        let command = Command::ProposeDispositions(ProposeDispositions {
            proposal: self.proposal.id,
            by: member,
            at: self.who.now,
            expected: Expected::Versions(vec![asked.version]),
            comments: rows.iter().map(|(_, comment)| *comment).collect(),
            disposition: asked.disposition(),
        });
        let problem = match self.tried(&command).await {
            Ok(position) => {
                let word = match (asked.agrees, self.dry_run) {
                    (true, false) => "agreed",
                    (true, true) => "would_agree",
                    (false, false) => "proposed",
                    (false, true) => "would_propose",
                };
                for (place, _) in &rows {
                    report.tell(*place, word);
                }
                return Ok((position, Vec::new()));
            }
            Err(problem) if problem.status().is_client_error() => problem,
            Err(failure) => return Err(failure),
        };
        let is_of_all = rows.len() == 1 || problem.code() == "invalid_body";
        if !is_of_all {
            let alone = |row| Selection {
                asked: asked.clone(),
                rows: vec![row],
            };
            return Ok((None, rows.into_iter().map(alone).collect()));
        }
        let mut refusal = refusal_of(&serde_json::json!(problem.body())).whole;
        if refusal.code == "precondition_failed" {
            "changed_meanwhile".clone_into(&mut refusal.code);
        }
        for (place, _) in rows {
            report.refuse(place, refusal.clone());
        }
        Ok((None, Vec::new()))
    }

    /// Checks the command and, unless this is a dry run, carries it out.
    async fn tried(&self, command: &Command) -> Result<Option<u64>, Problem> {
        self.app.commands.check(command).await?;
        if self.dry_run {
            return Ok(None);
        }
        let identity = &self.who.identity;
        let executed = self.app.execute_keyed(identity, self.request, None, command).await?;
        Ok(executed.appended.map(|appended| appended.last.0))
    }
}

/// What is asked, with the comments for which it is asked; the first of the sheet comes last.
fn selections(asked: Vec<(usize, CommentId, Asked)>) -> Vec<Selection> {
    let mut places: HashMap<Asked, usize> = HashMap::new();
    let mut selections: Vec<Selection> = Vec::new();
    for (row, comment, asked) in asked {
        let place = *places.entry(asked.clone()).or_insert(selections.len());
        match selections.get_mut(place) {
            Some(selection) => selection.rows.push((row, comment)),
            None => selections.push(Selection {
                asked,
                rows: vec![(row, comment)],
            }),
        }
    }
    selections.reverse();
    selections
}
