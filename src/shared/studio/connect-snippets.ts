/** Lines to copy for other programs, with the real address and token in them. Pure. */

/** Which program a snippet is for. */
export const SNIPPETS = ['node', 'python', 'curl', 'opentalking'] as const;
/** One of them. */
export type SnippetName = (typeof SNIPPETS)[number];

/** `wsUrl`: ws://host:port. `token`: null where none is needed. */
export type SnippetFacts = { wsUrl: string; token: string | null };

/** Shell lines; `face.png` and `speech.wav` are the user's own files. */
export const snippetOf = (name: SnippetName, { wsUrl, token }: SnippetFacts): string => {
  const http = wsUrl.replace(/^ws/, 'http');
  const option = token === null ? '' : ` --token ${token}`;
  const query = token === null ? '' : `?token=${token}`;
  const files = '--picture face.png --speech speech.wav --out talk.mp4';
  switch (name) {
    case 'node':
      return `node record-session.mjs --server ${wsUrl}${option} \\\n  ${files}`;
    case 'python':
      return `python3 record_session.py --server ${wsUrl}${option} \\\n  ${files}`;
    case 'curl':
      return [
        `curl "${http}/v1/audio2video/models${query}"`,
        `echo '{"type":"session.create","inputs":{"image_b64":"'$(base64 < face.png | tr -d '\\n')'"}}' \\`,
        `  | websocat -n1 -B 33554432 "${wsUrl}/v1/avatar/realtime${query}"`,
      ].join('\n');
    case 'opentalking':
      return token === null
        ? [
            `export OMNIRT_ENDPOINT=${http}`,
            'export OPENTALKING_WAV2LIP_BACKEND=omnirt',
            `# older ones: export OPENTALKING_FLASHTALK_WS_URL=${wsUrl}`,
          ].join('\n')
        : `export OPENTALKING_FLASHTALK_WS_URL="${wsUrl}/${query}"`;
  }
};

/** The file of the examples that a snippet runs; null: none. */
export const scriptOf = (name: SnippetName): 'record-session.mjs' | 'record_session.py' | null =>
  name === 'node' ? 'record-session.mjs' : name === 'python' ? 'record_session.py' : null;
