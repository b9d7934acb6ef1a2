"""The one downloader: bounded, resumable, checked, and deaf to private addresses."""

from __future__ import annotations

import hashlib
import ipaddress
import os
import socket
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from techpact.errors import InputError, LimitError, UnavailableError

if TYPE_CHECKING:
    import httpx

MAX_REDIRECTS = 5
_CHUNK = 1 << 16
_HEADERS = {
    "User-Agent": "techpact/0.1 (+https://github.com/techpact)",
    "Accept-Encoding": "identity",
}

Resolver = Callable[[str, int], list[str]]
Progress = Callable[[int, int | None], None]


@dataclass(frozen=True)
class Fetched:
    """What was fetched: the final address and either the bytes or the file they went to."""

    url: str
    content: bytes
    path: Path | None
    sha256: str
    media_type: str | None
    charset: str | None


def fetch(
    url: str,
    *,
    max_bytes: int,
    timeout: float,
    to: Path | None = None,
    sha256: str | None = None,
    resume: bool = False,
    progress: Progress | None = None,
) -> Fetched:
    """Fetch an http(s) address within bounds.

    Every address that is asked, also after a redirect, is resolved here first; the connection then
    goes to the very address that was checked, so a name that changes its answer gains nothing.

    Parameters
    ----------
    url
        Address to fetch.
    max_bytes
        Most bytes that are taken.
    timeout
        Seconds for the whole of it.
    to
        File to write; the content is kept in memory when not given. The file appears only when it
        is whole; until then its bytes stand in `<name>.part`.
    sha256
        Hash that the content must have.
    resume
        Go on where an earlier `.part` file ends, when the server can.
    progress
        Called with the bytes so far and the bytes in all (None when unknown).

    Raises
    ------
    InputError
        When the address is not http(s), or is or resolves to a private one, or the hash differs.
    LimitError
        When there is more than `max_bytes`.
    UnavailableError
        When the server cannot be reached, answers with an error, or takes too long.
    """
    import httpx

    deadline = time.monotonic() + timeout
    part = to.with_name(to.name + ".part") if to is not None else None
    offset = part.stat().st_size if resume and part is not None and part.exists() else 0
    headers = dict(_HEADERS) | ({"Range": f"bytes={offset}-"} if offset else {})
    try:
        with httpx.Client(timeout=min(30.0, timeout), trust_env=False) as client:
            response = _open(client, url, headers, deadline)
            try:
                if response.status_code == 416 and offset and part is not None:
                    part.unlink()  # the rest is not what it was; begin again
                    response.close()
                    response = _open(client, url, dict(_HEADERS), deadline)
                    offset = 0
                return _receive(
                    response, url, max_bytes, deadline, to, part, offset, sha256, progress
                )
            finally:
                response.close()
    except httpx.HTTPError as error:
        raise UnavailableError(
            f"cannot be fetched: {type(error).__name__}", where=url, mend="try again later"
        ) from error


def _open(
    client: httpx.Client, url: str, headers: dict[str, str], deadline: float
) -> httpx.Response:
    for _ in range(MAX_REDIRECTS + 1):
        host, address = check_address(url)
        parts = urlsplit(url)
        secure = parts.scheme == "https"
        port = parts.port or (443 if secure else 80)
        literal = f"[{address}]" if ":" in address else address
        target = parts._replace(netloc=f"{literal}:{port}", fragment="").geturl()
        name = f"{host}:{port}" if parts.port else host
        request = client.build_request(
            "GET",
            target,
            headers=headers | {"Host": name},
            extensions={"sni_hostname": host} if secure else {},
        )
        response = client.send(request, stream=True, follow_redirects=False)
        if response.status_code not in {301, 302, 303, 307, 308}:
            return response
        location = response.headers.get("location", "")
        response.close()
        if not location:
            raise UnavailableError("a redirect to nowhere", where=url, mend="check the address")
        if time.monotonic() > deadline:
            raise UnavailableError("took too long", where=url, mend="try again later")
        url = urljoin(url, location)
    raise UnavailableError("too many redirects", where=url, mend="give the final address")


def check_address(url: str, resolve: Resolver | None = None) -> tuple[str, str]:
    """Refuse an address that is not public.

    Parameters
    ----------
    url
        Address to check.
    resolve
        Resolver of names, for tests; the system's when not given.

    Returns
    -------
    tuple of (str, str)
        The host name and the public IP address to connect to.

    Raises
    ------
    InputError
        When the scheme is not http(s) or any address of the host is private, loopback,
        link-local, multicast, reserved or unspecified.
    UnavailableError
        When the name does not resolve.
    """
    mend = "give a public http(s) address, or save the page and give the file"
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise InputError("not an address", where=url[:200], mend=mend) from error
    if parts.scheme not in {"http", "https"} or not host:
        raise InputError("not an http(s) address", where=url[:200], mend=mend)
    if parts.username or parts.password:
        raise InputError("an address with a user name", where=host, mend=mend)
    addresses = (resolve or _resolve)(host, port or (443 if parts.scheme == "https" else 80))
    for address in addresses:
        if not _public(address):
            raise InputError(
                f"the address leads to a private network ({address})", where=url[:200], mend=mend
            )
    return host, addresses[0]


def _public(address: str) -> bool:
    ip = ipaddress.ip_address(address.partition("%")[0])
    inner = getattr(ip, "ipv4_mapped", None) or getattr(ip, "sixtofour", None)
    if inner is not None and not _public(str(inner)):
        return False
    teredo = getattr(ip, "teredo", None)
    if teredo is not None and not _public(str(teredo[1])):
        return False
    if isinstance(ip, ipaddress.IPv6Address) and ip in ipaddress.ip_network("64:ff9b::/96"):
        return _public(str(ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)))
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified)


def _resolve(host: str, port: int) -> list[str]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise UnavailableError(
            "the host name does not resolve", where=host, mend="check it"
        ) from error
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def _receive(
    response: httpx.Response,
    url: str,
    max_bytes: int,
    deadline: float,
    to: Path | None,
    part: Path | None,
    offset: int,
    sha256: str | None,
    progress: Progress | None,
) -> Fetched:
    if response.status_code >= 400:
        raise UnavailableError(
            f"the server answered {response.status_code}", where=url, mend="check the address"
        )
    continues = response.status_code == 206
    if continues and not response.headers.get("content-range", "").startswith(f"bytes {offset}-"):
        raise UnavailableError("the server sent another part", where=url, mend="try without resume")
    offset = offset if continues else 0
    length = response.headers.get("content-length", "")
    total = int(length) + offset if length.isdigit() else None
    if (total or offset) > max_bytes:
        raise LimitError(
            f"larger than {max_bytes:,} bytes ({total or offset:,})",
            where=url,
            mend="raise the bound",
        )
    digest = hashlib.sha256()
    if offset and part is not None:
        with part.open("rb") as done:
            while block := done.read(1 << 20):
                digest.update(block)
    chunks: list[bytes] = []
    size = offset
    out = None
    if part is not None:
        part.parent.mkdir(parents=True, exist_ok=True)
        out = part.open("ab" if offset else "wb")
    try:
        for chunk in _chunks(response, deadline, url):
            size += len(chunk)
            if size > max_bytes:
                raise LimitError(
                    f"larger than {max_bytes:,} bytes", where=url, mend="raise the bound"
                )
            digest.update(chunk)
            if out is not None:
                out.write(chunk)
            else:
                chunks.append(chunk)
            if progress is not None:
                progress(size, total)
    finally:
        if out is not None:
            out.close()
    if total is not None and size < total:
        raise UnavailableError(
            f"broke off after {size:,} of {total:,} bytes", where=url, mend="try again with resume"
        )
    found = digest.hexdigest()
    if sha256 is not None and found != sha256.lower():
        if part is not None:
            part.unlink()
        raise InputError(
            f"another content than expected (SHA-256 {found})", where=url, mend="check the version"
        )
    if to is not None and part is not None:
        os.replace(part, to)
    kind, charset = _content_type(response.headers.get("content-type", ""))
    return Fetched(url, b"".join(chunks), to, found, kind, charset)


def _chunks(response: httpx.Response, deadline: float, url: str) -> Iterator[bytes]:
    for chunk in response.iter_bytes(_CHUNK):
        if time.monotonic() > deadline:
            raise UnavailableError("took too long", where=url, mend="try again later")
        yield chunk


def _content_type(header: str) -> tuple[str | None, str | None]:
    kind, _, rest = header.partition(";")
    charset = None
    for field in rest.split(";"):
        key, _, value = field.partition("=")
        if key.strip().lower() == "charset":
            charset = value.strip().strip("\"'") or None
    return kind.strip().lower() or None, charset
