"""The queries that are asked: few shapes, which every engine answers alike.

Each is a basic graph pattern in one graph, one of whose variables is bound to a thousand values at
the most. There is no ``ASK``, no property path and no ``FROM``: engines in use answer those wrongly
or not at all. Blank nodes cannot be asked for by name, so what hangs on them (evidence,
restrictions of classes) is joined by the engine, and grouped within one result.

Nothing that somebody typed, and nothing that an endpoint answered, gets into a query but as an IRI
or a literal that is written here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from somagraph.triples import Literal, is_iri, term_of
from somagraph.vocabulary import DCTERMS, OBO_IN_OWL, OWL, RDF, RDFS, soma

__all__ = [
    "CHAINS",
    "EVIDENCE",
    "MOST_ROWS",
    "MOST_VALUES",
    "TRIPLES",
    "TYPED",
    "Shape",
    "build_query",
    "containing",
    "is_askable",
    "restriction",
    "restriction_evidence",
    "text_search",
    "write_term",
]

#: How many values a query is asked for at the most.
MOST_VALUES: Final = 1000

#: How many rows an answer may have; one that has as many was cut off.
MOST_ROWS: Final = 10_000

#: What an IRI may not hold where SPARQL writes it in angle brackets.
_NO_IRI: Final = re.compile(r"[\x00-\x20<>\"{}|^`\\]")
_LANGUAGE: Final = re.compile(r"[a-zA-Z]+(-[a-zA-Z0-9]+)*")
_ESCAPES: Final = {"\\": r"\\", '"': r"\"", "\n": r"\n", "\r": r"\r", "\t": r"\t"}


class Shape(NamedTuple):
    """A pattern and what it returns."""

    #: The variables that are returned, in order; one of them may stand there twice.
    variables: tuple[str, ...]
    #: What must match, as SPARQL has it.
    pattern: str
    #: Variables that are bound to fixed values, with the keys of those.
    fixed: tuple[tuple[str, tuple[str, ...]], ...] = ()
    #: How many values it is asked for at once: fewer, where each has many rows.
    most: int = MOST_VALUES


def is_askable(key: str) -> bool:
    """Tell whether a term can be written in a query: no blank node, no damaged IRI.

    Examples
    --------
    >>> is_askable("http://x.org/a"), is_askable("http://x.org/a> . ?s ?p ?o"), is_askable("_:b")
    (True, False, False)
    """
    return not key.startswith("_:") and (
        not is_iri(key) or (":" in key and not _NO_IRI.search(key))
    )


def _escaped(text: str) -> str:
    r"""Return a text as SPARQL writes it between quotes.

    Examples
    --------
    >>> _escaped('a"b\\c}')
    'a\\"b\\\\c}'
    """
    return (
        "".join(
            _ESCAPES.get(sign)
            or (sign if sign >= " " and sign != "\x7f" else f"\\u{ord(sign):04X}")
            for sign in text
        )
        .encode("utf-8", "replace")
        .decode()
    )


def write_term(key: str) -> str:
    """Return a term as SPARQL writes it.

    Examples
    --------
    >>> write_term("http://x.org/a"), write_term('"Lende"@de')
    ('<http://x.org/a>', '"Lende"@de')
    """
    if is_iri(key):
        return f"<{key}>"
    term = term_of(key)
    if not isinstance(term, Literal):
        message = "a blank node cannot be asked for"
        raise TypeError(message)
    text = f'"{_escaped(term.value)}"'
    if _LANGUAGE.fullmatch(term.language):
        return f"{text}@{term.language}"
    return f"{text}^^<{term.datatype}>" if term.datatype and is_askable(term.datatype) else text


def build_query(
    shape: Shape, graph: str, anchor: str = "", values: Iterable[str] = (), rows: int = MOST_ROWS
) -> str:
    """Return the text of a query.

    Parameters
    ----------
    shape
        What is asked.
    graph
        IRI of the graph that is asked; empty for the default graph of the endpoint.
    anchor, values
        The variable that is bound, and to what; nothing for shapes that need no more.
    rows
        How many rows it may return.

    Examples
    --------
    >>> print(build_query(TRIPLES, "http://x.org/g", "s", ["http://x.org/a"]))
    SELECT ?s ?p ?o { GRAPH <http://x.org/g> { VALUES ?s { <http://x.org/a> } ?s ?p ?o } } \
LIMIT 10000
    """
    bound = [(anchor, list(values))] if anchor else []
    bound += [(name, list(keys)) for name, keys in shape.fixed]
    parts = [f"VALUES ?{name} {{ {' '.join(map(write_term, keys))} }}" for name, keys in bound]
    group = " ".join([*parts, shape.pattern])
    inner = f"GRAPH {write_term(graph)} {{ {group} }}" if graph else group
    chosen = " ".join(f"?{name}" for name in dict.fromkeys(shape.variables))
    return f"SELECT {chosen} {{ {inner} }} LIMIT {rows}"


#: Triples by one of their ends.
TRIPLES: Final = Shape(("s", "p", "o"), "?s ?p ?o")

_ABOUT: Final = (
    f"?a <{OWL}annotatedSource> ?s . ?a <{OWL}annotatedProperty> ?p . ?a <{OWL}annotatedTarget> ?o"
)

#: What is read of a node that annotates a triple; the first of them is there in any case.
_TOLD: Final = (
    OWL + "annotatedSource",
    DCTERMS + "source",
    OBO_IN_OWL + "hasDbXref",
    *map(
        soma,
        ("speaker", "locator", "standing", "modality", "directness", "onSide", "note"),
    ),
)
_ONLY_TOLD: Final = f"FILTER(?k IN ({', '.join(f'<{key}>' for key in _TOLD)}))"

#: What annotates a triple between two named things.
EVIDENCE: Final = Shape(
    ("s", "p", "o", "a", "k", "v"), f"{_ABOUT} . ?a ?k ?v . {_ONLY_TOLD}", most=200
)

#: The first two relations of the chains from which a relation follows.
CHAINS: Final = Shape(
    ("s", "a", "b"),
    f"?s <{OWL}propertyChainAxiom> ?l . ?l <{RDF}first> ?a . "
    f"?l <{RDF}rest> ?m . ?m <{RDF}first> ?b",
)

#: The records of ours, and, where a dispute names what it is about, that as well.
TYPED: Final = Shape(("s", "p", "o"), f"?s <{RDF}type> ?t . ?s ?p ?o")
DISPUTED: Final = Shape(("s", "b", "k", "v"), f"?s <{soma('claim')}> ?b . ?b ?k ?v")

_STATED: Final = ("q", (RDFS + "subClassOf", OWL + "equivalentClass"))


def _trail(trail: Sequence[int]) -> tuple[str, str]:
    """Return the pattern from the node ``?b`` through intersections, and the variable it ends at.

    Each number says which member of an intersection is meant, counted from 1.
    """
    here, parts, fresh = "b", [], 0
    for place in trail:
        cells = [f"l{fresh + step}" for step in range(place)]
        parts.append(f"?{here} <{OWL}intersectionOf> ?{cells[0]}")
        parts += [f"?{one} <{RDF}rest> ?{other}" for one, other in pairwise(cells)]
        fresh += place
        here = f"m{fresh}"
        parts.append(f"?{cells[-1]} <{RDF}first> ?{here}")
    return " . ".join(parts), here


def restriction(trail: Sequence[int], *, named: bool = False) -> Shape:
    """Return the shape of what classes are said to have, by a class or by what it has.

    Parameters
    ----------
    trail
        Where in an intersection it stands; empty for a restriction by itself.
    named
        Whether that is a named class, and no restriction.

    Examples
    --------
    >>> restriction([]).variables, restriction([2], named=True).variables
    (('s', 'q', 'b', 'b', 'p', 'o'), ('s', 'q', 'b', 'o'))
    """
    way, end = _trail(trail)
    if named:
        way = way.replace(f"?{end}", "?o")
        return Shape(("s", "q", "b", "o"), f"?s ?q ?b . {way}", (_STATED,))
    parts = ["?s ?q ?b", *([way] if way else [])]
    parts += [f"?{end} <{OWL}onProperty> ?p", f"?{end} <{OWL}someValuesFrom> ?o"]
    return Shape(("s", "q", "b", end, "p", "o"), " . ".join(parts), (_STATED,))


def restriction_evidence(trail: Sequence[int], *, named: bool = False) -> Shape:
    """Return the shape of what annotates what a class is said to have."""
    shape = restriction(trail, named=named)
    about = (
        f"?a <{OWL}annotatedSource> ?s . ?a <{OWL}annotatedProperty> ?q . "
        f"?a <{OWL}annotatedTarget> ?b . ?a ?k ?v . {_ONLY_TOLD}"
    )
    variables = (*shape.variables, "a", "k", "v")
    return Shape(variables, f"{shape.pattern} . {about}", shape.fixed, most=200)


def containing(words: Iterable[str], predicates: tuple[str, ...]) -> Shape:
    """Return the shape of names that hold some words, whatever their case."""
    tests = " && ".join(f'CONTAINS(LCASE(STR(?o)), "{_escaped(word)}")' for word in words)
    return Shape(("s", "p", "o"), f"?s ?p ?o . FILTER({tests})", (("p", predicates),))


def text_search(words: Iterable[str], predicates: tuple[str, ...]) -> Shape:
    """Return the shape of names that hold some words, by the index of texts that Virtuoso has."""
    plain = (re.sub(r"\W", "", word) for word in words)
    wanted = " and ".join(f"'{word}'" for word in plain if word)
    pattern = f'?s ?p ?o . ?o <bif:contains> "{_escaped(wanted)}"'
    return Shape(("s", "p", "o"), pattern, (("p", predicates),))
