/** Finds a picture in what is pasted or dropped. */
export function pictureIn(data: DataTransfer | null): File | null {
  return [...(data?.files ?? [])].find(({ type }) => type.startsWith('image/')) ?? null;
}

/** What is dropped as a picture: where none of the files is one, the first, so that it is said that it is none. */
export function droppedIn(data: DataTransfer | null): File | null {
  return pictureIn(data) ?? data?.files[0] ?? null;
}

/** Whether files are dragged over the page. All of them are taken: a browser shows any other in place of the page, and the conversation would be gone. */
export function hasFiles(data: DataTransfer | null): boolean {
  return [...(data?.items ?? [])].some(({ kind }) => kind === 'file');
}
