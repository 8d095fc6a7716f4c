"""Check or repair a file that somebody sends, in a process of its own: bounded in time, ended when it is too slow.

The process is the ``scdl`` command: nothing of the portal is in it, and nothing of the file is left after it.
"""

from __future__ import annotations

import base64
import json
import logging
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.scdl import messages, registry
from ckanext.scdl.exceptions import UnknownSchema
from ckanext.scdl.web import WebError
from ckanext.scdl_validation import batch, config, content, process, reading_options, verifier
from ckanext.socle import levels

log = logging.getLogger(__name__)

COMMAND = (sys.executable, "-c", "from ckanext.scdl.cli import main; main()")
# What the command answers with: valid, invalid, unreadable.
ANSWERED = frozenset({0, 1, 2})


def given(data_dict: Mapping[str, Any], lang: str) -> bytes:
    """Return the file of a call: sent, or behind an address.

    Raises:
        ValidationError: there is none, it is empty, too large, or its address gives no file.
    """
    upload, url = content.uploading(data_dict), str(data_dict.get("url") or "").strip()
    if upload is None and not url:
        raise tk.ValidationError({"upload": [tk._("Send a file, or give its address.")]})
    if upload is not None:
        if content.size_of(upload) > config.largest_call():
            raise tk.ValidationError({"upload": [too_large()]})
        data = content.bytes_of(upload)
    else:
        data = _behind(url, lang)
    if not data:
        raise tk.ValidationError({"upload": [tk._("The file is empty. Check that it was saved.")]})
    return data


def schema(reference: str) -> str:
    """Return the schema that a call names, as the command takes it; empty when it is to be recognised.

    Raises:
        ValidationError: the registry has none of that name or address; files of the server are not looked at.
    """
    if not reference:
        return ""
    known = {version.url for entry in registry.entries() for version in entry.versions}
    if reference in known | {entry.url for entry in registry.entries()}:
        return reference
    name, _, version = reference.partition("@")
    try:
        entry = registry.entry(name)
    except UnknownSchema as err:
        raise tk.ValidationError({"schema": [err.message(language())]}) from err
    if version and version not in {registry.LATEST, *(each.version for each in entry.versions)}:
        raise tk.ValidationError({"schema": [tk._("This schema has no such version.")]})
    return f"{entry.name}@{version}" if version else entry.name


def validate(data: bytes, schema: str, lang: str) -> dict[str, Any]:
    """Return the report on a file; one that cannot be read has a report too.

    Raises:
        ValidationError: the check takes too long, or died (of memory).
    """
    return _run("validate", data, [f"--schema={schema}"] if schema else [], lang)[0]


def repair(data: bytes, schema: str, lang: str, only: Sequence[str], answers: Mapping[str, str]) -> dict[str, Any]:
    """Return what could be repaired in a file, with the repaired file as ``content``, null for an unreadable one.

    Args:
        data: the file.
        schema: as the command takes it.
        lang: of the sentences.
        only: the rules to use; every one when empty.
        answers: question's key → choice.

    Raises:
        ValidationError: the repair takes too long, or died (of memory).
    """
    said = [f"--answer={key}={choice}" for key, choice in answers.items()]
    options = [*([f"--schema={schema}"] if schema else []), *(f"--only={rule}" for rule in only), *said]
    done, made = _run("repair", data, options, lang)
    return {**done, "content": None if made is None else made.decode("utf-8")}


def annotate(data_dict: Mapping[str, Any], schema: str, lang: str) -> dict[str, Any]:
    """Return the file of a call as a workbook, ``content`` in base64, and its ``name``; null when it cannot be read.

    Raises:
        ValidationError: as ``given`` and ``validate``.
    """
    upload = content.uploading(data_dict)
    asked = verifier.Asked(
        given(data_dict, lang),
        name=str(upload.filename if upload else data_dict.get("url") or ""),
        schema=schema or None,
        guesses=reading_options.guesses(reading_options.parse(data_dict.get("validation_options"))),
        levels=str(levels.file() or ""),
    )
    try:
        made = verifier.made("annotated", asked, lang, config.call_time())
    except process.Stopped as err:
        raise tk.ValidationError({"upload": [_unchecked()]}) from err
    packed = base64.b64encode(made.content).decode("ascii") if made else None
    return {"name": made.name if made else None, "content": packed}


def rules(value: object) -> list[str]:
    """Read the rules to use.

    Raises:
        ValidationError: there is no such rule.
    """
    wanted = batch.listed(value)
    unknown = sorted(set(wanted) - known_rules())
    if unknown:
        sentence = tk._("There is no such rule of repair: {names}.").format(names=", ".join(unknown))
        raise tk.ValidationError({"only": [sentence]})
    return wanted


def known_rules() -> set[str]:
    """Return the names of the rules of repair: those that have a sentence."""
    return {key.removeprefix("repair.") for key in messages.catalogue() if key.startswith("repair.")}


def answers(value: object) -> dict[str, str]:
    """Read the answers to questions.

    Raises:
        ValidationError: they are no object of texts.
    """
    if isinstance(value, str):
        try:
            value = json.loads(value or "{}")
        except ValueError:
            value = [value]
    value = {} if value is None else value
    if not isinstance(value, Mapping) or not all(isinstance(each, str) for each in value.values()):
        raise tk.ValidationError({"answers": [tk._("Give the answers as an object: the question's key, the choice.")]})
    return {str(key): choice for key, choice in value.items()}


def language() -> str:
    """Language of the answer: the visitor's, French unless it is English."""
    return "en" if str(tk.h.lang()).startswith("en") else "fr"


def too_large() -> str:
    """Say how large a file may be."""
    limit = config.largest_call() // config.MEGABYTE
    return str(tk._("The file is over {limit} MB.").format(limit=limit))


def _unchecked() -> str:
    return str(tk._("This file could not be checked here. Log in and publish it."))


def _behind(url: str, lang: str) -> bytes:
    try:
        return content.behind(url, max_bytes=config.largest_call()).data or b""
    except WebError as err:
        raise tk.ValidationError({"url": [err.message(lang)]}) from err


def _run(verb: str, data: bytes, options: Sequence[str], lang: str) -> tuple[dict[str, Any], bytes | None]:
    with tempfile.TemporaryDirectory(prefix="scdl-") as folder:
        file, out = Path(folder, "file"), Path(folder, "out")
        file.write_bytes(data)
        output = [f"--output={out}"] if verb == "repair" else []
        own = levels.file()
        policy = [f"--policy={own}"] if own else []
        command = [*COMMAND, verb, "--json", f"--lang={lang}", *policy, *options, *output, "--", str(file)]
        try:
            done = subprocess.run(command, capture_output=True, timeout=config.call_time(), check=False)
        except subprocess.TimeoutExpired as err:
            sentence = tk._("This file takes too long to check. Cut it into several files, or log in and publish it.")
            raise tk.ValidationError({"upload": [sentence]}) from err
        if done.returncode not in ANSWERED or not done.stdout:
            log.error("scdl %s ended with %s: %s", verb, done.returncode, done.stderr.decode("utf-8", "replace"))
            raise tk.ValidationError({"upload": [_unchecked()]})
        return json.loads(done.stdout), out.read_bytes() if out.exists() else None
