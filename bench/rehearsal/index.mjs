/**
 * `npm run rehearse [-- onnx | q8 | mlc]`: a stand-in of Gemma 3 4B's size through the built app, from a hub, on software WebGPU: fetched, the browser
 * killed at half, gone on with, loaded, asked; then a second visit. Gigabytes and minutes: README.md beside this.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { buildIfStale } from '../../scripts/build.mjs';
import { ensureInstall, ROOT } from '../../scripts/ensure-install.mjs';
import { ensureSoftwareWebGpu } from '../../scripts/software-webgpu.mjs';

const HERE = import.meta.dirname;
const WORK = path.join(ROOT, '.cache/rehearsal');
const TOKENIZER = path.join(ROOT, 'models/test/tiny-gemma3-vision');
const HUB = 'http://127.0.0.1:8001/';

/** What is made, and under which name the app asks for it. `bytes`: about so many, to kill the browser at half of them. */
const KINDS = {
  onnx: {
    llm: 'gemma-3-4b-onnx',
    bytes: 2.86e9,
    hub: [],
    make: ['make_onnx.py', '--tokenizer', TOKENIZER],
  },
  q8: {
    llm: 'gemma-3-4b-onnx-q8',
    bytes: 5.1e9,
    hub: [],
    make: ['make_onnx.py', '--bits', '8', '--tokenizer', TOKENIZER],
  },
  mlc: {
    llm: 'gemma-3-4b-mlc',
    bytes: 2.18e9,
    hub: ['--repo', 'mlc-ai/gemma-3-4b-it-q4f16_1-MLC', '--revision', 'af1fe173321285b526dd3dd9b9d8f5000f324baf'],
    make: [
      'make_mlc.py',
      '--library',
      path.join(ROOT, 'public/webllm/gemma3-4b-it-q4f16_1-webgpu.wasm'),
      '--tokenizer',
      path.join(ROOT, 'models/test/tiny-gemma3-mlc'),
    ],
  },
};

const kind = process.argv[2] ?? 'onnx';
const { llm, bytes, hub, make } =
  KINDS[kind] ?? end(`There is no rehearsal ${kind}. There are: ${Object.keys(KINDS).join(', ')}.`);
ensureInstall();
buildIfStale();
const { chromePath, skip } = ensureSoftwareWebGpu();
if (!chromePath) end(skip);

mkdirSync(WORK, { recursive: true });
const model = path.join(WORK, kind);
if (!existsSync(path.join(model, 'tokenizer.json'))) {
  const [script, ...rest] = make;
  const { status } = spawnSync(python(), [path.join(HERE, script), model, ...rest], { stdio: 'inherit' });
  if (status !== 0) end(`${script} did not make the stand-in.`);
}
const server = spawn('node', [path.join(HERE, 'hub.mjs'), model, ...hub], { stdio: ['ignore', 'pipe', 'inherit'] });
// It reads every file once, for their sums, before it says its address.
const isUp = await new Promise((resolve) => {
  server.stdout.once('data', () => resolve(true));
  server.once('exit', () => resolve(false));
});
if (!isUp) end('The hub could not be started: its ports 8001 and 8002 may be taken.');
try {
  visit('1-cut', '--fetch', '--kill-at', '0.5');
  visit('2-gone-on-with', '--fetch', '--ask', 'What is the capital of France?');
  visit('3-again');
} finally {
  server.kill();
}

/** One visit in a browser of its own, with what the visits before have left. */
function visit(name, ...options) {
  const query = `llm=${llm}&stt=whisper-base&tts=kokoro-82m-starter&allow-software-gpu=`;
  const where = [
    '--app',
    ROOT,
    '--chrome',
    chromePath,
    '--profile',
    path.join(WORK, `${kind}-profile`),
    '--out',
    path.join(WORK, 'out'),
  ];
  const what = ['--fresh-app', '--name', `${kind}-${name}`, '--query', query, '--hub', HUB, '--limit', '1800', ...options];
  const env = { ...process.env, ALL_BYTES: String(bytes), MESA_SHADER_CACHE_DIR: path.join(WORK, 'shaders') };
  spawnSync('node', [path.join(HERE, 'rehearse.mjs'), ...where, ...what], { stdio: 'inherit', env });
}

/** A Python with numpy and onnx: the machine's, or one that is set up for this. */
function python() {
  const own = path.join(WORK, 'python/bin/python');
  const has = (name) => spawnSync(name, ['-c', 'import numpy, onnx']).status === 0;
  if (has('python3')) return 'python3';
  if (!has(own)) {
    spawnSync('python3', ['-m', 'venv', path.join(WORK, 'python')], { stdio: 'inherit' });
    spawnSync(own, ['-m', 'pip', 'install', '-q', 'numpy', 'onnx'], { stdio: 'inherit' });
  }
  return has(own) ? own : end('Python 3 with numpy and onnx is wanting, and could not be set up.');
}

function end(why) {
  console.error(why);
  process.exit(1);
}
