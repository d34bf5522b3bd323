"""A model for machines without credentials: it repeats, and says that it is no language model."""

import re

from strands.models import Model

INTRODUCTION = "(offline echo; set MODEL_ID for a real model) "


class OfflineModel(Model):
    """Answers every message with its own text, word by word, and reports its words as its tokens."""

    def __init__(self, **config):
        self._config = {"model_id": "offline-echo", **config}

    def update_config(self, **config):
        self._config.update(config)

    def get_config(self):
        return self._config

    async def stream(self, messages, tool_specs=None, system_prompt=None, **kwargs):
        said = _text(messages[-1])
        words = re.findall(r"\S+\s*", INTRODUCTION + f"You said: {said}")
        yield {"messageStart": {"role": "assistant"}}
        yield {"contentBlockStart": {"start": {}}}
        for word in words:
            yield {"contentBlockDelta": {"delta": {"text": word}}}
        yield {"contentBlockStop": {}}
        yield {"messageStop": {"stopReason": "end_turn"}}
        read = sum(len(_text(message).split()) for message in messages)
        usage = {"inputTokens": read, "outputTokens": len(words), "totalTokens": read + len(words)}
        yield {"metadata": {"usage": usage, "metrics": {"latencyMs": 0}}}

    async def structured_output(self, output_model, prompt, system_prompt=None, **kwargs):
        raise NotImplementedError("the offline model has no structured output; set MODEL_ID to use a model that does")
        yield  # makes this an async generator, as the interface asks


def _text(message):
    return " ".join(block["text"] for block in message["content"] if "text" in block)
