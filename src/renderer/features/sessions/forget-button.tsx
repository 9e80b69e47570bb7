/** Forgets one session, with a way back; not while it runs. Knows nothing of where one goes afterwards. */
import { Button } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { SessionView } from '../../../shared/studio/sessions.ts';
import { useStudio } from '../../app/studio.ts';

/** The foot of a session's panel. `forgotten` is told as soon as it is asked for. */
export const ForgetButton = ({ session, forgotten }: { session: SessionView; forgotten?(): void }) => {
  const { t } = useTranslation();
  const { sessions } = useStudio();
  const isRunning = session.endedAt === null;
  return (
    <Button
      fullWidth
      variant="default"
      {...(isRunning ? {} : { c: 'var(--bad)' })}
      leftSection={<IconTrash size={16} stroke={1.6} />}
      disabled={isRunning}
      onClick={() => {
        void sessions.forget(session);
        forgotten?.();
      }}
    >
      {t(isRunning ? 'sessions.forgetLater' : 'sessions.forget')}
    </Button>
  );
};
