"""Servers that tests need, started on loopback."""
