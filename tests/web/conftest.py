import contextlib
import socket
import threading
import time
from pathlib import Path

import pytest
import uvicorn
from starlette.testclient import TestClient
from tests.web.stage_tables import add_stages
from tests.web.workspace_tables import add_economy, add_network

from techpact.web.app import create_app
from techpact.web.settings import LOOPBACK, Settings
from techpact.web.state import State

HERE = Path(__file__).parent
OPEN = {"requests_per_second": 1e6, "request_burst": 10**6, "heavy_per_minute": 1e6}


def settings(workspace, **changes):
    given = {
        "workspace": workspace,
        "hosts": frozenset({*LOOPBACK, "testserver"}),
        "heavy_burst": 10**6,
        **OPEN,
    }
    return Settings(**{**given, **changes})


@pytest.fixture(scope="session")
def client(tmp_path_factory):
    """One server for all tests that do not change it."""
    app = create_app(settings(tmp_path_factory.mktemp("web") / "workspace"))
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client


@pytest.fixture
def own(tmp_path):
    """A server of the test's own, whose settings may differ."""
    clients = []

    def make(**changes):
        app = create_app(settings(tmp_path / "workspace", **changes))
        client = TestClient(app, raise_server_exceptions=False)
        clients.append(client)
        return client

    yield make
    for client in clients:
        client.close()


PARTIES = """id,list,name,aliases_json,countries
1,Example List,Kunlun Quantum Research Institute,"[""昆仑量子研究所""]",CHN
2,Example List,Amur Clock Works,[],RUS
"""
AGREEMENT = """\
MEMORANDUM OF COOPERATION ON LUNAR CLOCKS

The Government of Japan and the Government of the United States of America,
hereinafter referred to as the Participants, have reached the following understandings.

I. ARTIFICIAL INTELLIGENCE

The Participants intend to:
- share test methods for artificial intelligence <script>alert("x")</script>;
- exchange staff between their AI safety institutes by 31 March 2027.

II. QUANTUM

The Participants intend to support joint research on quantum sensors & clocks.

III. FINAL

This Memorandum is not legally binding. Either Participant may end it by giving 90 days
written notice.

Signed at Tokyo on 5 May 2026.
"""


@contextlib.contextmanager
def _running(app):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    running = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=port, log_level="warning"))
    thread = threading.Thread(target=running.run, daemon=True)
    thread.start()
    for _ in range(400):
        if running.started:
            break
        time.sleep(0.05)
    yield f"http://127.0.0.1:{port}"
    running.should_exit = True
    thread.join(10)


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    """A real server on a free port; address, name and bytes of its first document.

    Its workspace holds two documents, an economy, a network of firms and a stage map, and it asks a
    list of two parties: no page of it is empty.
    """
    from techpact.web import library

    folder = tmp_path_factory.mktemp("live")
    (folder / "parties.csv").write_text(PARTIES, encoding="utf-8")
    app = create_app(settings(folder / "workspace", lists=(folder / "parties.csv",)))
    site = app.state.site
    entry = library.add(site, "lunar clocks.txt", AGREEMENT.encode())
    library.add(site, "later clocks.txt", AGREEMENT.replace("90 days", "60 days").encode())
    for add in (add_economy, add_network, add_stages):
        add(site.workspace)
    site.wait_loaded(State.read("/", [], "en"))
    with _running(app) as base:
        yield base, entry.name, AGREEMENT.encode()


@pytest.fixture
def own_server(tmp_path):
    """A real server with a workspace of the test's own: address and site."""
    app = create_app(settings(tmp_path / "live"))
    with _running(app) as base:
        yield base, app.state.site
