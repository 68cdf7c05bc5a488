"""How settings are declared, read from policy and user, resolved, saved and described."""
