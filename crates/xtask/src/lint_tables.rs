//! Every crate takes the lints of the workspace: `[lints] workspace = true` in its manifest.

use std::fs;

use anyhow::{Context, Result, bail};
use cargo_metadata::Metadata;

/// Fails for a workspace crate that does not inherit the lints.
pub(crate) fn check(metadata: &Metadata) -> Result<()> {
    let mut without = Vec::new();
    for package in metadata.workspace_packages() {
        let path = &package.manifest_path;
        let manifest = fs::read_to_string(path).with_context(|| format!("cannot read {path}"))?;
        if !inherits_lints(&manifest).with_context(|| format!("{path} is not TOML"))? {
            without.push(package.name.as_str());
        }
    }
    if without.is_empty() {
        println!("lint tables: every crate takes the lints of the workspace");
        return Ok(());
    }
    bail!(
        "add `[lints]` with `workspace = true` to the Cargo.toml of: {}",
        without.join(", ")
    )
}

fn inherits_lints(manifest: &str) -> Result<bool, toml::de::Error> {
    let manifest: toml::Table = toml::from_str(manifest)?;
    Ok(manifest
        .get("lints")
        .and_then(|lints| lints.get("workspace"))
        .and_then(toml::Value::as_bool)
        == Some(true))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_manifest_without_the_lint_table_is_caught() {
        assert!(inherits_lints("[package]\nname = \"x\"\n\n[lints]\nworkspace = true\n").unwrap());
        assert!(!inherits_lints("[package]\nname = \"x\"\n").unwrap());
        assert!(!inherits_lints("[lints]\nworkspace = false\n").unwrap());
        assert!(!inherits_lints("# [lints]\n# workspace = true\n").unwrap());
    }

    #[test]
    fn this_workspace_passes() {
        check(&crate::workspace::metadata().unwrap()).unwrap();
    }
}
