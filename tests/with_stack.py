"""Run a command (pytest) on a throw-away portal stack: PostgreSQL, Redis, the databases and a CKAN configuration.

    python tests/with_stack.py COMMAND…

pytest commands get `--ckan-ini`, every command gets `CKAN_INI`. The state lies in a temporary folder, removed at the
end; `SOCLE_TEST_HOME=FOLDER` keeps it between two runs, `SOCLE_TEST_PLUGINS` replaces the plugins of the configuration.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from ckanext.socle.launcher.databases import create_databases, embedded_urls
from ckanext.socle.launcher.embedded import Postgres, Redis
from ckanext.socle.launcher.home import open_home
from ckanext.socle.launcher.portal import initialise_database
from ckanext.socle.launcher.settings import Addresses, write_ini

TEST_SETTINGS = {
    "testing": "true",
    "ckan.site_id": "test.ckan.net",
    "WTF_CSRF_ENABLED": "false",
    "ckan.hide_version": "false",
    "ckan.harvest.mq.type": "redis",
}


def main(arguments: list[str]) -> int:
    kept = os.environ.get("SOCLE_TEST_HOME")
    home = open_home(Path(kept or tempfile.mkdtemp(prefix="socle-test-")))
    postgres, redis = Postgres(home), Redis(home)
    try:
        postgres.start()
        redis.start()
        urls = embedded_urls(postgres, "ckan_test")
        create_databases(postgres.dsn(), urls)
        plugins = os.environ.get("SOCLE_TEST_PLUGINS")
        settings = TEST_SETTINGS | ({"ckan.plugins": plugins} if plugins else {})
        write_ini(home, Addresses(urls, redis.url()), "http://test.ckan.net", settings)
        initialise_database(home, urls, postgres.dsn())
        extra = ["--ckan-ini", str(home.ini)] if any(Path(word).name == "pytest" for word in arguments[:3]) else []
        env = {**os.environ, "CKAN_INI": str(home.ini), "SOCLE_TEST_HOME": str(home.path)}
        return subprocess.run([*arguments, *extra], env=env, check=False).returncode
    finally:
        redis.stop()
        postgres.stop()
        if not kept:
            shutil.rmtree(home.path, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
