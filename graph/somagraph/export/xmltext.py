"""What XML can carry of a text."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["xml_document", "xml_text"]

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
