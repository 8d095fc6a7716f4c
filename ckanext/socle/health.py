"""`GET /health`: tells a load balancer, the compose file and the launcher whether the portal can serve."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from importlib.metadata import version

import ckan.lib.search as search
import ckan.model as model
import ckan.plugins.toolkit as tk
import redis
import sqlalchemy as sa
from flask import Blueprint, Response, jsonify
from sqlalchemy.exc import SQLAlchemyError

from ckanext.socle.queues import DEFAULT, SLOW
from ckanext.socle.signs_of_life import worker_lives

PATIENCE = 3  # seconds

health = Blueprint("socle_health", __name__)


@health.route("/health")
def show() -> tuple[Response, int]:
    """Answer 200 when every part works, 503 otherwise; the body says which one does not."""
    parts = {name: check() for name, check in CHECKS.items()}
    healthy = all(parts.values())
    body = {name: "ok" if well else "down" for name, well in parts.items()}
    body |= {"status": "ok" if healthy else "down", "version": version("ckanext-socle")}
    return jsonify(body), 200 if healthy else 503


def _database() -> bool:
    try:
        model.Session.execute(sa.text("SELECT 1"))
    except SQLAlchemyError:
        model.Session.rollback()
        return False
    return True


def _redis() -> bool:
    try:
        with _connect() as connection:
            return bool(connection.ping())
    except redis.RedisError:
        return False


def _search() -> bool:
    return bool(search.is_available())


def _worker(queue: str) -> bool:
    try:
        with _connect() as connection:
            return worker_lives(connection, queue)
    except redis.RedisError:
        return False


def _connect() -> redis.Redis:
    """Return a connection that gives up soon: a probe must not hang where a server does."""
    return redis.Redis.from_url(tk.config["ckan.redis.url"], socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE)


CHECKS: dict[str, Callable[[], bool]] = {
    "database": _database,
    "redis": _redis,
    "search": _search,
    "worker": partial(_worker, DEFAULT),
    "slow": partial(_worker, SLOW),
}
