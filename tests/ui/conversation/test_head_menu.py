"""The menu "more" of a conversation names the keys of what has any."""

import pytest

from workstation.ui.conversation.head import ConversationHead, MenuOffer
from workstation.ui.kit.actions import ACTIONS


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("name", ["note", "label", "photo_window", "summary"])
def test_a_declared_action_has_its_keys_in_the_menu(name: str) -> None:
    keys = ACTIONS[name].shown_keys
    offer = MenuOffer("note.menu", lambda: None, action=name)
    assert offer.keys == (keys[0] if keys else "")


def test_the_menu_shows_them(show_widget) -> None:
    head = ConversationHead()
    show_widget().layout().addWidget(head)
    head.offer(MenuOffer("note.menu", lambda: None, action="note"))
    head.offer(MenuOffer("search.jump.newest", lambda: None))
    menu = head.open_menu()
    with_keys, without = menu.items
    assert (with_keys._keys, without._keys) == ("Ctrl Shift N", "")
    menu.close_now()
