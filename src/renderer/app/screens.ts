/** Every screen: its route, its place in the rail, its component. Routes live behind the `#`, so that any server and the desktop shell open them. */
import {
  IconAdjustments,
  IconArrowsLeftRight,
  IconCpu,
  IconHistory,
  IconPlugConnected,
  IconUserScreen,
  IconUsers,
} from '@tabler/icons-react';
import type { ComponentType, ReactNode } from 'react';
import { StageScreen } from '../features/stage/stage-screen.tsx';
import { late } from './late.tsx';

const AvatarsScreen = late(
  async () => (await import('../features/avatars/avatars-screen.tsx')).AvatarsScreen,
);
const CompareScreen = late(
  async () => (await import('../features/compare/compare-screen.tsx')).CompareScreen,
);
const ModelsScreen = late(async () => (await import('../features/models/models-screen.tsx')).ModelsScreen);
const MouthScreen = late(async () => (await import('../features/mouth-editor/mouth-screen.tsx')).MouthScreen);
const ReplayScreen = late(async () => (await import('../features/sessions/replay-screen.tsx')).ReplayScreen);
const ServerScreen = late(async () => (await import('../features/server/server-screen.tsx')).ServerScreen);
const SessionsScreen = late(
  async () => (await import('../features/sessions/sessions-screen.tsx')).SessionsScreen,
);
const SettingsScreen = late(
  async () => (await import('../features/diagnosis/settings-screen.tsx')).SettingsScreen,
);

/** All but the first, which the page brings along: fetched when the page has time, so that changing between them never waits. */
export const LATE_SCREENS = [
  AvatarsScreen,
  CompareScreen,
  SessionsScreen,
  ServerScreen,
  ModelsScreen,
  SettingsScreen,
  ReplayScreen,
  MouthScreen,
] as const;

/** One screen. `path` as wouter matches it; `title` is an i18n key; without an icon it is reached from other screens only, and `under` names the one whose place in the rail it marks. */
export type Screen = {
  id: string;
  path: string;
  title: string;
  icon?: ComponentType<{ size?: number; stroke?: number }>;
  under?: string;
  /** `instead` is shown while it is fetched. */ Component: ComponentType<{ instead?: ReactNode }>;
};

/** In the order of the rail. The first one is shown where no route matches. */
export const ALL_SCREENS: readonly Screen[] = [
  { id: 'stage', path: '/', title: 'app.studio', icon: IconUserScreen, Component: StageScreen },
  { id: 'avatars', path: '/avatars', title: 'avatars.title', icon: IconUsers, Component: AvatarsScreen },
  { id: 'avatar', path: '/avatars/:id', title: 'avatars.title', under: 'avatars', Component: AvatarsScreen },
  {
    id: 'compare',
    path: '/compare',
    title: 'compare.title',
    icon: IconArrowsLeftRight,
    Component: CompareScreen,
  },
  {
    id: 'sessions',
    path: '/sessions',
    title: 'sessions.title',
    icon: IconHistory,
    Component: SessionsScreen,
  },
  { id: 'server', path: '/server', title: 'server.title', icon: IconPlugConnected, Component: ServerScreen },
  {
    id: 'server-part',
    path: '/server/:part',
    title: 'server.title',
    under: 'server',
    Component: ServerScreen,
  },
  { id: 'models', path: '/models', title: 'models.title', icon: IconCpu, Component: ModelsScreen },
  {
    id: 'settings',
    path: '/settings',
    title: 'diagnosis.title',
    icon: IconAdjustments,
    Component: SettingsScreen,
  },
  {
    id: 'replay',
    path: '/sessions/:id',
    title: 'sessions.replayTitle',
    under: 'sessions',
    Component: ReplayScreen,
  },
  { id: 'mouth', path: '/mouth/:id', title: 'mouth.title', under: 'stage', Component: MouthScreen },
];

/** The screen whose place in the rail is marked at `location`. */
export const railPlace = (location: string): string => {
  const matches = (path: string): boolean =>
    location === path || (path !== '/' && location.startsWith(`${path.split('/:')[0]}/`));
  const screen = ALL_SCREENS.find(({ path }) => matches(path)) ?? ALL_SCREENS[0]!;
  return screen.under ?? screen.id;
};
