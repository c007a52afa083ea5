"""Parts of a result: each takes values and shows them, on any page."""
