"""Chinese messages: their draws, courtesies and sloppiness. The patterns stand in `../corpus/chinese-*.txt`.

A draw is told as (text, label, fields): what is written, what the label copies, and the draw's fields. Names are the
same as everywhere; what differs is how quantities, times and chores are written.
"""
import json
import re
from pathlib import Path

WORDS = json.loads((Path(__file__).resolve().parent / "chinese.json").read_text())
HAN = re.compile(r"[\u4e00-\u9fff]")
KANA = re.compile(r"[\u3040-\u30ff]")
DIGITS = "零一两三四五六七八九十"
MARKS = "\ue000-\uf8ff"


def spoken(text):
    """Whether a pattern is Chinese: Han characters and nothing Japanese."""
    return bool(HAN.search(text)) and not KANA.search(text)


def numeral(n):
    """1 to 99 in Han numerals, as read aloud before a measure word."""
    if n <= 10:
        return DIGITS[n]
    ones = "" if n % 10 == 0 else "零一二三四五六七八九"[n % 10]
    return ("" if n < 20 else "零一二三四五六七八九"[n // 10]) + "十" + ones


def zint(rng, arg):
    low, high = (int(n) for n in (arg or "1-64").split("-"))
    value = rng.randint(low, high)
    if high > 60 and rng.random() < 0.5:  # people like round numbers
        step = 10 ** (len(str(value)) - 1)
        value = max(low, min(high, round(value / step) * step))
    return str(value), None, {}


def zfew(rng, arg):
    """A small count before a measure word, half of the time in Han numerals."""
    value = rng.randint(*(int(n) for n in (arg or "2-9").split("-")))
    return (numeral(value) if rng.random() < 0.5 else str(value)), str(value), {}


def measured(rng, value, unit, forms):
    written = rng.choice(forms)
    digits = str(value)
    text = written.replace("#", numeral(value) if value <= 10 and "个" in written and rng.random() < 0.4 else digits)
    return text, digits, {"value": digits, "unit": unit}


def zsize(rng, arg):
    unit = arg or rng.choice(["GB", "GB", "GB", "MB", "MB", "TB"])
    low, high = {"MB": (16, 2048), "GB": (1, 256), "TB": (1, 12)}[unit]
    forms = {"MB": ["#M", "#m", "#MB", "#兆", "# MB"], "GB": ["#G", "#g", "#GB", "# GB", "#个G", "#gb"], "TB": ["#T", "#TB", "#个T"]}
    value = rng.choice([rng.randint(low, high), max(low, min(high, 1 << rng.randint(0, 10)))])
    return measured(rng, value, unit, forms[unit])


def zpct(rng, arg):
    roll = rng.random()
    if roll < 0.1:
        return "一半", "50", {"value": "50", "unit": "percent"}
    if roll < 0.22:  # tenths
        tenths = rng.randint(1, 9)
        return numeral(tenths) + "成", str(tenths * 10), {"value": str(tenths * 10), "unit": "percent"}
    value = rng.choice([rng.randint(1, 99), rng.randint(1, 19) * 5])
    if roll < 0.3:
        return "百分之" + numeral(value).replace("两", "二"), str(value), {"value": str(value), "unit": "percent"}
    return measured(rng, value, "percent", ["#%", "#%", "#％", "百分之#"])


def plain(unit, low, high, *forms):
    def draw(rng, arg):
        common = rng.choice([1, 2, 5, 10, 20, 50, 100, 200, 500, 1000])
        return measured(rng, rng.choice([rng.randint(low, high), max(low, min(high, common))]), unit, forms)
    return draw


def zdur(rng, arg):
    unit = arg or rng.choice(["ms"] * 6 + ["s", "us"])
    known = {"ms": (1, 1000, ["#ms", "#毫秒", "# ms"]), "s": (1, 30, ["#秒", "#s", "#秒钟"]), "us": (50, 900, ["#us", "#微秒"])}
    low, high, forms = known[unit]
    return measured(rng, rng.randint(low, high), unit, forms)


def zcores(rng, arg):
    if rng.random() < 0.2:
        return measured(rng, rng.randint(1, 32), "cpus", ["#个cpu", "#个CPU"])
    return measured(rng, rng.randint(1, 32), "cores", ["#核", "#个核", "#个核心", "#个CPU核", "#核CPU"])


def zcount(unit, word):
    def draw(rng, arg):
        value = rng.choice([1, 2, 3, 5, 8, 10, 20, 50]) * rng.choice([100, 1000, 10000])
        if value % 10000 == 0 and rng.random() < 0.6:  # counted in ten thousands; the label gets the number in digits
            return str(value // 10000) + "万" + word, str(value), {"value": str(value), "unit": unit}
        return str(value) + word, str(value), {"value": str(value), "unit": unit}
    return draw


def zcpulist(rng, arg):
    first = rng.randint(0, 20)
    last = first + rng.choice([1, 3, 7, rng.randint(1, 15)])
    if rng.random() < 0.65:
        label = "%d-%d" % (first, last)
        return rng.choice([label, label, "%d到%d" % (first, last), "%d至%d" % (first, last)]), label, {"value": label, "unit": ""}
    numbers = sorted(rng.sample(range(32), rng.randint(2, 4)))
    label = ",".join(map(str, numbers))
    return rng.choice([label, label.replace(",", "、"), label.replace(",", "，")]), label, {"value": label, "unit": ""}


def zperiod(rng, arg):
    if rng.random() < 0.5:
        short = rng.choice(list(WORDS["periods"]))
        return rng.choice(WORDS["periods"][short]), short, {}
    unit, words, most = rng.choice([("m", ["分钟"], 90), ("h", ["小时", "个小时", "个钟头"], 48), ("d", ["天"], 14), ("w", ["周", "个星期"], 6)])
    n = rng.randint(2, most)
    count = numeral(n) if n <= 10 and rng.random() < 0.6 else str(n)
    return rng.choice(["最近", "过去", "近", "这", "前"]) + count + rng.choice(words), "%d%s" % (n, unit), {}


def listed(key):
    return lambda rng, arg: (rng.choice(WORDS[key]), None, {})


def zres(rng, arg):
    word = rng.choice(arg.split(",")) if arg else rng.choice(list(WORDS["resources"]))
    return rng.choice(WORDS["resources"][word]), word, {}


DRAWS = {
    "zint": zint, "zfew": zfew, "zsize": zsize, "zpct": zpct, "zdur": zdur, "zcores": zcores,
    "zcpulist": zcpulist, "zperiod": zperiod, "zres": zres,
    "zrate": plain("MB/s", 1, 900, "#MB/s", "#M/s", "每秒#M", "每秒#MB", "#兆每秒"),
    "znet": plain("Mbit/s", 1, 900, "#Mbps", "#Mbit/s", "#mbps", "#Mbit"),
    "ziops": plain("iops", 50, 90000, "#iops", "# IOPS", "#个iops"),
    "zwatts": plain("W", 20, 900, "#瓦", "#W", "#w"),
    "zconns": zcount("connections", "个连接"), "zrps": zcount("requests/s", "qps"),
    "zjob": listed("jobs"), "zclock": listed("clocks"), "zgroup": listed("groups"),
}


def dress(text, act, intent, rng):
    """Courtesies, and now and then a further condition, which extends the intent."""
    asks = act in {"optimize", "allocate", "set", "undo", "watch"}
    starts = text.startswith(tuple(WORDS["verbs"]))
    if asks and starts and not intent["limits"] and rng.random() < 0.1:
        limit = rng.choice(list(WORDS["limits"]))
        if not (limit in ("temporary", "permanent") and act in ("undo", "watch")):
            intent["limits"] = [limit]
            text = text.rstrip("。！!.") + "，" + rng.choice(WORDS["limits"][limit])
    if starts and rng.random() < 0.3:
        text = rng.choice(WORDS["askers"]) + text
    if act not in {"confirm", "reject", "revise"}:
        if rng.random() < 0.12:
            text = rng.choice(WORDS["greetings"]) + text
        if rng.random() < 0.04:
            text = text.rstrip("。！？!?.") + rng.choice(WORDS["asides"])
    if starts and rng.random() < 0.1:
        text = text.rstrip("。！!.") + rng.choice(WORDS["thanks"])
    return text


def roughen(text, rng):
    """Synonyms, wrong homophones, spaces around Latin words or none, full or half width punctuation or none."""
    for group in WORDS["synonyms"]:
        for word in group:
            if word in text and rng.random() < 0.2:
                text = text.replace(word, rng.choice(group), 1)
                break
    if rng.random() < 0.06:
        right, wrong = rng.choice(WORDS["homophones"])
        text = text.replace(right, wrong, 1)
    roll = rng.random()
    if roll < 0.3:
        text = re.sub(r"(?<=[\u4e00-\u9fff])(?=[a-zA-Z0-9%s])|(?<=[a-zA-Z0-9%s])(?=[\u4e00-\u9fff])" % (MARKS, MARKS), " ", text)
    elif roll < 0.75:
        text = re.sub(r"(?<=[\u4e00-\u9fff]) (?=[a-zA-Z0-9%s])|(?<=[a-zA-Z0-9%s]) (?=[\u4e00-\u9fff])" % (MARKS, MARKS), "", text)
    roll = rng.random()
    if roll < 0.25:
        text = text.translate(str.maketrans("，。？！：；", ",.?!:;"))
    elif roll < 0.35:
        text = re.sub("[，。？！]", " ", text)
    elif roll < 0.55:
        text = re.sub("[。？！]+$", "", text)
    elif roll < 0.62:
        text = re.sub("[。？！]*$", rng.choice(["。", "？", "！", "...", "~", "？？"]), text)
    return text
