"""The briefing book: cover, contents, sections, letters, annexes, index. Open `binding.py`, `plan.py`."""
