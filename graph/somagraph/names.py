"""Names as people type them, each to one entity, with "did you mean"."""

from __future__ import annotations

from itertools import islice
from typing import Final, NamedTuple
from weakref import WeakKeyDictionary

from somagraph.errors import AmbiguousNameError, UnknownNameError
from somagraph.knowledge import KnowledgeGraph
from somagraph.model import SIDES, Entity, EntityId
from somagraph.spelling import normalize, singulars
from somagraph.vocabulary import curie_of, iri_of

__all__ = ["NameIndex", "Resolved"]

_SUGGESTIONS: Final = 5
_LONGEST_NAME: Final = 500
#: Where names are looked up, in order (see `KnowledgeGraph.named`).
_TABLES: Final = ("usual", "label", "synonym")
#: More entities than this are many.
_MANY: Final = 20_000
#: How alike two spellings must be, from 0 to 1 (``difflib``).
_ALIKE: Final = 0.7


class Resolved(NamedTuple):
    """A name that was found to mean one entity."""

    entity: EntityId
    #: One sentence where the reading was a choice, else empty.
    note: str = ""
    #: ``left`` or ``right`` where the name means that one of a pair, else empty.
    side: str = ""


def _as_curie(text: str) -> str:
    """Return an id of the OBO library as it is written, however it was typed.

    Examples
    --------
    >>> _as_curie("uberon_0001298"), _as_curie("psoas")
    ('UBERON:0001298', 'psoas')
    """
    prefix, mark, number = text.replace("_", ":", 1).partition(":")
    return f"{prefix.upper()}:{number}" if mark and number.isdigit() else text


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
        for identifier in (text, curie_of(text), curie_of(iri_of(text)), _as_curie(text)):
            if identifier in self._graph.entities:
                return Resolved(EntityId(identifier))
        name = normalize(text[:_LONGEST_NAME])
        found, usual = self._lookup(name)
        found = found or {
            entity
            for identifier in (curie_of(iri_of(text)), _as_curie(text))
            for entity in self._graph.named("id", identifier)
        }
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
        for form in (name, *singulars(name)) if name else ():
            for table in _TABLES:
                if found := self._graph.named(table, form):
                    return set(found), table == "usual"
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
        from difflib import get_close_matches  # noqa: PLC0415 - most names are known

        # Of very many names only those are compared that begin alike, and not all of these.
        large = len(self._graph.entities) > _MANY
        spellings = self._graph.spellings(name[:2] if large else "")
        known = sorted(set(islice(spellings, _MANY) if large else spellings))
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
        wanted = normalize(text[:_LONGEST_NAME])
        words = list(dict.fromkeys(wanted.split()))
        ranked = []
        for identifier, known in _texts_of(self._graph).items() if words else ():
            if not all(word in known for word in words):
                continue
            *names, definition = known.split("\n")
            ranks = [_match_rank(wanted, words, name) for name in names]
            if all(word in definition for word in words):
                ranks.append(4)
            if best := min((rank for rank in ranks if rank), default=0):
                label = self._graph.entities[identifier].label
                ranked.append((best, -self._graph.degrees[identifier], label, identifier))
        return tuple(self._graph.entities[identifier] for *_, identifier in sorted(ranked)[:limit])


#: Names and definitions as they are compared, of each graph that was searched: a program that asks
#: again and again does not read them anew.
_TEXTS: Final[WeakKeyDictionary[KnowledgeGraph, dict[EntityId, str]]] = WeakKeyDictionary()


def _texts_of(graph: KnowledgeGraph) -> dict[EntityId, str]:
    """Return the names of each entity, and last its definition, as lines."""
    if graph not in _TEXTS:
        _TEXTS[graph] = {
            entity.id: "\n".join(
                normalize(text)
                for text in (
                    entity.label,
                    *entity.usual_names,
                    *entity.synonyms,
                    entity.definition,
                )
            )
            for entity in graph.entities.values()
        }
    return _TEXTS[graph]


def _match_rank(wanted: str, words: list[str], name: str) -> int:
    """Return 1 for the whole name, 2 for its beginning, 3 for all words in it, else 0."""
    if name == wanted:
        return 1
    if name.startswith(wanted):
        return 2
    return 3 if all(word in name for word in words) else 0
