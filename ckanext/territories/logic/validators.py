"""Field rules of organisations and datasets that the COG and the tree decide (every public function is exported)."""

from __future__ import annotations

from datetime import date as _date

import ckan.logic.validators as _core
import ckan.plugins.toolkit as tk
from ckan.types import Context, FlattenDataDict, FlattenErrorDict, FlattenKey

from ckanext.territories import codes, roles, tree


def territories_siren(value: object) -> object:
    """Accept a SIREN, spaces allowed, and write it as nine digits (INSEE: nine digits, the last a Luhn key)."""
    if not value:
        return value
    siren = codes.siren(str(value))
    if siren is None:
        raise tk.Invalid(tk._("“{value}” is not a SIREN. A SIREN has nine digits: 212800882.").format(value=value))
    return siren


def territories_siret(value: object) -> object:
    """Accept a SIRET, spaces allowed, and write it as fourteen digits (INSEE: a SIREN, then five more with a key)."""
    if not value:
        return value
    siret = codes.siret(str(value))
    if siret is None:
        raise tk.Invalid(tk._("“{value}” is not a SIRET. A SIRET has 14 digits: 21280088200012.").format(value=value))
    return siret


def territories_insee_code(
    key: FlattenKey, data: FlattenDataDict, _errors: FlattenErrorDict, _context: Context
) -> None:
    """Accept a code of the COG for this kind of body; a merged commune keeps the code it had."""
    value = data[key]
    if not value:
        return
    kind = data.get(("territory_type",))
    code = codes.territory_code(str(value), kind if isinstance(kind, str) else None)
    if code is None:
        raise tk.Invalid(
            tk._("“{value}” is not an INSEE code that we know. A commune’s looks like 28088.").format(value=value)
        )
    data[key] = code


def territories_postal_codes(value: object) -> object:
    """Accept postal codes parted by spaces, commas or semicolons, and write them parted by one space."""
    found, wrong = codes.postal_codes(str(value or ""))
    if wrong:
        raise tk.Invalid(tk._("“{value}” is not a postal code. Write five digits: 28200.").format(value=wrong[0]))
    return " ".join(found)


def territories_zone(value: object) -> object:
    """Accept a zone of data.gouv.fr (`fr:commune:28088`) or an INSEE code of commune; a merged one becomes the new."""
    if not value:
        return value
    zone = codes.zone(str(value))
    if zone is None:
        raise tk.Invalid(
            tk._("“{value}” is not a territory that we know. Write fr:commune:28088, or 28088.").format(value=value)
        )
    return zone.id


def territories_parent(key: FlattenKey, data: FlattenDataDict, errors: FlattenErrorDict, context: Context) -> None:
    """Accept the name of the organisation above; CKAN's tree keeps it, so the field itself is not stored."""
    given = str(data.pop(key) or "")
    group, parent = context.get("group"), tree.find(given)
    if given and parent is None:
        errors[key].append(tk._("No organisation has the address “{value}”.").format(value=given))
    elif group is not None and parent is not None and tree.makes_loop(group, parent):
        errors[key].append(tk._("An organisation cannot be part of itself, nor of one that is part of it."))
    elif not tree.may_move(context, group, parent):
        errors[key].append(
            tk._("Moving an organisation takes an administrator of both the place it leaves and the place it enters.")
        )
    raise tk.StopOnError


def no_loops_in_hierarchy(key: FlattenKey, data: FlattenDataDict, _errors: FlattenErrorDict, _context: Context) -> None:
    """Refuse a parent that stands beneath the organisation, in place of CKAN's rule of this name.

    CKAN's loads every organisation, at each showing of one: three quarters of a second with 5,000 of them.
    """
    group, parent = tree.find(str(data.get(("id",)) or "")), tree.find(str(data[key] or ""))
    if group is not None and parent is not None and tree.makes_loop(group, parent):
        raise tk.Invalid(tk._("This parent would create a loop in the hierarchy"))


def territories_names(value: object) -> list[str]:
    """Accept a list of names or ids of organisations, or one; CKAN's own lists of words are parted by commas."""
    given = value if isinstance(value, list) else str(value).replace(",", " ").split()
    return list(dict.fromkeys(str(each).strip() for each in given if str(each).strip()))


def territories_day(value: object) -> _date:
    """Accept a day, in ISO 8601: 2026-12-31."""
    if isinstance(value, _date):
        return value
    try:
        return _date.fromisoformat(str(value).strip())
    except ValueError as error:
        raise tk.Invalid(tk._("“{value}” is not a date. Write 2026-12-31.").format(value=value)) from error


def owner_org_validator(key: FlattenKey, data: FlattenDataDict, errors: FlattenErrorDict, context: Context) -> None:
    """Accept the body of a delegation as owner of a dataset, besides what CKAN's rule of this name accepts."""
    owner = data.get(key)
    delegated = isinstance(owner, str) and roles.is_delegate(context.get("user"), owner)
    _core.owner_org_validator(key, data, errors, {**context, "ignore_auth": True} if delegated else context)
