"""The one door to other servers: every address that the project fetches goes through ``Client``.

What is guarded: the scheme, the port, the network that is really connected to (at every redirect), the time in all, the
size once unpacked, the completeness of the body. What went wrong is a ``WebError`` whose class says what to do.
"""

from ckanext.scdl.web.answer import Answer, Download
from ckanext.scdl.web.client import Client
from ckanext.scdl.web.exceptions import BadAnswer, HttpStatus, Refused, TooLarge, TryLater, WebError
from ckanext.scdl.web.settings import Settings

__all__ = [
    "Answer",
    "BadAnswer",
    "Client",
    "Download",
    "HttpStatus",
    "Refused",
    "Settings",
    "TooLarge",
    "TryLater",
    "WebError",
]
