"""From what HTTP's libraries raise, and from what servers answer, to the errors that callers can act on."""

from __future__ import annotations

import errno
import http.client
import ssl
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from email.utils import parsedate_to_datetime

from urllib3 import exceptions

from ckanext.scdl.web.address import Address
from ckanext.scdl.web.exceptions import BadAnswer, HttpStatus, Truncated, TryLater, WebError

TOO_MANY = 429
SERVER_ERROR = 500
# RFC 9110: the server does not do this at all; asking again is no use.
NOT_IMPLEMENTED = {501, 505}
NETWORK = {errno.ENETUNREACH, errno.EHOSTUNREACH, errno.EADDRNOTAVAIL, errno.ENETDOWN, errno.EINVAL}
INCOMPLETE = (http.client.IncompleteRead, exceptions.IncompleteRead, exceptions.InvalidChunkLength)


@contextmanager
def translated(place: Address) -> Iterator[None]:
    """Turn every error of sockets, TLS and HTTP into a ``WebError`` about ``place``."""
    try:
        yield
    except WebError:
        raise
    except (exceptions.HTTPError, http.client.HTTPException, ssl.SSLError, TimeoutError, ConnectionError) as err:
        raise _fault(err, place.host) from err
    except OSError as err:
        # The caller's disk may be full: not the network's fault.
        if err.errno not in NETWORK:
            raise
        raise TryLater("web-unreachable", host=place.host) from err


def of_status(status: int, headers: Mapping[str, str], host: str) -> WebError:
    """Return the error that an HTTP status stands for."""
    if status == TOO_MANY:
        return TryLater("web-busy", host=host, retry_after=retry_after(headers), status=status)
    if status >= SERVER_ERROR:
        again = status not in NOT_IMPLEMENTED
        return TryLater("web-down", host=host, retry_after=retry_after(headers), status=status, again=again)
    return HttpStatus(status, host=host)


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Read ``Retry-After`` (RFC 9110, section 10.2.3): seconds from now, given in seconds or as a date."""
    text = headers.get("retry-after", "").strip()
    if text.isascii() and text.isdigit():
        return float(text[:10])
    try:
        return max(0.0, parsedate_to_datetime(text).timestamp() - time.time())
    except (ValueError, OverflowError):
        return None


def _fault(err: Exception, host: str) -> WebError:
    causes = [err, *err.args]
    if any(isinstance(each, INCOMPLETE) for each in causes):
        return Truncated("web-truncated", host=host)
    if any(isinstance(each, (exceptions.TimeoutError, TimeoutError)) for each in causes):
        return TryLater("web-timeout", host=host)
    if any(isinstance(each, (exceptions.SSLError, ssl.SSLError)) for each in causes):
        return BadAnswer("web-certificate", host=host)
    if any(isinstance(each, OSError) for each in causes):
        return TryLater("web-unreachable", host=host)
    return BadAnswer("web-protocol", host=host)
