"""Chaos: the whole suite under load while its processes are killed."""
