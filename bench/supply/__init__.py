"""Benchmarks of the supply part: product trade (`trade`) and input-output tables."""
