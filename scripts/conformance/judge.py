"""
Holds exported logs against the procedures drawn from the packs, with pm4py (AGPL-3.0: a tool of the tests, never part of
the product). Reads one JSON file: {"course": [types], "procedures": [{"pack", "net", "orders"}], "logs": [files], "seed": n};
prints JSON lines, one a pack: how many cases fit, and how many logs that were made wrong on purpose were noticed.
"""
import json
import os
import random
import sys

os.environ.setdefault("MPLBACKEND", "Agg")
with open(os.devnull, "w") as nowhere:
    said, sys.stdout = sys.stdout, nowhere
    import pm4py
    from pm4py.algo.conformance.alignments.petri_net import algorithm as alignments
    from pm4py.objects.log.importer.xes import importer
    from pm4py.objects.log.obj import Event, EventLog, Trace
    from pm4py.objects.petri_net import semantics
    from pm4py.objects.petri_net.obj import Marking, PetriNet
    from pm4py.objects.petri_net.utils import petri_utils
    sys.stdout = said

# Optimal alignments say the same as the net's own steps, at a hundred times the cost.
ALIGNED = 10
DIJKSTRA = alignments.Variants.VERSION_DIJKSTRA_NO_HEURISTICS


def log_of(cases):
    return EventLog([Trace([Event({"concept:name": name}) for name in case]) for case in cases])


class Net:
    def __init__(self, net, start, end):
        self.net, self.start, self.end = net, start, end
        self.of_label = {}
        for transition in net.transitions:
            self.of_label.setdefault(transition.label, []).append(transition)

    def after(self, markings, label):
        return {semantics.execute(one, self.net, marking) for marking in markings for one in self.of_label.get(label, []) if semantics.is_enabled(one, self.net, marking)}

    def stops_at(self, case):
        """The place in the case where the net can do nothing more; None where it can do all of it and come to its end."""
        markings = {self.start}
        for at, label in enumerate(case):
            markings = self.after(markings, label)
            if not markings:
                return at
        while markings:
            if self.end in markings:
                return None
            markings = self.after(markings, None)
        return len(case)

    def stops(self, cases):
        """For each case where it stops. Of those that go through, some are aligned too: their fitness must be 1."""
        answers = [self.stops_at(case) for case in cases]
        through = [case for case, at in zip(cases, answers) if at is None]
        through = random.Random(1).sample(through, min(ALIGNED, len(through)))
        if through:
            for case, answer in zip(through, alignments.apply_log(log_of(through), self.net, self.start, self.end, variant=DIJKSTRA, parameters={"show_progress_bar": False})):
                if answer is None or answer["fitness"] != 1.0:
                    raise RuntimeError(f"the net does all of it, and its alignment has a fitness of {answer and answer['fitness']}: {case}")
        return answers


def order_net(order):
    """Two places: before and after the first of those that must come before."""
    net = PetriNet(order["act"])
    places = {name: PetriNet.Place(name) for name in ("start", "seen", "end")}
    for place in places.values():
        net.places.add(place)

    def add(label, source, target):
        transition = PetriNet.Transition(f"t{len(net.transitions)}", label)
        net.transitions.add(transition)
        petri_utils.add_arc_from_to(places[source], transition, net)
        petri_utils.add_arc_from_to(transition, places[target], net)

    for label in order["after"]:
        add(label, "start", "seen")
        add(label, "seen", "seen")
    add(order["act"], "seen", "seen")
    add(None, "start", "end")
    add(None, "seen", "end")
    return Net(net, Marking({places["start"]: 1}), Marking({places["end"]: 1}))


class Procedure:
    def __init__(self, told):
        self.net = Net(*pm4py.read_pnml(told["net"]))
        self.orders = [(one, order_net(one)) for one in told["orders"]]
        self.known = {}

    def fits(self, cases):
        """For each case the names of what it breaks."""
        new = sorted({case for case in cases} - self.known.keys())
        if new:
            found = {case: [] for case in new}
            for case, at in zip(new, self.net.stops(new)):
                if at is not None:
                    found[case].append(f"the net of phases, steps and lapses, at event {at + 1}: {case[at] if at < len(case) else 'the end'}")
            for order, net in self.orders:
                labels = {order["act"], *order["after"]}
                parts = {case: tuple(name for name in case if name in labels) for case in new if order["act"] in case}
                distinct = sorted(set(parts.values()))
                stops = dict(zip(distinct, net.stops(distinct)))
                for case, part in parts.items():
                    if stops[part] is not None:
                        found[case].append(f"{order['act']} before {' or '.join(order['after'])} ({order['because']})")
            self.known.update(found)
        return [self.known[case] for case in cases]


def wrong_logs(cases, orders, draw):
    """Logs that no case can have: what was first comes later, what rests on something comes before it, an effect of time before its time."""
    found = []
    for case in cases:
        if len(case) < 3:
            continue
        found.append(("the opening after the first act", (case[1], case[0], *case[2:])))
        for at in range(1, len(case) - 1):
            if case[at].startswith("clockLapsed:") and case[at + 1].startswith(("stepFellDue:", "phaseEntered:")):
                found.append(("an effect of time before its lapse", (*case[:at], case[at + 1], case[at], *case[at + 2:])))
        for order in orders:
            if order["act"] in case:
                act = case.index(order["act"])
                before = [at for at in range(act) if case[at] in order["after"]]
                if before and before[0] > 0:
                    found.append((f"{order['act']} before what it rests on", (*case[:before[0]], case[act], *case[before[0]:act], *case[act + 1:])))
    distinct = list({case: (kind, case) for kind, case in found}.values())
    lawful = set(cases)
    distinct = [(kind, case) for kind, case in distinct if case not in lawful]
    by_kind = {}
    for kind, case in distinct:
        by_kind.setdefault(kind, []).append(case)
    # Of each kind a few: each must be noticed.
    return [(kind, case) for kind, all_of_it in sorted(by_kind.items()) for case in draw.sample(sorted(all_of_it), min(3, len(all_of_it)))]


def read(path, course):
    """Cases by pack: for each its activities of the course, in the order of the record."""
    cases = {}
    for trace in importer.apply(path, variant=importer.Variants.ITERPARSE, parameters={"show_progress_bar": False}):
        names = tuple(event["concept:name"] for event in trace if event["concept:name"].split(":")[0] in course)
        cases.setdefault(trace.attributes["anjuan:pack"], []).append(names)
    return cases


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        told = json.load(file)
    cases = {}
    for path in told["logs"]:
        for pack, more in read(path, set(told["course"])).items():
            cases.setdefault(pack, []).extend(more)
    for one in told["procedures"]:
        of_pack = cases.pop(one["pack"], [])
        procedure = Procedure(one)
        broken = [{"case": list(case), "breaks": breaks} for case, breaks in zip(of_pack, procedure.fits(of_pack)) if breaks]
        wrong = wrong_logs(sorted(set(of_pack) - {tuple(b["case"]) for b in broken}), one["orders"], random.Random(told["seed"]))
        missed = [{"kind": kind, "case": list(case)} for (kind, case), breaks in zip(wrong, procedure.fits([case for _, case in wrong])) if not breaks]
        print(json.dumps({
            "pack": one["pack"], "cases": len(of_pack), "variants": len(set(of_pack)), "events": sum(map(len, of_pack)), "activities": len({name for case in of_pack for name in case}),
            "orders": len(one["orders"]), "seen": sum(any(order["act"] in case for case in of_pack) for order in one["orders"]),
            "broken": broken, "wrong": len(wrong), "missed": missed,
        }, ensure_ascii=False), flush=True)
    if cases:
        print(json.dumps({"unknown": sorted(cases)}, ensure_ascii=False), flush=True)


main()
