from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ckanext.datagouv.text import clean, plain_markdown


class TagCounter(HTMLParser):
    """udata's own test: one opening or closing tag makes a description HTML."""

    tags = 0

    def handle_starttag(self, tag, attrs):
        self.tags += 1

    def handle_endtag(self, tag):
        self.tags += 1


def count_tags(text):
    counter = TagCounter()
    counter.feed(text or "")
    return counter.tags


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("Voir <https://exemple.fr/a?b=1>.", "Voir https://exemple.fr/a?b=1."),
        ("Écrire à <mairie@exemple.fr>", "Écrire à mairie@exemple.fr"),
        ("un<br>deux<br />\ntrois", "un\ndeux\ntrois"),
        ("<p>un</p><p>deux</p>", "un\n\ndeux"),
        ("<ul><li>un</li><li>deux</li></ul>", "* un\n* deux"),
        ('<a href="https://exemple.fr">la page</a>', "[la page](https://exemple.fr)"),
        ("<b>gras</b> et <script>x</script>", "gras et ‹script›x‹/script›"),
        ("le <nom de la commune> suit", "le ‹nom de la commune› suit"),
        ("prix < 5 et > 3", "prix < 5 et > 3"),
        ("**gras**\n\n* une\n* deux", "**gras**\n\n* une\n* deux"),
        ("", None),
        (None, None),
    ],
)
def test_description_becomes_plain_markdown(written, sent):
    assert plain_markdown(written) == sent


@given(st.text(alphabet="<>/!ab r=\"'&;p-@.:\n"))
def test_no_description_looks_like_html(text):
    assert count_tags(plain_markdown(text)) == 0


@pytest.mark.parametrize("character", ["\x00", "\x0b", "\x1f", "\ufffe", "\ud800"])
def test_what_xml_cannot_hold_is_dropped(character):
    assert clean(f" Déli{character}bérations ") == "Délibérations"
