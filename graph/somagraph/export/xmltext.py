"""What XML can carry of a text."""

from __future__ import annotations

import re
from typing import Final

from somagraph.knowledge import KnowledgeGraph
from somagraph.triples import Literal

__all__ = [
    "XML_FORMATS",
    "can_be_element",
    "tell_losses",
    "tell_unnamed",
    "xml_document",
    "xml_text",
]

#: A name of XML without a colon, at the end of an IRI (https://www.w3.org/TR/xml-names/#NT-NCName).
_NAME_AT_END: Final = re.compile(r"[^\W\d][\w.-]*$")

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


def can_be_element(predicate: str) -> bool:
    """Tell whether RDF/XML can name a predicate: its end must be a name of XML.

    Examples
    --------
    >>> can_be_element("https://e.org/label"), can_be_element("https://e.org/1")
    (True, False)
    """
    return _NAME_AT_END.search(predicate) is not None


def tell_unnamed(graph: KnowledgeGraph) -> str:
    """Tell the predicates that RDF/XML cannot name, or return an empty text."""
    unnamed = {t.predicate for t in graph.dataset if not can_be_element(t.predicate)}
    named = ", ".join(f"<{predicate}>" for predicate in sorted(unnamed))
    return f"RDF/XML cannot name {named}; what is said with it is left out." if named else ""


def tell_losses(graph: KnowledgeGraph, text: str) -> str:
    """Tell which signs of a graph its XML could not carry, or return an empty text."""
    # One writer has signs beyond ASCII as references.
    if "\N{REPLACEMENT CHARACTER}" not in text and "&#65533;" not in text:
        return ""
    literals = (triple.object for triple in graph.dataset if isinstance(triple.object, Literal))
    lost = {sign for literal in literals for sign in _NOT_XML.findall(literal.value)}
    named = ", ".join(f"U+{ord(sign):04X}" for sign in sorted(lost))
    return f"XML cannot carry {named}; U+FFFD stands in their place." if lost else ""
