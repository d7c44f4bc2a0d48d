"""Languages of pages and papers: catalogues of sentences, words for dates, numbers and names."""
