/** English wording: server. Same keys in both languages. */

/** Keys → texts. */
export const server = {
  title: 'Server',
  nobody: 'Nobody is connected. Copy a line below into another program.',
  client: 'Program',
  avatar: 'Avatar',
  delivery: 'Delivery',
  kind: { 'lock-step': 'chunk by chunk', live: 'live' },
  fps: 'Frames a second',
  cost: 'Time a frame',
  rate: 'Sent',
  perSecond: '{{size}}/s',
  sound: 'Sound in',
  disconnect: 'Disconnect',
  connect: 'Connect a program',
  connectHelp: 'Programs on this computer need nothing else. The server listens on this computer only.',
  snippet: { opentalking: 'OpenTalking', node: 'Node', python: 'Python', websocat: 'curl, websocat' },
  runtime: 'Runtime',
  restarts: 'Restarts',
};
