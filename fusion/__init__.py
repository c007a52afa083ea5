"""Fusion: independent predictions become one risk assessment. Knows no model and no label."""
