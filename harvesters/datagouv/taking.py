"""Second and third stages: fetch one dataset, then write it on the portal, withdraw it, or say why it is not taken."""

from __future__ import annotations

import hashlib
import json
import logging
from typing import Any, Literal

import ckan.model as model
import ckan.plugins.toolkit as tk
from ckanext.harvest.model import HarvestObject
from ckanext.socle.harvesters.datagouv import deciding, entries, mapping, mirror, portal, records, writing
from ckanext.socle.harvesters.datagouv.api import GONE, Catalogue
from ckanext.socle.harvesters.datagouv.deciding import Circumstances
from ckanext.socle.harvesters.datagouv.identifiers import package_id
from ckanext.socle.harvesters.datagouv.ownership import Body
from ckanext.socle.harvesters.datagouv.problems import HarvestingError, Problem
from ckanext.socle.harvesters.datagouv.records import Memory
from ckanext.socle.harvesters.datagouv.settings import SettingsError
from ckanext.socle.harvesters.datagouv.words import fields, say, say_web

from ckanext.scdl import web

log = logging.getLogger(__name__)
Done = bool | Literal["unchanged"]
UNCHANGED: Literal["unchanged"] = "unchanged"


def fetch(harvest_object: HarvestObject, catalogue: Catalogue) -> Done:
    """Read a dataset into its object.

    Returns:
        True when there is something to import, «unchanged» when there is nothing to do, False after an error.
    """
    memory = records.read(harvest_object)
    if memory.outcome:  # sent twice, after a crash of the queue
        return UNCHANGED
    if memory.action == records.RETIRE:
        return True
    try:
        dataset = catalogue.dataset(harvest_object.guid, memory.resources)
    except web.HttpStatus as error:
        if error.status in GONE:
            code = "gone-deleted" if error.status == max(GONE) else "gone-hidden"
            return _leave(harvest_object, memory, Problem(code))
        return _failed(harvest_object, say_web(error), "Fetch")
    except web.WebError as error:
        return _failed(harvest_object, say_web(error), "Fetch")
    except HarvestingError as error:
        return _failed(harvest_object, say(error.problem), "Fetch")
    return _fetched(harvest_object, memory, dataset)


def _fetched(harvest_object: HarvestObject, memory: Memory, dataset: dict[str, Any]) -> Done:
    if str(dataset.get("id") or "") != harvest_object.guid:
        return _failed(harvest_object, say(Problem("no-identifier")), "Fetch")
    retired = entries.retired(dataset)
    if retired:
        kind, _, when = retired.partition(" ")
        codes = {"archived": "gone-archived", "deleted": "gone-deleted"}
        return _leave(harvest_object, memory, Problem(codes.get(kind, "gone-hidden"), {"when": when[:10]}))
    if memory.action == records.VERIFY:
        if memory.leaving:
            return _leave(harvest_object, memory, Problem("gone-selection"))
        memory.outcome, memory.missing = records.TAKEN, memory.missing + 1
        records.write(harvest_object, memory)
        model.Session.commit()
        return UNCHANGED
    harvest_object.content = json.dumps(dataset, ensure_ascii=False)
    harvest_object.save()
    return True


def _leave(harvest_object: HarvestObject, memory: Memory, reason: Problem) -> Done:
    """Have a dataset withdrawn, if it was ever taken."""
    memory.action, memory.reason = records.RETIRE, reason.to_dict()
    records.write(harvest_object, memory)
    if not writing.is_public(package_id(harvest_object.guid)):
        memory.outcome = records.RETIRED
        records.write(harvest_object, memory)
        model.Session.commit()
        return UNCHANGED
    model.Session.commit()
    return True


def take(harvest_object: HarvestObject, catalogue: Catalogue) -> Done:
    """Write on the portal what was fetched.

    Returns:
        As `IHarvester.import_stage`.
    """
    memory = records.read(harvest_object)
    if memory.action == records.RETIRE:
        return _retire(harvest_object, memory)
    try:
        return _take(harvest_object, memory, catalogue)
    except SettingsError as error:
        return _failed(harvest_object, " ".join(say(each) for each in error.problems), "Import")
    except tk.ValidationError as error:
        model.Session.rollback()
        _remember_bodies(harvest_object, memory.bodies)
        refused = Problem("field-refused", {"fields": fields(error.error_dict)})
        return _failed(harvest_object, say(refused), "Import")
    except web.WebError as error:
        return _failed(harvest_object, say_web(error), "Import")
    except HarvestingError as error:
        return _failed(harvest_object, say(error.problem), "Import")


def _take(harvest_object: HarvestObject, memory: Memory, catalogue: Catalogue) -> Done:
    dataset = json.loads(harvest_object.content)
    around = circumstances(harvest_object.source, catalogue)
    found = deciding.receiver(dataset, around, catalogue)
    if not isinstance(found, Body):
        return _refuse(harvest_object, memory, found, around)
    memory.bodies = [found.id]
    mapped = mapping.map_dataset(dataset, around.fields)
    package = mapped.package | {"owner_org": found.id}
    memory.audit = mapped.audit.to_dict()
    memory.content = _digest(package, around)
    before = records.last(harvest_object.harvest_source_id, harvest_object.guid).get(harvest_object.guid)
    if _same(harvest_object, before, memory):
        memory.notes = before.notes if before else []
        return _remember(harvest_object, memory, records.TAKEN, UNCHANGED)
    with mirror.files(package, around.settings) as notes:
        memory.notes = [note.to_dict() for note in notes]
        memory.outcome = records.TAKEN
        records.write(harvest_object, memory)
        writing.write(harvest_object, package, mapped.slug)
    return True


def circumstances(source: Any, catalogue: Catalogue) -> Circumstances:  # noqa: ANN401
    """Return what decisions on the datasets of a source depend on.

    Raises:
        SettingsError: its settings are wrong.
    """
    directory, own = portal.directory_of(source)
    ourselves, accepted = portal.ourselves(), portal.fields(catalogue)
    return Circumstances(portal.settings_of(source), directory, own, source.id, ourselves, accepted)


def _refuse(harvest_object: HarvestObject, memory: Memory, why: Problem, around: Circumstances) -> Done:
    memory.bodies = list(why.params.get("bodies", ()))
    memory.reason, memory.portal = why.to_dict(), portal.stamp(around.directory)
    identifier = package_id(harvest_object.guid)
    mine = why.code != "taken-elsewhere" and records.holder(identifier, harvest_object.harvest_source_id) is None
    if mine and writing.is_public(identifier):
        writing.retire(harvest_object, identifier, say(Problem("gone-refused", {"why": say(why)})))
        return _remember(harvest_object, memory, records.REFUSED, True)
    return _remember(harvest_object, memory, records.REFUSED, UNCHANGED)


def _retire(harvest_object: HarvestObject, memory: Memory) -> Done:
    why = memory.problem or Problem("gone-hidden")
    identifier = package_id(harvest_object.guid)
    if records.holder(identifier, harvest_object.harvest_source_id) is None:
        writing.retire(harvest_object, identifier, say(why))
    return _remember(harvest_object, memory, records.RETIRED, True)


def _remember(harvest_object: HarvestObject, memory: Memory, outcome: str, done: Done) -> Done:
    memory.outcome = outcome
    records.write(harvest_object, memory)
    harvest_object.content = None if done == UNCHANGED else harvest_object.content
    model.Session.commit()
    return done


def _remember_bodies(harvest_object: HarvestObject, bodies: list[str]) -> None:
    """Keep whom a dataset was for, though it was not written: they are told."""
    memory = records.read(harvest_object)
    memory.bodies = bodies
    records.write(harvest_object, memory)


def _same(harvest_object: HarvestObject, before: Memory | None, now: Memory) -> bool:
    """Tell whether the portal holds this very content; an import that a person asks for writes it anew."""
    if before is None or before.outcome != records.TAKEN or harvest_object.state != "IMPORT":
        return False
    again = harvest_object.retry_times > 1  # the former attempt may have died before the search knew
    return not again and before.content == now.content and writing.is_public(package_id(harvest_object.guid))


def _digest(package: dict[str, Any], around: Circumstances) -> str:
    written = [package, around.settings.files, around.settings.max_file_size]
    return hashlib.sha256(json.dumps(written, sort_keys=True).encode()).hexdigest()


def _failed(harvest_object: HarvestObject, sentence: str, stage: str) -> bool:
    records.object_error(harvest_object, sentence, stage)
    return False
