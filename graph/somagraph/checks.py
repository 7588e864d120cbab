"""Every problem of a dataset at once: what `somagraph validate` tells.

The SHACL shapes judge each entity, each piece of evidence and each record by itself; the checks
here judge what stands between them: ids that lead nowhere, claims without evidence, domains and
ranges, hedges that do not match, circles of parts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, BinaryIO, Final

from somagraph import extraction, mappings, records, terms
from somagraph.confined import Job, LimitReachedError, Limits, Piece, run_confined
from somagraph.container import Container, pack
from somagraph.dataset import Dataset, read_shapes
from somagraph.errors import UnreadableFileError
from somagraph.handover import hand_over, limits_with, take_over
from somagraph.model import Entity, EntityId, Kind, Modality, Relation
from somagraph.triples import BlankNode, NamedNode, Node
from somagraph.vocabulary import OWL, RDF, SOMA, curie_of, iri_of, soma

if TYPE_CHECKING:
    import rdflib

__all__ = ["Problem", "find_problems", "find_problems_confined", "prepare_checks"]

#: What judging may take; shapes are slow.
_LIMITS: Final = Limits(seconds=60, megabytes=1000)

_BEARER: Final = SOMA + "bearer"


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing that is wrong."""

    #: The file that says it.
    file: str
    #: What it is about: the CURIE of an entity or a relation.
    entity: str
    #: What is wrong, in one sentence without a full stop.
    message: str

    def __str__(self) -> str:
        """Return file, entity and message on one line."""
        return f"{self.file}: {self.entity}: {self.message}"


class _Checker:
    """The parts of a dataset that several checks look at, read once."""

    def __init__(self, dataset: Dataset) -> None:
        self.dataset = dataset
        self.kinds: dict[str, Kind] = terms.read_kinds(dataset)
        self.relations: dict[str, Relation] = terms.read_relations(dataset)
        self.entities: dict[EntityId, Entity] = extraction.read_entities(dataset, self.kinds)
        #: File, subject, relation and object of each triple of a relation that is ours.
        self.triples = [
            (file.name, curie_of(t.subject.value), curie_of(t.predicate.value), t.object)
            for file in dataset.files
            for t in file.triples
            if isinstance(t.subject, NamedNode)
            and t.predicate.value.startswith(SOMA)
            and (curie_of(t.predicate.value) in self.relations or t.predicate.value == _BEARER)
        ]
        self.axioms = [
            node
            for node, properties in dataset.by_subject.items()
            if isinstance(node, BlankNode) and OWL + "annotatedSource" in properties
        ]

    def _file(self, node: Node) -> str:
        return self.dataset.file_of.get(node, "")

    def stated(self, axiom: Node) -> tuple[str, str, str]:
        """Return the CURIEs of the triple that a piece of evidence is about."""
        names = ("annotatedSource", "annotatedProperty", "annotatedTarget")
        first, second, third = (curie_of(self.dataset.iri(axiom, OWL + name)) for name in names)
        return first, second, third

    def find_dangling(self) -> Iterator[Problem]:
        """Ids that no entity has, in claims, records and mappings of our own."""
        for file, subject, relation, object_ in self.triples:
            ends = [subject]
            if isinstance(object_, NamedNode):
                ends.append(curie_of(object_.value))
            else:
                message = f"{relation} needs an entity as its object, not {object_}"
                yield Problem(file, subject, message)
            for end in ends:
                if end not in self.entities:
                    message = f"{end} is no entity (in {subject} {relation} ...)"
                    yield Problem(file, subject, message)
        for name in ("speaker", "appliesTo"):
            for node in self.dataset.by_subject:
                for iri in self.dataset.iris(node, soma(name)):
                    if curie_of(iri) not in self.entities:
                        about = curie_of(node.value) if isinstance(node, NamedNode) else name
                        message = f"{curie_of(iri)} is no entity (as soma:{name})"
                        yield Problem(self._file(node), about, message)

    def find_kindless(self) -> Iterator[Problem]:
        """Entities in claims of our own relations that are of no kind."""
        for file, subject, _, object_ in self.triples:
            ends = [subject, *([curie_of(object_.value)] if isinstance(object_, NamedNode) else [])]
            for end in ends:
                entity = self.entities.get(EntityId(end))
                if entity and not entity.kind:
                    yield Problem(file, end, "an entity needs a kind (a class below soma:Entity)")

    def find_unknown_terms(self) -> Iterator[Problem]:
        """Properties and classes in our namespace that no file declares."""
        declared = {
            node.value
            for node, properties in self.dataset.by_subject.items()
            if isinstance(node, NamedNode) and RDF + "type" in properties
        }
        for file in self.dataset.files:
            for triple in file.triples:
                terms = [triple.predicate.value]
                if triple.predicate.value == RDF + "type" and isinstance(triple.object, NamedNode):
                    terms.append(triple.object.value)
                for term in terms:
                    if term.startswith(SOMA) and term not in declared:
                        subject = triple.subject
                        about = curie_of(subject.value) if isinstance(subject, NamedNode) else "[]"
                        yield Problem(file.name, about, f"{curie_of(term)} is declared nowhere")

    def find_unsourced(self) -> Iterator[Problem]:
        """Claims without evidence, and evidence without its claim."""
        sourced = {self.stated(axiom) for axiom in self.axioms}
        claims = set()
        for file, subject, relation, object_ in self.triples:
            if not isinstance(object_, NamedNode) or relation == "soma:bearer":
                continue
            claim = (subject, relation, curie_of(object_.value))
            claims.add(claim)
            if claim not in sourced:
                yield Problem(file, subject, f"{relation} {claim[2]} has no evidence")
        for axiom in self.axioms:
            claim = self.stated(axiom)
            if claim[1] in self.relations and claim[1].startswith("soma:") and claim not in claims:
                message = f"evidence for {claim[1]} {claim[2]}, which is stated nowhere"
                yield Problem(self._file(axiom), claim[0], message)

    def find_overstated(self) -> Iterator[Problem]:
        """Evidence whose hedge is not the hedge that its relation carries."""
        for axiom in self.axioms:
            subject, relation_id, object_ = self.stated(axiom)
            relation = self.relations.get(relation_id)
            said = self.dataset.text(axiom, soma("modality"))
            if relation and said in set(Modality) and said != relation.modality:
                message = (
                    f"the source says it is {said}, but {relation_id} {object_} reads as "
                    f"{relation.modality.value}"
                )
                yield Problem(self._file(axiom), subject, message)

    def find_misfits(self) -> Iterator[Problem]:
        """Subjects and objects outside the domain or range of their relation."""
        for file, subject, relation_id, object_ in self.triples:
            relation = self.relations.get(relation_id)
            if relation is None or not isinstance(object_, NamedNode):
                continue
            ends = ((subject, relation.domain), (curie_of(object_.value), relation.range))
            for end, wanted in ends:
                entity = self.entities.get(EntityId(end))
                kind = self.kinds.get(entity.kind) if entity else None
                if wanted and kind and wanted not in kind.ancestors:
                    message = f"{relation_id} takes {wanted}, but {end} is a {kind.id}"
                    yield Problem(file, subject, message)

    def find_circles(self) -> Iterator[Problem]:
        """Circles of parts and of kinds."""
        for relation in self.relations.values():
            if relation.upper_end != "object" or not relation.id.startswith("soma:"):
                continue
            above: dict[str, list[tuple[str, str]]] = {}
            for file, subject, relation_id, object_ in self.triples:
                if relation_id == relation.id and isinstance(object_, NamedNode):
                    above.setdefault(subject, []).append((curie_of(object_.value), file))
            for start in sorted(above):
                if circle := _circle(start, above):
                    told = " -> ".join(circle)
                    yield Problem(
                        above[start][0][1], start, f"{relation.id} runs in a circle: {told}"
                    )

    def find_repeated(self) -> Iterator[Problem]:
        """Symmetric claims that are stored both ways round."""
        seen: set[tuple[str, str, str]] = set()
        for file, subject, relation_id, object_ in self.triples:
            relation = self.relations.get(relation_id)
            if relation and relation.symmetric and isinstance(object_, NamedNode):
                other = curie_of(object_.value)
                if (other, relation_id, subject) in seen:
                    message = f"{relation_id} {other} is stored both ways round; keep one"
                    yield Problem(file, subject, message)
                seen.add((subject, relation_id, other))

    def find_lost_disputes(self) -> Iterator[Problem]:
        """Disputes that name a claim or a denial which nobody makes."""
        denied = {denial.id for denial in records.read_denials(self.dataset)}
        stated = {
            extraction.claim_id(subject, relation, curie_of(object_.value))
            for _, subject, relation, object_ in self.triples
            if isinstance(object_, NamedNode)
        }
        for dispute in records.read_disputes(self.dataset):
            for claim in dispute.claims:
                if claim not in stated:
                    file = self._file(NamedNode(iri_of(dispute.id)))
                    yield Problem(file, dispute.id, f"nobody claims {claim}")
            for denial in dispute.denials:
                if denial not in denied:
                    file = self._file(NamedNode(iri_of(dispute.id)))
                    yield Problem(file, dispute.id, f"there is no denial {denial}")

    def find_bad_mappings(self) -> Iterator[Problem]:
        """Find mappings of ours of nothing or without a reason, and reasons without a mapping."""
        found = mappings.read_mappings(self.dataset)
        for mapping in found:
            told = f"skos:{mapping.match} {mapping.object}"
            if not mapping.subject.startswith("soma:"):
                continue
            if not self.dataset.objects(NamedNode(iri_of(mapping.subject)), RDF + "type"):
                message = f"{mapping.subject} is no entity (in {mapping.subject} {told})"
                yield Problem(mapping.file, mapping.subject, message)
            if not mapping.justified:
                message = f"{told} has no justification"
                yield Problem(mapping.file, mapping.subject, message)
        stated = {(m.subject, f"skos:{m.match}", m.object) for m in found}
        for axiom in self.axioms:
            about = self.stated(axiom)
            if about[1].removeprefix("skos:") in mappings.MATCHES and about not in stated:
                message = f"a reason for {about[1]} {about[2]}, which is stated nowhere"
                yield Problem(self._file(axiom), about[0], message)

    def find_misshapen(self) -> Iterator[Problem]:
        """Whatever the SHACL shapes find."""
        import pyshacl  # noqa: PLC0415 - heavy, and only wanted here
        import rdflib  # noqa: PLC0415 - as above

        data = self.dataset.merged()
        try:
            _, report, _ = pyshacl.validate(data, shacl_graph=_shapes(), inference="none")
        except ArithmeticError:
            names = ", ".join(file.name for file in self.dataset.files if not file.bundled)
            message = "the shapes cannot judge it: a number is none, or beyond all bounds"
            yield Problem(names, "[]", message)
            return
        sh = rdflib.Namespace("http://www.w3.org/ns/shacl#")
        for result in report.subjects(rdflib.RDF.type, sh.ValidationResult):
            focus = report.value(result, sh.focusNode)
            message = str(report.value(result, sh.resultMessage))
            if isinstance(focus, rdflib.BNode):
                axiom = BlankNode(str(focus))
                about = " ".join(filter(None, self.stated(axiom))) or "[]"
                yield Problem(self._file(axiom), about, message)
            else:
                iri = str(focus)
                yield Problem(self._file(NamedNode(iri)), curie_of(iri), message)


@cache
def _shapes() -> rdflib.Graph:
    return Dataset((read_shapes(),)).merged()


def _circle(start: str, above: dict[str, list[tuple[str, str]]]) -> list[str]:
    """Return a circle that starts at its least member, or nothing."""
    waiting: list[list[str]] = [[start]]
    seen = set()
    while waiting:
        way = waiting.pop()
        for upper, _ in above.get(way[-1], ()):
            if upper == start:
                return [*way, start] if start == min(way) else []
            if upper not in seen:
                seen.add(upper)
                waiting.append([*way, upper])
    return []


def find_problems_confined(dataset: Dataset) -> tuple[Problem, ...]:
    """Return what `find_problems` does, found in a process of its own: for data from outside.

    Raises
    ------
    UnreadableFileError
        If judging it takes too much time or memory.
    """
    with hand_over(dataset) as handed:
        try:
            limits = limits_with(handed, _LIMITS, times=20)
            found = run_confined(f"{__name__}:prepare_checks", {}, [handed], limits)
        except LimitReachedError as problem:
            names = ", ".join(file.name for file in dataset.files if not file.bundled)
            raise UnreadableFileError(names, f"judging it {problem}") from None
    return tuple(Problem(*parts) for parts in Container(found).values)


def prepare_checks() -> Job:
    """Return the job of `find_problems_confined`."""
    find_problems(Dataset(()))  # what is imported and opened on the way is so now

    def work(inputs: Sequence[BinaryIO]) -> list[Piece]:
        problems = find_problems(take_over(inputs[0]))
        return pack({}, [(p.file, p.entity, p.message) for p in problems])

    return work


def find_problems(dataset: Dataset) -> tuple[Problem, ...]:
    """Return everything that is wrong with a dataset, sorted by file and entity.

    It is judged in this process; `find_problems_confined` does it in another.

    Examples
    --------
    >>> from somagraph.dataset import read_bundled
    >>> find_problems(read_bundled())
    ()
    """
    checker = _Checker(dataset)
    checks: tuple[Callable[[], Iterator[Problem]], ...] = (
        checker.find_dangling,
        checker.find_kindless,
        checker.find_unknown_terms,
        checker.find_unsourced,
        checker.find_overstated,
        checker.find_misfits,
        checker.find_circles,
        checker.find_repeated,
        checker.find_lost_disputes,
        checker.find_bad_mappings,
        checker.find_misshapen,
    )
    return tuple(sorted({problem for check in checks for problem in check()}))
