"""From an address to the slices: unchanged files, failures, interruptions."""

import os
import signal
import subprocess
import sys
import textwrap

import pytest
from ckanext.socle.harvesters.projection import fetching, manifest, running
from ckanext.socle.harvesters.projection.definition import Dated
from ckanext.socle.harvesters.projection.problems import BusyError

from tests.unit.projection.tables import CHARTRES, CHATEAUDUN, TARGETS, TODAY, Targets, client, rows_of, run, table

CONTENT = b"commune;nom;valeur\n28088;a;1\n28085;b;2\n"


@pytest.fixture
def served(server):
    server.files["/t.csv"] = CONTENT
    return table(source={"addresses": (f"{server.url}/t.csv",)})


def test_an_unchanged_file_costs_one_request(served, server, tmp_path):
    assert [run(served, tmp_path)[0] for _ in range(2)] == [running.CUT, running.UNCHANGED]
    assert server.answered == [("/t.csv", 200), ("/t.csv", 304)]


def test_a_changed_file_is_cut_again(served, server, tmp_path):
    run(served, tmp_path)
    server.files["/t.csv"] = CONTENT.replace(b"a;1", b"a;9")
    done, known = run(served, tmp_path)
    assert (done, rows_of(tmp_path, CHATEAUDUN), known.dated) == (running.CUT, ["a,9"], "2026-11-02")


def test_a_changed_definition_cuts_the_same_file_again(served, tmp_path):
    run(served, tmp_path)
    assert run(table(source={"addresses": served.source.addresses}, digest="2"), tmp_path)[0] == running.CUT


def test_a_new_commune_gets_its_rows_from_the_file_that_lies_there(served, server, tmp_path):
    run(served, tmp_path, Targets(frozenset({CHATEAUDUN})))
    done, known = run(served, tmp_path)
    assert (done, known.state(CHARTRES), server.answered[-1][1]) == (running.CUT, manifest.ROWS, 304)


def test_a_failure_says_why_and_leaves_the_slices(served, server, tmp_path):
    run(served, tmp_path)
    server.files["/t.csv"] = b"<!DOCTYPE html><p>Maintenance"
    done, known = run(served, tmp_path)
    assert (done, known.state(CHATEAUDUN), known.failure["code"]) == (running.FAILED, manifest.FAILED, "source-html")
    assert rows_of(tmp_path, CHATEAUDUN) == ["a,1"]


def test_a_server_that_does_not_answer_is_a_failure_until_it_does(served, server, tmp_path):
    server.files.clear()
    assert run(served, tmp_path)[1].failure["code"] == "web-status.404"
    server.files["/t.csv"] = CONTENT
    assert run(served, tmp_path)[1].state(CHATEAUDUN) == manifest.ROWS


def test_rows_that_vanish_leave_an_empty_commune(served, server, tmp_path):
    run(served, tmp_path)
    server.files["/t.csv"] = b"commune;nom;valeur\n28085;b;2\n"
    known = run(served, tmp_path)[1]
    assert known.state(CHATEAUDUN) == manifest.EMPTY
    assert not (tmp_path / "slices" / f"{CHATEAUDUN}.csv").exists()


def test_all_the_years_that_exist_are_one_table(server, tmp_path):
    server.files |= {"/2025.csv": CONTENT, "/2024.csv": b"commune;nom;valeur\n28088;c;3\n"}
    yearly = table(source={"addresses": (server.url + "/{year}.csv",), "dated": Dated("year", 2, every=True)})
    run(yearly, tmp_path)
    assert rows_of(tmp_path, CHATEAUDUN) == ["a,1", "c,3"]


def test_a_year_missing_between_two_others_is_a_failure(server, tmp_path):
    server.files |= {"/2026.csv": CONTENT, "/2024.csv": CONTENT}
    yearly = table(source={"addresses": (server.url + "/{year}.csv",), "dated": Dated("year", 3, every=True)})
    known = run(yearly, tmp_path)[1]
    assert (known.failure["code"], known.failure["params"]["addresses"]) == ("source-gone", f"{server.url}/2025.csv")


def test_a_file_of_which_nobody_speaks_any_more_is_deleted(server, tmp_path):
    server.files |= {"/202610.csv": CONTENT}
    monthly = table(source={"addresses": (server.url + "/{month}.csv",), "dated": Dated("month", 3, every=False)})
    run(monthly, tmp_path)
    server.files |= {"/202611.csv": CONTENT}
    run(monthly, tmp_path)
    assert len(list((tmp_path / "source").iterdir())) == 2


def test_the_latest_month_that_exists_is_taken(server, tmp_path):
    server.files["/202610.csv"] = CONTENT
    monthly = table(source={"addresses": (server.url + "/{month}.csv",), "dated": Dated("month", 3, every=False)})
    assert run(monthly, tmp_path)[1].state(CHATEAUDUN) == manifest.ROWS
    assert server.answered == [("/202611.csv", 404), ("/202610.csv", 200)]


def test_months_are_counted_over_the_new_year():
    source = table(source={"addresses": ("http://x/{month}",), "dated": Dated("month", 2, every=False)}).source
    assert list(fetching.addresses(source, TODAY.replace(month=1))) == [
        ["http://x/202601", "http://x/202512", "http://x/202511"]
    ]


def test_two_runs_of_one_table_do_not_meet(served, tmp_path):
    with running.alone(tmp_path, "essai"), client() as connected, pytest.raises(BusyError):
        running.run(served, TARGETS, tmp_path, connected, TODAY)


RUN = textwrap.dedent(
    """
    import sys, time
    from pathlib import Path
    from ckanext.socle.harvesters.projection import cutting, manifest, spool
    from tests.unit.projection.tables import run, table
    place, url, folder = sys.argv[1:]
    def stop(*arguments, **options):
        print("here", flush=True)
        time.sleep(60)
    write = manifest.write
    written = []
    def second(path, content):
        written.append(path)
        (stop if len(written) == 4 else write)(path, content)
    if place == "reading":
        spool.Spool.add = stop
    elif place == "slices":
        manifest.write = second
    else:
        manifest.save = stop
    run(table(source={"addresses": (url,)}), Path(folder))
    """
)


@pytest.mark.parametrize("place", ["reading", "slices", "manifest"])
def test_killed_in_the_middle_and_run_again_it_ends_the_same(served, server, tmp_path, place):
    killed, whole = tmp_path / "killed", tmp_path / "whole"
    run(served, killed)
    server.files["/t.csv"] = CONTENT.replace(b"a;1", b"a;9").replace(b"b;2", b"b;8")
    arguments = [sys.executable, "-c", RUN, place, served.source.addresses[0], str(killed)]
    child = subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True)
    assert child.stdout.readline() == "here\n"
    os.kill(child.pid, signal.SIGKILL)
    child.wait()
    again, expected = run(served, killed)[1], run(served, whole)[1]
    assert again == expected
    slices = {path.name: path.read_bytes() for path in (whole / "slices").iterdir()}
    assert {path.name: path.read_bytes() for path in (killed / "slices").iterdir() if path.suffix == ".csv"} == slices
    assert not (killed / "spool").exists()


def test_a_run_that_dies_frees_the_table(served, tmp_path):
    child = subprocess.Popen(
        [sys.executable, "-c", RUN, "reading", served.source.addresses[0], str(tmp_path)],
        stdout=subprocess.PIPE,
        text=True,
    )
    child.stdout.readline()
    with pytest.raises(BusyError):
        run(served, tmp_path)
    child.kill()
    child.wait()

    assert run(served, tmp_path)[0] == running.CUT
