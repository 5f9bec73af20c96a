//! The rolling text: as an open dossier gives it, and as a document.

use comment_sheets::document::{Block, Document, Run};
use consultation::alignment::stances::{Asked, stances};
use consultation::register::RegisterAt;
use consultation::{Dossier, StateCode};
use rolling_text::{
    Below, CleanParagraph, DELETION, Reading, RollingParagraph, RollingText, WhyUnapplied, rolling_text,
};

use crate::dossiers::OpenDossier;
use crate::matrix_sheet::title;
use crate::wire::rolling::EnglishSayings;

/// Looks at the rolling text of a revision as the viewer of the dossier may know it (R15). `None` if there is no such
/// revision. `register` is that of the point asked for.
pub fn read_rolling_text<T>(
    opened: &OpenDossier,
    register: RegisterAt<'_>,
    members: &[StateCode],
    revision: u32,
    look: impl FnOnce(&Reading<'_, '_>, &RollingText<'_>) -> T,
) -> Option<T> {
    let rows = opened.rows();
    let stances = stances(Asked {
        rights: &opened.rights,
        present: &opened.present,
        shown: &opened.dossier,
        past: opened.past(),
        register,
        consultation: None,
    });
    let reading = Reading {
        dossier: &opened.dossier,
        rows: &rows,
        stances: &stances,
        members: opened.rights.is_member().then_some(members),
    };
    rolling_text(&reading, revision).map(|text| look(&reading, &text))
}

/// The rolling text as a document, with our own words in English.
#[must_use]
pub fn rolling_document(dossier: &Dossier, text: &RollingText<'_>) -> Document {
    let mut blocks = vec![Block::plain(title(dossier, "en"))];
    blocks.push(Block::Heading(1, format!("Alternatives to {}", named(text))));
    for paragraph in &text.paragraphs {
        blocks.push(numbered(paragraph, &paragraph.shown(&EnglishSayings)));
        blocks.extend(list(paragraph.below.iter().map(line)));
    }
    let general: Vec<String> = text.general.iter().map(|one| one.shown(&EnglishSayings)).collect();
    if !general.is_empty() {
        blocks.push(Block::Heading(1, "On the text as a whole".into()));
        blocks.extend(list(general.into_iter()));
    }
    if !text.unplaced.is_empty() {
        blocks.push(Block::Heading(
            1,
            "From earlier revisions, without a place in this one".into(),
        ));
        blocks.extend(list(text.unplaced.iter().map(line)));
    }
    blocks.push(Block::Heading(1, "Text with what was accepted".into()));
    for paragraph in &text.paragraphs {
        let clean = &paragraph.clean;
        blocks.push(numbered(paragraph, clean.text.as_deref().unwrap_or("(taken out)")));
        blocks.extend(clean.added.iter().map(|added| Block::plain(added.as_str())));
        blocks.extend(list(open_ends(clean).into_iter()));
    }
    Document {
        title: "Rolling text".into(),
        language: "en".into(),
        blocks,
    }
}

fn named(text: &RollingText<'_>) -> String {
    match text.revision.label.as_str() {
        "" => format!("revision {}", text.revision.number),
        label => label.to_owned(),
    }
}

fn numbered(paragraph: &RollingParagraph<'_>, text: &str) -> Block {
    Block::Paragraph(vec![
        Run::bold(format!("{} ", paragraph.paragraph.label)),
        Run::plain(text),
    ])
}

fn list(points: impl Iterator<Item = String>) -> Option<Block> {
    let points: Vec<Vec<Run>> = points.map(|point| vec![Run::plain(point)]).collect();
    (!points.is_empty()).then_some(Block::List(points))
}

fn line(below: &Below) -> String {
    let about = match &below.quote {
        Some(quote) => format!("“{quote}”: "),
        None => String::new(),
    };
    let look = if below.needs_look {
        " (from an earlier revision; needs a look)"
    } else {
        ""
    };
    format!("{about}{}{look}", below.alternative.shown(&EnglishSayings))
}

/// What was accepted and is not in the text.
fn open_ends(clean: &CleanParagraph) -> Vec<String> {
    let shown = |text: &String| {
        let words = if text.is_empty() { DELETION } else { text };
        format!("[{words}]")
    };
    let conflicts = clean.conflicts.iter().map(|conflict| {
        let wordings: Vec<String> = conflict.wordings.iter().map(|(text, _)| shown(text)).collect();
        format!("Accepted, and not compatible: {}", wordings.join(" "))
    });
    let unapplied = clean.unapplied.iter().map(|one| match one.why {
        WhyUnapplied::NoWording => format!("{}: accepted without wording", one.number),
        WhyUnapplied::NeedsLook => format!("{}: accepted; where it belongs needs a look", one.number),
    });
    conflicts.chain(unapplied).collect()
}
