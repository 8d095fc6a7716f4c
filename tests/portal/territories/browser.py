"""A browser with a session of its own, beside the request that the fixtures keep open."""

import re

from flask import g

PASSWORD = "Correct-Horse-28"
NAME = re.compile(r"""<span class="s-header__person">([^<]*)<""")


class Browser:
    """Asks for pages of the portal without following where they lead."""

    def __init__(self, app):
        self.client = app.test_client()

    def get(self, address):
        return self._ask("GET", address)

    def post(self, address, **data):
        return self._ask("POST", address, data=data)

    def log_in(self, name, password=PASSWORD):
        assert self.post("/user/login", login=name, password=password).status_code == 302
        return self

    def who(self):
        """The name in the header, when logged in."""
        found = NAME.search(self.get("/").text)
        return found[1] if found else None

    def _ask(self, method, address, **options):
        for kept in ("_login_user", "territories_switch"):  # the fixtures' own request remembers them
            g.pop(kept, None)
        address = address.replace("http://test.ckan.net", "")
        return self.client.open(address, method=method, follow_redirects=False, **options)
