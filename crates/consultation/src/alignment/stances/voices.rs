//! Who says what the viewer sees: its author, the states that joined it, the states of the group spoken for.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use super::ledger::Ledger;
use super::{Asked, NotCounted, Place, Reason, SaidComment, SaidPosition, Says, Through, joined};
use crate::alignment::{AlignmentAct, Direction, Target};
use crate::visibility::{InputFacts, Rights, SeenRow, Sight, Speaker, Viewer, seen_rows_at, seen_submission};
use crate::{ParagraphId, RegisterCode, StateCode, Submission, SubmissionId};

/// What is asked again for every comment.
pub(super) struct House<'a> {
    asked: Asked<'a>,
    members: BTreeSet<StateCode>,
    groups: BTreeMap<&'a RegisterCode, BTreeSet<StateCode>>,
    /// The states that ever joined or left something of a submission.
    acted: BTreeMap<SubmissionId, BTreeSet<StateCode>>,
    /// The rights of those, now.
    rights: BTreeMap<StateCode, Rights>,
}

/// Something said, whoever stands behind it.
struct Words<'w, T> {
    author: StateCode,
    submission: SubmissionId,
    target: Target,
    facts: InputFacts<'w>,
    said: T,
}

/// What can be said by somebody and joined by others.
pub(super) trait Joinable: Says + Clone + PartialEq {
    /// The same as somebody says it that joined it, after closing or not (R12).
    fn joined(&self, late: bool) -> Self;
}

impl Joinable for SaidComment {
    fn joined(&self, late: bool) -> Self {
        let late = self.late || late;
        Self { late, ..self.clone() }
    }
}

impl Joinable for SaidPosition {
    fn joined(&self, late: bool) -> Self {
        let late = self.late || late;
        Self { late, ..self.clone() }
    }
}

impl<'a> House<'a> {
    pub(super) fn of(asked: Asked<'a>) -> Self {
        let register = asked.register;
        let mut acted: BTreeMap<SubmissionId, BTreeSet<StateCode>> = BTreeMap::new();
        let mut rights = BTreeMap::new();
        for act in &asked.shown.alignments.acts {
            acted.entry(act.submission).or_default().insert(act.by);
            let viewer = Viewer::Delegation(act.by);
            let of_it = || Rights::of(viewer, register, &asked.present.proposal, asked.rights.now());
            rights.entry(act.by).or_insert_with(of_it);
        }
        let groups = register.groups().into_iter();
        Self {
            asked,
            members: register.members().map(|member| member.state).collect(),
            groups: groups.map(|group| (group.code, group.members)).collect(),
            acted,
            rights,
        }
    }

    pub(super) fn paragraphs(&self) -> Vec<(Option<ParagraphId>, Place<SaidComment>)> {
        let mut order: Vec<Option<ParagraphId>> = Vec::new();
        let mut ledgers: BTreeMap<Option<ParagraphId>, Ledger<SaidComment>> = BTreeMap::new();
        for row in &seen_rows_at(self.asked.rights, self.asked.shown, self.asked.past) {
            let Some(words) = self.words_of(row) else { continue };
            let paragraph = row.comment.paragraph;
            let ledger = ledgers.entry(paragraph).or_insert_with(|| {
                order.push(paragraph);
                Ledger::new()
            });
            self.count(ledger, &words);
        }
        let places = order.into_iter();
        places
            .filter_map(|paragraph| Some((paragraph, ledgers.remove(&paragraph)?.close())))
            .collect()
    }

    fn words_of<'w>(&self, row: &'w SeenRow<'_>) -> Option<Words<'w, SaidComment>> {
        let Speaker::State(author) = row.speaker else {
            return None;
        };
        let submission = row.submission?;
        let consultation = self.asked.present.consultation_of(submission)?;
        let comment = row.comment.as_ref();
        self.is_asked_for(submission.consultation).then(|| Words {
            author,
            submission: submission.id,
            target: Target::Comment {
                id: Some(row.id),
                paragraph: comment.paragraph,
            },
            facts: InputFacts::of(author, comment, consultation),
            said: SaidComment {
                id: row.id,
                number: row.number.clone(),
                revision: comment.revision,
                late: comment.late,
                wording: comment.proposed_wording.clone(),
                quote: comment.quote.clone(),
            },
        })
    }

    /// What a state says in a later consultation replaces what it said of the whole in an earlier one; those who joined
    /// that one still stand by it.
    pub(super) fn whole(&self) -> Place<SaidPosition> {
        let mut ledger = Ledger::new();
        let shown = self.asked.shown.submissions.values();
        let mut stated: Vec<Words<'_, SaidPosition>> = shown.filter_map(|one| self.statement_of(one)).collect();
        stated.sort_by_key(|words| std::cmp::Reverse(words.said.consultation));
        let mut spoken = BTreeSet::new();
        for words in &stated {
            if spoken.insert(words.author) {
                self.count(&mut ledger, words);
            } else {
                self.count_joined(&mut ledger, words);
            }
        }
        ledger.close()
    }

    fn statement_of<'w>(&'w self, submission: &'w Submission) -> Option<Words<'w, SaidPosition>> {
        let Asked { rights, present, .. } = self.asked;
        let now = present.submissions.get(&submission.id)?;
        let consultation = present.consultation_of(now)?;
        if submission.withdrawn_at.is_some() || !self.is_asked_for(submission.consultation) {
            return None;
        }
        let part = seen_submission(rights, consultation, now, submission)?.part?;
        let content = &submission.current()?.content;
        Some(Words {
            author: submission.state,
            submission: submission.id,
            target: Target::Whole,
            facts: InputFacts::of_part(submission.state, content, consultation),
            said: SaidPosition {
                author: submission.state,
                submission: submission.id,
                consultation: submission.consultation,
                position: part.position,
                ad_referendum: part.ad_referendum,
                on_behalf_of: part.on_behalf_of.cloned(),
                late: submission.part_since().is_some_and(|since| since.late),
                standing: submission.standing,
            },
        })
    }

    fn count<T: Joinable>(&self, ledger: &mut Ledger<T>, words: &Words<'_, T>) {
        self.count_joined(ledger, words);
        self.count_joint(ledger, words);
        match words.facts.on_behalf_of {
            Some(group) => self.count_group(ledger, words, group),
            None if self.is_member(words.author) => ledger.leave_out(NotCounted {
                state: words.author,
                reason: Reason::Member,
                group: None,
                author: words.author,
            }),
            None => ledger.say(words.author, Through::Own, None, words.said.clone()),
        }
    }

    /// States that joined it, and can read it.
    fn count_joined<T: Joinable>(&self, ledger: &mut Ledger<T>, words: &Words<'_, T>) {
        let acted = self.acted.get(&words.submission).into_iter().flatten();
        for by in acted.filter(|by| **by != words.author && self.counts(**by)) {
            let Some(act) = self.deciding(*by, words) else { continue };
            if joined(act.says_of(words.target)) && self.reads(*by, &words.facts) {
                let through = Through::Alignment(words.author);
                ledger.say(*by, through, Some(act.at), words.said.joined(act.late));
            }
        }
    }

    /// States that a joint submission names stand behind it once they say so themselves.
    fn count_joint<T: Joinable>(&self, ledger: &mut Ledger<T>, words: &Words<'_, T>) {
        for state in words.facts.joint_with {
            let reason = match self.standing(*state, words) {
                _ if self.is_member(*state) => Reason::Member,
                Some(Direction::Aligned) => continue,
                Some(Direction::Dissociated) => Reason::Dissociated,
                None => Reason::NotConfirmed,
            };
            ledger.leave_out(NotCounted {
                state: *state,
                reason,
                group: None,
                author: words.author,
            });
        }
    }

    fn count_group<T: Joinable>(&self, ledger: &mut Ledger<T>, words: &Words<'_, T>, group: &RegisterCode) {
        let belonging = self.groups.get(group).into_iter().flatten().copied();
        let states: BTreeSet<StateCode> = belonging.chain([words.author]).collect();
        for state in states {
            let standing = self.standing(state, words).filter(|_| state != words.author);
            let reason = match standing {
                _ if self.is_member(state) => Reason::Member,
                _ if !self.counts(state) => Reason::NotInvited,
                Some(Direction::Dissociated) => Reason::Dissociated,
                Some(Direction::Aligned) => continue,
                None => {
                    ledger.say(state, Through::Group(group.clone()), None, words.said.clone());
                    continue;
                }
            };
            ledger.leave_out(NotCounted {
                state,
                reason,
                group: Some(group.clone()),
                author: words.author,
            });
        }
    }

    fn standing<T>(&self, state: StateCode, words: &Words<'_, T>) -> Option<Direction> {
        self.deciding(state, words)?.says_of(words.target)
    }

    /// The act that decides where a state stands on it, if that is for the viewer: what was taken back before the close
    /// was for those only who could read it then, as with words (R15b).
    fn deciding<T>(&self, state: StateCode, words: &Words<'_, T>) -> Option<&'a AlignmentAct> {
        let Asked {
            rights, present, shown, ..
        } = self.asked;
        let act = shown.alignments.deciding(state, words.submission, words.target)?;
        let mut later = present.alignments.acts.iter().skip(shown.alignments.acts.len());
        let replaces = |later: &&AlignmentAct| {
            later.by == state && later.submission == words.submission && later.says_of(words.target).is_some()
        };
        let gone_early = later
            .find(replaces)
            .is_some_and(|later| later.at < words.facts.closes_at);
        let not_closed = InputFacts {
            closes_at: Timestamp::MAX,
            ..words.facts
        };
        let for_viewer = !gone_early || rights.is_own(state) || rights.sight(&not_closed) == Sight::Named;
        for_viewer.then_some(act)
    }

    fn is_member(&self, state: StateCode) -> bool {
        self.members.contains(&state)
    }

    /// Invited, and no member.
    fn counts(&self, state: StateCode) -> bool {
        let mut consultations = self.asked.shown.proposal.consultations.iter();
        let invited = consultations.any(|one| self.is_asked_for(one.number) && one.invited.contains_key(&state));
        invited && !self.is_member(state)
    }

    fn reads(&self, state: StateCode, facts: &InputFacts<'_>) -> bool {
        let rights = self.rights.get(&state);
        rights.is_some_and(|rights| rights.sight(facts) == Sight::Named)
    }

    fn is_asked_for(&self, consultation: u32) -> bool {
        self.asked.consultation.is_none_or(|asked| asked == consultation)
    }
}
