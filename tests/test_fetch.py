import hashlib
import http.server
import socketserver
import threading

import pytest

from techpact import fetch as module
from techpact.errors import InputError, LimitError, UnavailableError
from techpact.fetch import check_address, fetch

CONTENT = bytes(range(256)) * 400


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        if self.path == "/to-private":
            self.send_response(302)
            self.send_header("Location", "http://192.168.7.7/secret")
            self.end_headers()
            return
        if self.path == "/loop":
            self.send_response(302)
            self.send_header("Location", "/loop")
            self.end_headers()
            return
        if self.path == "/missing":
            self.send_response(404)
            self.end_headers()
            return
        begin = 0
        if "Range" in self.headers and self.path == "/file":
            begin = int(self.headers["Range"].removeprefix("bytes=").removesuffix("-"))
            self.send_response(206)
            self.send_header("Content-Range", f"bytes {begin}-{len(CONTENT) - 1}/{len(CONTENT)}")
        else:
            self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=EUC-JP")
        if self.path != "/endless":
            self.send_header("Content-Length", str(len(CONTENT) - begin))
        self.end_headers()
        self.wfile.write(CONTENT[begin:])

    def log_message(self, *args):
        pass


@pytest.fixture
def server(monkeypatch):
    """A server on this machine, which only these tests may reach."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as httpd:
        thread = threading.Thread(target=httpd.serve_forever, daemon=True)
        thread.start()
        public = module._public
        monkeypatch.setattr(module, "_public", lambda a: a == "127.0.0.1" or public(a))
        yield f"http://127.0.0.1:{httpd.server_address[1]}"
        httpd.shutdown()


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "192.168.0.1",
        "172.16.0.9",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",  # noqa: S104 - refused, not bound
        "224.0.0.1",
        "::1",
        "fe80::1",
        "fd00::1",
        "::ffff:127.0.0.1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
    ],
)
def test_a_name_that_leads_to_a_private_address_is_refused(address):
    with pytest.raises(InputError, match="private"):
        check_address("https://example.org/x", lambda host, port: ["93.184.216.34", address])


@pytest.mark.parametrize(
    "url",
    ["file:///etc/passwd", "ftp://example.org", "http://", "http://u:p@example.org", "http://[::1"],
)
def test_other_schemes_and_broken_addresses_are_refused(url):
    with pytest.raises(InputError):
        check_address(url, lambda host, port: ["93.184.216.34"])


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1/", "http://2130706433/", "http://0x7f.1/", "http://[bad/"]
)
def test_loopback_in_any_spelling_is_refused(url):
    with pytest.raises((InputError, UnavailableError)):
        fetch(url, max_bytes=10, timeout=5)


def test_a_public_address_is_returned():
    assert check_address("https://example.org/x", lambda h, p: ["93.184.216.34"]) == (
        "example.org",
        "93.184.216.34",
    )


def test_content_hash_and_type(server):
    got = fetch(f"{server}/file", max_bytes=1_000_000, timeout=10)
    assert got.content == CONTENT
    assert got.sha256 == hashlib.sha256(CONTENT).hexdigest()
    assert (got.media_type, got.charset) == ("text/html", "EUC-JP")


def test_redirects_are_checked_anew(server):
    with pytest.raises(InputError, match="private"):
        fetch(f"{server}/to-private", max_bytes=1_000, timeout=10)
    with pytest.raises(UnavailableError, match="redirects"):
        fetch(f"{server}/loop", max_bytes=1_000, timeout=10)


@pytest.mark.parametrize("path", ["/file", "/endless"])
def test_too_much_is_refused_announced_or_not(server, path):
    with pytest.raises(LimitError):
        fetch(f"{server}{path}", max_bytes=1_000, timeout=10)


def test_errors_of_the_server_are_named(server):
    with pytest.raises(UnavailableError, match="404"):
        fetch(f"{server}/missing", max_bytes=1_000, timeout=10)


def test_a_broken_download_is_resumed_and_checked(server, tmp_path):
    to = tmp_path / "deep" / "file.bin"
    to.parent.mkdir()
    (tmp_path / "deep" / "file.bin.part").write_bytes(CONTENT[:5_000])
    seen = []
    digest = hashlib.sha256(CONTENT).hexdigest()
    got = fetch(
        f"{server}/file",
        max_bytes=1_000_000,
        timeout=10,
        to=to,
        sha256=digest,
        resume=True,
        progress=lambda done, total: seen.append((done, total)),
    )
    assert to.read_bytes() == CONTENT
    assert got.path == to
    assert seen[-1] == (len(CONTENT), len(CONTENT))
    assert not (tmp_path / "deep" / "file.bin.part").exists()


def test_a_wrong_hash_leaves_no_file(server, tmp_path):
    to = tmp_path / "file.bin"
    with pytest.raises(InputError, match="SHA-256"):
        fetch(f"{server}/file", max_bytes=1_000_000, timeout=10, to=to, sha256="0" * 64)
    assert list(tmp_path.iterdir()) == []
