"""A certificate as a PDF, for the council, the prefecture or the file of the secretary.

Made anew from the stored content at each download: the same bytes of content, the same words. The content itself is
attached to it (``attestation.json``), so that a machine reads what a person reads.
"""

from __future__ import annotations

from datetime import datetime, timezone
from importlib.resources import files
from typing import Any

import ckan.plugins.toolkit as tk
from fpdf import FPDF
from fpdf.enums import XPos, YPos
from fpdf.fonts import FontFace

from ckanext.socle.moments import moment
from ckanext.window import content

FONTS = files("font_lato") / "files"
FAMILY = "Lato"
INK, SOFT, LINE, ACCENT = (29, 36, 41), (82, 92, 100), (205, 212, 217), (11, 93, 87)
# The thin space that groups French figures is in no text font; the ordinary unbreakable one is.
SPACES = str.maketrans({"\u202f": "\u00a0", "\u2009": "\u00a0"})


class Paper(FPDF):
    """The page, with the number and the page's own at its foot."""

    def __init__(self, number: str, language: str) -> None:
        super().__init__(format="A4")
        self._number = number
        for style, name in (("", "Regular"), ("B", "Bold")):
            self.add_font(FAMILY, style, str(FONTS / f"Lato-{name}.ttf"))
        self.set_lang(language)
        self.set_margins(20, 18)
        self.set_auto_page_break(auto=True, margin=22)
        self.alias_nb_pages()

    def footer(self) -> None:
        """Write the number and which page of how many."""
        self.set_y(-15)
        self.face(8, colour=SOFT)
        self.cell(0, 5, self._number, new_x=XPos.LMARGIN, new_y=YPos.TOP)
        self.cell(0, 5, tk._("Page {page} of {pages}").format(page=self.page_no(), pages="{nb}"), align="R")

    def face(self, size: float, style: str = "", colour: tuple[int, int, int] = INK) -> None:
        """Choose a size, a weight and a colour."""
        self.set_font(FAMILY, style, size)
        self.set_text_color(*colour)

    def lines(self, text: str, size: float = 10, style: str = "", colour: tuple[int, int, int] = INK) -> None:
        """Write a paragraph."""
        self.face(size, style, colour)
        self.multi_cell(0, size * 0.5, text.translate(SPACES), align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)

    def link_line(self, address: str, size: float, style: str = "") -> None:
        """Write an address that can be followed."""
        self.face(size, style, ACCENT)
        self.multi_cell(0, size * 0.5, address, link=address, align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)

    def gap(self, height: float) -> None:
        """Leave some white."""
        self.ln(height)


def write(certificate: dict[str, Any], check_address: str, language: str) -> bytes:
    """Return the PDF.

    Args:
        certificate: as ``publication_certificate_show`` gives it.
        check_address: where anybody can check it.
        language: of the words, as ``fr``.
    """
    paper = Paper(certificate["number"], language)
    _describe(paper, certificate)
    paper.add_page()
    _head(paper, certificate, check_address)
    for publication in certificate["content"]["publications"]:
        _publication(paper, publication)
    _foot(paper, certificate)
    # Among the pages, not behind them: readers list it under «Attachments».
    paper.embed_file(bytes=content.canonical(certificate["content"]), basename="attestation.json")
    return bytes(paper.output())


def _describe(paper: Paper, certificate: dict[str, Any]) -> None:
    body = certificate["content"]["body"]["title"]
    paper.set_title(" ".join([tk._("Certificate of publication"), certificate["number"]]))
    paper.set_author(body)
    paper.set_subject(tk._("What {name} had published as open data").format(name=body))
    paper.set_creation_date(datetime.fromisoformat(certificate["issued"]).replace(tzinfo=timezone.utc))


def _head(paper: Paper, certificate: dict[str, Any], check_address: str) -> None:
    said = certificate["content"]
    body = said["body"]
    paper.lines(body["title"], 12, "B", ACCENT)
    known = ((tk._("SIREN"), body["siren"]), (tk._("INSEE code"), body["insee_code"]))
    codes = [f"{label} {value}" for label, value in known if value]
    if codes:
        paper.lines(" · ".join(codes), 9, colour=SOFT)
    paper.gap(4)
    paper.start_section(tk._("Certificate of publication"))
    paper.lines(tk._("Certificate of publication"), 22, "B")
    paper.lines(tk._("No. {number}").format(number=certificate["number"]), 12, colour=SOFT)
    paper.gap(4)
    count = content.count(said)
    paper.lines(
        tk.ungettext(
            "On {date}, {name} had one file published as open data on {portal}.",
            "On {date}, {name} had {count} files published as open data on {portal}.",
            count,
        ).format(date=moment(certificate["issued"]), name=body["title"], count=count, portal=said["portal"]),
        11,
    )
    paper.gap(1)
    paper.lines(tk._("Check this certificate, and see what has changed since:"), 11)
    paper.link_line(check_address, 11, "B")
    paper.gap(3)


def _publication(paper: Paper, publication: dict[str, Any]) -> None:
    if paper.will_page_break(45):  # a title never stands alone at the foot of a page
        paper.add_page()
    paper.set_draw_color(*LINE)
    paper.line(paper.l_margin, paper.get_y(), paper.w - paper.r_margin, paper.get_y())
    paper.gap(3)
    paper.start_section(publication["title"].translate(SPACES), level=1)
    paper.lines(publication["title"], 12.5, "B")
    paper.link_line(publication["url"], 9)
    if publication["licence"]:
        paper.lines(publication["licence"], 9, colour=SOFT)
    for file in publication["files"]:
        paper.gap(1.5)
        _file(paper, file)
    paper.gap(3)


def _file(paper: Paper, file: dict[str, Any]) -> None:
    rows = [
        (tk._("File"), " · ".join(part for part in (file["name"], file["format"], _size(file["size"])) if part)),
        (tk._("Kind of table"), file["schema_title"]),
        (tk._("Result of the check"), _checked(file)),
        (tk._("Last change"), moment(file["changed"])),
        (tk._("SHA-256"), file["sha256"] or tk._("none: the file is kept by another site")),
    ]
    paper.face(9)
    with paper.table(
        col_widths=(38, 132), borders_layout="NONE", first_row_as_headings=False, line_height=4.6, text_align="LEFT"
    ) as table:
        for label, value in rows:
            if value:
                row = table.row()
                row.cell(label, style=FontFace(color=SOFT))
                row.cell(value.translate(SPACES))


def _foot(paper: Paper, certificate: dict[str, Any]) -> None:
    if paper.will_page_break(40):
        paper.add_page()
    paper.set_draw_color(*LINE)
    paper.line(paper.l_margin, paper.get_y(), paper.w - paper.r_margin, paper.get_y())
    paper.gap(3)
    paper.lines(tk._("What this certificate says"), 10, "B")
    paper.lines(
        tk._(
            "It says which files everybody could download from the portal at that moment, and how the automatic check "
            "against their schema ended. It does not vouch for what the files say."
        ),
        9,
        colour=SOFT,
    )
    paper.gap(1)
    paper.lines(tk._("Digest of the content (SHA-256 of the attached file attestation.json):"), 9, colour=SOFT)
    paper.lines(certificate["digest"], 9)


def _size(size: str) -> str:
    return str(tk.h.socle_size(size))


def _checked(file: dict[str, Any]) -> str:
    label = str(tk.h.socle_validity(file["validity"]).label)
    return f"{label}, {moment(file['checked'])}" if file["validity"] and file["checked"] else label
