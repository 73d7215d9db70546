"""Writes a checkpoint as GGUF, so that llama.cpp can run it.

    python3 export.py ../kernward.gguf           8-bit, what is shipped
    python3 export.py /tmp/m.gguf --type F16     half precision, to compare
"""
import argparse
import struct
from pathlib import Path

import numpy as np
import torch

from tokenizer import END_OF_TEXT, TURN_END

HERE = Path(__file__).resolve().parent
ALIGN = 32
F32, F16, Q8_0 = 0, 1, 8
FILE_TYPE = {"F16": 1, "Q8_0": 7}
TEMPLATE = "{% for message in messages %}{{'<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>' + '\\n'}}{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}"


class Float(float):
    """A number that GGUF stores as a float even where it is whole."""


def text(value):
    raw = value.encode()
    return struct.pack("<Q", len(raw)) + raw


def scalar(value):
    """GGUF's type number and bytes of one value."""
    if isinstance(value, bool):
        return 7, struct.pack("<?", value)
    if isinstance(value, float):
        return 6, struct.pack("<f", value)
    if isinstance(value, int):
        return 4, struct.pack("<I", value)
    return 8, text(value)


def entry(key, value):
    if isinstance(value, list):
        kind = 5 if isinstance(value[0], int) else scalar(value[0])[0]
        body = b"".join(struct.pack("<i", v) if kind == 5 else scalar(v)[1] for v in value)
        return text(key) + struct.pack("<IIQ", 9, kind, len(value)) + body
    kind, body = scalar(value)
    return text(key) + struct.pack("<I", kind) + body


def quantise(array):
    """Blocks of 32 weights: one half-precision scale and 32 signed bytes, rounded as llama.cpp rounds."""
    blocks = array.reshape(-1, 32).astype(np.float32)
    scale = np.abs(blocks).max(1) / 127
    inverse = np.divide(1, scale, out=np.zeros_like(scale), where=scale > 0)
    scaled = blocks * inverse[:, None]
    rounded = np.trunc(scaled + np.copysign(0.5, scaled)).astype(np.int8)
    out = np.empty((len(blocks), 34), np.uint8)
    out[:, :2] = scale.astype(np.float16)[:, None].view(np.uint8)
    out[:, 2:] = rounded.view(np.uint8)
    return out.tobytes()


def packed(array, kind):
    """Norms stay in single precision: they are small and llama.cpp wants them so."""
    if array.ndim == 1:
        return F32, array.astype(np.float32).tobytes()
    if kind == "F16":
        return F16, array.astype(np.float16).tobytes()
    return Q8_0, quantise(array)


def neighbours(weight, heads):
    """Reorders a query or key matrix from rotated halves to rotated neighbours, as llama.cpp's `llama` expects."""
    rows, cols = weight.shape
    return weight.reshape(heads, 2, rows // heads // 2, cols).swapaxes(1, 2).reshape(rows, cols)


def tensors(state):
    shape, weights = state["shape"], {k: v.float().numpy() for k, v in state["average"].items()}
    yield "token_embd.weight", weights["embed.weight"]  # llama.cpp uses it for the output too where that is missing
    yield "output_norm.weight", weights["norm.weight"]
    for n in range(shape["layers"]):
        here = "layers.%d." % n
        q, k, v = np.split(weights[here + "qkv.weight"], 3)
        gate, up = np.split(weights[here + "gate_up.weight"], 2)
        named = {"attn_q": neighbours(q, shape["heads"]), "attn_k": neighbours(k, shape["heads"]), "attn_v": v,
                 "attn_output": weights[here + "o.weight"], "ffn_gate": gate, "ffn_up": up, "ffn_down": weights[here + "down.weight"],
                 "attn_norm": weights[here + "attn_norm.weight"], "ffn_norm": weights[here + "ffn_norm.weight"]}
        for name, value in named.items():
            yield "blk.%d.%s.weight" % (n, name), value


def metadata(state, tokenizer, kind, temperature):
    s = state["shape"]
    return {
        "general.architecture": "llama", "general.name": "kernward-intent", "general.file_type": FILE_TYPE[kind],
        "general.quantization_version": 2, "general.description": "Reads operators' messages about Linux servers and orders plan steps.",
        "kernward.tasks": "intent,plan", "kernward.temperature": Float(temperature), "kernward.step": state["step"],
        "llama.block_count": s["layers"], "llama.context_length": s["context"], "llama.embedding_length": s["dim"],
        "llama.feed_forward_length": s["ffn"], "llama.attention.head_count": s["heads"], "llama.attention.head_count_kv": s["heads"],
        "llama.attention.layer_norm_rms_epsilon": Float(s["eps"]), "llama.rope.freq_base": Float(s["rope_base"]),
        "llama.rope.dimension_count": s["dim"] // s["heads"], "llama.vocab_size": s["vocab"],
        "tokenizer.ggml.model": "gpt2", "tokenizer.ggml.pre": "gpt-2", "tokenizer.ggml.tokens": tokenizer.tokens,
        "tokenizer.ggml.token_type": tokenizer.kinds, "tokenizer.ggml.merges": [" ".join(m) for m in tokenizer.merges],
        "tokenizer.ggml.bos_token_id": tokenizer.ids[END_OF_TEXT], "tokenizer.ggml.eos_token_id": tokenizer.ids[TURN_END],
        "tokenizer.ggml.eot_token_id": tokenizer.ids[TURN_END], "tokenizer.ggml.padding_token_id": tokenizer.ids[END_OF_TEXT],
        "tokenizer.ggml.add_bos_token": False, "tokenizer.ggml.add_eos_token": False, "tokenizer.ggml.add_space_prefix": False,
        "tokenizer.chat_template": TEMPLATE,
    }


def write(path, state, tokenizer, kind="Q8_0", temperature=1.0):
    fields = metadata(state, tokenizer, kind, temperature)
    arrays = list(tensors(state))
    data, directory = bytearray(), b""
    for name, array in arrays:
        number, raw = packed(array, kind)
        directory += text(name) + struct.pack("<I", array.ndim) + struct.pack("<%dQ" % array.ndim, *reversed(array.shape)) + struct.pack("<IQ", number, len(data))
        data += raw + bytes(-len(raw) % ALIGN)
    head = b"GGUF" + struct.pack("<IQQ", 3, len(arrays), len(fields)) + b"".join(entry(k, v) for k, v in fields.items()) + directory
    unfinished = Path(str(path) + ".new")
    unfinished.write_bytes(head + bytes(-len(head) % ALIGN) + data)
    unfinished.replace(path)  # a reader never sees half a model


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("target", type=Path)
    options.add_argument("--checkpoint", type=Path, default=HERE / "out" / "checkpoint.pt")
    options.add_argument("--corpus", default=HERE.parent / "corpus")
    options.add_argument("--type", choices=list(FILE_TYPE), default="Q8_0")
    options.add_argument("--temperature", type=float, help="fitted on the held-out patterns unless given")
    options = options.parse_args()
    torch.set_num_threads(2)
    import evaluate
    import expand
    from data import heldout_examples
    model, tokenizer, state = evaluate.load(options.checkpoint)
    temperature = options.temperature
    if temperature is None:
        temperature = evaluate.measure(model, tokenizer, heldout_examples(expand.load(options.corpus)[0]))
    write(options.target, state, tokenizer, options.type, temperature)
    print("%s: %.1f MB, step %d, temperature %.2f" % (options.target, options.target.stat().st_size / 1e6, state["step"], temperature))


if __name__ == "__main__":
    main()
