import pytest

from ckanext.pg_search.text import GAP, fold, index_text, meaningful, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Délibérations", ["deliberations"]),
        ("L’ÉCOLE", ["l", "ecole"]),
        ("l'école", ["l", "ecole"]),
        ("Œuvres", ["oeuvres"]),
        ("Saint-Rémy-sur-Avre", ["saint", "remy", "sur", "avre"]),
        ("budget_2024.csv", ["budget", "2024", "csv"]),
        ("e\u0301tat", ["etat"]),
        ("ﬁchier", ["fichier"]),
        ("!? «»", []),
    ],
)
def test_words_are_folded_and_separated(text, expected):
    assert words(text) == expected


def test_composed_and_decomposed_accents_fold_alike():
    assert fold("Châteaudun") == fold("Cha\u0302teaudun") == "chateaudun"


def test_values_are_kept_apart_by_stop_words():
    assert index_text(["Plan local", "urbanisme"]) == f"plan local{GAP}urbanisme"
    assert not meaningful(GAP.split())


def test_a_hyphenated_word_is_also_indexed_in_one_piece():
    assert index_text(["bornes wi-fi"]) == f"bornes wi fi{GAP}wifi"


def test_stop_words_carry_no_meaning():
    assert meaningful(words("l’eau de la commune")) == ["eau", "commune"]
