"""The heaviest matching of a graph: the one place where the library for graphs is used."""

from collections.abc import Mapping

import networkx


def heaviest_matching(weights: Mapping[tuple[int, int], int]) -> tuple[tuple[int, int], ...]:
    """As many disjoint pairs as there can be and, among those, the pairs of the greatest total weight.

    Weights are whole numbers of any size, negative ones too, so that several wishes can be put in one number
    without rounding. The same weights in the same order give the same pairs, each smaller number first.
    """
    graph = networkx.Graph()
    graph.add_weighted_edges_from((one, other, weight) for (one, other), weight in weights.items())
    found = networkx.max_weight_matching(graph, maxcardinality=True)
    return tuple(sorted((min(pair), max(pair)) for pair in found))
