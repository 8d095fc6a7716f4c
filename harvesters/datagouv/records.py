"""What the harvest remembers, in ckanext-harvest's own tables: one extra of each object, in JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any
from uuid import uuid4

import ckan.model as model
import sqlalchemy as sa
from ckanext.harvest.model import HarvestGatherError, HarvestJob, HarvestObject, HarvestObjectError, HarvestObjectExtra
from ckanext.socle.harvesters.datagouv.problems import Problem

KEY = "datagouv"
TAKE, VERIFY, RETIRE = "take", "verify", "retire"
TAKEN, REFUSED, RETIRED = "taken", "refused", "retired"

LAST = sa.text(
    """
    SELECT DISTINCT ON (o.guid) o.guid, e.value
    FROM harvest_object o
    JOIN harvest_object_extra e ON e.harvest_object_id = o.id AND e.key = :key
    WHERE o.harvest_source_id = :source AND (CAST(e.value AS jsonb) ->> 'outcome') <> ''
      AND (CAST(:guid AS text) IS NULL OR o.guid = :guid)
    ORDER BY o.guid, o.gathered DESC, o.import_started DESC NULLS LAST
    """
)

REFUSALS = sa.text(
    """
    SELECT DISTINCT ON (o.harvest_source_id, o.guid)
           o.harvest_source_id AS source, o.harvest_job_id AS job, o.gathered, e.value
    FROM harvest_object o
    JOIN harvest_object_extra e ON e.harvest_object_id = o.id AND e.key = :key
    WHERE (o.harvest_source_id, o.guid) IN (
        SELECT once.harvest_source_id, once.guid
        FROM harvest_object_extra said JOIN harvest_object once ON once.id = said.harvest_object_id
        WHERE said.key = :key AND said.value LIKE '%"outcome": "refused"%' AND once.harvest_source_id = ANY(:sources)
    ) AND (CAST(e.value AS jsonb) ->> 'outcome') <> ''
    ORDER BY o.harvest_source_id, o.guid, o.gathered DESC, o.import_started DESC NULLS LAST
    """
)


@dataclass
class Memory:
    """What is remembered of a dataset at one run.

    Attributes:
        action: what the run is about to do: take, verify (it left the list), retire (it is left out).
        fingerprint: see `entries.Entry.fingerprint`.
        title: of the dataset.
        page: its address for people on data.gouv.fr.
        resources: how many the list announced.
        outcome: taken, refused or retired; empty until it is done.
        content: digest of what was written on the portal.
        portal: digest of the portal's organisations when it was refused: with others, it may be taken.
        reason: why it was refused or retired.
        bodies: identifiers of the bodies that it was for, as far as that was found.
        audit: unknown fields and unexpected values (`reading.Audit`).
        notes: what was not done for its files.
        leaving: whether one that left the list may be retired, the list being trusted.
        missing: runs in a row in which it was missing from the list and yet kept.
    """

    action: str = TAKE
    fingerprint: str = ""
    title: str = ""
    page: str = ""
    resources: int = 0
    outcome: str = ""
    content: str = ""
    portal: str = ""
    reason: dict[str, Any] = field(default_factory=dict)
    bodies: list[str] = field(default_factory=list)
    audit: dict[str, Any] = field(default_factory=dict)
    notes: list[dict[str, Any]] = field(default_factory=list)
    leaving: bool = False
    missing: int = 0

    def to_json(self) -> str:
        """Return it as it is stored."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> Memory:
        """Read what `to_json` gave; fields of another version of the software are left out."""
        data = json.loads(text)
        return cls(**{key: value for key, value in data.items() if key in cls.__dataclass_fields__})

    @property
    def problem(self) -> Problem | None:
        """The reason, ready to be said."""
        return Problem.from_dict(self.reason) if self.reason else None


def last(source_id: str, guid: str | None = None) -> dict[str, Memory]:
    """Return what was last decided of each dataset of a source, or of one."""
    rows = model.Session.execute(LAST, {"key": KEY, "source": source_id, "guid": guid})
    return {row.guid: Memory.from_json(row.value) for row in rows}


def refused(source_ids: Iterable[str]) -> Sequence[sa.Row[Any]]:
    """Return what was last decided of each dataset that some sources refused once: source, job, gathered, value."""
    return list(model.Session.execute(REFUSALS, {"key": KEY, "sources": list(source_ids)}))


def read(harvest_object: HarvestObject) -> Memory:
    """Return what an object remembers."""
    row = _row(harvest_object.id)
    return Memory.from_json(row.value) if row else Memory()


def write(harvest_object: HarvestObject, memory: Memory) -> None:
    """Store what an object remembers, in the present transaction."""
    row = _row(harvest_object.id)
    if row is None:
        row = HarvestObjectExtra(harvest_object_id=harvest_object.id, key=KEY)
        model.Session.add(row)
    row.value = memory.to_json()


def create(job: HarvestJob, memories: dict[str, Memory]) -> list[str]:
    """Create the objects of a job, all or none, and return their ids in order."""
    objects, extras = [], []
    for guid, memory in memories.items():
        identifier = str(uuid4())
        objects.append(
            {
                "id": identifier,
                "guid": guid,
                "harvest_job_id": job.id,
                "harvest_source_id": job.source_id,
                "state": "WAITING",
            }
        )
        extras.append({"harvest_object_id": identifier, "key": KEY, "value": memory.to_json()})
    if objects:
        model.Session.execute(sa.insert(HarvestObject.__table__), objects)
        model.Session.execute(sa.insert(HarvestObjectExtra.__table__), extras)
    model.Session.commit()
    return [each["id"] for each in objects]


def waiting(job: HarvestJob) -> list[str] | None:
    """Return the objects that a job still has to fetch, None if it has none at all."""
    rows = model.Session.query(HarvestObject.id, HarvestObject.state).filter_by(harvest_job_id=job.id).all()
    return [row.id for row in rows if row.state == "WAITING"] if rows else None


def holder(package_id: str, source_id: str) -> str | None:
    """Return the title of another active source whose dataset this is."""
    other: HarvestObject | None = (
        model.Session.query(HarvestObject)
        .filter_by(package_id=package_id, current=True)
        .filter(HarvestObject.harvest_source_id != source_id)
        .first()
    )
    return str(other.source.title or other.source.url) if other is not None and other.source.active else None


def make_current(harvest_object: HarvestObject, package_id: str) -> None:
    """Make an object the present one of its dataset; older ones also lose their content, which it replaces."""
    older = (HarvestObject.package_id == package_id) & (HarvestObject.id != harvest_object.id)
    model.Session.query(HarvestObject).filter(older).update({"current": False, "content": None})
    harvest_object.package_id = package_id
    harvest_object.current = True


def gather_error(job: HarvestJob, message: str) -> None:
    """Report an error of a whole run."""
    model.Session.add(HarvestGatherError(message=message, harvest_job_id=job.id))
    model.Session.commit()


def object_error(harvest_object: HarvestObject, message: str, stage: str) -> None:
    """Report an error of one dataset."""
    model.Session.add(HarvestObjectError(message=message, harvest_object_id=harvest_object.id, stage=stage))
    model.Session.commit()


def _row(object_id: str) -> HarvestObjectExtra | None:
    found: HarvestObjectExtra | None = (
        model.Session.query(HarvestObjectExtra).filter_by(harvest_object_id=object_id, key=KEY).first()
    )
    return found
