//! Which crate may use which (docs/ARCHITECTURE.md), checked over `cargo metadata`.
//!
//! Dependencies of tests (`[dev-dependencies]`) are free: a test may look at anything.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Result, bail};
use cargo_metadata::{DependencyKind, Metadata};

/// The job of a crate, from which its arrows follow. Two crates of one role never use each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    /// The pure rules.
    Rules,
    /// The append-only log.
    Log,
    /// Load, decide, append.
    Commands,
    /// What drives any view.
    Projection,
    /// One view.
    View,
    /// File formats, pure.
    Sheets,
    /// One view of the review, folded from dossiers; pure.
    Folded,
    /// Documents about a proposal, made from facts; pure.
    Documents,
    /// HTTP, command line, wiring.
    Api,
    /// A database server for tests.
    TestServer,
    /// The tasks of the workspace.
    Tasks,
    /// Black-box tests and benchmarks.
    Acceptance,
}

/// Every crate of the workspace. A new view is one more line with [`Role::View`].
const ROLES: &[(&str, Role)] = &[
    ("consultation", Role::Rules),
    ("event-log", Role::Log),
    ("commands", Role::Commands),
    ("projection", Role::Projection),
    ("proposal-input", Role::View),
    ("comment-sheets", Role::Sheets),
    ("brief", Role::Documents),
    ("outcome-note", Role::Documents),
    ("outcomes", Role::Folded),
    ("participation", Role::Folded),
    ("review-board", Role::Folded),
    ("revised-text", Role::Folded),
    ("resolution-matrix", Role::Folded),
    ("regional-input", Role::Api),
    ("private-postgres", Role::TestServer),
    ("xtask", Role::Tasks),
    ("acceptance", Role::Acceptance),
];

/// What a pure crate names neither directly nor through others: runtimes, databases, the network.
const IMPURE: &[&str] = &["actix-web", "reqwest", "sqlx", "tokio"];

/// What the rules do not name themselves. `uuid` may bring a source of randomness with its features; the lint on
/// `Uuid::new_v4` keeps the rules from using it.
const RANDOM: &[&str] = &["getrandom", "rand"];

impl Role {
    fn of(name: &str) -> Option<Self> {
        ROLES.iter().find(|(known, _)| *known == name).map(|(_, role)| *role)
    }

    fn may_use(self, other: Self) -> bool {
        match self {
            Self::Rules | Self::Log | Self::TestServer | Self::Tasks => false,
            Self::Commands => matches!(other, Self::Rules | Self::Log),
            Self::Projection => other == Self::Log,
            Self::View => matches!(other, Self::Rules | Self::Log | Self::Projection),
            Self::Sheets | Self::Folded => other == Self::Rules,
            Self::Documents => matches!(other, Self::Rules | Self::Sheets | Self::Folded),
            Self::Api => !matches!(other, Self::Api | Self::TestServer | Self::Tasks | Self::Acceptance),
            Self::Acceptance => true,
        }
    }

    fn is_pure(self) -> bool {
        matches!(self, Self::Rules | Self::Sheets | Self::Folded | Self::Documents)
    }

    fn speaks_http(self) -> bool {
        matches!(self, Self::Api | Self::Acceptance)
    }
}

/// "`from` needs `to` to be built", by package name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Edge {
    from: String,
    to: String,
}

/// Fails if a crate of the workspace uses what it may not.
pub(crate) fn check(metadata: &Metadata) -> Result<()> {
    let ours: Vec<String> = metadata
        .workspace_packages()
        .iter()
        .map(|package| package.name.to_string())
        .collect();
    let violations = violations(&ours, &edges(metadata));
    if violations.is_empty() {
        println!("arrows: {} crates use only what they may", ours.len());
        return Ok(());
    }
    bail!("arrows (docs/ARCHITECTURE.md):\n  {}", violations.join("\n  "))
}

/// Reads the edges: what our manifests declare, whether switched on or not, and what the whole graph resolves to.
fn edges(metadata: &Metadata) -> Vec<Edge> {
    let mut edges = BTreeSet::new();
    for package in metadata.workspace_packages() {
        for dependency in &package.dependencies {
            if dependency.kind != DependencyKind::Development {
                edges.insert(Edge {
                    from: package.name.to_string(),
                    to: dependency.name.clone(),
                });
            }
        }
    }
    let names: BTreeMap<_, _> = metadata
        .packages
        .iter()
        .map(|package| (&package.id, package.name.to_string()))
        .collect();
    for node in metadata.resolve.iter().flat_map(|resolve| &resolve.nodes) {
        for dependency in &node.deps {
            let needed = dependency
                .dep_kinds
                .iter()
                .any(|info| info.kind != DependencyKind::Development);
            if let (true, Some(from), Some(to)) = (needed, names.get(&node.id), names.get(&dependency.pkg)) {
                edges.insert(Edge {
                    from: from.clone(),
                    to: to.clone(),
                });
            }
        }
    }
    edges.into_iter().collect()
}

/// Returns one sentence for every forbidden edge.
fn violations(ours: &[String], edges: &[Edge]) -> Vec<String> {
    let mut found = Vec::new();
    for name in ours {
        let Some(role) = Role::of(name) else {
            found.push(format!(
                "{name} has no role: add it to ROLES in crates/xtask/src/arrows.rs"
            ));
            continue;
        };
        for edge in edges.iter().filter(|edge| edge.from == *name) {
            found.extend(direct_violation(role, edge));
        }
        if role.is_pure() {
            let reached = reachable(name, edges);
            found.extend(
                IMPURE
                    .iter()
                    .filter(|impure| reached.contains(**impure))
                    .map(|impure| format!("{name} is pure and must not reach {impure}, not even through others")),
            );
        }
    }
    found
}

fn direct_violation(role: Role, edge: &Edge) -> Option<String> {
    let Edge { from, to } = edge;
    if let Some(other) = Role::of(to) {
        let allowed = role.may_use(other);
        return (!allowed).then(|| format!("{from} ({role:?}) must not use {to} ({other:?})"));
    }
    if to.contains("actix") && !role.speaks_http() {
        return Some(format!("{from} must not use {to}: only regional-input speaks HTTP"));
    }
    if role == Role::Rules && RANDOM.contains(&to.as_str()) {
        return Some(format!(
            "{from} must not use {to}: ids and randomness come in from outside"
        ));
    }
    None
}

/// Returns everything that `start` needs, directly or through others.
fn reachable<'a>(start: &'a str, edges: &'a [Edge]) -> BTreeSet<&'a str> {
    let mut reached = BTreeSet::new();
    let mut waiting = vec![start];
    while let Some(name) = waiting.pop() {
        for edge in edges.iter().filter(|edge| edge.from == name) {
            if reached.insert(edge.to.as_str()) {
                waiting.push(&edge.to);
            }
        }
    }
    reached
}

#[cfg(test)]
mod tests {
    use super::*;

    fn violations_of(pairs: &[(&str, &str)]) -> Vec<String> {
        let edges: Vec<Edge> = pairs
            .iter()
            .map(|(from, to)| Edge {
                from: (*from).to_owned(),
                to: (*to).to_owned(),
            })
            .collect();
        let ours: Vec<String> = ROLES.iter().map(|(name, _)| (*name).to_owned()).collect();
        violations(&ours, &edges)
    }

    #[track_caller]
    fn assert_forbidden(from: &str, to: &str) {
        let found = violations_of(&[(from, to)]);
        assert!(
            found
                .iter()
                .any(|sentence| sentence.contains(from) && sentence.contains(to)),
            "{from} -> {to} was let through"
        );
    }

    #[track_caller]
    fn assert_allowed(from: &str, to: &str) {
        assert_eq!(violations_of(&[(from, to)]), Vec::<String>::new(), "{from} -> {to}");
    }

    #[test]
    fn the_arrows_of_this_workspace_point_down() {
        check(&crate::workspace::metadata().unwrap()).unwrap();
    }

    #[test]
    fn the_edges_of_this_workspace_are_seen() {
        let edges = edges(&crate::workspace::metadata().unwrap());
        for (from, to) in [
            ("regional-input", "consultation"),
            ("event-log", "sqlx"),
            ("sqlx", "sqlx-core"),
        ] {
            assert!(
                edges.contains(&Edge {
                    from: from.to_owned(),
                    to: to.to_owned()
                }),
                "{from} -> {to}"
            );
        }
    }

    #[test]
    fn the_rules_and_the_log_use_nothing_of_ours() {
        for (other, _) in ROLES {
            assert_forbidden("consultation", other);
            assert_forbidden("event-log", other);
            assert_forbidden("xtask", other);
        }
    }

    #[test]
    fn commands_and_views_do_not_know_each_other() {
        assert_forbidden("commands", "proposal-input");
        assert_forbidden("proposal-input", "commands");
        assert_forbidden("commands", "projection");
        assert_forbidden("projection", "consultation");
    }

    #[test]
    fn a_view_does_not_use_a_view() {
        assert!(!Role::View.may_use(Role::View));
    }

    #[test]
    fn nothing_uses_the_api_but_the_acceptance_tests() {
        for (name, role) in ROLES {
            if *role == Role::Acceptance {
                assert_allowed(name, "regional-input");
            } else {
                assert_forbidden(name, "regional-input");
            }
        }
    }

    #[test]
    fn only_the_api_speaks_http() {
        assert_allowed("regional-input", "actix-web");
        assert_allowed("acceptance", "actix-web");
        for name in ["commands", "projection", "proposal-input", "event-log", "xtask"] {
            assert_forbidden(name, "actix-web");
            assert_forbidden(name, "utoipa-actix-web");
        }
    }

    #[test]
    fn a_pure_crate_reaches_no_runtime_through_others() {
        let found = violations_of(&[
            ("consultation", "innocent"),
            ("innocent", "helper"),
            ("helper", "tokio"),
        ]);
        assert_eq!(
            found,
            ["consultation is pure and must not reach tokio, not even through others"]
        );
        assert_forbidden("comment-sheets", "sqlx");
    }

    #[test]
    fn the_rules_name_no_source_of_randomness() {
        assert_forbidden("consultation", "rand");
        assert_forbidden("consultation", "getrandom");
        assert_allowed("consultation", "uuid");
    }

    #[test]
    fn the_arrows_of_the_architecture_are_allowed() {
        for (from, to) in [
            ("commands", "consultation"),
            ("commands", "event-log"),
            ("projection", "event-log"),
            ("proposal-input", "consultation"),
            ("proposal-input", "event-log"),
            ("proposal-input", "projection"),
            ("comment-sheets", "consultation"),
            ("regional-input", "commands"),
            ("regional-input", "proposal-input"),
        ] {
            assert_allowed(from, to);
        }
    }

    #[test]
    fn a_crate_without_a_role_is_caught() {
        let found = violations(&["surprise".to_owned()], &[]);
        assert_eq!(
            found,
            ["surprise has no role: add it to ROLES in crates/xtask/src/arrows.rs"]
        );
    }
}
