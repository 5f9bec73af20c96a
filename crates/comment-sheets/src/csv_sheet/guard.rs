//! The guard against cells that a spreadsheet program would run as a formula.
//!
//! A cell that begins with one of [`DANGEROUS`] gets an apostrophe in front. So that the way back is exact, a cell that
//! already begins with apostrophes and then one of them gets one more; reading takes one away in the same two cases.

use std::borrow::Cow;

/// First characters that make a spreadsheet program take a cell for a formula (OWASP, "CSV injection").
const DANGEROUS: [char; 7] = ['=', '+', '-', '@', '\t', '\r', '\n'];

/// Returns the cell as it is written.
pub(super) fn guarded(cell: &str) -> Cow<'_, str> {
    if is_dangerous_after_apostrophes(cell) {
        Cow::Owned(format!("'{cell}"))
    } else {
        Cow::Borrowed(cell)
    }
}

/// Returns the cell without the guard that [`guarded`] put there.
pub(super) fn unguarded(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if is_dangerous_after_apostrophes(rest) => rest,
        _ => cell,
    }
}

fn is_dangerous_after_apostrophes(cell: &str) -> bool {
    cell.trim_start_matches('\'').starts_with(DANGEROUS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_get_an_apostrophe() {
        for (cell, written) in [
            ("=1+1", "'=1+1"),
            ("+6", "'+6"),
            ("-", "'-"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\t=1", "'\t=1"),
            ("'=1", "''=1"),
            ("text", "text"),
            ("'quoted'", "'quoted'"),
            ("", ""),
            ("a=b", "a=b"),
        ] {
            assert_eq!(guarded(cell), written);
            assert_eq!(unguarded(written), cell);
        }
    }

    #[test]
    fn an_apostrophe_that_guards_nothing_stays() {
        assert_eq!(unguarded("'tis voluntary"), "'tis voluntary");
        assert_eq!(unguarded("'"), "'");
    }
}
