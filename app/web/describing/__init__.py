"""The form of a description: what stands in its fields, and the description they make."""
