"""Charts: one Drawing for page (SVG) and paper alike; one file per chart."""
