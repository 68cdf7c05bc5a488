"""Documents that are sent as files, and what the policy says of them."""

import enum

from workstation.domain.value import Value

MEGABYTE = 1024 * 1024


class DocumentKind(enum.Enum):
    """A kind of document; its value is the word in the policy, and the file's extension."""

    PDF = "pdf"
    DOCX = "docx"
    XLSX = "xlsx"
    PPTX = "pptx"
    DOC = "doc"
    XLS = "xls"
    PPT = "ppt"
    ODT = "odt"
    ODS = "ods"
    ODP = "odp"


DOCUMENT_KINDS = tuple(kind.value for kind in DocumentKind)


class DocumentRules(Value):
    """Which kinds are sent and received, and of how many bytes at most."""

    kinds: frozenset[DocumentKind]
    max_bytes: int

    @classmethod
    def of(cls, words: tuple[str, ...], megabytes: int) -> "DocumentRules":
        """The rules as the settings write them."""
        return cls(frozenset(map(DocumentKind, words)), megabytes * MEGABYTE)


ALL_DOCUMENTS = DocumentRules(frozenset(DocumentKind), 20 * MEGABYTE)
