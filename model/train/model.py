"""A small LLaMA: RMSNorm, rotary positions, SwiGLU, tied embeddings.

Every layer matches llama.cpp's `llama` architecture, so the trained weights load there as they are, except that query
and key rows are permuted at export: rotating halves is cheaper here, rotating neighbours is what llama.cpp does.
"""
import math
from dataclasses import dataclass

import torch
import torch.nn as nn
import torch.nn.functional as F


@dataclass(frozen=True)
class Shape:
    """The numbers that fix a model's size; they travel in every checkpoint."""

    vocab: int = 4096
    dim: int = 256
    layers: int = 6
    heads: int = 8
    ffn: int = 704
    context: int = 1024
    rope_base: float = 10000.0
    eps: float = 1e-5


class RMSNorm(nn.Module):
    def __init__(self, dim, eps):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(dim))
        self.eps = eps

    def forward(self, x):
        scale = torch.rsqrt(x.float().square().mean(-1, keepdim=True) + self.eps).to(x.dtype)
        return x * scale * self.weight.to(x.dtype)


def rotate(x, cos, sin):
    half = x.shape[-1] // 2
    a, b = x[..., :half], x[..., half:]
    return torch.cat((a * cos - b * sin, a * sin + b * cos), -1)


class Layer(nn.Module):
    def __init__(self, s: Shape):
        super().__init__()
        self.heads = s.heads
        self.attn_norm = RMSNorm(s.dim, s.eps)
        self.ffn_norm = RMSNorm(s.dim, s.eps)
        self.q, self.k, self.v, self.o = (nn.Linear(s.dim, s.dim, bias=False) for _ in range(4))
        self.gate, self.up = (nn.Linear(s.dim, s.ffn, bias=False) for _ in range(2))
        self.down = nn.Linear(s.ffn, s.dim, bias=False)

    def attend(self, x, cos, sin, mask):
        batch, length, dim = x.shape
        q, k, v = (p(x).view(batch, length, self.heads, -1).transpose(1, 2) for p in (self.q, self.k, self.v))
        q, k = rotate(q, cos, sin), rotate(k, cos, sin)
        scores = q @ k.transpose(-1, -2) / math.sqrt(q.shape[-1]) + mask
        mixed = torch.softmax(scores, -1) @ v
        return self.o(mixed.transpose(1, 2).reshape(batch, length, dim))

    def forward(self, x, cos, sin, mask):
        x = x + self.attend(self.attn_norm(x), cos, sin, mask)
        h = self.ffn_norm(x)
        return x + self.down(F.silu(self.gate(h)) * self.up(h))


class Llama(nn.Module):
    def __init__(self, s: Shape):
        super().__init__()
        self.shape = s
        self.embed = nn.Embedding(s.vocab, s.dim)
        self.layers = nn.ModuleList(Layer(s) for _ in range(s.layers))
        self.norm = RMSNorm(s.dim, s.eps)
        head = s.dim // s.heads
        freq = s.rope_base ** (-torch.arange(0, head, 2).float() / head)
        angle = torch.outer(torch.arange(s.context).float(), freq)
        self.register_buffer("cos", angle.cos(), persistent=False)
        self.register_buffer("sin", angle.sin(), persistent=False)
        for name, p in self.named_parameters():
            if p.dim() == 2:
                std = 0.02 if "embed" in name else p.shape[1] ** -0.5
                nn.init.normal_(p, std=std / math.sqrt(2 * s.layers) if name.endswith(("o.weight", "down.weight")) else std)

    def hidden(self, ids):
        """The last layer's output; rows shorter than the batch are padded at the end, where causality hides them."""
        x = self.embed(ids)
        length = ids.shape[1]
        cos, sin = self.cos[:length].to(x.dtype), self.sin[:length].to(x.dtype)
        mask = torch.full((length, length), -1e9, dtype=x.dtype, device=x.device).triu(1)
        for layer in self.layers:
            x = layer(x, cos, sin, mask)
        return self.norm(x)

    def logits(self, hidden):
        return F.linear(hidden, self.embed.weight)

    def forward(self, ids):
        return self.logits(self.hidden(ids))
