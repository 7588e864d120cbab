"""What other programs can ask: the same four questions over HTTP and from an assistant.

Each has its parameters, told and bounded once, here; the values of a request are held against them
before anything is looked up. What comes back is what the command line prints with ``--json``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple

from somagraph.answer import Answer, connect
from somagraph.errors import ParameterError
from somagraph.knowledge import KnowledgeGraph
from somagraph.model import SIDES, Claim, EntityId, Standing
from somagraph.names import NameIndex
from somagraph.question import MOST_HOPS, read_relations
from somagraph.report import build_answer, build_card, build_claims
from somagraph.text import render_answer
from somagraph.text_cards import render_card, render_claims, render_entities

__all__ = [
    "NO_ADVICE",
    "OPERATIONS",
    "Operation",
    "Parameter",
    "Told",
    "ask_answer",
    "read_query",
    "read_values",
]

#: Stands in every description that a program reads before it asks.
NO_ADVICE: Final = (
    "It tells what sources say, and is not medical advice. Tell each step as its sentence has it, "
    "with its hedge, its citation and who says it; add no certainty. A connection of several steps "
    "was joined here, no source states the whole, and it does not prove a cause. Pass on the "
    "warning signs, what is denied, where sources disagree, and what no source says."
)

_Schema = Mapping[str, Any]


class Parameter(NamedTuple):
    """One value that a question takes."""

    name: str
    told: str
    #: A JSON Schema of the few kinds that `_check` knows.
    schema: _Schema
    required: bool = False


class Told(NamedTuple):
    """What comes back: values for programs, and the same as text."""

    values: Any
    render: Callable[[], str]


class Operation(NamedTuple):
    """One question that can be asked."""

    name: str
    told: str
    parameters: tuple[Parameter, ...]
    #: Answers within so many seconds for each search: graph, values by parameter, seconds.
    answer: Callable[[KnowledgeGraph, Mapping[str, Any], float], Told]


_NAME: Final[_Schema] = {"type": "string", "minLength": 1, "maxLength": 500}
_STANDING: Final[_Schema] = {"type": "string", "enum": [standing.value for standing in Standing]}
_YES_NO: Final[_Schema] = {"type": "boolean"}


def _list_of(one: _Schema, most: int, *, least: int = 0) -> _Schema:
    return {"type": "array", "items": one, "minItems": least, "maxItems": most}


def _number(least: int, most: int, usual: int) -> _Schema:
    return {"type": "integer", "minimum": least, "maximum": most, "default": usual}


_RELATION: Final = Parameter(
    "relation",
    "Keep to these relations, as `show` words them, or families (anatomical, functional, causal, "
    "practical).",
    _list_of(_NAME, 20),
)
_CONNECT: Final = (
    Parameter(
        "name",
        "Two or more things to connect: names, CURIEs or IRIs.",
        _list_of(_NAME, 6, least=2),
        required=True,
    ),
    Parameter("count", "Connections to show.", _number(1, 200, 5)),
    Parameter("max_hops", "Steps that a connection may have.", _number(1, MOST_HOPS, 6)),
    Parameter("via", "Things that it must lead through.", _list_of(_NAME, 10)),
    Parameter("avoid", "Things that it must not lead through.", _list_of(_NAME, 10)),
    _RELATION,
    Parameter("standing", "Keep to sources of these standings.", _list_of(_STANDING, 5)),
    Parameter("without", "Sources and speakers to leave out.", _list_of(_NAME, 50)),
    Parameter(
        "side",
        "Leave out what is said of the other side of the body only.",
        {"type": "string", "enum": list(SIDES)},
    ),
    Parameter("asserted_only", "Leave out steps that are only entailed.", _YES_NO),
    Parameter("directed", "Read claims from subject to object only.", _YES_NO),
    Parameter(
        "indirect", "Keep links that their source calls indirect.", {**_YES_NO, "default": True}
    ),
)


def ask_answer(graph: KnowledgeGraph, values: Mapping[str, Any], seconds: float) -> Answer:
    """Return what connects the names among the values of a question."""
    options = dict(values)
    names = options.pop("name")
    options["relations"] = options.pop("relation", ())
    options["standings"] = options.pop("standing", ())
    return connect(graph, *names, seconds=seconds, **options)


def _connect(graph: KnowledgeGraph, values: Mapping[str, Any], seconds: float) -> Told:
    answer = ask_answer(graph, values, seconds)
    return Told(build_answer(graph, answer), lambda: render_answer(graph, answer))


def _show(graph: KnowledgeGraph, values: Mapping[str, Any], _seconds: float) -> Told:
    found = NameIndex(graph).resolve(values["name"], sided=True)
    asked = {"entailed": values.get("entailed", False), "most": values.get("limit", 500)}
    return Told(
        build_card(graph, found.entity, **asked),
        lambda: render_card(graph, found.entity, note=found.note, **asked),
    )


def _search(graph: KnowledgeGraph, values: Mapping[str, Any], _seconds: float) -> Told:
    found = NameIndex(graph).search(values["text"], limit=values.get("limit", 20))
    return Told(
        [{"id": entity.id, "label": entity.label, "kind": entity.kind} for entity in found],
        lambda: render_entities(graph, found) if found else "Nothing here holds these words.\n",
    )


def _find_claims(
    graph: KnowledgeGraph, about: Sequence[EntityId], values: Mapping[str, Any]
) -> list[Claim]:
    relations = read_relations(graph, values.get("relation", ()))
    standings = set(values.get("standing", ()))
    claims = graph.claims_about(*about) if len(about) == 1 else graph.claims_between(*about)

    def is_kept(claim: Claim) -> bool:
        family = graph.relations[claim.relation].family.value
        said = {piece.standing.value for piece in claim.evidence}
        return (not relations or bool(relations & {claim.relation, family})) and (
            not standings or bool(standings & said)
        )

    return [claim for claim in claims if is_kept(claim)]


def _claims(graph: KnowledgeGraph, values: Mapping[str, Any], _seconds: float) -> Told:
    index = NameIndex(graph)
    about = list(dict.fromkeys(index.resolve(name).entity for name in values["about"]))
    claims = _find_claims(graph, about, values)
    first = values.get("offset", 0)
    shown = claims[first : first + values.get("limit", 100)]
    return Told(
        build_claims(graph, about, shown, total=len(claims)),
        lambda: render_claims(graph, about, shown, total=len(claims)),
    )


OPERATIONS: Final = {
    operation.name: operation
    for operation in (
        Operation(
            "connect",
            "What connects two or more things: ranked connections, each step with who says it, "
            "where, and how sure.",
            _CONNECT,
            _connect,
        ),
        Operation(
            "show",
            "The card of one thing: its names, and what is claimed of it in both directions.",
            (
                Parameter("name", "A name, a CURIE or an IRI.", _NAME, required=True),
                Parameter("entailed", "Tell what follows from the claims as well.", _YES_NO),
                Parameter("limit", "Claims to tell.", _number(1, 2000, 500)),
            ),
            _show,
        ),
        Operation(
            "search",
            "Things whose names or definition hold the words of a text, best first.",
            (
                Parameter("text", "The words.", _NAME, required=True),
                Parameter("limit", "Things to list.", _number(1, 200, 20)),
            ),
            _search,
        ),
        Operation(
            "claims",
            "The claims about one thing, or between two, each with its evidence.",
            (
                Parameter(
                    "about",
                    "One thing, or two: names, CURIEs or IRIs.",
                    _list_of(_NAME, 2, least=1),
                    required=True,
                ),
                _RELATION,
                Parameter(
                    "standing", "Keep claims that such a source makes.", _list_of(_STANDING, 5)
                ),
                Parameter("limit", "Claims to list.", _number(1, 500, 100)),
                Parameter("offset", "Claims to leave out before them.", _number(0, 10**9, 0)),
            ),
            _claims,
        ),
    )
}


def _check_text(name: str, schema: _Schema, value: object) -> None:
    if not isinstance(value, str):
        raise ParameterError(name, "has to be a text")
    if len(value) > schema.get("maxLength", len(value)):
        raise ParameterError(name, f"is longer than {schema['maxLength']} characters")
    if not value.strip():
        raise ParameterError(name, "is empty")
    if value not in schema.get("enum", (value,)):
        raise ParameterError(name, f"has to be one of {', '.join(schema['enum'])}")


def _check_number(name: str, schema: _Schema, value: object) -> None:
    least, most = schema["minimum"], schema["maximum"]
    is_whole = isinstance(value, int) and not isinstance(value, bool)
    if not (is_whole and isinstance(value, int) and least <= value <= most):
        raise ParameterError(name, f"has to be a whole number from {least} to {most}")


def _check(name: str, schema: _Schema, value: object) -> None:
    if schema["type"] == "array":
        if not isinstance(value, list):
            raise ParameterError(name, "has to be a list")
        least, most = schema["minItems"], schema["maxItems"]
        if not least <= len(value) <= most:
            raise ParameterError(name, f"has to be given {least} to {most} times")
        for one in value:
            _check(name, schema["items"], one)
    elif schema["type"] == "boolean":
        if not isinstance(value, bool):
            raise ParameterError(name, "has to be true or false")
    else:
        check = _check_text if schema["type"] == "string" else _check_number
        check(name, schema, value)


def read_values(parameters: Sequence[Parameter], values: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the values of a question, held against its parameters.

    Raises
    ------
    ParameterError
        If one is not known, is missing, or is not as its parameter tells.

    Examples
    --------
    >>> read_values(OPERATIONS["search"].parameters, {"text": "psoas", "limit": 0})
    Traceback (most recent call last):
    somagraph.errors.ParameterError: The parameter 'limit' has to be a whole number from 1 to 200.
    """
    known = {parameter.name: parameter for parameter in parameters}
    for name, value in values.items():
        if name not in known:
            raise ParameterError(name, f"is not known here; there are {', '.join(known)}")
        _check(name, known[name].schema, value)
    for parameter in parameters:
        if parameter.required and parameter.name not in values:
            raise ParameterError(parameter.name, "is missing")
    return values


def _from_text(schema: _Schema, text: str) -> object:
    """Return the value that a text stands for; the text itself where it stands for none."""
    if schema["type"] == "boolean":
        return {"true": True, "false": False}.get(text, text)
    is_number = text.isascii() and text.isdigit() and len(text) < 12  # noqa: PLR2004 - more are refused
    return int(text) if schema["type"] == "integer" and is_number else text


def read_query(
    parameters: Sequence[Parameter], pairs: Iterable[tuple[str, str]]
) -> Mapping[str, Any]:
    """Return the values of a question whose parameters are texts, as in an address.

    Raises
    ------
    ParameterError
        As `read_values`, and if one that may stand once is repeated.

    Examples
    --------
    >>> read_query(OPERATIONS["show"].parameters, [("name", "psoas"), ("entailed", "true")])
    {'name': 'psoas', 'entailed': True}
    """
    known = {parameter.name: parameter.schema for parameter in parameters}
    values: dict[str, Any] = {}
    for name, text in pairs:
        schema = known.get(name, _NAME)
        if schema["type"] == "array":
            values.setdefault(name, []).append(_from_text(schema["items"], text))
        elif name in values:
            raise ParameterError(name, "is given twice")
        else:
            values[name] = _from_text(schema, text)
    return read_values(parameters, values)
