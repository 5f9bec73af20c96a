//! An alternative with the states behind it, in the brief.

use std::collections::BTreeSet;

use brief::Supported;
use consultation::submission::WordingAction;
use consultation::{RegisterCode, StateCode};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::wire::names::WordingActionName;

/// The alternative with the most states behind it; of several with as many the one on which the fewest members differ.
#[derive(Debug, Serialize, ToSchema)]
pub struct SupportedResponse {
    /// The paragraph.
    pub paragraph_id: Uuid,
    /// Its number or name.
    #[schema(example = "2")]
    pub paragraph: String,
    /// The words of the text that it is about; null for the whole paragraph, and where something is to be put in.
    #[schema(example = "voluntary")]
    pub words: Option<String>,
    /// What it does to them.
    #[schema(value_type = WordingActionName)]
    pub action: WordingAction,
    /// The words put forward; null for a deletion.
    #[schema(example = "mandatory")]
    pub text: Option<String>,
    /// Its sentence of the text before and behind the words; null where they have no place of their own in it.
    #[schema(example = json!({"before": "They exchange information on a ", "after": " basis."}))]
    pub sentence: Option<RestOfSentence>,
    /// States that said it, or aligned themselves with who did, as far as you may know.
    #[schema(value_type = Vec<String>, example = json!(["FJI", "WSM"]))]
    pub states: BTreeSet<StateCode>,
    /// Groups on whose behalf it was said.
    #[schema(value_type = Vec<String>, example = json!(["PIF"]))]
    pub on_behalf_of: BTreeSet<RegisterCode>,
    /// Those of the states of which only members may know it.
    #[schema(value_type = Vec<String>, example = json!(["WSM"]))]
    pub known_to_members_only: BTreeSet<StateCode>,
    /// The same of the groups.
    #[schema(value_type = Vec<String>, example = json!([]))]
    pub groups_known_to_members_only: BTreeSet<RegisterCode>,
    /// How many stand behind it, states of the groups included; each comment under a label counts for one.
    #[schema(example = 3)]
    pub count: usize,
    /// Numbers of the comments that put it forward, as you see them.
    #[schema(example = json!(["FJI-003", "WSM-001"]))]
    pub comments: Vec<String>,
    /// Members that differ on one of them.
    #[schema(value_type = Vec<String>, example = json!([]))]
    pub differing: BTreeSet<StateCode>,
    /// How many other alternatives for the paragraph have as many states behind them and no fewer members that differ.
    /// Then this is the first in the text.
    #[schema(example = 0)]
    pub ties: usize,
}

/// A sentence around words.
#[derive(Debug, Serialize, ToSchema)]
pub struct RestOfSentence {
    /// What stands before them.
    #[schema(example = "They exchange information on a ")]
    pub before: String,
    /// What stands behind them.
    #[schema(example = " basis.")]
    pub after: String,
}

impl From<&Supported<'_>> for SupportedResponse {
    fn from(one: &Supported<'_>) -> Self {
        let alternative = &one.alternative;
        Self {
            paragraph_id: one.paragraph.id.0,
            paragraph: one.paragraph.label.clone(),
            words: one.words.clone(),
            action: alternative.action,
            text: alternative.text.clone(),
            sentence: one.context.as_ref().map(|context| RestOfSentence {
                before: context.before.clone(),
                after: context.after.clone(),
            }),
            states: alternative.backing.states.clone(),
            on_behalf_of: alternative.backing.groups.clone(),
            known_to_members_only: one.reserved.clone(),
            groups_known_to_members_only: one.reserved_groups.clone(),
            count: one.count,
            comments: alternative.comments.iter().map(|(_, number)| number.clone()).collect(),
            differing: one.differing.clone(),
            ties: one.ties,
        }
    }
}
