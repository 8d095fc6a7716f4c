"""Sync and check of all bodies, one after the other: a body that cannot be served does not cost the others."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model as ckan_model

from ckanext.datagouv import config, feeds
from ckanext.datagouv.checkup import pages, schemas
from ckanext.datagouv.roundtrip import model, seeing
from ckanext.datagouv.roundtrip.platform import Platform
from ckanext.datagouv.roundtrip.problems import BodyError, Problem, StopError, of_web
from ckanext.datagouv.roundtrip.sync import Body, synchronise, validation
from ckanext.datagouv.simulator import Circumstances, DatasetForecast, simulate
from ckanext.scdl import web
from ckanext.socle.web import client

log = logging.getLogger(__name__)
Result = dict[str, Any]


@contextmanager
def platform(*, writing: bool) -> Iterator[Platform]:
    """Open data.gouv.fr.

    Raises:
        StopError: there is no key, or the address is none.
    """
    key = config.api_key()
    if writing and not key:
        raise StopError("key-missing")
    base = config.api_url()
    if not base.startswith(("https://", "http://")):
        raise StopError("address-wrong", address=base)
    with client() as opened:
        yield Platform(base, key, opened)


def bodies(names: tuple[str, ...] = ()) -> list[Body]:
    """Return the organisations to serve: those named, or all that publish something.

    Raises:
        ObjectNotFound: an organisation is unknown.
    """
    return [_body(name) for name in names or publishing()]


def publishing() -> list[str]:
    """Return the names of all organisations that have a public dataset."""
    packages = ckan_model.Session.query(ckan_model.Package.owner_org)
    owners = packages.filter_by(state="active", type="dataset", private=False)
    groups = ckan_model.Session.query(ckan_model.Group.name).filter_by(is_organization=True, state="active")
    return [row.name for row in groups.filter(ckan_model.Group.id.in_(owners)).order_by(ckan_model.Group.name)]


def sync(chosen: list[Body], *, dry_run: bool = False) -> Iterator[Result]:
    """Create or put right the source of each body; yield what was done, body by body."""

    def one(there: Platform, body: Body) -> Result:
        known = model.source(body.id)
        done = synchronise(there, body, known.source_id if known else "", dry_run=dry_run)
        if not dry_run:
            model.save_source(
                body.id, account=done.account, source_id=done.source_id, validation=done.validation, problem={}
            )
        return {"done": done.done, "validation": done.validation, "doubles": done.doubles}

    return _each(chosen, one, writing=True, noting=not dry_run)


def check(chosen: list[Body]) -> Iterator[Result]:
    """See what of each body's datasets is on data.gouv.fr, and keep it; yield the counts, body by body."""

    def one(there: Platform, body: Body) -> Result:
        rows = list(_look(there, body))
        model.save_presences(body.id, rows)
        states = [row.state for row in rows]
        return {"done": "checked", "states": {state: states.count(state) for state in sorted(set(states))}}

    return _each(chosen, one, writing=False, noting=True)


def nightly() -> int:
    """Check every organisation, where the portal is connected with data.gouv.fr; return how many could be checked."""
    if not config.api_key() and not model.is_connected():
        return 0
    checked = 0
    try:
        for result in check(bodies()):
            checked += not result["problem"]
            if result["problem"]:
                log.warning("data.gouv.fr, %s: %s", result["organization"], result["problem"]["code"])
    except StopError as error:
        log.warning("data.gouv.fr could not be checked: %s %s", error.problem.code, error.problem.params)
    return checked


def _each(
    chosen: list[Body], one: Callable[[Platform, Body], Result], *, writing: bool, noting: bool
) -> Iterator[Result]:
    with platform(writing=writing) as there:
        for body in chosen:
            result: Result = {"organization": body.name, "title": body.title, "problem": None}
            try:
                yield result | one(there, body)
            except BodyError as error:
                if noting:
                    _note(body, error.problem)
                yield result | {"done": "failed", "problem": error.problem.to_dict()}
            except web.WebError as error:
                raise of_web(error) from error


def _note(body: Body, problem: Problem) -> None:
    known = model.source(body.id)
    kept = {name: getattr(known, name) for name in ("account", "source_id", "validation")} if known else {}
    model.save_source(body.id, **kept, problem=problem.to_dict())


def _look(there: Platform, body: Body) -> Iterator[model.Presence]:
    known = model.presences(body.id)
    around, source_id = _neighbourhood(there, body)
    forecasts = simulate(pages(feeds.organization_feed(_organization(body.id))), Circumstances(schemas=schemas()))
    listed = {
        str(harvest["remote_id"]): each
        for each in there.datasets(around.account)
        if (harvest := each.get("harvest") or {}).get("remote_id")
    }
    for forecast in forecasts.datasets:
        before = known.get(forecast.identifier)
        yield _row(body, forecast, before, _see(there, forecast, listed, before, around), around)
    expected = {forecast.identifier for forecast in forecasts.datasets}
    for identifier, found in listed.items():
        if identifier not in expected and str(found["harvest"].get("source_id")) == source_id:
            forecast = DatasetForecast(identifier, {"title": str(found.get("title") or "")})
            yield _row(body, forecast, known.get(identifier), seeing.Seen("leaving", (), found), around)


def _see(
    there: Platform,
    forecast: DatasetForecast,
    listed: dict[str, Result],
    before: model.Presence | None,
    around: seeing.Neighbourhood,
) -> seeing.Seen:
    found = listed.get(forecast.identifier)
    if found is None and before and before.datagouv_id:
        # Archived, or moved to another account: no longer in the list, but still there by its identifier.
        found = there.dataset(before.datagouv_id)
    if found is not None:
        return seeing.compare(forecast, found, around)
    package = ckan_model.Package.get(forecast.identifier)
    created = package.metadata_created if package else around.now
    return seeing.explain(forecast, created, around, hidden=bool(before and before.datagouv_id))


def _neighbourhood(there: Platform, body: Body) -> tuple[seeing.Neighbourhood, str]:
    account = str(there.organization(body.datagouv_id, body.siret, body.siren, body.title)["id"])
    known = model.source(body.id)
    wanted = known.source_id if known else ""
    sources = [each for each in there.sources(account) if each["id"] == wanted or each.get("url") == body.feed]
    source = sources[0] if sources else {}
    job = source.get("last_job") or {}
    state = validation(source) if source else ""
    model.save_source(body.id, account=account, source_id=str(source.get("id") or ""), validation=state, problem={})
    refusals = there.refusals(str(job["id"])) if job.get("id") else {}
    around = seeing.Neighbourhood(account, state, refusals, seeing.moment(job.get("ended")), model.now())
    return around, str(source.get("id") or "")


def _row(
    body: Body,
    forecast: DatasetForecast,
    before: model.Presence | None,
    seen: seeing.Seen,
    around: seeing.Neighbourhood,
) -> model.Presence:
    present = seen.state in ("present", "incomplete", "leaving")
    return model.Presence(
        package_id=forecast.identifier,
        owner_org=body.id,
        title=forecast.title,
        state=seen.state,
        problems=[problem.to_dict() for problem in seen.problems],
        datagouv_id=str(seen.there.get("id") or (before.datagouv_id if before else "")),
        page=str(seen.there.get("page") or (before.page if before else "")),
        files=[str(each.get("url")) for each in seen.there.get("resources") or []],
        since=((before.since if before else None) or around.now) if present else None,
        checked=around.now,
    )


def _body(name: str) -> Body:
    shown = _organization(name)
    keys = ("datagouv_id", "siret", "siren")
    return Body(
        id=shown["id"],
        name=shown["name"],
        title=shown["title"] or shown["name"],
        feed=f"{feeds.organization_feed(shown).page}/catalog.xml",
        **{key: str(shown.get(key) or "").strip() for key in keys},
    )


def _organization(name: str) -> dict[str, Any]:
    wanted = {"id": name, "include_datasets": False, "include_users": False, "include_dataset_count": False}
    found: dict[str, Any] = tk.get_action("organization_show")({"ignore_auth": True, "user": ""}, wanted)
    return found
