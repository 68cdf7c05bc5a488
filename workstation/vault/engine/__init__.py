"""The engine: the encrypted file is opened, and jobs are run on it, each by one thread."""
