/**
 * Where this thread keeps files: the origin's private file system. Browsers part that by the site that a frame is in. A frame may be given the one that its
 * origin has outside of frames, so that models are fetched once and not for each site (`askForSharedStore` in the page, `origin.store` for its workers).
 */
let shared: FileSystemDirectoryHandle | null = null;
/** Ends when it is known whether there is a shared one. */
let asking: Promise<unknown> = Promise.resolve();

/** This thread keeps files there from now on. */
export function useSharedStore(root: FileSystemDirectoryHandle): void {
  shared = root;
}

/** Whatever is kept or looked for waits until `store` is known, which never rejects; null: it goes on as before. */
export function awaitSharedStore(store: Promise<FileSystemDirectoryHandle | null>): void {
  asking = store.then((root) => {
    if (root) useSharedStore(root);
  });
}

/** The shared one, for the page's workers; null where there is none. */
export function sharedStore(): FileSystemDirectoryHandle | null {
  return shared;
}

/** Rejects where the browser keeps no files. */
export async function storeRoot(): Promise<FileSystemDirectoryHandle> {
  await asking;
  return shared ?? navigator.storage.getDirectory();
}
