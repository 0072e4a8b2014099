/** What this device has to offer, and the models that are kept on it. */
export { otherHost } from '../store/hub.ts';
export { parseModelKey } from '../store/model-key.ts';
export { whatRuns, type ModelSet, type WhatRuns } from '../models/page/what-runs.ts';
export { describeDevice, probeDevice } from '../models/page/probe.ts';
export type { FolderJob, FolderOutcome } from '../store/folder-messages.ts';
export { copyModels, folderPicker } from '../store/model-folder.ts';
export { deleteModel, listModels, type StoredModel } from '../store/shelf.ts';
export { isPersistent } from '../store/site-storage.ts';
