"""The few calls of llama.cpp that the check needs, through ctypes. Release v0.5.0: struct sizes differ elsewhere."""
import ctypes as c
from pathlib import Path

FOLDER = "bins/linux-x64"


class ModelParams(c.Structure):
    _fields_ = [("words", c.c_uint64 * 10)]


class ContextParams(c.Structure):
    _fields_ = [("words", c.c_uint64 * 20)]


class Batch(c.Structure):
    _fields_ = [("n_tokens", c.c_int32), ("token", c.POINTER(c.c_int32))] + [(n, c.c_void_p) for n in ("embd", "pos", "n_seq_id", "seq_id", "logits")]


class Message(c.Structure):
    _fields_ = [("role", c.c_char_p), ("content", c.c_char_p)]


def bind(package):
    folder = Path(package) / FOLDER
    for name in ("libggml-base.so", "libggml.v0.5.0.so"):
        last = c.CDLL(str(folder / name), c.RTLD_GLOBAL)
    last.ggml_backend_load_all_from_path(str(folder).encode())
    lib = c.CDLL(str(folder / "libllama.v0.5.0.so"))
    pointer, text, tokens = c.c_void_p, c.c_char_p, c.POINTER(c.c_int32)
    shapes = {
        "llama_model_default_params": (ModelParams, []), "llama_context_default_params": (ContextParams, []),
        "llama_model_load_from_file": (pointer, [text, ModelParams]), "llama_init_from_model": (pointer, [pointer, ContextParams]),
        "llama_model_get_vocab": (pointer, [pointer]), "llama_get_memory": (pointer, [pointer]), "llama_memory_clear": (None, [pointer, c.c_bool]),
        "llama_tokenize": (c.c_int32, [pointer, text, c.c_int32, tokens, c.c_int32, c.c_bool, c.c_bool]),
        "llama_batch_get_one": (Batch, [tokens, c.c_int32]), "llama_decode": (c.c_int32, [pointer, Batch]),
        "llama_get_logits_ith": (c.POINTER(c.c_float), [pointer, c.c_int32]), "llama_set_n_threads": (None, [pointer, c.c_int32, c.c_int32]),
        "llama_model_chat_template": (text, [pointer, text]), "llama_vocab_eos": (c.c_int32, [pointer]),
        "llama_chat_apply_template": (c.c_int32, [text, c.POINTER(Message), c.c_size_t, c.c_bool, c.c_char_p, c.c_int32]),
        "llama_log_set": (None, [pointer, pointer]),
    }
    for name, (result, arguments) in shapes.items():
        function = getattr(lib, name)
        function.restype, function.argtypes = result, arguments
    return lib


class Model:
    """A loaded GGUF with one context."""

    def __init__(self, lib, path, vocab_size, log=False):
        self.lib, self.vocab_size = lib, vocab_size
        if not log:
            self.silence = c.CFUNCTYPE(None, c.c_int, c.c_char_p, c.c_void_p)(lambda *_: None)
            lib.llama_log_set(c.cast(self.silence, c.c_void_p), None)
        self.model = lib.llama_model_load_from_file(str(path).encode(), lib.llama_model_default_params())
        if not self.model:
            raise SystemExit("llama.cpp refuses %s" % path)
        params = lib.llama_context_default_params()
        params.words[0] = params.words[0] >> 32 << 32 | 1024  # the first field is the context's length
        self.context = lib.llama_init_from_model(self.model, params)
        lib.llama_set_n_threads(self.context, 1, 1)  # its threads wait by spinning, which a busy machine punishes
        self.vocab = lib.llama_model_get_vocab(self.model)

    def tokenize(self, text, special):
        raw = text.encode()
        out = (c.c_int32 * (len(raw) + 8))()
        n = self.lib.llama_tokenize(self.vocab, raw, len(raw), out, len(out), False, special)
        return list(out[:n])

    def template(self, *messages):
        rows = (Message * len(messages))(*(Message(role.encode(), content.encode()) for role, content in messages))
        out = c.create_string_buffer(1 << 16)
        n = self.lib.llama_chat_apply_template(self.lib.llama_model_chat_template(self.model, None), rows, len(messages), True, out, len(out))
        return out.raw[:n].decode() if n >= 0 else None

    def greedy(self, prompt, limit=90):
        self.lib.llama_memory_clear(self.lib.llama_get_memory(self.context), True)
        end, said, feed = self.lib.llama_vocab_eos(self.vocab), [], list(prompt)
        while len(said) < limit:
            tokens = (c.c_int32 * len(feed))(*feed)  # the batch points into it
            if self.lib.llama_decode(self.context, self.lib.llama_batch_get_one(tokens, len(feed))):
                raise SystemExit("llama.cpp could not decode")
            logits = self.lib.llama_get_logits_ith(self.context, -1)
            row = logits[:self.vocab_size]
            feed = [row.index(max(row))]
            said += feed
            if feed[0] == end:
                break
        return said
