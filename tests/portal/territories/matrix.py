"""A small territory for the matrix of permissions: one of everything in each place, somebody in each role."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.tests import factories, helpers
from ckanext.harvest.model import HarvestJob, HarvestObject, HarvestSource

from ckanext.deposit.addresses import Address
from ckanext.deposit.model import Deposit
from ckanext.territories import delegations
from ckanext.territories.model import Access, now

PLACES = ("own", "sibling", "parent", "foreign")
ROLES = ("anonymous", "stranger", "contributor", "publisher", "delegate", "animator", "operator")


class Territory:
    """An EPCI (`parent`) with two communes (`own`, `sibling`), and a commune elsewhere (`foreign`)."""

    def __init__(self):
        parent = factories.Organization(territory_type="epci")
        own, sibling = (factories.Organization(territory_type="commune", parent=parent["name"]) for _ in range(2))
        foreign = factories.Organization(territory_type="commune")
        self.ids = {"own": own["id"], "sibling": sibling["id"], "parent": parent["id"], "foreign": foreign["id"]}
        self.people = {"anonymous": "", "operator": factories.Sysadmin()["name"]}
        for role, place, capacity in (
            ("stranger", "foreign", None),
            ("contributor", "own", "member"),
            ("publisher", "own", "editor"),
            ("delegate", "own", None),
            ("animator", "parent", "admin"),
        ):
            self.people[role] = self._person(place, capacity)
        day = delegations.today()
        delegate = model.User.get(self.people["delegate"])
        delegations.grant([self.ids["own"]], delegate.id, "", day, day + timedelta(7), "")
        self.subjects = {place: self._subjects(place) for place in PLACES}

    def _person(self, place: str, capacity: str | None) -> str:
        name = factories.User()["name"]
        if capacity:
            helpers.call_action("organization_member_create", id=self.ids[place], username=name, role=capacity)
        return name

    def allowed(self, action: str, kind: str) -> frozenset[tuple[str, str]]:
        """Return for whom (role, place) CKAN answers yes."""
        return frozenset(
            (role, place)
            for role in ROLES
            for place in PLACES
            if self.may(self.people[role], action, {**self.subjects[place][kind]})
        )

    def may(self, user: str, action: str, data: dict[str, Any]) -> bool:
        context = {"user": user, "auth_user_obj": model.User.get(user) if user else None, "model": model}
        try:
            return bool(tk.check_access(action, context, data))
        except (tk.NotAuthorized, tk.ObjectNotFound):
            return False

    def _subjects(self, place: str) -> dict[str, dict[str, Any]]:
        organization = self.ids[place]
        person = model.User.get(self._person(place, "editor"))
        package = factories.Dataset(owner_org=organization, private=True, license_id="lov2")
        resource = factories.Resource(package_id=package["id"], url="https://commune.example/a.pdf", format="PDF")
        source = self._source(organization)
        deposit = Deposit(owner_org=organization, user_id=person.id, schema_name="scdl/deliberations", schema_url="")
        address = Address(
            owner_org=organization, schema_name="scdl/deliberations", url="", every="week", user_id=person.id
        )
        model.Session.add_all([deposit, address])
        day = delegations.today()
        model.Session.commit()
        access = Access(
            kind="request", organization_id=organization, email="", user_id=person.id, role="publisher", expires=now()
        )
        model.Session.add(access)
        [delegation] = delegations.grant([organization], person.id, "", day, day, "")
        dataset = {"id": package["id"], "package_id": package["id"], "name_or_id": package["id"]}
        pair = {"subject": package["id"], "object": package["id"]}
        body = {"id": organization, "organization": organization, "organizations": [organization]}
        person_of = {"group_id": organization, "object": person.id, "object_type": "user"}
        return {
            "nothing": {},
            "dataset": {**dataset, **pair, "update": dataset, "package": dataset, "org_id": organization},
            "new dataset": {"owner_org": organization},
            "resource": {"id": resource["id"], "resource_id": resource["id"], "resource": resource},
            "body": {**body, "object_type": "package"},
            "people": {**body, **person_of},
            "user": {"id": person.id, "user": person.name, "user_id": person.id},
            "deposit": {"id": deposit.id},
            "address": {"id": address.id},
            "access": {"id": access.id},
            "delegation": {"id": delegation.id},
            "harvest": source,
            "run": {"id": source["job"]},
        }

    def _source(self, organization: str) -> dict[str, str]:
        package = model.Package(name=f"source-{uuid4().hex}", type="harvest", owner_org=organization, private=False)
        model.Session.add(package)
        model.Session.flush()
        source = HarvestSource(id=package.id, url=f"https://{package.name}.example", type="datagouv")
        job = HarvestJob(source=source)
        entry = HarvestObject(guid="1", job=job, source=source)
        model.Session.add_all([source, job, entry])
        model.Session.commit()
        return {"id": package.id, "source": package.id, "source_id": package.id, "job": job.id, "object": entry.id}
