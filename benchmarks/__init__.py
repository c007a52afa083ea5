"""Speed and memory beside a peer in the same run: python -m benchmarks.<name>. Medians and ratios."""
