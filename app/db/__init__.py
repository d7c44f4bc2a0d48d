"""The database: models, the catalogue (the gate), audit, job rows, migrations. Open `catalogue.py`."""
