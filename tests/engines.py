"""Real engines on this machine's loopback: Oxigraph and Virtuoso, started and stopped by tests."""

from __future__ import annotations

import contextlib
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

__all__ = ["OXIGRAPH", "free_port", "oxigraph", "virtuoso"]

#: Comes with the interop group, beside the interpreter.
OXIGRAPH = Path(sys.executable).with_name("oxigraph")

#: Seconds that an engine may take to start.
_PATIENCE = 90

_INI = """
[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
FileExtend = 200
MaxCheckpointRemap = 2000
[TempDatabase]
DatabaseFile = {folder}/virtuoso-temp.db
TransactionFile = {folder}/virtuoso-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DirsAllowed = {allowed}
NumberOfBuffers = 20000
MaxDirtyBuffers = 15000
ServerThreads = 10
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerThreads = 10
[SPARQL]
ResultSetMaxRows = 10000
DefaultQuery = SELECT 1 {{}}
"""


def free_port() -> int:
    """Return a port of loopback that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    ends = time.monotonic() + _PATIENCE
    while True:
        assert process.poll() is None, f"the engine ended with {process.returncode}"
        try:
            urllib.request.urlopen(url, timeout=5).close()  # noqa: S310 - loopback
        except urllib.error.HTTPError:
            return
        except OSError:
            assert time.monotonic() < ends, f"{url} does not answer"
            time.sleep(0.1)
        else:
            return


@contextlib.contextmanager
def oxigraph(
    folder: Path, graphs: dict[str, Path] | None = None, *, writable: bool = False
) -> Iterator[str]:
    """Serve N-Triples files, each as a graph; yield the address of the server."""
    for iri, path in (graphs or {}).items():
        command = [OXIGRAPH, "load", "--location", folder, "--file", path, "--graph", iri]
        subprocess.run(command, check=True, capture_output=True)
    port = free_port()
    verb = "serve" if writable else "serve-read-only"
    if not writable and not graphs:
        folder.mkdir(parents=True, exist_ok=True)
    command = [OXIGRAPH, verb, "--location", folder, "--bind", f"127.0.0.1:{port}"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_for(f"http://127.0.0.1:{port}/", process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=30)


def _isql(port: int, *statements: str) -> str:
    command = ["isql-vt", f"127.0.0.1:{port}", "dba", "dba", "ERRORS=STDOUT"]
    text = "".join(f"{statement};\n" for statement in statements)
    done = subprocess.run(command, input=text, capture_output=True, text=True, check=False)
    return done.stdout + done.stderr


@contextlib.contextmanager
def virtuoso(folder: Path, graphs: dict[str, Path] | None = None) -> Iterator[str]:
    """Serve N-Triples files with Virtuoso, each as a graph; yield the address of the server."""
    folder.mkdir(parents=True, exist_ok=True)
    sql, http = free_port(), free_port()
    allowed = ", ".join(sorted({str(path.parent) for path in (graphs or {}).values()} | {"."}))
    configuration = folder / "virtuoso.ini"
    configuration.write_text(_INI.format(folder=folder, sql=sql, http=http, allowed=allowed))
    command = ["virtuoso-t", "+configfile", configuration, "+foreground"]
    process = subprocess.Popen(
        command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        _wait_for(f"http://127.0.0.1:{http}/sparql", process)
        for iri, path in (graphs or {}).items():
            told = _isql(
                sql,
                f"ld_dir('{path.parent}', '{path.name}', '{iri}')",
                "rdf_loader_run()",
                "checkpoint",
            )
            assert "Error" not in told, told
        yield f"http://127.0.0.1:{http}"
    finally:
        _isql(sql, "shutdown")
        try:
            process.wait(timeout=60)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(timeout=30)
