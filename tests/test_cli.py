from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from somagraph.cli import main

ROOT = Path(__file__).resolve().parent.parent
COMMANDS = sorted(main.commands)


def run(*arguments: str, text: str | None = None) -> Result:
    return CliRunner().invoke(main, arguments, input=text, catch_exceptions=False)


def shell(*arguments: str, **options: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # type: ignore[call-overload, no-any-return]
        [sys.executable, "-m", "somagraph", *arguments],
        capture_output=True,
        text=True,
        check=False,
        **options,
    )


def test_the_verbs_are_those_of_the_guide() -> None:
    assert COMMANDS == [
        "add", "cache", "compare", "connect", "explore", "export", "mcp", "push", "query",
        "reach", "search", "serve", "show", "validate",
    ]  # fmt: skip
    readme = (ROOT / "README.md").read_text("utf-8")
    assert all(f"somagraph {command}" in readme for command in COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_verb_has_help_for_itself_and_each_option(command: str) -> None:
    assert main.commands[command].help
    for parameter in main.commands[command].params:
        if parameter.param_type_name == "option":
            assert getattr(parameter, "help", ""), parameter.name
    assert run(command, "--help").exit_code == 0


def test_connect_tells_an_answer() -> None:
    result = run("connect", "psoas", "anxiety")
    assert result.exit_code == 0
    assert result.stdout.splitlines()[:7] == [
        "What connects the psoas major to anxiety?",
        "'psoas' is read as the psoas major.",
        "",
        " 1  in one step \N{MIDDLE DOT} a practitioner says it may",
        "    The psoas major may play a role in anxiety.",
        "      [Crimando, P3.3] a practitioner says it may",
        "    No study is cited here.",
    ]
    assert result.stdout.endswith(
        "This shows what sources say; it is not medical advice, "
        "and a connection does not prove a cause.\n"
    )


def test_an_answer_about_pain_names_the_warning_signs() -> None:
    result = run("connect", "psoas", "low back pain", "--standing", "practice")
    assert "Needs emergency care: back pain or low back pain with" in result.stdout
    assert "loss of control over bladder or bowel" in result.stdout
    assert "Needs emergency care" not in run("connect", "psoas", "anxiety").stdout


def test_connect_as_json() -> None:
    told = json.loads(run("connect", "psoas", "anxiety", "--json").stdout)
    assert told["connections"][0]["cost"] == 1.9
    assert told["source"] == {"id": "soma:psoas-major", "label": "psoas major"}


def test_options_reach_the_question() -> None:
    told = json.loads(
        run(
            "connect", "kidney", "femur", "--json", "-k", "2", "--max-hops", "4",
            "--via", "iliacus", "--avoid", "lumbar plexus", "--relation", "anatomical",
            "--standing", "textbook", "--asserted-only", "--no-indirect",
        ).stdout
    )  # fmt: skip
    assert len(told["connections"]) == 2
    for connection in told["connections"]:
        assert "soma:iliacus" in [entity["id"] for entity in connection["entities"]]
        assert len(connection["steps"]) <= 4


def test_a_source_and_a_speaker_can_be_left_out() -> None:
    arguments = ("connect", "Constructive Rest", "anxiety", "-k", "1")
    assert "[Marlysa Sullivan in Crimando, P17.5]" in run(*arguments).stdout
    assert "Sullivan" not in run(*arguments, "--without", "sullivan").stdout
    both = run(*arguments, "--without", "Marlysa Sullivan", "--without", "Crimando")
    assert both.exit_code == 1
    assert "hear Crimando as well (--without)" in both.stdout
    refused = run(*arguments, "--without", "nobody")
    assert refused.exit_code == 2
    assert refused.stderr.startswith("Error: No claim here rests on 'nobody'; name a source ")
    assert refused.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (["connect", "psoas", "anxiety"], 0),
        (["connect", "IBS", "anxiety"], 1),
        (["connect", "psoas"], 2),
        (["connect", "psoas", "no such thing"], 2),
        (["connect", "psoas", "L3", "-k", "0"], 2),
        (["connect", "psoas", "L3", "--standing", "rumour"], 2),
        (["show", "psoas"], 0),
        (["show", "psaos major"], 2),
        (["search", "lumbar"], 0),
        (["search", "zebra crossing"], 1),
        (["reach", "tight psoas"], 0),
        (["reach", "L3"], 1),
        (["export", "parchment"], 2),
        (["query", "DELETE WHERE { ?s ?p ?o }"], 2),
        (["validate", "/nowhere.ttl"], 2),
        (["--with", "/nowhere.ttl", "search", "psoas"], 2),
        (["dance"], 2),
    ],
)
def test_exit_statuses(arguments: list[str], status: int) -> None:
    result = run(*arguments)
    assert result.exit_code == status
    assert "Traceback" not in result.output


def test_errors_are_one_sentence_on_stderr() -> None:
    result = run("show", "psaos major")
    assert result.stdout == ""
    assert result.stderr.startswith("Error: Nothing here is called 'psaos major'; did you mean ")
    assert "psoas major" in result.stderr
    assert result.stderr.count("\n") == 1


def test_show_tells_both_directions_and_their_sources() -> None:
    text = run("show", "L3").stdout
    assert "L3 vertebra (vertebra)  soma:l3-vertebra" in text
    assert "What is said of it:" in text
    assert (
        "The L3 vertebra gives origin to the psoas major. "
        "[Ellis, Clinical Anatomy, p. 150; Gray 1918, p. 467; Crimando, P7.1] in standard textbooks"
    ) in text


def test_show_keeps_the_order_of_steps_and_the_qualifiers() -> None:
    text = run("show", "Constructive Rest").stdout
    places = [text.index(f"includes step {number}") for number in range(1, 7)]
    assert places == sorted(places)
    assert "Qualified: she does not want to exaggerate." in text
    assert "safe for no one in particular" in text


def test_search_puts_whole_names_first() -> None:
    lines = run("search", "psoas").stdout.splitlines()
    assert lines[0] == "psoas major  (muscle)  soma:psoas-major"
    assert len(lines) > 5


def test_query_prints_csv_where_no_terminal_is() -> None:
    sparql = "SELECT ?o WHERE { soma:psoas-major soma:insertsOn ?o }"
    lines = run("query", sparql).stdout.splitlines()
    assert lines == [
        "o",
        "https://w3id.org/somagraph/femur",
        "https://w3id.org/somagraph/lesser-trochanter",
    ]
    assert json.loads(run("query", "-", "--format", "json", text=sparql).stdout)[0]["o"]


def test_export_to_a_file_and_to_standard_output(tmp_path: Path) -> None:
    target = tmp_path / "graph.ttl"
    result = run("export", "turtle", "-o", str(target))
    assert result.stdout == ""
    assert target.read_bytes() == run("export", "turtle").stdout_bytes


def test_an_added_file_joins_the_answer_and_stays_unstated(tmp_path: Path) -> None:
    path = tmp_path / "mine.ttl"
    path.write_text(
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
        "@prefix soma: <https://w3id.org/somagraph/> .\n"
        "@prefix ex: <https://example.org/> .\n"
        'ex:thymus rdfs:label "thymus" ; soma:adjacentTo soma:kidney .\n',
        "utf-8",
    )
    result = run("--with", str(path), "connect", "thymus", "psoas", "-k", "1")
    assert result.exit_code == 0
    assert "The thymus lies beside the kidney." not in result.stdout
    assert "Thymus lies beside the kidney.\n      [mine.ttl] no source given" in result.stdout


def test_validate_tells_all_problems_at_once(tmp_path: Path) -> None:
    path = tmp_path / "broken.ttl"
    path.write_text(
        "@prefix soma: <https://w3id.org/somagraph/> .\n"
        "soma:thing a soma:Muscle ; soma:arisesFrom soma:nowhere .\n",
        "utf-8",
    )
    result = run("validate", str(path))
    assert result.exit_code == 1
    lines = result.stdout.splitlines()
    assert len(lines) >= 4
    assert all(line.startswith("broken.ttl: soma:thing: ") for line in lines)
    assert run("validate").exit_code == 0


def test_explore_and_html_write_the_page(tmp_path: Path) -> None:
    page, answer = tmp_path / "page.html", tmp_path / "answer.html"
    assert run("explore", "--no-open", "-o", str(page)).exit_code == 0
    assert run("connect", "psoas", "L3", "--html", str(answer)).exit_code == 0
    assert page.read_text("utf-8").startswith("<!doctype html>")
    assert "What connects the psoas major to the L3 vertebra?" in answer.read_text("utf-8")


def test_explore_opens_what_it_wrote(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr("webbrowser.open", opened.append)
    page = tmp_path / "page.html"
    run("explore", "-o", str(page))
    assert opened == [page.resolve().as_uri()]


def test_names_complete_in_the_shell() -> None:
    result = shell(
        env={
            **os.environ,
            "_SOMAGRAPH_COMPLETE": "bash_complete",
            "COMP_WORDS": "somagraph connect psoas",
            "COMP_CWORD": "2",
        }
    )
    assert "plain,psoas major" in result.stdout.splitlines()


def test_connect_starts_without_the_heavy_libraries() -> None:
    code = (
        "import sys\n"
        "from somagraph.cli import main\n"
        "try:\n    main(['connect', 'psoas', 'anxiety'])\n"
        "except SystemExit as end:\n    assert end.code == 0\n"
        "heavy = {'pyvis', 'IPython', 'pyshacl', 'rdflib', 'networkx', 'jinja2', 'numpy',\n"
        "  'urllib3', 'starlette', 'uvicorn', 'mcp', 'asyncio', 'pyoxigraph',\n"
        "  'somagraph.service', 'somagraph.endpoint', 'somagraph.server'}\n"
        "print('loaded', sorted(heavy & set(sys.modules)), file=sys.stderr)\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert result.stderr == "loaded []\n"


def test_a_closed_pipe_is_no_error() -> None:
    command = f"{sys.executable} -m somagraph export turtle | head -n 1"  # a real pipe
    result = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=True)  # noqa: S607
    assert result.stdout.startswith("@prefix")
    assert "Traceback" not in result.stderr


def test_a_full_disk_is_told_in_one_sentence() -> None:
    for command in ("connect psoas anxiety", "export turtle"):
        done = subprocess.run(
            ["sh", "-c", f"{sys.executable} -m somagraph {command} > /dev/full"],  # noqa: S607
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 2
        assert done.stderr.startswith("Error: the output cannot be written: ")
        assert done.stderr.count("\n") == 1


def test_a_state_of_nothing_breaks_no_card(tmp_path: Path) -> None:
    path = tmp_path / "mine.ttl"
    path.write_text(
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
        "@prefix soma: <https://w3id.org/somagraph/> .\n"
        'soma:mine a soma:State ; rdfs:label "mine" ; soma:bearer soma:nowhere .\n',
        "utf-8",
    )
    assert run("--with", str(path), "show", "mine").exit_code == 0


def test_terminal_output_carries_no_escape_from_data(tmp_path: Path) -> None:
    path = tmp_path / "evil.ttl"
    path.write_text(
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
        "@prefix soma: <https://w3id.org/somagraph/> .\n"
        '<https://example.org/x> rdfs:label "thymus\\u001b[31m\\u202e" ;\n'
        "    soma:adjacentTo soma:kidney .\n",
        "utf-8",
    )
    result = run("--with", str(path), "show", "https://example.org/x")
    assert "thymus[31m" in result.stdout
    assert "\x1b" not in result.stdout
    assert "\u202e" not in result.stdout


def test_an_interrupt_ends_it_quietly(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "somagraph", "query", "-"],
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=tmp_path,
    ) as process:
        assert process.stderr is not None
        import time  # noqa: PLC0415 - only here

        time.sleep(1.0)
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=20)
    assert b"Traceback" not in errors
    assert process.returncode != 0


def test_validate_holds_mappings_against_a_vocabulary(tmp_path: Path) -> None:
    path = tmp_path / "tiny.obo"
    path.write_text("[Term]\nid: UBERON:0001298\nname: psoas minor\n", "utf-8")
    result = run("validate", "--against", str(path))
    assert result.exit_code == 1
    told = "soma:psoas-major: UBERON:0001298 is called 'psoas minor', not 'psoas major'"
    assert f"mappings.ttl: {told}" in result.stdout
    assert "mappings checked; not checked, as no file given holds their vocabulary" in result.stderr
    assert run("validate", "--against", "/nowhere.obo").exit_code == 2
