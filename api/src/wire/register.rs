//! The register in requests and answers.

use consultation::register::{DatedFact, Fact, Names, Register};
use consultation::{RegisterCode, StateCode, geography};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;
use utoipa::ToSchema;

use super::{Words, words};

mod file;

pub use file::RegisterFileRequest;

/// When a fact holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct Span {
    /// First instant at which it holds; null: since ever.
    #[schema(value_type = Option<String>, format = DateTime, example = "2013-09-25T00:00:00Z")]
    pub from: Option<Timestamp>,
    /// First instant at which it no longer holds; null: until further notice.
    #[schema(value_type = Option<String>, format = DateTime, example = json!(null))]
    pub until: Option<Timestamp>,
}

/// A member or partner.
#[derive(Debug, Serialize, ToSchema)]
pub struct StateResponse {
    /// ISO 3166-1 code.
    #[schema(value_type = String, example = "FJI")]
    pub code: StateCode,
    /// What it is called, by language.
    #[schema(value_type = std::collections::BTreeMap<String, String>, example = json!({"en": "Fiji"}))]
    pub names: Words,
    /// IANA zone of its capital.
    #[schema(example = "Pacific/Fiji")]
    pub time_zone: String,
    /// The M49 areas that it lies in.
    pub areas: AreasResponse,
    /// A small island developing state.
    #[schema(example = true)]
    pub sids: bool,
    /// A least developed country at that instant.
    #[schema(example = false)]
    pub ldc: bool,
    /// A landlocked developing country.
    #[schema(example = false)]
    pub lldc: bool,
    /// When it holds.
    #[serde(flatten)]
    pub span: Span,
}

/// A partner.
#[derive(Debug, Serialize, ToSchema)]
pub struct PartnerResponse {
    /// The state.
    #[serde(flatten)]
    pub state: StateResponse,
    /// The members that it is near.
    #[schema(value_type = Vec<String>, example = json!(["AUS"]))]
    pub neighbourhoods: Vec<StateCode>,
}

/// The M49 areas of a state; null where M49 has none.
#[derive(Debug, Serialize, ToSchema)]
pub struct AreasResponse {
    /// For example Oceania.
    pub region: Option<AreaResponse>,
    /// For example Melanesia.
    pub subregion: Option<AreaResponse>,
    /// For example Central America; few states have one.
    pub intermediate: Option<AreaResponse>,
}

/// An M49 area.
#[derive(Debug, Serialize, ToSchema)]
pub struct AreaResponse {
    /// M49 code.
    #[schema(example = "054")]
    pub code: &'static str,
    /// English M49 name.
    #[schema(example = "Melanesia")]
    pub name: &'static str,
}

/// A regional group.
#[derive(Debug, Serialize, ToSchema)]
pub struct GroupResponse {
    /// Its code.
    #[schema(value_type = String, example = "PIF")]
    pub code: RegisterCode,
    /// What it is called, by language.
    #[schema(value_type = std::collections::BTreeMap<String, String>, example = json!({"en": "Pacific Islands Forum"}))]
    pub names: Words,
    /// The states that belong to it, members of the register's group included.
    pub members: Vec<GroupStateResponse>,
    /// The states that may speak on its behalf.
    pub spokespersons: Vec<GroupStateResponse>,
    /// When it holds.
    #[serde(flatten)]
    pub span: Span,
}

/// A state in a group.
#[derive(Debug, Serialize, ToSchema)]
pub struct GroupStateResponse {
    /// The state.
    #[schema(value_type = String, example = "FJI")]
    pub state: StateCode,
    /// When it holds.
    #[serde(flatten)]
    pub span: Span,
}

/// A chair term.
#[derive(Debug, Serialize, ToSchema)]
pub struct ChairTermResponse {
    /// The member in the chair.
    #[schema(value_type = String, example = "AUS")]
    pub member: StateCode,
    /// When it holds.
    #[serde(flatten)]
    pub span: Span,
}

/// A focus area.
#[derive(Debug, Serialize, ToSchema)]
pub struct FocusAreaResponse {
    /// Its code.
    #[schema(value_type = String, example = "cybersecurity")]
    pub code: RegisterCode,
    /// What it is called, by language.
    #[schema(value_type = std::collections::BTreeMap<String, String>, example = json!({"en": "Cybersecurity"}))]
    pub names: Words,
    /// When it holds.
    #[serde(flatten)]
    pub span: Span,
}

/// A key event.
#[derive(Debug, Serialize, ToSchema)]
pub struct KeyEventResponse {
    /// Its code.
    #[schema(value_type = String, example = "g20-2027")]
    pub code: RegisterCode,
    /// What it is called, by language.
    #[schema(value_type = std::collections::BTreeMap<String, String>, example = json!({"en": "G20 Leaders' Summit 2027"}))]
    pub names: Words,
    /// Its calendar date.
    #[schema(value_type = String, format = Date, example = "2027-11-30")]
    pub on: Date,
    /// When it holds.
    #[serde(flatten)]
    pub span: Span,
}

/// The facts of a register that hold at an instant, and all chair terms.
#[derive(Debug, Serialize, ToSchema)]
pub struct FactsResponse {
    /// The members, by code.
    pub members: Vec<StateResponse>,
    /// The partners, by code.
    pub partners: Vec<PartnerResponse>,
    /// The regional groups, by code.
    pub groups: Vec<GroupResponse>,
    /// The member in the chair.
    #[schema(value_type = Option<String>, example = "AUS")]
    pub chair: Option<StateCode>,
    /// All chair terms, past and to come.
    pub chair_terms: Vec<ChairTermResponse>,
    /// The focus areas.
    pub focus_areas: Vec<FocusAreaResponse>,
    /// The key events, by date.
    pub key_events: Vec<KeyEventResponse>,
}

impl From<&DatedFact> for Span {
    fn from(dated: &DatedFact) -> Self {
        Self {
            from: dated.from,
            until: dated.until,
        }
    }
}

impl FactsResponse {
    /// The register as of an instant (R1).
    #[must_use]
    pub fn of(register: &Register, instant: Timestamp) -> Self {
        let mut facts = Self {
            members: Vec::new(),
            partners: Vec::new(),
            groups: Vec::new(),
            chair: register.at(instant).chair(),
            chair_terms: chair_terms(register, instant),
            focus_areas: Vec::new(),
            key_events: Vec::new(),
        };
        let holding: Vec<&DatedFact> = register
            .facts()
            .iter()
            .filter(|dated| dated.holds_at(instant))
            .collect();
        for dated in &holding {
            facts.take(dated, &holding, instant);
        }
        facts.members.sort_by_key(|member| member.code);
        facts.partners.sort_by_key(|partner| partner.state.code);
        facts.groups.sort_by(|one, other| one.code.cmp(&other.code));
        facts
            .key_events
            .sort_by(|one, other| (one.on, &one.code).cmp(&(other.on, &other.code)));
        facts
    }

    fn take(&mut self, dated: &DatedFact, holding: &[&DatedFact], instant: Timestamp) {
        let span = Span::from(dated);
        match &dated.fact {
            Fact::Member {
                state,
                names,
                time_zone,
            } => {
                self.members
                    .push(StateResponse::of(*state, names, time_zone, span, instant));
            }
            Fact::Partner {
                state,
                neighbourhoods,
                names,
                time_zone,
            } => self.partners.push(PartnerResponse {
                state: StateResponse::of(*state, names, time_zone, span, instant),
                neighbourhoods: neighbourhoods.clone(),
            }),
            Fact::Group { code, names } => self.groups.push(GroupResponse::of(code, names, span, holding)),
            Fact::FocusArea { code, names } => {
                self.focus_areas.push(FocusAreaResponse {
                    code: code.clone(),
                    names: words(names),
                    span,
                });
            }
            Fact::KeyEvent { code, names, on } => {
                self.key_events.push(KeyEventResponse {
                    code: code.clone(),
                    names: words(names),
                    on: *on,
                    span,
                });
            }
            // Told with their group, and with all terms.
            Fact::GroupMember { .. } | Fact::Spokesperson { .. } | Fact::ChairTerm { .. } => {}
        }
    }
}

fn chair_terms(register: &Register, instant: Timestamp) -> Vec<ChairTermResponse> {
    let terms = register.at(instant).chair_terms();
    terms
        .into_iter()
        .map(|(member, dated)| ChairTermResponse {
            member,
            span: dated.into(),
        })
        .collect()
}

impl StateResponse {
    fn of(code: StateCode, names: &Names, time_zone: &str, span: Span, instant: Timestamp) -> Self {
        let areas = geography::areas_of(code);
        let class = geography::development_class_of(code, instant);
        let area = |code| geography::area_name(code).map(|name| AreaResponse { code, name });
        Self {
            code,
            names: words(names),
            time_zone: time_zone.to_owned(),
            areas: AreasResponse {
                region: area(areas.region),
                subregion: area(areas.subregion),
                intermediate: area(areas.intermediate),
            },
            sids: class.sids,
            ldc: class.ldc,
            lldc: class.lldc,
            span,
        }
    }
}

impl GroupResponse {
    fn of(wanted: &RegisterCode, names: &Names, span: Span, holding: &[&DatedFact]) -> Self {
        let states = |in_group: fn(&Fact) -> Option<(&RegisterCode, StateCode)>| {
            let of_wanted = holding.iter().filter_map(|dated| {
                let (group, state) = in_group(&dated.fact)?;
                (group == wanted).then(|| GroupStateResponse {
                    state,
                    span: Span::from(*dated),
                })
            });
            let mut states: Vec<GroupStateResponse> = of_wanted.collect();
            states.sort_by_key(|member| member.state);
            states
        };
        Self {
            code: wanted.clone(),
            names: words(names),
            members: states(|fact| match fact {
                Fact::GroupMember { group, state } => Some((group, *state)),
                _ => None,
            }),
            spokespersons: states(|fact| match fact {
                Fact::Spokesperson { group, state } => Some((group, *state)),
                _ => None,
            }),
            span,
        }
    }
}
