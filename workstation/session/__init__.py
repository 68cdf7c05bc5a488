"""What lives from one sign-in to its sign-out, put together by hand and closed in reverse."""
