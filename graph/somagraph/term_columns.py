"""The triples of a dataset as columns of numbers, and what they say of each subject."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from somagraph.triples import Node, Term, term_of

__all__ = ["Columns", "SubjectIndex"]


class Columns(NamedTuple):
    """All triples of a dataset, a number for each term; sorted by subject, then as read."""

    #: The terms by number, as keys (see `somagraph.triples`).
    keys: list[str]
    #: Key to number.
    numbers: dict[str, int]
    #: One entry a triple: the numbers of its terms, and of the file that it stands in.
    subjects: npt.NDArray[np.int32]
    predicates: npt.NDArray[np.int32]
    objects: npt.NDArray[np.int32]
    files: npt.NDArray[np.int32]
    #: Where the triples of each term as subject begin; one entry more than there are terms.
    starts: npt.NDArray[np.int64]

    def number(self, key: str) -> int:
        """Return the number of a term, -1 where no triple names it."""
        return self.numbers.get(key, -1)

    def with_predicate(self, predicate: str) -> npt.NDArray[np.int64]:
        """Return the rows of the triples with a predicate."""
        return np.flatnonzero(self.predicates == self.number(predicate))


class SubjectIndex(Mapping[Node, Mapping[str, list[Term]]]):
    """Subject to predicate IRI to objects, each made when it is asked for."""

    def __init__(self, columns: Columns) -> None:
        self._columns = columns
        # Plain memory is read faster, one entry at a time, than an array of numpy.
        self._starts = columns.starts.data
        self._predicates = columns.predicates.data
        self._objects = columns.objects.data
        self._made: dict[Node, dict[str, list[Term]]] = {}

    def __getitem__(self, node: Node) -> Mapping[str, list[Term]]:
        """Return the predicates and objects of a subject."""
        made = self._made.get(node)
        if made is None:
            made = self._made[node] = self._make(node)
        return made

    def _make(self, node: Node) -> dict[str, list[Term]]:
        number = self._columns.numbers[node]
        start, end = self._starts[number], self._starts[number + 1]
        if start == end:
            raise KeyError(node)
        keys = self._columns.keys
        found: dict[str, dict[int, Term]] = {}
        for row in range(start, end):
            objects = found.setdefault(keys[self._predicates[row]], {})
            if (number_ := self._objects[row]) not in objects:
                objects[number_] = term_of(keys[number_])
        return {predicate: list(objects.values()) for predicate, objects in found.items()}

    def __iter__(self) -> Iterator[Node]:
        """Yield the subjects."""
        for number in np.flatnonzero(np.diff(self._columns.starts)).tolist():
            yield term_of(self._columns.keys[number])  # type: ignore[misc] # no literal is a subject

    def __len__(self) -> int:
        """Return the number of subjects."""
        return int(np.count_nonzero(np.diff(self._columns.starts)))
