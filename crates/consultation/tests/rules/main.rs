//! The rules of the house, given/when/then: one module a command, and the register, sights, samples, properties.
//! Numbers such as `R8` are those of `docs/rules.md`.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "helpers of tests may fail loudly"
)]

mod align_with;
mod apply_register;
mod circulate_revision;
mod close_consultation;
mod close_due_consultation;
mod confirm_submission;
mod content_codes;
mod dissociate_from;
mod enter_submission;
mod extend_consultation;
mod fixtures;
mod labels;
mod lodge_submission;
mod mikta;
mod open_consultation;
mod order_of_refusals;
mod properties;
mod register_difference;
mod register_file;
mod rejections;
mod revise_submission;
mod samples;
mod seen;
mod stances;
mod streams;
mod table_proposal;
mod visibility;
mod what_is_lodged;
mod withdraw_proposal;
mod withdraw_submission;
