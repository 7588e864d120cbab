"""A plain table becomes claims in our own form: what `somagraph add` writes.

Each row is one piece of evidence: what is related to what, who says it, where, and how sure. A row
whose relation is ``is new`` declares a thing that no loaded file knows. All faults of a table are
told at once, and a table with a fault gives nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, cast

from somagraph.building import build_graph
from somagraph.checks import Problem, find_problems
from somagraph.claim_rows import GRADES, Row, Tell, check_cells, read_rows
from somagraph.dataset import Dataset, LoadedFile
from somagraph.errors import (
    ClaimTableError,
    NameResolutionError,
    TableFault,
    UnknownNameError,
)
from somagraph.extraction import claim_id
from somagraph.knowledge import KnowledgeGraph
from somagraph.model import Directness, Entity, EntityId, Relation
from somagraph.names import NameIndex
from somagraph.relation_choice import choose_relation
from somagraph.spelling import normalize
from somagraph.triples import BlankNode, Literal, NamedNode, Node, Term, Triple
from somagraph.vocabulary import DCTERMS, OWL, RDF, RDFS, SKOS, SOMA, iri_of, soma

__all__ = ["NO_PLACE", "AddedClaims", "read_claim_table"]

#: What is written where a row names no place in its source.
NO_PLACE: Final = "no place given"

_LONGEST_SLUG: Final = 80


@dataclass(frozen=True, slots=True)
class AddedClaims:
    """What a table without a fault says."""

    #: New things and claims in our own form, ready for a file.
    triples: tuple[Triple, ...]
    #: One sentence for each name whose reading was a choice, and for what is new.
    notes: tuple[str, ...]


def _slug(text: str) -> str:
    return re.sub(r"\W+", "-", normalize(text)).strip("-")[:_LONGEST_SLUG] or "unnamed"


class _Builder:
    """Makes one table's rows into triples, and gathers their faults."""

    def __init__(self, graph: KnowledgeGraph, path: Path, faults: list[TableFault]) -> None:
        self.graph = graph
        self.names = NameIndex(graph)
        self.triples: list[Triple] = []
        self.notes: dict[str, None] = {}
        #: The first row that claims something of an entity.
        self.row_of: dict[str, int] = {}
        self._file = path.name
        self._path = str(path)
        self._faults = faults
        self._namespace = f"{SOMA}added/{_slug(path.stem)}/"
        self._taken = {entity.iri for entity in graph.entities.values()}
        #: What the table made so far, by kind and name, and the row of each declaration.
        self._made: dict[tuple[str, str], str] = {}
        self._declared: dict[str, int] = {}
        self._seen: dict[tuple[str, ...], int] = {}
        self._claims: set[str] = set()

    def _teller(self, row: Row) -> Tell:
        def tell(column: str, message: str) -> None:
            self._faults.append(TableFault(self._path, row.number, column, message))

        return tell

    def _add(self, subject: Node, predicate: str, value: Term | str) -> None:
        object_ = Literal(value) if type(value) is str else cast("Term", value)
        self.triples.append(Triple(subject, NamedNode(predicate), object_))

    def _make(self, label: str, kind: str, definition: str, source: str = "") -> str:
        """Declare a new thing and return its IRI; a work is its own source."""
        stem = iri = self._namespace + _slug(label)
        count = 1
        while iri in self._taken:
            count += 1
            iri = f"{stem}-{count}"
        self._taken.add(iri)
        node = NamedNode(iri)
        if kind:
            self._add(node, RDF + "type", NamedNode(iri_of(kind)))
            self.notes[f"New here: {label} ({self.graph.kinds[kind].label})."] = None
        self._add(node, RDFS + "label", label)
        self._add(node, SKOS + "definition", definition)
        self._add(node, DCTERMS + "source", NamedNode(source or iri))
        return iri

    def _named(self, name: str, kind: str, tell: Tell, column: str) -> EntityId | None:
        """Return the work or person of a name, None for a new one; tell what is neither."""
        try:
            found = self.names.resolve(name).entity
        except UnknownNameError:
            if name.startswith("soma:"):
                tell(column, f"Nothing here has the id {name}.")
            return None
        except NameResolutionError as problem:
            tell(column, str(problem))
            return None
        if not self.graph.is_a(found, kind):
            entity = self.graph.entities[found]
            wanted = self.graph.kinds[kind].label
            tell(column, f"{name!r} is the name of {entity.phrase}, which is no {wanted}.")
        return found

    def _source(self, name: str, tell: Tell) -> str:
        """Return the IRI of the work that a cell names; free text makes a new one."""
        key = ("soma:Work", name.casefold())
        if not name or key in self._made:
            return self._made.get(key, "")
        for source in self.graph.sources.values():
            cited = {source.id, source.citation.casefold(), source.reference.casefold()}
            if not source.id.startswith("file:") and cited & {name, name.casefold()}:
                return iri_of(source.id)
        before = len(self._faults)
        found = self._named(name, "soma:Work", tell, "source")
        if len(self._faults) > before:
            return ""
        if found:
            iri = self.graph.entities[found].iri
            if found not in self.graph.sources:
                # A work that nobody cited so far is cited by its name.
                self._add(NamedNode(iri), soma("citation"), self.graph.entities[found].label)
        else:
            iri = self._make(name, "soma:Work", f"A source that {self._file} cites.")
            self._add(NamedNode(iri), soma("citation"), name)
            self._add(NamedNode(iri), DCTERMS + "bibliographicCitation", name)
        return self._made.setdefault(key, iri)

    def _speaker(self, name: str, source: str, tell: Tell) -> str:
        """Return the IRI of the person whom a cell names, as `_source` does."""
        key = ("soma:Person", normalize(name))
        if not name or key in self._made:
            return self._made.get(key, "")
        before = len(self._faults)
        found = self._named(name, "soma:Person", tell, "speaker")
        if len(self._faults) > before:
            return ""
        if found:
            return self.graph.entities[found].iri
        definition = f"A person who speaks in a source that {self._file} cites."
        return self._made.setdefault(key, self._make(name, "soma:Person", definition, source))

    def declare(self, row: Row) -> None:
        """Add what a row declares; without a known kind it only keeps its name."""
        tell = self._teller(row)
        check_cells(row, tell)
        name, wanted = row.cells["subject"], row.cells["object"].casefold()
        label, key = re.sub("^(?:an?|the) ", "", name, flags=re.IGNORECASE), normalize(name)
        if key in self._declared:
            tell("subject", f"{name!r} is declared already, in row {self._declared[key]}.")
            return
        self._declared[key] = row.number
        try:
            known = self.graph.entities[self.names.resolve(name).entity]
        except NameResolutionError as problem:
            if problem.candidates and not isinstance(problem, UnknownNameError):
                tell("subject", f"It is not new: {problem}")
        else:
            tell("subject", f"{name!r} is not new; it is the name of {known.phrase} ({known.id}).")
            return
        kinds = self.graph.kinds.values()
        found = [k for k in kinds if wanted in {k.id.casefold(), k.id[5:].casefold(), k.label}]
        if wanted and not found:
            near = sorted(k.label for k in kinds if wanted in k.label or k.label in wanted)
            such = near or ["muscle", "bone", "nerve", "organ", "practice", "complaint or strain"]
            tell("object", f"{wanted!r} is no kind; write one such as {', '.join(such[:6])}.")
        source = self._source(row.cells["source"], tell)
        if not name:
            return
        kind = found[0].id if found else ""
        definition = row.cells["note"] or f"Declared in {self._file} without a definition."
        iri = self._make(label, kind, definition, source)
        for term, text in (
            ("phrase", name[:1].lower() + name[1:] if name != label else ""),
            ("locator", row.cells["locator"]),
        ):
            if text:
                self._add(NamedNode(iri), soma(term), text)

    def extend(self, dataset: Dataset) -> None:
        """Let the rows to come name what was declared."""
        self.graph = build_graph(dataset)
        self.names = NameIndex(self.graph)

    def _end(self, name: str, column: str, sides: set[str], tell: Tell) -> Entity | None:
        """Return what a name means, and add the side that it says to those of the row."""
        if not name:
            return None
        try:
            found = self.names.resolve(name, sided=True)
        except NameResolutionError as problem:
            tell(column, str(problem))
            return None
        sides |= {found.side} - {""}
        if found.note:
            self.notes[found.note] = None
        entity = self.graph.entities[found.entity]
        # What was declared without a known kind was told there.
        return entity if entity.kind or not entity.iri.startswith(self._namespace) else None

    def claim(self, row: Row) -> None:
        """Add the claim of a row with its evidence."""
        tell = self._teller(row)
        before = len(self._faults)
        check_cells(row, tell)
        sides = {row.cells["side"].casefold()} - {""}
        ends = (
            self._end(row.cells["subject"], "subject", sides, tell),
            self._end(row.cells["object"], "object", sides, tell),
        )
        if len(sides) > 1:
            tell("side", "The row says left and right; a claim of both sides needs neither.")
        source = self._source(row.cells["source"], tell)
        speaker = self._speaker(row.cells["speaker"], source, tell)
        chosen = choose_relation(self.graph, row, ends, tell)
        if chosen is None or ends[0] is None or ends[1] is None or len(self._faults) > before:
            return
        relation, turned = chosen
        subject, object_ = (ends[1], ends[0]) if turned else (ends[0], ends[1])
        if relation.symmetric and self._is_stated(object_, relation, subject):
            subject, object_ = object_, subject
        self.row_of.setdefault(subject.id, row.number)
        self._claims.add(claim_id(subject.id, relation.id, object_.id))
        evidence = (source, speaker, "".join(sides))
        self._write(row, (subject.iri, relation.iri, object_.iri), evidence, tell)

    def _is_stated(self, subject: Entity, relation: Relation, object_: Entity) -> bool:
        claim = claim_id(subject.id, relation.id, object_.id)
        return claim in self._claims or claim in self.graph.claims

    def _write(
        self, row: Row, claim: tuple[str, str, str], evidence: tuple[str, str, str], tell: Tell
    ) -> None:
        source, speaker, side = evidence
        said = {c: row.cells[c].casefold() for c in GRADES}
        texts = {
            "locator": row.cells["locator"] or NO_PLACE,
            **said,
            "directness": said["directness"] or Directness.DIRECT.value,
            "note": row.cells["note"],
            "onSide": side,
        }
        key = (*claim, source, speaker, *texts.values())
        if key in self._seen:
            tell("", f"The row says the same as row {self._seen[key]}.")
            return
        self._seen[key] = row.number
        first, verb, last = map(NamedNode, claim)
        axiom = BlankNode(f"row{row.number}")
        self._add(first, verb.value, last)
        self._add(axiom, RDF + "type", NamedNode(OWL + "Axiom"))
        for name, node in (("Source", first), ("Property", verb), ("Target", last)):
            self._add(axiom, f"{OWL}annotated{name}", node)
        self._add(axiom, DCTERMS + "source", NamedNode(source))
        if speaker:
            self._add(axiom, soma("speaker"), NamedNode(speaker))
        for name, text in texts.items():
            if text:
                self._add(axiom, soma(name), text)


def read_claim_table(
    graph: KnowledgeGraph,
    path: Path,
    *,
    find_problems: Callable[[Dataset], tuple[Problem, ...]] = find_problems,
) -> AddedClaims:
    """Read a table of claims about the things of a graph.

    Parameters
    ----------
    graph
        Whose things may be named.
    path
        The table.
    find_problems
        Judges the whole; in this process, where nothing else is given.

    Raises
    ------
    UnreadableFileError
        If the file is no table, or has no header or no rows.
    ClaimTableError
        With every fault of every row.
    """
    faults: list[TableFault] = []
    rows = list(read_rows(path, faults))
    builder = _Builder(graph, path, faults)
    for row in rows:
        if row.is_declaration:
            builder.declare(row)

    def extended() -> Dataset:
        added = LoadedFile(path.name, tuple(builder.triples), bundled=False)
        return Dataset((*graph.dataset.files, added))

    builder.extend(extended())
    for row in rows:
        if not row.is_declaration:
            builder.claim(row)
    if not faults and (problems := find_problems(extended())):
        # What only the whole can show, such as a circle of parts.
        old = find_problems(graph.dataset)
        faults += (
            TableFault(str(path), builder.row_of.get(p.entity, 0), "", f"{p.entity}: {p.message}.")
            for p in problems
            if p not in old
        )
    if faults:
        raise ClaimTableError(str(path), tuple(sorted(faults, key=lambda fault: fault.row)))
    return AddedClaims(tuple(builder.triples), tuple(builder.notes))
