"""The use cases. Every function takes the principal first, then the unit of work. Open `work.py`."""
