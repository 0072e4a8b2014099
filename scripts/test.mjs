/**
 * `npm test`: installs what is missing, then runs everything that can run here. The last line counts over all of it.
 * `npm test -- unit` runs only the tests whose path contains "unit", and none of the other checks.
 */
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { ROOT, ensureInstall, run } from './ensure-install.mjs';
import { ensureChromium } from './chromium.mjs';

const only = process.argv.slice(2);
const countsFile = path.join(ROOT, '.cache/test-counts.json');

ensureInstall();
const chromePath = ensureChromium();
mkdirSync(path.dirname(countsFile), { recursive: true });
rmSync(countsFile, { force: true });

const checks =
  only.length > 0
    ? []
    : [
        ['tsc', '-b'],
        ['eslint', '.'],
        ['prettier', '--check', '--log-level', 'warn', '.'],
      ];
const steps = [...checks, ['vite', 'build', '--logLevel', 'warn']];
let passed = 0;
let failed = 0;
for (const [command, ...args] of steps) {
  console.log(`> ${command} ${args.join(' ')}`);
  if (run('npx', [command, ...args]) === 0) passed += 1;
  else failed += 1;
}
const status = run('npx', ['vitest', 'run', ...only], { CHROME_PATH: chromePath, PARLEY_TEST_COUNTS: countsFile });
const counts = readCounts();
passed += counts.passed;
failed += counts.failed;
for (const line of counts.skipped) console.log(`skipped: ${line}`);
console.log(`${passed} passed, ${failed} failed, ${counts.skipped.length} skipped`);
process.exitCode = failed > 0 || status !== 0 ? 1 : 0;

/** What the reporter counted; one failure when vitest died before it could. */
function readCounts() {
  try {
    return JSON.parse(readFileSync(countsFile, 'utf8'));
  } catch {
    return { passed: 0, failed: 1, skipped: [] };
  }
}
