"""Graphs in SPARQL engines: asked from here, as if they were files.

`connecting` answers a question. What it needs is fetched by `neighbourhood` (with `classes` for
what classes are said to have, and `names`), in the queries of `shapes`, by way of `client` and
`transport`. When an answer is final is told by `limits`. `push` brings a graph into an engine.
"""
