"""Names as people type them, looked up on endpoints.

What is found is only brought here; which of it a name means is decided as for files
(`somagraph.names`), by the same rules. First come exact names, in the ways in which they are
usually written; where there is none, the index of texts of an engine that has one; else a filter
over names, of which so many answers are taken.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from somagraph.endpoint.client import Client
from somagraph.endpoint.local import Local
from somagraph.endpoint.neighbourhood import Neighbourhood
from somagraph.endpoint.shapes import Shape, containing, is_askable, text_search
from somagraph.errors import EndpointError
from somagraph.extraction import NAMING
from somagraph.model import SIDES
from somagraph.spelling import normalize, singulars
from somagraph.triples import is_iri, literal_key
from somagraph.vocabulary import SKOS, iri_of, soma

__all__ = ["find_named"]

#: What names stand under.
_NAMING: Final = (*NAMING, SKOS + "prefLabel", soma("usualName"), soma("phrase"))
_NAMED: Final = Shape(("s", "p", "o"), "?s ?p ?o", (("p", _NAMING),))
_LANGUAGES: Final = ("", "en")
_LONGEST_NAME: Final = 500
#: How many names that hold the words are looked at.
_MOST_HOLDING: Final = 500
_TABLES: Final = ("usual", "label", "synonym")


def _forms(text: str) -> Iterator[str]:
    """Yield a name as it may be written down, and what it may be the plural or one side of.

    Examples
    --------
    >>> sorted(set(_forms("the Kidneys")))[:4]
    ['KIDNEY', 'KIDNEYS', 'Kidney', 'Kidneys']
    """
    name = normalize(text)
    words = name.split()
    plain = [text.strip(), name, *singulars(name)]
    for side, rest in ((words[0], words[1:]), (words[-1], words[:-1])) if words else ():
        if side in SIDES and rest:
            plain.append(" ".join(rest))
    for one in plain:
        if one:
            yield from (one, one.lower(), one[0].upper() + one[1:], one.title(), one.upper())


def _identifiers(text: str) -> set[str]:
    """Return the IRIs that a text may be, or be the short form of."""
    prefix, mark, number = text.strip().replace("_", ":", 1).partition(":")
    short = f"{prefix.upper()}:{number}" if mark and number.isdigit() else ""
    found = {text.strip(), iri_of(text.strip()), iri_of(short)}
    return {iri for iri in found if ":" in iri and is_iri(iri) and is_askable(iri)}


def _local(local: Local, text: str) -> set[str]:
    """Return what a text names among what is here."""
    graph = local.graph
    found = {entity for iri in _identifiers(text) for entity in local.find(iri)}
    for form in set(map(normalize, _forms(text))):
        for table in _TABLES:
            found |= set(graph.named(table, form))
    return {iri_of(entity) for entity in found}


def find_named(
    client: Client, near: Neighbourhood, local: Local, texts: Iterable[str]
) -> list[set[str]]:
    """Return the IRIs that each of some texts may name, here and on endpoints; all are fetched.

    Parameters
    ----------
    client
        The endpoints.
    near
        Where what is found is brought to.
    local
        What is here.
    texts
        What somebody typed.

    Returns
    -------
    list of set
        One for each text; it may be empty.
    """
    whole = [text[:_LONGEST_NAME] for text in texts]
    literals = [
        sorted({literal_key(form, tag) for form in _forms(text) for tag in _LANGUAGES})
        for text in whole
    ]
    rows = client.ask_about((_NAMED, "o", keys) for keys in literals)
    found = []
    for text, named in zip(whole, rows, strict=True):
        things = {row[0] for row in named if row[0] and is_iri(row[0])}
        things |= _identifiers(text)
        here = _local(local, text)
        near.know(things | here)
        known = {thing for thing in things if near.is_there(thing)} | here
        if not known:
            held = _holding(client, text)
            near.know(held)
        found.append(known)
    return found


def _holding(client: Client, text: str) -> set[str]:
    """Return what has a name that holds the words of a text: what may be meant."""
    *words, last = normalize(text).split() or [""]
    stem = min((last, *singulars(last)), key=len)
    wanted = [word for word in (*words, stem) if word]
    if not wanted:
        return set()
    rows = []
    if client.is_virtuoso:
        try:
            rows = client.ask(text_search(wanted, _NAMING), rows=_MOST_HOLDING)
        except EndpointError:
            # It has no index of texts for this graph.
            rows = []
    rows = rows or client.ask(containing(wanted, _NAMING), rows=_MOST_HOLDING)
    return {row[0] for row in rows if row[0] and is_iri(row[0])}
