"""The pages; each file has one function, `show`."""
