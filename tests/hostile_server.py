"""What a server may answer that means ill, or is broken."""

from __future__ import annotations

import gzip
import time
from collections.abc import Callable

from sparql_server import Quiet

JSON = "application/sparql-results+json"
EMPTY = b'{"head": {"vars": []}, "results": {"bindings": []}}'


def answering(act: Callable[[Quiet], object]) -> type[Quiet]:
    class Handler(Quiet):
        def do_POST(self) -> None:  # noqa: N802 - as the library has it
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            act(self)

        do_HEAD = do_PUT = do_POST  # noqa: N815 - as above

    return Handler


def html(handler: Quiet) -> None:
    handler.reply(200, "text/html; charset=utf-8", b"<html><body>Welcome!</body></html>")


def half(handler: Quiet) -> None:
    handler.reply(200, JSON, EMPTY[:-10])


def broken_off(handler: Quiet) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", JSON)
    handler.send_header("Content-Length", "100000")
    handler.end_headers()
    handler.wfile.write(EMPTY[:20])
    handler.close_connection = True


def no_result(body: bytes) -> Callable[[Quiet], None]:
    return lambda handler: handler.reply(200, JSON, body)


def moved(to: str) -> Callable[[Quiet], None]:
    return lambda handler: handler.reply(302, "text/plain", b"", Location=to)


def endless(handler: Quiet) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", JSON)
    handler.send_header("Content-Length", str(10_000_000_000))
    handler.end_headers()
    for _ in range(10_000):
        handler.wfile.write(b" " * 1_000_000)


def endless_chunks(handler: Quiet) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", JSON)
    handler.send_header("Transfer-Encoding", "chunked")
    handler.end_headers()
    for _ in range(10_000):
        handler.wfile.write(b"f4240\r\n" + b" " * 1_000_000 + b"\r\n")


#: A gigabyte of blanks in a megabyte.
BOMB = gzip.compress(b" " * 1_000_000_000, compresslevel=9)


def bomb(handler: Quiet) -> None:
    handler.reply(200, JSON, BOMB, Content_Encoding="gzip")


def other_packing(handler: Quiet) -> None:
    handler.reply(200, JSON, b"\x28\xb5\x2f\xfd", Content_Encoding="zstd")


def no_gzip(handler: Quiet) -> None:
    handler.reply(200, JSON, EMPTY, Content_Encoding="gzip")


def silence(_: Quiet) -> None:
    time.sleep(8)


def hang_up(handler: Quiet) -> None:
    handler.close_connection = True


def drip(handler: Quiet) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", JSON)
    handler.send_header("Content-Length", str(len(EMPTY)))
    handler.end_headers()
    for byte in EMPTY:
        handler.wfile.write(bytes([byte]))
        time.sleep(0.3)


def drip_headers(handler: Quiet) -> None:
    for byte in b"HTTP/1.1 200 OK\r\nX-Long: " + b"x" * 60:
        handler.wfile.write(bytes([byte]))
        time.sleep(0.3)


def busy(handler: Quiet) -> None:
    handler.reply(503, "text/plain", b"busy")


def busy_for_a_day(handler: Quiet) -> None:
    handler.reply(429, "text/plain", b"", Retry_After="86400")


def guarded(handler: Quiet) -> None:
    handler.reply(401, "text/plain", b"", WWW_Authenticate='Basic realm="x"')


def in_a_circle(handler: Quiet) -> None:
    handler.reply(307, "text/plain", b"", Location=handler.path)


HOSTILE = {
    "html": (html, "it answers 'text/html', no results in JSON"),
    "half": (half, "its answer is no whole result in JSON"),
    "broken off": (broken_off, "it broke off in the middle of an answer"),
    "list": (no_result(b"[]"), "its answer is no whole result in JSON"),
    "truth": (no_result(b'{"head": {}, "boolean": true}'), "no whole result in JSON"),
    "text": (no_result(b'{"results": {"bindings": "x"}}'), "no whole result in JSON"),
    "terms": (no_result(b'{"results": {"bindings": [{"s": 1, "p": 2}]}}'), "no whole result"),
    "numbers": (
        no_result(b'{"results": {"bindings": [{"s": {"type": "uri", "value": 7}}]}}'),
        "no whole result in JSON",
    ),
    "deep": (no_result(b"[" * 100_000), "its answer is no whole result in JSON"),
    "no text": (no_result(b"\xff\xfe\x00"), "its answer is no whole result in JSON"),
    "other host": (moved("http://example.com/sparql"), "'http://example.com/sparql', which is not"),
    "other port": (moved("http://127.0.0.1:1/"), "'http://127.0.0.1:1/', which is not followed"),
    "file": (moved("file:///etc/passwd"), "it sends on to 'file:///etc/passwd', which is not"),
    "nowhere": (moved("http://[::1"), "which is not followed"),
    "circle": (in_a_circle, "it sends on in a circle"),
    "endless": (endless, "its answer is longer than 64 MB"),
    "endless chunks": (endless_chunks, "its answer is longer than 64 MB"),
    "bomb": (bomb, "its answer is longer than 64 MB"),
    "packed otherwise": (other_packing, "it packs its answer in a way that was not asked for"),
    "no gzip": (no_gzip, "its answer is damaged (it is no gzip)"),
    "hang up": (hang_up, "it broke off in the middle of an answer"),
    "busy": (busy, "it is busy (HTTP 503)"),
    "busy for a day": (busy_for_a_day, "it asks to come back in 86400 seconds"),
    "guarded": (guarded, "it asks who you are; set SOMAGRAPH_ENDPOINT_USER"),
    "error": (lambda h: h.reply(500, "text/plain", b"Virtuoso 42000\nx"), "HTTP 500): Virtuoso"),
}
