"""How names are compared: case, hyphens, articles and punctuation apart."""

from __future__ import annotations

import re
from collections.abc import Iterator

from somagraph.model import Entity

__all__ = ["names_of", "normalize", "singulars"]

_WORD = re.compile(r"[^\W_]+(?:['\N{RIGHT SINGLE QUOTATION MARK}]\w+)*")
_ARTICLES = frozenset({"the", "a", "an"})


def normalize(text: str) -> str:
    """Return a text as names are compared.

    Examples
    --------
    >>> normalize("  The Fight-or-Flight\N{NO-BREAK SPACE}Response ")
    'fight or flight response'
    """
    plain = text.lower() if text.isascii() else _plain(text)
    # Most names hold words and nothing else, which need not be looked for.
    words = plain.split() if plain.replace(" ", "").isalnum() else _WORD.findall(plain)
    if len(words) > 1 and words[0] in _ARTICLES:
        del words[0]
    return " ".join(words)


def _plain(text: str) -> str:
    import unicodedata  # noqa: PLC0415 - most names are ASCII, and a question is answered at once

    return unicodedata.normalize("NFKC", text).casefold()


def singulars(name: str) -> Iterator[str]:
    """Yield what the last word may be the plural of.

    Examples
    --------
    >>> list(singulars("vertebrae")), list(singulars("kidneys"))
    (['vertebra'], ['kidney'])
    """
    for plural, singular in (("ies", "y"), ("ae", "a"), ("ses", "sis"), ("es", ""), ("s", "")):
        if name.endswith(plural) and len(name) > len(plural) + 2 and not name.endswith("ss"):
            yield name[: -len(plural)] + singular


def names_of(entity: Entity) -> Iterator[tuple[str, str]]:
    """Yield each name of an entity as names are compared, with the table that it belongs to.

    The tables are ``usual``, ``label`` and ``synonym``, and ``id`` for what it is called elsewhere.
    """
    yield "label", normalize(entity.label)
    for name in (entity.phrase, *entity.synonyms):
        yield "synonym", normalize(name)
    for name in entity.usual_names:
        yield "usual", normalize(name)
    for match, curie in entity.mappings:
        if match == "exactMatch":
            yield "id", curie
    for identifier, _ in entity.merged:
        yield "id", identifier
