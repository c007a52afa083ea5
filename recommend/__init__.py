"""Recommendations: a risk assessment becomes suggestions and, when it matters, crisis resources."""
