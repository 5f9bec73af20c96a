//! What a register file holds, for the OpenAPI document. `consultation::register::RegisterFile` reads it; a test holds
//! the two together.

use std::collections::BTreeMap;

use serde::Serialize;
use utoipa::ToSchema;

/// The whole truth: a fact of the register that is left out ends now.
///
/// `from` and `until` are a calendar date (its first instant in UTC) or an RFC 3339 instant. A fact without `from` holds
/// from now, in an empty register since ever; one without `until` holds until further notice.
#[derive(Debug, Default, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "members": [{"code": "AUS", "names": {"en": "Australia"}, "time_zone": "Australia/Sydney", "from": "2013-09-25"}],
    "partners": [{"code": "FJI", "neighbourhoods": ["AUS"], "names": {"en": "Fiji"}, "time_zone": "Pacific/Fiji"}],
    "groups": [{"code": "PIF", "names": {"en": "Pacific Islands Forum"}, "members": [{"state": "FJI"}],
        "spokespersons": []}],
    "chair_terms": [{"member": "AUS", "from": "2026-02-19", "until": "2027-03-01"}],
    "focus_areas": [{"code": "cybersecurity", "names": {"en": "Cybersecurity"}}],
    "key_events": [{"code": "g20-2027", "names": {"en": "G20 Leaders' Summit 2027"}, "on": "2027-11-30"}]
}))]
pub struct RegisterFileRequest {
    /// The members.
    #[schema(required = false)]
    pub members: Vec<MemberEntryRequest>,
    /// The partners.
    #[schema(required = false)]
    pub partners: Vec<PartnerEntryRequest>,
    /// The regional groups.
    #[schema(required = false)]
    pub groups: Vec<GroupEntryRequest>,
    /// Who holds the chair when; terms may not overlap.
    #[schema(required = false)]
    pub chair_terms: Vec<ChairTermEntryRequest>,
    /// Subjects of proposals.
    #[schema(required = false)]
    pub focus_areas: Vec<FocusAreaEntryRequest>,
    /// Dates that deadlines are counted back from.
    #[schema(required = false)]
    pub key_events: Vec<KeyEventEntryRequest>,
}

macro_rules! entries {
    ($($(#[$doc:meta])* $name:ident { $($(#[$field_meta:meta])* $field:ident: $kind:ty,)* })+) => {$(
        $(#[$doc])*
        #[derive(Debug, Default, Serialize, ToSchema)]
        #[serde(deny_unknown_fields)]
        pub struct $name {
            $($(#[$field_meta])* pub $field: $kind,)*
            /// First day or instant at which it holds.
            #[schema(example = "2013-09-25")]
            pub from: Option<String>,
            /// First day or instant at which it no longer holds.
            #[schema(example = "2099-01-01")]
            pub until: Option<String>,
        }
    )+};
}

entries! {
    /// A member.
    MemberEntryRequest {
        /// ISO 3166-1 code.
        #[schema(example = "AUS")]
        code: String,
        /// Names by language (BCP 47); one in English is required.
        #[schema(example = json!({"en": "Australia"}))]
        names: BTreeMap<String, String>,
        /// IANA zone of the capital.
        #[schema(example = "Australia/Sydney")]
        time_zone: String,
    }
    /// A partner.
    PartnerEntryRequest {
        /// ISO 3166-1 code.
        #[schema(example = "FJI")]
        code: String,
        /// The members that it is near (ISO 3166-1); may be empty.
        #[schema(required = false, example = json!(["AUS"]))]
        neighbourhoods: Vec<String>,
        /// Names by language (BCP 47); one in English is required.
        #[schema(example = json!({"en": "Fiji"}))]
        names: BTreeMap<String, String>,
        /// IANA zone of the capital.
        #[schema(example = "Pacific/Fiji")]
        time_zone: String,
    }
    /// A regional group.
    GroupEntryRequest {
        /// 1 to 64 letters, digits and hyphens.
        #[schema(example = "PIF")]
        code: String,
        /// Names by language (BCP 47); one in English is required.
        #[schema(example = json!({"en": "Pacific Islands Forum"}))]
        names: BTreeMap<String, String>,
        /// The states that belong to it, members of the register's group included.
        #[schema(required = false)]
        members: Vec<GroupStateEntryRequest>,
        /// The states that may speak on its behalf.
        #[schema(required = false)]
        spokespersons: Vec<GroupStateEntryRequest>,
    }
    /// A state in a group.
    GroupStateEntryRequest {
        /// ISO 3166-1 code.
        #[schema(example = "FJI")]
        state: String,
    }
    /// A chair term.
    ChairTermEntryRequest {
        /// A member (ISO 3166-1).
        #[schema(example = "AUS")]
        member: String,
    }
    /// A focus area.
    FocusAreaEntryRequest {
        /// 1 to 64 letters, digits and hyphens.
        #[schema(example = "cybersecurity")]
        code: String,
        /// Names by language (BCP 47); one in English is required.
        #[schema(example = json!({"en": "Cybersecurity"}))]
        names: BTreeMap<String, String>,
    }
    /// A key event.
    KeyEventEntryRequest {
        /// 1 to 64 letters, digits and hyphens.
        #[schema(example = "g20-2027")]
        code: String,
        /// Names by language (BCP 47); one in English is required.
        #[schema(example = json!({"en": "G20 Leaders' Summit 2027"}))]
        names: BTreeMap<String, String>,
        /// Its calendar date.
        #[schema(format = Date, example = "2027-11-30")]
        on: String,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    /// The entries of each list, with every field that the document names.
    fn every_field() -> Value {
        let file = RegisterFileRequest {
            members: vec![MemberEntryRequest::default()],
            partners: vec![PartnerEntryRequest::default()],
            groups: vec![GroupEntryRequest {
                members: vec![GroupStateEntryRequest::default()],
                spokespersons: vec![GroupStateEntryRequest::default()],
                ..GroupEntryRequest::default()
            }],
            chair_terms: vec![ChairTermEntryRequest::default()],
            focus_areas: vec![FocusAreaEntryRequest::default()],
            key_events: vec![KeyEventEntryRequest::default()],
        };
        let mut json = serde_json::to_value(file).unwrap();
        fill(&mut json, "");
        json
    }

    fn fill(value: &mut Value, name: &str) {
        let filled = match (name, &*value) {
            ("code" | "state" | "member", _) => json!("AUS"),
            ("names", _) => json!({"en": "Australia"}),
            ("time_zone", _) => json!("Australia/Sydney"),
            ("from" | "on", _) => json!("2027-01-01"),
            ("until", _) => json!("2028-01-01"),
            _ => {
                if let Value::Object(fields) = value {
                    for (name, field) in fields {
                        fill(field, name);
                    }
                } else if let Value::Array(items) = value {
                    for item in items {
                        fill(item, "");
                    }
                }
                return;
            }
        };
        *value = filled;
    }

    #[test]
    fn the_document_names_exactly_the_fields_that_are_read() {
        let whole = every_field();
        let file: consultation::register::RegisterFile = crate::http::body::from_value(&whole).unwrap();
        let debug = format!("{file:?}");
        // A field that is read but not documented would be missing here, and so be None or empty.
        assert!(!debug.contains("None") && debug.matches("[]").count() == 1, "{debug}");
    }

    #[test]
    fn an_undocumented_field_is_refused() {
        let problem = crate::http::body::from_value::<consultation::register::RegisterFile>(&json!({"states": []}));
        assert_eq!(problem.unwrap_err().field_errors()[0].pointer, "/states");
    }
}
