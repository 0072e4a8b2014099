import { msg, str } from '../locales/words.ts';
/** What WebGPU has to offer on a device. Pure. */

export type Gpu = {
  /** Vendor, architecture, device, and description, as far as the browser tells: this one's name among others. */
  name: string;
  features: ReadonlySet<string>;
  /** Limits of WebGPU that decide over models, by their names; bytes, or a count. */
  limits: Readonly<
    Record<'maxStorageBufferBindingSize' | 'maxStorageBuffersPerShaderStage' | 'maxComputeWorkgroupStorageSize', number> & {
      maxBufferSize?: number;
    }
  >;
  /** Software that passes for a graphics card: slower than WASM. */
  isFallback: boolean;
};

/** What browsers call adapters that compute on the processor. */
const SOFTWARE = /swiftshader|llvmpipe|lavapipe|softpipe|basic render|\bwarp\b|software/i;

/**
 * Chips inside a processor, by the names that adapters go by: of Intel's all but the cards (`gen-12hp`, `xe-hpg`, `xe-2hpg`, Arc A and B); of AMD's
 * those whose name says so (Radeon Graphics, 780M, 8060S), and Vega where it is no RX or Pro.
 */
const INTEGRATED = [
  /^(?!.*(\d+hp\b|hpg\b|\barc\b.*\b[ab]\d{3}))intel\b/i,
  /^amd\b.*(\bgcn-5\b(?!.*\b(rx|pro|vii)\b)|radeon(\(tm\)|™)? (graphics|\d{3}m\b|\d{4}s\b)|vega \d+ (mobile )?graphics)/i,
];

/** Whether an adapter with this name computes on the processor. */
export function isSoftware(name: string): boolean {
  return SOFTWARE.test(name);
}

/** Whether it is, by its name, a chip inside a processor. */
export function isIntegrated(name: string): boolean {
  return INTEGRATED.some((each) => each.test(name));
}

/**
 * How to give the browser the computer's other graphics card, in a line; null where there is no reason to. On Windows Chrome takes the one it
 * draws with, whatever a page asks for (crbug.com/369219127).
 */
export function otherCardHint({ name, isFallback }: Gpu, userAgent: string): string | null {
  if (isFallback || !/Windows/.test(userAgent) || !isIntegrated(name)) return null;
  return (
    msg(str`The browser computes on ${name}, a chip inside the processor. If this computer has a graphics card too, give it to the browser: Windows settings, System, Display, Graphics, your browser, Options, High performance; then restart the browser.`)
  );
}

/**
 * A device is asked for as large buffers as the adapter has, where an engine asks for less: WebLLM goes from 1 GiB in one piece straight down to
 * 128 MiB, although most adapters between them have 256 or 512.
 */
export function withAdapterLimits(
  limits: { readonly maxBufferSize: number; readonly maxStorageBufferBindingSize: number },
  descriptor: GpuDeviceDescriptor = {},
): GpuDeviceDescriptor {
  const { requiredLimits = {} } = descriptor;
  const most = (name: 'maxBufferSize' | 'maxStorageBufferBindingSize') => Math.max(limits[name], requiredLimits[name] ?? 0);
  return {
    ...descriptor,
    requiredLimits: {
      ...requiredLimits,
      maxBufferSize: most('maxBufferSize'),
      maxStorageBufferBindingSize: most('maxStorageBufferBindingSize'),
    },
  };
}

/** What of a GPUDeviceDescriptor is looked at. */
type GpuDeviceDescriptor = { requiredLimits?: Record<string, number | undefined> };
