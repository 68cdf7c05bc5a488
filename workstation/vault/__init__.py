"""The encrypted cache: keys, database, one module per table family.

``Vault`` opens the database and runs functions on it; the modules beside it hold those functions
(``await vault.write(outbox.add, entry)``). SQL lives here and nowhere else.
"""
