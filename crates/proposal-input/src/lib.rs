//! The view of all input on a proposal: its tables, its apply, its queries.
