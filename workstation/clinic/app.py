"""The clinic's ASGI application: REST calls, media, control calls and, beside them, the IM server.

``Clinic.open(folder)`` makes the shared state, ``build_app(clinic)`` serves it. The tables that
other parts read are described in ``database.SCHEMA``; what was said before the first start is in
``messages`` (one row a message: consultation, sender, kind, text, media address, epoch ms).
"""

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.routing import BaseRoute, Route

from workstation.clinic.clinic import Clinic
from workstation.clinic.faulty_answers import FaultyAnswers
from workstation.clinic.im.server import ImServer
from workstation.clinic.im.settings import ImSettings
from workstation.clinic.rest import consult, control, doctor, envelope, media
from workstation.clinic.rest import im as im_calls

__all__ = ["Clinic", "build_app"]


def build_app(clinic: Clinic, settings: ImSettings | None) -> Starlette:
    """The application over an open clinic; closing the clinic stays with the caller."""
    im = ImServer(clinic, settings or ImSettings())
    app = Starlette(
        routes=[*_rest_routes(), *_media_routes(), *_control_routes(), *im.routes()],
        middleware=[Middleware(FaultyAnswers, clinic=clinic)],
        exception_handlers={
            envelope.Refusal: envelope.on_refusal,
            HTTPException: envelope.on_http_error,
            Exception: envelope.on_crash,
        },
        lifespan=lambda _: im.running(),
    )
    app.state.clinic = clinic
    app.state.im = im
    app.router.redirect_slashes = False
    return app


def _rest_routes() -> list[BaseRoute]:
    return [
        Route("/im/servers", im_calls.servers, methods=["GET"]),
        Route("/im/password", im_calls.password, methods=["GET"]),
        Route("/consult", consult.create, methods=["POST"]),
        Route("/consult/in_process_list", consult.in_process, methods=["GET"]),
        Route("/consult/history_list", consult.history, methods=["GET"]),
        Route("/consult/history_list/{id}", consult.delete, methods=["DELETE"]),
        Route("/consult/{id}", consult.read, methods=["GET"]),
        Route("/doctor/detail", doctor.read, methods=["GET"]),
        Route("/doctor/detail", doctor.write, methods=["POST"]),
    ]


def _media_routes() -> list[BaseRoute]:
    return [
        Route("/media/pictures/{name}", media.picture, methods=["GET"]),
        Route("/media/documents/{name}", media.document, methods=["GET"]),
        Route("/media/voices/{name}", media.voice, methods=["GET"]),
    ]


def _control_routes() -> list[BaseRoute]:
    return [
        Route("/_clinic/faults", control.faults, methods=["GET", "POST", "DELETE"]),
        Route("/_clinic/members/{id}/token", control.token, methods=["GET", "POST"]),
        Route("/_clinic/consultations/{id}/finish", control.finish, methods=["POST"]),
    ]
