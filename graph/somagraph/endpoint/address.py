"""Where an endpoint is, and who asks it: addresses without secrets, secrets without addresses.

Credentials come from the address itself, from the environment or from ``~/.netrc``. They are kept
apart from the address at once, so that no message, no cache and no log can name them, and they are
sent to the host that they were meant for only, over a connection that nobody reads along.
"""

from __future__ import annotations

import base64
import ipaddress
import netrc
import os
from typing import Final, NamedTuple
from urllib.parse import unquote, urljoin, urlsplit, urlunsplit
from urllib.request import (
    AbstractDigestAuthHandler,
    HTTPPasswordMgrWithDefaultRealm,
    Request,
    parse_http_list,
    parse_keqv_list,
)

from somagraph.errors import EndpointError

__all__ = ["Address", "Credentials", "find_credentials", "read_address"]

#: The environment variables that say who asks.
USER: Final = "SOMAGRAPH_ENDPOINT_USER"
PASSWORD: Final = "SOMAGRAPH_ENDPOINT_PASSWORD"  # noqa: S105 - the name of a variable
TOKEN: Final = "SOMAGRAPH_ENDPOINT_TOKEN"  # noqa: S105 - as above

_SHOWN: Final = 120


class Credentials(NamedTuple):
    """Who asks; shows nothing of itself."""

    user: str = ""
    password: str = ""
    #: Sent as it is (``Authorization: Bearer``), instead of a user and a password.
    token: str = ""

    def __repr__(self) -> str:
        """Return no secret."""
        return "Credentials(...)"


class Address(NamedTuple):
    """The address of an endpoint, without credentials.

    Examples
    --------
    >>> address, credentials = read_address("http://me:secret@localhost:7878/query")
    >>> address.url, credentials.user
    ('http://localhost:7878/query', 'me')
    >>> address.is_private
    True
    """

    url: str
    scheme: str
    host: str
    port: int

    @property
    def is_private(self) -> bool:
        """Whether what is sent there can be read by nobody on the way."""
        return self.scheme == "https" or self.is_local

    @property
    def is_local(self) -> bool:
        """Whether this machine itself is asked."""
        if self.host == "localhost":
            return True
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False

    def follow(self, location: str) -> Address:
        """Return where a redirect leads, on the same host.

        Raises
        ------
        EndpointError
            If it leads to another host or port, or anywhere but to the web.
        """
        try:
            target, _ = read_address(urljoin(self.url, location))
        except (EndpointError, ValueError):
            target = None
        upgraded = target and (self.scheme, target.scheme) == ("http", "https")
        same = target and (target.scheme, target.port) == (self.scheme, self.port)
        if target is None or target.host != self.host or not (same or upgraded):
            shown = repr(location[:_SHOWN])
            reason = (
                f"it sends on to {shown}, which is not followed; name that address if you trust it"
            )
            raise EndpointError(self.url, reason)
        return target


def read_address(text: str) -> tuple[Address, Credentials]:
    """Return an address and the credentials that stood in it.

    Raises
    ------
    EndpointError
        If it is no address of the web.

    Examples
    --------
    >>> read_address("file:///etc/passwd")
    Traceback (most recent call last):
    ...
    somagraph.errors.EndpointError: 'file:///etc/passwd': an endpoint has an address that begins \
with http:// or https://.
    """
    rest = text.rpartition("@")[2] if "@" in text else text
    try:
        parts = urlsplit(text)
        port = parts.port
        host = (parts.hostname or "").lower()
    except ValueError:
        raise EndpointError(repr(rest[:_SHOWN]), "this is no address") from None
    if parts.scheme not in {"http", "https"} or not host or not text.isprintable() or " " in text:
        reason = "an endpoint has an address that begins with http:// or https://"
        raise EndpointError(repr(rest[:_SHOWN]), reason)
    shown_host = f"[{host}]" if ":" in host else host
    place = shown_host if port is None else f"{shown_host}:{port}"
    url = urlunsplit((parts.scheme, place, parts.path or "/", parts.query, ""))
    number = port if port is not None else {"http": 80, "https": 443}[parts.scheme]
    credentials = Credentials(unquote(parts.username or ""), unquote(parts.password or ""))
    return Address(url, parts.scheme, host, number), credentials


def find_credentials(address: Address, given: Credentials) -> Credentials:
    """Return who asks an endpoint: as its address said, the environment, or ``~/.netrc``."""
    if given.user:
        return given
    token = os.environ.get(TOKEN, "")
    user = os.environ.get(USER, "")
    if token or user:
        return Credentials(user, os.environ.get(PASSWORD, ""), token)
    try:
        found = netrc.netrc(os.environ.get("NETRC") or None).authenticators(address.host)
    except (OSError, netrc.NetrcParseError):
        found = None
    return Credentials(found[0], found[2]) if found else Credentials()


class _Digest(AbstractDigestAuthHandler):
    """The digest of RFC 7616, as the standard library has it, for one request at a time."""

    auth_header = "Authorization"

    def __init__(self, address: Address, credentials: Credentials) -> None:
        passwords = HTTPPasswordMgrWithDefaultRealm()
        passwords.add_password(None, address.url, credentials.user, credentials.password)
        super().__init__(passwords)


def authorize(address: Address, credentials: Credentials, method: str, challenge: str) -> str:
    """Return the header ``Authorization`` that answers a challenge, empty if there is none.

    Parameters
    ----------
    address
        What is asked.
    credentials
        Who asks.
    method
        Of the request.
    challenge
        The header ``WWW-Authenticate`` of a refusal; empty for the first request, which tells no
        more than a token.

    Raises
    ------
    EndpointError
        If what it asks for could be read by others on the way.
    """
    scheme, _, rest = challenge.strip().partition(" ")
    is_digest = scheme.lower() == "digest"
    if credentials.token and not is_digest:
        header = f"Bearer {credentials.token}"
    elif not credentials.user or not scheme:
        return ""
    elif is_digest:
        said = parse_keqv_list(list(filter(None, parse_http_list(rest))))
        request = Request(address.url, method=method)  # noqa: S310 - http or https, see above
        answer = _Digest(address, credentials).get_authorization(request, said)
        return f"Digest {answer}" if answer else ""
    elif scheme.lower() == "basic":
        pair = f"{credentials.user}:{credentials.password}".encode()
        header = f"Basic {base64.b64encode(pair).decode()}"
    else:
        return ""
    if not address.is_private:
        reason = "credentials would be sent so that others can read them; use https"
        raise EndpointError(address.url, reason)
    return header
