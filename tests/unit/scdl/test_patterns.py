"""Expressions that could run for ever are told from those that cannot, without running them."""

import re
import time

import pytest

from ckanext.scdl import registry
from ckanext.scdl.patterns import may_never_end

ENDLESS = [
    r"(a+)+$", r"(a*)*b", r"(\w+\s*)*$", r"^(\d+,?)+$", r"(.*)*", r"(a|aa)+$", r"(.*a){12}", r"(x+x+)+y", r"(ab|a|b)*c",
    r".*.*.*.*x", r"\d*\d*\d*\d*x", r"(?=(a+)+b)", r"([a-z]+-?)*$", r"((a{1,20}){1,20})$", r"(é|[^a])*x",
    r"(?i)(K|kk)*x", r"^\w+([.-]?\w+)*@\w+([.-]?\w+)*(\.\w{2,3})+$", r"((a?){9}){9}" * 9,
    r"(" * 60 + ")" + "{9})" * 9 + ")" * 50,
]  # fmt: skip
BOUNDED = [
    r"^\d{14}$", r"^(\d+)(;\d+)*$", r"^[0-9]{4}(\/[0-9]{4})?$", r"^(a|b)*c$", r"^[^@]+@[^@]+\.[a-z]{2,}$", r"(\d{3})+",
    "",    r"^\w+( \w+)*$", r"^(?:[a-z0-9\-]+\.)+[a-z]{2,6}$", r"^(\d{2}){1,30}$",
    r"(?:(?:^|,)(^[A-Z]{2}[A-Z0-9]{4,33}$|x))+$",
    r"(?:(?:^|\|)([A-Z]\d[a-z]|)\1+[A-Z]\d[a-z])+$", r"(?i)^([a-f0-9]{4}-)*$", r"(a)?(?(1)b|c)", r"\A(?!non)[^;]*\Z",
    "(" + "|".join(f"mot{number}" for number in range(100)) + ")*",
]  # fmt: skip
SHIPPED = sorted(
    {
        field.constraints["pattern"]
        for entry in registry.entries()
        for version in entry.versions
        for field in registry.load(entry.name, version.version).fields
        if "pattern" in field.constraints
    }
)


@pytest.mark.parametrize("pattern", ENDLESS)
def test_an_expression_that_may_never_end(pattern):
    start = time.monotonic()
    assert may_never_end(pattern)
    assert time.monotonic() - start < 60


@pytest.mark.parametrize("pattern", BOUNDED)
def test_an_expression_that_ends(pattern):
    assert re.compile(pattern)
    assert not may_never_end(pattern)


@pytest.mark.parametrize("pattern", SHIPPED)
def test_official_expressions_end(pattern):
    assert not may_never_end(pattern)


def test_the_danger_is_real():
    start = time.process_time()
    assert not re.match(r"(a+)+$", "a" * 20 + "b")
    short = time.process_time() - start
    assert not re.match(r"(a+)+$", "a" * 24 + "b")
    assert time.process_time() - start > 4 * short
