"""A Strands agent behind the official AgentCore runtime package: whole answers, streams and a WebSocket."""

import os

from bedrock_agentcore.runtime import BedrockAgentCoreApp
from strands import Agent, tool

ORDERS = {
    "ORD-2024-001": {"status": "shipped", "carrier": "DHL", "arrives": "2024-12-20"},
    "ORD-2024-002": {"status": "processing", "arrives": "2024-12-23"},
}

app = BedrockAgentCoreApp()


@tool
def order_status(order_id: str) -> dict:
    """Look up the status of an order.

    Args:
        order_id: The number of the order, like ORD-2024-001.
    """
    return ORDERS.get(order_id, {"status": "unknown"})


# Strands' own default is a model of Bedrock, and where Bedrock is and with which keys stands in the environment: here
# as on AWS there is nothing to configure. A session has its process to itself, so the agent's messages are the
# session's conversation.
agent = Agent(
    model=os.environ.get("MODEL_ID"),
    tools=[order_status],
    system_prompt="You help customers with their orders. Be brief.",
    callback_handler=None,
)


@app.entrypoint
async def invoke(payload, context):
    prompt = payload.get("prompt")
    if not prompt:
        return {"error": 'send JSON with a prompt, like {"prompt": "Where is order ORD-2024-001?"}'}
    if payload.get("stream"):
        return words(prompt)
    answer = await agent.invoke_async(prompt)
    return {"message": str(answer).strip(), "session": context.session_id}


async def words(prompt):
    async for event in agent.stream_async(prompt):
        if "data" in event:
            yield {"word": event["data"]}


@app.websocket
async def talk(websocket, context):
    await websocket.accept()
    async for text in websocket.iter_text():
        await websocket.send_json({"message": str(await agent.invoke_async(text)).strip()})


if __name__ == "__main__":
    # PORT is set where the agent shares its host's network; else it is alone there, on the contract's port.
    app.run(port=int(os.environ.get("PORT", 8080)))
