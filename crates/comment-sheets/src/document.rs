//! A document apart from its file format: what the record, the outcome note, the brief and the letters are made as.
//!
//! Texts are plain; a writer of a format escapes what means something there. A document carries no author and no other
//! office metadata.

pub(crate) mod docx;
mod extent;
pub(crate) mod markdown;

pub use docx::to_docx;
pub use extent::printed_pages;
pub use markdown::to_markdown;

/// A document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// Its title; the first heading.
    pub title: String,
    /// BCP 47 tag of the language of its own words.
    pub language: String,
    /// What follows the title.
    pub blocks: Vec<Block>,
}

/// A part of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// A heading below the title: level 1 is the first below it.
    Heading(u8, String),
    /// A paragraph.
    Paragraph(Vec<Run>),
    /// A list of points.
    List(Vec<Vec<Run>>),
    /// A table: the head's cells, then rows of as many cells each.
    Table {
        /// The head.
        head: Vec<String>,
        /// The rows.
        rows: Vec<Vec<String>>,
    },
    /// What follows begins on a new page, where the format has pages.
    PageBreak,
}

/// Words of one kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// The words.
    pub text: String,
    /// How they are shown.
    pub style: RunStyle,
}

/// How words are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum RunStyle {
    /// As they are.
    #[default]
    Plain,
    /// Strong.
    Bold,
    /// Set apart.
    Italic,
    /// Words that a change puts in.
    Inserted,
    /// Words that a change takes out.
    Deleted,
}

impl Block {
    /// A paragraph of plain words.
    #[must_use]
    pub fn plain(text: impl Into<String>) -> Self {
        Self::Paragraph(vec![Run::plain(text)])
    }
}

impl Run {
    /// Plain words.
    #[must_use]
    pub fn plain(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            style: RunStyle::Plain,
        }
    }

    /// Strong words.
    #[must_use]
    pub fn bold(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            style: RunStyle::Bold,
        }
    }
}
