"""The embedded clinic: the platform's REST API, media and IM server in one process."""
