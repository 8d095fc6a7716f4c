"""`GET /health`: tells a load balancer, the compose file and the launcher whether the portal can serve."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from importlib.metadata import version

import ckan.lib.search as search
import ckan.model as model
import redis
import rq
import sqlalchemy as sa
from ckan.lib.redis import connect_to_redis
from flask import Blueprint, Response, jsonify
from sqlalchemy.exc import SQLAlchemyError

WORKER_SILENCE = timedelta(seconds=60)  # our workers give a sign of life every 15 s (jobs.WORKER_TTL)

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
        return bool(connect_to_redis().ping())
    except redis.RedisError:
        return False


def _search() -> bool:
    return bool(search.is_available())


def _worker() -> bool:
    """Tell whether a job worker gave a sign of life lately: a killed one stays registered until its key expires."""
    try:
        workers = rq.Worker.all(connection=connect_to_redis())
    except redis.RedisError:
        return False
    latest = datetime.now(timezone.utc) - WORKER_SILENCE
    return any(beat and _aware(beat) > latest for beat in (worker.last_heartbeat for worker in workers))


def _aware(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=timezone.utc)


CHECKS: dict[str, Callable[[], bool]] = {
    "database": _database,
    "redis": _redis,
    "search": _search,
    "worker": _worker,
}
