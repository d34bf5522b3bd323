"""A Strands agent behind the official AgentCore runtime package: whole answers, streams and a WebSocket."""

import os

from bedrock_agentcore.runtime import BedrockAgentCoreApp
from strands import Agent

from offline import OfflineModel

app = BedrockAgentCoreApp()


def model():
    if os.environ.get("MODEL_ID"):
        from strands.models import BedrockModel

        return BedrockModel(model_id=os.environ["MODEL_ID"])
    return OfflineModel()


# A session has its process to itself, so the agent's messages are the session's conversation.
agent = Agent(model=model(), system_prompt="You are a helpful assistant.", callback_handler=None)


@app.entrypoint
async def invoke(payload, context):
    prompt = payload.get("prompt")
    if not prompt:
        return {"error": 'send JSON with a prompt, like {"prompt": "hello"}'}
    if payload.get("stream"):
        return words(prompt)
    answer = await agent.invoke_async(prompt)
    return {"message": str(answer).strip(), "session": context.session_id}


async def words(prompt):
    async for event in agent.stream_async(prompt):
        if "data" in event:
            yield {"word": event["data"].strip()}


@app.websocket
async def talk(websocket, context):
    await websocket.accept()
    async for text in websocket.iter_text():
        await websocket.send_json({"message": str(await agent.invoke_async(text)).strip()})


if __name__ == "__main__":
    # PORT is set where the agent shares its host's network; else it is alone there, on the contract's port.
    app.run(port=int(os.environ.get("PORT", 8080)))
