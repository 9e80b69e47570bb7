/** The two pages the server makes by itself, for people who come without a key or before the page is built. */

const page = (title: string, body: string): string => `<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title>
<style>:root{color-scheme:light dark}body{font:16px/1.6 system-ui,sans-serif;max-width:34rem;margin:18vh auto;padding:0 1.5rem}
h1{font-size:1.4rem;margin:0 0 .6rem}code{font-size:.95em}input,button{font:inherit;padding:.45rem .7rem;border-radius:.5rem;border:1px solid #8886}
input{width:min(22rem,100%)}button{cursor:pointer}</style><h1>${title}</h1>${body}</html>
`;

/** For `/` without a cookie. */
export const SIGN_IN_PAGE = page(
  'This studio needs its key',
  `<p>Open the link that <code>mouthpiece serve</code> printed when it started. Each link works once; the API token it printed works
always:</p><form method="get" action="/"><input name="token" type="password" autocomplete="off" aria-label="API token" autofocus required>
<button>Open</button></form>`,
);

/** For `/` when the page was not built. */
export const NOT_BUILT_PAGE = page(
  'The studio page is not built yet',
  '<p>The server itself works. Run <code>npm run build</code> and load this page again.</p>',
);
