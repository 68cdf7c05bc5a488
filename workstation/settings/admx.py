"""Windows policy templates (ADMX and ADML), made from the declarations.

A list or a mapping is a multi-line text (``REG_MULTI_SZ``), a flag is 0 or 1 (``REG_DWORD``): the
forms that ``registry_layer`` hands to the kinds.
"""

import re
from collections.abc import Iterable, Iterator
from html import escape
from typing import Any

from workstation.config import DECLARATIONS, kinds
from workstation.config.declaration import Declaration
from workstation.settings.schema import LookUpText
from workstation.settings.sources import REGISTRY_KEY

NAMESPACE = "DoctorWorkstation.Policies"
CATEGORY = "DoctorWorkstation"
_SCHEMA = "http://schemas.microsoft.com/GroupPolicy/2006/07/PolicyDefinitions"
_HEAD = '<?xml version="1.0" encoding="utf-8"?>'


def admx() -> str:
    """The ADMX template: what can be set, and to which registry values it goes."""
    return _document(
        f'<policyDefinitions xmlns="{_SCHEMA}" revision="1.0" schemaVersion="1.0">',
        "<policyNamespaces>",
        f'<target prefix="workstation" namespace="{NAMESPACE}"/>',
        "</policyNamespaces>",
        '<resources minRequiredRevision="1.0"/>',
        "<supportedOn><definitions>",
        '<definition name="SUPPORTED" displayName="$(string.SUPPORTED)"/>',
        "</definitions></supportedOn>",
        "<categories>",
        f'<category name="{CATEGORY}" displayName="$(string.{CATEGORY})"/>',
        "</categories>",
        "<policies>",
        *(line for declaration in DECLARATIONS for line in _policy(declaration)),
        "</policies>",
        "</policyDefinitions>",
    )


def adml(look_up: LookUpText, product: str) -> str:
    """The texts of the template in one language; ``product`` is the program's name in it."""
    return _document(
        f'<policyDefinitionResources xmlns="{_SCHEMA}" revision="1.0" schemaVersion="1.0">',
        f"<displayName>{escape(product)}</displayName>",
        "<description/>",
        "<resources>",
        "<stringTable>",
        _string(CATEGORY, product),
        _string("SUPPORTED", f"{product} 0.1"),
        *(line for declaration in DECLARATIONS for line in _strings(declaration, look_up)),
        "</stringTable>",
        "<presentationTable>",
        *filter(None, (_presentation(declaration, look_up) for declaration in DECLARATIONS)),
        "</presentationTable>",
        "</resources>",
        "</policyDefinitionResources>",
    )


def _document(*lines: str) -> str:
    return "\n".join([_HEAD, *lines]) + "\n"


def _policy(declaration: Declaration) -> Iterator[str]:
    name, flag = declaration.name, isinstance(declaration.kind, kinds.Flag)
    place = f'valueName="{declaration.key}"' if flag else f'presentation="$(presentation.{name})"'
    yield (
        f'<policy name="{name}" class="Machine" displayName="$(string.{name})"'
        f' explainText="$(string.{name}_help)" key="{REGISTRY_KEY}" {place}>'
    )
    yield f'<parentCategory ref="{CATEGORY}"/><supportedOn ref="SUPPORTED"/>'
    if flag:
        yield '<enabledValue><decimal value="1"/></enabledValue>'
        yield '<disabledValue><decimal value="0"/></disabledValue>'
    else:
        yield f"<elements>{_element(declaration)}</elements>"
    yield "</policy>"


def _element(declaration: Declaration) -> str:
    place = f'id="{declaration.name}" valueName="{declaration.key}" required="true"'
    match declaration.kind:
        case kinds.Number(low=low, high=high):
            return f'<decimal {place} minValue="{low}" maxValue="{high}"/>'
        case kinds.OneOf(words=words):
            return f"<enum {place}>{''.join(_items(declaration.name, words))}</enum>"
        case _ if _many_lines(declaration):
            return f'<multiText {place} maxStrings="{kinds.MAX_LINES}"/>'
        case _:
            return f'<text {place} maxLength="1023"/>'


def _items(name: str, words: Iterable[str]) -> Iterator[str]:
    for word in words:
        label = f"$(string.{_word_id(name, word)})"
        yield f'<item displayName="{label}"><value><string>{word}</string></value></item>'


def _strings(declaration: Declaration, look_up: LookUpText) -> Iterator[str]:
    yield _string(declaration.name, look_up(declaration.title))
    yield _string(f"{declaration.name}_help", look_up(declaration.help))
    if isinstance(declaration.kind, kinds.OneOf):
        for word in declaration.kind.words:
            yield _string(_word_id(declaration.name, word), word)


def _word_id(name: str, word: str) -> str:
    """A name as the templates' schema takes it: letters, digits and ``_`` alone (BaseTypes.xsd)."""
    return re.sub(r"\W", "_", f"{name}_{word}")


def _string(name: str, text: str) -> str:
    return f'<string id="{name}">{escape(text, quote=False)}</string>'


def _presentation(declaration: Declaration, look_up: LookUpText) -> str:
    name, label = declaration.name, escape(look_up(declaration.title), quote=False)
    match declaration.kind:
        case kinds.Flag():
            return ""
        case kinds.Number():
            default = f'defaultValue="{declaration.default}"'
            part = f'<decimalTextBox refId="{name}" {default}>{label}</decimalTextBox>'
        case kinds.OneOf():
            part = f'<dropdownList refId="{name}" noSort="true">{label}</dropdownList>'
        case _ if _many_lines(declaration):
            part = f'<multiTextBox refId="{name}"/>'
        case _:
            part = f'<textBox refId="{name}"><label>{label}</label></textBox>'
    return f'<presentation id="{name}">{part}</presentation>'


def _many_lines(declaration: Declaration) -> bool:
    default: Any = declaration.default
    return not isinstance(default, str | int) and default is not None
