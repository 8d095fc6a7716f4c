"""The portal's HTTP client: the library's, with the operator's options."""

from __future__ import annotations

from dataclasses import replace
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.scdl import web

PREFIX = "ckanext.socle.http"


def client(**changes: Any) -> web.Client:  # noqa: ANN401
    """Return a client with the portal's limits; ``changes`` are ``web.Settings`` of this one (``retries=0``).

    Close it, or use it as a context manager.

    Raises:
        ValueError: an option holds what it cannot hold; the sentence names it.
    """
    return web.Client(replace(settings(), **changes))


def settings() -> web.Settings:
    """Read the options ``ckanext.socle.http.*``.

    Raises:
        ValueError: as ``client``.
    """
    ca_file = str(_option("ca_file") or "")
    return web.Settings(
        connect_time=float(_option("connect_time")),
        read_time=float(_option("read_time")),
        total_time=float(_option("total_time")),
        download_time=float(_option("download_time")),
        max_bytes=int(_option("max_size")) * web.settings.MEGABYTE,
        max_download=int(_option("max_download")) * web.settings.MEGABYTE,
        retries=int(_option("retries")),
        allowed_networks=tuple(_network(str(each)) for each in _option("allowed_networks")),
        ca_file=Path(ca_file) if ca_file else None,
        user_agent=f"ckanext-socle (+{tk.config['ckan.site_url']})",
    )


def _option(name: str) -> Any:  # noqa: ANN401
    return tk.config[f"{PREFIX}.{name}"]


def _network(text: str) -> web.settings.Network:
    try:
        return ip_network(text)
    except ValueError as err:
        raise ValueError(f"{PREFIX}.allowed_networks: «{text}» is not a network, such as 10.20.0.0/16") from err
