"""Writes what an administrator's tools need: ``python -m workstation.support.policy FOLDER``.

``policy.schema.json`` describes ``policy.json``, ``keys.md`` is for people; the ADMX and an ADML
for each language are for Group Policy. All of it is made from the declarations in ``config``.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from workstation.domain.language import Language
from workstation.settings.admx import adml, admx
from workstation.settings.schema import json_schema, key_table
from workstation.settings.texts import product_name, texts

TEMPLATE = "DoctorWorkstation"


def files() -> dict[str, str]:
    """All files by their path below the folder."""
    made = {
        "policy.schema.json": json.dumps(json_schema(texts(Language.EN)), indent=2) + "\n",
        "keys.md": "# Keys of policy and settings\n\n" + key_table(texts(Language.EN)),
        f"{TEMPLATE}.admx": admx(),
    }
    for language in Language:
        made[f"{language.tag}/{TEMPLATE}.adml"] = adml(texts(language), product_name(language))
    return made


def main(argv: Sequence[str] | None = None) -> int:
    """Write the files; the exit status."""
    parser = argparse.ArgumentParser(prog="workstation.support.policy", description=__doc__)
    parser.add_argument("folder", type=Path)
    folder: Path = parser.parse_args(argv).folder
    for name, content in files().items():
        path = folder / name
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, encoding="utf-8")
        except OSError as error:
            parser.error(f"{path}: {error.strerror}")
        sys.stdout.write(f"{path}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
