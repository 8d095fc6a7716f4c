"""How often somebody without an account may have a file checked: counted by network address, in Redis."""

from __future__ import annotations

import hashlib
import logging
from ipaddress import ip_address, ip_network

import ckan.plugins.toolkit as tk
from ckan.lib.redis import connect_to_redis
from ckan.types import Response
from flask import Blueprint, g, has_request_context
from redis.exceptions import RedisError

from ckanext.scdl_validation import config

log = logging.getLogger(__name__)

# Pages whose forms check a file, as the actions do.
LIMITED_PAGES = frozenset({"verifier.result", "verifier.download"})
# An IPv6 subscriber has a whole network of this length (RFC 6177).
IPV6_NETWORK = 64

limits = Blueprint("scdl_validation_limits", __name__)


class TooManyCalls(tk.ValidationError):  # type: ignore[misc]
    """Somebody has had enough files checked for now; the answer's status is 429."""

    def __init__(self, seconds: int) -> None:
        super().__init__({"calls": [sentence(seconds)]})


def count(user: str) -> None:
    """Count a file that is to be checked for a visitor; programs outside a request and accounts are not counted.

    Raises:
        TooManyCalls: the visitor's count is over the portal's limit.
    """
    if user or not has_request_context():
        return
    wait = seconds_to_wait(_visitor(str(tk.request.remote_addr or "")))
    if wait:
        g.scdl_validation_wait = wait
        raise TooManyCalls(wait)


def seconds_to_wait(visitor: str) -> int:
    """Count a call of a visitor and return 0, or the seconds after which the next is taken.

    Without Redis nothing is counted: checks go on.
    """
    key = f"scdl_validation:calls:{tk.config['ckan.site_id']}:{visitor}"
    try:
        with connect_to_redis().pipeline() as pipe:
            made, left = pipe.incr(key).ttl(key).execute()
            if left < 0:
                pipe.expire(key, config.call_window()).execute()
                left = config.call_window()
    except RedisError as err:
        log.warning("Calls are not counted: %s", err)
        return 0
    return max(int(left), 1) if int(made) > config.calls() else 0


def sentence(seconds: int) -> str:
    """Say when the next file is taken."""
    minutes = -(-seconds // 60)
    text = tk.ungettext(
        "You have had many files checked. Try again in {count} minute, or log in.",
        "You have had many files checked. Try again in {count} minutes, or log in.",
        minutes,
    )
    return str(text.format(count=minutes))


@limits.before_app_request
def limit_pages() -> None:
    """Count the files that the public pages check."""
    if tk.request.method == "POST" and tk.request.endpoint in LIMITED_PAGES:
        try:
            count("" if tk.current_user.is_anonymous else tk.current_user.name)
        except TooManyCalls as err:
            tk.abort(429, err.error_dict["calls"][0])


@limits.after_app_request
def answer_429(response: Response) -> Response:
    """Give the refusal of a call its status, which CKAN's API cannot, and say when to come back."""
    wait = g.pop("scdl_validation_wait", None)
    if wait:
        response.status_code = 429
        response.headers["Retry-After"] = str(wait)
    return response


def _visitor(address: str) -> str:
    """A name for whoever is behind an address, from which the address cannot be read at a glance."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return "unknown"
    whole = str(ip_network(f"{address}/{IPV6_NETWORK}", strict=False)) if parsed.version == 6 else address
    return hashlib.sha256(whole.encode()).hexdigest()
