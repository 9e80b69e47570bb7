/** What each error code means to a user: what happened, and what to do. */
import type { ErrorCode } from '../../../shared/errors.ts';

/** `title` says what happened, `help` what to do. */
export type ErrorTexts = Record<ErrorCode, { title: string; help: string }>;

/** English. */
export const errors: ErrorTexts = {
  'avatar/not-found': { title: 'This avatar is gone', help: 'It was deleted. Choose another one.' },
  'avatar/too-large': {
    title: 'The picture file is too large',
    help: 'Save it below 20 MB and import it again.',
  },
  'avatar/too-many-pixels': {
    title: 'The picture has too many pixels',
    help: 'Scale it below 32 megapixels and import it again.',
  },
  'avatar/unreadable': {
    title: 'The picture cannot be read',
    help: 'Use a PNG, JPEG or WebP file. Opening and saving it in an image program often mends it.',
  },
  'avatar/mouth-not-set': {
    title: 'The mouth is not set',
    help: 'No face was found. Try a picture with a larger, sharper face.',
  },
  'avatar/bad-metadata': {
    title: 'The mouth data is not valid',
    help: 'Import the picture again to detect the mouth anew.',
  },
  'audio/unreadable': {
    title: 'The sound cannot be read',
    help: 'Use WAV, MP3, M4A, OGG, FLAC or WebM. For a microphone, check that it is plugged in and not used by another program.',
  },
  'audio/bad-format': {
    title: 'The sound has an unexpected format',
    help: 'Save it as WAV or MP3 and try again.',
  },
  'audio/too-long': {
    title: 'The sound is too long',
    help: 'Cut it into parts of at most 30 minutes and 200 MB.',
  },
  'speech/empty-text': { title: 'There is nothing to say', help: 'Type a text with at least one word.' },
  'speech/text-too-long': { title: 'The text is too long', help: 'Say at most 20,000 characters at a time.' },
  'speech/unsupported-language': {
    title: 'This voice does not speak the language',
    help: 'Choose another voice, or set the language to automatic.',
  },
  'speech/voice-not-found': { title: 'The voice is not there', help: 'Choose another voice.' },
  'speech/failed': { title: 'The text could not be spoken', help: 'Try again, or choose another voice.' },
  'session/not-found': { title: 'The session has ended', help: 'The studio opens a new one; try again.' },
  'session/bad-config': {
    title: 'The stage does not accept these settings',
    help: 'Reset the look and try again.',
  },
  'session/backlog-full': {
    title: 'Too much is waiting to be said',
    help: 'Wait until some of it was heard, or stop and start anew.',
  },
  'session/busy': {
    title: 'This machine is busy',
    help: 'Other live sessions use all of it. Close one, or try again in a moment.',
  },
  'session/closed': { title: 'The session was closed', help: 'The studio opens a new one; try again.' },
  'engine/crashed': { title: 'The engine stopped', help: 'It restarts by itself. Try again in a moment.' },
  'engine/unavailable': {
    title: 'The server is not reachable',
    help: 'The studio reconnects by itself. Try again in a moment.',
  },
  'engine/timeout': {
    title: 'The engine did not answer in time',
    help: 'The machine may be busy. Try again in a moment.',
  },
  'renderer/failed': {
    title: 'The picture could not be drawn',
    help: 'Try another picture, or reset the look.',
  },
  'model/missing': {
    title: 'A model is missing',
    help: 'Import it again; if it is a built-in one, install Mouthpiece again.',
  },
  'model/corrupt': {
    title: 'A model is damaged',
    help: 'Remove it and import it again; if it is a built-in one, install Mouthpiece again.',
  },
  'model/unreachable': {
    title: 'The model server does not answer',
    help: 'Check its address, and that it runs.',
  },
  'model/unsupported': { title: 'This model cannot be used', help: 'Import a model of a supported shape.' },
  'model/needs-gpu': {
    title: 'This model needs a graphics card',
    help: 'Choose the portrait renderer, or allow the processor in the settings.',
  },
  'model/licence-needed': {
    title: 'This model has a licence to accept',
    help: 'Read it and accept it to go on.',
  },
  'model/no-space': {
    title: 'The disk has no room for the model',
    help: 'Make room, then try again: what was loaded is kept.',
  },
  'model/download-failed': {
    title: 'The download stopped',
    help: 'Check the connection and try again: it goes on where it stopped.',
  },
  'model/hash-mismatch': {
    title: 'The downloaded file is not the one that was named',
    help: 'Check the address and the SHA-256, then try again.',
  },
  'export/unsupported': {
    title: 'This video format cannot be made here',
    help: 'Choose MP4, or another size.',
  },
  'export/failed': {
    title: 'The video could not be saved',
    help: 'Try again, or choose another format.',
  },
  'export/no-space': {
    title: 'The disk is full',
    help: 'Free some space, then try the export again: nothing of what it needs is lost.',
  },
  'export/input-gone': {
    title: 'Something the export needs is gone',
    help: 'Its picture or sound was deleted from the data folder. Ask for the export anew.',
  },
  'store/not-found': { title: 'It is no longer stored', help: 'It was deleted in the meantime.' },
  'store/corrupt': {
    title: 'Stored data is damaged',
    help: 'Start Mouthpiece again; the last backup is restored.',
  },
  'store/conflict': { title: 'It was changed elsewhere', help: 'Look at the newest state and try again.' },
  'store/failed': { title: 'It could not be stored', help: 'Check the free disk space and try again.' },
  'config/invalid': { title: 'A setting is not valid', help: 'Reset it and try again.' },
  'gateway/unauthorized': {
    title: 'This page has no access',
    help: 'Open the studio by the address that the server printed.',
  },
  'gateway/forbidden': {
    title: 'Access was denied',
    help: 'For the microphone: allow it in the address bar or in the system settings, then try again.',
  },
  'gateway/off': { title: 'The server is switched off', help: 'Switch it on under Server.' },
  'gateway/refused': { title: 'Not let in', help: 'Settle it under Server, Apps and tokens.' },
  'gateway/too-large': { title: 'The file is too large', help: 'Use a smaller file.' },
  'request/invalid': {
    title: 'The server did not understand',
    help: 'Reload the page; it may be older than the server.',
  },
  'request/cancelled': { title: 'Cancelled', help: 'Nothing was changed.' },
  'internal/bug': {
    title: 'Something went wrong',
    help: 'Try again. If it happens again, report it with the code.',
  },
};
