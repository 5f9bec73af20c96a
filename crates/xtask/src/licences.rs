//! The licence of every dependency, on every platform, against the list in `deny.toml`.

use std::fs;

use anyhow::{Context, Result, bail};
use cargo_metadata::{Metadata, Package};

use crate::{spdx, workspace};

/// Where the allowed licences are listed, relative to the workspace root.
const POLICY: &str = "deny.toml";

/// Fails if a dependency cannot be used under the allowed licences, or says nothing of its licence.
pub(crate) fn check(metadata: &Metadata) -> Result<()> {
    let allowed = allowed()?;
    let refused: Vec<String> = metadata
        .packages
        .iter()
        .filter_map(|package| refusal(package, &allowed))
        .collect();
    if refused.is_empty() {
        println!("licences: {} packages are within {POLICY}", metadata.packages.len());
        return Ok(());
    }
    bail!(
        "not within the licences allowed by {POLICY}:\n  {}",
        refused.join("\n  ")
    )
}

fn allowed() -> Result<Vec<String>> {
    let text = fs::read_to_string(workspace::root().join(POLICY)).with_context(|| format!("cannot read {POLICY}"))?;
    let policy: toml::Table = toml::from_str(&text).with_context(|| format!("{POLICY} is not TOML"))?;
    let list = policy
        .get("licenses")
        .and_then(|licenses| licenses.get("allow"))
        .and_then(toml::Value::as_array)
        .with_context(|| format!("{POLICY} has no list licenses.allow"))?;
    list.iter()
        .map(|entry| {
            entry
                .as_str()
                .map(str::to_owned)
                .with_context(|| format!("{POLICY}: {entry} is not a text"))
        })
        .collect()
}

fn refusal(package: &Package, allowed: &[String]) -> Option<String> {
    let name = format!("{} {}", package.name, package.version);
    let Some(expression) = &package.license else {
        return Some(format!("{name}: no licence expression in its manifest"));
    };
    match spdx::is_satisfied(expression, allowed) {
        Ok(true) => None,
        Ok(false) => Some(format!("{name}: {expression}")),
        Err(error) => Some(format!("{name}: {expression}: {error}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_dependency_of_this_workspace_is_allowed() {
        check(&workspace::metadata().unwrap()).unwrap();
    }

    #[test]
    fn the_policy_allows_no_copyleft() {
        let allowed = allowed().unwrap();
        assert!(allowed.contains(&"MIT".to_owned()));
        assert!(allowed.iter().all(|licence| !licence.contains("GPL")), "{allowed:?}");
    }

    #[test]
    fn a_package_outside_the_policy_is_named() {
        let metadata = workspace::metadata().unwrap();
        let mut package = metadata.packages.first().unwrap().clone();
        package.license = Some("AGPL-3.0-only".to_owned());
        assert!(
            refusal(&package, &allowed().unwrap())
                .unwrap()
                .contains("AGPL-3.0-only")
        );
        package.license = None;
        assert!(refusal(&package, &allowed().unwrap()).unwrap().contains("no licence"));
    }
}
