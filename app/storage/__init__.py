"""Where originals live, named by SHA-256. Open `originals.py`."""
