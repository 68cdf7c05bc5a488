"""The IM socket: endpoints, connection, reconnection."""
