"""The report of a published file."""

from __future__ import annotations

from flask import Blueprint

validation_report = Blueprint("validation_report", __name__)
