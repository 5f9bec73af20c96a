//! Record and outcome note as documents, in the words of a language.

mod note;
mod parts;
mod record;

use consultation::StateCode;

pub use note::note_document;
pub use record::record_document;

/// The program's own words in a language. What states and members said stays in theirs.
pub trait Wording {
    /// BCP 47 tag of the language.
    fn language(&self) -> &str;
    /// The words of a key, with the arguments put in. Keys begin with `record-` or `outcome-`.
    fn say(&self, key: &str, args: &[(&str, &str)]) -> String;
    /// What a state is called.
    fn state(&self, code: StateCode) -> String;
}
