use std::path::PathBuf;

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::{KeyPair as RsaKeyPair, KeySize};
use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, EncodingKey};
use serde_json::{Value, json};
use uuid::Uuid;

use super::*;
use crate::auth::TokenRequest;
use crate::config::{IssuerConfig, SigningAlgorithm, StateSet};

const ISS: &str = "https://identity.example";

/// An own issuer and one external issuer that may speak for the focal points of Fiji and Samoa.
struct World {
    _folder: tempfile::TempDir,
    jwks_file: PathBuf,
    own: OwnIssuer,
    external: EncodingKey,
    x: String,
    config: Config,
}

fn now() -> Timestamp {
    "2027-01-01T00:00:00Z".parse().unwrap()
}

fn after(seconds: i64) -> Timestamp {
    now() + SignedDuration::from_secs(seconds)
}

fn world() -> World {
    let folder = tempfile::tempdir().unwrap();
    let own = OwnIssuer::open(folder.path()).unwrap();
    let der = Ed25519KeyPair::generate_pkcs8v1(&SystemRandom::new()).unwrap();
    let x = URL_SAFE_NO_PAD.encode(Ed25519KeyPair::from_pkcs8(der.as_ref()).unwrap().public_key().as_ref());
    let jwks_file = folder.path().join("jwks.json");
    std::fs::write(
        &jwks_file,
        json!({"keys": [{"kty": "OKP", "crv": "Ed25519", "x": x, "kid": "one"}]}).to_string(),
    )
    .unwrap();
    let states = ["FJI", "WSM"].map(|code| StateCode::parse(code).unwrap()).into();
    let issuer = IssuerConfig {
        iss: ISS.into(),
        aud: "input".into(),
        jwks_file: jwks_file.clone(),
        algorithms: vec![SigningAlgorithm::EdDSA],
        states: StateSet::Only(states),
        roles: [Role::FocalPoint].into(),
    };
    let config = Config {
        issuers: vec![issuer],
        ..Config::default()
    };
    World {
        _folder: folder,
        jwks_file,
        own,
        external: EncodingKey::from_ed_der(der.as_ref()),
        x,
        config,
    }
}

impl World {
    fn verifier(&self) -> TokenVerifier {
        TokenVerifier::new(&self.own, &self.config).unwrap()
    }

    fn own_token(&self, role: Role, state: &str) -> String {
        let request = TokenRequest {
            role,
            state: StateCode::parse(state).ok(),
            subject: None,
            scope: None,
            expires_in: SignedDuration::from_hours(8),
            now: now(),
            jti: Uuid::nil(),
        };
        self.own.mint(request).unwrap()
    }

    /// An external token after `change` was made to its good header and claims.
    fn token(&self, change: impl FnOnce(&mut Value, &mut Value)) -> String {
        let mut header = json!({"alg": "EdDSA", "typ": "at+jwt", "kid": "one"});
        let iat = now().as_second();
        let mut claims = json!({
            "iss": ISS, "aud": ["other", "input"], "sub": "u1", "client_id": "portal", "iat": iat, "exp": iat + 600,
            "jti": "t1", "role": "focal_point", "state": "FJI", "scope": "read submissions:write",
        });
        change(&mut header, &mut claims);
        let [head, body] = [header, claims].map(|part| URL_SAFE_NO_PAD.encode(part.to_string()));
        let message = format!("{head}.{body}");
        let signature = jsonwebtoken::crypto::sign(message.as_bytes(), &self.external, Algorithm::EdDSA).unwrap();
        format!("{message}.{signature}")
    }

    fn refused(&self, change: impl FnOnce(&mut Value, &mut Value)) -> InvalidToken {
        self.verifier().verify(&self.token(change), now()).unwrap_err()
    }
}

fn remove(part: &mut Value, name: &str) {
    part.as_object_mut().unwrap().remove(name);
}

#[test]
fn a_token_of_the_data_directory_says_role_state_and_default_scope() {
    let world = world();
    let identity = world
        .verifier()
        .verify(&world.own_token(Role::MemberMission, "MEX"), now())
        .unwrap();
    assert_eq!(
        (identity.issuer.as_str(), identity.subject.as_str()),
        ("regional-input", "cli:member_mission:MEX")
    );
    assert_eq!(
        (identity.role, identity.state),
        (Role::MemberMission, StateCode::parse("MEX").ok())
    );
    assert_eq!(identity.scope, Role::MemberMission.default_scope());
    assert_eq!(identity.expires_at, after(8 * 3_600));
}

#[test]
fn an_external_token_is_accepted_with_either_form_of_typ() {
    let world = world();
    let identity = world.verifier().verify(&world.token(|_, _| ()), now()).unwrap();
    assert_eq!(
        (
            identity.issuer.as_str(),
            identity.client_id.as_str(),
            identity.jti.as_str()
        ),
        (ISS, "portal", "t1")
    );
    let token = world.token(|header, _| header["typ"] = json!("Application/AT+JWT"));
    assert_eq!(world.verifier().verify(&token, now()).unwrap(), identity);
    let fractions = world.token(|_, claims| claims["exp"] = json!(1_798_762_200.5));
    assert!(world.verifier().verify(&fractions, now()).is_ok());
}

#[test]
fn the_header_must_be_of_an_access_token_without_extensions() {
    let world = world();
    assert_eq!(
        world.refused(|header, _| header["typ"] = json!("JWT")),
        InvalidToken::Type
    );
    assert_eq!(world.refused(|header, _| remove(header, "typ")), InvalidToken::Type);
    assert_eq!(
        world.refused(|header, _| header["crit"] = json!(["b64"])),
        InvalidToken::Critical
    );
    assert_eq!(
        world.refused(|header, _| header["crit"] = json!([])),
        InvalidToken::Critical
    );
    assert_eq!(
        world.refused(|header, _| header["crit"] = json!("b64")),
        InvalidToken::Malformed
    );
}

#[test]
fn the_key_comes_from_the_configuration_never_from_the_token() {
    let world = world();
    assert_eq!(
        world.refused(|header, _| header["kid"] = json!("two")),
        InvalidToken::Key
    );
    assert_eq!(world.refused(|header, _| remove(header, "kid")), InvalidToken::Key);
    // Another key, brought along in the header, changes nothing: neither for better nor for worse.
    let attacker = super::tests::world();
    let jwk = json!({"kty": "OKP", "crv": "Ed25519", "x": attacker.x, "kid": "one"});
    let forged = attacker.token(|header, _| {
        header["jwk"] = jwk.clone();
        header["jku"] = json!("https://attacker.example/jwks.json");
        header["x5u"] = json!("https://attacker.example/x5u.pem");
    });
    assert_eq!(world.verifier().verify(&forged, now()), Err(InvalidToken::Signature));
    let good = world.token(|header, _| header["jwk"] = jwk.clone());
    assert!(world.verifier().verify(&good, now()).is_ok());
}

#[test]
fn the_algorithm_must_fit_the_key() {
    let world = world();
    for algorithm in ["none", "HS256", "ES256", "RS256"] {
        let refusal = world.refused(|header, _| header["alg"] = json!(algorithm));
        assert!(
            matches!(refusal, InvalidToken::Key | InvalidToken::Malformed),
            "{algorithm}: {refusal}"
        );
    }
    // HS256 with the public key as its secret: the classic confusion.
    let public_key = EncodingKey::from_secret(&URL_SAFE_NO_PAD.decode(&world.x).unwrap());
    let parts = world.token(|header, _| header["alg"] = json!("HS256"));
    let message = parts.rsplit_once('.').unwrap().0;
    let signature = jsonwebtoken::crypto::sign(message.as_bytes(), &public_key, Algorithm::HS256).unwrap();
    assert_eq!(
        world.verifier().verify(&format!("{message}.{signature}"), now()),
        Err(InvalidToken::Key)
    );
}

#[test]
fn a_changed_payload_or_signature_does_not_hold() {
    let world = world();
    let token = world.token(|_, _| ());
    let (message, signature) = token.rsplit_once('.').unwrap();
    let (head, body) = message.split_once('.').unwrap();
    let claims = String::from_utf8(URL_SAFE_NO_PAD.decode(body).unwrap()).unwrap();
    let other = URL_SAFE_NO_PAD.encode(claims.replace("FJI", "WSM"));
    let verifier = world.verifier();
    assert_eq!(
        verifier.verify(&format!("{head}.{other}.{signature}"), now()),
        Err(InvalidToken::Signature)
    );
    assert_eq!(
        verifier.verify(&format!("{message}."), now()),
        Err(InvalidToken::Signature)
    );
    for odd in ["", "a", "a.b", "a.b.c", &message[..20], &"x".repeat(9_000)] {
        assert_eq!(verifier.verify(odd, now()), Err(InvalidToken::Malformed), "{odd:?}");
    }
}

#[test]
fn every_claim_is_needed() {
    let world = world();
    for claim in ["iss", "aud", "sub", "client_id", "exp", "iat", "jti", "role", "state"] {
        assert_eq!(
            world.refused(|_, claims| remove(claims, claim)),
            InvalidToken::Claims,
            "{claim}"
        );
    }
    for claim in ["sub", "client_id", "jti"] {
        assert_eq!(
            world.refused(|_, claims| claims[claim] = json!("")),
            InvalidToken::Claims,
            "{claim}"
        );
    }
    assert_eq!(
        world.refused(|_, claims| claims["exp"] = json!("soon")),
        InvalidToken::Claims
    );
    assert_eq!(
        world.refused(|_, claims| claims["role"] = json!("root")),
        InvalidToken::Claims
    );
    assert_eq!(
        world.refused(|_, claims| claims["state"] = json!("XXX")),
        InvalidToken::Claims
    );
    assert_eq!(
        world.refused(|_, claims| claims["aud"] = json!("somebody")),
        InvalidToken::Audience
    );
    assert_eq!(
        world.refused(|_, claims| claims["iss"] = json!("https://other.example")),
        InvalidToken::Issuer
    );
}

#[test]
fn an_issuer_speaks_only_for_its_states_and_roles() {
    let world = world();
    assert!(
        world
            .verifier()
            .verify(&world.token(|_, claims| claims["state"] = json!("WSM")), now())
            .is_ok()
    );
    assert_eq!(
        world.refused(|_, claims| claims["state"] = json!("TON")),
        InvalidToken::Beyond
    );
    assert_eq!(
        world.refused(|_, claims| claims["role"] = json!("member_mission")),
        InvalidToken::Beyond
    );
    let stateless = |_: &mut Value, claims: &mut Value| {
        claims["role"] = json!("operator");
        remove(claims, "state");
    };
    assert_eq!(world.refused(stateless), InvalidToken::Beyond);
    // Nor can it sign for the data directory's own issuer.
    assert_eq!(
        world.refused(|_, claims| claims["iss"] = json!("regional-input")),
        InvalidToken::Key
    );
}

#[test]
fn times_are_judged_by_the_given_clock_with_leeway() {
    let world = world();
    let verifier = world.verifier();
    let token = world.token(|_, claims| claims["nbf"] = json!(after(60).as_second()));
    assert_eq!(verifier.verify(&token, after(29)), Err(InvalidToken::NotYet));
    assert!(verifier.verify(&token, after(30)).is_ok());
    assert!(verifier.verify(&token, after(629)).is_ok());
    assert_eq!(
        verifier.verify(&token, after(630)),
        Err(InvalidToken::Expired),
        "also when it is remembered"
    );
    assert_eq!(
        verifier.verify(&token, after(0)),
        Err(InvalidToken::NotYet),
        "also when it is remembered"
    );
    let ahead = world.token(|_, claims| claims["iat"] = json!(after(31).as_second()));
    assert_eq!(world.verifier().verify(&ahead, now()), Err(InvalidToken::NotYet));
}

#[test]
fn a_token_lives_neither_backwards_nor_too_long() {
    let world = world();
    assert_eq!(
        world.refused(|_, claims| claims["exp"] = claims["iat"].clone()),
        InvalidToken::Lifetime
    );
    let days = |days: i64| json!(after(days * 86_400).as_second());
    assert!(
        world
            .verifier()
            .verify(&world.token(|_, claims| claims["exp"] = days(30)), now())
            .is_ok()
    );
    assert_eq!(
        world.refused(|_, claims| claims["exp"] = days(31)),
        InvalidToken::Lifetime
    );
}

#[test]
fn rsa_keys_work_with_the_configured_algorithms_only() {
    let mut world = world();
    let pair = RsaKeyPair::generate(KeySize::Rsa2048).unwrap();
    let part = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
    let public = pair.public_key();
    let (n, e) = (
        part(public.modulus().big_endian_without_leading_zero()),
        part(public.exponent().big_endian_without_leading_zero()),
    );
    let der = aws_lc_rs::encoding::AsDer::<aws_lc_rs::encoding::Pkcs8V1Der<'_>>::as_der(&pair).unwrap();
    let jwks = json!({"keys": [{"kty": "RSA", "n": n, "e": e, "kid": "one", "use": "sig"}]});
    std::fs::write(&world.jwks_file, jwks.to_string()).unwrap();
    world.config.issuers[0].algorithms = vec![SigningAlgorithm::RS256];
    let sign = |algorithm: Algorithm| {
        let claims = world.token(|_, _| ()).split('.').nth(1).unwrap().to_owned();
        let mut header = Header::new(algorithm);
        (header.typ, header.kid) = (Some("at+jwt".into()), Some("one".into()));
        let claims: Value = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(claims).unwrap()).unwrap();
        jsonwebtoken::encode(&header, &claims, &rsa_key(der.as_ref())).unwrap()
    };
    let verifier = world.verifier();
    assert!(verifier.verify(&sign(Algorithm::RS256), now()).is_ok());
    assert_eq!(verifier.verify(&sign(Algorithm::PS256), now()), Err(InvalidToken::Key));
    world.config.issuers[0].algorithms = vec![SigningAlgorithm::EdDSA];
    assert!(matches!(
        TokenVerifier::new(&world.own, &world.config),
        Err(IssuerError::NoUsableKey { .. })
    ));
}

fn rsa_key(pkcs8: &[u8]) -> EncodingKey {
    let text = base64::engine::general_purpose::STANDARD.encode(pkcs8);
    EncodingKey::from_rsa_pem(format!("-----BEGIN PRIVATE KEY-----\n{text}\n-----END PRIVATE KEY-----\n").as_bytes())
        .unwrap()
}

#[test]
fn key_files_that_cannot_be_used_are_named() {
    let mut world = world();
    let error = |world: &World| TokenVerifier::new(&world.own, &world.config).err().unwrap();
    let key = json!({"kty": "OKP", "crv": "Ed25519", "x": world.x, "kid": "one"});
    for (keys, expected) in [
        (json!({"keys": [key, key]}), "two keys with the kid"),
        (json!({"keys": []}), "no key with a kid"),
        (
            json!({"keys": [{"kty": "oct", "k": "c2VjcmV0", "kid": "one"}]}),
            "no key with a kid",
        ),
        (
            json!({"keys": [{"kty": "OKP", "crv": "Ed25519", "x": world.x}]}),
            "no key with a kid",
        ),
        (
            json!({"keys": [{"kty": "OKP", "crv": "Ed25519", "x": world.x, "kid": "one", "use": "enc"}]}),
            "no key with a kid",
        ),
        (json!([]), "is not a JWK set"),
    ] {
        std::fs::write(&world.jwks_file, keys.to_string()).unwrap();
        let text = error(&world).to_string();
        assert!(text.contains(expected) && text.contains("jwks.json"), "{text}");
    }
    std::fs::remove_file(&world.jwks_file).unwrap();
    assert!(matches!(error(&world), IssuerError::Unreadable { .. }));
    let twin = super::tests::world();
    world.config.issuers = vec![twin.config.issuers[0].clone(), twin.config.issuers[0].clone()];
    assert!(matches!(error(&world), IssuerError::Twice(_)));
    world.config.issuers = vec![IssuerConfig {
        iss: "regional-input".into(),
        ..twin.config.issuers[0].clone()
    }];
    assert!(matches!(error(&world), IssuerError::Twice(_)));
}

#[test]
fn a_bad_token_is_a_401_that_says_why_in_the_challenge() {
    use actix_web::ResponseError;
    use actix_web::test::TestRequest;
    let world = world();
    let value = format!("Bearer {}", world.token(|_, _| ()));
    let request = TestRequest::default()
        .insert_header(("Authorization", value))
        .to_http_request();
    let verifier = world.verifier();
    assert!(verifier.identify(request.headers(), now()).unwrap().is_some());
    let response = verifier
        .identify(request.headers(), after(3_600))
        .unwrap_err()
        .error_response();
    assert_eq!(response.status(), 401);
    assert_eq!(
        response.headers().get("www-authenticate").unwrap(),
        "Bearer realm=\"regional-input\", error=\"invalid_token\", error_description=\"The token has expired\""
    );
    let anonymous = TestRequest::default().to_http_request();
    assert_eq!(verifier.identify(anonymous.headers(), now()).unwrap(), None);
}
