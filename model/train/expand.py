"""Turns the corpus patterns into labelled messages.

A drawn name or value stands in the text as one private-use character until the very end. So typos, synonyms and
tidied spaces can never touch what an answer has to copy.

    python3 expand.py            checks every corpus line and prints all errors
    python3 expand.py --show 60  prints that many labelled messages
"""
import argparse
import json
import random
import re
import sys
import zlib
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path

import chinese

HERE = Path(__file__).resolve().parent
SLOTS = json.loads((HERE / "slots.json").read_text())
TUNABLES = json.loads((HERE / "tunables.json").read_text())
KEYS = ("act", "goal", "workload", "resource", "subject", "versus", "relation", "value", "unit", "period", "limits")
EXTRA = ("pending", "weight")
ENUMS = {
    "act": "inspect diagnose explain optimize allocate set undo watch history confirm reject revise help decline",
    "goal": "latency throughput capacity memory power stability fairness",
    "workload": "web database cache queue file-server batch build ai-training ai-inference virtualization router realtime",
    "resource": "cpu memory swap disk network files processes accelerator power kernel",
    "relation": "more less at-most at-least exactly only-on",
    "unit": "cores cpus node percent B KB MB GB TB KB/s MB/s GB/s Mbit/s Gbit/s iops us ms s connections requests/s files processes W",
    "limits": "dry-run no-restart no-network no-memory no-disk no-cpu low-risk ask-first temporary permanent",
}
ENUMS = {key: set(words.split()) for key, words in ENUMS.items()}
PERIOD = re.compile(r"^$|^(last|all|now|today|yesterday|tonight|[0-9]+[mhdw])$")
MARK = 0xE000  # the first private-use character: stands for the first protected piece of a message
NUMBERS = {word: str(n) for n, word in enumerate(SLOTS["number_words"])}


# ---- draws: one function per slot ---------------------------------------------------------------------------------


@dataclass
class Draw:
    """What one slot became: its text, what a label that refers to it gets, and its fields."""

    text: str
    label: str = None
    fields: dict = field(default_factory=dict)
    known: bool = False      # a name that the running agent could know: service, device, group
    guarded: bool = True     # the answer copies it, so nothing may change it

    def __post_init__(self):
        self.label = self.text if self.label is None else self.label


def prog(rng, arg):
    kinds = arg.split(",") if arg else list(SLOTS["programs"])
    kind = rng.choice(kinds)
    name = rng.choice(SLOTS["programs"][kind])
    if " " not in name and rng.random() < 0.2:
        name += rng.choice([".service", ".service", "@main", "@%d" % rng.randint(1, 15), "-%d" % rng.randint(1, 9), "-main", "-primary", "-prod", "-%s" % rng.choice(SLOTS["made"]["words"])])
    return Draw(name, fields={"workload": kind}, known=" " not in name)


def invented(rng, low=2, high=3):
    return "".join(rng.choice(SLOTS["made"]["syllables"]) for _ in range(rng.randint(low, high)))


def orchestrated(rng, name):
    """A name as pods, compose projects, packages and process lists show it."""
    letters = lambda n: "".join(rng.choice("bcdfghjklmnpqrstvwxz2456789") for _ in range(n))
    prefix = rng.choice(SLOTS["made"]["words"] + SLOTS["made"]["tails"])
    return rng.choice([
        "%s-%s-%s" % (name, letters(9), letters(5)), "%s_%s_%d" % (prefix, name, rng.randint(1, 4)), "%s/%s" % (prefix, name),
        "com.%s.%s" % (invented(rng), name), "%s.jar" % name, "%s.py" % name, "docker-%s" % letters(12), "%s:%d" % (name, rng.randint(1, 9)),
    ])


def made(rng, arg):
    """Names of three makes, since position and context must decide: common words, compounds, and invented ones."""
    words, tails = SLOTS["made"]["words"], SLOTS["made"]["tails"]
    roll = rng.random()
    if roll < 0.25:
        name = rng.choice(words)
    elif roll < 0.55:
        name = rng.choice(words + [invented(rng)]) + rng.choice("---_.") + rng.choice(tails)
    elif roll < 0.85:
        name = invented(rng)
    elif roll < 0.93:
        name = rng.choice(words) + rng.choice("-_") + rng.choice(words) + rng.choice("-_") + rng.choice(tails)
    else:
        name = rng.choice(words)[:3] + rng.choice(["", "-"]) + invented(rng, 1, 2)
    if rng.random() < 0.08:
        return Draw(orchestrated(rng, name), fields={"workload": ""}, known=True)
    roll = rng.random()
    if roll < 0.14:
        name += rng.choice(SLOTS["made"]["ends"])
    elif roll < 0.26:
        name += rng.choice(["-%d", "%d", "%02d", "_%d", "@%d"]) % rng.randint(1, 30)
    elif roll < 0.29:
        name += "-%06x" % rng.randrange(1 << 24)
    return Draw(name, fields={"workload": ""}, known=True)


def svc(rng, arg):
    return prog(rng, None) if rng.random() < 0.45 else made(rng, None)


def job(rng, arg):
    jobs = SLOTS["jobs"]
    text = rng.choice(jobs["whole"]) if rng.random() < 0.25 else rng.choice(jobs["first"]) + " " + rng.choice(jobs["last"])
    return Draw(text)


def group(rng, arg):
    roll = rng.random()
    if roll < 0.65:
        text = rng.choice(SLOTS["groups"])
    elif roll < 0.8:
        text = "user-%d.slice" % rng.choice([1000, 1001, 1002, rng.randint(1003, 60000)])
    else:
        text = (rng.choice(SLOTS["made"]["words"]) if rng.random() < 0.7 else invented(rng)) + rng.choice([".slice", ".slice", ".scope", "-group.slice"])
    return Draw(re.sub("^the ", "", text), known=" " not in text)


def sysctl(rng, arg):
    name = rng.choice(arg.split(",")) if arg else rng.choice(list(TUNABLES))
    if name not in TUNABLES:
        raise KeyError("no tunable %s in tunables.json" % name)
    resource, values, *casual = TUNABLES[name]
    device = rng.choice([d for d in SLOTS["devices"] if "/" not in d])
    nic = rng.choice(SLOTS["nics"])
    fill = lambda text: text.replace("<device>", device).replace("<nic>", nic)
    canonical = rng.random() < 0.35 or not casual
    text = fill(name if canonical else rng.choice(casual))
    fields = {"name": fill(name), "resource": resource, "value": rng.choice(values.split())}
    return Draw(text, fill(name), fields, guarded=canonical or "<" in name)


def zsysctl(rng, arg):
    """A tunable as a Chinese message names it: never by several English words."""
    draw = sysctl(rng, arg)
    while " " in draw.text:
        draw = sysctl(rng, arg)
    return draw


def listed(key, known=False):
    return lambda rng, arg: Draw(rng.choice(SLOTS[key]), known=known)


def dev(rng, arg):
    """A block device; `name` is how tunables call it, also where the message gives its path."""
    text = rng.choice(SLOTS["devices"])
    return Draw(text, fields={"name": text.removeprefix("/dev/")}, known=True)


def integer(rng, arg):
    low, high = (int(n) for n in (arg or "1-64").split("-"))
    value = rng.randint(low, high)
    if high > 60 and rng.random() < 0.5:  # people like round numbers
        step = 10 ** (len(str(value)) - 1)
        value = max(low, min(high, round(value / step) * step)) if rng.random() < 0.5 else max(low, min(high, round(value / 5) * 5))
    if high > 500 and rng.random() < 0.25:
        powers = [1 << n for n in range(22) if low <= 1 << n <= high]
        value = rng.choice(powers or [value])
    if 0 <= value <= 12 and rng.random() < 0.3:
        return Draw(SLOTS["number_words"][value], str(value))
    if value >= 10000 and rng.random() < 0.06:
        return Draw("{:,}".format(value))
    return Draw(str(value))


def quantity(rng, number, unit, written):
    """A number and its unit; small whole numbers sometimes in words when the unit is a word of its own."""
    label = number
    if number.isdigit() and int(number) <= 12 and written.startswith(" ") and len(written) > 4 and rng.random() < 0.35:
        number = SLOTS["number_words"][int(number)]
    return Draw(number + written, label, {"value": label, "unit": unit})


def amount(rng, low, high):
    value = rng.choice([rng.randint(low, high), rng.choice([n for n in (1, 2, 4, 5, 8, 10, 12, 16, 20, 24, 25, 32, 48, 50, 64, 80, 96, 100, 128, 150, 200, 256, 300, 400, 500, 512, 600, 750, 768, 800, 900, 1000, 1024, 1500, 2000, 2048, 4096) if low <= n <= high])])
    return "%d.%d" % (value, rng.choice([5, 5, 2])) if high <= 64 and value < 10 and rng.random() < 0.12 else str(value)


def pct(rng, arg):
    roll = rng.random()
    if roll < 0.08:
        text, value = rng.choice([("half", "50"), ("a half", "50"), ("one half", "50"), ("a third", "33"), ("a quarter", "25"), ("a fifth", "20"), ("a tenth", "10"), ("two thirds", "66"), ("three quarters", "75")])
        return Draw(text, value, {"value": value, "unit": "percent"})
    value = str(rng.choice([rng.randint(1, 99), rng.randint(1, 19) * 5, rng.randint(1, 9) * 10]))
    return quantity(rng, value, "percent", rng.choice(["%", "%", "%", " %", " percent", " percent", " per cent", " pct"]))


SIZE_RANGE = {"KB": (4, 900), "MB": (16, 4096), "GB": (1, 256), "TB": (1, 12)}
RATE_RANGE = {"KB/s": (10, 900), "MB/s": (1, 900), "GB/s": (1, 8), "Mbit/s": (1, 900), "Gbit/s": (1, 40)}


def size(rng, arg):
    unit = arg or rng.choice(["MB", "MB", "GB", "GB", "GB", "GB", "KB", "TB"])
    return quantity(rng, amount(rng, *SIZE_RANGE[unit]), unit, rng.choice(SLOTS["sizes"][unit]))


def rate(units):
    def draw(rng, arg):
        unit = arg or rng.choice(units.split())
        return quantity(rng, amount(rng, *RATE_RANGE[unit]), unit, rng.choice(SLOTS["rates"][unit]))
    return draw


def thousands(rng, low, high):
    """A count as people write it: 5000, 5k, 5,000; the label keeps what was written."""
    value = rng.choice([1, 2, 3, 4, 5, 8, 10, 12, 15, 20, 25, 30, 40, 50, 64, 80, 100, 150, 200, 250, 500]) * rng.choice([10, 100, 1000, 1000])
    value = max(low, min(high, value))
    roll = rng.random()
    if value % 1000 == 0 and roll < 0.4:
        return "%dk" % (value // 1000)
    if value >= 1000 and roll < 0.48:
        return "{:,}".format(value)
    return str(value)


def counted(unit, low, high, *written):
    return lambda rng, arg: quantity(rng, thousands(rng, low, high), unit, rng.choice(written))


def dur(rng, arg):
    unit = arg or rng.choice(["ms"] * 7 + ["s", "s", "us"])
    written = {"ms": ["ms", "ms", " ms", " ms", " milliseconds", " millis", " msec", " millisec"], "s": ["s", " s", " seconds", " sec", " secs"], "us": ["us", " us", " microseconds", " usec"]}[unit]
    number = amount(rng, *{"ms": (1, 1000), "s": (1, 30), "us": (50, 900)}[unit])
    if number == "1":
        written = [w.rstrip("s") if len(w) > 4 else w for w in written]
    return quantity(rng, number, unit, rng.choice(written))


def cores(rng, arg):
    value = amount(rng, 1, 64)
    unit = rng.choice(["cores", "cores", "cores", "cpus"])
    if value == "1":
        return quantity(rng, value, unit, " " + unit[:-1])
    return quantity(rng, value, unit, rng.choice([" ", " ", " ", " cpu " if unit == "cores" else " "]) + unit)


def cpulist(rng, arg):
    first = rng.randint(0, 20)
    last = first + rng.choice([1, 1, 3, 3, 5, 7, rng.randint(1, 15)])
    roll = rng.random()
    if roll < 0.55:
        label = "%d-%d" % (first, last)
        return Draw(rng.choice([label, label, label, "%d to %d" % (first, last), "%d through %d" % (first, last), "%d - %d" % (first, last)]), label, {"value": label, "unit": ""})
    if roll < 0.85:
        numbers = sorted(rng.sample(range(0, 32), rng.randint(2, 4)))
        label = ",".join(map(str, numbers))
        text = label
        if len(numbers) == 2 and rng.random() < 0.4:
            text = "%d and %d" % tuple(numbers)
        elif rng.random() < 0.25:
            text = label.replace(",", ", ")
        return Draw(text, label, {"value": label, "unit": ""})
    label = "%d-%d,%d-%d" % (first, first + 1, first + 8, first + 9) if roll < 0.95 else str(first)
    return Draw(label, label, {"value": label, "unit": ""})


def period(rng, arg):
    periods = SLOTS["periods"]
    kind = rng.choice(list(periods) + ["@n unit"] * 6)
    text = rng.choice(periods[kind])
    if kind != "@n unit":
        return Draw(text, kind, guarded=False)
    unit, most = rng.choice([("minutes", 90), ("min", 60), ("hours", 48), ("hours", 12), ("days", 14), ("days", 7), ("weeks", 8)])
    n = rng.randint(2, most) if rng.random() < 0.6 else rng.choice([2, 3, 5, 6, 10, 12])
    count = SLOTS["number_words"][n] if n <= 12 and rng.random() < 0.5 else str(n)
    return Draw(text.format(n=count + " " + unit), "%d%s" % (n, unit[0]))


def resource(rng, arg):
    word = rng.choice(arg.split(",")) if arg else rng.choice(["cpu", "memory", "disk", "network"] * 3 + list(SLOTS["resources"]))
    return Draw(rng.choice(SLOTS["resources"][word]), word)


def logline(rng, arg):
    """A pasted line. Those under "named" name a party or no resource; `resource` leaves them out."""
    lines = SLOTS["loglines"]
    kinds = [kind for kind in lines if kind != "named"] if arg == "resource" else arg.split(",") if arg else list(lines)
    kind = rng.choice(kinds)
    text = re.sub(r"\{n\}", lambda _: str(rng.randint(1, 10 ** rng.randint(1, 5))), rng.choice(lines[kind]))
    return Draw(text, fields={"resource": "" if kind == "named" else kind})


DRAWS = {
    "prog": prog, "made": made, "svc": svc, "job": job, "group": group, "sysctl": sysctl, "zsysctl": zsysctl, "int": integer, "pct": pct,
    "size": size, "diskrate": rate("MB/s MB/s MB/s MB/s KB/s GB/s"), "netrate": rate("Mbit/s Mbit/s Mbit/s Gbit/s MB/s"),
    "iops": counted("iops", 50, 200000, " iops", " iops", " iops", "iops", " io/s", " ios per second", " io operations per second"),
    "conns": counted("connections", 10, 1000000, " connections", " connections", " conns", " concurrent connections", " open connections", " simultaneous connections"),
    "rps": counted("requests/s", 10, 500000, " requests per second", " requests/s", " rps", " req/s", " requests a second", " reqs/s", "rps"),
    "watts": lambda rng, arg: quantity(rng, amount(rng, 20, 1000), "W", rng.choice(["w", " w", " watts", " watts", " watt"])),
    "dur": dur, "cores": cores, "cpulist": cpulist, "period": period, "resource": resource, "logline": logline,
    "dev": dev, "nic": listed("nics", True), "mount": listed("mounts"), "host": listed("hosts"),
    "user": listed("users"), "path": listed("paths"), "clock": listed("clocks"),
    "pid": lambda rng, arg: Draw(str(rng.randint(100, 99999))),
}
DRAWS.update({name: lambda rng, arg, draw=draw: Draw(*draw(rng, arg)) for name, draw in chinese.DRAWS.items()})


# ---- patterns -----------------------------------------------------------------------------------------------------

SLOT = re.compile(r"\{([a-z]+)(?::([^}#]*?))?(?:#(\d))?(?::([^}#]*?))?(?:\.(workload|name|resource|value|unit))?\}")
PIECE = re.compile(r"\\[\[\]{}|]|\{[^}]*\}|[\[\]|]|[^\\\[\]{}|]+|.")


@dataclass
class Slot:
    name: str
    arg: str
    copy: str
    part: str

    @property
    def key(self):
        return self.name, self.copy


def read_slot(text):
    found = SLOT.fullmatch(text)
    if not found:
        raise ValueError("cannot read %s" % text)
    name, arg, copy, late, part = found.groups()
    arg = arg if arg is not None else late
    if name not in DRAWS:
        raise ValueError("unknown slot %s" % name)
    return Slot(name, arg, copy or "1", part)


def parse(text):
    """A pattern as a list of plain text, slots, and lists of alternatives."""
    top = []
    stack = [[top]]
    for piece in PIECE.findall(text):
        if piece.startswith("\\"):
            stack[-1][-1].append(piece[1:])
        elif piece.startswith("{"):
            stack[-1][-1].append(read_slot(piece))
        elif piece == "[":
            stack.append([[]])
        elif piece == "|":
            if len(stack) == 1:
                raise ValueError("a bar outside brackets")
            stack[-1].append([])
        elif piece == "]":
            if len(stack) == 1:
                raise ValueError("a bracket closes that never opened")
            options = stack.pop()
            stack[-1][-1].append(options)
        elif piece in "{}":
            raise ValueError("a stray brace")
        else:
            stack[-1][-1].append(piece)
    if len(stack) != 1:
        raise ValueError("a bracket never closes")
    return top


def slots_of(nodes):
    for node in nodes:
        if isinstance(node, Slot):
            yield node
        elif isinstance(node, list):
            for option in node:
                yield from slots_of(option)


@dataclass
class Pattern:
    where: str
    source: str
    nodes: list
    labels: dict
    weight: float
    heldout: bool

    @property
    def act(self):
        return self.labels["act"]


def read_labels(text):
    labels = {}
    for part in filter(None, (p.strip() for p in text.split(";"))):
        key, colon, value = part.partition(":")
        key = key.strip()
        if not colon or key not in KEYS + EXTRA:
            raise ValueError("unknown label %r" % part)
        labels[key] = value.strip()
    return labels


def check(labels, nodes):
    if labels.get("act") not in ENUMS["act"]:
        raise ValueError("act %r" % labels.get("act"))
    drawn = {slot.key for slot in slots_of(nodes)}
    for key, value in labels.items():
        for reference in re.findall(r"\{[^}]*\}", value):
            if read_slot(reference).key not in drawn:
                raise ValueError("label %s refers to %s, which the pattern does not draw" % (key, reference))
        if "{" in value or not value:
            continue
        words = [w.strip() for w in value.split(",")] if key == "limits" else [value]
        if key in ENUMS and not set(words) <= ENUMS[key]:
            raise ValueError("%s has no %r" % (key, value))
        if key == "period" and not PERIOD.match(value):
            raise ValueError("period %r" % value)


def narrow(nodes, labels):
    """`{prog:batch}` in a label narrows a plain `{prog}` of the pattern."""
    wanted = {}
    for value in labels.values():
        for reference in re.findall(r"\{[^}]*\}", value):
            slot = read_slot(reference)
            if slot.arg:
                wanted[slot.key] = slot.arg
    for slot in slots_of(nodes):
        slot.arg = slot.arg or wanted.get(slot.key)


def load(folder, share=0.04):
    """All patterns and all errors. About `share` of the patterns, chosen by their text, is kept out of training."""
    patterns, errors = [], []
    for path in sorted(Path(folder).glob("*.txt")):
        common = {}
        for number, line in enumerate(path.read_text().splitlines(), 1):
            line = line.strip()
            if not line or line.startswith("#"):
                continue
            try:
                if line.startswith("= "):
                    common = read_labels(line[2:])
                    continue
                source, _, own = line.partition(" => ")
                labels = {**common, **read_labels(own)}
                nodes = parse(source.strip())
                check(labels, nodes)
                narrow(nodes, labels)
                weight = float(labels.pop("weight", 1))
                heldout = zlib.crc32(source.strip().encode()) % 1000 < share * 1000
                patterns.append(Pattern("%s:%d" % (path.name, number), source.strip(), nodes, labels, weight, heldout))
            except (ValueError, KeyError) as error:
                errors.append("%s:%d: %s" % (path.name, number, error))
    return patterns, errors


# ---- expansion ----------------------------------------------------------------------------------------------------


@dataclass
class Example:
    """One labelled message, ready to be written as a prompt."""

    text: str
    known: list
    pending: str
    intent: dict
    where: str


class Message:
    """A message while it is being made: text with placeholders, and the draws behind them."""

    def __init__(self, rng):
        self.rng, self.draws, self.pieces, self.known = rng, {}, [], []

    def guard(self, text):
        self.pieces.append(text)
        return chr(MARK + len(self.pieces) - 1)

    def render(self, nodes):
        out = []
        for node in nodes:
            if isinstance(node, str):
                out.append(node)
            elif isinstance(node, list):
                out.append(self.render(self.rng.choice(node)))
            else:
                out.append(self.fill(node))
        return "".join(out)

    def fill(self, slot):
        drawn = self.draws.get(slot.key)
        if drawn is None or slot.part is None and slot.arg != drawn[1]:
            drawn = (self.distinct(slot), slot.arg)
            self.draws[slot.key] = drawn
        draw = drawn[0]
        if slot.part:
            return self.guard(draw.fields[slot.part])
        if draw.known:
            self.known.append(draw.text)
        return self.guard(draw.text) if draw.guarded else draw.text

    def distinct(self, slot):
        for _ in range(20):
            draw = DRAWS[slot.name](self.rng, slot.arg)
            if all(draw.text != other.text for other, _ in self.draws.values()):
                break
        return draw

    def finish(self, text):
        text = re.sub("[%s-\uf8ff]" % chr(MARK), lambda m: self.pieces[ord(m[0]) - MARK], text)
        return re.sub(r"\s+", " ", text).strip().lower()


def tidy(text):
    text = re.sub(r"\s+", " ", text).strip()
    text = re.sub(r" ([,.?!;:])(?=\s|$)", r"\1", text)
    return re.sub(r"^[,.;:!] ?", "", text)


def resolve(value, draws):
    """A label's value after the draws; a slot in a branch that was not taken leaves it empty."""
    def one(match):
        slot = read_slot(match[0])
        if slot.key not in draws:
            return ""
        draw = draws[slot.key][0]
        return draw.fields.get(slot.part, "") if slot.part else draw.label
    return re.sub(r"\{[^}]*\}", one, value)


def intent_of(labels, draws):
    intent = {key: resolve(labels.get(key, ""), draws) for key in KEYS}
    whole = SLOT.fullmatch(labels.get("value", ""))
    if whole and not intent["unit"]:
        draw = draws.get(read_slot(labels["value"]).key)
        if draw and not read_slot(labels["value"]).part:
            intent["unit"] = draw[0].fields.get("unit", "")
    for key in ("subject", "versus", "value"):
        intent[key] = intent[key].lower()
    intent["limits"] = [w.strip() for w in intent["limits"].split(",") if w.strip()]
    return intent


NEIGHBOURS = {a: b for row in ("qwertyuiop", "asdfghjkl", "zxcvbnm") for a, b in zip(row, row[1:] + row[-2])}
PRONE = re.compile(r"^[a-z]{4,}$")
PHRASES = {phrase: [p for p in group_ if p != phrase] for group_ in SLOTS["synonyms"] for phrase in group_}
PHRASE = re.compile(r"(?<![\w.-])(%s)(?![\w-])" % "|".join(sorted(map(re.escape, PHRASES), key=len, reverse=True)))


def typo(word, rng):
    at = rng.randrange(1, len(word) - 1)
    kind = rng.randrange(4)
    if kind == 0:
        return word[:at] + word[at + 1] + word[at] + word[at + 2:]
    if kind == 1:
        return word[:at] + word[at + 1:]
    if kind == 2:
        return word[:at] + word[at] + word[at:]
    return word[:at] + NEIGHBOURS.get(word[at], word[at]) + word[at + 1:]


def roughen(text, rng):
    """Synonyms, typos, lost punctuation: what the same person might have typed on another day."""
    if rng.random() < 0.6:
        text = PHRASE.sub(lambda m: rng.choice(PHRASES[m[1]]) if rng.random() < 0.18 else m[1], text)
    if rng.random() < 0.22:
        words = text.split(" ")
        prone = [n for n, word in enumerate(words) if PRONE.match(word)]
        for n in rng.sample(prone, min(len(prone), rng.choice([1, 1, 1, 2]))):
            words[n] = typo(words[n], rng)
        text = " ".join(words)
    roll = rng.random()
    if roll < 0.12:
        text = re.sub(r"['\u2019,;:!?]|\.(?=\s|$)", "", text)
    elif roll < 0.24:
        text = re.sub(r"[.?!]+$", "", text)
    elif roll < 0.30:
        text = re.sub(r"[?!.]*$", rng.choice(["?", "??", "!", "...", "."]), text)
    elif roll < 0.34:
        text = text.replace("'", "")
    return text


CHANGING = {"optimize", "allocate", "set", "undo", "watch"}
BARE = {"confirm", "reject", "help", "decline"}
VERBS = set(SLOTS["verbs"])
COMMON_NAMES = set(SLOTS["made"]["words"] + SLOTS["made"]["tails"])
PENDINGS = ["{t} {a} -> {b} on host, 1 step", "cpu.weight 100 -> {b} for {m}, 1 step", "memory.high max -> {b} for {m}, 2 steps", "{t} {a} -> {b} on host, {n} steps", "io.max max -> wbps={b} for {m}, 1 step", "cpu.max max -> {b} for {m}, 1 step"]


def any_pending(rng):
    name = rng.choice([t for t in TUNABLES if "<" not in t])
    values = TUNABLES[name][1].split()
    return rng.choice(PENDINGS).format(t=name, a=rng.choice(values), b=rng.choice(values), m=made(rng, None).text, n=rng.randint(2, 5))


def dress(text, pattern, intent, rng):
    """Courtesies and further conditions around the request; conditions extend the intent."""
    act = pattern.act
    imperative = text.split(" ", 1)[0].lower().strip(",") in VERBS and act not in {"confirm", "reject"}
    if act in CHANGING and not intent["limits"] and imperative and rng.random() < 0.09:
        limit = rng.choice(list(SLOTS["limits"]))
        phrase = rng.choice(SLOTS["limits"][limit])
        if not (limit in ("temporary", "permanent") and act in ("undo", "watch")):
            intent["limits"] = [limit]
            text = text.rstrip(".!?") + rng.choice([", ", ", ", ". ", " - ", " "]) + phrase
    if imperative and rng.random() < 0.25:
        text = rng.choice(SLOTS["askers"]) + text
    if act not in {"confirm", "reject", "revise"}:
        if rng.random() < 0.12:
            text = rng.choice(SLOTS["greetings"]) + text
        if rng.random() < 0.03:
            text = text.rstrip(".!?") + rng.choice(SLOTS["asides"])
    if imperative and rng.random() < 0.12:
        text = text.rstrip(".!?") + rng.choice(SLOTS["thanks"])
    return text


def expand(pattern, rng, rough=True):
    """One message of a pattern; `rough` adds what people add."""
    message = Message(rng)
    labels = pattern.labels
    text = message.render(pattern.nodes)
    for key in ("subject", "versus", "value"):
        literal = labels.get(key, "")
        if literal and "{" not in literal:
            spot = re.search(r"(?<!\w)%s(?!\w)" % re.escape(literal), text, re.I)
            if spot:
                if key != "value" and rng.random() < 0.9 and pattern.act != "explain" and literal not in TUNABLES and " " not in literal:
                    message.known.append(literal.lower())
                text = text[:spot.start()] + message.guard(spot[0]) + text[spot.end():]
    intent = intent_of(labels, message.draws)
    text = tidy(text.lower())
    if rough and chinese.spoken(pattern.source):
        text = chinese.roughen(chinese.dress(text, pattern.act, intent, rng), rng)
    elif rough:
        text = roughen(dress(text, pattern, intent, rng), rng)
    text = message.finish(text)
    pending = resolve(labels.get("pending", ""), message.draws)
    if not pending and rough and pattern.act not in BARE | {"revise"} and rng.random() < 0.05:
        pending = any_pending(rng)
    present = [name.lower() for name in dict.fromkeys(message.known) if name.lower() in text]
    known = [name for name in present if rng.random() < 0.8] if rng.random() < 0.85 else []
    if rough and rng.random() < 0.1:  # a process may be called like any word
        known += rng.sample(words, 1) if (words := [w for w in re.findall(r"[a-z]+", text) if w in COMMON_NAMES]) else []
    return Example(text, list(dict.fromkeys(known)), pending.lower(), intent, pattern.where)


class Drawer:
    """Draws examples: first an act, by the size of its corpus with the large ones held back, then a pattern."""

    def __init__(self, patterns, seed, flatten=0.6):
        self.rng = random.Random(seed)
        self.by_act = defaultdict(list)
        for pattern in patterns:
            self.by_act[pattern.act].append(pattern)
        self.acts = list(self.by_act)
        self.shares = [sum(p.weight for p in self.by_act[act]) ** flatten for act in self.acts]

    def __call__(self):
        act = self.rng.choices(self.acts, self.shares)[0]
        pool = self.by_act[act]
        return expand(self.rng.choices(pool, [p.weight for p in pool])[0], self.rng)


def faults(example):
    """What no answer may look like, whatever the pattern says."""
    intent = example.intent
    for key in KEYS[:-1]:
        if intent[key] and key in ENUMS and intent[key] not in ENUMS[key]:
            yield "%s: %r" % (key, intent[key])
    for key in ("subject", "versus"):
        name = intent[key]
        if name and name not in example.text and "." not in name:
            yield "%s %r is not in the message" % (key, name)
    if intent["value"] and intent["value"] not in re.sub(r"(?<=\d), (?=\d)", ",", example.text) and not intent["value"][0].isdigit():
        if intent["value"] not in ("never", "always", "off", "on", "none"):
            yield "value %r is not in the message" % intent["value"]
    if not PERIOD.match(intent["period"]):
        yield "period %r" % intent["period"]


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--corpus", default=HERE.parent / "corpus")
    options.add_argument("--show", type=int, default=0)
    options.add_argument("--seed", type=int, default=1)
    options = options.parse_args()
    patterns, errors = load(options.corpus)
    rng = random.Random(0)
    for pattern in patterns:
        found = set()
        for _ in range(12):
            try:
                example = expand(pattern, rng, rough=False)
                found |= set(faults(example))
            except (ValueError, KeyError, IndexError) as error:
                found.add("%s: %s" % (type(error).__name__, error))
        errors += ["%s: %s" % (pattern.where, fault) for fault in sorted(found)[:2]]
    for error in errors:
        print(error)
    counts = Counter(p.act for p in patterns)
    print("%d patterns, %d held out, %d errors; %s" % (len(patterns), sum(p.heldout for p in patterns), len(errors), ", ".join("%s %d" % c for c in counts.most_common())))
    drawer = Drawer(patterns, options.seed) if patterns else None
    for _ in range(options.show):
        e = drawer()
        intent = {k: v for k, v in e.intent.items() if v}
        print("%-26s %s\n%26s %s%s%s" % (e.where, e.text, "", json.dumps(intent), "  known: " + ", ".join(e.known) if e.known else "", "  pending: " + e.pending if e.pending else ""))
    sys.exit(bool(errors))


if __name__ == "__main__":
    main()
