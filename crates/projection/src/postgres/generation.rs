//! Names: of a view's version, and of the tables of one generation.

use crate::View;

/// A view in one version.
#[derive(Debug, Clone, Copy)]
pub(super) struct Key {
    pub(super) name: &'static str,
    pub(super) version: i64,
}

impl Key {
    pub(super) fn of(view: &dyn View) -> Self {
        Self {
            name: view.name(),
            version: i64::from(view.version()),
        }
    }

    /// What the names of a generation's tables and indexes begin with. With the longest name of either the whole stays
    /// below the 63 bytes that PostgreSQL keeps of a name.
    pub(super) fn prefix(&self, generation: i64) -> String {
        format!("{}_v{}_g{generation}_", self.name.replace('-', "_"), self.version)
    }
}
