//! Caps on what one request may hold (ADR-0007). Lengths are bytes of UTF-8.

/// One comment's text, explanation, wording or translation.
pub const COMMENT_BYTES: usize = 64 * 1024;
/// General remarks of a submission.
pub const REMARKS_BYTES: usize = 64 * 1024;
/// Comments in a submission.
pub const COMMENTS: usize = 2_000;
/// Translations of a comment.
pub const TRANSLATIONS: usize = 20;
/// One paragraph's text.
pub const PARAGRAPH_BYTES: usize = 64 * 1024;
/// Paragraphs in a revision.
pub const PARAGRAPHS: usize = 2_000;
/// Labels, titles, references, channels, reasons.
pub const LINE_BYTES: usize = 1_000;
/// Notice that closing early needs, in hours (R6).
pub const EARLY_CLOSING_NOTICE_HOURS: i64 = 48;
/// Time to break silence, in hours (R23).
pub const SILENCE_HOURS: i64 = 72;
/// Time to break silence when the chair states urgency, in hours (R23).
pub const URGENT_SILENCE_HOURS: i64 = 24;
/// Shortest silence on a package of dispositions, in hours (R19).
pub const PACKAGE_SILENCE_HOURS: i64 = 24;
/// Longest silence on a package of dispositions, in hours, counted from the act that sets its end (R19).
pub const LONGEST_PACKAGE_SILENCE_HOURS: i64 = 72;
/// Comments that one act of review may name: all of the largest proposal that is measured.
pub const SELECTION: usize = 20_000;
/// Topics of a comment.
pub const TOPICS: usize = 20;
/// Working days after which an unanswered request for clarification counts as noted (R20).
pub const CLARIFICATION_WORKING_DAYS: u32 = 5;
/// Invited states that an area needs before its name may stand for one of them (R15c).
pub const LABEL_COVERS: usize = 8;
