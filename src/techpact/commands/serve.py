"""`techpact serve`: the web app and the API."""

from __future__ import annotations

import socket
from typing import Annotated

import typer

from techpact.commands import console
from techpact.commands.options import FactsOption, WorkspaceOption


def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port; 0 takes a free one.")] = 8420,
    token: Annotated[
        str,
        typer.Option(
            envvar="TECHPACT_TOKEN",
            help="Token to ask of everyone; made when the address is not loopback.",
        ),
    ] = "",
    allow_host: Annotated[
        list[str] | None, typer.Option(help="Host name by which the server may be addressed.")
    ] = None,
    lists: Annotated[
        list[str] | None,
        typer.Option(
            "--list",
            help="List file, directory of lists, or list in the workspace; may be repeated "
            "[default: all lists in the workspace].",
        ),
    ] = None,
    workspace: WorkspaceOption = None,
    facts: FactsOption = None,
) -> None:
    """Serve the web app and the API; on this machine alone unless told otherwise."""
    import secrets

    import uvicorn

    from techpact.web.app import create_app
    from techpact.web.settings import LOOPBACK, Settings
    from techpact.workspace import default_root

    outside = host not in LOOPBACK
    if outside and not token:
        token = secrets.token_urlsafe(24)
    names = {*LOOPBACK, *(h.lower() for h in allow_host or ())}
    if outside and host not in {"0.0.0.0", "::"}:  # noqa: S104 (compared, not bound)
        names.add(host.lower())
    settings = Settings(
        facts=facts,
        workspace=workspace or default_root(),
        lists=tuple(lists or ()),
        token=token,
        hosts=frozenset(names),
    )
    config = uvicorn.Config(
        create_app(settings),
        host=host,
        port=port,
        log_level="warning",
        server_header=False,
        timeout_keep_alive=15,
        timeout_graceful_shutdown=5,
        limit_concurrency=512,
        h11_max_incomplete_event_size=65536,
    )
    listener = _listen(host, port)
    shown = "127.0.0.1" if host in {"0.0.0.0", "::"} else host  # noqa: S104
    address = f"http://{'[' + shown + ']' if ':' in shown else shown}:{listener.getsockname()[1]}/"
    console.print_plain(f"techpact serves {address}{'?token=' + token if token else ''}")
    if outside:
        console.print_plain(
            "The token is shown this once. Put TLS in front before crossing a network."
        )
    console.print_plain("Stop with Ctrl+C.")
    uvicorn.Server(config).run(sockets=[listener])


def _listen(host: str, port: int) -> socket.socket:
    """Open the port; from here on a caller waits instead of being refused.

    The protocol is named so that asyncio sends small packets at once: without, each answer on a
    kept connection waits 40 ms for an acknowledgement.
    """
    from techpact.errors import UnavailableError

    try:
        family, kind, _, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP, flags=socket.AI_PASSIVE
        )[0]
        listener = socket.socket(family, kind, socket.IPPROTO_TCP)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(512)
    except (OSError, OverflowError) as err:
        raise UnavailableError(
            f"cannot listen on {host} port {port}: {err}",
            mend="choose another with --host, --port",
        ) from err
    listener.set_inheritable(True)
    return listener
