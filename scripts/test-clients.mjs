/**
 * `npm run test:clients`: programs that know nothing of Parley, through the bridge, on the starter models. Each has a Python environment of its own in .cache, made
 * on the first run, which needs PyPI. `npm run test:clients -- pipecat` runs those whose name contains that.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { buildIfStale } from './build.mjs';
import { ROOT, ensureInstall } from './ensure-install.mjs';

const PORT = 8790;
const TOKEN = 'a-token-for-tests';
const QUESTION = path.join(ROOT, 'test/audio/capital-of-france.wav');

const CLIENTS = [
  { name: 'google-genai-3', requires: ['google-genai==3.6.1'], script: 'google_genai.py' },
  { name: 'google-genai-2', requires: ['google-genai==2.19.0'], script: 'google_genai.py' },
  { name: 'pipecat', requires: ['pipecat-ai[google]==1.14.0'], script: 'pipecat_live.py' },
  {
    name: 'livekit',
    requires: ['livekit-plugins-google==1.8.9', 'livekit-agents==1.8.9'],
    script: 'livekit_live.py',
  },
];

ensureInstall();
buildIfStale();
const only = process.argv[2] ?? '';
const bridge = spawn(process.execPath, [path.join(ROOT, 'scripts/live-bridge.mjs'), '--port', String(PORT)], {
  env: { ...process.env, PARLEY_BRIDGE_TOKEN: TOKEN },
  stdio: ['ignore', 'pipe', 'inherit'],
});
const isUp = new Promise((resolve, reject) => {
  bridge.stdout.on('data', (data) => {
    if (String(data).includes('A tab with Parley is there')) resolve();
  });
  bridge.once('exit', (code) => reject(new Error(`The bridge ended with ${code}.`)));
});

let failed = 0;
try {
  await isUp;
  for (const client of CLIENTS.filter(({ name }) => name.includes(only))) failed += (await run(client)) ? 0 : 1;
} finally {
  bridge.kill('SIGTERM');
}
process.exitCode = failed === 0 ? 0 : 1;

/** Whether it got what it had asked for. */
async function run({ name, requires, script }) {
  const python = environment(name, requires);
  if (python === null) {
    console.log(`skipped: ${name}: Python 3 with venv and PyPI are needed`);
    return true;
  }
  const child = spawn(python, [path.join(ROOT, 'scripts/live-clients', script), QUESTION], {
    env: {
      ...process.env,
      GOOGLE_GEMINI_BASE_URL: `https://localhost:${PORT + 1}`,
      SSL_CERT_FILE: path.join(ROOT, '.cache/live-bridge/certificate.pem'),
      GOOGLE_API_KEY: TOKEN,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let out = '';
  child.stdout.on('data', (data) => (out += String(data)));
  const code = await new Promise((resolve) => child.once('exit', resolve));
  const result = code === 0 ? JSON.parse(out.trim().split('\n').at(-1)) : null;
  const isRight =
    result !== null &&
    /Rome/.test(result.by_text.said) &&
    /Paris/.test(result.by_voice.said) &&
    result.by_voice.audio_bytes > 24_000;
  console.log(`${isRight ? 'passed' : 'failed'}: ${name} ${JSON.stringify(result)}`);
  return isRight;
}

/** The Python of an environment with these packages; null where there is none to be made. */
function environment(name, requires) {
  const folder = path.join(ROOT, '.cache/live-clients', name);
  const python = path.join(folder, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');
  if (existsSync(python)) return python;
  const steps = [
    ['python3', ['-m', 'venv', folder]],
    [python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...requires]],
  ];
  const isMade = steps.every(([command, args]) => spawnSync(command, args, { stdio: 'inherit' }).status === 0);
  return isMade ? python : null;
}
