"""The curated fact base: CSV files, one row one fact one citation."""

from techpact.facts.base import FactBase

__all__ = ["FactBase"]
