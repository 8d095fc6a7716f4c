import pytest

from ckanext.socle import mail
from tests.portal.smtp import html, mailbox, text  # noqa: F401  # fixture

FRAME = "socle/mail/frame.html"

pytestmark = pytest.mark.usefixtures("with_plugins", "with_request_context")


def test_a_mail_has_both_versions_and_says_where_it_comes_from(mailbox):
    mail.send("mairie@brou.example", FRAME, name="Mairie de Brou", site_title="Portail d’essai")
    sent = mailbox.last("mairie@brou.example")
    assert "Mairie de Brou" in sent["To"]
    for version in (text(sent), html(sent)):
        assert "Portail d’essai" in version
        assert "http://test.ckan.net" in version


@pytest.mark.parametrize("server", ["", "127.0.0.1:1"])
def test_a_mail_that_cannot_go_out_is_an_error_of_its_own(ckan_config, monkeypatch, server):
    monkeypatch.setitem(ckan_config, "smtp.server", server)
    monkeypatch.setitem(ckan_config, "smtp.mail_from", "portail@territoire.example")
    with pytest.raises(mail.MailError):
        mail.send("mairie@brou.example", FRAME)
