"""How udata reads a dataset (`dataset_from_rdf`)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from rdflib import Literal, Namespace
from rdflib.namespace import SKOS
from slugify import slugify

from ckanext.datagouv.rdf import DCAT, DCT, FOAF, VCARD
from ckanext.datagouv.simulator import licences, quality
from ckanext.datagouv.simulator.circumstances import Circumstances
from ckanext.datagouv.simulator.files import check_issued, read_file, read_modified, read_schema
from ckanext.datagouv.simulator.forecast import Contact, DatasetForecast
from ckanext.datagouv.simulator.frequencies import frequency
from ckanext.datagouv.simulator.periods import read_period
from ckanext.datagouv.simulator.reading import Described, has_markup, is_reachable
from ckanext.datagouv.vocabularies import HVD_CATEGORIES

GEOSPARQL = Namespace("http://www.opengis.net/ont/geosparql#")
OLD_WKT = "http://www.opengis.net/rdf#wktLiteral"
GEOJSON = "https://www.iana.org/assignments/media-types/application/vnd.geo+json"
OUTLINES = ("POLYGON", "MULTIPOLYGON")
LONGEST_ACRONYM, SHORTEST_TAG, LONGEST_TAG, LONGEST_NAME = 128, 3, 96, 255
ROLES = {
    DCAT.contactPoint: "contact",
    DCT.publisher: "publisher",
    DCT.creator: "creator",
    DCT.rightsHolder: "rightsHolder",
}


def read_dataset(node: Described, around: Circumstances) -> DatasetForecast:
    """Return what data.gouv.fr will make of a dataset of a feed."""
    forecast = DatasetForecast(node.text(DCT.identifier) or "")
    if not forecast.identifier:
        forecast.note("identifier-missing")
    title = node.text(DCT.title)
    if not title:
        forecast.note("title-missing")
    acronym = node.text(SKOS.altLabel)
    if acronym and len(acronym) > LONGEST_ACRONYM:
        forecast.note("acronym-long")
    check_issued(node, forecast)
    _read_files(node, forecast, around)
    forecast.values = {
        "title": title,
        "description": _description(node, forecast),
        "frequency": _frequency(node, forecast),
        "licence": _licence(node, forecast, around),
        "tags": _tags(node, forecast),
        "coverage": read_period(node, forecast),
        "spatial": _outline(node, forecast),
        "schema": read_schema(node, forecast, around),
        "modified": read_modified(node, forecast, around),
    }
    forecast.contacts = list(_contacts(node, forecast))
    forecast.quality = quality.criteria(forecast, around) if forecast.taken else {}
    return forecast


def _read_files(node: Described, forecast: DatasetForecast, around: Circumstances) -> None:
    for predicate in (DCAT.distribution, DCAT.distributions):
        for each in node.following(predicate):
            read_file(each, forecast, around)
    for each in node.following(DCT.hasPart):
        read_file(each, forecast, around, part=True)


def _description(node: Described, forecast: DatasetForecast) -> str:
    text = node.one(DCT.description) or node.one(DCT.abstract)
    written = str(text).strip() if isinstance(text, Literal) else ""
    if has_markup(written):
        forecast.note("description-flattened")
    return written


def _frequency(node: Described, forecast: DatasetForecast) -> str | None:
    declared = next(iter(node.all(DCT.accrualPeriodicity)), None)
    found = frequency(declared)
    if declared is not None and not found:
        forecast.note("frequency-unknown", value=str(declared))
    return found


def _licence(node: Described, forecast: DatasetForecast, around: Circumstances) -> str:
    files = [each for name in (DCAT.distribution, DCAT.distributions) for each in node.following(name)]
    said = [*node.words(DCT.license), *node.words(DCT.rights)]
    said += [text for file in files for text in file.words(DCT.license)]
    found = licences.recognise(said, around.licences)
    if not found:
        forecast.note("licence-unknown", value=said[0] if said else "")
    return found or licences.NOT_SPECIFIED


def _tags(node: Described, forecast: DatasetForecast) -> list[str]:
    words = [str(each) for each in node.all(DCAT.keyword) if isinstance(each, Literal)]
    for theme in node.all(DCAT.theme):
        label: str | None = (
            str(theme) if isinstance(theme, Literal) else Described(node.graph, theme).text(SKOS.prefLabel)
        )
        if str(theme) in HVD_CATEGORIES:
            words.append("hvd")
            label = HVD_CATEGORIES[str(theme)]
        if label:
            words.append(label)
        else:
            forecast.note("theme-without-label", value=str(theme))
    slugs = {slugify(re.sub("['’]", "", word.lower()))[:LONGEST_TAG] for word in words}
    return sorted(slug for slug in slugs if len(slug) >= SHORTEST_TAG)


def _outline(node: Described, forecast: DatasetForecast) -> bool:
    """Tell whether a place has an outline: names and codes of a place say nothing to udata."""
    places = node.all(DCT.spatial)
    for place in places:
        if isinstance(place, Literal):
            drawn = _is_box(str(place))
        else:
            values = (value for _, value in node.graph.predicate_objects(place))
            drawn = any(_is_outline(value) for value in values if isinstance(value, Literal))
        if drawn:
            return True
    if places:
        forecast.note("place-without-outline")
    return False


def _is_outline(value: Literal) -> bool:
    text = str(value).strip()
    kind = str(value.datatype or "")
    if kind in (str(GEOSPARQL.wktLiteral), OLD_WKT):
        return text.upper().startswith(OUTLINES)
    if kind not in (str(GEOSPARQL.geoJSONLiteral), GEOJSON):
        return False
    try:
        drawn = json.loads(text)
    except ValueError:
        return False
    return isinstance(drawn, dict) and str(drawn.get("type")).upper() in OUTLINES


def _is_box(text: str) -> bool:
    try:
        return len([float(part) for part in text.strip().split(",")]) == 4
    except ValueError:
        return False


def _contacts(node: Described, forecast: DatasetForecast) -> Iterator[Contact]:
    for predicate, role in ROLES.items():
        for each in node.all(predicate):
            found = _contact(node, each, role)
            if found is None:
                forecast.note("contact-unreachable", role=role)
            else:
                yield found


def _contact(node: Described, value: object, role: str) -> Contact | None:
    name: str | None
    mail: str | None
    form: str | None
    if isinstance(value, Literal):
        name, mail, form = str(value), None, None
    else:
        person = Described(node.graph, value)  # type: ignore[arg-type]
        readers = (_vcard, _foaf) if role == "contact" else (_foaf, _vcard)
        name, mail, form = next((found for read in readers if any(found := read(person))), (None, None, None))
    wrong = (form and not is_reachable(form)) or len(name or "") > LONGEST_NAME
    nobody = not (mail or form) if role == "contact" else not (name or mail or form)
    return None if wrong or nobody else Contact(role, name, mail, form)


def _vcard(person: Described) -> tuple[str | None, str | None, str | None]:
    agent, body = person.text(VCARD.fn), person.text(VCARD["organization-name"])
    name = f"{agent} ({body})" if agent and body else agent or body
    form = person.text(VCARD.hasURL) or person.text(VCARD.url) or person.text(VCARD.hasUrl)
    return name, _mail(person.text(VCARD.hasEmail) or person.text(VCARD.email)), form


def _foaf(person: Described) -> tuple[str | None, str | None, str | None]:
    return person.text(FOAF.name) or person.text(SKOS.prefLabel), _mail(person.text(FOAF.mbox)), None


def _mail(text: str | None) -> str | None:
    return (text or "").removeprefix("mailto:").strip() or None
