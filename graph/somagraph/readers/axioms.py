"""OWL axioms as triples, for the formats that write relations between classes in one line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from pyoxigraph import NamedNode

from somagraph.errors import LineFault
from somagraph.readers.source import Reading, blank_prefix
from somagraph.triples import TRUE, TripleTable, key_of, literal_key
from somagraph.vocabulary import OBO, OBO_IN_OWL, OWL, RDF, RDFS, SKOS

__all__ = [
    "ALT_LABEL",
    "CHAIN",
    "DEFINITION",
    "EQUIVALENT",
    "INVERSE",
    "LABEL",
    "SUBCLASS",
    "SUBPROPERTY",
    "TYPE",
    "Axioms",
    "UnusableError",
]

TYPE: Final = RDF + "type"
LABEL: Final = RDFS + "label"
SUBCLASS: Final = RDFS + "subClassOf"
SUBPROPERTY: Final = RDFS + "subPropertyOf"
DEFINITION: Final = SKOS + "definition"
ALT_LABEL: Final = SKOS + "altLabel"
EQUIVALENT: Final = OWL + "equivalentClass"
INVERSE: Final = OWL + "inverseOf"
CHAIN: Final = OWL + "propertyChainAxiom"

_XREF: Final = OBO_IN_OWL + "hasDbXref"
_SHOWN_CHARACTERS: Final = 60


class UnusableError(Exception):
    """A part of a file cannot be used; the text says why, and never leaves the readers."""


class Axioms:
    """Collects what one file says.

    Parameters
    ----------
    name
        What messages call the file.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._table = TripleTable()
        self._faults: list[LineFault] = []
        self._prefix = blank_prefix(name)
        self._blanks = 0
        self._iris: dict[str, str] = {}
        #: Add one triple by its keys.
        self.say = self._table.add

    def reading(self) -> Reading:
        """Return all that was collected."""
        return Reading(self._table, tuple(sorted(self._faults, key=lambda fault: fault.line)))

    def fault(self, line: int, message: str) -> None:
        """Note what cannot be used; the line is 0 where it is not known."""
        self._faults.append(LineFault(self._name, line, message))

    def iri(self, identifier: str) -> str:
        """Return the IRI of ``UBERON:0001298``, of a short name, or of an IRI.

        Raises
        ------
        UnusableError
            If it holds what no IRI may hold.
        """
        if known := self._iris.get(identifier):
            return known
        is_iri = identifier.startswith(("http://", "https://"))
        iri = identifier if is_iri else OBO + identifier.replace(":", "_", 1)
        usable = identifier and not identifier.startswith("_:")
        try:
            self._iris[identifier] = NamedNode(iri if usable else "").value
        except ValueError:
            message = f"{identifier[:_SHOWN_CHARACTERS]!r} is no identifier"
            raise UnusableError(message) from None
        return iri

    def blank(self) -> str:
        """Return a new blank node."""
        self._blanks += 1
        return f"{self._prefix}{self._blanks - 1}"

    def some(self, relation: str, target: str) -> str:
        """Return the class of what has this relation to some of the target."""
        blank = self.blank()
        self.say(blank, TYPE, OWL + "Restriction")
        self.say(blank, OWL + "onProperty", relation)
        self.say(blank, OWL + "someValuesFrom", target)
        return blank

    def below(self, subject: str, parent: str, sources: Iterable[str] = ()) -> None:
        """State that one class is below another, and who says so."""
        self.say(subject, SUBCLASS, parent)
        if sources := tuple(sources):
            axiom = self.blank()
            self.say(axiom, TYPE, OWL + "Axiom")
            self.say(axiom, OWL + "annotatedSource", subject)
            self.say(axiom, OWL + "annotatedProperty", SUBCLASS)
            self.say(axiom, OWL + "annotatedTarget", parent)
            for source in sources:
                self.xref(axiom, source)

    def text(self, subject: str, predicate: str, value: str) -> None:
        """State a plain literal."""
        self.say(subject, predicate, literal_key(value))

    def xref(self, subject: str, xref: str) -> None:
        """State what another database calls the subject, or what an axiom was taken from."""
        self.text(subject, _XREF, xref)

    def deprecated(self, subject: str) -> None:
        """State that the subject is no longer to be used."""
        self.say(subject, OWL + "deprecated", key_of(TRUE))

    def defined(
        self, subject: str, genera: Iterable[str], differentiae: Iterable[tuple[str, str]]
    ) -> None:
        """State that a class is what is in all these classes and has all these relations."""
        whole = self.blank()
        self.say(subject, EQUIVALENT, whole)
        members = [*genera, *(self.some(*differentia) for differentia in differentiae)]
        self.listed(whole, OWL + "intersectionOf", members)

    def listed(self, subject: str, predicate: str, members: Sequence[str]) -> None:
        """State an RDF list of at least one member."""
        for member in members:
            cell = self.blank()
            self.say(subject, predicate, cell)
            self.say(cell, RDF + "first", member)
            subject, predicate = cell, RDF + "rest"
        self.say(subject, predicate, RDF + "nil")
