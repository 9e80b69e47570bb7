/** Headers that keep the studio's pages to themselves. Pure. */

/** On every answer. */
export const COMMON_HEADERS: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'x-frame-options': 'DENY',
};

/**
 * On pages. Styles may be inline: the component library writes its variables into a style element. Older browsers do not count
 * WebSockets as 'self', so they are named.
 */
export const pageHeaders = (port: number): Record<string, string> => ({
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    "worker-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' blob: data:",
    "media-src 'self' blob:",
    "font-src 'self' data:",
    `connect-src 'self' ws://localhost:${port} ws://127.0.0.1:${port}`,
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; '),
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy':
    'microphone=(self), camera=(self), display-capture=(self), geolocation=(), payment=(), usb=()',
});
