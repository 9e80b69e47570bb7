/** The server's door as the page holds it: switches, questions of unknown apps, settled apps, tokens. Follows main's announcements. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { type ErrorData, toErrorData } from '../../../shared/errors.ts';
import type {
  AppQuestion,
  AppVerdict,
  AppView,
  DoorView,
  ServerSettings,
  TokenScope,
  TokenView,
} from '../../../shared/studio/access.ts';
import type { StudioApi } from '../../../shared/studio-api.ts';

/** `secret`: of the token that was made last; told once, gone with the page. */
export type AccessView = {
  door: DoorView | null;
  questions: readonly AppQuestion[];
  apps: readonly AppView[];
  tokens: readonly TokenView[];
  secret: { id: string; name: string; text: string } | null;
};

/** What it works with. `undo` offers to take a step back; `leave` opens the page elsewhere. */
export type AccessDeps = {
  api: StudioApi;
  failed(error: ErrorData): void;
  undo(what: { key: 'revoked' | 'forgotten'; name: string }, back: () => void): void;
  leave(url: string): void;
};

/** Reads itself anew after every announcement. */
export class Access {
  readonly view: StoreApi<AccessView>;
  readonly #deps: AccessDeps;

  constructor(deps: AccessDeps) {
    this.#deps = deps;
    this.view = createStore<AccessView>(() => ({
      door: null,
      questions: [],
      apps: [],
      tokens: [],
      secret: null,
    }));
    deps.api.subscribe(event => {
      if (event.name === 'access.questions') this.view.setState({ questions: event.questions });
      else if (event.name === 'access.changed') void this.load();
      else if (event.name === 'server.moved') void this.#follow();
    });
  }

  /** Reads all. */
  async load(): Promise<void> {
    const { api } = this.#deps;
    const [door, questions, apps, tokens] = await Promise.all([
      api.call('access.door', {}),
      api.call('access.questions', {}),
      api.call('access.apps', {}),
      api.call('access.tokens', {}),
    ]);
    this.view.setState({ door, questions, apps, tokens });
  }

  /** Changes the switches. */
  setDoor(patch: Partial<Omit<ServerSettings, 'port'>>): Promise<void> {
    return this.#try(async api => this.view.setState({ door: await api.call('access.setDoor', patch) }));
  }

  /** Switches one protocol. */
  setProtocol(id: string, enabled: boolean): Promise<void> {
    const off = this.view.getState().door?.settings.protocolsOff ?? [];
    return this.setDoor({ protocolsOff: enabled ? off.filter(other => other !== id) : [...off, id] });
  }

  /** Moves the server; the page follows by the announcement. True when it moved or was there already. */
  async setPort(port: number | null): Promise<boolean> {
    let done = false;
    await this.#try(async api => {
      this.view.setState({ door: await api.call('access.setPort', { port }) });
      done = true;
    });
    return done;
  }

  /** The user's word on a question. One that nobody waits for any more is no error. */
  async answer(id: string, answer: 'once' | AppVerdict): Promise<void> {
    await this.#deps.api.call('access.answer', { id, answer }).catch(() => {});
    await this.load().catch(() => {});
  }

  /** Settles an app anew. */
  settleApp(app: Pick<AppView, 'key' | 'name'>, verdict: AppVerdict): Promise<void> {
    return this.#try(async api => {
      await api.call('access.settleApp', { key: app.key, name: app.name, verdict });
    });
  }

  /** Forgets what was settled; can be undone. */
  forgetApp(app: AppView): Promise<void> {
    return this.#try(async api => {
      await api.call('access.settleApp', { key: app.key, name: app.name, verdict: null });
      this.#deps.undo({ key: 'forgotten', name: app.name }, () => void this.settleApp(app, app.verdict));
    });
  }

  /** Makes a token; its secret is in the view until `forgetSecret`. */
  createToken(name: string, scopes: TokenScope[] = ['protocols']): Promise<void> {
    return this.#try(async api => {
      const { token, secret } = await api.call('access.createToken', { name, scopes });
      this.view.setState({ secret: { id: token.id, name: token.name, text: secret } });
    });
  }

  /** The secret was taken down. */
  forgetSecret(): void {
    this.view.setState({ secret: null });
  }

  /** Ends what is open with it; can be undone. */
  revokeToken(token: TokenView): Promise<void> {
    return this.#try(async api => {
      await api.call('access.revokeToken', { id: token.id });
      if (this.view.getState().secret?.id === token.id) this.forgetSecret();
      this.#deps.undo(
        { key: 'revoked', name: token.name },
        () =>
          void this.#try(async again => {
            await again.call('access.restoreToken', { id: token.id });
          }),
      );
    });
  }

  async #try(work: (api: StudioApi) => Promise<void>): Promise<void> {
    try {
      await work(this.#deps.api);
    } catch (error) {
      this.#deps.failed(toErrorData(error));
    }
  }

  async #follow(): Promise<void> {
    await this.#try(async api => this.#deps.leave((await api.call('access.link', {})).url));
  }
}
