/** Which messages of the log are shown. Pure. */
import type { MessageLine } from '../../../shared/studio/message-log.ts';

/** Empty strings and null let everything through. */
export type MessageFilter = {
  clientId: string | null;
  protocol: string | null;
  direction: 'in' | 'out' | null;
  type: string | null;
  text: string;
};

/** Lets everything through. */
export const NO_FILTER: MessageFilter = {
  clientId: null,
  protocol: null,
  direction: null,
  type: null,
  text: '',
};

/** The lines that pass, in their order. Text is looked for in the wording, the type and the client's name, in any case. */
export const filterMessages = (
  lines: readonly MessageLine[],
  { clientId, protocol, direction, type, text }: MessageFilter,
): readonly MessageLine[] => {
  const wanted = text.trim().toLowerCase();
  if (clientId === null && protocol === null && direction === null && type === null && wanted === '')
    return lines;
  return lines.filter(
    line =>
      (clientId === null || line.clientId === clientId) &&
      (protocol === null || line.protocol === protocol) &&
      (direction === null || line.direction === direction) &&
      (type === null || line.type === type) &&
      (wanted === '' || `${line.text ?? ''} ${line.type} ${line.client}`.toLowerCase().includes(wanted)),
  );
};

/** Values to choose from, each once, in the order they first came. */
export const choicesOf = (
  lines: readonly MessageLine[],
): { clients: { id: string; name: string; isOwnPage: boolean }[]; protocols: string[]; types: string[] } => {
  const clients = new Map(
    lines.map(({ clientId, client, isOwnPage }) => [clientId, { name: client, isOwnPage }]),
  );
  return {
    clients: [...clients].map(([id, client]) => ({ id, ...client })),
    protocols: [...new Set(lines.map(({ protocol }) => protocol))],
    types: [...new Set(lines.map(({ type }) => type))],
  };
};
