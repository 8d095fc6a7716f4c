"""A deposit begins, and a file comes to it: from a form, from an address of the web, or made of typed rows."""

from __future__ import annotations

import hashlib
from pathlib import PurePath
from typing import Any

from ckan import model as ckan_model

from ckanext.deposit import deciding, files, model
from ckanext.deposit.choices import Choices
from ckanext.deposit.states import Event
from ckanext.scdl import registry

FILE_NAME_LENGTH = 200


def begin(owner_org: str, schema_name: str, user_id: str) -> model.Deposit:
    """Begin a deposit, with the names that the body's own columns had last time."""
    entry = registry.entry(schema_name)
    deposit = model.Deposit(
        owner_org=owner_org,
        user_id=user_id,
        schema_name=entry.name,
        schema_url=entry.latest.url,
        answers=Choices(columns=model.remembered(owner_org, entry.name)).to_json(),
    )
    ckan_model.Session.add(deposit)
    ckan_model.Session.commit()
    return deposit


def receive(deposit: model.Deposit, name: str, content: bytes, **values: Any) -> bool:  # noqa: ANN401
    """Keep a file in the place of the one before; False when the deposit is published. The caller starts the check.

    Args:
        deposit: of the file.
        name: as its owner calls it; a folder before it is left out.
        content: of the file.
        values: columns of the deposit to write with it.
    """
    before = (deposit.file_key, deposit.mended_key)
    key = files.save(deposit.id, content)
    kept = model.move(
        deposit.id,
        Event.FILE,
        file_key=key,
        file_name=PurePath(name.replace("\\", "/")).name[-FILE_NAME_LENGTH:],
        file_size=len(content),
        file_hash=hashlib.sha256(content).hexdigest(),
        mended_key="",
        report={},
        answers=deposit.choices.for_next_file().to_json(),
        **deciding.new_turn(),
        **values,
    )
    for each in before if kept else (key,):
        files.remove(each)
    return kept
