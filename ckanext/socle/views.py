"""Pages and probes of the ground plugin."""

from __future__ import annotations

from flask import Blueprint

socle = Blueprint("socle", __name__)
