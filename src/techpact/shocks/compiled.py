"""How the kernels of this part are compiled."""

from techpact.compiled import compiled, fetch, inlined, inner

__all__ = ["compiled", "fetch", "inlined", "inner"]
