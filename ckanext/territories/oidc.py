"""Signing in by OpenID Connect, as ProConnect does it for agents: code flow with PKCE, nonce and state.

Sources: https://openid.net/specs/openid-connect-core-1_0.html (3.1.3.7: checks of an ID token),
https://openid.net/specs/openid-connect-rpinitiated-1_0.html (logout), https://partenaires.proconnect.gouv.fr/docs
(userinfo is a signed token; the claim `siret` says for which body the agent works).
"""

from __future__ import annotations

import hmac
import json
import logging
import secrets
from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import urlencode

import ckan.plugins.toolkit as tk
import requests
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.requests_client import OAuth2Session
from flask import session
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from ckanext.territories import config

log = logging.getLogger(__name__)

SESSION_KEY, LOGOUT_KEY = "territories_oidc", "territories_oidc_logout"
# Signatures by a public key only: a token signed with the shared secret could be ours as well as the provider's.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "ES256", "ES384", "ES512", "EdDSA")
TIMEOUT, LEEWAY = 10, 60  # seconds


class OidcError(Exception):
    """Signing in did not work; its text is a sentence for the person."""


@dataclass(frozen=True)
class Identity:
    """Who the provider says a person is."""

    subject: str
    email: str
    name: str
    siret: str


def begin(next_page: str) -> str:
    """Return the provider's address to send a person to; the session keeps what its answer must match.

    Raises:
        OidcError: the provider does not answer.
    """
    kept = {"state": secrets.token_urlsafe(24), "nonce": secrets.token_urlsafe(24)}
    verifier = secrets.token_urlsafe(48)
    session[SESSION_KEY] = {**kept, "verifier": verifier, "next": next_page}
    with _client() as client:
        address, _state = client.create_authorization_url(
            _discover()["authorization_endpoint"], code_verifier=verifier, **kept
        )
    return str(address)


def finish(answer: dict[str, str]) -> tuple[Identity, str]:
    """Check the provider's answer; return who the person is, and the page that they wanted.

    Args:
        answer: the parameters of the address that the provider sent the person back to.

    Raises:
        OidcError: refused, not the answer to what was asked here, or a token that does not hold.
    """
    kept = session.pop(SESSION_KEY, None) or {}
    if not kept or not hmac.compare_digest(answer.get("state", ""), kept["state"]):
        raise OidcError(tk._("This sign-in was begun elsewhere, or too long ago. Begin it again."))
    if answer.get("error") or not answer.get("code"):
        log.warning("The OIDC provider answered: %s", answer.get("error"))
        raise OidcError(tk._("The sign-in was refused or given up. Begin it again, or ask your organisation."))
    try:
        return _identity(answer["code"], kept), str(kept["next"])
    except (JoseError, AuthlibBaseError, ValueError, KeyError) as error:
        log.warning("The OIDC provider's tokens do not hold: %s", error)
        raise OidcError(
            tk._("The answer of {name} cannot be trusted. Tell the operator of the portal.").format(
                name=config.oidc_label()
            )
        ) from error


def logout_address() -> str | None:
    """Return the provider's address that ends its session too, None for who signed in otherwise."""
    token = session.pop(LOGOUT_KEY, None)
    if not token:
        return None
    try:
        endpoint = _discover().get("end_session_endpoint")
    except OidcError:
        return None
    back = tk.url_for("home.index", _external=True)
    parameters = {"id_token_hint": token, "post_logout_redirect_uri": back, "state": secrets.token_urlsafe(16)}
    return f"{endpoint}?{urlencode(parameters)}" if endpoint else None


def _identity(code: str, kept: dict[str, str]) -> Identity:
    metadata = _discover()
    with _client() as client:
        try:
            token = client.fetch_token(metadata["token_endpoint"], code=code, code_verifier=kept["verifier"])
            keys = KeySet.import_key_set(_get(client, metadata["jwks_uri"]).json())
            claims = checked(token["id_token"], keys, nonce=kept["nonce"])
            said = _get(client, metadata["userinfo_endpoint"])
        except requests.RequestException as error:
            raise _silent(error) from error
    about = userinfo(said.headers.get("Content-Type", ""), said.text, keys)
    if about.get("sub") != claims["sub"]:  # OIDC Core, 5.3.2: another person's userinfo
        raise ValueError("sub of userinfo")
    session[LOGOUT_KEY] = token["id_token"]
    names = (about.get("given_name"), about.get("usual_name") or about.get("family_name"))
    return Identity(
        subject=f"{config.oidc_issuer()} {claims['sub']}",
        email=str(about.get("email") or "").strip().lower(),
        name=" ".join(filter(None, names)) or str(about.get("name") or ""),
        siret="".join(str(about.get(config.oidc_siret_claim()) or "").split()),
    )


def checked(token: str, keys: KeySet, **more: str) -> dict[str, Any]:
    """Return the claims of a token signed by the provider for this portal, in force, with the claims asked for."""
    decoded = jwt.decode(token, keys, algorithms=ALGORITHMS)
    wanted: dict[str, Any] = {"iss": config.oidc_issuer(), "aud": config.oidc_client_id(), **more}
    rules: dict[str, Any] = {name: {"essential": True, "value": value} for name, value in wanted.items()}
    if more:  # an ID token; one of userinfo needs no end
        rules |= {"exp": {"essential": True}, "sub": {"essential": True}}
    jwt.JWTClaimsRegistry(leeway=LEEWAY, **rules).validate(decoded.claims)
    claims: dict[str, Any] = decoded.claims
    if isinstance(claims["aud"], list) and len(claims["aud"]) > 1 and claims.get("azp") != config.oidc_client_id():
        raise ValueError("azp")
    return claims


def userinfo(content_type: str, text: str, keys: KeySet) -> dict[str, Any]:
    """Read an answer of userinfo: JSON, or a signed token as ProConnect's."""
    if content_type.partition(";")[0].strip().lower() == "application/jwt":
        return checked(text, keys)
    return cast("dict[str, Any]", json.loads(text))


def _client() -> OAuth2Session:
    return OAuth2Session(
        config.oidc_client_id(),
        config.oidc_client_secret(),
        token_endpoint_auth_method="client_secret_post",  # noqa: S106  # the method's name
        scope=config.oidc_scope(),
        redirect_uri=tk.url_for("territories_oidc.callback", _external=True),
        code_challenge_method="S256",
        default_timeout=TIMEOUT,
    )


def _discover() -> dict[str, Any]:
    """Read what the provider says of itself; its issuer must be the one of the settings, to the character."""
    issuer = config.oidc_issuer()
    try:
        answer = requests.get(f"{issuer.rstrip('/')}/.well-known/openid-configuration", timeout=TIMEOUT)
        answer.raise_for_status()
        found: dict[str, Any] = answer.json()
    except requests.RequestException as error:
        raise _silent(error) from error
    if found.get("issuer") != issuer:
        log.error("The OIDC provider calls itself %s and not %s", found.get("issuer"), issuer)
        raise _silent(ValueError("issuer"))
    return found


def _get(client: OAuth2Session, address: str) -> requests.Response:
    answer = cast("requests.Response", client.get(address))
    answer.raise_for_status()
    return answer


def _silent(error: Exception) -> OidcError:
    log.error("The OIDC provider: %s", error)
    sentence = tk._("{name} does not answer. Try again later, or come in another way.")
    return OidcError(sentence.format(name=config.oidc_label()))
