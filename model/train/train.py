"""Trains the model for a given time and keeps a checkpoint that can be resumed or exported at any moment.

    python3 train.py --minutes 40            from nothing
    python3 train.py --minutes 40 --resume   goes on where the last checkpoint stopped

Minutes are those of an undisturbed machine: on a shared one the clock is the processor time that was really had, so
that the learning rate comes down after the same work. To end early, stop it and resume with fewer minutes: the pace
then jumps towards its end.
"""
import argparse
import dataclasses
import time
from pathlib import Path

import torch
import torch.nn.functional as F

import expand
from data import IGNORE, Batches, heldout_examples, learn_tokenizer
from evaluate import teacher_forced
from model import Llama, Shape
from muon import Muon
from tokenizer import SPACE, Tokenizer

HERE = Path(__file__).resolve().parent


def tie_spaced(model, tokenizer):
    """Starts " name" near "name": copying a name across a space is then almost free."""
    with torch.no_grad():
        weight = model.embed.weight
        shift = torch.randn(weight.shape[1]) * 0.02
        for token, n in tokenizer.ids.items():
            bare = tokenizer.ids.get(token[1:]) if token.startswith(SPACE) else None
            if bare is not None:
                weight[n] = weight[bare] + shift + torch.randn(weight.shape[1]) * 0.004


def optimizers(model):
    parts = {}
    for layer in model.layers:
        parts[layer.qkv.weight], parts[layer.gate_up.weight] = 3, 2
    matrices = [p for name, p in model.layers.named_parameters() if p.dim() == 2]
    rest = [p for p in model.parameters() if not any(p is m for m in matrices)]
    return Muon(matrices, parts, lr=0.008), torch.optim.AdamW(rest, lr=0.002, betas=(0.9, 0.98), weight_decay=0.01)


def pace(progress):
    """Learning rate as a share of its peak: short warm-up, a plateau, then down to nothing."""
    return min(1.0, progress / 0.02 + 0.02, (1.0 - progress) / 0.5)


class Average:
    """A running mean of the weights: what is exported, since it is good before the learning rate has come down."""

    def __init__(self, model, keep=0.98):
        self.keep = keep
        self.weights = {name: p.detach().clone() for name, p in model.state_dict().items()}

    @torch.no_grad()
    def update(self, model):
        for name, p in model.state_dict().items():
            self.weights[name].lerp_(p, 1 - self.keep)


def worked(device, threads):
    """Seconds of undisturbed work so far."""
    return time.time() if device == "cuda" else time.process_time() / threads


def save(path, model, average, both, tokenizer, spent, step):
    state = {"shape": dataclasses.asdict(model.shape), "model": model.state_dict(), "average": average.weights, "spent": spent,
             "step": step, "optimizers": [o.state_dict() for o in both], "tokenizer": {"size": len(tokenizer.tokens), "merges": tokenizer.merges}}
    torch.save(state, path.with_suffix(".new"))
    path.with_suffix(".new").replace(path)


def report(average, tokenizer, examples, device):
    model = Llama(average.shape).to(device) if not hasattr(average, "probe") else average.probe
    average.probe = model
    model.load_state_dict(average.weights)
    scores = teacher_forced(model, tokenizer, examples)
    return "held out: act %.1f%%, act+names+value+relation %.1f%%, all %.1f%%" % tuple(100 * s for s in scores)


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--minutes", type=float, default=40)
    options.add_argument("--corpus", default=HERE.parent / "corpus")
    options.add_argument("--out", type=Path, default=HERE / "out")
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--tokens", type=int, default=5120, help="tokens a batch")
    options.add_argument("--threads", type=int, default=2)
    options.add_argument("--resume", action="store_true")
    options = options.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    checkpoint = options.out / "checkpoint.pt"
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    device = "cuda" if torch.cuda.is_available() else "cpu"

    patterns, errors = expand.load(options.corpus)
    for error in errors:
        print("left out:", error)
    seen = [p for p in patterns if not p.heldout]
    state = torch.load(checkpoint, map_location=device) if options.resume else None
    tokenizer = Tokenizer(state["tokenizer"]["merges"], state["tokenizer"]["size"]) if state else learn_tokenizer(seen, Shape.vocab)
    model = Llama(Shape(**state["shape"]) if state else Shape(vocab=len(tokenizer.tokens))).to(device)
    both = optimizers(model)
    peaks = [[g["lr"] for g in o.param_groups] for o in both]
    spent, step = 0.0, 0
    if state:
        model.load_state_dict(state["model"])
        for optimizer, saved in zip(both, state["optimizers"]):
            optimizer.load_state_dict(saved)
        spent, step = state["spent"], state["step"]
    else:
        tie_spaced(model, tokenizer)
    average = Average(model)
    average.shape = model.shape
    if state:
        average.weights = state["average"]
    heldout = heldout_examples(patterns)
    print("%d patterns, %d held out; %.2f M parameters on %s" % (len(patterns), len(patterns) - len(seen), sum(p.numel() for p in model.parameters()) / 1e6, device), flush=True)

    budget, started = options.minutes * 60, worked(device, options.threads)
    begun, last_report, last_save, tokens, losses = spent, time.time(), time.time(), 0, []
    for prefix, ids, targets in Batches(tokenizer, seen, options.seed + step, options.tokens):
        spent = begun + worked(device, options.threads) - started
        if spent >= budget:
            break
        for optimizer, peak in zip(both, peaks):
            for group, lr in zip(optimizer.param_groups, peak):
                group["lr"] = lr * pace(spent / budget)
        prefix, ids, targets = (t.to(device) for t in (prefix, ids, targets))
        with torch.autocast(device, dtype=torch.bfloat16):
            chosen = targets != IGNORE
            logits = model.logits(model.hidden(ids, prefix, chosen))
        loss = F.cross_entropy(logits.float(), targets[chosen])
        loss.backward()
        torch.nn.utils.clip_grad_norm_(both[1].param_groups[0]["params"], 1.0)
        for optimizer in both:
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)
        step += 1
        if step % 4 == 0:
            average.update(model)
        tokens += ids.numel()
        losses.append(float(loss))
        if step % 25 == 0:
            seconds = time.time() - last_report
            print("step %d, %.1f min, loss %.4f, %.0f tokens/s" % (step, spent / 60, sum(losses) / len(losses), tokens / seconds), flush=True)
            tokens, losses, last_report = 0, [], time.time()
        if time.time() - last_save > 240:
            save(checkpoint, model, average, both, tokenizer, spent, step)
            print("saved;", report(average, tokenizer, heldout, device), flush=True)
            last_save = last_report = time.time()
    save(checkpoint, model, average, both, tokenizer, spent, step)
    print("finished at step %d;" % step, report(average, tokenizer, heldout, device), flush=True)


if __name__ == "__main__":
    main()
