from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest

from ckanext.socle import mail

HTML = """
<html><head><meta charset="utf-8"><title>
  Votre accès  à Brou
</title><style>p { color: red }</style></head><body><div>
<p>Bonjour,</p>
<p>Voici <strong>deux</strong>
   choses&nbsp;:</p>
<ul><li>l’une</li><li>l’autre</li></ul>
<p><a href="https://portail.example/a?b=1&amp;c=2">Entrer</a></p>
<table><tr><th>Donnée</th><th>État</th></tr><tr><td>Budget</td><td>publié</td></tr></table>
<p><a href="https://portail.example">https://portail.example</a></p>
</div></body></html>
"""


def test_the_text_says_what_the_page_says():
    subject, text = mail.plain(HTML)
    assert subject == "Votre accès à Brou"
    assert text.splitlines() == [
        "Bonjour,",
        "",
        "Voici deux choses\xa0:",
        "",
        "– l’une",
        "– l’autre",
        "",
        "Entrer : https://portail.example/a?b=1&c=2",
        "",
        "Donnée | État",
        "",
        "Budget | publié",
        "",
        "https://portail.example",
    ]


@pytest.mark.parametrize(
    "subject",
    [
        "Délibérations, Châteaudun\u00a0: le fichier n’a pas été reçu",
        "Équipements, Saint-Rémy-sur-Avre\u00a0: le nouveau fichier vous attend",
        "Code 123456",
        "été " * 50 + "fini",
    ],
)
def test_no_space_of_a_long_accented_subject_is_lost(subject):
    message = EmailMessage()
    message["Subject"] = mail.foldable(subject)
    read = message_from_bytes(message.as_bytes(), policy=default)["Subject"]
    assert read.replace("\u00a0", " ") == subject.replace("\u00a0", " ")
