//! Our own words in the languages of letters, records and briefs: Fluent texts in `words/<language>/`.
//!
//! What is not said in a language is said in English. The texts other than English had no native review
//! (`docs/sheets.md`).

use fluent_bundle::{FluentArgs, FluentBundle, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

/// The texts of one language, a file a kind of document.
macro_rules! texts {
    ($language:literal) => {
        (
            $language,
            &[
                include_str!(concat!("../words/", $language, "/areas.ftl")),
                include_str!(concat!("../words/", $language, "/brief.ftl")),
                include_str!(concat!("../words/", $language, "/letter.ftl")),
                include_str!(concat!("../words/", $language, "/matrix.ftl")),
                include_str!(concat!("../words/", $language, "/record.ftl")),
                include_str!(concat!("../words/", $language, "/views.ftl")),
            ],
        )
    };
}

/// The texts of each language.
const TEXTS: [(&str, &[&str]); 6] = [
    texts!("en"),
    texts!("es"),
    texts!("fr"),
    texts!("id"),
    texts!("ko"),
    texts!("tr"),
];

/// The languages of our own words, as BCP 47 tags.
pub const LANGUAGES: [&str; 6] = ["en", "es", "fr", "id", "ko", "tr"];

/// The words of one language.
pub struct Words {
    language: &'static str,
    bundles: Vec<FluentBundle<FluentResource>>,
}

/// What stands in a text for one of its variables.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arg<'a> {
    /// A text.
    Text(&'a str),
    /// A number, by which a text may be in the singular or plural.
    Count(u32),
}

impl<'a> From<&'a str> for Arg<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(text)
    }
}

impl<'a> From<&'a String> for Arg<'a> {
    fn from(text: &'a String) -> Self {
        Self::Text(text)
    }
}

impl From<u32> for Arg<'_> {
    fn from(count: u32) -> Self {
        Self::Count(count)
    }
}

/// Returns the words of a language, by the first part of its BCP 47 tag (`es-MX` is `es`); English for any other.
#[must_use]
pub fn words(language: &str) -> Words {
    let primary = language.split(['-', '_']).next().unwrap_or_default();
    let own = TEXTS.iter().find(|(tag, _)| tag.eq_ignore_ascii_case(primary));
    let english = TEXTS.iter().find(|(tag, _)| *tag == "en");
    let mut found: Vec<_> = own.into_iter().chain(english).collect();
    found.dedup_by_key(|(tag, _)| *tag);
    Words {
        language: found.first().map_or("en", |(tag, _)| *tag),
        bundles: found.into_iter().map(|(tag, texts)| bundle(tag, texts)).collect(),
    }
}

/// Reads the texts of one language. That all of them can be read is tested; a text with a mistake would be left out.
fn bundle(tag: &str, texts: &[&str]) -> FluentBundle<FluentResource> {
    let language: LanguageIdentifier = tag.parse().unwrap_or_default();
    let mut bundle = FluentBundle::new(vec![language]);
    // Marks around each variable are for texts of mixed direction; ours all run from left to right.
    bundle.set_use_isolating(false);
    for text in texts {
        let resource = FluentResource::try_new((*text).to_owned()).unwrap_or_else(|(readable, _)| readable);
        bundle.add_resource_overriding(resource);
    }
    bundle
}

impl Words {
    /// Returns the language of these words, as a BCP 47 tag.
    #[must_use]
    pub const fn language(&self) -> &'static str {
        self.language
    }

    /// Says a text by its key, in English if this language does not have it. A key that no language has is said itself.
    #[must_use]
    pub fn say(&self, key: &str, args: &[(&str, Arg<'_>)]) -> String {
        let args: FluentArgs<'_> = args.iter().map(|(name, arg)| (*name, value(*arg))).collect();
        let found = self.bundles.iter().find_map(|bundle| {
            let pattern = bundle.get_message(key)?.value()?;
            Some(
                bundle
                    .format_pattern(pattern, Some(&args), &mut Vec::new())
                    .into_owned(),
            )
        });
        found.unwrap_or_else(|| key.to_owned())
    }
}

fn value(arg: Arg<'_>) -> FluentValue<'_> {
    match arg {
        Arg::Text(text) => FluentValue::from(text),
        Arg::Count(count) => FluentValue::from(count),
    }
}

#[cfg(test)]
mod tests;
