"""What data.gouv.fr's refusals mean: a small server gives those that udata does not give by itself."""

import json
import threading
from ipaddress import ip_network

import pytest
from werkzeug.serving import make_server
from werkzeug.wrappers import Request, Response

from ckanext.datagouv.roundtrip.platform import Platform
from ckanext.datagouv.roundtrip.problems import BodyError, StopError, of_web
from ckanext.datagouv.roundtrip.sirets import first_sirets
from ckanext.datagouv.roundtrip.sync import Body, synchronise
from ckanext.scdl import web

LOOPBACK = web.Settings(allowed_networks=(ip_network("127.0.0.0/8"),), retries=0, backoff=0)
TOWN = Body("1", "ville", "Ville", "https://donnees.exemple.fr/organization/ville/catalog.xml", datagouv_id="a" * 24)


class Answers:
    """A server that answers a method with what it was given, in order, the last again and again."""

    def __init__(self):
        self.given, self.asked = {}, []

    def __call__(self, environ, start_response):
        request = Request(environ)
        self.asked.append((request.method, request.path, request.headers.get("X-API-KEY")))
        found = self.given.get(request.method) or self.given[request.path]
        answer = found.pop(0) if len(found) > 1 else found[0]
        return answer(environ, start_response)


def said(value, status=200, **headers):
    return Response(json.dumps(value), status=status, mimetype="application/json", headers=headers)


@pytest.fixture
def answers():
    answers = Answers()
    answers.given = {
        f"/api/1/organizations/{TOWN.datagouv_id}/": [said({"id": TOWN.datagouv_id})],
        "/api/1/harvest/sources/": [said({"data": [], "next_page": None})],
    }
    return answers


@pytest.fixture
def platform(answers):
    server = make_server("127.0.0.1", 0, answers)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    with web.Client(LOOPBACK) as client:
        yield Platform(f"http://127.0.0.1:{server.port}/api/1/", "la clé".encode().hex(), client)
    server.shutdown()
    thread.join()


def sent(answers):
    return [method for method, _, _ in answers.asked if method != "GET"]


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (said({"message": "You do not have the permission"}, 403), "not-member"),
        (said({"errors": {"organization": "Permission refusée"}, "message": "non"}, 400), "not-member"),
        (said({"errors": {"url": "URL invalide"}, "message": "non"}, 400), "refused"),
        (said({"message": "existe déjà"}, 409), "conflict"),
        (said({"message": "gone"}, 410), "source-gone"),
        (Response("<html>", 400, mimetype="text/html"), "refused"),
    ],
)
def test_a_refusal_costs_one_body(answer, code, answers, platform):
    answers.given["POST"] = [answer]
    with pytest.raises(BodyError) as caught:
        synchronise(platform, TOWN)
    assert caught.value.problem.code == code


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (said({}, 429, **{"Retry-After": "3600"}), "busy"),
        (said({}, 503), "web"),
        (said({}, 302, Location="https://ailleurs.exemple.fr/"), "moved"),
        (said({"message": "Invalid API token"}, 401), "key-refused"),
        (said({}, 200), "answer"),
    ],
)
def test_what_no_body_can_help_stops_the_run(answer, code, answers, platform):
    answers.given["POST"] = [answer]
    with pytest.raises((StopError, web.WebError)) as caught:
        synchronise(platform, TOWN)
    error = caught.value
    assert (of_web(error) if isinstance(error, web.WebError) else error).problem.code == code


def test_what_there_was_no_time_for_is_sent_again_once(answers, platform):
    answers.given["POST"] = [said({}, 429, **{"Retry-After": "0"}), said({"id": "s"}, 201)]
    assert synchronise(platform, TOWN).source_id == "s"
    assert sent(answers) == ["POST", "POST"]


def test_a_failure_that_may_have_done_something_is_not_repeated(answers, platform):
    answers.given["POST"] = [said({}, 500)]
    with pytest.raises(web.TryLater):
        synchronise(platform, TOWN)
    assert sent(answers) == ["POST"]


def test_the_key_goes_with_what_writes_alone(answers, platform):
    answers.given["POST"] = [said({"id": "s"}, 201)]
    synchronise(platform, TOWN)
    assert {method for method, _, key in answers.asked if key} == {"POST"}


def test_https_in_place_of_http_is_the_same_source_put_right(answers, platform):
    old = {"id": "s", "name": "N", "url": TOWN.feed.replace("https", "http"), "backend": "dcat", "active": True}
    owned = {**old, "organization": {"id": TOWN.datagouv_id}}
    answers.given["/api/1/harvest/sources/"] = [said({"data": [owned], "next_page": None})]
    answers.given["PUT"] = [said({**owned, "url": TOWN.feed})]
    assert synchronise(platform, TOWN).done == "updated"


def test_the_sirets_of_a_siren_have_a_right_key():
    assert list(first_sirets("212800882", 2)) == ["21280088200012", "21280088200020"]
