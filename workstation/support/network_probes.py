"""The way to the platform: proxy, name, connection, encryption, clock."""

import datetime as dt
from collections.abc import Sequence

from workstation.api.doctor import Doctor
from workstation.api.platform import Platform
from workstation.base.clock import Clock
from workstation.config import Settings
from workstation.config.calls import DOCTOR
from workstation.domain.address import ApiBase, Origin
from workstation.domain.errors import (
    DeadlineExceeded,
    ProxyRefused,
    TlsFailure,
    TokenRejected,
    TokenRejectedByPage,
    WorkstationError,
)
from workstation.domain.findings import (
    Finding,
    Layer,
    Verdict,
    degraded,
    failed,
    fine,
    skipped,
    unusable,
)
from workstation.domain.network_errors import proxy_of
from workstation.domain.value import Value
from workstation.services.access import network_of, without_token
from workstation.support.probing import time_left, timed
from workstation.web import inspection
from workstation.web.bounds import API_SECONDS, CONNECT_SECONDS
from workstation.web.dated import moment_of
from workstation.web.deadline import within
from workstation.web.network import SYSTEM_PROXY
from workstation.web.proxy import ignored_script, proxy_for

DAYS_LEFT = 14
CLOCK_SECONDS = 120
SLOW_LOOKUP_MS = 2_000
"""A name takes milliseconds; seconds are those for which a dead server of names is waited for."""
UNKNOWN_AUTHORITY = {"unknown issuer", "self-signed"}
"""Faults that end once the policy names the authority; a wrong name or day does not."""


class NetworkProbes(Value):
    """Probes of the way to one server."""

    base: ApiBase
    settings: Settings
    clock: Clock

    async def proxy(self) -> Sequence[Finding]:
        """Probe which way connections go; a PAC script that nobody could run is named."""
        try:
            proxy = await proxy_for(self.base.origin, self.settings.proxy)
        except WorkstationError as error:
            return [failed(Layer.PROXY, error)]
        if proxy is not None:
            return [fine(Layer.PROXY, "through", proxy=str(Origin.of(_without_account(proxy))))]
        if self.settings.proxy == SYSTEM_PROXY and await ignored_script(self.base.origin):
            return [degraded(Layer.PROXY, "script")]
        return [fine(Layer.PROXY, "direct")]

    async def connection(self) -> Sequence[Finding]:
        """Probe name, connection and encryption, each resting on the one before."""
        try:
            proxy = await proxy_for(self.base.origin, self.settings.proxy)
        except WorkstationError:
            return skipped(Layer.DNS, Layer.TCP, Layer.TLS, code="above")
        target = Origin.of(_without_account(proxy)) if proxy else self.base.origin
        findings: list[Finding] = []
        for layer, step in ((Layer.DNS, self._resolve), (Layer.TCP, self._connect)):
            try:
                findings.append(await step(target))
            except WorkstationError as error:
                rest = (Layer.TCP, Layer.TLS) if layer is Layer.DNS else (Layer.TLS,)
                reason = _reason(layer, error, target, proxied=proxy is not None)
                return [*findings, reason, *skipped(*rest, code="above")]
        past = self._tls() if proxy is None else self._past_proxy()
        return [*findings, *await past]

    async def offset(self) -> Sequence[Finding]:
        """Compare this computer's clock with the server's, as its answer dates itself."""
        try:
            date_ms = await self._server_date(CONNECT_SECONDS)
        except WorkstationError as error:
            return [failed(Layer.CLOCK, error, Verdict.SKIPPED)]
        if date_ms is None:
            return skipped(Layer.CLOCK, code="no_date")
        seconds = round((self.clock.now_ms() - date_ms) / 1000)
        if abs(seconds) > CLOCK_SECONDS:
            return [degraded(Layer.CLOCK, "off", seconds=seconds)]
        return [fine(Layer.CLOCK, "right", seconds=seconds)]

    async def stranger(self) -> Sequence[Finding]:
        """Probe whether the platform is what answers, as far as that is known without a token.

        A wrong address and a network's own sign-in page have a name, a port and a certificate, too.
        """
        try:
            async with without_token(self.settings, self.base) as client:
                await Doctor(Platform(client, self.settings.api_paths)).detail()
        except TokenRejectedByPage:  # whose page it is nobody can tell
            return skipped(Layer.CALLS, code="no_token")
        except TokenRejected:
            return [fine(Layer.CALLS, "asks")]
        except WorkstationError as error:
            return [failed(Layer.CALLS, error)]
        return skipped(Layer.CALLS, code="no_token")

    async def _resolve(self, target: Origin) -> Finding:
        count = 0

        async def step() -> None:
            nonlocal count
            count = await inspection.resolve(target)

        spent = await timed(self.clock, step())
        verdict, code = Verdict.FINE, "resolved"
        values: dict[str, str | int] = {"host": target.host, "count": count}
        if spent >= SLOW_LOOKUP_MS:
            verdict, code, values["seconds"] = Verdict.DEGRADED, "slow", round(spent / 1000)
        return Finding(Layer.DNS, verdict, code, values, None, spent)

    async def _connect(self, target: Origin) -> Finding:
        spent = await timed(self.clock, inspection.connect(target))
        values: dict[str, str | int] = {"host": target.host, "port": target.port}
        return Finding(Layer.TCP, Verdict.FINE, "connected", values, None, spent)

    async def _tls(self) -> list[Finding]:
        origin = self.base.origin
        if not origin.encrypted:
            finding = fine if origin.loopback else degraded
            return [finding(Layer.TLS, "loopback" if origin.loopback else "plain")]
        try:
            met = await inspection.certificate(origin, network_of(self.settings))
        except TlsFailure as error:
            return [failed(Layer.TLS, error), *await self._refused(error)]
        except WorkstationError as error:
            return [failed(Layer.TLS, error)]
        left = time_left(met.expires - self._now())
        finding, code = (fine, "valid") if left["days"] >= DAYS_LEFT else (degraded, "expires")
        certificate = {"name": met.name, "issuer": met.issuer, "protocol": met.protocol}
        return [finding(Layer.TLS, code, **certificate, **left)]

    async def _past_proxy(self) -> Sequence[Finding]:
        """Probe beyond a proxy by a request: before a sign-in nothing else goes through it."""
        try:
            await self._server_date()
        except WorkstationError as error:
            if isinstance(error, ProxyRefused) or proxy_of(error):
                return [failed(Layer.PROXY, error), *skipped(Layer.TLS, code="above")]
            return [failed(Layer.TLS, error)]
        return [fine(Layer.TLS, "proxied")] if self.base.origin.encrypted else await self._tls()

    async def _refused(self, error: TlsFailure) -> list[Finding]:
        """The findings of a refused certificate: a hospital's own authority, or a stranger's."""
        met = await inspection.fetch_unverified(self.base.origin)
        if met is None:
            return []
        code = "refused" if error.detail in UNKNOWN_AUTHORITY else "shown"
        days = {"since": met.begins, "until": met.expires}
        dates = {name: moment.date().isoformat() for name, moment in days.items()}
        return [unusable(Layer.TLS, code, name=met.name, issuer=met.issuer, **dates)]

    def _now(self) -> dt.datetime:
        return dt.datetime.fromtimestamp(self.clock.now_ms() / 1000, dt.UTC)

    async def _server_date(self, seconds: float = API_SECONDS) -> int | None:
        path = DOCTOR.filled(self.settings.api_paths)
        async with without_token(self.settings, self.base) as client, within(seconds):
            answer = await client.send("GET", path, call=DOCTOR.name)
        return moment_of(answer.headers.get("date", ""))


def _reason(layer: Layer, error: WorkstationError, target: Origin, *, proxied: bool) -> Finding:
    """The finding for errors whose sentences are about a server that was not tried."""
    if layer is Layer.DNS and isinstance(error, DeadlineExceeded):
        return unusable(layer, "silent", host=target.host)
    if proxied:
        return unusable(layer, "no_proxy", host=target.host, port=target.port)
    return failed(layer, error)


def _without_account(proxy: str) -> str:
    scheme, _, rest = proxy.partition("://")
    return f"{scheme}://{rest.rpartition('@')[2]}"
