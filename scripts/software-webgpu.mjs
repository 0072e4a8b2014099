/** A Chromium whose WebGPU runs on the CPU fast enough for small models; see scripts/software-webgpu/README.md. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from './ensure-install.mjs';

const FOLDER = path.join(ROOT, '.cache/software-webgpu');

/** Sets it up if it can be: `{ chromePath }`, or `{ skip }` with the reason in one line. Never throws. */
export function ensureSoftwareWebGpu() {
  const chromePath = path.join(FOLDER, 'chromium');
  if (existsSync(chromePath)) return { chromePath };
  if (process.platform !== 'linux' || process.arch !== 'x64' || !existsSync('/usr/lib/chromium/chromium')) {
    return { skip: 'software WebGPU needs Debian’s Chromium on x86-64' };
  }
  if (process.getuid?.() === 0) {
    const missing = [
      ['/usr/bin/cc', 'gcc libc6-dev'],
      ['/usr/lib/x86_64-linux-gnu/libLLVM-15.so.1', 'libllvm15'],
    ].flatMap(([file, packages]) => (existsSync(file) ? [] : packages.split(' ')));
    if (missing.length > 0) {
      spawnSync('apt-get', ['update', '-q'], { stdio: 'ignore' });
      spawnSync('apt-get', ['install', '-y', '-q', '--no-install-recommends', ...missing], { stdio: 'ignore' });
    }
  }
  const { status, stderr } = spawnSync('bash', [path.join(ROOT, 'scripts/software-webgpu/setup.sh'), FOLDER], {
    encoding: 'utf8',
  });
  if (status === 0 && existsSync(chromePath)) return { chromePath };
  const reason = stderr.trim().split('\n').at(-1) ?? '';
  return { skip: `software WebGPU could not be set up: ${reason || 'no reason given'}` };
}
