"""pipecat's Gemini Live service, unchanged but for its address: a written question and a spoken one. Prints what came as one line of JSON."""

import asyncio
import json
import os
import sys
import wave

from google.genai.types import HttpOptions
from pipecat.frames.frames import (
    EndFrame,
    InputAudioRawFrame,
    LLMContextFrame,
    LLMFullResponseEndFrame,
    TranscriptionFrame,
    TTSAudioRawFrame,
    TTSTextFrame,
)
from pipecat.pipeline.pipeline import Pipeline
from pipecat.pipeline.runner import PipelineRunner
from pipecat.pipeline.task import PipelineParams, PipelineTask
from pipecat.processors.aggregators.llm_context import LLMContext
from pipecat.processors.frame_processor import FrameProcessor
from pipecat.services.google.gemini_live.llm import GeminiLiveLLMService

PATIENCE_S = 300


class Listener(FrameProcessor):
    """Keeps what comes out of the service."""

    def __init__(self):
        super().__init__()
        self.seen = {"heard": "", "said": "", "audio_bytes": 0}
        self.answers = 0

    async def process_frame(self, frame, direction):
        await super().process_frame(frame, direction)
        if isinstance(frame, TTSAudioRawFrame):
            self.seen["audio_bytes"] += len(frame.audio)
        elif isinstance(frame, TTSTextFrame):
            self.seen["said"] += frame.text
        elif isinstance(frame, TranscriptionFrame):
            self.seen["heard"] += frame.text
        elif isinstance(frame, LLMFullResponseEndFrame):
            self.answers += 1
        await self.push_frame(frame, direction)


async def main(path):
    service = GeminiLiveLLMService(
        api_key=os.environ["GOOGLE_API_KEY"],
        http_options=HttpOptions(base_url=os.environ["GOOGLE_GEMINI_BASE_URL"]),
        system_instruction="Answer in one short sentence.",
    )
    # What was heard goes up the pipeline, the answer down.
    before, after = Listener(), Listener()
    task = PipelineTask(Pipeline([before, service, after]), params=PipelineParams(audio_in_sample_rate=16000))
    by_text = {}

    async def answers(count):
        while after.answers < count:
            await asyncio.sleep(0.1)

    async def talk():
        # The service listens to nothing before it has a context.
        question = {"role": "user", "content": "What is the capital of Italy?"}
        await task.queue_frame(LLMContextFrame(context=LLMContext([question])))
        await answers(1)
        by_text.update(after.seen)
        after.seen.update(said="", audio_bytes=0)
        with wave.open(path) as sound:
            rate = sound.getframerate()
            frames = sound.readframes(sound.getnframes()) + bytes(4 * rate)
        piece = rate // 20
        for start in range(0, len(frames), piece * 2):
            audio = frames[start : start + piece * 2]
            await task.queue_frame(InputAudioRawFrame(audio=audio, sample_rate=rate, num_channels=1))
            await asyncio.sleep(0.05)
        await answers(2)
        await task.queue_frame(EndFrame())

    await asyncio.gather(PipelineRunner(handle_sigint=False).run(task), talk())
    print(json.dumps({"by_text": by_text, "by_voice": {**after.seen, "heard": before.seen["heard"]}}))


asyncio.run(asyncio.wait_for(main(sys.argv[1]), PATIENCE_S))
