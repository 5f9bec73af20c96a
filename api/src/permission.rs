//! Permission is a type: a handler's arguments say who may call it. Each is judged from the token alone, and stands
//! first, so that 401 and 403 come before anything is said of the object. What depends on the object (lead member,
//! invited, own submission) is asked of `consultation::permit`.

use std::future::{Ready, ready};
use std::sync::Arc;

use actix_web::dev::Payload;
use actix_web::web::Data;
use actix_web::{FromRequest, HttpRequest};
use consultation::StateCode;
use consultation::command::EnteredBy;
use consultation::visibility::Viewer;
use jiff::Timestamp;

use crate::app::App;
use crate::auth::{Identity, Role};
use crate::problem::Problem;

/// Anybody: a token is optional, but one that is present must be valid.
#[derive(Debug, Clone)]
pub struct Reader {
    /// Who, if a token was sent.
    pub identity: Option<Arc<Identity>>,
    /// The request's instant.
    pub now: Timestamp,
}

impl Reader {
    /// Whose eyes the reader sees with. An operator reads as anybody does.
    #[must_use]
    pub fn viewer(&self) -> Viewer {
        match self.identity.as_deref() {
            Some(
                Identity {
                    role: Role::Operator, ..
                }
                | Identity { state: None, .. },
            )
            | None => Viewer::Anonymous,
            Some(Identity { state: Some(state), .. }) => Viewer::Delegation(*state),
        }
    }

    /// The state, if the reader has one.
    #[must_use]
    pub fn state(&self) -> Option<StateCode> {
        match self.viewer() {
            Viewer::Anonymous => None,
            Viewer::Delegation(state) => Some(state),
        }
    }
}

/// A focal point: lodges, revises and withdraws for its state.
#[derive(Debug, Clone)]
pub struct FocalPoint {
    /// Who.
    pub identity: Arc<Identity>,
    /// For which state.
    pub state: StateCode,
    /// The request's instant.
    pub now: Timestamp,
}

/// A member mission: acts for a state that is a member now.
#[derive(Debug, Clone)]
pub struct MemberMission {
    /// Who.
    pub identity: Arc<Identity>,
    /// For which state.
    pub state: StateCode,
    /// The request's instant.
    pub now: Timestamp,
}

/// Anybody who reads for a state.
#[derive(Debug, Clone)]
pub struct Delegation {
    /// For which state.
    pub state: StateCode,
    /// The request's instant.
    pub now: Timestamp,
}

/// Who reads what is for members only: the mission, or a system, of a state that is a member now.
#[derive(Debug, Clone, Copy)]
pub struct MemberReader {
    /// For which state.
    pub state: StateCode,
    /// The request's instant.
    pub now: Timestamp,
}

/// An operator.
#[derive(Debug, Clone)]
pub struct Operator {
    /// Who.
    pub identity: Arc<Identity>,
    /// The request's instant.
    pub now: Timestamp,
}

/// Who enters input that came by other channels: an operator, or the mission in the chair.
#[derive(Debug, Clone)]
pub struct Registrar {
    /// Who.
    pub identity: Arc<Identity>,
    /// As what.
    pub by: EnteredBy,
    /// The request's instant.
    pub now: Timestamp,
}

/// Who sends a filled sheet.
#[derive(Debug, Clone)]
pub struct SheetSender {
    /// Who.
    pub identity: Arc<Identity>,
    /// As what.
    pub by: SentBy,
    /// The request's instant.
    pub now: Timestamp,
}

/// As what a sheet is sent, which says what is read from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SentBy {
    /// A focal point: the comments of its own state.
    FocalPoint(StateCode),
    /// A mission of a state that is a member now: dispositions.
    Member(StateCode),
    /// An operator: comments of others.
    Operator,
}

/// Declares how a permission is drawn from a request.
macro_rules! drawn {
    ($($permission:ty = $draw:expr),+ $(,)?) => {$(
        impl FromRequest for $permission {
            type Error = Problem;
            type Future = Ready<Result<Self, Problem>>;

            fn from_request(request: &HttpRequest, _payload: &mut Payload) -> Self::Future {
                let draw: fn(&App, Option<Arc<Identity>>, Timestamp) -> Result<Self, Problem> = $draw;
                ready(ask(request).and_then(|(app, identity, now)| draw(&app, identity, now)))
            }
        }
    )+};
}

drawn! {
    Reader = |_app, identity, now| {
        if let Some(identity) = &identity {
            identity.require_scope("read")?;
        }
        Ok(Reader { identity, now })
    },
    FocalPoint = |_app, identity, now| {
        let identity = with_role(identity, &[Role::FocalPoint], "submissions:write")?;
        let state = state_of(&identity)?;
        Ok(FocalPoint { identity, state, now })
    },
    MemberMission = |app, identity, now| {
        let identity = with_role(identity, &[Role::MemberMission], "proposals:write")?;
        let state = state_of(&identity)?;
        consultation::permit::table(app.commands.known_register().state.at(now), state)?;
        Ok(MemberMission { identity, state, now })
    },
    Delegation = |_app, identity, now| {
        let readers = [Role::FocalPoint, Role::Deputy, Role::Reviewer, Role::MemberMission, Role::System];
        let identity = with_role(identity, &readers, "read")?;
        let state = state_of(&identity)?;
        Ok(Delegation { state, now })
    },
    MemberReader = |app, identity, now| {
        let identity = with_role(identity, &[Role::MemberMission, Role::System], "read")?;
        let state = state_of(&identity)?;
        consultation::permit::table(app.commands.known_register().state.at(now), state)?;
        Ok(MemberReader { state, now })
    },
    Operator = |_app, identity, now| {
        let identity = with_role(identity, &[Role::Operator], "register:write")?;
        Ok(Operator { identity, now })
    },
    SheetSender = |app, identity, now| {
        let role = identity.as_ref().map(|identity| identity.role);
        let scope = match role {
            Some(Role::Operator) => "entries:write",
            Some(Role::MemberMission) => "proposals:write",
            _ => "submissions:write",
        };
        let identity = with_role(identity, &[Role::Operator, Role::FocalPoint, Role::MemberMission], scope)?;
        let by = match identity.role {
            Role::Operator => SentBy::Operator,
            Role::MemberMission => SentBy::Member(state_of(&identity)?),
            _ => SentBy::FocalPoint(state_of(&identity)?),
        };
        if let SentBy::Member(state) = by {
            consultation::permit::table(app.commands.known_register().state.at(now), state)?;
        }
        Ok(SheetSender { identity, by, now })
    },
    Registrar = |app, identity, now| {
        let operator = identity.as_ref().is_some_and(|identity| identity.role == Role::Operator);
        let scope = if operator { "entries:write" } else { "proposals:write" };
        let identity = with_role(identity, &[Role::Operator, Role::MemberMission], scope)?;
        let by = if operator { EnteredBy::Operator } else { EnteredBy::Member(state_of(&identity)?) };
        consultation::permit::enter(app.commands.known_register().state.at(now), by)?;
        Ok(Registrar { identity, by, now })
    },
}

type Asked = (Data<App>, Option<Arc<Identity>>, Timestamp);

fn ask(request: &HttpRequest) -> Result<Asked, Problem> {
    let app = request
        .app_data::<Data<App>>()
        .cloned()
        .ok_or_else(|| Problem::of("internal_error"))?;
    let now = app.clock.now();
    let identity = app.verifier.identify(request.headers(), now)?;
    Ok((app, identity, now))
}

fn with_role(identity: Option<Arc<Identity>>, roles: &[Role], scope: &str) -> Result<Arc<Identity>, Problem> {
    let identity = identity.ok_or_else(|| Problem::of("unauthenticated"))?;
    if !roles.contains(&identity.role) {
        let allowed: Vec<&str> = roles.iter().map(|role| role.as_str()).collect();
        let detail = format!(
            "The role {} may not do this; it takes {}.",
            identity.role,
            allowed.join(" or ")
        );
        return Err(Problem::of("forbidden").detail(detail));
    }
    identity.require_scope(scope)?;
    Ok(identity)
}

fn state_of(identity: &Identity) -> Result<StateCode, Problem> {
    identity
        .state
        .ok_or_else(|| Problem::of("forbidden").detail("The token names no state."))
}
