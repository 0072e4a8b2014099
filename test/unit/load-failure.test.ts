/** What engines and browsers say when a model can't be loaded, and what it comes to. */
import { describe, expect, it } from 'vitest';
import { ParleyError, toErrorData } from '../../src/protocol/errors.ts';
import { namedFailure } from '../../workers/load-failure.ts';

const error = (name: string, message: string) => Object.assign(new Error(message), { name });
const reasonOf = (thrown: unknown) => toErrorData(namedFailure(thrown), 'load-failed').reason;

describe('what was thrown while a model was loaded', () => {
  it.each([
    ['out-of-memory', error('RangeError', 'Array buffer allocation failed')],
    ['out-of-memory', error('RangeError', 'Invalid typed array length: 2147483648')],
    ['out-of-memory', error('Error', 'Failed to allocate a buffer of size 1073741824')],
    ['out-of-memory', error('OperationError', 'Not enough memory left.')],
    ['out-of-memory', 'std::bad_alloc'],
    ['out-of-memory', error('Error', 'vkAllocateMemory failed with VK_ERROR_OUT_OF_DEVICE_MEMORY')],
    ['out-of-memory', error('Error', 'D3D12 create resource failed with E_OUTOFMEMORY (0x8007000E)')],
    ['out-of-memory', error('RuntimeError', 'Aborted(OOM)')],
    ['out-of-memory', error('OperationError', 'Insufficient graphics memory')],
    ['out-of-memory', error('Error', 'CreateCommittedResource failed with 0x8007000e')],
    ['load-failed', error('RuntimeError', 'Out of bounds memory access')],
    ['load-failed', error('RuntimeError', 'memory access out of bounds')],
    ['out-of-memory', error('RangeError', 'WebAssembly.Memory.grow(): Maximum memory size exceeded; memory.grow failed')],
    ['no-webgpu', error('Error', 'Failed to get GPU adapter. You may need to enable flag "--enable-unsafe-webgpu"')],
    ['no-webgpu', error('Error', 'Unable to find a compatible GPU.')],
    ['device-lost', error('Error', 'A valid external Instance reference no longer exists.')],
    ['device-lost', error('AbortError', 'Device was lost')],
    ['device-lost', error('Error', 'vkQueueSubmit failed with VK_ERROR_DEVICE_LOST')],
    ['network', error('TypeError', 'Failed to fetch dynamically imported module: https://page.example/assets/a.js')],
    ['network', error('TypeError', 'error loading dynamically imported module')],
    ['network', error('TypeError', 'Importing a module script failed.')],
    ['model-busy', error('NotReadableError', 'The requested file could not be read.')],
    ['model-busy', error('NoModificationAllowedError', 'An attempt was made to write to a file.')],
    ['shader-failed', error('GPUPipelineError', 'Entry point main was not found in module')],
    ['shader-failed', error('Error', 'Error while parsing WGSL: :14:1 error: unresolved type')],
    ['shader-failed', error('Error', '[Invalid ShaderModule "MatMulNBits"] is invalid. While validating compute stage')],
    ['load-failed', error('Error', 'Could not find an implementation for Foo(1) node with name')],
    ['load-failed', 27_183],
    ['out-of-memory', new ParleyError('load-failed', 'RangeError: Array buffer allocation failed')],
    ['self-test-failed', new ParleyError('self-test-failed', 'It computes nonsense: out of memory')],
  ])('is %s', (reason, thrown) => {
    expect(reasonOf(thrown)).toBe(reason);
  });
});
