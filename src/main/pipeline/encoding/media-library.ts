/** The media library with its native codecs, loaded at first use (it costs some 200 ms). Knows no file and no frame. */

/** The media library's module. */
export type MediaLibrary = typeof import('mediabunny');

let loading: Promise<MediaLibrary> | null = null;

const load = async (): Promise<MediaLibrary> => {
  const [library, { registerMediabunnyServer }] = await Promise.all([
    import('mediabunny'),
    import('@mediabunny/server'),
  ]);
  registerMediabunnyServer();
  return library;
};

/** The library, once per process; a failed load is tried again by the next caller. */
export const loadMediaLibrary = (): Promise<MediaLibrary> => {
  loading ??= load().catch(error => {
    loading = null;
    throw error;
  });
  return loading;
};
