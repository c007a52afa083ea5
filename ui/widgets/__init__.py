"""One widget for each kind of input."""
