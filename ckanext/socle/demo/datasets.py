"""The example datasets, published as an agent would: through the deposit's own actions."""

from __future__ import annotations

import io
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

import ckan.model as model
import ckan.plugins.toolkit as tk
import sqlalchemy as sa
import yaml
from ckan.types import Context
from stdnum import luhn
from werkzeug.datastructures import FileStorage

NOTE = "Données d’exemple : ce fichier est inventé pour la démonstration du portail et ne vient pas de la commune."
AGENT_COMMUNE_AT_MOST = 15_000  # inhabitants: the agent works in a small town


@dataclass(frozen=True)
class Body:
    """A commune of the demonstration, as its organisation says it."""

    id: str
    name: str
    title: str
    siren: str
    insee: str
    population: int

    @property
    def siret(self) -> str:
        """A well-formed SIRET of the commune: its SIREN, the first establishment, the key that Luhn's rule gives."""
        head = f"{self.siren}0001"
        return head + str(luhn.calc_check_digit(head))


def communes() -> list[Body]:
    """Return the communes of the portal: the agent's first, then the others by population, the largest first."""
    extras = model.Group.extras
    statement = sa.select(model.Group).where(
        model.Group.state == "active",
        extras["territory_type"].astext == "commune",
        *(extras.has_key(key) for key in ("siren", "insee_code", "population")),  # SQLAlchemy's ? operator
    )
    bodies = [_body(group) for group in model.Session.execute(statement).scalars()]
    bodies.sort(key=lambda body: (-body.population, body.insee))
    small = [body for body in bodies if body.population <= AGENT_COMMUNE_AT_MOST]
    return small[:1] + [body for body in bodies if body not in small[:1]]


def _body(group: model.Group) -> Body:
    extras = group.extras
    population = int(extras["population"])
    return Body(group.id, group.name, group.title, extras["siren"], extras["insee_code"], population)


def publish_all(user: str, bodies: list[Body]) -> int:
    """Publish every example that is not there yet, in the name of `user`; return how many were published."""
    examples = yaml.safe_load((files("ckanext.socle.demo") / "examples.yaml").read_text(encoding="utf-8"))
    by_code = {body.insee: body for body in bodies}
    wanted = [
        (body, example)
        for example in examples
        for body in ([by_code.get(example["commune"])] if "commune" in example else _ranked(bodies, example["ranks"]))
        if body
    ]
    return sum(_publish(user, body, example) for body, example in wanted)


def _ranked(bodies: list[Body], ranks: list[int]) -> list[Body]:
    return [bodies[rank] for rank in ranks if rank < len(bodies)]


def _publish(user: str, body: Body, example: dict[str, Any]) -> bool:
    query = {"fq": f'+owner_org:"{body.id}" +vocab_schema:"{example["schema"]}"', "rows": 0}
    if tk.get_action("package_search")(Context(ignore_auth=True), query)["count"]:
        return False
    text = (files("ckanext.socle.demo") / example["file"]).read_text(encoding="utf-8")
    for word, value in (("{commune}", body.title), ("{siret}", body.siret), ("{insee}", body.insee)):
        text = text.replace(word, value)
    context: Context = Context(user=user)
    deposit = tk.get_action("deposit_create")(context, {"organization": body.id, "schema": example["schema"]})
    upload = FileStorage(io.BytesIO(text.encode()), filename=f"exemple-{example['file']}")
    deposit = tk.get_action("deposit_file")(context, {"id": deposit["id"], "upload": upload})
    filled = deposit["fields"]
    fields = {
        "title": f"{filled['title']} (exemple)",
        "notes": f"{NOTE}\n\n{filled['notes']}",
        "contact_name": f"Mairie de {body.title} (exemple)",
        "contact_email": "mairie@exemple.fr",
    }
    tk.get_action("deposit_publish")(context, {"id": deposit["id"], **fields})
    return True
