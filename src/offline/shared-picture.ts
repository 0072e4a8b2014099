/** A picture that another app shares with this one: it comes as a form, and waits for the page that is opened then. */

/** Where it waits; one at a time. */
export const SHARED_CACHE = 'parley-shared';
export const SHARED_NAME = 'shared-picture';

/** Largest picture that is taken, bytes: a camera's largest photographs have 30 MB. */
const LARGEST = 50_000_000;

/** Keeps the picture of the form, if it has one, and sends the browser to the page. Never rejects: the app opens in any case. `scope`: where the app is. */
export async function takeShared(request: Request, scope: string): Promise<Response> {
  const page = new URL('?shared', scope).href;
  try {
    const picture = (await request.formData()).get('picture');
    if (picture instanceof File && picture.type.startsWith('image/') && picture.size <= LARGEST) {
      const cache = await caches.open(SHARED_CACHE);
      await cache.put(new URL(SHARED_NAME, scope).href, new Response(picture, { headers: { 'content-type': picture.type } }));
    }
  } catch {
    // A form that can't be read, or a full disk: there is no picture, and the page says so by showing none.
  }
  return Response.redirect(page, 303);
}
