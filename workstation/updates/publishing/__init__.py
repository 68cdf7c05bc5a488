"""What IT does with a repository: keys, releases, rings, signatures, expiry."""
