"""PDF: typography, page frame, markings, one file per report under reports/."""
