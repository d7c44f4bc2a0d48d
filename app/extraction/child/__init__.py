"""The child that reads one hostile file. Open `main.py`.

It runs as a process of its own, as the top-level package `child`, and imports nothing of the rest
of Chancery: neither its start nor its sandbox should pay for that. Only here are the parsers
(pypdfium2, lxml, charset-normalizer, py3langid) imported.
"""
