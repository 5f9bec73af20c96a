//! The rolling text and the comments behind changes, made from the events of proposals.
#![expect(clippy::unwrap_used, reason = "helpers of tests may fail loudly")]

#[path = "../../../consultation/tests/rules/fixtures.rs"]
#[expect(dead_code, reason = "the world of the rules' tests; not all of it is needed here")]
mod fixtures;
#[path = "../../../consultation/tests/rules/review_fixtures.rs"]
#[expect(dead_code, reason = "the world of the rules' tests; not all of it is needed here")]
mod review_fixtures;

mod behind;
mod clean;
mod house;
mod real_text;
mod rolling;
