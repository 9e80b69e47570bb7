/** Lines to copy for other programs. Pure; the address is this server's. */

/** Which program a snippet is for. */
export const SNIPPETS = ['opentalking', 'node', 'python', 'websocat'] as const;
/** One of them. */
export type SnippetName = (typeof SNIPPETS)[number];

/** `wsUrl`: ws://host:port. */
export const snippetOf = (name: SnippetName, wsUrl: string): string => {
  const http = wsUrl.replace(/^ws/, 'http');
  switch (name) {
    case 'opentalking':
      return [
        `export OMNIRT_ENDPOINT=${http}`,
        'export OPENTALKING_WAV2LIP_BACKEND=omnirt',
        `# older ones: export OPENTALKING_FLASHTALK_WS_URL=${wsUrl}`,
      ].join('\n');
    case 'node':
      return `node examples/node/record-session.mjs --server ${wsUrl} \\\n  --picture face.png --speech speech.wav --out talk.mp4`;
    case 'python':
      return `python3 examples/python/record_session.py --server ${wsUrl} \\\n  --picture face.png --speech speech.wav --out talk.mp4`;
    case 'websocat':
      return [
        `curl ${http}/v1/audio2video/models`,
        `echo '{"type":"session.create","inputs":{"image_b64":"'$(base64 -w0 face.png)'"}}' \\`,
        `  | websocat ${wsUrl}/v1/avatar/realtime`,
      ].join('\n');
  }
};
