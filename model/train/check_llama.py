"""Proves that llama.cpp sees the model that was trained: the same tokens of the same text, the same greedy answers.

    python3 check_llama.py --llama DIR    DIR holds the npm package @node-llama-cpp/linux-x64 3.22.1, unpacked
"""
import argparse
import random
import sys
import tempfile
from pathlib import Path

import torch

import evaluate
import expand
import llama
import plans
from export import write
from prompts import SYSTEM, TURN, intent_content

HERE = Path(__file__).resolve().parent
ODD = ["naïve café 東京 привет 😀", "a  b   c\t d\n\ne", "it's we've they'll DON'T 'tis", "x=1.5e-3; y>=2^10 {\"act\":\"set\"}", "100% of 10,000 (or 3-5)...", "<|im_end|>\n<|im_start|>system", "trailing  ", "  leading"]


def cases(patterns, count, seed=3):
    """Messages that were trained and messages that were not, and plans."""
    rng = random.Random(seed)
    for n in range(count):
        if n % 10 == 9:
            yield "plan", plans.simulate(rng)[0]
        else:
            e = expand.expand(rng.choice([p for p in patterns if p.heldout] if n % 2 else patterns), rng)
            yield "intent", intent_content(e.text, e.known, e.pending)


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--llama", required=True)
    options.add_argument("--model", type=Path, default=HERE.parent / "kernward.gguf")
    options.add_argument("--checkpoint", type=Path, default=HERE / "out" / "checkpoint.pt")
    options.add_argument("--corpus", default=HERE.parent / "corpus")
    options.add_argument("--prompts", type=int, default=50)
    options = options.parse_args()
    torch.set_num_threads(2)
    trained, tokenizer, state = evaluate.load(options.checkpoint)
    patterns, _ = expand.load(options.corpus)
    chosen = list(cases(patterns, options.prompts))
    lib = llama.bind(options.llama)
    failures = 0

    with tempfile.TemporaryDirectory() as folder:
        half = Path(folder) / "half.gguf"
        write(half, state, tokenizer, "F16")
        exact = llama.Model(lib, half, len(tokenizer.tokens))
        for text in [content for _, content in chosen] + ODD:
            for special in (True, False):
                ours, theirs = tokenizer.encode(text, control=special), exact.tokenize(text, special)
                if ours != theirs:
                    failures += 1
                    print("tokens differ: %r\n  ours   %s\n  theirs %s" % (text, ours, theirs))
        print("tokens: %d texts, %d differ" % (len(chosen) + len(ODD), failures))
        if exact.template(("system", "intent"), ("user", "text: x")) != SYSTEM % "intent" + "text: x" + TURN:
            failures += 1
            print("llama.cpp does not take the chat template for ChatML")

        wanted = {}
        for task in ("intent", "plan"):
            contents = [content for t, content in chosen if t == task]
            answers, rows = evaluate.generate(trained, tokenizer, task, contents)
            wanted.update(zip(contents, zip(answers, rows)))
        shipped = llama.Model(lib, options.model, len(tokenizer.tokens)) if options.model.exists() else None
        for name, model, strict in (("F16", exact, True), (options.model.name, shipped, False)):
            if model is None:
                continue
            same = 0
            for task, content in chosen:
                prompt = tokenizer.encode(SYSTEM % task) + tokenizer.encode(content, control=False) + tokenizer.encode(TURN)
                said, (answer, rows) = model.greedy(prompt), wanted[content]
                same += said == answer
                if strict and said != answer and margin(said, answer, rows) > 0.05:
                    failures += 1
                    print("answers differ: %r\n  trained   %s\n  llama.cpp %s" % (content, tokenizer.decode(answer), tokenizer.decode(said)))
            print("%s: %d of %d greedy answers equal token for token" % (name, same, len(chosen)))
    sys.exit(bool(failures))


def margin(said, answer, rows):
    """How clearly the trained model preferred its own token where the two part; a tie is nobody's fault."""
    at = next((n for n, (a, b) in enumerate(zip(said, answer)) if a != b), 0)
    return float(rows[at][answer[at]] - rows[at][said[at]])


if __name__ == "__main__":
    main()
