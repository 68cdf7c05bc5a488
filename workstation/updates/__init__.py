"""The administrator's repository of updates: read, verified, staged; published by IT's command."""
