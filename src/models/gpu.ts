/** What WebGPU has to offer on a device. */
export type Gpu = {
  /** Vendor, architecture, device, and description, as far as the browser tells: this one's name among others. */
  name: string;
  features: ReadonlySet<string>;
  /** Limits of WebGPU that decide over models, by their names. */
  limits: Readonly<
    Record<'maxStorageBufferBindingSize' | 'maxStorageBuffersPerShaderStage' | 'maxComputeWorkgroupStorageSize', number>
  >;
  /** Software that passes for a graphics card: slower than WASM. */
  isFallback: boolean;
};
