/** Answers engine calls over a message port. Knows the envelope, not the calls. */
import type { EngineReply, EngineRequest } from '../../../shared/engine-link.ts';
import { toErrorData } from '../../../shared/errors.ts';
import type { CallHandlers } from './call-handlers.ts';

/** The child's end of the pipe to main. */
export type ParentPort = {
  send(reply: EngineReply): void;
  onMessage(listener: (message: unknown) => void): void;
};

/** Starts answering, then says `ready`. Each request is answered once. */
export const serveCalls = (port: ParentPort, handlers: CallHandlers): void => {
  const answer = async (request: EngineRequest): Promise<void> => {
    try {
      // The union's members pair call and params; the handler table pairs them the same way.
      const handle = handlers[request.call] as (params: unknown) => Promise<unknown>;
      port.send({ kind: 'result', id: request.id, result: await handle(request.params) });
    } catch (error) {
      port.send({ kind: 'failure', id: request.id, error: toErrorData(error) });
    }
  };
  port.onMessage(message => void answer(message as EngineRequest));
  port.send({ kind: 'ready' });
};
