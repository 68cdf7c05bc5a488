"""The audit log: lines that prove their order, sealed in a file, sent on where a policy says so."""
