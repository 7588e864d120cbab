"""What relations of other vocabularies mean here, by their names.

Files of the OBO library, of FMA and of NIF use a few hundred relations. Told apart here are those
that order wholes and parts, those that belong to anatomy, and those that join anything to anything
or say that nothing is joined: these last are shown and never walked. What a file declares itself
(``soma:family``, ``soma:upperEnd``) comes before.
"""

from __future__ import annotations

from typing import Final

__all__ = ["ANATOMICAL", "UNWALKED", "UPPER_ENDS", "WHOLE_BODIES"]

#: Name to the end that is the whole.
UPPER_ENDS: Final = {
    **dict.fromkeys(
        (
            "branch of",
            "branching part of",
            "constitutional part of",
            "contained in",
            "located in",
            "member of",
            "part of",
            "proper part of",
            "regional part of",
            "subdivision of",
            "systemic part of",
        ),
        "object",
    ),
    **dict.fromkeys(
        (
            "composed primarily of",
            "constitutional part",
            "contains",
            "has branching part",
            "has component",
            "has member",
            "has part",
            "has proper part",
            "location of",
            "regional part",
            "systemic part",
        ),
        "subject",
    ),
}

#: Names of relations that say how a body is built or comes to be built.
ANATOMICAL: Final = frozenset(UPPER_ENDS) | frozenset(
    {
        "adjacent to",
        "anterior to",
        "arterial supply of",
        "articulates with",
        "attached to",
        "attaches to",
        "bounded by",
        "channel for",
        "channels from",
        "channels into",
        "connected to",
        "connects",
        "continuous with",
        "deep to",
        "develops from",
        "develops from part of",
        "develops in",
        "develops into",
        "developmentally contributes to",
        "developmentally replaces",
        "directly develops from",
        "distal to",
        "distally connected to",
        "dorsal to",
        "drains",
        "encloses",
        "has developmental contribution from",
        "has fused element",
        "has muscle insertion",
        "has muscle origin",
        "immediately deep to",
        "in distal side of",
        "in lateral side of",
        "in left side of",
        "in proximal side of",
        "in right side of",
        "innervated by",
        "innervates",
        "nerve supply",
        "nerve supply of",
        "overlaps",
        "posterior to",
        "proximal to",
        "proximally connected to",
        "superficial to",
        "supplies",
        "surrounded by",
        "surrounds",
        "tributary of",
        "ventral to",
    }
)

#: Names of relations that make no connection: they hold of nearly everything, compare animals,
#: or deny.
UNWALKED: Final = frozenset(
    {
        "ambiguous for taxon",
        "depicted by",
        "disconnected from",
        "dubious for taxon",
        "has lacking of",
        "has no connections with",
        "homologous in",
        "homologous to",
        "in taxon",
        "lacks all parts of type",
        "lacks part",
        "mutually spatially disjoint with",
        "never in taxon",
        "not in taxon",
        "only in taxon",
        "present in",
        "present in taxon",
        "replaced by",
        "spatially disjoint from",
        "term replaced by",
    }
)

#: What everything is part of, and what joins nothing for that reason: a path may end there and
#: not lead through.
WHOLE_BODIES: Final = frozenset(
    {
        "anatomical entity",
        "anatomical structure",
        "body",
        "human body",
        "material anatomical entity",
        "multi cellular organism",
        "multicellular organism",
        "organism",
        "whole body",
    }
)
