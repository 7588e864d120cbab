"""The page's scripts: plain ES modules, joined into one script that imports nothing.

A page opened from disk may not import files, so each module becomes a function of its own that
hands over what it exports. Only the forms used here are read: ``import { a, b } from "./file.js";``
and ``export`` before a declaration.
"""

from __future__ import annotations

import base64
import gzip
import re
from importlib.resources import files
from posixpath import dirname, join, normpath
from typing import Final

__all__ = ["build_bundle", "read_asset", "read_packed"]

_IMPORT: Final = re.compile(r'^import \{([^}]*)\} from "([^"]+)";\n', re.MULTILINE)
_EXPORT: Final = re.compile(r"^export ((?:const|class|function\*?) (\w+))", re.MULTILINE)

#: Comments and indents are for those who read the modules; the page does without them.
_COMMENT: Final = re.compile(r"^ *//.*\n|^ +", re.MULTILINE)


def read_asset(path: str) -> str:
    """Return a file that lies beside this module."""
    return files("somagraph.page").joinpath(*path.split("/")).read_text(encoding="utf-8")


def read_packed(path: str) -> tuple[str, str]:
    """Return the text of a file that lies here packed by gzip, and its packed bytes as base64.

    The page holds the packed bytes: packing anew would give other bytes on other machines.
    """
    packed = files("somagraph.page").joinpath(*path.split("/")).read_bytes()
    return gzip.decompress(packed).decode(), base64.b64encode(packed).decode()


def _wrapped(path: str, text: str) -> str:
    """Return a module as a function that is called at once."""

    def taken(found: re.Match[str]) -> str:
        names = " ".join(found[1].split()).rstrip(",")
        return f"const {{ {names} }} = modules[{normpath(join(dirname(path), found[2]))!r}];\n"

    names = ", ".join(found[2] for found in _EXPORT.finditer(text))
    body = _COMMENT.sub("", _EXPORT.sub(r"\1", _IMPORT.sub(taken, text)))
    return f"modules[{path!r}] = (() => {{\n{body}return {{ {names} }};\n}})();\n"


def build_bundle(entry: str) -> str:
    """Return one strict script of a module and all that it imports, each after what it needs.

    Raises
    ------
    ValueError
        If modules import each other in a circle.
    """
    ordered: dict[str, str] = {}

    def visit(path: str, above: tuple[str, ...]) -> None:
        if path in above:
            message = f"modules import each other in a circle: {' -> '.join((*above, path))}"
            raise ValueError(message)
        if path in ordered:
            return
        text = read_asset(path)
        for found in _IMPORT.finditer(text):
            visit(normpath(join(dirname(path), found[2])), (*above, path))
        ordered[path] = _wrapped(path, text)

    visit(entry, ())
    return f'"use strict";\n(() => {{\nconst modules = {{}};\n{"".join(ordered.values())}}})();\n'
