"""Signing with Ed25519 (`ed25519.py`) and sealing short secrets with AES-GCM (`seals.py`)."""
