//! Filled sheets: from rows to what their states say, or to the dispositions that a member proposes, and what became of
//! every row. Used by the command line and by `import_sheet`.

pub(crate) mod batch;
mod kept;
pub(crate) mod landing;
pub(crate) mod matrix;
pub(crate) mod own;
mod parts;
pub(crate) mod refusals;
pub(crate) mod report;
pub(crate) mod rows;
