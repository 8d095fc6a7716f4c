"""Actions of the observatory, their rights and their input; the actions are in one module a subject."""

from __future__ import annotations

from collections.abc import Callable
from inspect import getmembers, isfunction
from typing import Any

from ckanext.observatory.logic import action, action_batches, action_onboarding, action_questions


def actions() -> dict[str, Callable[..., Any]]:
    """Return every public function of the modules of actions, by name."""
    return {
        name: function
        for module in (action, action_batches, action_onboarding, action_questions)
        for name, function in getmembers(module, isfunction)
        if function.__module__ == module.__name__ and not name.startswith("_")
    }
