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
    layers: int = 4
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
        return x * torch.rsqrt((x * x).mean(-1, keepdim=True) + self.eps) * self.weight


def rotate(x, cos, sin):
    a, b = x.chunk(2, -1)
    return torch.cat((a * cos - b * sin, a * sin + b * cos), -1)


class Layer(nn.Module):
    """One block; matrices that read the same input are one matrix, which is faster and split again at export."""

    def __init__(self, s: Shape):
        super().__init__()
        self.heads = s.heads
        self.attn_norm, self.ffn_norm = RMSNorm(s.dim, s.eps), RMSNorm(s.dim, s.eps)
        self.qkv = nn.Linear(s.dim, 3 * s.dim, bias=False)
        self.o = nn.Linear(s.dim, s.dim, bias=False)
        self.gate_up = nn.Linear(s.dim, 2 * s.ffn, bias=False)
        self.down = nn.Linear(s.ffn, s.dim, bias=False)

    def attend(self, x, cos, sin, mask, past):
        batch, length, dim = x.shape
        q, k, v = self.qkv(x).view(batch, length, 3, self.heads, -1).permute(2, 0, 3, 1, 4)
        q, k = rotate(q, cos, sin), rotate(k, cos, sin)
        if past is not None:
            k, v = (torch.cat((old.expand(batch, -1, -1, -1), new), 2) for old, new in zip(past, (k, v)))
        scores = (q * q.shape[-1] ** -0.5) @ k.transpose(-1, -2) + mask
        mixed = torch.softmax(scores, -1).to(v.dtype) @ v
        return mixed.transpose(1, 2).reshape(batch, length, dim), (k, v)

    def forward(self, x, cos, sin, mask, past=None, keep=None):
        mixed, kv = self.attend(self.attn_norm(x), cos, sin, mask, past)
        if keep is not None:
            x, mixed = x[keep], mixed[keep]
        x = x + self.o(mixed)
        gate, up = self.gate_up(self.ffn_norm(x)).chunk(2, -1)
        return x + self.down(F.silu(gate) * up), kv


class Llama(nn.Module):
    def __init__(self, s: Shape):
        super().__init__()
        self.shape = s
        self.embed = nn.Embedding(s.vocab, s.dim)
        self.layers = nn.ModuleList(Layer(s) for _ in range(s.layers))
        self.norm = RMSNorm(s.dim, s.eps)
        half = s.dim // s.heads // 2
        angle = torch.outer(torch.arange(s.context).float(), s.rope_base ** (-torch.arange(half).float() / half))
        self.register_buffer("cos", angle.cos(), persistent=False)
        self.register_buffer("sin", angle.sin(), persistent=False)
        for name, p in self.named_parameters():
            if p.dim() == 2:
                std = 0.02 if "embed" in name else p.shape[1] ** -0.5
                nn.init.normal_(p, std=std / math.sqrt(2 * s.layers) if "o.weight" in name or "down" in name else std)

    def run(self, ids, pasts=None, keep=None):
        """The last layer's output and all keys and values, which continue as `pasts` of a longer text.

        `keep` marks the positions whose output is wanted, so that the last layer does no more than that.
        """
        x = self.embed(ids)
        before = pasts[0][0].shape[2] if pasts else 0
        length = ids.shape[1]
        dtype = torch.get_autocast_gpu_dtype() if x.is_cuda else torch.bfloat16 if torch.is_autocast_cpu_enabled() else x.dtype
        cos, sin = (t[before:before + length].to(dtype) for t in (self.cos, self.sin))
        mask = torch.full((length, before + length), -1e9, dtype=dtype, device=x.device).triu(1 + before)
        kvs = []
        for n, layer in enumerate(self.layers):
            x, kv = layer(x, cos, sin, mask, pasts[n] if pasts else None, keep if layer is self.layers[-1] else None)
            kvs.append(kv)
        return self.norm(x), kvs

    def hidden(self, ids, prefix, keep=None):
        """Rows share a `prefix`, which is computed once, as it is at run time. Padding goes to the end."""
        return self.run(ids, self.run(prefix[None])[1], keep)[0]

    def logits(self, hidden):
        return F.linear(hidden, self.embed.weight)
