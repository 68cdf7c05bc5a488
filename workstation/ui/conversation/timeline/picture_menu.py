"""What a menu offers of a picture: look, copy, save, measure, compare."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial

from workstation.domain.export import ExportChannel
from workstation.domain.photos import ViewerStart
from workstation.ui.conversation.timeline.hit_actions import (
    CopyPicture,
    HitAction,
    OpenPicture,
    SaveMedium,
    SeekVoice,
)
from workstation.ui.conversation.timeline.paint_context import Hit
from workstation.ui.conversation.timeline.row_menu import MenuEntry
from workstation.ui.export.rules import export_rules
from workstation.ui.kit.strings import tr
from workstation.ui.kit.theme import Icon


def meant_picture(hits: Iterable[Hit], pointed: Hit | None) -> OpenPicture | None:
    """The picture under the pointer, or the only one of the row; ``None`` among several."""
    if pointed is not None and isinstance(pointed.action, OpenPicture):
        return pointed.action
    pictures = [hit.action for hit in hits if isinstance(hit.action, OpenPicture)]
    return pictures[0] if len(pictures) == 1 else None


def unlisted_hits(picture: OpenPicture | None) -> tuple[type[HitAction], ...]:
    """What of a row its menu does not list as it is: a place on a wave, and the meant picture."""
    return (SeekVoice,) if picture is None else (SeekVoice, OpenPicture)


def picture_entries(
    picture: OpenPicture, name: str, run: Callable[[HitAction], object]
) -> Iterator[MenuEntry]:
    """All that can be done with a picture; ``name`` is what a file of it is called."""
    url = picture.url

    def entry(key: str, icon: Icon, action: HitAction, *ways: ExportChannel) -> MenuEntry:
        denial = next(filter(None, map(export_rules.denial, ways)), "")
        return MenuEntry(tr(f"conversation.picture.{key}"), icon, partial(run, action), denial)

    yield entry("look", Icon.EYE, picture)
    yield entry("copy", Icon.COPY, CopyPicture(url), ExportChannel.PICTURE)
    yield entry("save", Icon.DOWNLOAD, SaveMedium(url, name), ExportChannel.FILE)
    yield entry("measure", Icon.RULER, OpenPicture(url, ViewerStart.MEASURE))
    yield entry("compare", Icon.COMPARE, OpenPicture(url, ViewerStart.COMPARE))
