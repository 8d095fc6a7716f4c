"""Who is bound, for which period, and where a body stands."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from ckanext.observatory import periods, rules, states
from ckanext.observatory.rules import Body, Level, Rhythm, Rule
from ckanext.observatory.states import Declaration, Draft, Facts, Next, Published, Standing

DAY = date(2026, 6, 15)
YEARLY = Rule(
    "budget", "scdl/budget", Level.REQUIRED, frozenset({"commune", "epci"}), Rhythm.YEAR, "", (), "", 3500, 50, 3, 5
)
TOWN = Body("t", "commune", 13000)


NOTHING = Facts()


def due(facts=NOTHING, rule=YEARLY, body=TOWN, day=DAY):
    return states.dues(body, [rule], facts, day)[0]


def file(first=None, last=None, day=date(2026, 5, 2), valid=True):
    covered = (date.fromisoformat(first), date.fromisoformat(last)) if first else None
    return Published("scdl/budget", "p", "r", day, covered, valid)


def rule_of(name):
    return next(rule for rule in rules.load() if rule.name == name)


@pytest.mark.parametrize(
    ("body", "level"),
    [
        (Body("t", "commune", 3500), Level.REQUIRED),
        (Body("t", "commune", 3499), Level.RECOMMENDED),
        (Body("t", "commune", None), Level.RECOMMENDED),
        (Body("t", "commune", 4000, 49), Level.RECOMMENDED),
        (Body("t", "commune", 4000, 50), Level.REQUIRED),
        (Body("t", "epci", 90000), Level.RECOMMENDED),
        (Body("t", "epci", None, 50), Level.REQUIRED),
        (Body("t", "departement"), Level.REQUIRED),
        (Body("t", "syndicat"), None),
    ],
)
def test_the_law_binds_by_kind_inhabitants_and_staff(body, level):
    assert rule_of("budget").level_for(body) is level


def test_a_subsidy_above_the_threshold_is_published_by_the_smallest_commune():
    assert rule_of("subventions").level_for(Body("t", "commune", 80)) is Level.CONDITIONAL


@pytest.mark.parametrize(
    ("name", "day", "key", "last_day"),
    [
        ("budget", date(2026, 3, 31), "2025", date(2025, 5, 31)),
        ("budget", date(2026, 4, 1), "2026", date(2026, 5, 31)),
        ("deliberations", date(2026, 1, 1), "2025-T4", date(2026, 1, 31)),
        ("deliberations", date(2026, 6, 30), "2026-T1", date(2026, 4, 30)),
        ("subventions", date(2026, 1, 1), "2026", date(2027, 3, 31)),
        ("prenoms", date(2026, 12, 31), "2025", date(2026, 3, 31)),
        ("adresses", DAY, "permanent", None),
    ],
)
def test_the_period_asked_for_on_a_day(name, day, key, last_day):
    found = periods.current(rule_of(name), day)
    assert (found.key, found.due) == (key, last_day)


def test_nothing_done_is_late_only_after_the_last_day():
    assert (due(day=date(2026, 5, 31)).standing, due(day=date(2026, 6, 1)).standing) == (
        Standing.TO_PUBLISH,
        Standing.LATE,
    )
    assert due().action is Next.PUBLISH


def test_who_is_only_advised_is_never_late():
    found = due(body=Body("t", "commune", 400))
    assert (found.level, found.standing, found.late) == (Level.RECOMMENDED, Standing.TO_PUBLISH, False)


def test_a_file_of_the_period_is_published_and_the_next_date_follows():
    found = due(Facts([file("2026-01-01", "2026-12-31")]))
    assert (found.standing, found.action, found.next_date) == (Standing.PUBLISHED, Next.NOTHING, date(2027, 5, 31))


def test_last_year_s_file_is_to_be_updated():
    found = due(Facts([file("2025-01-01", "2025-12-31")]))
    assert (found.standing, found.action, found.last.resource) == (Standing.LATE, Next.UPDATE, "r")


def test_a_file_that_does_not_say_of_when_counts_from_its_day():
    assert due(Facts([file()])).standing is Standing.PUBLISHED
    assert due(Facts([file(day=date(2026, 3, 31))])).standing is Standing.LATE


def test_a_public_file_with_errors_is_to_be_corrected():
    found = due(Facts([file(valid=False)]))
    assert (found.standing, found.action) == (Standing.PUBLISHED, Next.CORRECT)


@pytest.mark.parametrize(
    ("state", "standing", "action"),
    [
        ("draft", Standing.DRAFT, Next.RESUME),
        ("checking", Standing.DRAFT, Next.RESUME),
        ("valid", Standing.DRAFT, Next.RESUME),
        ("invalid", Standing.TO_CORRECT, Next.CORRECT),
        ("unreadable", Standing.TO_CORRECT, Next.CORRECT),
        ("requested", Standing.AWAITING, Next.WAIT),
    ],
)
def test_a_draft_is_what_to_go_on_with(state, standing, action):
    found = due(Facts(drafts=[Draft("d", "scdl/budget", state)]))
    assert (found.standing, found.action, found.late) == (standing, action, True)


@pytest.mark.parametrize(("kind", "standing"), [("nil", Standing.NIL), ("same", Standing.PUBLISHED)])
def test_a_declaration_holds_for_its_period_only(kind, standing):
    said = Declaration("n", "scdl/budget", "2026", kind, DAY)
    assert due(Facts(declarations=[said])).standing is standing
    assert due(Facts(declarations=[said]), day=date(2027, 6, 1)).standing is Standing.LATE


def test_what_stands_is_published_once_and_for_all():
    standing = Rule("bal", "etalab/schema-bal", Level.REQUIRED, frozenset({"commune"}), Rhythm.STANDING, "", ())
    assert due(rule=standing).standing is Standing.TO_PUBLISH
    old = Published("etalab/schema-bal", "p", "r", date(2020, 1, 1))
    assert due(Facts([old]), rule=standing).standing is Standing.PUBLISHED


def test_states_are_counted():
    found = states.counts(states.dues(TOWN, rules.load(), Facts(), DAY))
    assert (found[Standing.LATE], found[Standing.PUBLISHED], sum(found.values())) == (2, 0, 7)


def test_each_rule_of_the_shipped_file_names_its_text():
    assert all(rule.references and rule.why for rule in rules.load())
    assert all(rule.condition for rule in rules.load() if rule.level is Level.CONDITIONAL)


def test_a_portal_adds_and_overrides(tmp_path):
    own = tmp_path / "own.yaml"
    text = "{name: %s, schema: %s, level: required, bodies: [commune], period: year, due: 12, why: x, references: []}"
    lines = [text % ("prenoms", "scdl/prenoms"), text % ("menus", "scdl/menus-collectifs")]
    own.write_text("obligations:\n" + "".join(f"  - {line}\n" for line in lines))
    found = {rule.name: rule.level for rule in rules.load(str(own))}
    assert (found["prenoms"], found["menus"], len(found)) == (Level.REQUIRED, Level.REQUIRED, 8)


@pytest.mark.parametrize("text", ["", "obligations: [{name: x}]", "obligations: 3", "obligations: [{nom: x}]", "{"])
def test_a_file_that_says_something_unknown_is_refused_by_name(tmp_path, text):
    path = Path(tmp_path, "own.yaml")
    path.write_text(text)
    with pytest.raises(rules.RulesError, match=r"own\.yaml"):
        rules.load(str(path))


def test_a_budget_cannot_be_declared_empty():
    assert [rule_of(name).nil for name in ("budget", "adresses", "subventions")] == [False, False, True]
    assert [rule_of(name).same for name in ("budget", "adresses", "subventions")] == [False, True, True]
    said = Facts(declarations=[Declaration("d", "scdl/budget", "2026", "nil", DAY)])
    assert due(said).standing is Standing.NIL
    assert due(said, rule=replace(YEARLY, nil=False)).standing is Standing.LATE


def test_a_rule_says_true_or_false_of_nil(tmp_path):
    path = tmp_path / "own.yaml"
    entry = "name: x, schema: scdl/budget, level: required, bodies: [commune], period: year, why: x, references: []"
    path.write_text(f"obligations: [{{{entry}, nil: peut-être}}]")
    with pytest.raises(rules.RulesError, match="nil"):
        rules.load(str(path))
