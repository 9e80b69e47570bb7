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
import type { ComponentType } from 'react';
import { AvatarsScreen } from '../features/avatars/avatars-screen.tsx';
import { CompareScreen } from '../features/compare/compare-screen.tsx';
import { SettingsScreen } from '../features/diagnosis/settings-screen.tsx';
import { ModelsScreen } from '../features/models/models-screen.tsx';
import { MouthScreen } from '../features/mouth-editor/mouth-screen.tsx';
import { ServerScreen } from '../features/server/server-screen.tsx';
import { ReplayScreen } from '../features/sessions/replay-screen.tsx';
import { SessionsScreen } from '../features/sessions/sessions-screen.tsx';
import { StageScreen } from '../features/stage/stage-screen.tsx';

/** One screen. `path` as wouter matches it; `title` is an i18n key; without an icon it is reached from other screens only, and `under` names the one whose place in the rail it marks. */
export type Screen = {
  id: string;
  path: string;
  title: string;
  icon?: ComponentType<{ size?: number; stroke?: number }>;
  under?: string;
  Component: ComponentType;
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
