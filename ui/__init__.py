"""The dashboard: pages, views and charts. It shows what the engine says and computes nothing about a person."""
