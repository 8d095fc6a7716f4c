"""From bytes to a ``Table``: what the file is, how its text is written, where the table stands in it."""

from ckanext.scdl.reading.reader import Guesses, read
from ckanext.scdl.reading.table import Note, Table

__all__ = ["Guesses", "Note", "Table", "read"]
