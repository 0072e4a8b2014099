/**
 * `npm test`: installs what is missing, then runs everything that can run here. The last line counts over all of it.
 * `npm test -- unit` runs only the tests whose path contains "unit", and none of the other checks.
 * `npm run test:slow` adds what takes too long for every day: more walks of the property tests, what is `slowly` (test/slowly.ts), and the files that
 * vitest.config.ts names.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { ROOT, ensureInstall, run } from './ensure-install.mjs';
import { ensureChromium } from './chromium.mjs';

const isSlow = process.argv.includes('--slow');
const only = process.argv.slice(2).filter((each) => each !== '--slow');
const countsFile = path.join(ROOT, '.cache/test-counts.json');

ensureInstall();
const chromePath = ensureChromium();
mkdirSync(path.dirname(countsFile), { recursive: true });
rmSync(countsFile, { force: true });

// The longest first, so that two cores are done with all of them soonest.
const checks =
  only.length > 0
    ? []
    : [
        ['eslint', '.'],
        ['tsc', '-b'],
        ['prettier', '--check', '--log-level', 'warn', '.'],
      ];
const steps = [...checks, ['vite', 'build', '--logLevel', 'warn']];
let passed = 0;
let failed = 0;
await Promise.all([takeSteps(), takeSteps()]);
const status = run('npx', ['vitest', 'run', ...only], {
  CHROME_PATH: chromePath,
  PARLEY_TEST_COUNTS: countsFile,
  ...(isSlow ? { PARLEY_SLOW: '1' } : {}),
});
const counts = readCounts();
passed += counts.passed;
failed += counts.failed;
for (const line of counts.skipped) console.log(`skipped: ${line}`);
console.log(`${passed} passed, ${failed} failed, ${counts.skipped.length} skipped`);
process.exitCode = failed > 0 || status !== 0 ? 1 : 0;

/** Takes one step after another until none is left. */
async function takeSteps() {
  for (let step = steps.shift(); step; step = steps.shift()) {
    const { status, output } = await runAside('npx', step);
    console.log(`> ${step.join(' ')}\n${output}`.trimEnd());
    if (status === 0) passed += 1;
    else failed += 1;
  }
}

/** Runs a command in the repository's root beside others, and keeps its output for when it is done. */
function runAside(command, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: ROOT, shell: process.platform === 'win32' });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (output += text));
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
