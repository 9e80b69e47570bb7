/** The page's calls into main: one channel each, no arguments, heard only from the studio's own top frame. */
import { type IpcMainInvokeEvent, ipcMain } from 'electron';
import { z } from 'zod';
import { DESKTOP_CHANNELS, type DesktopState } from '../../shared/desktop-facts.ts';
import { StudioError } from '../../shared/errors.ts';
import { mayCall } from './page-policy.ts';

/** What the calls do, and whose calls they are: `contentsId` of the studio's window (null: none is open) and its origin now. */
export type DesktopCallDeps = {
  caller(): { contentsId: number | null; origin: string };
  state(): DesktopState;
  checkForUpdates(): Promise<void>;
  downloadUpdate(): Promise<void>;
  installUpdate(): Promise<void>;
};

const NoArguments = z.tuple([]);

/** Starts to listen; the returned function ends it. */
export const answerDesktopCalls = (deps: DesktopCallDeps): (() => void) => {
  const channels: string[] = [];
  const handle = (channel: string, answer: () => unknown): void => {
    channels.push(channel);
    ipcMain.handle(channel, (event: IpcMainInvokeEvent, ...given: unknown[]) => {
      const frame = event.senderFrame;
      const sender = {
        contentsId: event.sender.id,
        frameOrigin: frame?.origin ?? null,
        isTopFrame: frame !== null && frame.parent === null,
      };
      if (!mayCall(sender, deps.caller()))
        throw new StudioError('gateway/forbidden', 'Only the studio’s own window may ask this.');
      NoArguments.parse(given);
      return answer();
    });
  };
  handle(DESKTOP_CHANNELS.state, () => deps.state());
  handle(DESKTOP_CHANNELS.checkForUpdates, () => deps.checkForUpdates());
  handle(DESKTOP_CHANNELS.downloadUpdate, () => deps.downloadUpdate());
  handle(DESKTOP_CHANNELS.installUpdate, () => deps.installUpdate());
  return () => {
    for (const channel of channels) ipcMain.removeHandler(channel);
  };
};
