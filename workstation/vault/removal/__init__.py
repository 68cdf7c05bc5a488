"""Removal: what leaves this computer for good, of a patient, of an account, of an old copy."""
