/** Decides who may speak a protocol: the server's switches, what the user settled about apps, and the user's own word. Knows no socket. */
import { randomUUID } from 'node:crypto';
import { identifyApp, originOfKey } from '../../shared/app-name.ts';
import type { Clock } from '../../shared/clock.ts';
import { StudioError } from '../../shared/errors.ts';
import type { Log } from '../../shared/log.ts';
import type { AppQuestion, AppVerdict, ServerSettings } from '../../shared/studio/access.ts';
import type { Caller, Door } from '../gateway/caller.ts';
import type { AccessStore, StoredApp } from '../store/access-store.ts';
import type { FindProcess } from './process-of-port.ts';

/** What it works with. */
export type AppGateDeps = {
  store: Pick<AccessStore, 'apps' | 'settleApp' | 'seeApp' | 'forgetApp'>;
  settings(): ServerSettings;
  /** False: nobody is ever asked (`serve`). */ canAsk: boolean;
  processOf: FindProcess;
  clock: Clock;
  log: Log;
  /** The list of questions has changed. */ asked(questions: AppQuestion[]): void;
  /** What is settled has changed. */ changed(): void;
};

/** How long a question waits for its answer. */
export const ASK_MS = 60_000;
/** Apps asked about at once, and connections that wait for one answer; more are refused. */
const MAX_QUESTIONS = 8;
const MAX_WAITING = 16;
/** "Once" lasts while the app is there, and this long after: clients come back for every sentence. */
export const ONCE_MS = 60_000;

type Question = {
  view: Omit<AppQuestion, 'waiting'>;
  waiting: Set<(refused: StudioError | null) => void>;
  cancel(): void;
};

const off = (what: string): StudioError =>
  new StudioError('gateway/off', `${what} is switched off in Mouthpiece. Switch it on there, under Server.`);
const refused = (why: string): StudioError =>
  new StudioError('gateway/refused', `${why} Mouthpiece settles it under Server, Apps and tokens.`);

/** One server's gate. */
export class AppGate implements Door {
  readonly #deps: AppGateDeps;
  readonly #questions = new Map<string, Question>();
  /** Connections let in once, by app, and until when the word holds, ms of the clock. */
  readonly #once = new Map<string, { open: number; untilMs: number }>();
  readonly #seenAt = new Map<string, number>();
  #apps: Map<string, StoredApp>;

  constructor(deps: AppGateDeps) {
    this.#deps = deps;
    this.#apps = new Map(deps.store.apps().map(app => [app.key, app]));
  }

  check(caller: Caller, gone: AbortSignal): StudioError | null | Promise<StudioError | null> {
    if (caller.isOwnPage) return null;
    const { enabled, protocolsOff, askNewApps } = this.#deps.settings();
    if (!enabled) return off('The server');
    if (protocolsOff.includes(caller.protocol)) return off(`The protocol "${caller.protocol}"`);
    if (caller.isTrusted) return null;
    const { key, name } = identifyApp(caller);
    const app = this.#apps.get(key);
    if (app?.verdict === 'never') return refused('The user does not let this app in.');
    if (app?.verdict === 'always') {
      this.#see(key);
      return null;
    }
    if (!this.#deps.canAsk || !askNewApps || caller.isLook) return null;
    if (this.#isLetInOnce(key)) {
      this.#count(key, gone);
      return null;
    }
    return this.#ask(key, name, caller, gone);
  }

  strangers(): { mayAsk: boolean; origins: readonly string[] } {
    const origins = [...this.#apps.values()].flatMap(({ key, verdict }) => {
      const origin = verdict === 'always' ? originOfKey(key) : null;
      return origin === null ? [] : [origin];
    });
    return { mayAsk: this.#deps.canAsk && this.#deps.settings().askNewApps, origins };
  }

  /** What waits for an answer, oldest first. */
  questions(): AppQuestion[] {
    return [...this.#questions.values()].map(({ view, waiting }) => ({ ...view, waiting: waiting.size }));
  }

  /** The user's word. @throws StudioError `store/not-found` when nobody waits any more. */
  answer(id: string, answer: 'once' | AppVerdict): void {
    const question = [...this.#questions.values()].find(({ view }) => view.id === id);
    if (question === undefined) {
      throw new StudioError('store/not-found', 'This app does not wait for an answer any more.');
    }
    const { key, name } = question.view;
    if (answer === 'once') {
      this.#once.set(key, { open: 0, untilMs: this.#now() + ONCE_MS });
      this.#finish(key, null);
    } else this.settle(key, name, answer);
  }

  /** What is settled, the last first. */
  apps(): StoredApp[] {
    return this.#deps.store.apps();
  }

  /** Settles an app anew; null forgets it. */
  settle(key: string, name: string, verdict: AppVerdict | null): void {
    const { store } = this.#deps;
    if (verdict === null) store.forgetApp(key);
    else store.settleApp({ key, name, verdict });
    if (verdict !== 'always') this.#once.delete(key);
    this.#apps = new Map(store.apps().map(app => [app.key, app]));
    if (verdict !== null)
      this.#finish(key, verdict === 'never' ? refused('The user does not let this app in.') : null);
    this.#deps.changed();
  }

  /** The switches have changed: what is switched off is not asked about any more. */
  review(): void {
    const { enabled, protocolsOff, askNewApps } = this.#deps.settings();
    for (const [key, { view }] of this.#questions) {
      if (!enabled) this.#finish(key, off('The server'));
      else if (protocolsOff.includes(view.protocol))
        this.#finish(key, off(`The protocol "${view.protocol}"`));
      else if (!askNewApps) this.#finish(key, null);
    }
  }

  /** Lets nobody wait any longer. */
  close(): void {
    for (const key of [...this.#questions.keys()]) this.#finish(key, refused('Mouthpiece closes.'));
  }

  #now(): number {
    return this.#deps.clock.now() / 1000;
  }

  /** Written down once a minute at most: a client may connect for every sentence. */
  #see(key: string): void {
    const now = this.#now();
    if (now - (this.#seenAt.get(key) ?? Number.NEGATIVE_INFINITY) < ONCE_MS) return;
    this.#seenAt.set(key, now);
    this.#deps.store.seeApp(key);
  }

  #isLetInOnce(key: string): boolean {
    const grant = this.#once.get(key);
    if (grant === undefined) return false;
    if (grant.open > 0 || grant.untilMs > this.#now()) return true;
    this.#once.delete(key);
    return false;
  }

  /** Counts a connection of an app that was let in once, until it is gone. */
  #count(key: string, gone: AbortSignal): void {
    const grant = this.#once.get(key);
    if (grant === undefined || gone.aborted) return;
    grant.open += 1;
    gone.addEventListener(
      'abort',
      () => {
        grant.open -= 1;
        grant.untilMs = this.#now() + ONCE_MS;
      },
      { once: true },
    );
  }

  #ask(
    key: string,
    name: string,
    caller: Caller,
    gone: AbortSignal,
  ): StudioError | Promise<StudioError | null> {
    const known = this.#questions.get(key);
    if (
      (known?.waiting.size ?? 0) >= MAX_WAITING ||
      (known === undefined && this.#questions.size >= MAX_QUESTIONS)
    ) {
      return refused('Too many connections wait for the user already.');
    }
    const question = known ?? this.#open(key, name, caller);
    return new Promise(resolve => {
      const settle = (outcome: StudioError | null): void => {
        if (outcome === null) this.#count(key, gone);
        resolve(outcome);
      };
      question.waiting.add(settle);
      gone.addEventListener('abort', () => this.#leave(key, settle), { once: true });
      this.#tell();
    });
  }

  #open(key: string, name: string, caller: Caller): Question {
    const { clock, processOf, log } = this.#deps;
    const now = Date.now();
    const question: Question = {
      view: {
        id: randomUUID(),
        key,
        name,
        origin: caller.origin,
        userAgent: caller.userAgent?.slice(0, 300) ?? null,
        process: null,
        protocol: caller.protocol,
        path: caller.path,
        askedAt: new Date(now).toISOString(),
        expiresAt: new Date(now + ASK_MS).toISOString(),
      },
      waiting: new Set(),
      cancel: clock.after(ASK_MS, () => this.#finish(key, refused('Nobody answered within a minute.'))),
    };
    this.#questions.set(key, question);
    log.info('an unknown app waits for the user', { protocol: caller.protocol });
    if (caller.remotePort !== null) {
      void processOf(caller.remotePort).then(found => {
        question.view.process = found;
        if (found !== null && this.#questions.get(key) === question) this.#tell();
      });
    }
    return question;
  }

  /** A connection that waited is gone; with the last one its question is. */
  #leave(key: string, settle: (outcome: StudioError | null) => void): void {
    const question = this.#questions.get(key);
    if (question === undefined || !question.waiting.delete(settle)) return;
    if (question.waiting.size === 0) this.#finish(key, null);
    else this.#tell();
  }

  #finish(key: string, outcome: StudioError | null): void {
    const question = this.#questions.get(key);
    if (question === undefined) return;
    this.#questions.delete(key);
    question.cancel();
    for (const settle of question.waiting) settle(outcome);
    this.#tell();
  }

  #tell(): void {
    this.#deps.asked(this.questions());
  }
}
