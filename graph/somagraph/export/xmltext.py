"""What XML can carry of a text."""

from __future__ import annotations

import re
from typing import Final

from somagraph.knowledge import KnowledgeGraph
from somagraph.triples import Literal

__all__ = ["XML_FORMATS", "tell_losses", "xml_document", "xml_text"]

#: The formats that are XML.
XML_FORMATS: Final = frozenset({"gexf", "graphml", "rdfxml"})

#: What XML 1.0 cannot carry (https://www.w3.org/TR/xml/#charsets).
_NOT_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml_text(text: str) -> str:
    r"""Return a text with a replacement character for whatever XML cannot carry.

    Examples
    --------
    >>> xml_text("a\x00b")
    'a\ufffdb'
    """
    return _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", text)


def xml_document(text: str) -> str:
    r"""Return a document ended by one line feed, with carriage returns that a reader keeps.

    Examples
    --------
    >>> xml_document("<x>a\rb</x>")
    '<x>a&#13;b</x>\n'
    """
    return text.rstrip("\n").replace("\r", "&#13;") + "\n"


def tell_losses(graph: KnowledgeGraph, text: str) -> str:
    """Tell which signs of a graph its XML could not carry, or return an empty text."""
    # One writer has signs beyond ASCII as references.
    if "\N{REPLACEMENT CHARACTER}" not in text and "&#65533;" not in text:
        return ""
    literals = (triple.object for triple in graph.dataset if isinstance(triple.object, Literal))
    lost = {sign for literal in literals for sign in _NOT_XML.findall(literal.value)}
    named = ", ".join(f"U+{ord(sign):04X}" for sign in sorted(lost))
    return f"XML cannot carry {named}; U+FFFD stands in their place." if lost else ""
