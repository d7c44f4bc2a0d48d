"""The fields of a description, one file for each group of them."""
