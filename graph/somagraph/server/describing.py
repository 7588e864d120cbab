"""The OpenAPI description: made of the parameters and schemas that requests are held against."""

from __future__ import annotations

from typing import Any, Final

import somagraph
from somagraph import wording
from somagraph.schemas import build_schemas
from somagraph.server.problems import MEDIA_TYPE
from somagraph.service import NO_ADVICE, OPERATIONS, Parameter

__all__ = ["PATHS", "build_description"]

_Json = dict[str, Any]

#: Where each question is asked, and the schema of what comes back.
PATHS: Final = {
    "connect": ("/connect", "connection_answer"),
    "show": ("/entities/{name}", "card"),
    "search": ("/search", "found"),
    "claims": ("/claims", "claims"),
}

_PROBLEMS: Final = {
    "400": "A parameter or the question cannot be meant.",
    "404": "Nothing here is called that.",
    "409": "Several things are called that.",
    "503": "Too much is asked at once, or the answer takes too long; ask again later.",
    "default": "The request is not for this server, or too large.",
}


def _parameter(parameter: Parameter, path: str) -> _Json:
    in_path = f"{{{parameter.name}}}" in path
    return {
        "name": parameter.name,
        "in": "path" if in_path else "query",
        "required": parameter.required,
        "description": parameter.told,
        "schema": dict(parameter.schema),
        **({} if in_path else {"style": "form", "explode": True}),
    }


def _reply(told: str, media: str, schema: str) -> _Json:
    reference = {"$ref": f"#/components/schemas/{schema}"}
    return {"description": told, "content": {media: {"schema": reference}}}


def build_description() -> _Json:
    """Return the OpenAPI 3.1 description of the API."""
    paths: _Json = {}
    for name, (path, schema) in PATHS.items():
        operation = OPERATIONS[name]
        paths[path] = {
            "get": {
                "operationId": name,
                "summary": operation.told,
                "description": NO_ADVICE,
                "parameters": [_parameter(one, path) for one in operation.parameters],
                "responses": {
                    "200": _reply(operation.told, "application/json", schema),
                    "304": {"description": "It is what `If-None-Match` names."},
                    **{
                        status: _reply(told, MEDIA_TYPE, "problem")
                        for status, told in _PROBLEMS.items()
                    },
                },
            }
        }
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "somagraph",
            "version": somagraph.__version__,
            "description": wording.DISCLAIMER,
        },
        "paths": paths,
        "components": {"schemas": dict(build_schemas("#/components/schemas/"))},
    }
