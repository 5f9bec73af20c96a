//! Our own words in six languages: texts of one line with variables.

/// The texts of each language.
const TEXTS: [(&str, &str); 6] = [
    ("en", include_str!("../../../crates/comment-sheets/words/en/record.ftl")),
    ("es", include_str!("../../../crates/comment-sheets/words/es/record.ftl")),
    ("fr", include_str!("../../../crates/comment-sheets/words/fr/record.ftl")),
    ("id", include_str!("../../../crates/comment-sheets/words/id/record.ftl")),
    ("ko", include_str!("../../../crates/comment-sheets/words/ko/record.ftl")),
    ("tr", include_str!("../../../crates/comment-sheets/words/tr/record.ftl")),
];

/// The words of one language.
#[derive(Debug, Clone, Copy)]
pub(super) struct PlainWords {
    language: &'static str,
    texts: &'static str,
}

impl PlainWords {
    /// The words of a language, by the first part of its tag; English for any other.
    pub(super) fn of(language: &str) -> Self {
        let primary = language.split(['-', '_']).next().unwrap_or_default();
        let own = TEXTS.iter().find(|(tag, _)| tag.eq_ignore_ascii_case(primary));
        let [english, ..] = &TEXTS;
        let (language, texts) = own.unwrap_or(english);
        Self { language, texts }
    }

    /// The tag of the language.
    pub(super) fn language(self) -> &'static str {
        self.language
    }

    /// A text by its key; a key without text is said itself.
    pub(super) fn say(self, key: &str, args: &[(&str, &str)]) -> String {
        let of_line = |line: &'static str| line.split_once(" = ").filter(|(name, _)| *name == key);
        let Some((_, text)) = self.texts.lines().find_map(of_line) else {
            return key.to_owned();
        };
        // What is put in is not looked at again: it may hold braces of its own.
        let mut said = String::new();
        let mut rest = text;
        while let Some((before, from)) = rest.split_once("{ $") {
            let Some((name, after)) = from.split_once(" }") else {
                break;
            };
            said.push_str(before);
            said.push_str(args.iter().find(|(known, _)| *known == name).map_or("", |(_, arg)| arg));
            rest = after;
        }
        said.push_str(rest);
        said
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// Keys with the variables of each.
    fn keys(texts: &str) -> BTreeSet<(String, BTreeSet<String>)> {
        let key = |line: &str| {
            let (name, text) = line.split_once(" = ")?;
            let variables = text.split("{ $").skip(1).filter_map(|from| from.split(" }").next());
            Some((name.to_owned(), variables.map(str::to_owned).collect()))
        };
        texts.lines().filter_map(key).collect()
    }

    #[test]
    fn every_language_says_the_same() {
        let english = keys(TEXTS[0].1);
        assert!(english.len() > 60);
        for (language, texts) in TEXTS {
            assert_eq!(keys(texts), english, "{language}");
        }
    }

    #[test]
    fn variables_are_put_in_as_they_are() {
        let words = PlainWords::of("es-MX");
        let said = words.say("record-end-taken-back", &[("reason", "{ $at }"), ("at", "hoy")]);
        assert_eq!(said, "Retirado el hoy: { $at }");
        assert_eq!(PlainWords::of("xx").say("record-none", &[]), "None.");
        assert_eq!(words.say("record-unknown", &[]), "record-unknown");
    }
}
