"""How the kernels of this part are compiled."""

from techpact.compiled import compiled, inlined

__all__ = ["compiled", "inlined"]
