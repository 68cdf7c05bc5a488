"""The tree of errors as its module draws it."""

import importlib
import pkgutil
import re

import pytest

from workstation import domain
from workstation.domain import errors


def errors_of_the_domain() -> list[type[errors.WorkstationError]]:
    """Every class of the tree that a module of the domain defines."""
    for module in pkgutil.iter_modules(domain.__path__):
        importlib.import_module(f"{domain.__name__}.{module.name}")
    kinds = [errors.WorkstationError]
    for kind in kinds:
        kinds += kind.__subclasses__()
    return [kind for kind in kinds if kind.__module__.startswith(f"{domain.__name__}.")]


@pytest.mark.parametrize("kind", errors_of_the_domain())
def test_an_error_is_in_the_tree_or_in_a_branch_that_the_tree_names(kind):
    branch = kind.__module__.rpartition(".")[2]
    is_drawn = re.search(rf"\b{kind.__name__}\b", errors.__doc__)
    assert is_drawn or f"``{branch}``" in errors.__doc__
