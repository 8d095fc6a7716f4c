"""What is kept of the database's answers, and that nothing kept is ever stale."""

import pytest
import sqlalchemy as sa
from ckan import model
from ckan.tests import factories, helpers

from ckanext.socle.kept import Kept


@pytest.fixture
def counting():
    """Return a function that asks how many organisations there are, and how often it had to be counted."""
    kept, counted = Kept(2), []

    def counting(connection, key="organisations"):
        def work():
            counted.append(key)
            return connection.execute(sa.text("SELECT count(*) FROM \"group\" WHERE state = 'active'")).scalar()

        return kept.get(connection, key, work), len(counted)

    return counting


@pytest.fixture
def elsewhere():
    """A connection of its own, as another process has."""
    with model.meta.engine.connect() as connection:
        yield connection


def write(connection, name):
    values = {"id": name, "name": name}
    connection.execute(
        sa.text("INSERT INTO \"group\" (id, name, type, state) VALUES (:id, :name, 'organization', 'active')"), values
    )


@pytest.mark.usefixtures("with_plugins", "clean_db")
def test_an_answer_is_kept_until_another_process_commits_and_not_before(counting, elsewhere):
    with model.meta.engine.connect() as reader:
        before = counting(reader)[0]
        # PostgreSQL's own upkeep commits too, now and then.
        assert any(counting(reader) == counting(reader) == (before, again) for again in range(1, 20))
        write(elsewhere, "abondant")
        assert counting(reader)[0] == before
        elsewhere.commit()
        assert counting(reader)[0] == before + 1


@pytest.mark.usefixtures("with_plugins", "clean_db")
def test_who_wrote_sees_it_and_nobody_else_is_given_it_before_the_commit(counting, elsewhere):
    with model.meta.engine.connect() as reader:
        before = counting(reader)[0]
        write(elsewhere, "abondant")
        assert counting(elsewhere)[0] == before + 1
        assert counting(reader)[0] == before
        elsewhere.rollback()
        assert counting(reader)[0] == counting(elsewhere)[0] == before


@pytest.mark.usefixtures("with_plugins", "clean_db")
def test_what_is_committed_while_an_answer_is_worked_out_is_not_missed(elsewhere):
    kept, count = Kept(2), sa.text('SELECT count(*) FROM "group"')
    with model.meta.engine.connect() as reader:

        def work():
            found = reader.execute(count).scalar()
            if found == before:
                write(elsewhere, "abondant")
                elsewhere.commit()
            return found

        before = reader.execute(count).scalar()
        assert kept.get(reader, "all", work) == before
        assert kept.get(reader, "all", work) == before + 1


@pytest.mark.usefixtures("with_plugins", "clean_db")
def test_the_last_answers_alone_are_kept(counting):
    with model.meta.engine.connect() as reader:
        *_, counted = (counting(reader, key)[1] for key in ("a", "b", "c"))
        assert counting(reader, "a")[1] == counted + 1


@pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index")
def test_figures_and_search_show_each_change_at_once(app):
    town = factories.Organization(territory_type="commune")

    def figures():
        found = app.get("/en/territoire").body
        return [part.split("</strong>")[0] for part in found.split("<strong>")[1:4]]

    def counts():
        found = helpers.call_action("package_search", facet="true", **{"facet.field": ["organization"]})
        return found["count"], found["facets"]["organization"]

    def shown():
        # Asked twice: what the first visit keeps, the second one is given.
        figures(), counts()
        return figures(), counts()

    assert shown() == (["1", "0", "0"], (0, {}))
    dataset = factories.Dataset(owner_org=town["id"], name="budget", license_id="lov2")
    assert shown() == (["1", "1", "1"], (1, {town["name"]: 1}))
    helpers.call_action("package_patch", id=dataset["id"], private=True)
    assert shown() == (["1", "0", "0"], (0, {}))
    helpers.call_action("package_patch", id=dataset["id"], private=False)
    assert shown()[1] == (1, {town["name"]: 1})
    helpers.call_action("package_delete", id=dataset["id"])
    assert shown() == (["1", "0", "0"], (0, {}))
