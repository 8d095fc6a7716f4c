"""One file for each habit of town halls (test-data/scdl/repair/habits): what is repaired, and what is asked."""

import pytest

from ckanext.scdl import Context, Guesses
from ckanext.scdl.repairing.repairer import repair
from ckanext.scdl.validation import check_file

D, S, E, P = (f"scdl/{name}" for name in ("deliberations", "subventions", "equipements", "prenoms"))
OWN = Context(sirets=("21280088200012",), name="Commune de Châteaudun")
SAFE = [
    ("encoding-cp1252", S, "encoding"),
    ("delimiter-semicolon", S, "delimiter"),
    ("header-synonyms", S, "column-name"),
    ("header-case", D, "column-name"),
    ("header-accents", D, "column-name"),
    ("columns-in-another-order", D, "column-order"),
    ("blank-row", D, "blank-row"),
    *((f"date-{name}", S, "date") for name in ("slashes", "hyphens", "words", "first", "serial", "time")),
    *((f"amount-{name}", S, "number") for name in ("comma", "spaces", "currency")),
    ("percent", S, "number"),
    *((f"siret-{name}", D, "siret") for name in ("spaces", "exponent")),
    ("siret-zero", S, "siret"),
    ("insee-zero", P, "geographic-code"),
    ("postal-code-zero", E, "geographic-code"),
    *((f"enum-{name}", S, "enum") for name in ("case", "accents", "trailing-space", "nfd")),
    ("enum-apostrophe", E, "enum"),
    ("text-nfd", S, "nfc"),
    *((f"boolean-{name}", S, "boolean") for name in ("case", "letter", "number")),
    ("coordinates-swapped", E, "swapped-coordinates"),
    ("years-reversed", D, "year-interval"),
    ("subject-by-code", D, "subject-name"),
    ("phone-french", E, "phone"),
    ("email-spaces", E, "email"),
    ("url-without-scheme", E, "url"),
    ("name-blank", D, "body-name"),
    ("vote-blank", D, "sum-term"),
]
ASKED = [
    ("date-ambiguous", S, "date:3"),
    ("siret-rounded", D, "siret:2"),
    ("siret-siren", D, "body-number:2"),
    ("percentage", S, "share:15"),
]
OF_THE_PUBLISHER = [("siret-siren", D, "siret"), ("publisher-columns-missing", D, "new-column")]


@pytest.fixture
def habit(data):
    """Give the content of a habit's file."""
    return lambda name: (data / "repair" / "habits" / f"{name}.csv").read_bytes()


@pytest.mark.parametrize(("name", "schema", "rule"), SAFE)
def test_a_habit_is_repaired(habit, name, schema, rule):
    done = repair(habit(name), schema)
    assert rule in {each.rule for each in done.plan.safe}
    assert done.plan.questions == ()
    assert check_file(done.content, schema, Guesses()).valid


@pytest.mark.parametrize(("name", "schema", "key"), ASKED)
def test_a_habit_with_two_meanings_is_asked(habit, name, schema, key):
    done = repair(habit(name), schema)
    assert [each.key for each in done.plan.questions] == [key]
    assert done.plan.safe == ()
    answered = repair(habit(name), schema, answers={key: done.plan.questions[0].choices[0][0]})
    assert answered.after.valid


@pytest.mark.parametrize(("name", "schema", "rule"), OF_THE_PUBLISHER)
def test_what_is_the_publisher_s_is_repaired_when_it_is_known(habit, name, schema, rule):
    done = repair(habit(name), schema, context=OWN)
    assert rule in {each.rule for each in done.plan.safe}
    assert done.after.valid
    assert not repair(habit(name), schema).after.valid


def test_every_file_is_told(data):
    named = {name for name, _, _ in (*SAFE, *ASKED, *OF_THE_PUBLISHER)}
    assert {path.stem for path in (data / "repair" / "habits").iterdir()} == named
