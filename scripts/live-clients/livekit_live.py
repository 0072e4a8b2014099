"""LiveKit's plugin for the Gemini Live API, unchanged but for its address: a reply that is asked for, and a spoken question. Prints what came as one line of JSON."""

import asyncio
import json
import os
import sys
import wave

from google.genai.types import HttpOptions
from livekit import rtc
from livekit.agents import llm, utils
from livekit.plugins.google.realtime import RealtimeModel

PATIENCE_S = 300


async def read(generation):
    """All of an answer."""
    seen = {"heard": "", "said": "", "audio_bytes": 0}

    async def read_text(message):
        async for text in message.text_stream:
            seen["said"] += text

    async def read_sound(message):
        async for frame in message.audio_stream:
            seen["audio_bytes"] += len(frame.data.tobytes())

    async for message in generation.message_stream:
        await asyncio.gather(read_text(message), read_sound(message))
    return seen


async def speak(session, path):
    """In pieces of 50 ms, at the pace of speech, and a second of silence behind it."""
    with wave.open(path) as sound:
        rate = sound.getframerate()
        frames = sound.readframes(sound.getnframes()) + bytes(2 * rate)
    piece = rate // 20
    for start in range(0, len(frames) - piece * 2, piece * 2):
        session.push_audio(rtc.AudioFrame(frames[start : start + piece * 2], rate, 1, piece))
        await asyncio.sleep(0.05)


async def main(path):
    model = RealtimeModel(
        api_key=os.environ["GOOGLE_API_KEY"],
        http_options=HttpOptions(base_url=os.environ["GOOGLE_GEMINI_BASE_URL"]),
        instructions="Answer in one short sentence.",
    )
    session = model.session()
    heard = []
    generations = asyncio.Queue()
    session.on("input_audio_transcription_completed", lambda event: heard.append(event.transcript))
    session.on("generation_created", generations.put_nowait)

    context = llm.ChatContext.empty()
    context.add_message(role="user", content="What is the capital of Italy?")
    await session.update_chat_ctx(context)
    by_text = await read(await session.generate_reply())
    while not generations.empty():
        generations.get_nowait()

    heard.clear()
    generation, _ = await asyncio.gather(generations.get(), speak(session, path))
    by_voice = await read(generation)
    print(json.dumps({"by_text": by_text, "by_voice": {**by_voice, "heard": heard[-1] if heard else ""}}))
    await session.aclose()


async def within_its_own_http():
    async with utils.http_context.open():
        await asyncio.wait_for(main(sys.argv[1]), PATIENCE_S)


asyncio.run(within_its_own_http())
