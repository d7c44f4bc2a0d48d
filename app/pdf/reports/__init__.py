"""The reports there are. A new one: its file here, and its line in the list below."""

from app.pdf.report import RecordReport
from app.pdf.reports import record_sheet

RECORD_REPORTS: dict[str, RecordReport] = {report.name: report for report in (record_sheet.REPORT,)}
