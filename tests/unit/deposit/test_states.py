import itertools

import pytest

from ckanext.deposit.exceptions import ForbiddenStepError
from ckanext.deposit.states import Event, State, failure_event, publish_event, sources, step, verdict_event


def test_the_usual_way():
    state = State.DRAFT
    for event in (Event.FILE, verdict_event(valid=True), Event.PUBLISH, Event.DONE):
        state = step(state, event)
    assert state is State.PUBLISHED


def test_a_corrected_file_is_checked_anew():
    assert step(step(State.INVALID, Event.FILE), verdict_event(valid=True)) is State.VALID


def test_a_failed_publication_leaves_the_verdict():
    for valid, state in ((True, State.VALID), (False, State.INVALID)):
        assert step(State.PUBLISHING, failure_event(valid=valid)) is state


def test_nothing_happens_to_what_is_published():
    for event in Event:
        with pytest.raises(ForbiddenStepError):
            step(State.PUBLISHED, event)


@pytest.mark.parametrize(("state", "event"), list(itertools.product(State, Event)))
def test_only_declared_steps_are_allowed(state, event):
    if state in sources(event):
        assert (step(state, event) is State.DRAFT) is (event is Event.CANCEL)
    else:
        with pytest.raises(ForbiddenStepError):
            step(state, event)


@pytest.mark.parametrize("policy", [True, False])
@pytest.mark.parametrize("state", list(State))
def test_errors_are_published_only_where_the_policy_says_so(state, policy):
    event = publish_event(state, invalid_allowed=policy)
    expected = {State.VALID: Event.PUBLISH, State.INVALID: Event.PUBLISH_INVALID if policy else None}
    assert event is expected.get(state)
