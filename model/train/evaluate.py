"""Measures a checkpoint: how many messages are read exactly right, and whether its probabilities can be believed.

    python3 evaluate.py                              held-out patterns, then ../heldout/messages.jsonl
    python3 evaluate.py --wrong 40                   also prints messages that were read wrongly
"""
import argparse
import json
import math
from collections import defaultdict
from pathlib import Path

import torch

import expand
from data import heldout_examples, tensors
from model import Llama, Shape
from prompts import END, SYSTEM, compact, encode, intent_content
from tokenizer import Tokenizer

HERE = Path(__file__).resolve().parent
SLOTS = ("act", "subject", "versus", "value", "relation")


def load(path):
    state = torch.load(path, map_location="cpu")
    model = Llama(Shape(**state["shape"]))
    model.load_state_dict(state["average"])
    return model.eval(), Tokenizer(state["tokenizer"]["merges"], state["tokenizer"]["size"]), state


def batches(items, size=64):
    order = sorted(range(len(items)), key=lambda n: len(items[n][0]))
    for at in range(0, len(order), size):
        yield order[at:at + size]


@torch.no_grad()
def teacher_forced(model, tokenizer, examples):
    """Exactness of greedy answers without generating: an answer is exact just if every token of it was the best one."""
    prefix = torch.tensor(tokenizer.encode(SYSTEM % "intent"), device=model.embed.weight.device)
    cut = len(prefix)
    items = [encode(tokenizer, "intent", intent_content(e.text, e.known, e.pending), e.intent) for e in examples]
    items = [(ids[cut:], start - cut) for ids, start in items]
    hits = [0, 0, 0]
    for rows in batches(items):
        ids, targets = tensors([items[n] for n in rows])
        ids = ids.to(prefix.device)
        with torch.autocast(prefix.device.type, dtype=torch.bfloat16):
            best = model.logits(model.hidden(ids, prefix)).argmax(-1).cpu()
        for row, n in enumerate(rows):
            tokens, start = items[n]
            guess = tokenizer.decode(best[row, start - 1:len(tokens) - 1].tolist())
            intent = examples[n].intent
            hits[0] += guess.startswith('{"act":"%s"' % intent["act"])
            read = parse(guess)
            hits[1] += bool(read) and all(read.get(k) == intent[k] for k in SLOTS)
            hits[2] += guess == compact(intent) + END
    return [h / max(1, len(items)) for h in hits]


def parse(answer):
    try:
        return json.loads(answer.split(END)[0])
    except ValueError:
        return None


@torch.no_grad()
def generate(model, tokenizer, task, contents, limit=90):
    """Greedy answers for many user turns, with the log-probability rows of every chosen token."""
    end = tokenizer.ids[END]
    prefix = torch.tensor(tokenizer.encode(SYSTEM % task))
    turn = tokenizer.encode("<|im_end|>\n<|im_start|>assistant\n")
    prompts = [tokenizer.encode(c, control=False) + turn for c in contents]
    answers, rows = [None] * len(prompts), [None] * len(prompts)
    same = defaultdict(list)
    for n, prompt in enumerate(prompts):
        same[len(prompt)].append(n)
    shared = model.run(prefix[None])[1]
    for members in same.values():
        pasts = [tuple(t.expand(len(members), -1, -1, -1) for t in kv) for kv in shared]
        ids, alive = torch.tensor([prompts[n] for n in members]), list(range(len(members)))
        said, kept = [[] for _ in members], [[] for _ in members]
        for _ in range(limit):
            hidden, pasts = model.run(ids, pasts)
            logits = model.logits(hidden[:, -1])
            ids = logits.argmax(-1, keepdim=True)
            for row in alive:
                said[row].append(int(ids[row]))
                kept[row].append(logits[row])
            alive = [row for row in alive if said[row][-1] != end]
            if not alive:
                break
        for row, n in enumerate(members):
            answers[n], rows[n] = said[row], torch.stack(kept[row])
    return answers, rows


def confidence(tokens, rows, temperature):
    logs = torch.log_softmax(rows / temperature, -1)
    return math.exp(float(logs[torch.arange(len(tokens)), torch.tensor(tokens)].sum()))


def expected_error(sure, right, bins=10):
    """Expected calibration error: mean distance between promised and achieved exactness, over equal-width bins."""
    error = 0.0
    for b in range(bins):
        members = [n for n, p in enumerate(sure) if b / bins <= p < (b + 1) / bins or b == bins - 1 and p >= 1]
        if members:
            error += abs(sum(sure[n] for n in members) - sum(right[n] for n in members)) / len(sure)
    return error


def fit_temperature(answers, rows, right):
    """The temperature whose answer probabilities best foretell exactness (least log loss)."""
    def loss(temperature):
        total = 0.0
        for tokens, row, ok in zip(answers, rows, right):
            p = min(max(confidence(tokens, row, temperature), 1e-4), 1 - 1e-4)
            total -= math.log(p if ok else 1 - p)
        return total
    return min((t / 20 for t in range(14, 101, 2)), key=loss)


def exam(path):
    """Messages written by people; names that do not occur in the message are not passed, as in the agent."""
    for line in Path(path).read_text().splitlines():
        row = json.loads(line)
        text = " ".join(row["text"].lower().split())
        known = [name.lower() for name in row["entities"] if name.lower() in text]
        intent = {k: row["intent"][k] for k in expand.KEYS}
        for key in ("subject", "versus", "value"):
            intent[key] = intent[key].lower()
        yield expand.Example(text, known, row.get("pending", ""), intent, row["id"])


def measure(model, tokenizer, examples, temperature=None, wrong=0):
    answers, rows = generate(model, tokenizer, "intent", [intent_content(e.text, e.known, e.pending) for e in examples])
    read = [parse(tokenizer.decode(a)) or {} for a in answers]
    exact = [r == e.intent for r, e in zip(read, examples)]
    slots = [all(r.get(k) == e.intent[k] for k in SLOTS) for r, e in zip(read, examples)]
    temperature = temperature or fit_temperature(answers, rows, exact)
    sure = [confidence(a, r, temperature) for a, r in zip(answers, rows)]
    each = {k: sum(r.get(k) == e.intent[k] for r, e in zip(read, examples)) / len(examples) for k in expand.KEYS}
    print("%d messages: act %.1f%%, act+names+value+relation %.1f%%, all %.1f%%" % (len(examples), 100 * each["act"], 100 * sum(slots) / len(slots), 100 * sum(exact) / len(exact)))
    print("  each slot: " + ", ".join("%s %.1f" % (k, 100 * v) for k, v in each.items()))
    print("  calibration at temperature %.2f: expected error %.3f (%.3f without)" % (temperature, expected_error(sure, exact), expected_error([confidence(a, r, 1.0) for a, r in zip(answers, rows)], exact)))
    for bar in (0.5, 0.8, 0.9):
        kept = [ok for p, ok in zip(sure, exact) if p >= bar]
        print("  at %.1f or surer: %.0f%% of the messages, %.0f%% of them exact" % (bar, 100 * len(kept) / len(sure), 100 * sum(kept) / max(1, len(kept))))
    by_act = defaultdict(list)
    for r, e, ok in zip(read, examples, exact):
        by_act[e.intent["act"]].append((r.get("act") == e.intent["act"], ok))
    print("  act/all by act: " + ", ".join("%s %.0f/%.0f (%d)" % (a, 100 * sum(x for x, _ in v) / len(v), 100 * sum(y for _, y in v) / len(v), len(v)) for a, v in by_act.items()))
    for e, r, ok in [x for x in zip(examples, read, exact) if not x[2]][:wrong]:
        print("%s | %s\n    want %s\n    got  %s" % (e.where, e.text, brief(e.intent), brief(r)))
    return temperature


def brief(intent):
    return json.dumps({k: v for k, v in intent.items() if v})


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--checkpoint", type=Path, default=HERE / "out" / "checkpoint.pt")
    options.add_argument("--corpus", default=HERE.parent / "corpus")
    options.add_argument("--exam", type=Path, default=HERE.parent / "heldout" / "messages.jsonl")
    options.add_argument("--wrong", type=int, default=0)
    options.add_argument("--threads", type=int, default=2)
    options = options.parse_args()
    torch.set_num_threads(options.threads)
    model, tokenizer, _ = load(options.checkpoint)
    print("held-out patterns")
    temperature = measure(model, tokenizer, heldout_examples(expand.load(options.corpus)[0]), wrong=options.wrong)
    if options.exam.exists():
        print("exam")
        measure(model, tokenizer, list(exam(options.exam)), temperature)


if __name__ == "__main__":
    main()
