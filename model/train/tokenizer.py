"""A byte-level BPE of our own, in the form that llama.cpp calls gpt-2.

Two choices make copying easy, which is most of what the model does:
- Merges inside a word come first and a leading space is joined last. A name then falls into the same pieces after a
  space (in the message) as after a quote (in the answer), except for the first piece's space.
- Digits never merge.

The answer's JSON skeleton consists of whole tokens, one for each way from one filled slot to the next filled slot, so
that an answer costs about two tokens a filled slot and nothing for an empty one.
"""
import json
from collections import Counter, defaultdict
from functools import lru_cache

import regex

WORDS = regex.compile(r"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+")
END_OF_TEXT, TURN_START, TURN_END = "<|endoftext|>", "<|im_start|>", "<|im_end|>"
CONTROL = (END_OF_TEXT, TURN_START, TURN_END)
KEYS = ("act", "goal", "workload", "resource", "subject", "versus", "relation", "value", "unit", "period", "limits")
NORMAL, CONTROL_TYPE, USER_DEFINED = 1, 3, 4


def skeleton():
    """Every stretch of JSON that can stand between two filled slots."""
    tokens = ['{"act":"', '","', '"]}', '{"stance":"', '","steps":[', "]}"]
    for first in range(1, len(KEYS)):
        empty = ""
        for key in KEYS[first:-1]:
            tokens.append('","%s%s":"' % (empty, key))
            empty += '%s":"","' % key
        tokens += ['","%slimits":["' % empty, '","%slimits":[]}' % empty]
    return list(dict.fromkeys(tokens))


def byte_letters():
    """GPT-2's table from bytes to printable letters, the spelling that vocabularies are written in."""
    plain = [*range(33, 127), *range(161, 173), *range(174, 256)]
    table = {b: chr(b) for b in plain}
    for b in range(256):
        table.setdefault(b, chr(256 + len(table) - len(plain)))
    return table


LETTERS = byte_letters()
SPACE = LETTERS[32]


def spell(text):
    return "".join(LETTERS[b] for b in text.encode())


def count_pairs(words):
    pairs, homes = Counter(), defaultdict(set)
    for n, (pieces, count) in enumerate(words):
        for pair in zip(pieces, pieces[1:]):
            pairs[pair] += count
            homes[pair].add(n)
    return pairs, homes


def merge(pieces, pair):
    out, n = [], 0
    while n < len(pieces):
        if n + 1 < len(pieces) and (pieces[n], pieces[n + 1]) == pair:
            out.append(pieces[n] + pieces[n + 1])
            n += 2
        else:
            out.append(pieces[n])
            n += 1
    return out


def learn(counts, inner, spaced):
    """Merges from word counts: `inner` inside words, then `spaced` that join a leading space to a first piece."""
    bare = Counter()
    for word, count in counts.items():
        if not any(c.isdigit() for c in word):
            bare[word.lstrip(" ")] += count
    words = [[list(spell(word)), count] for word, count in bare.items() if word]
    pairs, homes = count_pairs(words)
    merges = []
    while len(merges) < inner:
        pair = max(pairs, key=lambda p: (pairs[p], p))
        if pairs[pair] < 2:
            break
        merges.append(pair)
        for n in list(homes[pair]):
            pieces, count = words[n]
            for old in zip(pieces, pieces[1:]):
                pairs[old] -= count
            words[n][0] = pieces = merge(pieces, pair)
            for new in zip(pieces, pieces[1:]):
                pairs[new] += count
                homes[new].add(n)
        del pairs[pair]
    first = Counter()
    split = {word: pieces for word, (pieces, _) in zip((w for w in bare if w), words)}
    for word, count in counts.items():
        if word.startswith(" ") and word.lstrip(" ") in split:
            first[split[word.lstrip(" ")][0]] += count
    return merges + [(SPACE, piece) for piece, _ in first.most_common(spaced)]


class Tokenizer:
    def __init__(self, merges, size):
        self.merges = [tuple(m) for m in merges]
        self.special = list(CONTROL) + skeleton()
        self.tokens = self.special + [LETTERS[b] for b in range(256)] + ["".join(m) for m in self.merges]
        self.tokens += ["[unused%d]" % n for n in range(size - len(self.tokens))]
        self.kinds = [CONTROL_TYPE] * len(CONTROL) + [USER_DEFINED] * (len(self.special) - len(CONTROL))
        self.kinds += [NORMAL] * (256 + len(self.merges))
        self.kinds += [CONTROL_TYPE] * (size - len(self.kinds))
        self.ids = {token: n for n, token in enumerate(self.tokens)}
        self.ranks = {pair: n for n, pair in enumerate(self.merges)}
        longest = sorted(self.special, key=len, reverse=True)
        self.splitter = regex.compile("(%s)" % "|".join(map(regex.escape, longest)))
        self.plain_splitter = regex.compile("(%s)" % "|".join(regex.escape(s) for s in longest if s not in CONTROL))
        self.word = lru_cache(200_000)(self._word)

    @classmethod
    def train(cls, counts, size):
        room = size - len(CONTROL) - len(skeleton()) - 256
        spaced = int(room * 0.42)
        return cls(learn(counts, room - spaced, spaced), size)

    @classmethod
    def load(cls, path):
        saved = json.loads(open(path).read())
        return cls(saved["merges"], saved["size"])

    def save(self, path):
        with open(path, "w") as file:
            json.dump({"size": len(self.tokens), "merges": self.merges}, file, ensure_ascii=False)

    def _word(self, word):
        pieces = list(spell(word))
        while len(pieces) > 1:
            rank, pair = min((self.ranks.get(p, 1 << 30), p) for p in zip(pieces, pieces[1:]))
            if rank == 1 << 30:
                break
            pieces = merge(pieces, pair)
        return [self.ids[p] for p in pieces]

    def encode(self, text, control=True):
        """`control=False` is for what the operator typed: it can never become a control token."""
        out = []
        for part in (self.splitter if control else self.plain_splitter).split(text):
            if part in self.special and (control or part not in CONTROL):
                out.append(self.ids[part])
            else:
                for word in WORDS.findall(part):
                    out += self.word(word)
        return out

    def decode(self, ids):
        back = {letter: b for b, letter in LETTERS.items()}
        out = bytearray()
        for n in ids:
            out += self.tokens[n].encode() if self.kinds[n] != NORMAL else bytes(back[c] for c in self.tokens[n])
        return out.decode(errors="replace")
