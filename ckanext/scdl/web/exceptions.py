"""What can go wrong on the way to another server, one class for each thing that a caller can do about it."""

from __future__ import annotations

from ckanext.scdl.exceptions import ScdlError


class WebError(ScdlError):
    """Base: a code of ``messages.yaml``, with ``host`` (and what else its sentence needs) in ``params``."""

    repeatable = False


class Refused(WebError):  # noqa: N818
    """The address may not be fetched: ask for another address. Nothing was sent."""


class TooLarge(WebError):  # noqa: N818
    """The body is over the limit (``limit``, in megabytes): ask for less, or raise the limit."""


class BadAnswer(WebError):  # noqa: N818
    """The server answered, but not what was asked for: tell the server's people."""


class Truncated(BadAnswer):
    """The body ended before its end: worth another try."""

    repeatable = True


class HttpStatus(WebError):  # noqa: N818
    """The server says no (3xx not followed, 4xx): do not insist.

    Attributes:
        status: the HTTP status.
        excerpt: the first bytes of the body, where an API says why.
        location: where a redirect that was not followed leads.
    """

    def __init__(self, status: int, *, host: str, excerpt: bytes = b"", location: str = "") -> None:
        known = {401, 403, 404, 410}
        family = status if status in known else "redirect" if status < 400 else ""
        super().__init__(f"web-status.{family}".rstrip("."), host=host, status=status)
        self.status, self.excerpt, self.location = status, excerpt, location


class TryLater(WebError):  # noqa: N818
    """The server cannot be had now (429, 5xx, time-out, no connection), retries included.

    Attributes:
        retry_after: seconds that the server asks to wait, if it does.
        status: the HTTP status, if there was one.
    """

    def __init__(
        self, code: str, *, host: str, retry_after: float | None = None, status: int | None = None, again: bool = True
    ) -> None:
        super().__init__(code, host=host, status=status)
        self.retry_after, self.status = retry_after, status
        self.repeatable = again
