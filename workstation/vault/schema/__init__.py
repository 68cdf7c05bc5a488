"""The schema: which tables there are, and how those of an older version become them."""
