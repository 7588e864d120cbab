"""The knowledge itself, as Turtle files; read through ``somagraph.dataset``."""
