"""The parts of the crisis rule: folding a text, reading its words, matching phrases, judging their context."""
