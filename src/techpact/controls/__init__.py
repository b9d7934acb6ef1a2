"""Which controls each member has on what, whether they are aligned, bite, cost and leak."""
