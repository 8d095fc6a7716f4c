"""A person decides on the personal data of a file that is published already."""

import pytest

from ckanext.scdl_validation import states, waiting
from tests.portal.scdl_validation.conftest import PERSONAL, VALID, state_of


def page_of(resource):
    return f"/dataset/{resource['package_id']}/resource/{resource['id']}/rapport/personnes"


@pytest.fixture
def held(publish):
    """A file in which somebody's phone number is."""
    return publish(PERSONAL, schema=None)


@pytest.fixture
def decide(visit, town, held, monkeypatch):
    """Return a function that sends the form of a group."""
    import ckan.plugins.toolkit as tk

    monkeypatch.setitem(tk.config, "WTF_CSRF_ENABLED", False)

    def sent(finding, **typed):
        return visit(page_of(held), town, "post", data={"finding": finding, **typed}, follow_redirects=False)

    return sent


def test_the_report_leads_to_the_page(held, visit, town):
    report = visit(page_of(held).rpartition("/")[0], town)
    assert page_of(held).rpartition("/resource/")[2] in report.body
    page = visit(page_of(held), town)
    assert page.status_code == 200
    assert page.body.count("<h1") == 1
    assert "06 12 34 56 78" not in page.body


def test_it_is_the_publishers_alone(held, visit, neighbour):
    assert visit(page_of(held), follow_redirects=False).status_code == 404
    assert visit(page_of(held), neighbour, follow_redirects=False).status_code == 404


def test_a_file_goes_out_once_everything_is_decided(held, decide, visit, town):
    for group in state_of(held).personal:
        assert decide(group, choice="publish", reason="Élus, public par la loi").status_code == 302
    assert state_of(held).held == ""
    assert "Élus, public par la loi" in visit(page_of(held), town).body


def test_a_decision_without_reason_is_asked_again_with_what_was_chosen(held, decide):
    group = next(iter(state_of(held).personal))
    page = decide(group, choice="publish", reason=" ")
    assert page.status_code == 200
    assert "s-error-summary" in page.body
    assert state_of(held).held == "undecided"
    assert decide(group, reason="?").status_code == 200


def test_a_choice_that_changes_the_file_keeps_it_closed(held, decide):
    for group in state_of(held).personal:
        decide(group, choice="drop-column")
    assert state_of(held).held == "undecided"


@pytest.mark.parametrize("finding", ["", "nonsense", "phone:x::"])
def test_a_forged_finding_gets_a_sentence(decide, finding):
    assert decide(finding, choice="publish", reason="x").status_code == 200


def test_a_file_without_personal_data_says_so(publish, visit, town):
    assert "s-empty" in visit(page_of(publish(VALID)), town).body


def test_a_check_is_cancelled_from_its_page(publish, later, visit, town, status, monkeypatch):
    import ckan.plugins.toolkit as tk

    monkeypatch.setitem(tk.config, "WTF_CSRF_ENABLED", False)
    resource = publish()
    report = page_of(resource).rpartition("/")[0]
    assert f"{report.rpartition('/resource/')[2]}/arreter" in visit(report, town).body
    assert visit(f"{report}/arreter", town, "post", follow_redirects=False).status_code == 302
    assert status(resource)["status"] == "error"


def test_the_list_of_a_territory_says_that_a_decision_waits_and_not_what_was_found(town, publish):
    resource = publish(PERSONAL, schema=None, name="annuaire-jean-dupont.csv")
    [waits] = [each for each in waiting.of_bodies({town.id}) if each.id == resource["id"]]
    assert (waits.kind, waits.organization) == ("personal", town.id)
    assert waits.link.endswith(f"/resource/{resource['id']}/rapport/personnes")
    assert not any(secret in repr(waits) for secret in ("Dupont", "dupont", "06 12", "telephone"))


def test_a_file_let_out_waits_no_longer(town, publish, act):
    resource = publish(PERSONAL, schema=None)
    found = states.get(resource["id"])
    decisions = [{"finding": key, "choice": "publish", "reason": "Élus"} for key in found.personal]
    act(
        town.secretary,
        "personal_data_decide",
        organization=town.id,
        file_hash=found.file_hash,
        decisions=decisions,
    )
    assert [each.id for each in waiting.of_bodies({town.id})] == []
