"""Shocks: what happens when a supplier, a sector or a country stops."""
