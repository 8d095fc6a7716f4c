"""Signing in by OpenID Connect, with a real provider on the loopback."""

import time
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import pytest
import requests
from ckan import model
from ckan.tests import factories
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet, RSAKey
from oidc_provider_mock import run_server_in_thread

from ckanext.territories import agents, oidc, roles
from tests.portal.territories.browser import Browser

pytestmark = pytest.mark.usefixtures("non_clean_db", "with_plugins", "with_request_context")

SIRET = "21280088200012"
CLIENT = "portail"


@pytest.fixture(scope="module")
def server():
    with run_server_in_thread(require_nonce=True) as running:
        yield f"http://localhost:{running.server_port}"


@pytest.fixture
def settings(ckan_config, monkeypatch):
    def put(**values):
        for name, value in values.items():
            monkeypatch.setitem(ckan_config, f"ckanext.territories.oidc.{name}", value)

    return put


@pytest.fixture
def provider(server, settings):
    settings(issuer=server, client_id=CLIENT, client_secret="secret", scope="openid email profile", role="publisher")
    return server


@pytest.fixture
def town():
    for group in model.Session.query(model.Group).filter(model.Group.extras["siren"].astext == SIRET[:9]):
        group.state = "deleted"
    model.Session.commit()
    return factories.Organization(title="Châteaudun", territory_type="commune", siren=SIRET[:9], siret=SIRET)


@pytest.fixture
def agent(provider):
    """Return a function that makes a person of the provider, and gives their name there."""

    def made(**claims):
        sub = uuid4().hex
        about = {"given_name": "Ada", "usual_name": "Martin", "email": f"{sub}@agent.example", "siret": SIRET, **claims}
        answer = requests.put(f"{provider}/users/{sub}", json=about, timeout=30)
        assert answer.ok, answer.text
        return sub

    return made


@pytest.fixture
def browser(app):
    return Browser(app)


def consent(browser, sub, next_page=""):
    """Sign in at the provider; the address to which it sends the person back."""
    leaves = browser.get(f"/connexion-agent?next={next_page}").headers["Location"]
    answer = requests.post(leaves, data={"sub": sub}, allow_redirects=False, timeout=30)
    assert answer.status_code == 302, answer.text
    return answer.headers["Location"]


def test_an_agent_comes_in_for_the_commune_of_the_siret(browser, agent, town):
    sub = agent()
    answer = browser.get(consent(browser, sub, "/dataset/"))
    assert answer.headers["Location"].endswith("/dataset/")
    assert browser.who() == "Ada Martin"
    user = model.Session.query(model.User).filter_by(email=f"{sub}@agent.example").one()
    assert roles.held(user.name, town["id"]).role is roles.Role.PUBLISHER
    assert "<strong>Châteaudun</strong>" in browser.get("/").text


def test_what_is_asked_carries_pkce_state_and_nonce(browser, provider):
    asked = parse_qs(urlsplit(browser.get("/connexion-agent").headers["Location"]).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert all(len(asked[name][0]) >= 32 for name in ("state", "nonce", "code_challenge"))
    assert asked["redirect_uri"] == ["http://test.ckan.net/connexion-agent/retour"]


def test_a_second_sign_in_finds_the_account_and_a_moved_head_office_blocks_nothing(app, agent, provider, town):
    sub = agent()
    for siret in (SIRET, SIRET[:9] + "99999"):
        about = {"given_name": "Ada", "usual_name": "Martin", "email": f"{sub}@agent.example", "siret": siret}
        requests.put(f"{provider}/users/{sub}", json=about, timeout=30)
        browser = Browser(app)
        browser.get(consent(browser, sub))
        assert browser.who() == "Ada Martin"
    assert model.Session.query(model.User).filter_by(email=f"{sub}@agent.example").count() == 1


@pytest.mark.parametrize("setting", ["contributor", "n’importe quoi"])
def test_an_agent_only_prepares_unless_the_operator_says_otherwise(browser, agent, town, settings, setting):
    settings(role=setting)
    sub = agent()
    browser.get(consent(browser, sub))
    user = model.Session.query(model.User).filter_by(email=f"{sub}@agent.example").one()
    assert roles.held(user.name, town["id"]).role is roles.Role.CONTRIBUTOR


def test_an_agent_of_a_body_above_does_not_publish_for_its_communes(browser, agent, town):
    organization = model.Group.get(town["id"])
    organization.extras = {**organization.extras, "territory_type": "epci"}
    model.Session.commit()
    sub = agent()
    browser.get(consent(browser, sub))
    user = model.Session.query(model.User).filter_by(email=f"{sub}@agent.example").one()
    assert roles.held(user.name, town["id"]).role is roles.Role.CONTRIBUTOR


def test_a_siret_of_no_body_is_said(browser, agent, town):
    browser.get(consent(browser, agent(siret="13002526500013")))
    assert "13002526500013" in browser.get("/user/login").text
    assert browser.who() is None


def test_an_account_with_the_same_address_is_not_taken_over(browser, agent, town):
    email = f"{uuid4().hex[:8]}@agent.example"
    stranger = factories.User(email=email)
    browser.get(consent(browser, agent(email=email)))
    assert browser.who() == "Ada Martin"
    assert roles.held(stranger["name"], town["id"]) is None


def test_an_answer_to_another_browser_opens_nothing(app, browser, agent, town):
    address = consent(browser, agent())
    other = Browser(app)
    assert "/user/login" in other.get(address).headers["Location"]
    assert other.who() is None


def test_an_answer_is_used_once(browser, agent, town):
    address = consent(browser, agent())
    browser.get(address)
    assert "/user/login" in browser.get(address).headers["Location"]


def test_a_token_for_another_question_opens_nothing(browser, agent, town, monkeypatch):
    address = consent(browser, agent())
    real = oidc.checked
    monkeypatch.setattr(oidc, "checked", lambda token, keys, **more: real(token, keys, **{**more, "nonce": "autre"}))
    assert "/user/login" in browser.get(address).headers["Location"]
    assert browser.who() is None


def test_a_refusal_is_said(browser, provider):
    leaves = browser.get("/connexion-agent").headers["Location"]
    back = requests.post(leaves, data={"action": "deny"}, allow_redirects=False, timeout=30).headers["Location"]
    state = parse_qs(urlsplit(leaves).query)["state"][0]
    separator = "&" if "?" in back else "?"
    address = back if "state=" in back else f"{back}{separator}state={state}"
    assert "/user/login" in browser.get(address).headers["Location"]
    assert "s-notice--error" in browser.get("/user/login").text


def test_a_provider_that_is_down_is_said(browser, settings, provider):
    settings(issuer="http://127.0.0.1:1")
    assert "/user/login" in browser.get("/connexion-agent").headers["Location"]
    assert "ProConnect" in browser.get("/user/login").text


def test_logging_out_ends_the_session_of_the_provider_too(browser, agent, town, provider):
    browser.get(consent(browser, agent()))
    leaves = browser.post("/user/_logout").headers["Location"]
    assert leaves.startswith(f"{provider}/oauth2/end_session?")
    asked = parse_qs(urlsplit(leaves).query)
    assert asked["post_logout_redirect_uri"] == ["http://test.ckan.net/"]
    assert asked["id_token_hint"][0].count(".") == 2
    assert browser.who() is None


def test_without_a_provider_there_is_no_door(browser):
    assert browser.get("/connexion-agent").status_code == 404
    assert "/connexion-agent" not in browser.get("/user/login").text


@pytest.fixture
def keys(settings):
    settings(issuer="https://proconnect.example", client_id=CLIENT)
    return RSAKey.generate_key(2048, {"kid": "1"})


def signed(key, **claims):
    about = {"iss": "https://proconnect.example", "aud": CLIENT, "sub": "1", "exp": int(time.time()) + 60, **claims}
    return jwt.encode({"alg": "RS256", "kid": "1"}, {name: each for name, each in about.items() if each}, key)


def test_userinfo_is_read_as_proconnect_signs_it(keys):
    token = signed(keys, siret=SIRET, exp=None)
    assert oidc.userinfo("application/jwt; charset=utf-8", token, KeySet([keys]))["siret"] == SIRET


@pytest.mark.parametrize(
    "wrong",
    [
        {"iss": "https://autre.example"},
        {"aud": "autre"},
        {"nonce": "autre"},
        {"nonce": None},
        {"exp": 1},
        {"sub": None},
    ],
)
def test_an_id_token_that_does_not_hold_is_refused(keys, wrong):
    assert oidc.checked(signed(keys, nonce="n"), KeySet([keys]), nonce="n")["sub"] == "1"
    with pytest.raises(JoseError):
        oidc.checked(signed(keys, **{"nonce": "n", **wrong}), KeySet([keys]), nonce="n")


def test_a_token_signed_by_somebody_else_or_for_several_is_refused(keys):
    other = RSAKey.generate_key(2048, {"kid": "1"})
    with pytest.raises(JoseError):
        oidc.checked(signed(other, nonce="n"), KeySet([keys]), nonce="n")
    with pytest.raises(ValueError, match="azp"):
        oidc.checked(signed(keys, nonce="n", aud=[CLIENT, "autre"]), KeySet([keys]), nonce="n")


def test_a_short_or_empty_siret_names_nobody():
    assert agents.of_siret("") is agents.of_siret("212800882") is None
