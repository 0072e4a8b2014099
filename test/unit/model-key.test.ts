/** Which kept files may be run as whose. */
import { describe, expect, it } from 'vitest';
import { DEFAULT_HUB, otherHost } from '../../src/store/hub.ts';
import { modelKey, parseModelKey, usableKeys } from '../../src/store/model-key.ts';

const MIRROR = 'https://mirror.example:8443/hf/';
const NAME = { repo: 'maker/model', revision: 'abc123' };
const OURS = modelKey('maker/model', 'abc123', DEFAULT_HUB);
const THEIRS = modelKey('maker/model', 'abc123', MIRROR);

describe('the name under which a model is kept', () => {
  it('of the default hub is the one of before, and of another hub another one that names a folder anywhere', () => {
    expect(OURS).toBe('maker/model@abc123');
    expect(THEIRS).toBe('maker/model@abc123@hub=https%3A%2F%2Fmirror.example%3A8443%2Fhf%2F');
    expect(THEIRS.replace('maker/', '')).not.toMatch(/[/\\:*?"<>|]/);
  });

  it.each([DEFAULT_HUB, MIRROR, 'http://localhost:3000/'])('can be read back: %s', (hub) => {
    expect(parseModelKey(modelKey('maker/model', 'refs/pr/1', hub))).toEqual({ repo: 'maker/model', revision: 'refs/pr/1', hub });
  });

  it('that somebody else made is read as far as it goes', () => {
    expect(parseModelKey('maker/model@main@hub=%zz')).toEqual({ repo: 'maker/model', revision: 'main', hub: '%zz' });
  });
});

describe('what may be run', () => {
  const all = [
    THEIRS,
    modelKey('maker/model', 'abc123', 'https://bad.example/'),
    OURS,
    modelKey('maker/other', 'abc123', MIRROR),
  ];

  it.each([
    ['of the default hub: its own', DEFAULT_HUB, [OURS]],
    ['of a mirror: its own, then the default hub’s', MIRROR, [THEIRS, OURS]],
    ['of a hub of which nothing is here: the default hub’s', 'https://new.example/', [OURS]],
    ['without a hub: whatever is here, the default hub’s first', '', [OURS, ...all.slice(0, 2)]],
  ])('%s', (_, hub, expected) => {
    expect(usableKeys(all, { ...NAME, hub })).toEqual(expected);
  });

  it('is nothing where nothing is here', () => {
    expect(usableKeys([], { ...NAME, hub: '' })).toEqual([]);
  });
});

it.each([
  [DEFAULT_HUB, null],
  ['', null],
  [MIRROR, 'mirror.example:8443'],
])('the host of %s is named: %s', (hub, host) => {
  expect(otherHost(hub)).toBe(host);
});
