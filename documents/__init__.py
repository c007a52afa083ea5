"""One check-in, or a period, as a page to hand to someone: HTML and PDF made from the same content."""
