"""What a commune has published already is known to the check of its next file."""

import ckan.plugins.toolkit as tk
import pytest

from tests.portal.scdl_validation.conftest import FILES, VALID, shown, upload

EQUIPMENTS = (FILES / "equipements-chateaudun.csv").read_bytes()
SCHEMAS = "https://schema.data.gouv.fr/schemas"
EQUIPMENT_SCHEMA = f"{SCHEMAS}/scdl/equipements/latest/schema.json"
ADDRESS_SCHEMA = f"{SCHEMAS}/etalab/schema-bal/latest/schema.yml"


def warned(status, resource):
    report = status(resource)["report"]
    return [(each["code"], each["row"], each["value"]) for each in report["warnings"]]


def otherwise(content):
    """The same acts, the subject of the first told in other words."""
    lines = content.decode().splitlines(keepends=True)
    place = lines[0].split(",").index("DELIB_OBJET")
    first = lines[1].split(",")
    first[place] = "Autre objet"
    return "".join([lines[0], ",".join(first), *lines[2:]]).encode()


def addresses(count=12):
    """A Base Adresse Locale of Châteaudun with so many numbers."""
    header, first, *_ = (FILES / "bal-chateaudun.csv").read_text().splitlines()
    cells = dict(zip(header.split(";"), first.split(";"), strict=True))
    own = [{"cle_interop": f"28088_0245_{index:05}", "numero": str(index)} for index in range(1, count + 1)]
    return "\n".join([header, *(";".join((cells | each).values()) for each in own), ""]).encode()


def test_a_row_that_is_published_with_another_content_is_said(publish, status):
    publish(name="deliberations-2024.csv")
    found = warned(status, publish(otherwise(VALID)))
    assert ("published-otherwise", 2, "Autre objet") in found


def test_a_file_that_takes_the_place_of_another_is_not_compared_with_it(publish, status, act, town):
    resource = publish()
    act(town.secretary, "resource_patch", id=resource["id"], upload=upload(otherwise(VALID)), url="table.csv")
    assert "published-otherwise" not in {code for code, *_ in warned(status, resource)}


@pytest.mark.parametrize("reason", ["another body's", "private", "the operator does not want it"])
def test_only_ones_own_public_files_count(publish, status, neighbour, act, policy, reason):
    if reason == "another body's":
        publish(owner=neighbour)
    else:
        earlier = publish()
        package = shown(earlier)["package_id"]
        if reason == "private":
            tk.get_action("package_patch")({"ignore_auth": True}, {"id": package, "private": True})
        else:
            policy(compare_size=0)
    assert "published-otherwise" not in {code for code, *_ in warned(status, publish(otherwise(VALID)))}


def test_what_stands_far_from_the_communes_addresses_is_said(publish, status):
    publish(addresses(), schema=ADDRESS_SCHEMA, name="bal.csv")
    far = EQUIPMENTS.replace(b"48.070203", b"49.070203", 1)
    found = warned(status, publish(far, schema=EQUIPMENT_SCHEMA))
    assert [each for each in found if each[0] == "outside-commune"] == [("outside-commune", 2, "49.070203")]


def test_a_few_addresses_do_not_tell_where_a_commune_ends(publish, status):
    publish(addresses(3), schema=ADDRESS_SCHEMA, name="bal.csv")
    far = EQUIPMENTS.replace(b"48.070203", b"49.070203", 1)
    assert "outside-commune" not in {code for code, *_ in warned(status, publish(far, schema=EQUIPMENT_SCHEMA))}
