"""How udata reads the period that a dataset covers (`temporal_from_rdf`)."""

from __future__ import annotations

import calendar
from datetime import date, datetime

from dateutil.parser import ParserError, parse
from rdflib import BNode, Literal, Namespace
from rdflib.term import Node

from ckanext.datagouv.rdf import DCAT, DCT
from ckanext.datagouv.simulator.forecast import DatasetForecast
from ckanext.datagouv.simulator.reading import Described, is_whole, moment

SCHEMA = Namespace("http://schema.org/")
Period = tuple[date | None, date | None]


def read_period(node: Described, forecast: DatasetForecast) -> Period | None:
    """Return the first and last day, None where udata reads none: one that has an address is looked for there."""
    declared = next(iter(node.all(DCT.temporal)), None)
    if declared is None:
        return None
    found = None
    if isinstance(declared, Literal):
        found = _from_text(str(declared))
    elif isinstance(declared, BNode):
        found = _from_node(Described(node.graph, declared), forecast)
    if found is None:
        forecast.note("period-unreadable", value="" if isinstance(declared, BNode) else str(declared))
    return found


def _from_node(period: Described, forecast: DatasetForecast) -> Period | None:
    for vocabulary in (SCHEMA, DCAT):
        start, end = period.one(vocabulary.startDate), period.one(vocabulary.endDate)
        if start is None and end is None:
            continue
        for each in (start, end):
            if each is not None and not is_whole(each):
                forecast.note("date-incomplete", value=str(each))
        try:
            return _in_order(_day(start), _day(end))
        except ValueError:
            return None
    return None


def _in_order(start: date | None, end: date | None) -> Period:
    return (end, start) if start and end and start > end else (start, end)


def _day(node: Node | None) -> date | None:
    found = moment(node)
    return found.date() if found else None


def _from_text(text: str) -> Period | None:
    try:
        if text.count("/") == 1:
            start, end = (_parsed(part).date() for part in text.split("/"))
            return start, end
        if text.count("-") == 0:
            return date(int(text), 1, 1), date(int(text), 12, 31)
        if text.count("-") == 1:
            day = _parsed(text).date()
            return day.replace(day=1), day.replace(day=calendar.monthrange(day.year, day.month)[1])
    except ValueError:
        return None
    return None


def _parsed(text: str) -> datetime:
    try:
        read: datetime = parse(text)
        return read
    except (ParserError, OverflowError) as error:
        raise ValueError(text) from error
