"""Benchmarks of the shocks part: firm-level cascades (`cascade`)."""
