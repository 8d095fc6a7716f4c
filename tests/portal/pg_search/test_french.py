import pytest
import sqlalchemy as sa

from ckanext.pg_search.text import STOP_WORDS, fold


@pytest.mark.parametrize("q", ["deliberation", "délibérations", "Délibération", "DELIBERATIONS", "délibération"])
def test_number_accents_and_case_do_not_matter(indexed, typed, q):
    indexed({"title": "Délibérations de Châteaudun"}, {"title": "Budget"})
    assert typed(q) == ["d0"]


@pytest.mark.parametrize("q", ["école", "l'école", "L’ÉCOLE", "ecoles", '"l’école du village"'])
def test_elisions_fall_away_on_both_sides(indexed, typed, q):
    indexed({"title": "L’école du village"}, {"title": "Village"})
    assert typed(q) == ["d0"]


@pytest.mark.parametrize(
    ("q", "field"),
    [
        ("oeuvres", {"title": "Œuvres d’art"}),
        ("marchés publics", {"tags": ["marché public"]}),
        ("wifi", {"notes": "Bornes Wi-Fi"}),
        ("cantine", {"res_name": ["Menus", "Cantine"]}),
        ("cantine", {"res_description": ["Menus de la cantine"]}),
        ("28088", {"extras_spatial_zone": "fr:commune:28088"}),
        ("chateaudun-28088", {"organization": "chateaudun-28088"}),
        ("donnees.example", {"res_url": ["https://donnees.example/a.csv"]}),
        ("mairie", {"maintainer": "Mairie de Dreux"}),
    ],
)
def test_the_whole_document_is_searched(indexed, typed, q, field):
    indexed(field, {"title": "Autre chose"})
    assert typed(q) == ["d0"]


def test_a_phrase_does_not_straddle_two_values(indexed, typed):
    indexed({"res_name": ["plan local", "urbanisme"]}, {"res_name": ["plan local urbanisme"]})
    assert typed('"local urbanisme"') == ["d1"]


def test_title_comes_before_tags_then_notes_then_resources(indexed, typed):
    indexed({"res_name": ["piscine"]}, {"notes": "piscine"}, {"tags": ["piscine"]}, {"title": "piscine"})
    assert typed("piscine", sort="score desc") == ["d3", "d2", "d1", "d0"]


def test_stop_words_are_those_of_the_server(connection):
    words = sorted({fold(word) for word in STOP_WORDS} | {"eau", "ete", "commune", "ville", "etant", "meme", "y"})
    with connection.engine.connect() as sql:
        query = sa.text("SELECT w FROM unnest(CAST(:words AS text[])) w WHERE ts_lexize('french_stem', w) = '{}'")
        stopped = set(sql.execute(query, {"words": words}).scalars())
    assert stopped == set(words) & STOP_WORDS


def test_words_are_found_when_some_of_them_are_stop_words(indexed, typed):
    indexed({"title": "Eau de la commune"})
    assert typed("l’eau de la commune") == ["d0"]
