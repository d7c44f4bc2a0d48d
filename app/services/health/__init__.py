"""The health of an installation: everything one can check, in plain words. Open `examination.py`."""

from app.services.health.examination import examine
from app.services.health.findings import Finding, Severity, counted

__all__ = ["Finding", "Severity", "counted", "examine"]
