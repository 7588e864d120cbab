"""The page's modules, joined into one script."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest

from somagraph.page import bundle
from somagraph.page.bundle import build_bundle


def modules() -> dict[str, str]:
    page = files("somagraph.page")
    return {
        f"{folder}/{path.name}": path.read_text("utf-8")
        for folder in ("engine", "view")
        for path in page.joinpath(folder).iterdir()
        if path.name.endswith(".js")
    }


def test_every_module_is_in_the_page_once_after_what_it_needs() -> None:
    text = build_bundle("view/page.js")
    order = re.findall(r"^modules\['([^']+)'\] =", text, re.MULTILINE)
    assert sorted(order) == sorted(modules())
    assert "import " not in text
    assert not re.search(r"^export ", text, re.MULTILINE)
    for path in order:
        start = text.index(f"modules['{path}'] =")
        for needed in re.findall(r"modules\['([^']+)'\];", text[start:].split("})();", 1)[0]):
            assert order.index(needed) < order.index(path)


def test_every_name_that_is_taken_is_handed_over() -> None:
    text = build_bundle("view/page.js")
    handed = {
        path: set(re.findall(r"\w+", names))
        for path, names in re.findall(
            r"^modules\['([^']+)'\] = .*?^return \{([^}]*)\};\n\}\)\(\);",
            text,
            re.MULTILINE | re.DOTALL,
        )
    }
    taken = re.findall(r"^const \{([^}]*)\} = modules\['([^']+)'\];", text, re.MULTILINE)
    assert taken
    for names, path in taken:
        assert set(re.findall(r"\w+", names)) <= handed[path], path


def test_the_engine_knows_nothing_of_the_page() -> None:
    for path, text in modules().items():
        if path.startswith("engine/"):
            assert "../view" not in text, path
            assert not re.search(r"\b(?:document|window|vis)\b", text), path


def test_a_circle_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = {"a.js": 'import { b } from "./b.js";\n', "b.js": 'import { a } from "./a.js";\n'}
    monkeypatch.setattr(bundle, "read_asset", texts.__getitem__)
    with pytest.raises(ValueError, match=r"in a circle: a\.js -> b\.js -> a\.js"):
        build_bundle("a.js")
