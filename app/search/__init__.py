"""Search: text analysis, query syntax, engines, excerpts. Open `engine.py` first."""
