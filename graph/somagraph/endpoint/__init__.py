"""Graphs in SPARQL engines: asked from here, as if they were files.

`connecting` answers a question. What it needs is fetched by `neighbourhood`, with the help of
`contents` (what there is at all), `relations`, `classes` (what classes are said to have), `names`
and `local` (what is here beside it). Queries have the `shapes` that every engine answers alike.
They go by way of `client` (results, shards, budget), `transport` (one exchange), `address` (whom,
and who asks) and `workers`. When an answer is final is told by `limits`, and of each answer by
`finality`. `push` brings a graph into an engine.
"""
