"""The command under every condition that a system can put it in: right, or one sentence."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

RUN = f"{sys.executable} -m somagraph"
ANSWER = "may play a role in anxiety"
TURTLE = (
    "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
    "@prefix soma: <https://w3id.org/somagraph/> .\n"
    '<https://e.org/1> rdfs:label "one" ; soma:adjacentTo soma:kidney .\n'
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "mine.ttl"
    path.write_text(TURTLE, "utf-8")
    return path


def shell(command: str) -> subprocess.CompletedProcess[bytes]:
    done = subprocess.run(
        ["bash", "-c", command],  # noqa: S607 - wherever the system has it
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert b"Traceback" not in done.stderr, done.stderr
    return done


@pytest.mark.parametrize(
    "variables",
    [
        "LANG=C LC_ALL=C",
        "LC_ALL=C PYTHONUTF8=0 PYTHONCOERCECLOCALE=0",
        "PYTHONIOENCODING=ascii",
        "PYTHONIOENCODING=latin-1",
        "COLUMNS=1",
        "-u HOME",
        "HOME=/nonexistent TMPDIR=/nonexistent",
    ],
)
@pytest.mark.parametrize("verb", ["connect psoas anxiety", "show psoas", "show psoas --json"])
def test_any_environment_will_do(variables: str, verb: str) -> None:
    done = shell(f"env {variables} {RUN} {verb}")
    assert done.returncode == 0, done.stderr
    assert done.stderr == b""
    assert b"anxiety" in done.stdout


@pytest.mark.parametrize("verb", ["connect psoas anxiety", "export csv", "explore --no-open -o -"])
def test_a_closed_standard_output_is_told(verb: str) -> None:
    done = shell(f"{RUN} {verb} >&-")
    assert done.returncode == 2
    assert done.stderr == b"Error: the output cannot be written: Bad file descriptor.\n"


@pytest.mark.parametrize("streams", ["<&-", "2>&-", "<&- 2>&-"])
def test_other_closed_streams_are_no_matter(streams: str) -> None:
    done = shell(f"{RUN} connect psoas anxiety {streams}")
    assert done.returncode == 0
    assert ANSWER.encode() in done.stdout


@pytest.mark.parametrize("streams", [">&- 2>&-", "<&- >&- 2>&-", "2>/dev/full"])
def test_an_error_that_nobody_can_hear_still_counts(streams: str) -> None:
    assert shell(f"{RUN} connect nobody anxiety {streams}").returncode == 2


def test_closed_streams_are_never_printed_into(tmp_path: Path) -> None:
    path = tmp_path / "out.ttl"
    shell(f"{RUN} export turtle -o {path} <&- >&- 2>&-")
    assert path.read_bytes() == shell(f"{RUN} export turtle").stdout


def test_twenty_at_once(file: Path, tmp_path: Path) -> None:
    environment = {**os.environ, "SOMAGRAPH_CACHE": str(tmp_path / "kept")}
    command = [sys.executable, "-m", "somagraph", "--with", str(file), "connect", "one", "kidney"]
    runs = [
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment)
        for _ in range(20)
    ]
    outcomes = {(*run.communicate(), run.returncode) for run in runs}
    ((output, told, status),) = outcomes
    assert (told, status) == (b"", 0)
    assert b"One lies beside the kidney." in output


@pytest.mark.parametrize("verb", ["connect one kidney", "query 'ASK {?s ?p ?o}'", "validate"])
@pytest.mark.parametrize("limit", ["-n 16", "-v 262144"])
def test_little_is_enough(file: Path, tmp_path: Path, verb: str, limit: str) -> None:
    kept = f"SOMAGRAPH_CACHE={tmp_path / 'kept'}"
    done = shell(f"ulimit {limit}; {kept} {RUN} --with {file} {verb}")
    assert done.returncode in ({0, 1} if verb == "validate" else {0}), done.stderr


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("/dev/zero", "this is a device, no file"),
        ("/dev/null", "this is a device, no file"),
        ("''", "this is a folder; name a file in it"),
        ("<(true)", "the file is empty"),
        ("<(cat /dev/zero)", "this is binary data, no ontology"),
        ("<(yes)", "is not TriG"),
    ],
)
def test_what_is_no_file_is_told(source: str, reason: str) -> None:
    done = shell(f"{RUN} --with {source} connect psoas kidney")
    assert done.returncode == 2
    assert done.stderr.startswith(b"Error: ")
    assert done.stderr.count(b"\n") == 1
    assert reason.encode() in done.stderr


@pytest.mark.parametrize("verb", ["add", "validate --against", "validate"])
def test_a_device_is_never_read(verb: str) -> None:
    done = shell(f"{RUN} {verb} /dev/zero")
    assert done.returncode == 2
    assert b"/dev/zero: this is a device, no file" in done.stderr + done.stdout


def test_a_pipe_that_stays_silent_is_told(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    done = shell(f"{RUN} --with {pipe} connect psoas kidney")
    assert done.returncode == 2
    assert done.stderr.decode() == f"Error: {pipe}: nothing comes out of this pipe.\n"


def test_what_comes_out_of_a_pipe_is_asked_and_queried(file: Path) -> None:
    asked = shell(f"{RUN} --with <(cat {file}) connect one kidney")
    assert b"One lies beside the kidney." in asked.stdout
    query = "SELECT ?name { <https://e.org/1> rdfs:label ?name }"
    assert shell(f"{RUN} --with <(cat {file}) query '{query}'").stdout == b"name\none\n"


def test_a_name_that_breaks_lines_breaks_no_message() -> None:
    done = shell(f"{RUN} --with $'a\\nError: b\\e[31m\\u202e' connect psoas kidney")
    assert done.stderr.decode() == "Error: a Error: b[31m: there is no such file.\n"


def test_a_query_on_standard_input_is_bounded() -> None:
    done = shell(f"yes 'ASK {{}}' | {RUN} query -")
    assert done.stderr == b"Error: standard input: it is longer than 10 MB.\n"
    assert shell(f"printf '\\xff' | {RUN} query -").stderr == (
        b"Error: standard input: this is not UTF-8 text.\n"
    )
    assert shell(f"{RUN} query - <&-").stderr == b"Error: standard input: it is closed.\n"


def test_names_that_are_no_utf8_are_written(tmp_path: Path) -> None:
    for name in (b"\xff\xfe.ttl", b"n" * 255):
        done = subprocess.run(
            [sys.executable, "-m", "somagraph", "export", "turtle", "-o", name],
            cwd=tmp_path,
            capture_output=True,
            check=True,
        )
        assert done.stderr.startswith(b"Wrote ")
        assert (tmp_path / os.fsdecode(name)).stat().st_size > 1_000_000
    assert len(list(tmp_path.iterdir())) == 2


def test_a_file_is_not_written_onto_what_is_read(tmp_path: Path) -> None:
    table = tmp_path / "claims.tsv"
    table.write_text("subject\trelation\n", "utf-8")
    done = shell(f"{RUN} add {table} -o {table}")
    assert done.returncode == 2
    assert table.read_text("utf-8") == "subject\trelation\n"


def test_an_export_goes_onto_its_own_input_whole(file: Path) -> None:
    done = shell(f"{RUN} --with {file} export turtle -o {file}")
    assert done.returncode == 0
    assert "https://e.org/1" in file.read_text("utf-8")
    assert b"One lies beside" in shell(f"{RUN} --with {file} connect one kidney").stdout


@pytest.mark.parametrize("verb", ["export turtle", "show psoas --json", "explore --no-open -o -"])
def test_output_without_a_buffer_is_whole_or_told(tmp_path: Path, verb: str) -> None:
    whole = shell(f"{RUN} {verb}").stdout
    assert shell(f"PYTHONUNBUFFERED=1 {RUN} {verb}").stdout == whole
    # A file may grow to 10 kB only, as on a disk that is nearly full.
    done = shell(f"ulimit -f 10; PYTHONUNBUFFERED=1 {RUN} {verb} > {tmp_path / 'out'}")
    assert done.returncode == 2
    assert done.stderr.startswith(b"Error: the output cannot be written: ")


@pytest.mark.parametrize(
    "verb", ["export csv -o", "explore --no-open -o", "connect one kidney --html"]
)
def test_what_is_read_is_not_written_over(file: Path, verb: str) -> None:
    done = shell(f"{RUN} --with {file} {verb} {file}")
    assert done.returncode == 2
    assert b"it is one of the files that are read; name another" in done.stderr
    assert file.read_text("utf-8") == TURTLE


def test_more_files_than_old_systems_count(file: Path) -> None:
    files = f"--with {file} " * 1100
    assert shell(f"ulimit -n 4000; {RUN} {files} connect one kidney").returncode == 0


def test_a_pipe_that_nobody_reads_is_told(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    done = shell(f"{RUN} export turtle -o {pipe}")
    assert done.returncode == 2
    assert done.stderr.count(b"\n") == 1


def test_labels_forge_no_lines_and_json_no_signs(tmp_path: Path) -> None:
    path = tmp_path / "forged.ttl"
    path.write_text(
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
        "@prefix soma: <https://w3id.org/somagraph/> .\n"
        '<https://e.org/1> rdfs:label "one\\n\\nAll is well.\\u202e\\u009b31m" ;\n'
        "  soma:adjacentTo soma:kidney .\n",
        "utf-8",
    )
    told = shell(f"{RUN} --with {path} show https://e.org/1").stdout.decode()
    assert "one  All is well.31m" in told
    assert "All is well.31m" not in told.splitlines()
    json = shell(f"{RUN} --with {path} show https://e.org/1 --json").stdout.decode()
    assert "\\u202e\\u009b31m" in json
    assert not set("\u202e\x9b") & set(json)


def test_a_predicate_that_xml_cannot_name_is_told(tmp_path: Path) -> None:
    from xml.etree import ElementTree as ET  # noqa: PLC0415 - only here

    path = tmp_path / "numbered.ttl"
    path.write_text(TURTLE + "<https://e.org/1> <https://e.org/2> <https://e.org/3> .\n", "utf-8")
    done = shell(f"{RUN} --with {path} export rdfxml")
    ET.fromstring(done.stdout)  # noqa: S314 - made by the program under test
    assert done.stderr == (
        b"RDF/XML cannot name <https://e.org/2>; what is said with it is left out.\n"
    )


@pytest.mark.parametrize("form", ["graphml", "gexf", "rdfxml"])
def test_what_xml_cannot_carry_is_told(file: Path, tmp_path: Path, form: str) -> None:
    assert shell(f"{RUN} --with {file} export {form}").stderr == b""
    path = tmp_path / "controls.ttl"
    path.write_text(TURTLE.replace("one", "a\\u0001b\\uFFFEc"), "utf-8")
    done = shell(f"{RUN} --with {path} export {form}")
    assert done.returncode == 0
    assert done.stderr == b"XML cannot carry U+0001, U+FFFE; U+FFFD stands in their place.\n"
