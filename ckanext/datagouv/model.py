"""The table of the room: what the feeds say of each dataset, ready to be sent."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from ckan.model.base import BaseModel
from sqlalchemy.orm import Mapped, mapped_column


class FeedEntry(BaseModel):
    """One dataset, serialised. All of it can be made again: `ckan datagouv feeds rebuild`.

    Attributes:
        stamp: digest of all that the pieces were made of (`ckanext.datagouv.store`); another one makes them anew.
        expires: when a date that lay in the future at the time, and so was left out, is to be said; in UTC.
        xml: the dataset's piece of a page in RDF/XML (`ckanext.datagouv.pieces`).
        ttl: the same in Turtle.
        jsonld: the same in JSON-LD.
    """

    __tablename__ = "datagouv_feed_entry"

    package_id: Mapped[str] = mapped_column(sa.UnicodeText, primary_key=True)
    stamp: Mapped[str] = mapped_column(sa.UnicodeText)
    expires: Mapped[datetime | None] = mapped_column(sa.DateTime)
    xml: Mapped[str] = mapped_column(sa.UnicodeText)
    ttl: Mapped[str] = mapped_column(sa.UnicodeText)
    jsonld: Mapped[str] = mapped_column(sa.UnicodeText)
