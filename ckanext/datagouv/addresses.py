"""Addresses: which ones a harvester accepts, and those of the portal that never change."""

from __future__ import annotations

import ipaddress
import re
from functools import lru_cache
from urllib.parse import quote, urlsplit, urlunsplit

import validators
from requests.utils import requote_uri

SCHEMES = frozenset({"http", "https", "ftp", "ftps"})
_EXTENSION = re.compile(r"[a-z0-9]{1,10}")
_LONE_PERCENT = re.compile("%(?![0-9A-Fa-f]{2})")
_EMAIL = re.compile(r"[\w.!#$%&'*+/=?~-]+@[\w.-]+\.[a-z]{2,}", re.ASCII | re.IGNORECASE)


def public_url(value: object) -> str | None:
    """Return an address with its illegal characters percent-encoded, or None if the world cannot reach it.

    udata fails the whole dataset for one resource whose address has a space, an unknown top-level domain (IANA's list)
    or a private host, so such an address must not leave.
    """
    try:
        parts = urlsplit(str(value or "").strip())
        host, port = parts.hostname or "", parts.port
    except ValueError:  # «http://[::1», port 99999
        return None
    ascii_host = _ascii_host(host)
    if parts.scheme not in SCHEMES or not ascii_host or not _is_public(ascii_host):
        return None
    user = parts.netloc.rpartition("@")[0]
    name = f"[{ascii_host}]" if ":" in ascii_host else ascii_host
    netloc = (user + "@" if user else "") + name + (f":{port}" if port else "")
    rest = (_mended(part) for part in parts[2:])
    return str(requote_uri(urlunsplit((parts.scheme, netloc, *rest))))


def schema_url(value: object) -> str | None:
    """Return the address of a schema if it is one, to the character; a mere name fails the whole dataset in udata."""
    text = str(value or "").strip()
    return text if text.startswith(("https://", "http://")) and public_url(text) == text else None


def email(value: object) -> str | None:
    """Return an e-mail address without `mailto:`, or None if it is none."""
    text = str(value or "").strip().removeprefix("mailto:")
    return text if _EMAIL.fullmatch(text) else None


def dataset_path(identifier: str) -> str:
    """Return the path of a dataset's page, from its id or its name."""
    return "/dataset/" + quote(identifier, safe="")


def organization_path(identifier: str) -> str:
    """Return the path of an organisation's page, from its id or its name."""
    return "/organization/" + quote(identifier, safe="")


def query_value(text: str) -> str:
    """Return a text as the value of a query's parameter."""
    return quote(text, safe="")


def resource_path(package_id: str, resource_id: str) -> str:
    """Return the path of a resource's page, which answers without a redirect."""
    return f"{dataset_path(package_id)}/resource/{quote(resource_id, safe='')}"


def file_path(package_id: str, resource_id: str, extension: str | None) -> str:
    """Return the path at which an uploaded file stays whatever its name (see `ckanext.datagouv.download`)."""
    return f"{resource_path(package_id, resource_id)}/fichier" + (f".{extension}" if extension else "")


def extension_of(format_name: object) -> str | None:
    """Return `csv` for the format «CSV» or «.csv», None for one that is no file name's ending."""
    text = str(format_name or "").strip().lower().lstrip(".")
    return text if _EXTENSION.fullmatch(text) else None


def _mended(part: str) -> str:
    # What requote_uri leaves: a lone per cent sign, and brackets, which are legal in a host only.
    return _LONE_PERCENT.sub("%25", part).replace("[", "%5B").replace("]", "%5D")


def _ascii_host(host: str) -> str | None:
    try:
        return host if host.isascii() else host.encode("idna").decode("ascii")
    except UnicodeError:
        return None


@lru_cache(4096)  # it reads IANA's whole list
def _is_public(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_global
    except ValueError:
        return bool(validators.domain(host, consider_tld=True, rfc_2782=True))
