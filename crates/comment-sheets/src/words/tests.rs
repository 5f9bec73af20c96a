use std::collections::{BTreeMap, BTreeSet};

use fluent_bundle::FluentResource;
use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};

use super::{LANGUAGES, TEXTS, words};

/// The arguments of each message of a language.
fn messages(texts: &[&str]) -> BTreeMap<String, BTreeSet<String>> {
    let mut found = BTreeMap::new();
    for text in texts {
        let resource = FluentResource::try_new((*text).to_owned()).unwrap_or_else(|(_, errors)| panic!("{errors:?}"));
        for entry in resource.entries() {
            let Entry::Message(message) = entry else { continue };
            let mut arguments = BTreeSet::new();
            pattern(message.value.as_ref().unwrap(), &mut arguments);
            let again = found.insert(message.id.name.to_owned(), arguments);
            assert!(again.is_none(), "{} is said twice", message.id.name);
        }
    }
    found
}

fn pattern(pattern: &Pattern<&str>, arguments: &mut BTreeSet<String>) {
    for element in &pattern.elements {
        if let PatternElement::Placeable { expression } = element {
            match expression {
                Expression::Inline(inline) => argument(inline, arguments),
                Expression::Select { selector, variants } => {
                    argument(selector, arguments);
                    for variant in variants {
                        self::pattern(&variant.value, arguments);
                    }
                }
            }
        }
    }
}

fn argument(inline: &InlineExpression<&str>, arguments: &mut BTreeSet<String>) {
    if let InlineExpression::VariableReference { id } = inline {
        arguments.insert(id.name.to_owned());
    }
}

#[test]
fn every_language_has_every_text_of_english_with_the_same_arguments() {
    let english = messages(TEXTS[0].1);
    for (language, texts) in TEXTS {
        assert_eq!(messages(texts), english, "{language}");
    }
    assert_eq!(TEXTS.map(|(language, _)| language), LANGUAGES);
}

#[test]
fn a_regional_tag_finds_its_language_and_an_unknown_one_finds_english() {
    assert_eq!(words("es-MX").language(), "es");
    assert_eq!(words("tr").language(), "tr");
    assert_eq!(words("mi").language(), "en");
    assert_eq!(words("").language(), "en");
}

#[test]
fn a_key_that_nobody_has_is_said_itself() {
    assert_eq!(words("fr").say("no-such-key", &[]), "no-such-key");
}
