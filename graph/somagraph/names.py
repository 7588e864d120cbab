"""Names as people type them, each to one entity, with "did you mean"."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from difflib import get_close_matches
from typing import Final, NamedTuple

from somagraph.errors import AmbiguousNameError, UnknownNameError
from somagraph.knowledge import KnowledgeGraph
from somagraph.model import SIDES, Entity, EntityId
from somagraph.vocabulary import curie_of, iri_of

__all__ = ["NameIndex", "Resolved", "normalize"]

_SUGGESTIONS: Final = 5
_LONGEST_NAME: Final = 500
#: How alike two spellings must be, from 0 to 1 (``difflib``).
_ALIKE: Final = 0.7


class Resolved(NamedTuple):
    """A name that was found to mean one entity."""

    entity: EntityId
    #: One sentence where the reading was a choice, else empty.
    note: str = ""
    #: ``left`` or ``right`` where the name means that one of a pair, else empty.
    side: str = ""


def normalize(text: str) -> str:
    """Return a text as names are compared: case, hyphens, articles and punctuation apart.

    Examples
    --------
    >>> normalize("  The Fight-or-Flight\N{NO-BREAK SPACE}Response ")
    'fight or flight response'
    """
    plain = unicodedata.normalize("NFKC", text).casefold()
    words = re.findall(r"[^\W_]+(?:['\N{RIGHT SINGLE QUOTATION MARK}]\w+)*", plain)
    if len(words) > 1 and words[0] in {"the", "a", "an"}:
        words = words[1:]
    return " ".join(words)


def _singulars(name: str) -> Iterator[str]:
    """Yield what the last word may be the plural of.

    Examples
    --------
    >>> list(_singulars("vertebrae")), list(_singulars("kidneys"))
    (['vertebra'], ['kidney'])
    """
    for plural, singular in (("ies", "y"), ("ae", "a"), ("ses", "sis"), ("es", ""), ("s", "")):
        if name.endswith(plural) and len(name) > len(plural) + 2 and not name.endswith("ss"):
            yield name[: -len(plural)] + singular


class NameIndex:
    """Every name of a graph's entities.

    An id decides first, then a usual short name, a preferred label, a synonym, and last any of
    these with the plural taken off.

    Examples
    --------
    >>> import somagraph
    >>> names = NameIndex(somagraph.load())
    >>> names.resolve("third lumbar vertebra").entity
    'soma:l3-vertebra'
    >>> names.resolve("psoas").note
    "'psoas' is read as the psoas major."
    >>> names.resolve("left kidney", sided=True).side
    'left'
    """

    def __init__(self, graph: KnowledgeGraph) -> None:
        self._graph = graph
        self._usual: dict[str, set[EntityId]] = {}
        self._labels: dict[str, set[EntityId]] = {}
        self._synonyms: dict[str, set[EntityId]] = {}
        self._mapped: dict[str, set[EntityId]] = {}
        for entity in graph.entities.values():
            self._labels.setdefault(normalize(entity.label), set()).add(entity.id)
            for name in (entity.phrase, *entity.synonyms):
                self._synonyms.setdefault(normalize(name), set()).add(entity.id)
            for match, curie in entity.mappings:
                if match == "exactMatch":
                    self._mapped.setdefault(curie, set()).add(entity.id)
            for name in entity.usual_names:
                self._usual.setdefault(normalize(name), set()).add(entity.id)

    def resolve(self, text: str, *, sided: bool = False) -> Resolved:
        """Return the one entity that a name, CURIE or IRI means.

        Parameters
        ----------
        text
            What somebody typed.
        sided
            Whether ``left kidney`` may mean the kidney, which stands for both: only for who heeds
            `Resolved.side`.

        Raises
        ------
        UnknownNameError
            If nothing is called that; with suggestions.
        AmbiguousNameError
            If several things are; with the candidates.
        """
        for identifier in (text, curie_of(text), curie_of(iri_of(text))):
            if identifier in self._graph.entities:
                return Resolved(EntityId(identifier))
        name = normalize(text[:_LONGEST_NAME])
        found, usual = self._lookup(name)
        found = found or set(self._mapped.get(curie_of(iri_of(text)), ()))
        if not found:
            if resolved := self._resolve_side(name) if sided else None:
                return resolved
            raise UnknownNameError(text, self._suggestions(name))
        if len(found) > 1:
            raise AmbiguousNameError(text, tuple(map(self._described, sorted(found))))
        entity = self._graph.entities[found.pop()]
        note = f"'{name}' is read as {entity.phrase}." if usual else ""
        return Resolved(entity.id, note)

    def _resolve_side(self, name: str) -> Resolved | None:
        """Return the pair that a name such as ``left kidney`` means one of."""
        words = name.split()
        for side, rest in ((words[0], words[1:]), (words[-1], words[:-1])) if words else ():
            found, _ = self._lookup(" ".join(rest)) if side in SIDES else (set(), False)
            pairs = [entity for entity in found if self._graph.arc_builder.is_pair(entity)]
            if len(found) == len(pairs) == 1:
                phrase = self._graph.entities[pairs[0]].phrase
                note = f"'{name}' is read as {phrase}, which stands for both here."
                return Resolved(pairs[0], note, side)
        return None

    def _lookup(self, name: str) -> tuple[set[EntityId], bool]:
        for form in (name, *_singulars(name)) if name else ():
            for table in (self._usual, self._labels, self._synonyms):
                if form in table:
                    return set(table[form]), table is self._usual
        return set(), False

    def _described(self, identifier: EntityId) -> str:
        entity = self._graph.entities[identifier]
        kind = self._graph.kinds.get(entity.kind)
        return f"{identifier} ({entity.label}{', ' + kind.label if kind else ''})"

    def _suggestions(self, name: str) -> tuple[str, ...]:
        """Return labels that hold the words, then labels that are spelled alike."""
        holding = [
            entity.label
            for entity in self.search(name, limit=len(self._graph.entities))
            if not self._graph.is_a(entity.id, "soma:Work")
        ]
        known = sorted({*self._labels, *self._synonyms, *self._usual})
        close = get_close_matches(name, known, n=_SUGGESTIONS, cutoff=_ALIKE)
        alike = [self._graph.entities[min(self._lookup(form)[0])].label for form in close]
        return tuple(dict.fromkeys((*holding, *alike)))[:_SUGGESTIONS]

    def search(self, text: str, *, limit: int = 20) -> tuple[Entity, ...]:
        """Return the entities whose names or definition hold all words of a text, best first.

        Returns
        -------
        tuple of Entity
            Whole names first, then beginnings, then other names, then definitions; of equals
            that with most claims, then by label. May be empty.
        """
        wanted = normalize(text)
        words = wanted.split()
        ranked = []
        for entity in self._graph.entities.values() if words else ():
            names = [
                normalize(name) for name in (entity.label, *entity.usual_names, *entity.synonyms)
            ]
            ranks = [_match_rank(wanted, words, name) for name in names]
            if all(word in normalize(entity.definition) for word in words):
                ranks.append(4)
            if best := min((rank for rank in ranks if rank), default=0):
                weight = -self._graph.degrees[entity.id]
                ranked.append((best, weight, entity.label, entity.id, entity))
        return tuple(entity for *_, entity in sorted(ranked, key=lambda row: row[:4]))[:limit]


def _match_rank(wanted: str, words: list[str], name: str) -> int:
    """Return 1 for the whole name, 2 for its beginning, 3 for all words in it, else 0."""
    if name == wanted:
        return 1
    if name.startswith(wanted):
        return 2
    return 3 if all(word in name for word in words) else 0
