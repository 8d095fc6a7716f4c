"""Write a table of délibérations: python tables.py FILE ROWS SHARE_OF_BAD_CELLS."""

from __future__ import annotations

import csv
import random
import sys
from collections.abc import Iterator
from pathlib import Path

HEADER = """
    COLL_NOM COLL_SIRET DELIB_ID DELIB_DATE DELIB_MATIERE_CODE DELIB_MATIERE_NOM DELIB_OBJET BUDGET_ANNEE BUDGET_NOM
    PREF_ID PREF_DATE VOTE_EFFECTIF VOTE_REEL VOTE_POUR VOTE_CONTRE VOTE_ABSTENTION DELIB_URL
"""
BAD = ("", "31/12/2024", "abc", "12,5", "21280088200013", "Finances locales", "-4", "http//x y", "9999", "xxx")


def main(path: str, count: int, share: float) -> None:
    """Write the file; the same arguments give the same file."""
    draw, spoil = random.Random(1), random.Random(2)
    with Path(path).open("w", newline="", encoding="utf-8") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(HEADER.split())
        for row in rows(draw, count):
            writer.writerow([spoil.choice(BAD) if share and spoil.random() < share else cell for cell in row])


def rows(draw: random.Random, count: int) -> Iterator[list[str]]:
    """Yield right rows: five hundred communes, every identifier, subject and address another."""
    sirets = [keyed(keyed(f"21{draw.randrange(10**6):06}") + "0001") for _ in range(500)]
    for number in range(count):
        siret, year, month, day = (
            draw.choice(sirets),
            draw.randint(2015, 2025),
            draw.randint(1, 12),
            draw.randint(1, 26),
        )
        against, abstained, present = draw.randint(0, 4), draw.randint(0, 3), draw.randint(10, 40)
        yield [
            f"Commune {siret[2:6]}",
            siret,
            f"D{number:07}",
            f"{year}-{month:02}-{day:02}",
            f"{draw.randint(1, 9)}.{draw.randint(1, 9)}",
            "Finances locales/Subventions",
            f"Délibération sur l'objet {number}",
            str(year),
            "Principal",
            f"SPREF{draw.randrange(1000):04}",
            f"{year}-{month:02}-{day + 2:02}",
            str(present + 3),
            str(present),
            str(present - against - abstained),
            str(against),
            str(abstained),
            f"https://exemple.fr/{number}.pdf",
        ]


def keyed(digits: str) -> str:
    """Add the Luhn key to a SIREN's or a SIRET's first digits."""
    doubled = [int(digit) * (2 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(digits))]
    return digits + str(-sum(value // 10 + value % 10 for value in doubled) % 10)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), float(sys.argv[3]))
