"""The JSON Schemas of what is answered, in one piece for a description that refers to them.

``connect.schema.json`` and ``api.schema.json`` are the contract; this module only joins them, so
that OpenAPI and the tools of assistants are described by the very schemas that tests hold answers
against.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Final

__all__ = ["build_schemas", "build_standalone"]

_Json = Any
#: Where a reference of a file leads to, and what it is called when all stand in one piece.
_ANSWER: Final = "connection_answer"


def _read(name: str) -> dict[str, Any]:
    text = files("somagraph").joinpath(f"{name}.schema.json").read_text(encoding="utf-8")
    read: dict[str, Any] = json.loads(text)
    return read


def _redirected(value: _Json, place: str) -> _Json:
    """Return a schema whose references lead to a place of one document."""
    if isinstance(value, list):
        return [_redirected(one, place) for one in value]
    if not isinstance(value, dict):
        return value
    made = {key: _redirected(one, place) for key, one in value.items()}
    if isinstance(made.get("$ref"), str):
        _, _, path = made["$ref"].partition("#/")
        first, _, rest = path.partition("/")
        inside = rest if first == "$defs" else f"{_ANSWER}/{path}"
        made["$ref"] = f"{place}{inside}"
    return made


@cache
def build_schemas(place: str) -> Mapping[str, Any]:
    """Return every schema by name, with references that begin with a place.

    Examples
    --------
    >>> schemas = build_schemas("#/components/schemas/")
    >>> schemas["found"]["items"]
    {'$ref': '#/components/schemas/entity'}
    >>> schemas["claims"]["properties"]["disputed"]
    {'$ref': '#/components/schemas/connection_answer/properties/disputed'}
    """
    answer = _read("connect")
    shared = answer.pop("$defs")
    for key in ("$schema", "$id", "title"):
        del answer[key]
    whole = {_ANSWER: answer, **shared, **_read("api")["$defs"]}
    made: dict[str, Any] = _redirected(whole, place)
    return made


def build_standalone(name: str) -> dict[str, Any]:
    """Return one schema with all that it refers to within it."""
    schemas = dict(build_schemas("#/$defs/"))
    return {**schemas[name], "$defs": schemas}
