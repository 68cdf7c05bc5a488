"""``docs/openapi.json`` is valid, complete, and what the clinic really answers."""

# ruff: noqa: S603 - the tests start an installed tool of their own
import json
import subprocess
import sys
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from starlette.routing import Route

DOCUMENT = Path(__file__).parents[2] / "docs" / "openapi.json"
CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_schema_conformance",
    "response_headers_conformance",
    "ignored_auth",
    "unsupported_method",
)


@pytest.fixture(scope="module")
def document():
    return json.loads(DOCUMENT.read_text("utf-8"))


def schemathesis(process, folder):
    """Run the tool on the clinic, bounded and with a fixed seed; it leaves files in ``folder``."""
    command = [sys.executable, "-m", "schemathesis.cli", "run", str(DOCUMENT)]
    command += ["--url", process.address, "--header", f"X-AUTH-TOKEN: {process.token}"]
    command += ["--checks", ",".join(CHECKS), "--phases", "examples,coverage,fuzzing"]
    command += ["--max-examples", "12", "--seed", "1", "--no-color"]
    return subprocess.run(
        command, capture_output=True, text=True, timeout=120, check=False, cwd=folder
    )


def references(node):
    if isinstance(node, dict):
        if "$ref" in node:
            yield node["$ref"]
        for value in node.values():
            yield from references(value)
    elif isinstance(node, list):
        for value in node:
            yield from references(value)


def test_every_schema_is_valid_and_every_reference_leads_somewhere(document):
    assert document["openapi"].startswith("3.1.")
    schemas = document["components"]["schemas"]
    for schema in schemas.values():
        Draft202012Validator.check_schema(schema)
    used = {reference.removeprefix("#/components/schemas/") for reference in references(document)}
    assert used == set(schemas)


def test_the_document_names_exactly_the_calls_that_the_clinic_has(document, app):
    written = {
        (method.upper(), path)
        for path, item in document["paths"].items()
        for method in item
        if method != "parameters"
    }
    served = {
        (method, route.path)
        for route in app.routes
        if isinstance(route, Route) and route.path.startswith(("/im/", "/consult", "/doctor"))
        for method in route.methods - {"HEAD"}
    }
    assert written == served


def test_the_clinic_answers_as_the_document_says(process, tmp_path):
    done = schemathesis(process, tmp_path)
    assert done.returncode == 0, done.stdout[-3000:]
    assert "9 selected / 9 total" in done.stdout


def test_the_check_notices_an_answer_of_another_shape(process, tmp_path):
    process.dial("types=strings@/consult/in_process_list")
    done = schemathesis(process, tmp_path)
    process.clear()
    assert done.returncode == 1
    assert "listInProcess" in done.stdout or "/consult/in_process_list" in done.stdout
