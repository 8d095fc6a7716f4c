"""Settings of this room, read once each (declared in ``config_declaration.yaml``)."""

from __future__ import annotations

import ckan.plugins.toolkit as tk

MEGABYTE = 1024 * 1024


def publish_invalid() -> bool:
    """Whether a file with errors may be published with its report."""
    return bool(tk.config["ckanext.deposit.publish_invalid"])


def offered_schemas() -> list[str]:
    """Names of the schemas that the first page offers, in order."""
    return list(tk.config["ckanext.deposit.schemas"])


def check_at_once_size() -> int:
    """Size in bytes up to which a file is checked within the request."""
    return int(tk.config["ckanext.deposit.check_at_once_size"])


def load_at_once_rows() -> int:
    """Number of rows up to which a table is loaded within the request."""
    return int(tk.config["ckanext.deposit.load_at_once_rows"])


def stale_after() -> int:
    """Seconds without a sign of life after which work counts as interrupted."""
    return int(tk.config["ckanext.deposit.stale_after"])


def keep_original_days() -> int:
    """Days for which a file sent is kept once its repaired form is public."""
    return int(tk.config["ckanext.deposit.keep_original_days"])


def approval() -> str:
    """Who approves publications before they are public: ``none``, ``animator`` or ``mayor``."""
    return str(tk.config["ckanext.deposit.approval"])


def renewal_days() -> int:
    """Days before the last day of a yearly table when a letter proposes to renew it; 0 for no letters."""
    return int(tk.config["ckanext.deposit.renewal_days"])


def address_failures() -> int:
    """Fetches that fail in a row before an address is paused."""
    return int(tk.config["ckanext.deposit.address_failures"])


def address_time() -> float:
    """Seconds that the fetch of an address may take in all."""
    return float(tk.config["ckanext.deposit.address_time"])


def storage_name() -> str:
    """Name of the file storage of deposits."""
    return str(tk.config["ckanext.deposit.storage"])


def largest_file() -> int:
    """Largest file in bytes: CKAN's own limit for published files (``ckan.max_resource_size``, in megabytes)."""
    return int(tk.config["ckan.max_resource_size"]) * MEGABYTE


def report_language() -> str:
    """Language of the sentences that a report keeps: the portal's, French unless it is English."""
    return "en" if str(tk.config.get("ckan.locale_default", "fr")).startswith("en") else "fr"
