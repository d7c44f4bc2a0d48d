"""The reports there are. A new one: its file here, and its line in the list below."""

from app.pdf.report import Report
from app.pdf.reports import (
    case_sheet,
    chronology,
    coalition_sheet,
    country_sheet,
    demands_ledger,
    public_safe,
    record_sheet,
    search_digest,
)

_ALL = (
    record_sheet.REPORT,
    search_digest.REPORT,
    chronology.REPORT,
    coalition_sheet.REPORT,
    country_sheet.REPORT,
    case_sheet.REPORT,
    demands_ledger.REPORT,
    public_safe.REPORT,
)
REPORTS: dict[str, Report] = {report.name: report for report in _ALL}
