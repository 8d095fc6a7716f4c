"""The language that is spoken where nobody has asked for a page."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import ckan.config.middleware as middleware
from flask import has_request_context


@contextmanager
def in_portal_language() -> Iterator[None]:
    """Speak the portal's language in consumers, jobs and commands; a page keeps its reader's.

    CKAN translates within a request only. It keeps the context of one for its own workers, under a private name.
    """
    kept = middleware._internal_test_request_context
    if has_request_context() or kept is None:
        yield
        return
    with kept.app.test_request_context():
        yield
