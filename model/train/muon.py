"""Muon: momentum whose matrix updates are made orthogonal, so that every direction of a matrix learns equally fast.

Measured here on the same tokens, it reached what AdamW reached in about twice the time.
"""
import torch


def orthogonal(g, steps=5):
    """The nearest orthogonal matrices of a stack, by Newton-Schulz iteration in half precision."""
    a, b, c = 3.4445, -4.7750, 2.0315
    x = g.bfloat16()
    x = x / (x.flatten(1).norm(dim=1)[:, None, None] + 1e-7)
    wide = x.shape[1] <= x.shape[2]
    x = x if wide else x.transpose(1, 2)
    for _ in range(steps):
        s = x @ x.transpose(1, 2)
        x = a * x + (b * s + c * (s @ s)) @ x
    return (x if wide else x.transpose(1, 2)).to(g.dtype)


class Muon(torch.optim.Optimizer):
    """`parts` says how many separate matrices are stacked in each parameter's rows."""

    def __init__(self, params, parts, lr=0.008, momentum=0.95, decay=0.05):
        super().__init__(params, {"lr": lr, "momentum": momentum, "decay": decay})
        self.parts = parts

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            shapes = {}
            for p in group["params"]:
                state = self.state[p]
                if "momentum" not in state:
                    state["momentum"] = torch.zeros_like(p)
                m = state["momentum"].mul_(group["momentum"]).add_(p.grad)
                update = p.grad.add(m, alpha=group["momentum"])
                for piece, target in zip(update.chunk(self.parts.get(p, 1)), p.chunk(self.parts.get(p, 1))):
                    shapes.setdefault(tuple(piece.shape), []).append((piece, target))
            for shape, pairs in shapes.items():
                updates = orthogonal(torch.stack([piece for piece, _ in pairs]))
                scale = max(1.0, shape[0] / shape[1]) ** 0.5
                for update, (_, target) in zip(updates, pairs):
                    target.mul_(1 - group["lr"] * group["decay"]).add_(update, alpha=-group["lr"] * scale)
