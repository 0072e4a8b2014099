/** Finds a picture in what is pasted or dropped. */
export function pictureIn(data: DataTransfer | null): File | null {
  return [...(data?.files ?? [])].find(({ type }) => type.startsWith('image/')) ?? null;
}

/** Whether what is dragged over the page may be a picture: which one, is told when it is dropped. */
export function mayBePicture(data: DataTransfer | null): boolean {
  return [...(data?.items ?? [])].some(({ kind, type }) => kind === 'file' && (type === '' || type.startsWith('image/')));
}
