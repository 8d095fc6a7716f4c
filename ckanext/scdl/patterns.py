r"""Regular expressions that could run for ever: found by their structure, without running them.

Python tries every way in which an expression can match. When a loop can read the same text in two ways, the number
of ways doubles with each turn (``(a+)+``); when several loops in a row can share the same text, it grows as a high
power of the length. A schema that anyone may write must hold neither.

An expression becomes a Glushkov automaton: one state for each character class in it, an edge for each way from one to
the next. Two ways round a loop on the same characters are exponential ambiguity (Weber and Seidl, 1991).
"""

from __future__ import annotations

import importlib
import itertools
import re
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

# The standard library's own reader of expressions.
parser: Any = importlib.import_module("re._parser" if sys.version_info >= (3, 11) else "sre_parse")

# From that many turns on, a counted loop costs as much as an endless one.
MANY = 10
LONGEST_RUN = 64
# The largest expression of schema.data.gouv.fr, a list of words, has some 2,000 states.
STATES = 5_000
EDGES = 100_000
PAIRS = 20_000
PIECES = 50_000
ALPHABET = 300
LOOPS_IN_A_ROW = 4
# Characters that tell classes apart, besides those that the expression names.
SAMPLES = "aZé0٣ _-.,;:/'\n\x00中"


def may_never_end(pattern: str) -> bool:
    """Tell whether matching a text of ordinary length against an expression may take unbounded time.

    Args:
        pattern: an expression that ``re`` compiles.
    """
    try:
        return any(_ambiguous(each) for each in _Reader(pattern).automata())
    except (_TooLarge, RecursionError):
        return True


@dataclass
class _Automaton:
    """States with the set of samples each reads (as bits), and how many edges lead from one to the next."""

    reads: list[int] = field(default_factory=list)
    edges: list[Counter[int]] = field(default_factory=list)
    joined: int = 0

    def add(self, samples: int) -> int:
        self.reads.append(samples)
        self.edges.append(Counter())
        return len(self.reads) - 1

    def join(self, starts: Sequence[int], ends: Sequence[int]) -> None:
        self.joined += len(starts) * len(ends)
        if self.joined > EDGES:
            raise _TooLarge
        for start in starts:
            self.edges[start].update(ends)


@dataclass
class _Part:
    """A piece of an expression: where it begins, where it ends, whether it may be empty."""

    first: list[int] = field(default_factory=list)
    last: list[int] = field(default_factory=list)
    empty: bool = True


class _TooLarge(Exception):  # noqa: N818
    """No honest expression is like this."""


class _Reader:
    """Builds the automata of an expression: its own, and one for each look-around in it."""

    def __init__(self, pattern: str) -> None:
        self._tree = parser.parse(pattern)
        self._flags = self._tree.state.flags
        self._samples = "".join(dict.fromkeys(SAMPLES + pattern + pattern.swapcase()))[:ALPHABET]
        self._built: list[_Automaton] = []
        self._turning = 0
        self._pieces = 0

    def automata(self) -> list[_Automaton]:
        self._build(self._tree)
        return self._built

    def _build(self, tree: Any) -> None:  # noqa: ANN401
        automaton = _Automaton()
        self._built.append(automaton)
        self._sequence(tree, automaton)

    def _sequence(self, tree: Any, to: _Automaton) -> _Part:  # noqa: ANN401
        whole = _Part()
        for operation, argument in tree:
            self._pieces += 1
            if self._pieces > PIECES:
                raise _TooLarge
            whole = self._then(whole, self._piece(str(operation), argument, to), to)
        return whole

    def _piece(self, operation: str, argument: Any, to: _Automaton) -> _Part:  # noqa: ANN401
        if operation == "SUBPATTERN":
            return self._sequence(argument[-1], to)
        if operation == "ATOMIC_GROUP":
            return self._sequence(argument, to)
        if operation == "BRANCH":
            return self._either([self._sequence(each, to) for each in argument[1]])
        if operation == "GROUPREF_EXISTS":
            return self._either([self._sequence(each or (), to) for each in argument[1:]])
        if operation in {"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"}:
            least, most, tree = argument
            return self._repeated(least, most, tree, to)
        if operation in {"ASSERT", "ASSERT_NOT"}:
            self._build(argument[1])
            return _Part()
        if operation == "AT":
            # The text begins once: not at another turn of a loop.
            return _Part(empty=not (self._turning and str(argument).startswith("AT_BEGINNING")))
        if operation == "GROUPREF":
            # One text only, that of the group: nothing to choose.
            return _Part()
        if len(to.reads) >= STATES:
            raise _TooLarge
        state = to.add(self._read(operation, argument))
        return _Part([state], [state], empty=False)

    def _repeated(self, least: int, most: int, tree: Any, to: _Automaton) -> _Part:  # noqa: ANN401
        single = len(tree) == 1 and str(tree[0][0]) in {"LITERAL", "NOT_LITERAL", "ANY", "IN"}
        if most < MANY or (single and least == most <= LONGEST_RUN):
            whole = _Part()
            for turn in range(most):
                part = self._sequence(tree, to)
                whole = self._then(whole, _Part(part.first, part.last, part.empty or turn >= least), to)
            return whole
        self._turning += 1
        part = self._sequence(tree, to)
        self._turning -= 1
        to.join(part.last, part.first)
        return _Part(part.first, part.last, part.empty or least == 0)

    @staticmethod
    def _then(one: _Part, other: _Part, to: _Automaton) -> _Part:
        to.join(one.last, other.first)
        return _Part(
            one.first + (other.first if one.empty else []),
            other.last + (one.last if other.empty else []),
            one.empty and other.empty,
        )

    @staticmethod
    def _either(parts: list[_Part]) -> _Part:
        return _Part(
            [state for part in parts for state in part.first],
            [state for part in parts for state in part.last],
            any(part.empty for part in parts),
        )

    def _read(self, operation: str, argument: Any) -> int:  # noqa: ANN401
        """The samples that a class takes, as bits."""
        return sum(1 << place for place, each in enumerate(self._samples) if self._takes(operation, argument, each))

    def _takes(self, operation: str, argument: Any, sample: str) -> bool:  # noqa: ANN401
        if operation == "ANY":
            return True
        if operation == "NOT_LITERAL":
            return bool(ord(sample) != argument)
        if operation == "IN":
            negated = str(argument[0][0]) == "NEGATE"
            return negated is not any(self._takes(str(kind), value, sample) for kind, value in argument[negated:])
        if operation == "CATEGORY":
            return _in_category(str(argument), sample)
        codes = {ord(each) for each in (sample, *self._cased(sample)) if len(each) == 1}
        if operation == "RANGE":
            return any(argument[0] <= code <= argument[1] for code in codes)
        return bool(argument in codes)

    def _cased(self, sample: str) -> tuple[str, ...]:
        return (sample.lower(), sample.upper()) if self._flags & re.IGNORECASE else ()


CATEGORIES = {"DIGIT": re.compile(r"\d"), "SPACE": re.compile(r"\s"), "WORD": re.compile(r"\w")}


def _in_category(name: str, sample: str) -> bool:
    return ("NOT" in name) != bool(CATEGORIES[name.rpartition("_")[2]].match(sample))


def _ambiguous(automaton: _Automaton) -> bool:
    loops = _loops(range(len(automaton.reads)), automaton)
    return any(_two_ways(loop, automaton) for loop in loops) or _shared_by_many(loops, automaton)


def _two_ways(loop: list[int], automaton: _Automaton) -> bool:
    """Whether a loop leads from a state back to it in two ways on the same characters."""
    inside = set(loop)
    if any(count > 1 and end in inside for start in loop for end, count in automaton.edges[start].items()):
        return True
    after = {state: [end for end in automaton.edges[state] if end in inside] for state in loop}
    before: dict[int, list[int]] = {state: [] for state in loop}
    for start, ends in after.items():
        for end in ends:
            before[end].append(start)
    forks = [state for state in loop if _forks(after[state], automaton)]
    return any(
        one != other
        for fork in forks
        for one, other in _pairs(fork, after, automaton) & _pairs(fork, before, automaton)
    )


def _forks(ends: list[int], automaton: _Automaton) -> bool:
    """Whether one character can lead to two states."""
    return any(automaton.reads[one] & automaton.reads[other] for one, other in itertools.combinations(ends, 2))


def _pairs(state: int, ways: dict[int, list[int]], automaton: _Automaton) -> set[tuple[int, int]]:
    """The pairs of states that two walks from ``state`` can be in after reading the same characters."""
    seen, waiting = {(state, state)}, [(state, state)]
    while waiting:
        one, other = waiting.pop()
        for pair in ((a, b) for a in ways[one] for b in ways[other]):
            if pair not in seen and automaton.reads[pair[0]] & automaton.reads[pair[1]]:
                if len(seen) > PAIRS:
                    raise _TooLarge
                seen.add(pair)
                waiting.append(pair)
    return seen


def _shared_by_many(loops: list[list[int]], automaton: _Automaton) -> bool:
    """Whether a run of one character can pass through too many loops, one after the other."""
    turning = [state for loop in loops for state in loop]
    width = max((automaton.reads[state].bit_length() for state in turning), default=0)
    takers = {tuple(state for state in turning if automaton.reads[state] >> bit & 1): bit for bit in range(width)}
    return any(
        len(states) >= LOOPS_IN_A_ROW and _loops_in_a_row(1 << bit, automaton) >= LOOPS_IN_A_ROW
        for states, bit in takers.items()
    )


def _loops_in_a_row(sample: int, automaton: _Automaton) -> int:
    states = [state for state, reads in enumerate(automaton.reads) if reads & sample]
    number = {state: place for place, loop in enumerate(_loops(states, automaton)) for state in loop}
    most: dict[int, int] = {}
    # States are numbered as they are written: an edge back stays within a loop.
    for state in reversed(states):
        ends = [end for end in automaton.edges[state] if end > state and automaton.reads[end] & sample]
        mine = number.get(state)
        most[state] = max(
            (most[end] + (mine is not None and number.get(end) != mine) for end in ends), default=int(mine is not None)
        )
    return max(most.values(), default=0)


def _loops(states: Iterable[int], automaton: _Automaton) -> list[list[int]]:
    """The sets of states that all lead to one another (Tarjan's algorithm, without recursion)."""
    kept, stack = set(states), _Stack()
    order: dict[int, int] = {}
    low: dict[int, int] = {}
    loops: list[list[int]] = []
    for root in sorted(kept):
        walk = [] if root in order else [(root, iter(automaton.edges[root]))]
        while walk:
            state, ends = walk[-1]
            if state not in order:
                order[state] = low[state] = len(order)
                stack.push(state)
            end = next((each for each in ends if each in kept and (each not in order or each in stack)), None)
            if end is None:
                walk.pop()
                if walk:
                    low[walk[-1][0]] = min(low[walk[-1][0]], low[state])
                if low[state] == order[state]:
                    loop = stack.down_to(state)
                    loops += [loop] if len(loop) > 1 or state in automaton.edges[state] else []
            elif end in order:
                low[state] = min(low[state], order[end])
            else:
                walk.append((end, iter(automaton.edges[end])))
    return loops


class _Stack:
    """A stack that knows what is on it."""

    def __init__(self) -> None:
        self._places: dict[int, None] = {}

    def __contains__(self, state: int) -> bool:
        return state in self._places

    def push(self, state: int) -> None:
        self._places[state] = None

    def down_to(self, state: int) -> list[int]:
        """Take off everything above a state, and the state."""
        taken: list[int] = []
        while not taken or taken[-1] != state:
            taken.append(self._places.popitem()[0])
        return taken
