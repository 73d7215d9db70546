"""Endless training batches: messages and plan cases, encoded, sorted by length within a pool, cut by tokens."""
import random
from collections import Counter

import torch

import expand
import plans
from prompts import SYSTEM, encode, intent_content
from tokenizer import WORDS, Tokenizer

IGNORE = -100


def learn_tokenizer(patterns, size, seed=5, draws=40000):
    """Counts words of drawn messages and answers; frequent words are damped, so that rare ones earn a token too."""
    counts, drawer, rng = Counter(), expand.Drawer(patterns, seed), random.Random(seed)
    texts = ["system user assistant intent plan text known pending"] * 200
    for _ in range(draws):
        e = drawer()
        texts.append(intent_content(e.text, e.known, e.pending) + "\n" + "\n".join(str(v) for v in e.intent.values() if v))
    texts += [plans.simulate(rng)[0] for _ in range(draws // 40)]
    for text in texts:
        for line in text.split("\n"):
            counts.update(WORDS.findall(line))
    return Tokenizer.train(Counter({word: int(count ** 0.8 + 0.5) for word, count in counts.items()}), size)


class Batches:
    """`plan_share` is the share of tokens, not of cases: a plan case is about five messages long."""

    def __init__(self, tokenizer, patterns, seed, tokens=4096, plan_share=0.15, pool=48):
        self.tokenizer, self.tokens, self.pool, self.plan_share = tokenizer, tokens, pool, plan_share
        self.draw, self.rng = expand.Drawer(patterns, seed), random.Random(seed + 1)
        self.prefix = {task: tokenizer.encode(SYSTEM % task) for task in ("intent", "plan")}

    def message(self):
        e = self.draw()
        return encode(self.tokenizer, "intent", intent_content(e.text, e.known, e.pending), e.intent)

    def plan(self):
        content, answer = plans.simulate(self.rng)
        return encode(self.tokenizer, "plan", content, answer)

    def fill(self, task, tokens):
        items, total = [], 0
        cut = len(self.prefix[task])
        while total < tokens:
            ids, start = self.message() if task == "intent" else self.plan()
            items.append((ids[cut:], start - cut))
            total += len(ids) - cut
        items.sort(key=lambda item: len(item[0]) + self.rng.random())
        batch = []
        for item in items:
            if batch and len(item[0]) * (len(batch) + 1) > self.tokens:
                yield task, batch
                batch = []
            batch.append(item)
        yield task, batch

    def __iter__(self):
        while True:
            whole = self.pool * self.tokens
            batches = [*self.fill("intent", whole * (1 - self.plan_share)), *self.fill("plan", whole * self.plan_share)]
            self.rng.shuffle(batches)
            for task, batch in batches:
                yield (torch.tensor(self.prefix[task]), *tensors(batch))


def tensors(batch):
    """Ids padded at the end, and targets that count only where the answer is predicted."""
    length = max(len(ids) for ids, _ in batch)
    ids = torch.zeros(len(batch), length, dtype=torch.long)
    targets = torch.full((len(batch), length), IGNORE)
    for row, (tokens, start) in enumerate(batch):
        ids[row, :len(tokens)] = torch.tensor(tokens)
        targets[row, start - 1:len(tokens) - 1] = torch.tensor(tokens[start:])
    return ids, targets


def heldout_examples(patterns, seed=9, each=3):
    """The same few messages of every held-out pattern, every time."""
    rng = random.Random(seed)
    return [expand.expand(p, rng) for p in patterns if p.heldout for _ in range(each)]
