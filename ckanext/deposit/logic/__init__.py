"""Actions of the deposits, their rights and their input; the actions are in one module a subject."""

from __future__ import annotations

from collections.abc import Callable
from inspect import getmembers, isfunction
from typing import Any

from ckanext.deposit.logic import (
    action,
    action_address,
    action_approval,
    action_declarations,
    action_prepared,
    action_rows,
    action_versions,
)


def actions() -> dict[str, Callable[..., Any]]:
    """Return every public function of the modules of actions, by name."""
    modules = (
        action,
        action_address,
        action_approval,
        action_declarations,
        action_prepared,
        action_rows,
        action_versions,
    )
    return {
        name: function
        for module in modules
        for name, function in getmembers(module, isfunction)
        if function.__module__ == module.__name__ and not name.startswith("_")
    }
