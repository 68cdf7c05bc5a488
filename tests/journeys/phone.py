"""The patient's phone at the same clinic: a client that shares no code with the product."""

import json
import urllib.request
from contextlib import asynccontextmanager

from websockets.asyncio.client import connect

from tests.clinic_im.client import Client
from workstation.clinic.process import ClinicProcess


@asynccontextmanager
async def phone_in(clinic: ClinicProcess, member_id: int, consultation_id: int):
    """Signed in, inside the consultation; it hears from now on."""
    host = clinic.address.removeprefix("http://")
    domain = host.partition(":")[0]
    socket = await connect(
        f"ws://{host}/xmpp-websocket", subprotocols=["xmpp"], compression=None, proxy=None
    )
    try:
        client = Client(socket)
        await client.open(domain)
        await client.plain(member_id, _password(clinic, member_id))
        await client.open(domain)
        await client.bind("phone")
        came = await client.join(f"consult-{consultation_id}@consult.{domain}", str(member_id))
        assert came[-1].get("type") != "error"
        yield client
    finally:
        await socket.close()


def _password(clinic: ClinicProcess, member_id: int) -> str:
    asked = urllib.request.Request(  # noqa: S310 - the address is our own http:// one
        f"{clinic.address}/im/password", headers={"X-AUTH-TOKEN": clinic.token_of(member_id)}
    )
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with direct.open(asked, timeout=60) as answer:
        return json.load(answer)["result"]["password"]
