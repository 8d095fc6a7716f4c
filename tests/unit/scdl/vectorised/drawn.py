"""Random schemas and tables: every type, format and constraint of Table Schema v1, and the French checks."""

from hypothesis import strategies as st

from ckanext.scdl.reading import Table
from ckanext.scdl.schema import from_descriptor

BOUNDS = ("minimum", "maximum")
LENGTHS = {"minLength": [0, 2], "maxLength": [2, 9]}
# For each type: its formats, the values of its bounds, those of its lists.
TYPES = {
    "string": (["default", "default", "email", "uri", "uuid", "binary"], [], ["Été", "oui", "12", "https://a.fr/x"]),
    "integer": (["default"], [0, 40, "12", -3], [12, -3, "41"]),
    "number": (["default"], [-1.5, 40, "5.5", 12], [12, 5.5, "1e1"]),
    "boolean": (["default"], [], [True]),
    "date": (["default", "%Y-%m-%d", "%d/%m/%Y", "any"], ["2024-01-05"], ["2024-01-05", "2024-01-06"]),
    "time": (["default", "%H:%M:%S", "any"], ["10:00:00"], ["10:00:00"]),
    "datetime": (
        ["default", "%Y-%m-%dT%H:%M:%SZ", "any"],
        ["2024-01-05T10:00:00Z", "2024-01-05T10:00:00"],
        ["2024-01-05T10:00:00Z"],
    ),
    "year": (["default"], [2024, "2025"], [2024]),
    "yearmonth": (["default"], ["2024-01"], ["2024-01"]),
    "duration": (["default"], ["P1D"], ["P1D"]),
    "geopoint": (["default", "array", "object"], [], ["1.5, 48.2"]),
    "geojson": (["default", "topojson"], [], []),
    "object": (["default"], [], []),
    "array": (["default"], [], []),
    "any": (["default"], [], []),
}
OPTIONS = {
    "integer": [{"bareNumber": False}],
    "number": [{"decimalChar": ",", "groupChar": " "}, {"bareNumber": False}, {"decimalChar": ","}],
    "boolean": [{"trueValues": ["oui"], "falseValues": ["non"]}, {"trueValues": ["1", "x1"]}],
    "array": [
        {"arrayItem": {"type": "string", "constraints": {"enum": ["a", "Été"]}}},
        {"arrayItem": {"type": "string", "constraints": {"required": True, "minLength": 1}}},
        {"arrayItem": {"type": "integer"}},
        {"arrayItem": {}},
    ],
}
PATTERNS = [r"\d{2,}|x\w", "https.*", r"^\d+$", r"[^@]+@.*"]
VALUES = """
NULL|néant|oui|OUI|non|Été|ETE|x1|xx|12| 12|012|1_2|١٢|12.0|1e1|-3|+3|41|5,5|5.5|1 000,5|NaN|inf|1e999999999|true
1|0|False|2024-01-05|2024-1-5|2024-01-06|05/01/2024|2024-02-30|2024|2025|2024-01|2024/2025|0000|9999|-123|P1D
P1Y2M|10:00:00|10:00:00Z
2024-01-05T10:00:00Z|2024-01-05T10:00:00|2024-01-05 10:00:00+02:00|2024-01-05T24:00:00|2024-01-05T10:00|24:00:00
[1.5, 48.2]|[48.2,1.5]|48.2, 1.5|[48.2,|200,1|["a"]|["Été", 3]|[]|[""]|[null]|"12"|{"1": 2, "3": 4}
{"lon": 1.5, "lat": 48.2}|{"type": "Point", "coordinates": [1.5, 48.2]}|[1, 2, 3]|48.2|1.5|https://a.fr/x
https://a.fr/x y|http://1.2.3.4|a.fr|mailto:x
a@b.fr|a@b|a.b@c-d.fr|É@é.fr|a@b@c.fr|https://é.fr|http://[|//a|a:b|21280088200012
21280088200013|212 800 882 00012|356000000
212800882|35600000049837|Finances locales/Prêts|Finances locales / x|0612345678|12345678901234567890|aaaaaaaaa|YQ==|aaa=
6d1ba2b4-9f0f-4d3b-8f2e-0d2b7f6c2a11|99999999999999999999999999999999999999
""".replace("\n", "|").split("|")
ODD = ["", "", " ", "x\n", "e\u0301te\u0301", "\u00a0", "9" * 5000, "1e", "\ufeff12", "[" * 2000]
ALONE = [
    "french-siret-value",
    "french-siren-value",
    "nomenclature-actes-value",
    "year-interval-value",
    "phone-number-value",
]
cells = st.sampled_from([each for each in (*VALUES, *ODD) if each != "" or each in ODD])


@st.composite
def fields(draw, name):
    """A field of any type, with some of what its type allows."""
    kind = draw(st.sampled_from([*TYPES, "string", "number", "integer", "date"]))
    formats, bounds, listed = TYPES[kind]
    found = {"name": name, "type": kind}
    form = draw(st.sampled_from(formats))
    if form != "default":
        found["format"] = form
    if kind in OPTIONS and draw(st.booleans()):
        found |= draw(st.sampled_from(OPTIONS[kind]))
    constraints = {each: True for each in ("required", "unique") if draw(st.integers(0, 3)) == 0}
    if bounds and draw(st.booleans()):
        constraints |= {each: draw(st.sampled_from(bounds)) for each in BOUNDS if draw(st.booleans())}
    if listed and draw(st.integers(0, 3)) == 0:
        constraints["enum"] = draw(st.lists(st.sampled_from(listed), min_size=1, unique=True))
    if kind in {"string", "array"}:
        constraints |= {each: draw(st.sampled_from(sizes)) for each, sizes in LENGTHS.items() if draw(st.booleans())}
    if kind == "string" and draw(st.integers(0, 2)) == 0:
        constraints["pattern"] = draw(st.sampled_from(PATTERNS))
    return found | ({"constraints": constraints} if constraints else {})


@st.composite
def schemas(draw):
    """A schema of two to six fields, with French checks, a key and missing values or none."""
    names = "abcdef"[: draw(st.integers(2, 6))]
    some = st.lists(st.sampled_from(names), min_size=1, max_size=3, unique=True)
    descriptor = {
        "fields": [draw(fields(name)) for name in names],
        "custom_checks": draw(st.lists(checks(st.sampled_from(names), some), max_size=3)),
    }
    if draw(st.booleans()):
        descriptor["missingValues"] = draw(st.sampled_from([[""], ["", "NULL"], ["NULL"], ["", "12", " "]]))
    if draw(st.integers(0, 2)) == 0:
        descriptor["primaryKey"] = draw(some)
    return from_descriptor(descriptor, name="random")


def checks(name, some):
    """A French check on some of the columns."""
    order = st.sampled_from([">", ">=", "==", "<=", "<"])
    return st.one_of(
        st.builds(lambda kind, column: {"name": kind, "params": {"column": column}}, st.sampled_from(ALONE), name),
        st.builds(lambda a, b: _check("cohesive-columns-value", column=a, othercolumns=b), name, some),
        st.builds(lambda a, b: _check("one-of-required", column1=a, column2=b), name, name),
        st.builds(lambda a, b: _check("sum-columns-value", column=a, columns=b), name, some),
        st.builds(lambda a, op, b: _check("compare-columns-value", column=a, op=op, column2=b), name, order, name),
    )


def _check(name, **params):
    return {"name": name, "params": params}


@st.composite
def tables(draw, schema, *, as_schema=False):
    """A table for a schema; ``as_schema``: with its columns, all and in order."""
    labels = list(schema.field_names)
    if not as_schema:
        labels = draw(st.permutations([*labels, *draw(st.sampled_from([[], ["z"], [""]]))]))
        labels = labels[draw(st.integers(0, 1)) :]
    palette = draw(st.lists(cells, min_size=1, max_size=8))
    drawn = st.sampled_from(palette) if draw(st.booleans()) else cells
    size = draw(st.sampled_from([(len(labels), len(labels)), (0, len(labels) + 2)]))
    rows = draw(st.lists(st.lists(drawn, min_size=size[0], max_size=size[1]), min_size=1, max_size=12))
    if as_schema:
        # Blank cells beyond the header are nothing here, and errors to frictionless (see ``differences.py``).
        rows = [row[: len(labels)] + [cell for cell in row[len(labels) :] if cell.strip()] for row in rows]
        # A row without a character is blank here, whatever the schema takes for nothing.
        rows = [row for row in rows if any(row) or "" in schema.missing_values]
    return Table(tuple(labels), rows, "csv")
