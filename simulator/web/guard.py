"""What stands before every page: who is let in, how much may be sent, and what a browser may do with what it gets."""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable, MutableMapping
from http.cookies import CookieError, SimpleCookie
from typing import Any, TypeAlias
from urllib.parse import parse_qs, urlsplit

from itsdangerous import BadSignature, URLSafeSerializer, URLSafeTimedSerializer
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from simulator.web.settings import Settings

Message: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[Message]]
Send: TypeAlias = Callable[[Message], Awaitable[None]]
Application: TypeAlias = Callable[[Message, Receive, Send], Awaitable[None]]

VISITOR = "visitor"
ENTRY = "entry"
YEAR_SECONDS = 365 * 86_400
FORM_SECONDS = 12 * 3_600
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}


class Seal:
    """Signs who a visitor is, and that a form was given to that visitor by this page."""

    def __init__(self, secret: str) -> None:
        self._visitors = URLSafeSerializer(secret, salt="visitor")
        self._forms = URLSafeTimedSerializer(secret, salt="form")

    def visitor(self, cookie: str) -> str | None:
        """Who a cookie is of; None if it was not given by this page."""
        try:
            return str(self._visitors.loads(cookie))
        except BadSignature:
            return None

    def cookie(self, visitor: str) -> str:
        """The cookie of a visitor."""
        return str(self._visitors.dumps(visitor))

    def form(self, visitor: str) -> str:
        """What a form for this visitor carries."""
        return str(self._forms.dumps(visitor))

    def is_own(self, form: str, visitor: str) -> bool:
        """Whether a form was given to this visitor by this page, and not too long ago."""
        try:
            return bool(self._forms.loads(form, max_age=FORM_SECONDS) == visitor)
        except BadSignature:
            return False


class Guard:
    """An ASGI application around the page."""

    def __init__(self, inner: Application, settings: Settings, seal: Seal) -> None:
        self._inner, self._settings, self._seal = inner, settings, seal

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer a request, or let the page answer it."""
        if scope["type"] != "http":
            await self._inner(scope, receive, send)
            return
        headers = Headers(scope=scope)
        cookies = _cookies(headers)
        visitor = self._seal.visitor(cookies.get(VISITOR, "")) or secrets.token_urlsafe(12)
        scope.setdefault("state", {})["visitor"] = visitor
        answer = self._refused(scope, headers) or self._shown_in(scope, cookies)
        sending = self._with_headers(send, scope, cookies, visitor)
        if answer:
            await answer(scope, receive, sending)
        else:
            await self._inner(scope, self._bounded(receive), sending)

    def _refused(self, scope: Message, headers: Headers) -> Response | None:
        """A plain refusal of what no browser sends by itself for this page."""
        host = urlsplit(f"//{headers.get('host', '')}").hostname or ""
        if host not in self._settings.hosts:
            return PlainTextResponse("This page is not served under this name.", 421)
        if len(scope["query_string"]) > self._settings.longest_query_bytes:
            return PlainTextResponse("The address is too long.", 414)
        length = headers.get("content-length", "0")
        if not length.isdecimal() or int(length) > self._settings.largest_body_bytes:
            return PlainTextResponse("That is more than this page takes.", 413)
        if scope["method"] == "POST" and headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
            return PlainTextResponse("This form was sent from another site.", 403)
        return None

    def _shown_in(self, scope: Message, cookies: dict[str, str]) -> Response | None:
        """For a page with a token: the cookie for who brings it, a refusal for who does not."""
        token = self._settings.token
        if not token or secrets.compare_digest(cookies.get(ENTRY, "").encode(), token.encode()):
            return None
        given = parse_qs(scope["query_string"].decode("latin-1")).get("token", [""])[0]
        if not secrets.compare_digest(given.encode(), token.encode()):
            return PlainTextResponse("This page needs the address with the token that was printed at its start.", 401)
        response = RedirectResponse("/", 303)
        response.set_cookie(ENTRY, token, httponly=True, samesite="strict")
        return response

    def _bounded(self, receive: Receive) -> Receive:
        """Bodies of unknown length are bounded as they come."""
        left = self._settings.largest_body_bytes

        async def bounded() -> Message:
            nonlocal left
            message = await receive()
            left -= len(message.get("body", b""))
            return message if left >= 0 else {"type": "http.disconnect"}

        return bounded

    def _with_headers(self, send: Send, scope: Message, cookies: dict[str, str], visitor: str) -> Send:
        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                if not scope["path"].startswith("/static/"):
                    headers.setdefault("Cache-Control", "no-store")
                    if self._seal.visitor(cookies.get(VISITOR, "")) is None:
                        self._welcome(headers, scope, visitor)
            await send(message)

        return sending

    def _welcome(self, headers: MutableHeaders, scope: Message, visitor: str) -> None:
        """Give a new visitor a cookie: it says only that two requests come from the same browser."""
        response = Response()
        secure = scope["scheme"] == "https"
        cookie = self._seal.cookie(visitor)
        response.set_cookie(VISITOR, cookie, max_age=YEAR_SECONDS, httponly=True, samesite="lax", secure=secure)
        headers.append("Set-Cookie", response.headers["set-cookie"])


def _cookies(headers: Headers) -> dict[str, str]:
    try:
        return {name: morsel.value for name, morsel in SimpleCookie(headers.get("cookie", "")).items()}
    except CookieError:
        return {}
