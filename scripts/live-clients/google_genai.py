"""Google's own client for Python, unchanged: one turn by text, one by voice. Prints what came as one line of JSON.

Told where Parley is by GOOGLE_GEMINI_BASE_URL, SSL_CERT_FILE and GOOGLE_API_KEY, as any other program is. The argument is a WAV of a spoken question; without one
there is no turn by voice.
"""

import asyncio
import json
import sys
import wave

from google import genai
from google.genai import types

MODEL = "gemini-2.5-flash-native-audio-preview-12-2025"
PATIENCE_S = 300


async def turn(session):
    """Everything up to the end of the turn."""
    seen = {"order": [], "heard": "", "said": "", "audio_bytes": 0}
    async for message in session.receive():
        content = message.server_content
        if message.usage_metadata:
            seen["tokens"] = message.usage_metadata.total_token_count
        if not content:
            continue
        for name in ("model_turn", "input_transcription", "output_transcription", "interrupted", "generation_complete", "turn_complete"):
            if getattr(content, name, None) and seen["order"][-1:] != [name]:
                seen["order"].append(name)
        if content.input_transcription and content.input_transcription.text:
            seen["heard"] += content.input_transcription.text
        if content.output_transcription and content.output_transcription.text:
            seen["said"] += content.output_transcription.text
        for part in (content.model_turn.parts if content.model_turn else None) or []:
            if part.inline_data:
                assert part.inline_data.mime_type == "audio/pcm;rate=24000", part.inline_data.mime_type
                seen["audio_bytes"] += len(part.inline_data.data)
    return seen


async def speak(session, path):
    """In pieces of 50 ms, at the pace of speech, and a second of silence behind it."""
    with wave.open(path) as sound:
        rate = sound.getframerate()
        piece = rate // 20
        frames = sound.readframes(sound.getnframes()) + bytes(2 * rate)
    for start in range(0, len(frames), piece * 2):
        audio = types.Blob(data=frames[start : start + piece * 2], mime_type=f"audio/pcm;rate={rate}")
        await session.send_realtime_input(audio=audio)
        await asyncio.sleep(0.05)


async def main(path):
    client = genai.Client()
    config = types.LiveConnectConfig(
        response_modalities=["AUDIO"],
        system_instruction="Answer in one short sentence.",
        input_audio_transcription=types.AudioTranscriptionConfig(),
        output_audio_transcription=types.AudioTranscriptionConfig(),
        speech_config=types.SpeechConfig(
            voice_config=types.VoiceConfig(prebuilt_voice_config=types.PrebuiltVoiceConfig(voice_name="Kore"))
        ),
    )
    async with client.aio.live.connect(model=MODEL, config=config) as session:
        await session.send_client_content(
            turns=types.Content(role="user", parts=[types.Part(text="What is the capital of Italy?")]), turn_complete=True
        )
        seen = {"version": genai.__version__, "by_text": await turn(session)}
        if path:
            _, seen["by_voice"] = await asyncio.gather(speak(session, path), turn(session))
    print(json.dumps(seen))


asyncio.run(asyncio.wait_for(main(sys.argv[1] if len(sys.argv) > 1 else None), PATIENCE_S))
