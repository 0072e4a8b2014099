/**
 * `npm test`: installs what is missing, then runs everything that can run here. The last line counts over all of it.
 * `npm test -- unit` runs only the tests whose path contains "unit", and none of the other checks.
 * `npm run test:slow` adds what takes too long for every day: more walks of the property tests, what is `slowly` (test/slowly.ts), and the files that
 * vitest.config.ts names.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { ROOT, ensureInstall } from './ensure-install.mjs';
import { ensureChromium } from './chromium.mjs';

const isSlow = process.argv.includes('--slow');
const only = process.argv.slice(2).filter((each) => each !== '--slow');
const countsFile = path.join(ROOT, '.cache/test-counts.json');

ensureInstall();
const chromePath = ensureChromium();
mkdirSync(path.dirname(countsFile), { recursive: true });
rmSync(countsFile, { force: true });

let passed = 0;
let failed = 0;
const isWhole = only.length === 0;
// The linter takes as long as all other checks, and goes on beside the first tests.
const linting = isWhole ? check('npx', 'eslint', '.') : null;
if (isWhole) {
  await check('npm', 'run', '--silent', 'typecheck');
  await check('npx', 'prettier', '--check', '--log-level', 'warn', '.');
}
await check('npx', 'vite', 'build', '--logLevel', 'warn');
const { status } = await start('npx', ['vitest', 'run', ...only], {
  stdio: 'inherit',
  env: { ...process.env, CHROME_PATH: chromePath, PARLEY_TEST_COUNTS: countsFile, ...(isSlow ? { PARLEY_SLOW: '1' } : {}) },
});
await linting;
const counts = readCounts();
passed += counts.passed;
failed += counts.failed;
for (const line of counts.skipped) console.log(`skipped: ${line}`);
console.log(`${passed} passed, ${failed} failed, ${counts.skipped.length} skipped`);
process.exitCode = failed > 0 || status !== 0 ? 1 : 0;

/** Runs one check, counts it, and shows what it had to say once it is done. */
async function check(command, ...args) {
  const { status, output } = await start(command, args);
  console.log(`> ${[command, ...args].join(' ')}\n${output}`.trimEnd());
  if (status === 0) passed += 1;
  else failed += 1;
}

/** Runs a command in the repository's root. Resolves with its exit status and what it has written, unless that was shown as it came. */
function start(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: ROOT, shell: process.platform === 'win32', ...options });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', (text) => (output += text));
    child.on('error', reject);
    child.on('close', (code) => {
      resolve({ status: code ?? 1, output });
    });
  });
}

/** What the reporter counted; one failure when vitest died before it could. */
function readCounts() {
  try {
    return JSON.parse(readFileSync(countsFile, 'utf8'));
  } catch {
    return { passed: 0, failed: 1, skipped: [] };
  }
}
