"""An agent as one writes it for AWS: the official package fetches the key of the provider that its payload names."""

from bedrock_agentcore import BedrockAgentCoreApp
from bedrock_agentcore.identity.auth import requires_api_key

app = BedrockAgentCoreApp()


@app.entrypoint
def answer(payload):
    @requires_api_key(provider_name=payload["provider"])
    def key(*, api_key):
        return api_key

    return {"key": key()}


app.run()
