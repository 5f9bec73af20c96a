//! The register file: what a person writes, read into dated facts.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};
use serde::Deserialize;

use super::{DatedFact, Fact, Names};
use crate::{LanguageTag, RegisterCode, StateCode};

/// A register file (TOML or JSON): the whole truth as its author knows it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RegisterFile {
    /// The members.
    pub members: Vec<MemberEntry>,
    /// The partners.
    pub partners: Vec<PartnerEntry>,
    /// The regional groups.
    pub groups: Vec<GroupEntry>,
    /// Who holds the chair when.
    pub chair_terms: Vec<ChairTermEntry>,
    /// Subjects of proposals.
    pub focus_areas: Vec<NamedEntry>,
    /// Dates that deadlines are counted back from.
    pub key_events: Vec<KeyEventEntry>,
}

/// A mistake in a register file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{pointer}: {detail}")]
pub struct RegisterFileError {
    /// JSON Pointer (RFC 6901) to the entry.
    pub pointer: String,
    /// What is wrong and how to mend it.
    pub detail: String,
}

/// A calendar date (its first instant in UTC) or an RFC 3339 instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Day(pub Timestamp);

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        let midnight = |date: Date| date.to_zoned(TimeZone::UTC).map(|zoned: Zoned| zoned.timestamp()).ok();
        // A clock time without a zone parses as a date, too; dropping it would move the fact by hours.
        let date = || {
            text.parse::<Date>()
                .ok()
                .filter(|date| date.to_string() == *text)
                .and_then(midnight)
        };
        text.parse::<Timestamp>().ok().or_else(date).map(Day).ok_or_else(|| {
            serde::de::Error::custom(format!(
                "{text:?} is neither a date such as 2027-03-01 nor an instant such as 2027-03-01T16:00:00Z"
            ))
        })
    }
}

/// A member.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MemberEntry {
    /// ISO 3166-1 code.
    pub code: StateCode,
    /// Names by language.
    pub names: Names,
    /// IANA zone of the capital.
    pub time_zone: String,
    /// First day or instant at which it holds.
    #[serde(default)]
    pub from: Option<Day>,
    /// First day or instant at which it no longer holds.
    #[serde(default)]
    pub until: Option<Day>,
}

/// A partner.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PartnerEntry {
    /// ISO 3166-1 code.
    pub code: StateCode,
    /// Members it is near; may be empty.
    #[serde(default)]
    pub neighbourhoods: Vec<StateCode>,
    /// Names by language.
    pub names: Names,
    /// IANA zone of the capital.
    pub time_zone: String,
    /// First day or instant at which it holds.
    #[serde(default)]
    pub from: Option<Day>,
    /// First day or instant at which it no longer holds.
    #[serde(default)]
    pub until: Option<Day>,
}

/// A regional group.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GroupEntry {
    /// Its code.
    pub code: RegisterCode,
    /// Names by language.
    pub names: Names,
    /// The states that belong to it.
    #[serde(default)]
    pub members: Vec<StateEntry>,
    /// Who may speak on its behalf.
    #[serde(default)]
    pub spokespersons: Vec<StateEntry>,
    /// First day or instant at which it holds.
    #[serde(default)]
    pub from: Option<Day>,
    /// First day or instant at which it no longer holds.
    #[serde(default)]
    pub until: Option<Day>,
}

/// A state in a group.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StateEntry {
    /// The state.
    pub state: StateCode,
    /// First day or instant at which it holds.
    #[serde(default)]
    pub from: Option<Day>,
    /// First day or instant at which it no longer holds.
    #[serde(default)]
    pub until: Option<Day>,
}

/// A chair term.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChairTermEntry {
    /// The member in the chair.
    pub member: StateCode,
    /// First day or instant at which it holds.
    #[serde(default)]
    pub from: Option<Day>,
    /// First day or instant at which it no longer holds.
    #[serde(default)]
    pub until: Option<Day>,
}

/// A focus area.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NamedEntry {
    /// Its code.
    pub code: RegisterCode,
    /// Names by language.
    pub names: Names,
    /// First day or instant at which it holds.
    #[serde(default)]
    pub from: Option<Day>,
    /// First day or instant at which it no longer holds.
    #[serde(default)]
    pub until: Option<Day>,
}

/// A key event.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeyEventEntry {
    /// Its code.
    pub code: RegisterCode,
    /// Names by language.
    pub names: Names,
    /// Its calendar date.
    pub on: Date,
    /// First day or instant at which it holds.
    #[serde(default)]
    pub from: Option<Day>,
    /// First day or instant at which it no longer holds.
    #[serde(default)]
    pub until: Option<Day>,
}

impl RegisterFile {
    /// The file as dated facts.
    ///
    /// # Errors
    /// Every mistake that was found, not only the first.
    pub fn facts(&self) -> Result<Vec<DatedFact>, Vec<RegisterFileError>> {
        let mut check = Check::new(self);
        let mut facts = Vec::new();
        for (index, entry) in self.members.iter().enumerate() {
            let pointer = format!("/members/{index}");
            check.state(&pointer, &entry.names, &entry.time_zone);
            let fact = Fact::Member {
                state: entry.code,
                names: entry.names.clone(),
                time_zone: entry.time_zone.clone(),
            };
            facts.extend(check.dated(&pointer, (entry.from, entry.until), fact));
        }
        for (index, entry) in self.partners.iter().enumerate() {
            let pointer = format!("/partners/{index}");
            check.partner(&pointer, entry);
            let mut neighbourhoods = entry.neighbourhoods.clone();
            neighbourhoods.sort_unstable();
            neighbourhoods.dedup();
            let fact = Fact::Partner {
                state: entry.code,
                neighbourhoods,
                names: entry.names.clone(),
                time_zone: entry.time_zone.clone(),
            };
            facts.extend(check.dated(&pointer, (entry.from, entry.until), fact));
        }
        self.group_facts(&mut check, &mut facts);
        for (index, entry) in self.chair_terms.iter().enumerate() {
            let pointer = format!("/chair_terms/{index}");
            if !check.members.contains(&entry.member) {
                check.report(&pointer, format!("{} is not among [[members]]", entry.member));
            }
            facts.extend(check.dated(
                &pointer,
                (entry.from, entry.until),
                Fact::ChairTerm { member: entry.member },
            ));
        }
        for (index, entry) in self.focus_areas.iter().enumerate() {
            let pointer = format!("/focus_areas/{index}");
            check.names(&pointer, &entry.names);
            let fact = Fact::FocusArea {
                code: entry.code.clone(),
                names: entry.names.clone(),
            };
            facts.extend(check.dated(&pointer, (entry.from, entry.until), fact));
        }
        for (index, entry) in self.key_events.iter().enumerate() {
            let pointer = format!("/key_events/{index}");
            check.names(&pointer, &entry.names);
            let fact = Fact::KeyEvent {
                code: entry.code.clone(),
                names: entry.names.clone(),
                on: entry.on,
            };
            facts.extend(check.dated(&pointer, (entry.from, entry.until), fact));
        }
        check.overlaps(&facts);
        if check.errors.is_empty() {
            Ok(facts)
        } else {
            Err(check.errors)
        }
    }

    fn group_facts(&self, check: &mut Check, facts: &mut Vec<DatedFact>) {
        for (index, entry) in self.groups.iter().enumerate() {
            let pointer = format!("/groups/{index}");
            check.names(&pointer, &entry.names);
            let group = &entry.code;
            facts.extend(check.dated(
                &pointer,
                (entry.from, entry.until),
                Fact::Group {
                    code: group.clone(),
                    names: entry.names.clone(),
                },
            ));
            for (index, member) in entry.members.iter().enumerate() {
                let fact = Fact::GroupMember {
                    group: group.clone(),
                    state: member.state,
                };
                facts.extend(check.dated(&format!("{pointer}/members/{index}"), (member.from, member.until), fact));
            }
            for (index, speaker) in entry.spokespersons.iter().enumerate() {
                let fact = Fact::Spokesperson {
                    group: group.clone(),
                    state: speaker.state,
                };
                facts.extend(check.dated(
                    &format!("{pointer}/spokespersons/{index}"),
                    (speaker.from, speaker.until),
                    fact,
                ));
            }
        }
    }
}

/// Collects mistakes while the file is read.
struct Check {
    members: BTreeSet<StateCode>,
    errors: Vec<RegisterFileError>,
}

impl Check {
    fn new(file: &RegisterFile) -> Self {
        Self {
            members: file.members.iter().map(|entry| entry.code).collect(),
            errors: Vec::new(),
        }
    }

    fn report(&mut self, pointer: &str, detail: String) {
        self.errors.push(RegisterFileError {
            pointer: pointer.to_owned(),
            detail,
        });
    }

    fn names(&mut self, pointer: &str, names: &Names) {
        let english = LanguageTag::parse("en").ok().and_then(|english| names.get(&english));
        if english.is_none_or(|name| name.trim().is_empty()) {
            self.report(
                &format!("{pointer}/names"),
                "an English name (en) is required".to_owned(),
            );
        }
    }

    fn state(&mut self, pointer: &str, names: &Names, time_zone: &str) {
        self.names(pointer, names);
        if TimeZone::get(time_zone).is_err() {
            self.report(
                &format!("{pointer}/time_zone"),
                format!("{time_zone:?} is not an IANA time zone such as Pacific/Fiji"),
            );
        }
    }

    fn partner(&mut self, pointer: &str, entry: &PartnerEntry) {
        self.state(pointer, &entry.names, &entry.time_zone);
        for (index, member) in entry.neighbourhoods.iter().enumerate() {
            if !self.members.contains(member) {
                self.report(
                    &format!("{pointer}/neighbourhoods/{index}"),
                    format!("{member} is not among [[members]]"),
                );
            }
        }
    }

    fn dated(&mut self, pointer: &str, span: (Option<Day>, Option<Day>), fact: Fact) -> Option<DatedFact> {
        let (from, until) = (span.0.map(|day| day.0), span.1.map(|day| day.0));
        if let (Some(from), Some(until)) = (from, until)
            && until <= from
        {
            self.report(&format!("{pointer}/until"), "until must be later than from".to_owned());
            return None;
        }
        Some(DatedFact { from, until, fact })
    }

    /// Facts of one subject may not hold at the same time: there is one chair, and a state is a member or a partner.
    fn overlaps(&mut self, facts: &[DatedFact]) {
        let mut by_subject: BTreeMap<String, Vec<&DatedFact>> = BTreeMap::new();
        for dated in facts {
            by_subject.entry(dated.fact.subject()).or_default().push(dated);
        }
        for (subject, mut dated) in by_subject {
            dated.sort_by_key(|dated| dated.from);
            for pair in dated.windows(2) {
                if let [earlier, later] = pair
                    && earlier
                        .until
                        .is_none_or(|until| later.from.is_none_or(|from| from < until))
                {
                    self.report(
                        "",
                        format!(
                            "{subject}: two entries hold at the same time ({}, {})",
                            earlier.fact.key(),
                            later.fact.key()
                        ),
                    );
                }
            }
        }
    }
}
