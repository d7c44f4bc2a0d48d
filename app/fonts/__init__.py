"""Cutting the packaged fonts down to what a page or a PDF needs. Open `cabinet.py` first."""
