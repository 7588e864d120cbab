"""What is answered where there is no answer: problem details as RFC 9457 has them."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import Any, Final

from somagraph.errors import (
    AmbiguousNameError,
    NameResolutionError,
    ParameterError,
    QuestionError,
    SomagraphError,
    UnknownNameError,
)

__all__ = ["MEDIA_TYPE", "build_problem", "encode_problem", "tell_error"]

MEDIA_TYPE: Final = "application/problem+json"

_TYPES: Final = "https://w3id.org/somagraph/problem/"

#: Status and type of each error of ours; the first that fits.
_ERRORS: Final[tuple[tuple[type[SomagraphError], int, str], ...]] = (
    (UnknownNameError, 404, "unknown-name"),
    (AmbiguousNameError, 409, "ambiguous-name"),
    (ParameterError, 400, "bad-parameter"),
    (QuestionError, 400, "bad-question"),
    (SomagraphError, 400, "bad-request"),
)


def build_problem(status: int, detail: str, *, kind: str = "", **more: object) -> dict[str, Any]:
    """Return the details of a problem.

    Examples
    --------
    >>> build_problem(404, "Nothing is here.")
    {'type': 'about:blank', 'title': 'Not Found', 'status': 404, 'detail': 'Nothing is here.'}
    """
    title = kind.replace("-", " ").capitalize() if kind else HTTPStatus(status).phrase
    return {
        "type": _TYPES + kind if kind else "about:blank",
        "title": title,
        "status": status,
        "detail": detail,
        **more,
    }


def encode_problem(problem: dict[str, Any]) -> bytes:
    """Return the details of a problem as they are sent."""
    return json.dumps(problem, ensure_ascii=False).encode("utf-8", errors="replace")


def _candidates(problem: NameResolutionError) -> list[dict[str, str]]:
    # What is ambiguous is told apart by ids, which stand first; else a label is a name by itself.
    is_ambiguous = isinstance(problem, AmbiguousNameError)
    return [
        {"name": told.partition(" (")[0] if is_ambiguous else told, "label": told}
        for told in problem.candidates
    ]


def tell_error(problem: SomagraphError) -> dict[str, Any]:
    """Return the details of an error of ours."""
    status, kind = next((s, k) for error, s, k in _ERRORS if isinstance(problem, error))
    more: dict[str, object] = {}
    if isinstance(problem, NameResolutionError):
        more["candidates"] = _candidates(problem)
    if isinstance(problem, ParameterError):
        more["parameter"] = problem.parameter[:80]
    return build_problem(status, str(problem), kind=kind, **more)
