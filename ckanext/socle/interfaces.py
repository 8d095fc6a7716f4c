"""What other plugins can add to the ground."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Any

from ckan.plugins.interfaces import Interface

from ckanext.socle.queues import DEFAULT


@dataclass(frozen=True)
class ScheduledJob:
    """A background job run by the clock.

    Attributes:
        function: importable function, idempotent: a job that was cut runs again from the start.
        cron: when, in cron's five fields, in UTC.
        arguments: keyword arguments of the function.
        timeout: seconds after which the job is stopped.
        queue: ``queues.SLOW`` for what may last, so that nobody waits behind it.
    """

    function: Callable[..., Any]
    cron: str
    arguments: dict[str, Any] = field(default_factory=dict)
    timeout: int = 3600
    queue: str = DEFAULT


class ISchedule(Interface):
    """Give the portal's scheduler jobs to run."""

    def scheduled_jobs(self) -> list[ScheduledJob]:
        """Return the plugin's jobs; read once, when the scheduler starts."""
        return []


class IWithhold(Interface):
    """Keep files from the public for a time, without any change of their dataset."""

    def withheld(self, resources: Collection[str]) -> Collection[str]:  # noqa: ARG002
        """Return, of the resources with these identifiers, those whose file the public does not get now."""
        return ()
