"""A consultation's conversation as one painted list: card, days, bubbles, gaps.

* ``items`` says what stands in it: plain values, made of the conversation's lines.
* ``layout_cache`` owns the laid out rows: ``bubble``, ``card`` and the others, each of which paints
  itself, says what in it answers a click, and is spoken.
* ``view`` paints them and owns its parts: ``scroll_anchoring`` (how it stands), ``selection``
  (inside of one text) and ``row_selection`` (several messages).
* ``conversation_view`` is mouse and keyboard. What is under the pointer it asks of a
  ``placed_row``, what can be done there of ``row_menu``. All that is asked for leaves it as one of
  ``hit_actions``: it opens, copies and sends nothing itself.
"""
