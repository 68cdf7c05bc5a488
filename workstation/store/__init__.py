"""What is true now: windows over the vault, and the feed of changes.

``session_store`` is the state of one sign-in and the only way in which it changes; read it first,
then ``feed``. ``worklist`` and ``history`` are the two lists, ``timeline`` is the loaded part of a
conversation. The other modules are pure functions of their rows, or small states as ``presence``.
"""
