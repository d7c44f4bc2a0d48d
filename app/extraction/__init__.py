"""Bytes to text and pages, in a sandboxed child process. Open `extractor.py`, then `sandbox.py`."""
