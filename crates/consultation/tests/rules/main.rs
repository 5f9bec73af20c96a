//! The rules of the house, given/when/then: one module a command, and the register, sights, samples, properties.
//! Numbers such as `R8` are those of `docs/rules.md`.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "helpers of tests may fail loudly"
)]

mod adopt_due_proposal;
mod align_with;
mod answer_disposition;
mod apply_register;
mod assigning;
mod associate_with_text;
mod break_silence;
mod circulate_revision;
mod close_consultation;
mod close_due_consultation;
mod confirm_submission;
mod content_codes;
mod dissociate_from;
mod enter_submission;
mod explain_position;
mod extend_consultation;
mod extend_silence;
mod fixtures;
mod labels;
mod lodge_submission;
mod mikta;
mod near_duplicates;
mod open_consultation;
mod open_silence;
mod order_of_refusals;
mod packages;
mod placement;
mod properties;
mod propose_dispositions;
mod publish_dispositions;
mod record_member_view;
mod register_difference;
mod register_file;
mod rejections;
mod review_fixtures;
mod revise_submission;
mod rows_of_the_past;
mod samples;
mod seen;
mod silence_fixtures;
mod stances;
mod streams;
mod table_proposal;
mod take_back_silence;
mod visibility;
mod what_is_lodged;
mod withdraw_proposal;
mod withdraw_submission;
