"""Bench of the whole portal: 5,000 organisations, 50,000 datasets, through gunicorn, at 1 and 8 clients.

    python benchmarks/scale/run.py [--datasets N] [--organizations N] [--rounds N] [--only WORD]

Prints median and 95th percentile of the time that a client waits for each page. The web server is the launcher's own
command, on a throw-away stack; `SOCLE_TEST_HOME=FOLDER` keeps the filled databases for a second run.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import requests


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


AIM = 300.0
HERE = Path(__file__).parent
PORT = int(os.environ.get("PORT") or free_port())
SITE = f"http://127.0.0.1:{PORT}"
DESK = "departement-76"  # 409 communes
PASSWORD = "un mot de passe long"


def pages(commune: str) -> dict[str, tuple[str, str]]:
    """Return the address of each page that is measured, and the organisation of who opens it, empty for anybody."""
    return {
        "home": ("/", ""),
        "search": ("/dataset/", ""),
        "search, two words": ("/dataset/?q=budget+associations", ""),
        "commune": (f"/organization/{commune}", ""),
        "département (409 communes)": (f"/organization/{DESK}", ""),
        "organisations": ("/organization/", ""),
        "organisations, page 50": ("/organization/?page=50", ""),
        "organisations, a name": ("/organization/?q=saint", ""),
        "the territory in figures": ("/territoire", ""),
        "block for another site": (f"/organization/{commune}/bloc", ""),
        "commune’s space": (f"/mon-espace/{commune}", commune),
        "animator’s desk (409 communes)": (f"/animer/{DESK}", DESK),
        "API organization_list": ("/api/3/action/organization_list", ""),
        "API organization_list, 25 whole": ("/api/3/action/organization_list?all_fields=true&limit=25", ""),
        "API package_search": ("/api/3/action/package_search?q=budget&rows=20", ""),
        "API territories_search": ("/api/3/action/territories_search?q=saint", ""),
    }


def measure(address: str, user: str, rounds: int) -> list[float]:
    """Return the milliseconds of each round, after two that warm up; a user logs in before, as in a browser.

    Raises:
        RuntimeError: an answer is no 200.
    """
    times = []
    with requests.Session() as session:
        if user:
            who = {"login": user, "password": PASSWORD}
            session.post(f"{SITE}/user/login", data=who, timeout=120, allow_redirects=False)
        for number in range(rounds + 2):
            start = time.perf_counter()
            answer = session.get(SITE + address, timeout=120, allow_redirects=False)
            if number > 1:
                times.append((time.perf_counter() - start) * 1000)
            if answer.status_code != 200:
                raise RuntimeError(f"{address}: {answer.status_code}")
    return times


def concurrent(address: str, user: str, clients: int, rounds: int) -> list[float]:
    """Return the milliseconds of each round of each client, all at once, each in a process of its own."""
    if clients == 1:
        return measure(address, user, rounds)
    with multiprocessing.get_context("fork").Pool(clients) as pool:
        return [t for times in pool.starmap(measure, [(address, user, rounds)] * clients) for t in times]


def report(measured: dict[str, tuple[str, str]], users: dict[str, str], rounds: int) -> None:
    """Measure and print each page."""
    for clients in (1, 8):
        busy = os.getloadavg()[0]
        print(f"\n{clients} client{'s' if clients > 1 else ''}: milliseconds until the whole answer", end=" ")
        print(f"(load of the machine before: {busy:.1f} on {os.cpu_count()} processors)")
        print(f"  {'page':<34}{'median':>9}{'p95':>9}   aim: p95 under {AIM:.0f} ms with 8 clients")
        for title, (address, whose) in measured.items():
            times = sorted(concurrent(address, users.get(whose, ""), clients, rounds))
            p95 = times[min(len(times) - 1, int(len(times) * 0.95))]
            verdict = "" if clients == 1 else ("met" if p95 < AIM else "MISSED")
            print(f"  {title:<34}{statistics.median(times):>9.0f}{p95:>9.0f}   {verdict}", flush=True)


@contextmanager
def web_server() -> Iterator[None]:
    """Run the portal as the launcher does, and wait until it answers."""
    from ckanext.socle.launcher.home import open_home
    from ckanext.socle.launcher.stack import Options, programs

    home = open_home(Path(os.environ["SOCLE_TEST_HOME"]))
    web = programs(home, Options(host="127.0.0.1", port=PORT))["web"]
    with (home.logs / "web.log").open("ab") as log:
        process = subprocess.Popen([str(word) for word in web.command], env=web.env, stdout=log, stderr=log)
    try:
        deadline = time.monotonic() + 300
        while time.monotonic() < deadline:
            try:
                if requests.get(f"{SITE}/api/3/action/status_show", timeout=30).ok:
                    break
            except requests.RequestException:
                time.sleep(0.3)
        yield
    finally:
        process.terminate()
        process.wait(60)


def account(organization: str) -> str:
    """Make an account that decides for an organisation, once, and return its name."""
    from ckan import model
    from ckan.plugins import toolkit

    name = f"bench-{organization}"[:100]
    site = {"ignore_auth": True, "user": toolkit.get_action("get_site_user")({"ignore_auth": True}, {})["name"]}
    if model.User.get(name) is None:
        data = {"name": name, "email": f"{name}@exemple.fr", "password": PASSWORD}
        toolkit.get_action("user_create")({**site}, data)
    member = {"id": organization, "username": name, "role": "admin"}
    toolkit.get_action("organization_member_create")({**site}, member)
    return name


def prepare(datasets: int, organizations: int) -> tuple[str, dict[str, str]]:
    """Fill the portal unless it is; return its first commune, and the users who are its agent and an animator."""
    from ckan import model
    from ckan.cli import load_config
    from ckan.config.middleware import make_app

    sys.path.insert(0, str(HERE))
    import sqlalchemy as sa
    from fill import fill, index
    from fill import organizations as owners

    app = make_app(load_config(os.environ["CKAN_INI"]))
    with app._wsgi_app.test_request_context():
        if model.Session.query(model.Package).count() < datasets:
            fill(datasets, organizations)
        indexed = int(model.Session.scalar(sa.text("SELECT count(*) FROM pg_search_document")) or 0)
        model.Session.remove()
        if indexed < datasets:
            index(datasets, organizations)
        commune = owners(organizations)[0].name
        return commune, {each: account(each) for each in (commune, DESK)}


def on_a_stack(options: list[str]) -> int:
    """Run this script again on a throw-away PostgreSQL and Redis."""
    python = [sys.executable, "-W", "ignore"]
    stack = HERE.parents[1] / "tests" / "with_stack.py"
    return subprocess.run([*python, str(stack), *python, str(HERE / "run.py"), *options], check=False).returncode


def main(options: list[str]) -> int:
    """Fill, start, measure, and print where each page stands against the aim."""
    if "CKAN_INI" not in os.environ:
        return on_a_stack(options)
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--datasets", type=int, default=50_000)
    parser.add_argument("--organizations", type=int, default=5_000)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--only", default="", help="pages whose name has this word")
    chosen = parser.parse_args(options)
    commune, users = prepare(chosen.datasets, chosen.organizations)
    measured = {name: page for name, page in pages(commune).items() if chosen.only in name}
    with web_server():
        report(measured, users, chosen.rounds)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
