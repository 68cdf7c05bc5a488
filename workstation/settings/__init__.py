"""How settings are read from policy and user, resolved, saved, and described to policy tools."""
