"""pipecat's Gemini Live service, unchanged but for its address: a spoken question. Prints what came as one line of JSON."""

import asyncio
import json
import os
import sys
import wave

from google.genai.types import HttpOptions
from pipecat.frames.frames import EndFrame, InputAudioRawFrame, TranscriptionFrame, TTSAudioRawFrame, TTSTextFrame
from pipecat.pipeline.pipeline import Pipeline
from pipecat.pipeline.runner import PipelineRunner
from pipecat.pipeline.task import PipelineParams, PipelineTask
from pipecat.processors.frame_processor import FrameProcessor
from pipecat.services.google.gemini_live.llm import GeminiLiveLLMService

PATIENCE_S = 300


class Listener(FrameProcessor):
    """Keeps what comes out of the service."""

    def __init__(self):
        super().__init__()
        self.seen = {"heard": "", "said": "", "audio_bytes": 0}

    async def process_frame(self, frame, direction):
        await super().process_frame(frame, direction)
        if isinstance(frame, TTSAudioRawFrame):
            self.seen["audio_bytes"] += len(frame.audio)
        elif isinstance(frame, TTSTextFrame):
            self.seen["said"] += frame.text
        elif isinstance(frame, TranscriptionFrame):
            self.seen["heard"] += frame.text
        await self.push_frame(frame, direction)


async def main(path):
    service = GeminiLiveLLMService(
        api_key=os.environ["GOOGLE_API_KEY"],
        http_options=HttpOptions(base_url=os.environ["GOOGLE_GEMINI_BASE_URL"]),
        system_instruction="Answer in one short sentence.",
        inference_on_context_initialization=False,
    )
    before, after = Listener(), Listener()
    task = PipelineTask(Pipeline([before, service, after]), params=PipelineParams(audio_in_sample_rate=16000))

    async def speak():
        with wave.open(path) as sound:
            rate = sound.getframerate()
            frames = sound.readframes(sound.getnframes()) + bytes(4 * rate)
        piece = rate // 20
        for start in range(0, len(frames), piece * 2):
            audio = frames[start : start + piece * 2]
            await task.queue_frame(InputAudioRawFrame(audio=audio, sample_rate=rate, num_channels=1))
            await asyncio.sleep(0.05)
        while "." not in after.seen["said"]:
            await asyncio.sleep(0.2)
        await asyncio.sleep(1)
        await task.queue_frame(EndFrame())

    await asyncio.gather(PipelineRunner(handle_sigint=False).run(task), speak())
    print(json.dumps({"by_voice": {**after.seen, "heard": before.seen["heard"] or after.seen["heard"]}}))


asyncio.run(asyncio.wait_for(main(sys.argv[1]), PATIENCE_S))
