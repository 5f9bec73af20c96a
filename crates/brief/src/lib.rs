//! The brief: two pages about a proposal for whoever decides, as facts and as a document in words of a language.
//!
//! It is made from what one member sees (R15) and for members only, since it tells of their views (R18). Nothing in it
//! is drafted by the program: a wording in it was put forward by a state.

mod document;
mod facts;
mod says;

pub use document::{Naming, brief_document};
pub use facts::{
    Brief, Changes, Contended, Context, Differs, Dispute, Earlier, NotHeard, Package, PositionGroup, Positions,
    Reading, SilenceFit, Supported, brief,
};
pub use says::Says;
