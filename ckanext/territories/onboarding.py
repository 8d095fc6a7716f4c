"""Bringing the communes of a territory on board: those there are, those of a list, their space, their invitation.

What is done is seen in the portal itself, so that doing it again does only what is missing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import ckan.model as model
import ckan.plugins.toolkit as tk
import sqlalchemy as sa

from ckanext.scdl.reading import Table
from ckanext.socle import mail
from ckanext.territories import entry, joining, mergers, tree
from ckanext.territories.bodies import Key, bodies
from ckanext.territories.codes import insee_code
from ckanext.territories.cog import Commune, cog
from ckanext.territories.french import fold, typographic
from ckanext.territories.loading import HOSTS, Loader
from ckanext.territories.model import Access, now
from ckanext.territories.roles import COMMUNE, Role
from ckanext.territories.selection import HEADINGS

NEW, OPEN, ELSEWHERE, DELETED = "new", "open", "elsewhere", "deleted"
# What becomes of a commune that is taken on board.
INVITED, KNOWN, NO_ADDRESS, UNSENT, REFUSED = "invited", "known", "no-address", "unsent", "refused"
# What is odd on a line of a list.
EMPTY, UNKNOWN, OUTSIDE, OTHER_NAME, EMAIL, REPEATED = "empty", "unknown", "outside", "other-name", "email", "repeated"
# Kinds of bodies that an animator may open beneath her own: never one above it, or beside it.
BENEATH = {
    "region": {"departement", "epci", COMMUNE},
    "departement": {"epci", COMMUNE},
    "epci": {COMMUNE},
    # What it serves stands beneath it: the operator placed it there (`ckan territories load --beneath`).
    **{kind: {"epci", COMMUNE} for kind in HOSTS},
}
CODES = (*HEADINGS, "siren", "siret", "numero siren", "numero siret", "n siren", "n siret")
EMAILS = ("mail", "email", "e mail", "courriel", "mel", "adresse mail", "adresse e mail", "adresse email",
          "adresse electronique", "adresse courriel", "mail de la mairie", "courriel de la mairie")  # fmt: skip
NAMES = ("nom", "commune", "nom commune", "nom de la commune", "libelle", "mairie", "collectivite", "nom collectivite")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A commune of a territory.

    Attributes:
        group: name of its intercommunality, empty without one.
        state: ``new``, ``open`` (it has its organisation), ``elsewhere`` (beneath another body), ``deleted`` by hand.
        address: its official address, as the portal knows it.
        people: whether somebody acts for it.
        invited: whether an invitation waits for an answer.
    """

    code: str
    title: str
    siren: str
    group: str
    state: str
    address: str = ""
    people: bool = False
    invited: bool = False

    @property
    def asks(self) -> bool:
        """Whether something is left to do: an organisation to open, or an invitation to send."""
        return self.state == NEW or (self.state == OPEN and not self.people and not self.invited)


@dataclass(frozen=True, slots=True)
class Problem:
    """What is odd on a line of a list: the line is left out."""

    line: int
    code: str
    value: str
    expected: str = ""


def candidates(group: model.Group) -> list[Candidate]:
    """Return the communes of a territory by name: those that the COG has beneath it, and those that stand there."""
    below = {row["id"]: row for row in tree.rows_below([group.id])}
    codes = {row["insee_code"] for row in below.values() if row["type"] == COMMUNE and row["insee_code"]}
    kind = below[group.id]["type"]
    served = below.values() if kind in HOSTS else [below[group.id]]
    communes = {each.code: each for row in served for each in _of_cog(row)}
    communes |= {code: commune for code in codes if (commune := cog().commune(code))}
    held = _organisations(communes)
    active = [row.id for row in held.values() if row.state == "active"]
    peopled, invited, places = _peopled(active), _invited(active), _places()
    found = [
        _candidate(commune, held.get(code), set(below), peopled, invited, places) for code, commune in communes.items()
    ]
    return sorted(found, key=lambda each: fold(each.title))


def _candidate(
    commune: Commune,
    row: Any,  # noqa: ANN401
    below: set[str],
    peopled: set[str],
    invited: set[str],
    places: Mapping[Key, str],
) -> Candidate:
    epci = cog().epci(commune.epci or "")
    group = typographic(epci.name) if epci else ""
    named = (commune.code, typographic(commune.name), commune.siren or "", group)
    if row is None:
        return Candidate(*named, NEW if _above(commune, places) in {None, *below} else ELSEWHERE)
    state = DELETED if row.state != "active" else OPEN if row.id in below else ELSEWHERE
    return Candidate(*named, state, row.address or "", row.id in peopled, row.id in invited)


def read(table: Table, known: Iterable[Candidate]) -> tuple[dict[str, str], list[Problem]]:
    """Read a list of communes: a column of INSEE codes, SIREN or SIRET, and of their addresses if there is one.

    Returns:
        INSEE code → e-mail address (empty for none), and what is odd, line by line.

    Raises:
        ValidationError: no column of codes.
    """
    places = [_place(table.labels, names) for names in (CODES, EMAILS, NAMES)]
    if places[0] is None:
        raise tk.ValidationError(
            {"upload": [tk._("No column of INSEE codes or SIREN. Name it “code_insee” or “siren”.")]}
        )
    within = {each.code for each in known}
    chosen: dict[str, str] = {}
    problems: list[Problem] = []
    for index, cells in enumerate(table.rows):
        code, email, name = (_cell(cells, place) for place in places)
        if not any(cell.strip() for cell in cells):
            continue
        commune = _commune(code)
        if wrong := _wrong(commune, (code, email, name), within, chosen):
            problems.append(Problem(table.row_number(index), *wrong))
        elif commune is not None:
            chosen[commune.code] = email.lower()
    return chosen, problems


def take(loader: Loader, group: model.Group, candidate: Candidate, email: str, by: model.User) -> str:
    """Open the organisation of a commune if it has none, and invite its town hall by its official address.

    Args:
        loader: of the organisations.
        group: the body above.
        candidate: as it is now.
        email: written as the official address where the portal knows none.
        by: who invites.

    Returns:
        ``invited``, ``known`` (somebody acts for it, or an invitation waits), ``no-address``, ``unsent`` (the mail did
        not go out), ``elsewhere``, ``deleted`` or ``refused``.
    """
    if candidate.state in {ELSEWHERE, DELETED}:
        return candidate.state
    if candidate.state == NEW and not _open(loader, group, candidate.code):
        return REFUSED
    place = mergers.by_insee_code(candidate.code)
    if place is None:
        return REFUSED
    address = entry.official_email(place) or _addressed(place, email)
    if candidate.people or candidate.invited:
        return KNOWN
    if not address:
        return NO_ADDRESS
    try:
        joining.invite(place, address.lower(), Role.PUBLISHER, "", by, counted=False)
    except mail.MailError:
        return UNSENT
    return INVITED


def outcome(candidate: Candidate, email: str) -> str:
    """Return what ``take`` would do, but for a mail that does not go out."""
    if candidate.state in {ELSEWHERE, DELETED}:
        return candidate.state
    if candidate.people or candidate.invited:
        return KNOWN
    return INVITED if candidate.address or email else NO_ADDRESS


def is_email(text: str) -> bool:
    """Whether a text is an e-mail address, as CKAN reads them."""
    try:
        tk.get_validator("email_validator")(text, {})
    except tk.Invalid:
        return False
    return True


def _of_cog(row: Any) -> Sequence[Commune]:  # noqa: ANN401
    """The communes that the COG has beneath a body of the tree (``tree.rows_below``)."""
    kind, code = row["type"], row["insee_code"] or ""
    if kind == "epci":
        return cog().communes_of_epci(row["siren"] or "")
    if kind == "departement":
        return cog().communes_of_departement(code)
    return cog().communes_of_region(code) if kind == "region" else ()


def _places() -> dict[Key, str]:
    """The intercommunalities and départements of the portal: kind and code → id."""
    group = model.Group
    kind, siren, insee = (group.extras[name].astext for name in ("territory_type", "siren", "insee_code"))
    wanted = sa.select(group.id, kind, siren, insee).where(group.is_organization, group.state == "active")
    rows = model.Session.execute(wanted.where(kind.in_(["epci", "departement"])))
    return {(row[1], (row[2] if row[1] == "epci" else row[3]) or ""): row[0] for row in rows}


def _above(commune: Commune, places: Mapping[Key, str]) -> str | None:
    """The organisation beneath which the loader would open a commune, or its intercommunality; None when it is new."""
    epci = cog().epci(commune.epci or "")
    seats = [("departement", epci.departement)] if epci else []
    keys = [("epci", commune.epci or ""), *seats, ("departement", commune.departement)]
    return next((places[key] for key in keys if key in places), None)


def _organisations(codes: Iterable[str]) -> dict[str, Any]:
    """The organisation of each commune, the active one where there are several."""
    group, code = model.Group, model.Group.extras["insee_code"].astext
    address = group.extras["official_email"].astext.label("address")
    wanted = sa.select(group.id, group.state, code.label("code"), address).where(group.is_organization)
    kind = group.extras["territory_type"].astext == COMMUNE
    rows = model.Session.execute(wanted.where(kind, code.in_(list(codes)))).all()
    return {row.code: row for row in sorted(rows, key=lambda row: row.state == "active")}


def _peopled(ids: list[str]) -> set[str]:
    """The organisations for which somebody acts; CKAN makes a member of the operator who opens one."""
    member, user = model.Member, model.User
    wanted = sa.select(member.group_id).join(user, user.id == member.table_id)
    own = wanted.where(member.table_name == "user", member.state == "active", member.group_id.in_(ids))
    return set(model.Session.scalars(own.where(user.state == "active", user.sysadmin.is_(False))))


def _invited(ids: list[str]) -> set[str]:
    wanted = sa.select(Access.organization_id).where(
        Access.kind == joining.INVITATION, Access.state == joining.OPEN, Access.expires > now()
    )
    return set(model.Session.scalars(wanted.where(Access.organization_id.in_(ids))))


def _place(labels: Sequence[str], names: Sequence[str]) -> int | None:
    folded = [fold(label.replace("_", " ")) for label in labels]
    return next((folded.index(name) for name in names if name in folded), None)


def _cell(cells: Sequence[str], place: int | None) -> str:
    return cells[place].strip() if place is not None and place < len(cells) else ""


def _commune(text: str) -> Commune | None:
    digits = "".join(text.split())
    if digits.isdecimal() and len(digits) in {9, 14}:
        found = cog().by_siren(digits[:9])
        return found if isinstance(found, Commune) else None
    return cog().present(insee_code(text))


def _wrong(
    commune: Commune | None, cells: tuple[str, str, str], within: set[str], chosen: Mapping[str, str]
) -> tuple[str, str, str] | None:
    """What is odd on a line: its code, the value, what was expected."""
    code, email, name = cells
    if commune is None:
        return (UNKNOWN if code else EMPTY), code, ""
    said, official = fold(name), fold(commune.name)
    if commune.code not in within:
        return OUTSIDE, code, commune.name
    if said and official not in said and said not in official and insee_code(code) == commune.code:
        return OTHER_NAME, name, commune.name
    if email and not is_email(email):
        return EMAIL, email, commune.name
    return (REPEATED, code, commune.name) if commune.code in chosen else None


def _open(loader: Loader, group: model.Group, code: str) -> bool:
    """Make the organisation of a commune, and those between it and the body above."""
    commune, kind = cog().commune(code), (group.extras or {}).get("territory_type", "")
    if commune is None or COMMUNE not in BENEATH.get(kind, ()):
        return False
    missing = [
        body
        for body in bodies([commune], known=loader.departements())
        if body.kind in BENEATH[kind] and not loader.knows(body)
    ]
    return all(step.outcome != "refused" for step in list(loader.load(missing)))


def _addressed(place: model.Group, email: str) -> str:
    """Write the official address of a commune that has none."""
    if email:
        site = tk.get_action("get_site_user")({"ignore_auth": True}, {})
        data = {"id": place.id, "official_email": email}
        tk.get_action("organization_patch")({"user": site["name"], "ignore_auth": True}, data)
    return email
