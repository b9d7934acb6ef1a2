"""The door: host names, token, rate limit, other sites' forms, security headers."""

from __future__ import annotations

import hmac
import time
from collections import OrderedDict
from http.cookies import CookieError, SimpleCookie
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from techpact.web.problems import problem
from techpact.web.settings import Settings

COOKIE = "techpact_token"
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
    "object-src 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
MAX_URL_BYTES = 8192
MAX_CLIENTS = 4096


class Bucket:
    """A token bucket for each client."""

    def __init__(self, rate: float, burst: int) -> None:
        self._rate, self._burst = rate, burst
        self._levels: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, client: str, now: float) -> float:
        """Take one; returns 0, or the seconds to wait for one."""
        level, then = self._levels.pop(client, (float(self._burst), now))
        level = min(self._burst, level + (now - then) * self._rate)
        allowed = level >= 1
        self._levels[client] = (level - 1 if allowed else level, now)
        while len(self._levels) > MAX_CLIENTS:
            self._levels.popitem(last=False)
        return 0.0 if allowed else (1 - level) / self._rate


class Guard:
    """ASGI middleware around everything."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app = app
        self.settings = settings
        self._all = Bucket(settings.requests_per_second, settings.request_burst)
        self._heavy = Bucket(settings.heavy_per_minute / 60, settings.heavy_burst)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or pass on."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                headers.setdefault("Cache-Control", "no-store")
            await send(message)

        refusal = self._refuse(scope)
        if refusal is not None:
            await refusal(scope, receive, guarded)
            return
        await self.app(scope, receive, guarded)

    def _refuse(self, scope: Scope) -> Response | None:
        headers = Headers(scope=scope)
        host = _host(headers.get("host", ""))
        if host not in self.settings.hosts and "*" not in self.settings.hosts:
            return problem(
                421,
                "this server does not answer to that host name",
                f"address it as one of: {', '.join(sorted(self.settings.hosts))}; "
                "`techpact serve --allow-host NAME` adds one",
            )
        if len(scope.get("raw_path") or b"") + len(scope["query_string"]) > MAX_URL_BYTES:
            return problem(414, "the address is too long", f"at most {MAX_URL_BYTES} bytes")
        client = (scope.get("client") or ("?", 0))[0]
        now = time.monotonic()
        unsafe = scope["method"] not in {"GET", "HEAD", "OPTIONS"}
        wait = self._all.take(client, now) or (self._heavy.take(client, now) if unsafe else 0)
        if wait:
            answer = problem(429, "too many requests", f"wait {wait:.1f} s, then ask again")
            answer.headers["Retry-After"] = str(int(wait) + 1)
            return answer
        if unsafe and _foreign(headers):
            return problem(
                403, "a page of another site sent this", "send it from a page of this server"
            )
        return self._ask_token(scope, headers)

    def _ask_token(self, scope: Scope, headers: Headers) -> Response | None:
        wanted = self.settings.token
        if not wanted or scope["path"].startswith("/static/"):
            return None
        given = headers.get("authorization", "").removeprefix("Bearer ")
        try:
            cookie = SimpleCookie(headers.get("cookie", "")).get(COOKIE)
        except CookieError:
            cookie = None
        for candidate in (given, cookie.value if cookie else ""):
            if candidate and hmac.compare_digest(candidate.encode(), wanted.encode()):
                return None
        query = dict(
            part.partition("=")[::2]
            for part in scope["query_string"].decode("latin-1").split("&")[:20]
        )
        if hmac.compare_digest(query.get("token", "").encode(), wanted.encode()):
            answer = RedirectResponse("/", status_code=303)
            answer.set_cookie(COOKIE, wanted, httponly=True, samesite="strict", path="/")
            return answer
        answer_ = problem(
            401,
            "this server asks for its token",
            "open /?token=… as printed by `techpact serve`, or send Authorization: Bearer …",
        )
        answer_.headers["WWW-Authenticate"] = "Bearer"
        return answer_


def _host(header: str) -> str:
    name = header.strip().lower()
    if name.startswith("["):
        return name[1:].partition("]")[0]
    return name.rpartition(":")[0] if ":" in name else name


def _foreign(headers: Headers) -> bool:
    """Whether another site's page sent this: browsers say so, programs say nothing."""
    site = headers.get("sec-fetch-site")
    if site is not None and site not in {"same-origin", "none"}:
        return True
    origin = headers.get("origin")
    if origin is None:
        return False
    return urlsplit(origin).netloc.lower() != headers.get("host", "").lower()
