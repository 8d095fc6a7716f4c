"""Actions of the harvester (every public function is exported)."""

from __future__ import annotations

from typing import Any

import ckan.lib.search as search
import ckan.model as model
import ckan.plugins.toolkit as tk
from ckan.types import Action, Context, DataDict
from ckanext.harvest.model import HarvestJob, HarvestSource
from ckanext.socle.harvesters.datagouv import harvester, portal, preview, reports, sources, taking
from ckanext.socle.harvesters.datagouv.problems import HarvestingError
from ckanext.socle.harvesters.datagouv.settings import SettingsError, load
from ckanext.socle.harvesters.datagouv.words import say, say_web

from ckanext.scdl import web


@tk.chained_action
def package_create(up: Action, context: Context, data_dict: DataDict) -> Any:  # noqa: ANN401
    """Create a dataset; the settings of a source of data.gouv.fr are checked first."""
    return up(context, sources.checked(context, data_dict))


@tk.chained_action
def package_update(up: Action, context: Context, data_dict: DataDict) -> Any:  # noqa: ANN401
    """Update a dataset; the settings of a source of data.gouv.fr are checked first."""
    return up(context, sources.checked(context, data_dict))


@tk.side_effect_free
@tk.chained_action
def harvest_source_reindex(_up: Action, context: Context, data_dict: DataDict) -> bool:
    """Index a source with its present status, in place of ckanext-harvest's way.

    Its own (1.6.3) puts the source unvalidated in the index of CKAN 2.12, which `package_show` reads: after a first run
    the form opened without settings and without frequency, and saving it lost them.
    """
    # ckanext-harvest's own commands call it for nobody in particular.
    tk.check_access("harvest_source_reindex", context if "user" in context else {"ignore_auth": True}, data_dict)
    search.rebuild(tk.get_or_bust(data_dict, "id"))
    return True


@tk.side_effect_free
def datagouv_source_preview(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Return what a source would take: the first 20 datasets of its selection, where each would go, or why not.

    Args:
        context: of CKAN.
        data_dict: `id` of a source; or, before one is saved, `owner_org`, `config` (JSON) and `url` (data.gouv.fr by
            default).

    Returns:
        See `preview.preview`.

    Raises:
        ObjectNotFound: no such source.
        ValidationError: the settings are wrong, or the catalogue cannot be had.
    """
    tk.check_access("datagouv_source_preview", context, data_dict)
    try:
        return _preview(context, data_dict)
    except SettingsError as error:
        raise tk.ValidationError({"config": [say(each) for each in error.problems]}) from error
    except HarvestingError as error:
        raise tk.ValidationError({"config": [say(error.problem)]}) from error
    except web.WebError as error:
        raise tk.ValidationError({"url": [say_web(error)]}) from error


@tk.side_effect_free
def datagouv_job_report(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Return what a run did not do as expected, with what a person can do about it.

    Args:
        context: of CKAN.
        data_dict: `id` of a harvest job.

    Returns:
        `job`, `source`, `lines` (kind, title, identifier, address, what, todo) and `unknown` (fields that data.gouv.fr
        has and we do not know, with how many times each was met).

    Raises:
        ObjectNotFound: no such job.
    """
    job = HarvestJob.get(tk.get_or_bust(data_dict, "id"))
    if job is None:
        raise tk.ObjectNotFound(tk._("Harvest job not found"))
    tk.check_access("datagouv_job_report", context, {"id": job.id})
    return reports.as_json(job)


def _preview(context: Context, data_dict: DataDict) -> dict[str, Any]:
    if data_dict.get("id"):
        package = model.Package.get(data_dict["id"])
        source = HarvestSource.get(package.id) if package is not None else None
        if source is None or source.type != harvester.TYPE:
            raise tk.ObjectNotFound(tk._("Harvest source not found"))
        catalogue = harvester.catalogue(source.url)
        return preview.preview(taking.circumstances(source, catalogue), catalogue)
    settings = load(data_dict.get("config"), portal.zone)
    group = portal.organization(str(data_dict.get("owner_org") or ""))
    catalogue = harvester.catalogue(str(data_dict.get("url") or harvester.ADDRESS))
    owner = group.id if group is not None else ""
    around = preview.unsaved(settings, owner, sources.responsible(context), catalogue)
    return preview.preview(around, catalogue)
