"""What a notebook shows of a graph or an answer: the page, in a frame of its own.

The page stands high above the graph and the answer, which therefore know only this module; the
package registers the page's renderer here when it is imported.
"""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any, Final

__all__ = ["Renderer", "register", "show"]

#: A graph, and an answer or None, in; a whole HTML page out.
Renderer = Callable[[Any, Any], str]

_registered: Final[list[Renderer]] = []

# The page runs its own scripts, saves pictures, opens links and prints. It stays apart from the
# notebook: without allow-same-origin it reaches neither its cells nor its cookies.
_SANDBOX: Final = (
    "allow-scripts allow-downloads allow-modals allow-popups allow-popups-to-escape-sandbox"
)


def register(renderer: Renderer) -> None:
    """Have pages rendered by a function, in place of any that was registered before."""
    _registered[:] = [renderer]


def show(graph: object, answer: object = None) -> str | None:
    """Return the page as a frame for a notebook.

    Returns
    -------
    str or None
        None where no renderer is registered: a notebook takes it as "no HTML" and shows the text.
    """
    if not _registered:
        return None
    page = escape(_registered[0](graph, answer), quote=True)
    return (
        f'<iframe sandbox="{_SANDBOX}" title="somagraph" width="100%" height="640" '
        f'style="border:0" srcdoc="{page}"></iframe>'
    )
