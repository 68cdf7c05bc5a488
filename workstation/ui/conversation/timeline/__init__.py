"""A consultation's conversation as one painted list: card, days, bubbles, gaps.

* ``items`` are its content: plain values, made of the conversation's lines.
* ``layout_cache`` owns the laid out rows: ``bubble``, ``card`` and the others, each of which paints
  itself, does hit testing, and has a text for screen readers.
* ``view`` paints them and owns its parts: ``scroll_anchoring`` (the scroll position), ``selection``
  (inside one text) and ``row_selection`` (several messages).
* ``conversation_view`` handles mouse and keyboard: ``placed_row`` finds what is under the pointer,
  ``row_menu`` what can be done there. Each request leaves it as one of ``hit_actions``: it opens,
  copies and sends nothing itself.
"""
