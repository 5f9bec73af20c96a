//! `token`

use std::collections::BTreeSet;
use std::str::FromStr;

use anyhow::Context;
use clap::Args;
use consultation::StateCode;
use jiff::{SignedDuration, Span, SpanRelativeTo};

use super::place::DataDir;
use super::{Done, WrongUse, directory, out};
use crate::auth::{MintError, OwnIssuer, Role, TokenRequest};

/// Print one JWT and nothing else, signed with the data directory's own issuer key.
///
/// Makes the directory and its key if they are missing. Works while a server runs.
#[derive(Debug, Args)]
pub(super) struct Token {
    #[command(flatten)]
    place: DataDir,
    /// `focal_point`, `deputy`, `reviewer`, `member_mission`, `operator` or `system`.
    #[arg(long, env = "REGIONAL_INPUT_ROLE", value_name = "R")]
    role: Role,
    /// The state it speaks for (ISO 3166-1); only an operator needs none.
    #[arg(long, env = "REGIONAL_INPUT_STATE", value_name = "XXX")]
    state: Option<StateCode>,
    /// Whom it names; default `cli:{role}:{state}`.
    #[arg(long, env = "REGIONAL_INPUT_SUBJECT", value_name = "S")]
    subject: Option<String>,
    /// What it may be used for, separated by spaces; default all that the role may.
    #[arg(long, env = "REGIONAL_INPUT_SCOPE", value_name = "SCOPE")]
    scope: Option<String>,
    /// How long it lives, at most 30 days.
    #[arg(long, env = "REGIONAL_INPUT_EXPIRES_IN", default_value = "8h", value_name = "TIME")]
    expires_in: Lifetime,
}

/// A length of time such as `8h`, `90m` or `30d`.
#[derive(Debug, Clone, Copy)]
struct Lifetime(SignedDuration);

impl FromStr for Lifetime {
    type Err = jiff::Error;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let span: Span = text.parse()?;
        span.to_duration(SpanRelativeTo::days_are_24_hours()).map(Self)
    }
}

impl Token {
    pub(super) fn run(self) -> anyhow::Result<Done> {
        let issuer = OwnIssuer::open(&self.place.data_dir)?;
        let (clock, ids) = directory::system();
        let request = TokenRequest {
            role: self.role,
            state: self.state,
            subject: self.subject,
            scope: self
                .scope
                .map(|scope| scope.split(' ').map(str::to_owned).collect::<BTreeSet<_>>()),
            expires_in: self.expires_in.0,
            now: clock.now(),
            jti: ids.v4(),
        };
        match issuer.mint(request) {
            Ok(token) => out::line(token)?,
            Err(error @ MintError::Signing(_)) => return Err(error).context("no token"),
            Err(error) => return Err(WrongUse(error.to_string()).into()),
        }
        Ok(Done::Well)
    }
}
