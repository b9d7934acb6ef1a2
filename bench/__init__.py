"""The benchmarks: ours and peers, each runnable by one command."""
