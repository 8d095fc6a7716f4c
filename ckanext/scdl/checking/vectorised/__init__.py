"""The fast pass: prove rows free of errors and of doubts, so that only the others are looked at one by one."""

from ckanext.scdl.checking.vectorised.selection import Selection, select

__all__ = ["Selection", "select"]
