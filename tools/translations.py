"""Keep the catalogues of `i18n/` in step with the source strings.

python tools/translations.py update    read the strings anew, keep what is translated
python tools/translations.py compile   write the .mo files that programs read
python tools/translations.py check     fail unless French is complete, up to date and compiled
"""

from __future__ import annotations

import ast
import io
import re
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
I18N = ROOT / "i18n"
DOMAIN = "ckanext-socle"
COMPLETE = "fr"  # English is the source: its catalogue may stay empty
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w*\}|%[sd]")


def extract() -> Catalog:
    """Return the strings of the code and the templates, as a catalogue without translations."""
    catalogue = Catalog(domain=DOMAIN)
    options = {"**/templates/**.html": {"trimmed": "True", "silent": "False"}}
    kinds = [("**.py", "python"), ("**/templates/**.html", "ckan")]
    for folder in ("ckanext", "harvesters"):
        for _file, _line, message, _comments, context in extract_from_dir(ROOT / folder, kinds, options):
            catalogue.add(message, context=context)
    return catalogue


def po(language: str) -> Path:
    """Return the path of a language's catalogue."""
    return I18N / language / "LC_MESSAGES" / f"{DOMAIN}.po"


def load(language: str) -> Catalog:
    """Return a language's catalogue, empty when there is no file yet."""
    path = po(language)
    if not path.exists():
        return Catalog(locale=language, domain=DOMAIN, project="ckanext-socle")
    with path.open("rb") as stream:
        return read_po(stream, locale=language, domain=DOMAIN)


def languages() -> list[str]:
    """Return the languages that have a folder, French first."""
    return sorted({path.parent.name for path in I18N.glob("*/LC_MESSAGES")} | {COMPLETE, "en"}, reverse=True)


def update() -> None:
    """Bring every catalogue up to date with the source."""
    template = extract()
    for language in languages():
        catalogue = load(language)
        created = catalogue.creation_date  # a new day is no change of the catalogue
        catalogue.update(template, no_fuzzy_matching=True)
        catalogue.creation_date = created
        catalogue.obsolete.clear()
        po(language).parent.mkdir(parents=True, exist_ok=True)
        with po(language).open("wb") as stream:
            write_po(
                stream, catalogue, width=0, sort_output=True, omit_header=False, include_lineno=False, no_location=True
            )
    compile_all()


def compiled(language: str) -> bytes:
    """Return the bytes of a language's .mo file."""
    out = io.BytesIO()
    write_mo(out, load(language))
    return out.getvalue()


def compile_all() -> None:
    """Write every .mo file."""
    for language in languages():
        if po(language).exists():
            po(language).with_suffix(".mo").write_bytes(compiled(language))


def problems() -> list[str]:
    """Return what is wrong, a sentence each."""
    catalogue, found = load(COMPLETE), []
    for message in extract():
        if not message.id:
            continue
        translated = catalogue.get(message.id, message.context)
        singular = message.id[0] if isinstance(message.id, tuple) else message.id
        words = translated.string if translated else ""
        forms = list(words) if isinstance(words, (tuple, list)) else [words]
        if not all(forms):
            found.append(f"not translated: {singular!r}")
        elif any(set(PLACEHOLDER.findall(singular)) - set(PLACEHOLDER.findall(form)) for form in forms[-1:]):
            found.append(f"a placeholder is missing: {singular!r}")
        elif translated and translated.fuzzy:
            found.append(f"marked as fuzzy: {singular!r}")
    found += [f"not read inside an f-string: {place}" for place in hidden()]
    stale = [language for language in languages() if po(language).exists() and _mo_is_stale(language)]
    return found + [f"{language}: not compiled, run `make i18n`" for language in stale]


def hidden() -> list[str]:
    """Return the places where a source string stands inside an f-string, where it is not read (before Python 3.12)."""
    return [
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for folder in ("ckanext", "harvesters")
        for path in sorted((ROOT / folder).rglob("*.py"))
        for text in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(text, ast.JoinedStr)
        for call in ast.walk(text)
        if isinstance(call, ast.Call) and getattr(call.func, "attr", getattr(call.func, "id", "")) in {"_", "ungettext"}
    ]


def _mo_is_stale(language: str) -> bool:
    path = po(language).with_suffix(".mo")
    return not path.exists() or path.read_bytes() != compiled(language)


def main(command: str) -> int:
    """Run a command; `check` returns 1 when something is wrong."""
    if command == "update":
        update()
    elif command == "compile":
        compile_all()
    elif command == "check":
        found = problems()
        print("\n".join(found) or "French is complete.")
        return 1 if found else 0
    else:
        print(__doc__)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else ""))
