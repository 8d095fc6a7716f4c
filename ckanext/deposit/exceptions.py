"""What stops a deposit, named by what the caller does about it."""

from __future__ import annotations


class ForbiddenStepError(Exception):
    """The deposit is not where this step begins: show it as it is."""


class PublicationConflictError(Exception):
    """What the file should replace changed meanwhile: ask the person again."""
