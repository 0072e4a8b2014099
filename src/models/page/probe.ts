/** What this device and this browser have to offer, as far as a page can know. How much graphics memory there is, it can't. */
import { formatBytes } from '../../text/bytes.ts';
import { isSoftware, type Gpu } from '../gpu.ts';
import { plural } from '../../locales/formats.ts';
import { msg, str } from '../../locales/words.ts';

/** Null stands for: the browser does not tell. */
export type Device = {
  browser: string;
  gpu: Gpu | null;
  cores: number;
  /** Rounded by the browser, and never more than it cares to admit. */
  memoryGb: number | null;
  /** Without it WASM has one thread. */
  isIsolated: boolean;
  storage: { quotaBytes: number; usageBytes: number } | null;
  /** Whether the browser promised not to delete what is kept when the disk is full. */
  keepsStorage: boolean | null;
};

/** How long the browser may look for a graphics card, ms: while its graphics process is in trouble it may never answer. Larger: the start waits for so long. */
const CARD_PATIENCE_MS = 10_000;

/** Looks for a GPU; one that the browser does not tell of in time is none. Software adapters count only when asked for. */
export async function probeGpu(allowSoftware: boolean): Promise<Gpu | null> {
  const gpu = navigator.gpu as GPU | undefined;
  const late = new Promise<null>((resolve) => setTimeout(resolve, CARD_PATIENCE_MS, null));
  const adapter = await Promise.race([gpu?.requestAdapter({ powerPreference: 'high-performance' }).catch(() => null), late]);
  if (!adapter) return null;
  const { name, isFallback } = await nameOf(adapter);
  if (isFallback && !allowSoftware) return null;
  const { maxBufferSize, maxStorageBufferBindingSize, maxStorageBuffersPerShaderStage, maxComputeWorkgroupStorageSize } =
    adapter.limits;
  return {
    name,
    features: new Set(adapter.features),
    limits: { maxBufferSize, maxStorageBufferBindingSize, maxStorageBuffersPerShaderStage, maxComputeWorkgroupStorageSize },
    isFallback,
  };
}

/** What came at other places in older browsers: `info` with Chrome 127, whether it is software in `info` with 136. */
type OldAdapter = {
  info?: Partial<GPUAdapterInfo>;
  requestAdapterInfo?: () => Promise<Partial<GPUAdapterInfo>>;
  isFallbackAdapter?: boolean;
};

async function nameOf(adapter: GPUAdapter): Promise<Pick<Gpu, 'name' | 'isFallback'>> {
  const old = adapter as unknown as OldAdapter;
  const info = old.info ?? (await old.requestAdapterInfo?.().catch(() => undefined)) ?? {};
  const name = [info.vendor, info.architecture, info.device, info.description].filter(Boolean).join(' ');
  return { name, isFallback: (info.isFallbackAdapter ?? old.isFallbackAdapter ?? false) || isSoftware(name) };
}

/** Looks at everything; software adapters are told, too. Never rejects. */
export async function probeDevice(): Promise<Device> {
  // A page that came by plain http has none.
  const kept = navigator.storage as StorageManager | undefined;
  const [gpu, estimate, keepsStorage = null] = await Promise.all([
    probeGpu(true),
    kept?.estimate().catch(() => undefined),
    kept?.persisted().catch(() => undefined),
  ]);
  const { quota, usage } = estimate ?? {};
  return {
    browser: browserName(navigator.userAgent),
    gpu,
    cores: navigator.hardwareConcurrency,
    memoryGb: (navigator as { deviceMemory?: number }).deviceMemory ?? null,
    isIsolated: globalThis.crossOriginIsolated,
    storage: quota === undefined || usage === undefined ? null : { quotaBytes: quota, usageBytes: usage },
    keepsStorage,
  };
}

/** In three lines, fit for a report: graphics, machine, storage. */
export function describeDevice({ browser, gpu, cores, memoryGb, isIsolated, storage, keepsStorage }: Device): string[] {
  const memory = memoryGb === null ? [] : [msg(str`${memoryGb} GB of memory or more`)];
  const isolation = isIsolated ? msg('isolated') : msg('not isolated, so WASM runs on one thread');
  const room = storage ? [msg(str`${formatBytes(storage.usageBytes)} used of ${formatBytes(storage.quotaBytes)}`)] : [];
  const kept = keepsStorage === null ? [] : [keepsStorage ? msg('kept for good') : msg('may be deleted when the disk is full')];
  return [
    msg(str`Graphics: ${gpu ? describeGpu(gpu) : msg('no WebGPU')}.`),
    msg(str`Machine: ${[browser, plural(cores, str`${cores} core`, str`${cores} cores`), ...memory, isolation].join(', ')}.`),
    msg(str`Storage: ${[...room, ...kept].join(', ') || msg('unknown')}.`),
  ];
}

/** Its name, as a person may know it. */
export function describeCard({ name, isFallback }: Gpu): string {
  return `${name || msg('A graphics card without a name')}${isFallback ? `, ${msg('made of software')}` : ''}`;
}

function describeGpu({ name, features, limits, isFallback }: Gpu): string {
  const has = (feature: string) => (features.has(feature) ? msg(str`with ${feature}`) : msg(str`without ${feature}`));
  return [
    name || msg('a card without a name'),
    ...(isFallback ? [msg('software')] : []),
    has('shader-f16'),
    has('subgroups'),
    msg(str`${formatBytes(limits.maxStorageBufferBindingSize)} in one piece`),
    msg(str`${limits.maxStorageBuffersPerShaderStage} storage buffers`),
  ].join(', ');
}

/** `Chrome 156`; the whole string where it is another browser's. */
function browserName(userAgent: string): string {
  const [, name, version] = /(Edg|Chrome|Firefox|Version)\/(\d+)/.exec(/Edg\/\d+/.exec(userAgent)?.[0] ?? userAgent) ?? [];
  if (!name || !version) return userAgent;
  return `${{ Edg: 'Edge', Version: 'Safari' }[name] ?? name} ${version}`;
}
