"""Whether Cleave's graph numbers are those of NetworkX and rustworkx, and what each takes for them.

Run by hand; no test needs it:

    cargo build --release -p cleave-cli
    python3 -m venv venv && venv/bin/pip install networkx rustworkx numpy scipy
    venv/bin/python crates/cleave-analysis/benches/compare.py

Makes one neutral graph of services with synchronous dependencies, the same for the same --seed, lets all three count,
and compares every digit. Ends with 1 where a number differs, naming it. Times are processor time, all cores added up,
the best of --rounds; NetworkX runs once.
"""

import argparse
import json
import math
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import networkx as nx
import rustworkx as rx

ROOT = "__root__"
DAMPING = 0.85
# How far the two walks to the rank go on, and how near to it that brings them.
TOLERANCE = 1e-12
NEAR = {"pagerank": 1e-6}


def synthetic(services, dependencies, seed):
    """Names and pairs: later services depend on earlier ones, mostly on a few; here and there two neighbours depend on
    each other, and among the first tenth one dependency in forty runs back."""
    dice = random.Random(seed)
    mutual = [dice.randrange(services - 1) for _ in range(services // 70)]
    pairs = {pair for at in mutual for pair in [(at, at + 1), (at + 1, at)]}
    while len(pairs) < dependencies:
        one, other = dice.randrange(services), min(dice.randrange(services), dice.randrange(services))
        if one != other:
            pair = (max(one, other), min(one, other))
            back = max(pair) < services // 10 and dice.randrange(40) == 0
            pairs.add(pair[::-1] if back else pair)
    return [f"s{at}" for at in range(services)], sorted(pairs)


def in_networkx(names, pairs):
    """Each measure by its name, as a function of nothing."""
    graph = nx.DiGraph()
    graph.add_nodes_from(range(len(names)))
    graph.add_edges_from(pairs)
    both = graph.to_undirected()
    rooted = graph.copy()
    root = len(names)
    rooted.add_edges_from((root, node) for node in graph if graph.in_degree(node) == 0)
    return {
        "scc": lambda: list(nx.strongly_connected_components(graph)),
        "pagerank": lambda: nx.pagerank(graph, alpha=DAMPING, tol=TOLERANCE, max_iter=10_000),
        "betweenness": lambda: nx.betweenness_centrality(graph),
        "dominators": lambda: nx.immediate_dominators(rooted, root),
        "articulation points": lambda: list(nx.articulation_points(both)),
        "bridges": lambda: list(nx.bridges(both)),
        "reach": lambda: {node: 1 + len(nx.descendants(graph, node)) for node in graph},
    }


def in_rustworkx(names, pairs):
    """Each measure by its name, as a function of nothing."""
    graph = rx.PyDiGraph(multigraph=False)
    graph.add_nodes_from(names)
    graph.add_edges_from_no_data(pairs)
    both = rx.PyGraph(multigraph=False)
    both.add_nodes_from(names)
    both.add_edges_from_no_data(pairs)
    rooted = graph.copy()
    root = rooted.add_node(ROOT)
    rooted.add_edges_from_no_data([(root, node) for node in graph.node_indices() if graph.in_degree(node) == 0])
    return {
        "scc": lambda: rx.strongly_connected_components(graph),
        "pagerank": lambda: rx.pagerank(graph, alpha=DAMPING, tol=TOLERANCE, max_iter=10_000),
        "betweenness": lambda: rx.digraph_betweenness_centrality(graph),
        "dominators": lambda: rx.immediate_dominators(rooted, root),
        "articulation points": lambda: list(rx.articulation_points(both)),
        "bridges": lambda: list(rx.bridges(both)),
        "reach": lambda: {node: 1 + len(rx.descendants(graph, node)) for node in graph.node_indices()},
    }


def told(results, names):
    """What a library found, in the words of a check."""
    name = [*names, ROOT].__getitem__
    root = len(names)
    numbers = lambda of: {name(node): value for node, value in dict(of).items()}
    reach = numbers(results["reach"])
    return {
        "scc": {frozenset(map(name, nodes)) for nodes in results["scc"] if len(nodes) > 1},
        "pagerank": numbers(results["pagerank"]),
        "betweenness": numbers(results["betweenness"]),
        "idom": {name(node): name(above) for node, above in results["dominators"].items() if node != root},
        "articulation points": set(map(name, results["articulation points"])),
        "bridges": {frozenset(map(name, pair)) for pair in results["bridges"]},
        "visibility fan-out": reach,
        "propagation cost": {"all": sum(reach.values()) / len(names) ** 2},
    }


def told_by_cleave(check):
    """What a check found; of its graphs the one of calls."""
    sync = check["metrics"]["sync"]
    return {
        "scc": {frozenset(nodes) for nodes in sync["scc"]},
        "pagerank": sync["pagerank"],
        "betweenness": sync["betweenness"],
        "idom": sync["idom"],
        "articulation points": set(sync["articulation_points"]),
        "bridges": {frozenset(pair) for pair in sync["bridges"]},
        "visibility fan-out": sync["visibility_fan_out"],
        "propagation cost": {"all": sync["propagation_cost"]},
    }


def differences(ours, theirs):
    """Each measure with how many values differ, one of them, and the largest relative distance of its numbers."""
    for measure, mine in ours.items():
        other, furthest, wrong = theirs[measure], 0.0, []
        if isinstance(mine, set):
            wrong = [(sorted(each), "only one has it") for each in mine ^ other if not isinstance(each, str)]
            wrong += [(each, "only one has it") for each in mine ^ other if isinstance(each, str)]
        else:
            wrong = [(key, "only one has it") for key in mine.keys() ^ other.keys()]
            for key in mine.keys() & other.keys():
                one, two = mine[key], other[key]
                if isinstance(one, str):
                    same = one == two
                else:
                    apart = abs(one - two) / max(abs(one), abs(two)) if one != two else 0.0
                    furthest = max(furthest, apart)
                    same = math.isclose(one, two, rel_tol=NEAR.get(measure, 1e-9))
                if not same:
                    wrong.append((key, f"{one} here, {two} there"))
        yield measure, len(mine), furthest, wrong


def timed(run, rounds):
    """What it returns, and the least processor time of this process in ms."""
    best = math.inf
    for _ in range(rounds):
        start = time.process_time()
        result = run()
        best = min(best, time.process_time() - start)
    return result, best * 1_000


def check(cleave, file, rounds):
    """What `cleave check` prints, and the least processor time of its process in ms."""
    best = math.inf
    for _ in range(rounds):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        # It ends with 1 where the design has errors, which is no failure here.
        ran = subprocess.run([cleave, "check", file, "--from", "graph-json", "--format", "json"], capture_output=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        if not ran.stdout:
            sys.exit(f"{cleave} printed nothing: {ran.stderr.decode()}")
        best = min(best, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return json.loads(ran.stdout), best * 1_000


def main():
    """Counts, compares, prints."""
    here = Path(__file__).resolve().parents[3]
    words = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    words.add_argument("--cleave", default=str(here / "target/release/cleave"), help="the program to compare")
    words.add_argument("--services", type=int, default=2_800)
    words.add_argument("--dependencies", type=int, default=9_300)
    words.add_argument("--seed", type=int, default=1)
    words.add_argument("--rounds", type=int, default=5)
    asked = words.parse_args()

    names, pairs = synthetic(asked.services, asked.dependencies, asked.seed)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "graph.json"
        nodes = [{"id": name, "kind": "service"} for name in names]
        edges = [{"from": names[one], "to": names[other], "kind": "sync"} for one, other in pairs]
        file.write_text(json.dumps({"nodes": nodes, "edges": edges}))
        found, whole = check(asked.cleave, file, asked.rounds)
    ours = told_by_cleave(found)

    equal, times = True, {}
    libraries = {"NetworkX": (in_networkx, 1), "rustworkx": (in_rustworkx, asked.rounds)}
    for library, (measures, rounds) in libraries.items():
        ran = {measure: timed(run, rounds) for measure, run in measures(names, pairs).items()}
        times[library] = {measure: taken for measure, (_, taken) in ran.items()}
        print(f"\n{len(names)} services, {len(pairs)} dependencies, seed {asked.seed}: Cleave and {library}\n")
        theirs = told({measure: result for measure, (result, _) in ran.items()}, names)
        for measure, many, furthest, wrong in differences(ours, theirs):
            equal &= not wrong
            print(f"{measure:20} {many:6} values  {len(wrong):5} differ  at most {furthest:.1e} apart")
            for where, how in wrong[:3]:
                print(f"    {where}: {how}")

    print(f"\n{'ms of processor time':20} {'NetworkX':>10} {'rustworkx':>10}")
    for measure in times["NetworkX"]:
        print(f"{measure:20} {times['NetworkX'][measure]:10.1f} {times['rustworkx'][measure]:10.1f}")
    sums = {library: sum(taken.values()) for library, taken in times.items()}
    print(f"{'together':20} {sums['NetworkX']:10.1f} {sums['rustworkx']:10.1f}")
    print(f"cleave check, reading, {len(found['coverage']['rules'])} rules and six graphs included: {whole:.1f}")
    for library, taken in sums.items():
        print(f"    {whole / taken:.2f} × of {library}")
    return 0 if equal else 1


if __name__ == "__main__":
    sys.exit(main())
