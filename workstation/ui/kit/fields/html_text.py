"""The words of HTML that another program put on the clipboard without saying them plainly, too.

Web views of hospital systems do so. What it looked like, scripts, comments and addresses go. It is
read piece by piece, each once: a reader of HTML takes minutes for what is made to keep it busy.
"""

import re

MAX_HTML = 200_000
"""Characters; more gives nothing, as what was cut off would not be missed."""

_NAME = re.compile(r"/?([a-z][a-z0-9]*)", re.IGNORECASE)
_TAG = re.compile(r"[a-z/!?]", re.IGNORECASE)
_SPACES = re.compile(r"[ \t\n\f\r]+")  # a space that is not broken at stays one
_HIDDEN = {"head", "script", "style", "template", "title"}
_LINES = {
    *("address", "article", "blockquote", "br", "dd", "div", "dl", "dt", "figure", "footer"),
    *("form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p"),
    *("pre", "section", "table", "tr", "ul"),
}
_CELLS = {"td", "th"}


def words_of_html(html: str) -> str:
    """What a reader would see of it: a line for each block and row, tabs between the cells."""
    if len(html) > MAX_HTML:
        return ""
    first, *pieces = html.split("<")
    words, hidden_by, in_comment = [first], "", False
    for piece in pieces:
        if in_comment or piece.startswith("!--"):
            _, end, after = piece.partition("-->")
            in_comment, name, closes = not end, "", False
        elif not _TAG.match(piece):  # a sign of its own, as in "CRP < 5"
            after, name, closes = f"&lt;{piece}", "", False
        else:
            tag, _, after = piece.partition(">")
            name, closes = _name_of(tag), tag.startswith("/")
        if name in _HIDDEN and closes is (name == hidden_by):
            hidden_by = "" if closes else (hidden_by or name)
        if not hidden_by and not in_comment:
            words += [_break_of(name, closes=closes), after]
    return _tidied(words)


def _name_of(tag: str) -> str:
    match = _NAME.match(tag)
    return match.group(1).lower() if match is not None else ""


def _break_of(name: str, *, closes: bool) -> str:
    if name in _LINES:
        return "\v"
    return "\x1f" if name in _CELLS and closes else ""


def _tidied(words: list[str]) -> str:
    """The words without spaces and breaks of the source, with those of its blocks and cells."""
    from html import unescape  # noqa: PLC0415  with it come all names of characters, 0.3 MB

    text = _SPACES.sub(" ", unescape("".join(words)))
    text = text.replace("\v", "\n").replace("\x1f", "\t")
    lines = (line.strip(" \t") for line in text.split("\n"))
    return "\n".join(line for line in lines if line).replace("\xa0", " ")
