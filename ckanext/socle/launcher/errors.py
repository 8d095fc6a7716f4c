"""What can go wrong while a portal starts, named by what the operator should do."""

from __future__ import annotations


class LauncherError(Exception):
    """A sentence for the operator: what happened and what to do. Shown without a trace."""


class ServiceFailedError(LauncherError):
    """A server of the embedded stack did not start; its log says why."""
