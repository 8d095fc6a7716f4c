"""Where a deposit stands, and the only ways from one state to another.

* draft, a file arrives: checking; its verdict: valid, invalid or unreadable;
* from there another file, or a new check: checking again; a check that is cancelled: draft, with its file;
* valid (or invalid, if the portal's policy allows it), publish: publishing, then published; if that fails, as before;
* where publications are approved first, request: requested; approved: publishing; refused, or changed: as before.
"""

from __future__ import annotations

from enum import Enum

from ckanext.deposit.exceptions import ForbiddenStepError


class State(str, Enum):
    """A deposit's state, as the database and the API spell it."""

    DRAFT = "draft"
    CHECKING = "checking"
    VALID = "valid"
    INVALID = "invalid"
    UNREADABLE = "unreadable"
    REQUESTED = "requested"
    PUBLISHING = "publishing"
    PUBLISHED = "published"


class Event(str, Enum):
    """What happens to a deposit."""

    FILE = "file"
    CHECK = "check"
    CANCEL = "cancel"
    FOUND_VALID = "found valid"
    FOUND_INVALID = "found invalid"
    FOUND_UNREADABLE = "found unreadable"
    PUBLISH = "publish"
    PUBLISH_INVALID = "publish invalid"
    REQUEST = "request"
    REQUEST_INVALID = "request invalid"
    APPROVE = "approve"
    REFUSE_VALID = "refuse valid"
    REFUSE_INVALID = "refuse invalid"
    DONE = "done"
    FAILED_VALID = "failed valid"
    FAILED_INVALID = "failed invalid"


_CHECKED = frozenset({State.VALID, State.INVALID, State.UNREADABLE})

# A request is about one file: another file, or another decision on it, takes the request back.
_OPEN_TO_CHANGE = _CHECKED | {State.DRAFT, State.CHECKING, State.REQUESTED}

_STEPS: dict[Event, tuple[frozenset[State], State]] = {
    Event.FILE: (_OPEN_TO_CHANGE, State.CHECKING),
    Event.CHECK: (_OPEN_TO_CHANGE, State.CHECKING),
    Event.CANCEL: (frozenset({State.CHECKING}), State.DRAFT),
    Event.FOUND_VALID: (frozenset({State.CHECKING}), State.VALID),
    Event.FOUND_INVALID: (frozenset({State.CHECKING}), State.INVALID),
    Event.FOUND_UNREADABLE: (frozenset({State.CHECKING}), State.UNREADABLE),
    Event.PUBLISH: (frozenset({State.VALID}), State.PUBLISHING),
    Event.PUBLISH_INVALID: (frozenset({State.INVALID}), State.PUBLISHING),
    Event.REQUEST: (frozenset({State.VALID}), State.REQUESTED),
    Event.REQUEST_INVALID: (frozenset({State.INVALID}), State.REQUESTED),
    Event.APPROVE: (frozenset({State.REQUESTED}), State.PUBLISHING),
    Event.REFUSE_VALID: (frozenset({State.REQUESTED}), State.VALID),
    Event.REFUSE_INVALID: (frozenset({State.REQUESTED}), State.INVALID),
    Event.DONE: (frozenset({State.PUBLISHING}), State.PUBLISHED),
    Event.FAILED_VALID: (frozenset({State.PUBLISHING}), State.VALID),
    Event.FAILED_INVALID: (frozenset({State.PUBLISHING}), State.INVALID),
}

# What is not published can be taken up again, and shows in the list of drafts.
OPEN_STATES = frozenset(State) - {State.PUBLISHED}
DELETABLE_STATES = OPEN_STATES - {State.PUBLISHING}


def sources(event: Event) -> frozenset[State]:
    """Return the states in which an event may happen."""
    return _STEPS[event][0]


def target(event: Event) -> State:
    """Return the state that an event leads to."""
    return _STEPS[event][1]


def step(state: State, event: Event) -> State:
    """Return the state after an event.

    Raises:
        ForbiddenStepError: the event cannot happen in this state.
    """
    if state not in sources(event):
        raise ForbiddenStepError(f"{event.value} cannot happen to a deposit that is {state.value}")
    return target(event)


def publish_event(state: State, *, invalid_allowed: bool) -> Event | None:
    """Return the event that publishes a deposit in this state, None when it may not be published.

    Args:
        state: of the deposit.
        invalid_allowed: the portal's policy lets a file with errors out, with its report.
    """
    if state is State.VALID:
        return Event.PUBLISH
    return Event.PUBLISH_INVALID if state is State.INVALID and invalid_allowed else None


def request_event(state: State, *, invalid_allowed: bool) -> Event | None:
    """Return the event that asks for the publication of a deposit in this state, None when it cannot be asked for."""
    event = publish_event(state, invalid_allowed=invalid_allowed)
    return {Event.PUBLISH: Event.REQUEST, Event.PUBLISH_INVALID: Event.REQUEST_INVALID}.get(event) if event else None


def refusal_event(*, valid: bool) -> Event:
    """Return the event of a refusal, which leaves the deposit as it was checked."""
    return Event.REFUSE_VALID if valid else Event.REFUSE_INVALID


def verdict_event(*, valid: bool) -> Event:
    """Return the event of a finished check."""
    return Event.FOUND_VALID if valid else Event.FOUND_INVALID


def failure_event(*, valid: bool) -> Event:
    """Return the event of a publication that failed, which leaves the deposit as it was checked."""
    return Event.FAILED_VALID if valid else Event.FAILED_INVALID
