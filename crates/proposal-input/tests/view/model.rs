//! A second way to the answers: over folded submissions, one by one, without SQL.

use std::collections::{BTreeMap, BTreeSet};

use consultation::review::{DispositionAsked, disposition_now};
use consultation::submission::{Act, comment_number};
use consultation::visibility::{InputFacts, Rights, Sight};
use consultation::{
    AttributionLabel, BeforeClose, Comment, Consultation, ParagraphId, Proposal, ProposalId, StateCode, Submission,
    text,
};
use jiff::Timestamp;
use proposal_input::{
    AtClose, Body, CommentFilter, CommentItem, ParagraphFilter, Seen, Speaker, SubmissionItem, Summary, Tally,
};

use crate::history::History;

pub(crate) struct Model<'a> {
    history: &'a History,
    proposal: &'a Proposal,
    consultation: Option<u32>,
    rights: Rights,
}

/// A comment with what a filter may ask for.
struct Known<'a> {
    submission: &'a Submission,
    comment: &'a Comment,
    sight: Sight,
}

impl<'a> Model<'a> {
    pub(crate) fn new(history: &'a History, proposal: ProposalId, consultation: Option<u32>, rights: Rights) -> Self {
        Self {
            history,
            proposal: &history.proposals[&proposal],
            consultation,
            rights,
        }
    }

    fn submissions(&self) -> impl Iterator<Item = &'a Submission> {
        let wanted = self.consultation;
        let of_proposal = self.history.submissions_to(self.proposal.id);
        of_proposal.filter(move |submission| wanted.is_none_or(|wanted| submission.consultation == wanted))
    }

    fn consultation_of(&self, submission: &Submission) -> &'a Consultation {
        self.proposal.find_consultation(submission.consultation).unwrap()
    }

    /// `gone`: when it was withdrawn. What was withdrawn before the close is not opened by the close.
    fn sight(&self, submission: &Submission, facts: InputFacts<'_>, gone: Option<Timestamp>) -> Sight {
        let consultation = self.consultation_of(submission);
        let never_opens = gone.is_some_and(|gone| gone < consultation.closes_at);
        self.rights.sight(&InputFacts {
            closes_at: if never_opens {
                Timestamp::MAX
            } else {
                consultation.closes_at
            },
            ..facts
        })
    }

    fn of_comment<'c>(&self, submission: &Submission, comment: &'c Comment) -> InputFacts<'c> {
        InputFacts::of(submission.state, comment, self.consultation_of(submission))
    }

    fn may_know_part(&self, submission: &Submission) -> bool {
        let content = &submission.current().unwrap().content;
        let gone = submission.withdrawn_at;
        self.sight(
            submission,
            InputFacts::of_part(submission.state, content, self.consultation_of(submission)),
            gone,
        ) == Sight::Named
    }

    /// Whether the viewer knows what the submission says beside its comments, be it nothing.
    fn knows_part(&self, submission: &Submission) -> bool {
        let comments = &submission.current().unwrap().content.comments;
        let mut live = comments.iter().filter(|_| submission.withdrawn_at.is_none());
        let known = self.rights.is_own(submission.state)
            || speaks(submission)
            || live.any(|comment| self.sight(submission, self.of_comment(submission, comment), None) == Sight::Named);
        known && self.may_know_part(submission)
    }

    fn live(&self) -> Vec<Known<'a>> {
        let standing = self
            .submissions()
            .filter(|submission| submission.withdrawn_at.is_none());
        let comments = standing.flat_map(|submission| {
            let comments = &submission.current().unwrap().content.comments;
            comments.iter().map(move |comment| (submission, comment))
        });
        let known = comments.map(|(submission, comment)| Known {
            submission,
            comment,
            sight: self.sight(submission, self.of_comment(submission, comment), None),
        });
        known.filter(|known| known.sight != Sight::Hidden).collect()
    }

    /// All paragraphs there ever were: by place in the newest revision that has each; the newer one first.
    pub(crate) fn reading_order(&self) -> Vec<ParagraphId> {
        let mut newest: BTreeMap<ParagraphId, (usize, std::cmp::Reverse<u32>)> = BTreeMap::new();
        for (_, revision) in &self.proposal.revisions {
            for (index, paragraph) in revision.paragraphs.iter().enumerate() {
                newest.insert(paragraph.id, (index, std::cmp::Reverse(revision.number)));
            }
        }
        let mut ids: Vec<ParagraphId> = newest.keys().copied().collect();
        ids.sort_by_key(|id| newest[id]);
        ids
    }

    pub(crate) fn comments(&self, filter: &CommentFilter) -> Vec<CommentItem> {
        let order = self.reading_order();
        let place = |comment: &Comment| {
            comment
                .paragraph
                .map(|id| order.iter().position(|known| *known == id).unwrap())
        };
        let mut found: Vec<Known<'_>> = self
            .live()
            .into_iter()
            .filter(|known| self.matches(known, filter))
            .collect();
        found.sort_by_key(|known| {
            let comment = known.comment;
            match known.sight {
                Sight::Named => (place(comment), Ok((known.submission.state, comment.number))),
                _ => (place(comment), Err((comment.id.unattributed_number(), comment.id))),
            }
        });
        found.iter().map(|known| self.item(known)).collect()
    }

    fn matches(&self, known: &Known<'_>, filter: &CommentFilter) -> bool {
        let comment = known.comment;
        let named = known.sight == Sight::Named;
        let position = named
            .then(|| self.knows_part(known.submission).then(|| position_of(known.submission)))
            .flatten();
        let mut shown = vec![Some(comment.text.as_str()), comment.explanation.as_deref()];
        shown.push(
            comment
                .proposed_wording
                .as_ref()
                .and_then(|wording| wording.text.as_deref()),
        );
        if named {
            shown.extend(
                comment
                    .translations
                    .iter()
                    .map(|translation| Some(translation.text.as_str())),
            );
        }
        let says = |words: &String| {
            let wanted = text::search_copy(words.trim());
            shown
                .iter()
                .flatten()
                .any(|text| text::search_copy(text).contains(&wanted))
        };
        let language = comment.language.as_str();
        let is_of = |wanted: &str| language == wanted || language.starts_with(&format!("{wanted}-"));
        filter.paragraph.as_ref().is_none_or(|wanted| match wanted {
            ParagraphFilter::General => comment.paragraph.is_none(),
            ParagraphFilter::AnyOf(ids) => comment.paragraph.is_some_and(|id| ids.contains(&id)),
        }) && filter
            .disposition
            .is_none_or(|asked| self.has_disposition(known, asked))
            && filter.kind.is_none_or(|kind| kind == comment.kind)
            && filter.words.as_ref().is_none_or(says)
            && filter.position.is_none_or(|wanted| position == Some(wanted))
            && filter
                .language
                .as_ref()
                .is_none_or(|wanted| named && is_of(wanted.as_str()))
            && filter.late.is_none_or(|late| named && late == comment.late)
            && filter.states.as_ref().is_none_or(|states| match self.label(known) {
                None => states.contains(&known.submission.state),
                Some(AttributionLabel::Area(code)) => filter.labels.contains(&code),
                Some(AttributionLabel::Delegation) => false,
            })
    }

    fn has_disposition(&self, known: &Known<'_>, asked: DispositionAsked) -> bool {
        let review = self.history.review_of(self.proposal.id, known.comment.id);
        // Under a label nothing went out before the close.
        let appears = self
            .label(known)
            .map(|_| self.consultation_of(known.submission).closes_at);
        let published = review.and_then(|review| review.published.as_ref());
        let proposed = review.and_then(|review| review.proposed.as_ref());
        asked.finds(
            published.map(|published| {
                let since = appears.map_or(published.at, |appears| published.at.max(appears));
                disposition_now(published, since, self.rights.now())
            }),
            proposed
                .filter(|_| self.rights.is_member())
                .map(|proposed| proposed.disposition.disposition),
        )
    }

    fn label(&self, known: &Known<'_>) -> Option<AttributionLabel> {
        let invited = &self.consultation_of(known.submission).invited;
        (known.sight == Sight::Labelled).then(|| invited[&known.submission.state])
    }

    fn item(&self, known: &Known<'_>) -> CommentItem {
        let Known {
            submission, comment, ..
        } = known;
        let labels = self.proposal.find_revision(comment.revision).unwrap();
        let paragraph = labels
            .paragraphs
            .iter()
            .find(|paragraph| Some(paragraph.id) == comment.paragraph);
        let mut body = body_of(comment);
        let (number, seen) = match self.label(known) {
            None => (
                comment_number(submission.state, comment.number),
                self.named(submission, comment),
            ),
            Some(label) => {
                (body.translations, body.reference, body.mandate) = (Vec::new(), None, None);
                (comment.id.unattributed_number(), Seen::Labelled(label))
            }
        };
        CommentItem {
            id: comment.id,
            number,
            consultation: submission.consultation,
            revision: comment.revision,
            paragraph: comment.paragraph,
            paragraph_label: paragraph.map(|paragraph| paragraph.label.clone()),
            kind: comment.kind,
            text: Some(comment.text.clone()),
            body,
            seen,
        }
    }

    fn named(&self, submission: &Submission, comment: &Comment) -> Seen {
        let part_seen = self.knows_part(submission);
        Seen::Named {
            state: submission.state,
            submission: submission.id,
            language: comment.language.clone(),
            position: position_of(submission).filter(|_| part_seen),
            on_behalf_of: comment.on_behalf_of.as_ref().map(|group| group.as_str().to_owned()),
            at: comment.at,
            late: comment.late,
            audience: comment.audience,
            attribution: comment.attribution,
            at_close: self.at_close(submission, comment),
        }
    }

    /// R12, for whoever may read that version, too; not after it was withdrawn in between.
    fn at_close(&self, submission: &Submission, comment: &Comment) -> Option<AtClose> {
        let closes_at = self.consultation_of(submission).closes_at;
        let at_close = submission.version_at_close(closes_at).filter(|_| comment.late)?;
        let withdrawn = |version: &&consultation::submission::Version| version.act == Act::Withdrawn;
        if submission
            .versions
            .iter()
            .filter(withdrawn)
            .any(|version| version.number > at_close.number)
        {
            return None;
        }
        let stood = at_close.content.comments.iter().find(|stood| stood.id == comment.id)?;
        let sight = self.rights.sight(&InputFacts {
            before_close: BeforeClose::Open,
            closes_at: Timestamp::MIN,
            ..self.of_comment(submission, stood)
        });
        (sight == Sight::Named).then(|| AtClose {
            joint_with: stood.joint_with.clone(),
            on_behalf_of: stood.on_behalf_of.clone(),
            text: stood.text.clone(),
            language: stood.language.clone(),
            body: Box::new(body_of(stood)),
            audience: stood.audience,
            attribution: stood.attribution,
        })
    }

    pub(crate) fn summary(&self) -> Summary {
        let mut summary = Summary::default();
        let consultations = self.proposal.consultations.iter();
        let asked = consultations.filter(|one| self.consultation.is_none_or(|wanted| one.number == wanted));
        summary.invited = asked
            .flat_map(|consultation| consultation.invited.keys().copied())
            .collect();
        let live = self.live();
        for submission in self
            .submissions()
            .filter(|submission| submission.withdrawn_at.is_none())
        {
            let named = |known: &&Known<'_>| known.submission.id == submission.id && known.sight == Sight::Named;
            let comments: Vec<_> = live.iter().filter(named).collect();
            let part = self.knows_part(submission);
            if !part && comments.is_empty() {
                continue;
            }
            summary.submissions += 1;
            summary.lodged.insert(submission.state);
            let part_late = part && speaks(submission) && submission.part_since().unwrap().late;
            summary.late += u64::from(part_late || comments.iter().any(|known| known.comment.late));
            if part {
                *summary.by_position.entry(position_of(submission)).or_default() += 1;
            }
        }
        summary.silent = u64::try_from(summary.invited.difference(&summary.lodged).count()).unwrap();
        let sealed = u64::try_from(self.sealed_states().len()).unwrap();
        summary.submissions += sealed;
        if summary.lodged.is_empty() {
            summary.silent -= sealed;
        }
        summary.tallies = self.tallies(&live);
        summary
    }

    /// R5, R15c: members are told how many have lodged under seal, of those that they may know at close.
    fn sealed_states(&self) -> BTreeSet<StateCode> {
        let at_close = |facts: InputFacts<'_>| {
            self.rights.sight(&InputFacts {
                before_close: BeforeClose::Open,
                closes_at: Timestamp::MIN,
                ..facts
            }) == Sight::Named
        };
        let sealed = self.submissions().filter(|submission| {
            let consultation = self.consultation_of(submission);
            let content = &submission.current().unwrap().content;
            let mut comments = content.comments.iter();
            self.rights.is_member()
                && submission.withdrawn_at.is_none()
                && consultation.before_close == BeforeClose::Sealed
                && self.rights.now() < consultation.closes_at
                && !self.rights.is_own(submission.state)
                && ((speaks(submission) && at_close(InputFacts::of_part(submission.state, content, consultation)))
                    || comments.any(|comment| at_close(self.of_comment(submission, comment))))
        });
        sealed.map(|submission| submission.state).collect()
    }

    /// In an order of their own: [`sorted`] makes them comparable.
    fn tallies(&self, live: &[Known<'_>]) -> Vec<Tally> {
        let mut tallies: Vec<Tally> = Vec::new();
        for known in live {
            let label = self.label(known);
            let tally = Tally {
                speaker: label.map_or(Speaker::State(known.submission.state), Speaker::Labelled),
                paragraph: known.comment.paragraph,
                kind: known.comment.kind,
                language: label.is_none().then(|| known.comment.language.clone()),
                comments: 0,
            };
            let same = tallies.iter().position(|other| {
                Tally {
                    comments: 0,
                    ..other.clone()
                } == tally
            });
            let index = same.unwrap_or_else(|| {
                tallies.push(tally);
                tallies.len() - 1
            });
            tallies[index].comments += 1;
        }
        tallies
    }

    pub(crate) fn listed(&self) -> Vec<SubmissionItem> {
        let mut items: Vec<SubmissionItem> = self.submissions().filter_map(|one| self.listed_item(one)).collect();
        items.sort_by_key(|item| (item.consultation, item.state));
        items
    }

    fn listed_item(&self, submission: &Submission) -> Option<SubmissionItem> {
        let current = submission.current().unwrap();
        let own = self.rights.is_own(submission.state);
        let part = self.may_know_part(submission) && speaks(submission);
        let live = current
            .content
            .comments
            .iter()
            .map(|comment| (comment, submission.withdrawn_at));
        let gone = submission
            .withdrawn_comments
            .iter()
            .map(|(comment, at)| (comment, Some(*at)));
        let named = |(comment, gone): &(&Comment, Option<Timestamp>)| {
            self.sight(submission, self.of_comment(submission, comment), *gone) == Sight::Named
        };
        let seen: Vec<(&Comment, Option<Timestamp>)> = live.chain(gone).filter(named).collect();
        if !part && seen.is_empty() && !own {
            return None;
        }
        let standing: Vec<&Comment> = seen
            .iter()
            .filter(|(_, gone)| gone.is_none())
            .map(|(comment, _)| *comment)
            .collect();
        let part_since = submission.part_since().unwrap();
        let times: BTreeSet<Timestamp> = seen
            .iter()
            .map(|(comment, _)| comment.at)
            .chain(part.then_some(part_since.at))
            .collect();
        let goes_on = !standing.is_empty() || (part && submission.withdrawn_at.is_none());
        let last_gone = seen
            .iter()
            .filter_map(|(_, gone)| *gone)
            .chain(submission.withdrawn_at.filter(|_| part))
            .max();
        let positioned = self.knows_part(submission) && (own || submission.withdrawn_at.is_none());
        Some(SubmissionItem {
            id: submission.id,
            consultation: submission.consultation,
            state: submission.state,
            version: own.then(|| submission.version()),
            positioned,
            position: current.content.position.filter(|_| positioned),
            ad_referendum: positioned && current.content.ad_referendum,
            language: positioned.then(|| current.content.language.as_str().to_owned()),
            on_behalf_of: current
                .content
                .on_behalf_of
                .as_ref()
                .filter(|_| positioned)
                .map(|one| one.as_str().to_owned()),
            late: (part && part_since.late) || standing.iter().any(|comment| comment.late),
            standing: (own || goes_on).then(|| submission.standing.as_str().to_owned()),
            lodged_at: if own {
                submission.first_at().unwrap()
            } else {
                *times.first().unwrap()
            },
            revised_at: if own { current.at } else { *times.last().unwrap() },
            withdrawn_at: if own {
                submission.withdrawn_at
            } else {
                last_gone.filter(|_| !goes_on)
            },
            comments: u64::try_from(standing.len()).unwrap(),
        })
    }
}

fn speaks(submission: &Submission) -> bool {
    submission.current().unwrap().content.speaks_beside_comments()
}

fn position_of(submission: &Submission) -> Option<consultation::submission::Position> {
    submission.current().unwrap().content.position
}

fn body_of(comment: &Comment) -> Body {
    Body {
        mandate: comment.mandate.clone(),
        quote: comment.quote.clone(),
        ambiguous: comment.ambiguous,
        proposed_wording: comment.proposed_wording.clone(),
        explanation: comment.explanation.clone(),
        explanation_awaited: comment.explanation_awaited(),
        translations: comment.translations.clone(),
        reference: comment.reference.clone(),
    }
}

/// The summary with its tallies in an order that does not depend on who made it.
pub(crate) fn sorted(mut summary: Summary) -> Summary {
    summary.tallies.sort_by_key(|tally| format!("{tally:?}"));
    summary
}
