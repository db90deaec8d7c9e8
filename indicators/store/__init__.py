"""The bitemporal store: every observation with the moment it became known."""
