"""Template helpers of the observatory (every public function is exported)."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.observatory import questions as _questions
from ckanext.observatory import territory as _territory
from ckanext.observatory import wording as _wording
from ckanext.territories import roles as _roles
from ckanext.territories import tree as _tree


def observatory_animates() -> bool:
    """Whether the visitor animates a territory: the menu then has its desk."""
    return bool(tk.current_user.is_authenticated and _territory.animates_some(tk.current_user.name))


def observatory_state(state: str, count: int = 1) -> dict[str, str]:
    """Return the words and the kind of badge of a state of an obligation, or of a filter of the desk."""
    return _wording.state(state, count)


def observatory_about(kind: str, content: str) -> str:
    """Return what a message to a body was about, in words."""
    return _wording.about(kind, content)


def observatory_open_questions(organization: str = "") -> int:
    """Return how many questions of visitors wait for the user: about a body (its name), or all those of the user."""
    user, group = tk.current_user.name, _tree.find(organization)
    if group is not None:
        return _questions.count_open([group.id]) if _roles.may_publish(user, group.id) else 0
    return _questions.count_open(_questions.places(user))


def observatory_public_dues(organization: str) -> list[dict[str, Any]]:
    """Return what a body is asked for and where it stands, as everybody may see it: drafts count for nobody."""
    found = tk.get_action("observatory_dues")({"user": "", "auth_user_obj": None}, {"organization": organization})
    return [{**each, "words": _wording.state(each["state"])} for each in found]
