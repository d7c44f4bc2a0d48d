"""The field's own words as values: records, parties, access, dates, queries. Imports nothing of ours."""
