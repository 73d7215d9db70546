"""The exact bytes that go into and come out of the model: ChatML around one short user turn."""
import json

SYSTEM = "<|im_start|>system\n%s<|im_end|>\n<|im_start|>user\n"
TURN = "<|im_end|>\n<|im_start|>assistant\n"
END = "<|im_end|>"


def compact(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def intent_content(text, known=(), pending=""):
    """What the user turn holds: everything in lower case, the message last."""
    lines = ["pending: " + pending] if pending else []
    lines += ["known: " + ", ".join(known)] if known else []
    return "\n".join(lines + ["text: " + text]).lower()


def encode(tokenizer, task, content, answer):
    """Token ids of one training example and the position where the answer starts."""
    prompt = tokenizer.encode(SYSTEM % task) + tokenizer.encode(content, control=False) + tokenizer.encode(TURN)
    return prompt + tokenizer.encode(compact(answer) + END), len(prompt)
