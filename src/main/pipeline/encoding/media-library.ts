/** The media library with its native codecs, loaded at first use (it costs some 200 ms). Knows no file and no frame. */

/** The media library's module. */
export type MediaLibrary = typeof import('mediabunny');

/** The library with what makes samples backed by FFmpeg's own frames. */
export type NativeMedia = {
  media: MediaLibrary;
  server: typeof import('@mediabunny/server');
  av: typeof import('node-av');
};

/** Loads the native side too; the codecs use the same copy of it. */
export const loadNativeMedia = async (): Promise<NativeMedia> => {
  const [media, server, av] = await Promise.all([
    loadMediaLibrary(),
    import('@mediabunny/server'),
    import('node-av'),
  ]);
  return { media, server, av };
};

let loading: Promise<MediaLibrary> | null = null;

const load = async (): Promise<MediaLibrary> => {
  const [library, { registerMediabunnyServer }] = await Promise.all([
    import('mediabunny'),
    import('@mediabunny/server'),
  ]);
  // The same pictures on every machine, and no probing of graphics cards, which talks to the terminal.
  registerMediabunnyServer({ hardwareContext: null });
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
