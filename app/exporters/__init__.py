"""Records on their way out: one file for each format. Open `bag.py`."""
