"""Files and schemas at addresses, by the command."""

import json
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest
from click.testing import CliRunner

from ckanext.scdl.cli import main

SCHEMA = {"fields": [{"name": "essence", "constraints": {"required": True}}, {"name": "hauteur", "type": "number"}]}


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *args):
        pass


@pytest.fixture
def site(tmp_path):
    (tmp_path / "arbres.json").write_text(json.dumps(SCHEMA))
    (tmp_path / "arbres.csv").write_text("essence,hauteur\nchêne,12.5\n,3\n", encoding="utf-8")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(tmp_path)))
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def run(*args):
    return CliRunner().invoke(main, ["validate", *map(str, args)])


def test_a_file_and_its_schema_may_be_at_addresses(site):
    result = run(f"{site}/arbres.csv", "--schema", f"{site}/arbres.json", "--allow-network", "127.0.0.0/8", "--json")
    report = json.loads(result.output)
    assert result.exit_code == 1
    assert report["schema"] == {"name": f"{site}/arbres.json", "version": None, "url": f"{site}/arbres.json"}
    assert [each["row"] for each in report["errors"]] == [3]


def test_an_address_inside_is_refused_by_default(site, tmp_path):
    result = run(tmp_path / "arbres.csv", "--schema", f"{site}/arbres.json")
    assert result.exit_code == 2
    assert "127.0.0.1 n’est pas un serveur public" in result.output


@pytest.mark.parametrize(
    ("name", "sentence"),
    [("absent.json", "rien à cette adresse"), ("arbres.csv", "n’est pas un fichier JSON"), ("", "page web")],
)
def test_what_stands_at_the_address_is_told_in_a_sentence(site, tmp_path, name, sentence):
    result = run(tmp_path / "arbres.csv", "--schema", f"{site}/{name}", "--allow-network", "127.0.0.0/8")
    assert result.exit_code == 2
    assert sentence in result.output
    assert "Traceback" not in result.output


def test_without_network_the_command_says_so(tmp_path):
    (tmp_path / "a.csv").write_text("a\n1\n")
    result = run(tmp_path / "a.csv", "--schema", "https://personne.invalid/schema.json")
    assert result.exit_code == 2
    assert "personne.invalid" in result.output


def test_a_network_that_is_none_is_refused(tmp_path):
    result = run(tmp_path / "a.csv", "--allow-network", "partout")
    assert result.exit_code == 2
    assert "10.20.0.0/16" in result.output
