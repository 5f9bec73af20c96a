//! The part of SPDX licence expressions that Cargo manifests use (SPDX 2.3, annex D): `AND`, `OR`, `WITH`,
//! parentheses, and the older `/` for `OR`.

use anyhow::{Result, bail};

/// Whether the expression can be met with licences of `allowed` alone. `A WITH B` has to be allowed as such.
///
/// # Errors
///
/// If the text is not an expression.
pub(crate) fn is_satisfied(expression: &str, allowed: &[String]) -> Result<bool> {
    let spaced = expression.replace('(', " ( ").replace(')', " ) ").replace('/', " OR ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut parser = Parser { words: &words, allowed };
    let satisfied = parser.any_of()?;
    match parser.words.first() {
        None => Ok(satisfied),
        Some(word) => bail!("`{expression}`: `{word}` is out of place"),
    }
}

struct Parser<'a> {
    words: &'a [&'a str],
    allowed: &'a [String],
}

impl<'a> Parser<'a> {
    /// `OR` binds weakest.
    fn any_of(&mut self) -> Result<bool> {
        let mut satisfied = self.all_of()?;
        while self.take("OR") {
            // Both sides are parsed before they are joined: `||` would skip the right one.
            satisfied |= self.all_of()?;
        }
        Ok(satisfied)
    }

    fn all_of(&mut self) -> Result<bool> {
        let mut satisfied = self.one()?;
        while self.take("AND") {
            satisfied &= self.one()?;
        }
        Ok(satisfied)
    }

    fn one(&mut self) -> Result<bool> {
        if self.take("(") {
            let satisfied = self.any_of()?;
            if !self.take(")") {
                bail!("a parenthesis is not closed");
            }
            return Ok(satisfied);
        }
        let licence = self.identifier()?;
        let licence = if self.take("WITH") {
            format!("{licence} WITH {}", self.identifier()?)
        } else {
            licence.to_owned()
        };
        Ok(self.allowed.contains(&licence))
    }

    fn identifier(&mut self) -> Result<&'a str> {
        match self.words {
            [word, rest @ ..] if !["(", ")", "AND", "OR", "WITH"].contains(word) => {
                self.words = rest;
                Ok(word)
            }
            [word, ..] => bail!("a licence is expected before `{word}`"),
            [] => bail!("a licence is expected at the end"),
        }
    }

    fn take(&mut self, expected: &str) -> bool {
        match self.words {
            [word, rest @ ..] if *word == expected => {
                self.words = rest;
                true
            }
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn satisfied(expression: &str) -> bool {
        let allowed = ["MIT", "Apache-2.0", "Apache-2.0 WITH LLVM-exception", "ISC"].map(str::to_owned);
        is_satisfied(expression, &allowed).unwrap()
    }

    #[test]
    fn one_allowed_side_of_or_is_enough() {
        assert!(satisfied("MIT"));
        assert!(satisfied("MIT OR GPL-3.0-only"));
        assert!(satisfied("GPL-3.0-only OR MIT"));
        assert!(satisfied("Unlicense/MIT"));
        assert!(!satisfied("GPL-3.0-only"));
        assert!(!satisfied("LGPL-2.1-or-later OR AGPL-3.0-only"));
    }

    #[test]
    fn both_sides_of_and_are_needed() {
        assert!(satisfied("MIT AND ISC"));
        assert!(!satisfied("MIT AND GPL-2.0-only"));
        assert!(!satisfied("GPL-2.0-only AND MIT"));
    }

    #[test]
    fn and_binds_closer_than_or() {
        assert!(satisfied("MIT OR ISC AND GPL-2.0-only"));
        assert!(!satisfied("(MIT OR ISC) AND GPL-2.0-only"));
        assert!(satisfied("ISC AND (Apache-2.0 OR GPL-2.0-only) AND (MIT)"));
    }

    #[test]
    fn an_exception_is_part_of_the_licence() {
        assert!(satisfied("Apache-2.0 WITH LLVM-exception"));
        assert!(!satisfied("GPL-2.0-only WITH Classpath-exception-2.0"));
        assert!(!satisfied("MIT WITH LLVM-exception"));
    }

    #[test]
    fn what_is_no_expression_is_an_error() {
        for text in [
            "", "MIT OR", "OR MIT", "(MIT", "MIT)", "MIT ISC", "MIT WITH", "()", "AND",
        ] {
            is_satisfied(text, &["MIT".to_owned()]).unwrap_err();
        }
    }
}
