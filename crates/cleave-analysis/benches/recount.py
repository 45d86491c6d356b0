"""Whether `cleave check` says of a neutral graph what its documentation defines, counted a second time.

Run by hand; no test needs it, and it needs nothing but Python 3 and a built `cleave`:

    python3 crates/cleave-analysis/benches/recount.py [FILE ...] [--random 200] [--cleave target/debug/cleave]

Every number of a check and most of its rules are worked out again from the words of the definitions, in the plainest
way there is: reachability by walking, tangles by mutual reachability, dominators and cut points by leaving each
service out. Only for small graphs, therefore. What the two disagree on is printed; ends with 1 where there is anything.
compare.py holds the graph measures to NetworkX and rustworkx, at full size.
"""

import argparse
import json
import math
import random
import subprocess
import sys
import tempfile
from collections import defaultdict
from fractions import Fraction
from pathlib import Path

INFRASTRUCTURE = {"gateway", "broker", "registry", "config", "monitoring", "loadbalancer"}
SENSITIVE = {"personal": "personal", "pii": "personal", "secret": "secret"}
LARGEST_CUT = 12
# What needs a history, or words of a policy, and is not counted again.
LEFT_OUT = {"vacuous-rule", "stale-waiver", "growing-waiver", "time-budget"}


class System:
    """A neutral graph and the dependencies between its services."""

    def __init__(self, graph):
        self.nodes = {str(node["id"]): node for node in graph["nodes"]}
        self.edges = [{**edge, "from": str(edge["from"]), "to": str(edge["to"])} for edge in graph.get("edges") or []]
        self.config = graph.get("config") or {}
        self.owner = {edge["to"]: edge["from"] for edge in self.edges if edge["kind"] == "owns"}
        self.services = sorted(name for name in self.nodes if self.kind(name) == "service" and self.role(name) != "broker")
        self.judged = set(self.services)
        self.publishers, self.subscribers = defaultdict(set), defaultdict(set)
        for edge in self.edges:
            if edge["kind"] == "publish":
                self.publishers[edge["to"]].add(self.party(edge["from"]))
            if edge["kind"] == "subscribe":
                self.subscribers[edge["to"]].add(self.party(edge["from"]))
        self.sync, event, data, declared, self.flow = (set() for _ in range(5))
        # Each connection as a dependency between two services; one that is told twice is one.
        self.ties, told = [], set()
        for edge in self.edges:
            one, other = self.service(edge["from"]), self.service(edge["to"])
            line = (edge["kind"], edge["from"], edge["to"])
            if edge["kind"] in ("sync", "read", "write", "depends", "subscribe") and line not in told:
                told.add(line)
                heard = edge["kind"] == "subscribe" and not other
                self.ties += [(one, end) for end in (self.publishers[edge["to"]] if heard else [other])]
            if edge["kind"] == "sync":
                self.sync.add((one, other))
            elif edge["kind"] in ("read", "write"):
                data.add((one, other))
            elif edge["kind"] == "depends":
                declared.add((one, other))
            elif edge["kind"] == "subscribe":
                event |= {(one, owner) for owner in ([other] if other else self.publishers[edge["to"]])}
                self.flow |= {(publisher, one) for publisher in self.publishers[edge["to"]]}
        self.sync, self.flow = self.between(self.sync), self.between(self.flow)
        self.all = self.sync | self.between(event | data | declared)
        self.ties = [tie for tie in self.ties if tie in self.all]
        self.boundary = {name: self.nodes[name].get("boundary") or name for name in self.services}
        self.boundaries = sorted(set(self.boundary.values()))

    def kind(self, name):
        return self.nodes[name]["kind"]

    def role(self, name):
        return (self.nodes[name].get("role") or "business").lower().replace("-", "").replace("_", "")

    def service(self, name):
        """The judged service a node is or belongs to."""
        for _ in range(16):
            if name is None or name in self.judged:
                return name
            if self.kind(name) in ("service", "broker", "compute", "external", "actor"):
                return None
            name = self.owner.get(name)
        return None

    def party(self, name):
        """The service a node belongs to, or who else it is."""
        return self.service(name) or name

    def outer(self, name):
        """The service a node belongs to, the external system that owns it, or who else it is."""
        at = name
        for _ in range(16):
            if self.service(name) or at is None:
                break
            if self.kind(at) == "external":
                return at
            at = self.owner.get(at)
        return self.party(name)

    def between(self, pairs):
        return {(one, other) for one, other in pairs if one in self.judged and other in self.judged and one != other}

    def entries(self):
        called = {self.service(e["to"]) for e in self.edges if e["kind"] == "sync" and self.outside(e["from"])}
        marked = {self.service(name) for name, node in self.nodes.items() if node.get("entry")}
        found = (called | marked) & self.judged
        return sorted(found or self.judged - {other for _, other in self.sync})

    def outside(self, name):
        return self.kind(name) in ("actor", "external")

    def is_owned(self, name):
        """Whether anybody owns a node, also through what they own."""
        for _ in range(16):
            name = self.owner.get(name)
            if name is None or self.kind(name) in ("service", "broker", "compute", "external", "actor"):
                return name is not None
        return False


def walk(start, out, without=None):
    """Whatever is reached from some nodes, themselves included, when one is left out."""
    seen, left = set(), [node for node in start if node != without]
    while left:
        node = left.pop()
        if node not in seen:
            seen.add(node)
            left += [other for other in out[node] if other != without]
    return seen


def adjacent(pairs, turned=False):
    out = defaultdict(set)
    for one, other in pairs:
        out[other if turned else one].add(one if turned else other)
    return out


def components(nodes, pairs):
    out, groups, seen = adjacent(pairs | {(b, a) for a, b in pairs}), [], set()
    for node in nodes:
        if node not in seen:
            groups.append(walk([node], out))
            seen |= groups[-1]
    return groups


def betweenness(nodes, out):
    """Brandes, over (n - 1)(n - 2)."""
    score, n = dict.fromkeys(nodes, 0.0), len(nodes)
    for source in nodes:
        order, before, paths, far = [], defaultdict(list), defaultdict(int), {source: 0}
        paths[source], row = 1, [source]
        for node in row:
            order.append(node)
            for other in sorted(out[node]):
                if other not in far:
                    far[other] = far[node] + 1
                    row.append(other)
                if far[other] == far[node] + 1:
                    paths[other] += paths[node]
                    before[other].append(node)
        part = defaultdict(float)
        for node in reversed(order):
            for above in before[node]:
                part[above] += paths[above] / paths[node] * (1 + part[node])
            if node != source:
                score[node] += part[node]
    return {node: share / ((n - 1) * (n - 2)) if n > 2 else 0.0 for node, share in score.items()}


def pagerank(nodes, out, damping=0.85):
    n, rank = len(nodes), {node: 1 / len(nodes) for node in nodes}
    for _ in range(2_000):
        loose = sum(rank[node] for node in nodes if not out[node])
        following = dict.fromkeys(nodes, (1 - damping + damping * loose) / n)
        for node in nodes:
            for other in out[node]:
                following[other] += damping * rank[node] / len(out[node])
        near, rank = max(abs(rank[node] - following[node]) for node in nodes) < 1e-16, following
        if near:
            break
    return rank


def fewest_feedback(tangle, pairs):
    """The least that runs back in any order of a tangle: edges, a pair that is told twice being two."""
    place = {node: at for at, node in enumerate(tangle)}
    ahead = [defaultdict(int) for _ in tangle]
    for one, other in pairs:
        if one in place and other in place:
            ahead[place[one]][place[other]] += 1
    best = [0] + [math.inf] * (2 ** len(tangle) - 1)
    for chosen in range(len(best)):
        for at, targets in enumerate(ahead):
            if not chosen >> at & 1:
                cost = best[chosen] + sum(many for to, many in targets.items() if chosen >> to & 1)
                best[chosen | 1 << at] = min(best[chosen | 1 << at], cost)
    return best[-1]


def tree_sum(n):
    """What all nodes of a balanced binary tree reach: the sum of their depths, the root being 1."""
    return sum(node.bit_length() for node in range(1, n + 1))


def numbers(nodes, pairs):
    """Every number of one graph, and how deep each node's longest chain is."""
    n, m, out, back = len(nodes), len(pairs), adjacent(pairs), adjacent(pairs, turned=True)
    down, up = {v: walk([v], out) for v in nodes}, {v: walk([v], back) for v in nodes}
    group = {v: frozenset(down[v] & up[v]) for v in nodes}
    level, depth = {}, {}
    for v in sorted(nodes, key=lambda v: len(down[v])):
        below = {t for u in group[v] for t in out[u]} - group[v]
        level[v] = len(group[v]) + max((level[t] for t in below), default=0)
        depth[v] = len(group[v]) - 1 + max((1 + depth[t] for t in below), default=0)
    tangles = sorted({tuple(sorted(g)) for g in group.values() if len(g) > 1}, key=lambda t: (-len(t), t))
    ccd, sizes = sum(map(len, down.values())), [len(tangle) for tangle in tangles]
    parts = len(components(nodes, pairs))

    def falls_apart(node):
        rest = [v for v in nodes if v != node]
        left = {pair for pair in pairs if node not in pair}
        return len(components(rest, left)) > parts

    either = {tuple(sorted(pair)) for pair in pairs}
    ties = {v: (len(back[v]), len(out[v])) for v in nodes}
    found = {
        "n": n, "e": m, "ccd": ccd,
        "acd": ccd / n if n else None,
        "racd": ccd / n**2 if n else None,
        "propagation_cost": ccd / n**2 if n else None,
        "nccd_tree": ccd / tree_sum(n) if n else None,
        "nccd_lakos": ccd / ((n + 1) * math.log2(n + 1) - n) if n else None,
        "density": m / (n * n - n) if n > 1 else 0.0,
        "scc": [list(tangle) for tangle in tangles], "scc_sizes": sizes, "tangled_nodes": sum(sizes),
        "edges_in_scc": sum(group[a] == group[b] for a, b in pairs),
        "cyclicity": sum(size**2 for size in sizes),
        "relative_cyclicity_pct": 100 * math.sqrt(sum(size**2 for size in sizes)) / n if n else None,
        "level": level, "levels": max(level.values(), default=0), "max_depth_hops": max(depth.values(), default=0),
        "weak_components": parts, "core_size": max(sizes, default=0),
        "articulation_points": [v for v in nodes if falls_apart(v)],
        "bridges": [list(p) for p in sorted(either) if len(components(nodes, either - {p})) > parts],
        "ca": {v: into for v, (into, _) in ties.items()}, "ce": {v: away for v, (_, away) in ties.items()},
        "instability": {v: away / (into + away) if into + away else None for v, (into, away) in ties.items()},
        "visibility_fan_in": {v: len(up[v]) for v in nodes}, "visibility_fan_out": {v: len(down[v]) for v in nodes},
        "betweenness": betweenness(nodes, out), "pagerank": pagerank(nodes, out) if n else {},
    }
    if max(sizes, default=0) <= LARGEST_CUT:
        found["min_fas_exact"] = sum(fewest_feedback(tangle, pairs) for tangle in tangles)
    elif sizes[0] > 18:
        found["min_fas_exact"] = None
    return found, depth


def metrics(system):
    """Every number of a check, and the depth of each service's chain of calls."""
    services, out = system.services, adjacent(system.sync)
    found = {"D": numbers(services, system.all)[0], "flow": numbers(services, system.flow)[0]}
    found["sync"], depth = numbers(services, system.sync)
    sync, entries = found["sync"], system.entries()
    reached = walk(entries, out)
    lost = {v: reached - walk(entries, out, without=v) - {v} for v in reached}
    above = {v: [u for u in reached if v in lost[u]] for v in reached}
    sync["entries"] = entries
    sync["dominated"] = {v: len(lost[v]) for v in reached}
    # The nearest of those above is the one below all others.
    sync["idom"] = {v: max(above[v], key=lambda u: len(above[u]), default="__root__") for v in reached}
    sync["ais"], sync["ads"] = dict(sync["ca"]), dict(sync["ce"])
    sync["acs"] = {v: sync["ca"][v] * sync["ce"][v] for v in services}
    sync["siy_pairs"] = sum(a < b and (b, a) in system.sync for a, b in system.sync)

    home = system.boundary
    lifted = lambda pairs: {(home[a], home[b]) for a, b in pairs if home[a] != home[b]}
    graphs = {"D": system.all, "sync": system.sync, "flow": system.flow}
    found["domain"] = {name: numbers(system.boundaries, lifted(pairs))[0] for name, pairs in graphs.items()}
    m, quality, cohesion = len(system.all), Fraction(0), {}
    for boundary in system.boundaries:
        leaving = [b for a, b in system.all if home[a] == boundary]
        coming = [a for a, b in system.all if home[b] == boundary]
        inside = sum(home[b] == boundary for b in leaving)
        touching = len(leaving) + len(coming) - inside
        cohesion[boundary] = inside / touching if touching else None
        quality += Fraction(inside, m) - Fraction(len(leaving) * len(coming), m * m) if m else 0
    found["domain"]["D"]["cohesion"] = cohesion
    found["modularity"] = float(quality) if m else None

    accesses = {(system.service(e["from"]), e["to"], e["kind"]) for e in system.edges
                if e["kind"] in ("read", "write") and system.kind(e["to"]) == "store" and system.service(e["from"])}
    own = sum(system.service(store) == service for service, store, _ in accesses)
    found["data_autonomy"] = own / len(accesses) if accesses else None
    users = defaultdict(set)
    for service, store, _ in accesses:
        users[store].add(service)
    found["shared_stores"] = sum(len(who) > 1 for who in users.values())
    needed = {(system.service(e["from"]), system.service(e["to"])) for e in system.edges
              if e["kind"] == "sync" and not e.get("optional")}
    needed = adjacent(system.between(needed))
    shares = {v: [system.nodes[u].get("availability") for u in sorted(walk([v], needed))] for v in services}
    found["availability"] = {v: None if None in all_of else math.prod(all_of) for v, all_of in shares.items()}
    used = {(system.service(e["to"]), system.service(e["from"]), e["to"]) for e in system.edges
            if e["kind"] == "sync" and system.kind(e["to"]) == "operation"}
    used = {use for use in used if use[0] in system.judged and use[1] in system.judged and use[0] != use[1]}
    offered = defaultdict(int)
    for name in system.nodes:
        offered[system.service(name)] += system.kind(name) == "operation"
    clients = {v: {client for service, client, _ in used if service == v} for v in services}
    calls = {v: sum(service == v for service, _, _ in used) for v in services}
    found["wsic"] = {v: offered[v] for v in services}
    # Of a call that is told twice the first version that is said counts.
    calls_with = [e for e in system.edges if e["kind"] == "sync" and system.kind(e["to"]) == "operation" and e.get("version")]
    first, needed_in = {(e["from"], e["to"]): e["version"] for e in reversed(calls_with)}, defaultdict(set)
    for (_, operation), version in first.items():
        needed_in[operation].add(tuple((str(version).lstrip("vV").split(".") + ["0"])[:2]))
    found["nvs"] = {operation: len(versions) for operation, versions in needed_in.items()}
    tangles = [tuple(tangle) for tangle in found["D"]["scc"]]
    if all(len(tangle) <= LARGEST_CUT for tangle in tangles):
        cut = sum(fewest_feedback(tangle, system.ties) for tangle in tangles)
        found["tangle_share"] = cut / len(system.ties) if system.ties else None
    found["siuc"] = {v: calls[v] / (len(clients[v]) * offered[v]) if clients[v] and offered[v] else None for v in services}
    return found, depth


def rules(system, found, depth):
    """What the rules say, as rule, severity and subjects."""
    nodes, sync, services, said = system.nodes, found["sync"], system.services, set()
    say = lambda rule, severity, *subjects: said.add((rule, severity, subjects))
    kind, service, party, judged = system.kind, system.service, system.party, system.judged
    outer = system.outer
    n, config, home = len(services), system.config, system.boundary
    calls = [(service(e["from"]), service(e["to"]), e) for e in system.edges if e["kind"] == "sync"]
    inner = [(one, other, e) for one, other, e in calls if one and other and one != other]
    team = lambda name: nodes[name].get("team") if name else None

    for tangle in sync["scc"]:
        say("cycle-sync", "error", *tangle)
    for tangle in found["D"]["scc"]:
        if tangle not in sync["scc"]:
            say("cycle-mixed", "warning", *tangle)
    for tangle in found["flow"]["scc"]:
        say("event-loop", "warning", *tangle)

    locks = [set(tangle) for tangle in sync["scc"]]
    locks += [{service(e["from"]), service(e["to"])} & judged for e in system.edges if e["kind"] == "released_with"]
    masters = defaultdict(set)
    for store in (name for name in nodes if kind(name) == "store"):
        uses = [e for e in system.edges if e["to"] == store and e["kind"] in ("read", "write")]
        users, owner = {service(e["from"]) for e in uses} & judged, service(store)
        writers = {service(e["from"]) for e in uses if e["kind"] == "write"} & judged
        foreign = writers - {owner}
        if not uses:
            say("orphan-store", "info", store)
        if len(users) > 1:
            say("shared-store", "error" if foreign else "warning", store)
        if owner:
            for user in users - {owner}:
                say("foreign-store-access", "error" if user in foreign else "warning", user, store)
        if foreign:
            locks.append(users | ({owner} if owner else set()))
        answers = nodes[store].get("team") or team(owner)
        for writer in writers:
            if answers and team(writer) and team(writer) != answers:
                say("foreign-team-write", "error", writer, store)
        for entity in nodes[store].get("entities") or []:
            name, copy = (entity, False) if isinstance(entity, str) else (entity["name"], entity.get("replica"))
            if store in system.owner and not copy:
                masters[name.casefold()].add(system.owner[store])
    for entity, owners in masters.items():
        if len(owners) > 1:
            say("duplicated-entity", "warning", entity)
    joined = {(min(lock), other) for lock in locks if lock for other in lock}
    for group in components(sorted({name for lock in locks for name in lock}), joined):
        if len(group) > 2:
            say("distributed-monolith", "error", *sorted(group))

    for entry in sync["entries"]:
        if depth[entry] > 3:
            say("deep-sync-chain", "error" if depth[entry] > 5 else "warning", entry)
        goal, share = nodes[entry].get("slo") or config.get("availability_slo"), found["availability"][entry]
        if goal and share is not None and share < goal:
            say("low-availability-path", "error", entry)
    operations = defaultdict(set)
    for one, other, edge in inner:
        if kind(edge["to"]) == "operation":
            operations[one, other].add(edge["to"])
        if edge.get("dynamic_discovery") is False and "gateway" not in (system.role(one), system.role(other)):
            say("endpoint-based", "warning", one, other)
        if edge.get("timeout") is False and edge.get("circuit_breaker") is False and system.role(one) != "gateway":
            say("wobbly-call", "warning", one, other)
        if nodes[edge["to"]].get("published") is False and kind(edge["to"]) == "operation" and home[one] != home[other]:
            say("private-operation", "error", one, edge["to"])
    for pair, called in operations.items():
        if len(called) >= 5:
            say("chatty-pair", "warning", *pair)
    for pair in system.flow & system.sync:
        say("mixed-sync-async", "info", *pair)
    for _, other, edge in calls:
        if system.outside(edge["from"]) and other and system.role(other) not in ("gateway", "ui"):
            say("no-gateway", "warning", edge["from"], other)
    for member in map(str, config.get("edge_members") or []):
        if member in nodes and kind(member) in ("service", "broker", "compute") and system.role(member) != "gateway":
            say("no-gateway", "warning", "__edge__", member)

    into, away = found["D"]["ca"], found["D"]["ce"]
    degrees = sorted(into[v] + away[v] for v in services)
    usual = degrees[max(1, math.ceil(max(Fraction(3, 4), 1 - Fraction(30, n)) * n)) - 1] if n else 0
    unstable = lambda v: Fraction(away[v], into[v] + away[v])
    owned = defaultdict(lambda: defaultdict(int))
    for name in nodes:
        owned[service(name)][kind(name)] += 1
    for v in services:
        role, uses = system.role(v), {b for a, b in system.all if a == v}
        both = uses | {a for a, b in system.all if b == v}
        if sync["ce"][v] > 7 and role not in INFRASTRUCTURE:
            say("sync-fan-out", "error" if sync["ce"][v] > 15 else "warning", v)
        if into[v] >= 2 and away[v] >= 2:
            if into[v] + away[v] >= max(6, usual) and role not in INFRASTRUCTURE:
                say("hub-service", "warning", v)
            if n >= 6 and 10 * len(both) >= 6 * (n - 1) and role not in INFRASTRUCTURE - {"loadbalancer"}:
                say("esb-hub", "warning", v)
            if 10 * sum(unstable(t) >= unstable(v) + Fraction(1, 10) for t in uses) > 3 * len(uses):
                say("unstable-dependency", "info", v)
        if sync["dominated"].get(v, 0) >= max(3, math.ceil(Fraction(n, 10))) and (nodes[v].get("replicas") or 1) < 2:
            say("single-point-of-failure", "warning", v)
        if owned[v]["operation"] > 20 or owned[v]["store"] > 3:
            say("mega-service", "warning", v)
        small = owned[v]["operation"] <= 1 and not owned[v]["event"] and not owned[v]["store"] and into[v] <= 1
        if small and v not in sync["entries"] and role not in INFRASTRUCTURE | {"ui", "adapter"}:
            say("nano-service", "info", v)
        if not team(v) and any(map(team, services)):
            say("unowned-element", "warning", v)
    for boundary, share in found["domain"]["D"]["cohesion"].items():
        if share is not None and share < 0.5 and sum(home[v] == boundary for v in services) >= 3:
            say("low-boundary-cohesion", "info", boundary)

    for name, node in nodes.items():
        heard, told = system.subscribers[name], system.publishers[name]
        callers = {e["from"] for _, _, e in calls if e["to"] == name} - {name}
        loose = not system.is_owned(name)
        if kind(name) == "event":
            if told and not heard and not node.get("public"):
                say("event-without-subscriber", "info", name)
            if heard and not told:
                say("event-without-publisher", "error", name)
            if len(told & judged) > 1:
                say("multiple-publishers", "warning", name)
            if loose and not told:
                say("unowned-element", "warning", name)
        if kind(name) in ("operation", "store") and loose:
            say("unowned-element", "warning", name)
        if kind(name) == "operation":
            if not callers and not node.get("public"):
                say("dead-api", "info", name)
            if (node.get("public") or any(map(system.outside, callers))) and node.get("auth") in (None, "", "none"):
                say("unauthenticated-api", "error" if node.get("auth") == "none" else "warning", name)

    layers = {layer: at for at, layer in enumerate(config.get("layers") or [])}
    named = lambda v, word: word in (nodes[v].get("tags") or []) or word in (nodes[v].get("boundary"), team(v), kind(v))
    for one, other in system.all:
        above, below = (layers.get(nodes[v].get("layer")) for v in (one, other))
        if None not in (above, below) and (below < above or config.get("strict_layers") and below > above + 1):
            say("layer-violation", "error", one, other)
        denied = any(named(one, r["from"]) and named(other, r["to"]) for r in config.get("forbidden") or [])
        limits = [r["to"] for r in config.get("allowed_only") or [] if named(one, r["from"])]
        if denied or any(not any(named(other, word) for word in limit) for limit in limits):
            say("forbidden-dependency", "error", one, other)

    major = lambda version: str(version).lstrip("vV").split(".")[0]
    classes = lambda words: {SENSITIVE[word] for word in words or [] if word in SENSITIVE}

    def leak(one, other, receiver, what):
        crosses = home[one] != home.get(other) if one in judged and other in judged else False
        outward = one in judged and kind(other) == "external"
        if one != other and (crosses or outward) and what - classes(nodes[receiver].get("cleared")):
            say("sensitive-data-crossing", "error", one, other)

    for edge in system.edges:
        one, other, what = party(edge["from"]), party(edge["to"]), edge["kind"]
        if edge.get("version") and nodes[edge["to"]].get("version") and what in ("sync", "subscribe"):
            contract = {"sync": "operation", "subscribe": "event"}[what] == kind(edge["to"])
            if contract and major(edge["version"]) != major(nodes[edge["to"]]["version"]):
                say("version-mismatch", "error", one, edge["to"])
        if what in ("sync", "write"):
            leak(one, outer(other), outer(other), classes(edge.get("data")))
        if what == "read":
            leak(one, other, one, classes(edge.get("data")))
        if what == "subscribe":
            ways = [(party(e["from"]), classes(e.get("data"))) for e in system.edges
                    if e["kind"] == "publish" and e["to"] == edge["to"]]
            ways = ways or [(service(edge["to"]), set())]
            carried = classes(edge.get("data")) | classes([nodes[edge["to"]].get("sensitivity")])
            for source, more in ways:
                leak(source, outer(one), outer(one), carried | more)
        near, far = outer(edge["from"]), outer(edge["to"])
        told_to = what not in ("released_with", "publish") or what == "publish" and (system.outside(near) or system.outside(far))
        if edge.get("encrypted") is False and told_to:
            heard = what == "subscribe" and not service(edge["to"])
            ends = set(map(outer, system.publishers[edge["to"]])) if heard else {far}
            # Of an event that an external owns the contract is with that external, and with the services that publish it.
            for end in (ends & judged) | {far} if heard and system.outside(far) else ends:
                inside = near in judged and end in judged and home[near] != home[end]
                if inside or near in judged and system.outside(end) or end in judged and system.outside(near):
                    say("unencrypted-link", "warning", near, end)

    apart = lambda name: kind(name) in ("store", "broker", "service") and name not in judged and team(name)
    ties = defaultdict(lambda: defaultdict(int))
    for one, other, what in {(e["from"], e["to"], e["kind"]) for e in system.edges}:
        if what in ("owns", "deployed_on", "released_with") or system.outside(one):
            continue
        near, ends = one if apart(one) else service(one), [other if apart(other) else service(other)]
        if what == "publish" and not apart(one) and not apart(other):
            continue
        if what == "subscribe" and ends == [None]:
            ends = system.publishers[other] & judged
        for end in ends:
            if near and end and near != end and team(near) and team(end):
                ties[near][team(end)] += 1
                ties[end][team(near)] += 1
    for name, counts in ties.items():
        if max(counts.values()) > counts.get(team(name), 0):
            say("team-ownership", "warning", name)
    return said


def random_graph(seed):
    """A small system of everything there is, in an order of its own."""
    dice, nodes, edges = random.Random(seed), [], []
    services = [f"s{at}" for at in range(dice.choice([0, 1, 2, 4, 7, 12, 20]))]
    maybe = lambda share=0.4: dice.choice([True, False]) if dice.random() < share else None
    pick = lambda *words: dice.choice(words)

    # What is not said is mostly left out, and sometimes null.
    told = lambda more: {key: value for key, value in more.items() if value is not None or dice.random() < 0.2}

    def add(kind, name, **more):
        nodes.append({"id": name, "kind": kind, **told(more)})

    for name in services:
        roles = [None, None, None, "gateway", "ui", "registry", "load-balancer", "broker"]
        add("service", name, role=dice.choice(roles), boundary=pick(None, "A", "B", "s1"), team=pick(None, "T", "U"),
            layer=pick(None, "top", "low"), tags=pick(None, ["x"], ["x", "y"]), availability=pick(None, 1, 0.99, 0.9),
            replicas=pick(None, 1, 2), cleared=pick(None, ["pii"], ["secret"]), entry=True if dice.random() < 0.05 else None)
    owner = lambda: dice.choice(services) if services and dice.random() < 0.8 else None
    some = lambda letter, many: [f"{letter}{at}" for at in range(dice.randint(0, len(services) * many))]
    operations, events, stores = some("o", 2), some("e", 1), some("d", 1)
    for name in operations:
        add("operation", name, public=maybe(), published=maybe(), auth=pick(None, "none", "bearer"),
            version=pick(None, "1.4", "2"))
    for name in events:
        add("event", name, public=maybe(), sensitivity=pick(None, "pii", "secret", "none"), version=pick(None, "1", "2"))
    for name in stores:
        copy = {"name": "User", "replica": True}
        add("store", name, team=pick(None, None, "T"), entities=pick(None, ["Order"], ["order", copy], ["User"]))
    for name in operations + events + stores:
        home = owner()
        edges += [{"from": home, "to": name, "kind": "owns"}] if home else []
    outside = ["actor", "external"][: dice.randint(0, 2)]
    # With dice of its own, so that a number goes on meaning the same system.
    lots = random.Random(f"{seed} owners")
    owned = {edge["to"] for edge in edges}
    loose = [name for name in operations + events + stores if name not in owned and lots.random() < 0.3]
    edges += [{"from": "external", "to": name, "kind": "owns"} for name in loose if "external" in outside]
    for name in outside:
        add(name, name, cleared=pick(None, ["personal"]))
    senders = services + operations

    def connect(one, other, kind):
        said = {key: maybe() for key in ("timeout", "circuit_breaker", "dynamic_discovery", "encrypted", "optional")}
        said |= {"data": pick(None, None, None, ["pii"], ["secret"]), "version": pick(None, None, "1", "2.1")}
        edges.append({"from": one, "to": other, "kind": kind, **told(said)})

    for _ in range(int(len(services) * pick(0.5, 1, 2, 4))):
        connect(dice.choice(senders), dice.choice(senders + outside[1:]), "sync")
    for name in outside if services else []:
        connect(name, dice.choice(senders), "sync")
    for name in events if senders else []:
        for kind in dice.choices(["publish", "subscribe"], k=dice.randint(0, 4)):
            connect(dice.choice(senders + outside[1:]), name, kind)
    for name in stores if senders else []:
        for kind in dice.choices(["read", "write"], k=dice.randint(0, 3)):
            connect(dice.choice(senders), name, kind)
    for kind in dice.choices(["depends", "released_with"], k=3) if services else []:
        connect(dice.choice(services), dice.choice(services), kind)
    dice.shuffle(nodes)
    dice.shuffle(edges)
    config = {"layers": ["top", "low"], "strict_layers": maybe(), "availability_slo": pick(None, 0.95),
              "forbidden": pick(None, [{"from": "x", "to": "B"}]),
              "allowed_only": pick(None, [{"from": "T", "to": ["A", "y"]}]),
              "edge_members": services[:1]}
    return {"nodes": nodes, "edges": edges, "config": pick(None, config)}


def apart(ours, theirs, where=""):
    """Where two answers differ."""
    if isinstance(theirs, dict) and isinstance(ours, dict):
        for key in sorted(ours.keys() | theirs.keys()):
            if key in ("min_fas_exact", "tangle_share") and key not in theirs:
                continue
            if key not in ours or key not in theirs:
                yield f"{where}/{key}: only {'here' if key in theirs else 'there'}"
            else:
                yield from apart(ours[key], theirs[key], f"{where}/{key}")
    elif isinstance(theirs, float) and isinstance(ours, (int, float)):
        # Walks to a rank end a little before it.
        if not math.isclose(ours, theirs, rel_tol=1e-9, abs_tol=1e-8 if "pagerank" in where else 1e-12):
            yield f"{where}: {ours} there, {theirs} here"
    elif ours != theirs:
        yield f"{where}: {ours} there, {theirs} here"


def differences(graph, cleave, folder):
    file = Path(folder) / "graph.json"
    file.write_text(json.dumps(graph))
    ran = subprocess.run([cleave, "check", file, "--from", "graph-json", "--format", "json"], capture_output=True, text=True)
    if not ran.stdout:
        return [ran.stderr.strip()]
    told, system = json.loads(ran.stdout), System(graph)
    counted, depth = metrics(system)
    best = told["metrics"].pop("modularity_best")
    found = list(apart(told["metrics"], counted))
    if (best is None) != (counted["modularity"] is None) or best is not None and best < counted["modularity"] - 1e-12:
        found.append(f"/modularity_best: {best} there, at least {counted['modularity']} here")
    theirs = {(f["rule"], f["severity"], tuple(f["subjects"])) for f in told["findings"] if f["rule"] not in LEFT_OUT}
    here = rules(system, counted, depth)
    found += [f"only there: {finding}" for finding in sorted(theirs - here)]
    found += [f"only here: {finding}" for finding in sorted(here - theirs)]
    if ran.returncode != any(finding["severity"] == "error" for finding in told["findings"]):
        found.append(f"ended with {ran.returncode}")
    return found


def main():
    """Counts, compares, prints."""
    repository = Path(__file__).resolve().parents[3]
    words = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    words.add_argument("files", nargs="*", help="neutral graphs")
    words.add_argument("--random", type=int, default=200, help="how many made-up graphs")
    words.add_argument("--seed", type=int, default=0)
    words.add_argument("--cleave", default=str(repository / "target/debug/cleave"), help="the program to compare")
    asked = words.parse_args()
    graphs = [(file, json.loads(Path(file).read_text())) for file in asked.files]
    graphs += [(f"seed {seed}", random_graph(seed)) for seed in range(asked.seed, asked.seed + asked.random)]
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        for name, graph in graphs:
            found = differences(graph, asked.cleave, folder)
            wrong += bool(found)
            for line in found[:10]:
                print(f"{name}: {line}")
    print(f"{len(graphs)} graphs, {wrong} of them counted differently")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
