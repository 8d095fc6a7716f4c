"""Coming in without an account: a link and a six-digit code sent to a body's official e-mail address.

What each part knows, so that no part alone opens a door:

* the browser that asked has the number of the demand, and nothing of the mail;
* the mail has a secret link, and a code that is worth something with that number only;
* Redis has hashes of both, for fifteen minutes, and forgets them at the first use, or after five wrong codes.

Whether a body has an address is not told: the same page answers, after the same work; the mail is written by a job.
"""

from __future__ import annotations

import hashlib
import hmac
import logging
import secrets
from dataclasses import dataclass

import ckan.model as model
import ckan.plugins.toolkit as tk
from ckan.lib.redis import connect_to_redis

from ckanext.socle import mail
from ckanext.territories import bodies, config, tree

log = logging.getLogger(__name__)

CODE_DIGITS = 6
WRONG_CODES = 5


class TooManyError(Exception):
    """Too many demands for this body, or from this network address: ask again later."""


@dataclass(frozen=True)
class _Demand:
    """A demand as Redis keeps it: the body, the hash of the code, whether the code counts."""

    organization_id: str
    code: str

    @classmethod
    def parse(cls, raw: bytes | None) -> _Demand | None:
        if raw is None:
            return None
        organization, _, code = raw.decode().partition(" ")
        return cls(organization, code)


def ask(organization_id: str, visitor: str) -> str:
    """Begin a demand for a body, and have the mail written by a job; return the number of the demand.

    Args:
        organization_id: of the body.
        visitor: network address of who asks.

    Raises:
        TooManyError: over the limit of this body, or of this network address.
    """
    count(f"body:{organization_id}", config.entry_per_body())
    count(f"visitor:{visitor}", config.entry_per_visitor())
    number = secrets.token_urlsafe(24)
    connect_to_redis().set(_key("demand", number), f"{organization_id} ", ex=config.entry_time())
    tk.enqueue_job(write, [number], title="Mail of an entry", rq_kwargs={"result_ttl": 0})
    return number


def write(number: str) -> None:
    """Draw the link and the code of a demand, keep their hashes, send them if the body has an address (a job)."""
    redis = connect_to_redis()
    demand = _Demand.parse(redis.get(_key("demand", number)))
    group = tree.find(demand.organization_id) if demand else None
    if demand is None or group is None:
        return
    secret, code = secrets.token_urlsafe(32), f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}"
    left = max(redis.ttl(_key("demand", number)), 1)
    redis.set(_key("demand", number), f"{group.id} {_hash(number, code)}", ex=left)
    redis.set(_key("link", _hash("link", secret)), number, ex=left)
    address = official_email(group)
    if not address:
        log.info("A link was asked for %s, which has no official address", group.name)
        return
    link = tk.url_for("territories_entry.link", secret=secret, _external=True)
    words = {"code": f"{code[:3]} {code[3:]}", "link": link, "minutes": left // 60 or 1, "body": body_label(group)}
    try:
        mail.send(address, "territories/mail/entry.html", name=body_label(group), **words)
    except mail.MailError:
        log.error("The link asked for %s did not go out", group.name)  # said in full by `mail`


def official_email(group: model.Group) -> str:
    """Return the official e-mail address of a body, empty without one."""
    return str((group.extras or {}).get("official_email") or "").strip()


def body_label(group: model.Group) -> str:
    """Return a body's full French name."""
    return bodies.label(group.title or group.name, (group.extras or {}).get("territory_type"))


def use_code(number: str, code: str, visitor: str) -> model.Group | None:
    """Return the body whose code this is, and forget the code; None for a wrong or old one.

    Raises:
        TooManyError: too many wrong codes came from this network address.
    """
    redis = connect_to_redis()
    demand = _Demand.parse(redis.get(_key("demand", number)))
    typed = "".join(character for character in code if character.isdigit() and character.isascii())
    expected = demand.code if demand and demand.code else secrets.token_hex(32)
    if hmac.compare_digest(expected, _hash(number, typed)):
        return _take(number)
    count(f"wrong:{visitor}", config.entry_per_visitor())
    if redis.incr(_key("tries", number)) >= WRONG_CODES:
        redis.delete(_key("demand", number))
    redis.expire(_key("tries", number), config.entry_time())
    return None


def look_at_link(secret: str) -> model.Group | None:
    """Return the body whose link this is, without using it up: mail scanners open links."""
    redis = connect_to_redis()
    number = redis.get(_key("link", _hash("link", secret)))
    demand = _Demand.parse(redis.get(_key("demand", number.decode()))) if number else None
    return tree.find(demand.organization_id) if demand else None


def use_link(secret: str) -> model.Group | None:
    """Return the body whose link this is, and forget it; None for a used or old one."""
    number = connect_to_redis().getdel(_key("link", _hash("link", secret)))
    return _take(number.decode()) if number else None


def _take(number: str) -> model.Group | None:
    """Use a demand up: of two at once, one gets it."""
    demand = _Demand.parse(connect_to_redis().getdel(_key("demand", number)))
    return tree.find(demand.organization_id) if demand else None


def count(what: str, limit: int) -> None:
    """Count one more of something within the window.

    Raises:
        TooManyError: over the limit.
    """
    redis, key = connect_to_redis(), _key("count", what)
    if redis.incr(key) == 1:
        redis.expire(key, config.entry_window())
    if int(redis.get(key) or 0) > limit:
        raise TooManyError(what)


def _hash(salt: str, secret: str) -> str:
    """Return the keyed hash of a secret: six digits alone could be tried one by one."""
    key = str(tk.config["SECRET_KEY"]).encode()
    return hmac.new(key, f"{salt}:{secret}".encode(), hashlib.sha256).hexdigest()


def _key(kind: str, name: str) -> str:
    return f"ckanext.territories:{tk.config['ckan.site_id']}:entry:{kind}:{name}"
