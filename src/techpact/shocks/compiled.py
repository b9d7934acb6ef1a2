"""How the kernels of this part are compiled."""

from techpact.compiled import compiled, inlined, inner

__all__ = ["compiled", "inlined", "inner"]
