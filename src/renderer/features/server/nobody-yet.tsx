/** What to do while no program is connected: a line to try. */
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { snippetOf } from '../../../shared/studio/connect-snippets.ts';
import { useStudio } from '../../app/studio.ts';
import { CopyText } from './copy-text.tsx';
import classes from './server-screen.module.css';

/** Under the list of clients. */
export const NobodyYet = () => {
  const { t } = useTranslation();
  const { server, access } = useStudio();
  const about = useStore(server.view, view => view.server);
  const needsToken = useStore(access.view, view => view.door?.requireToken ?? false);
  if (about === null) return null;
  const token = needsToken ? t('server.tokenPlace') : null;
  const text = snippetOf('node', { wsUrl: new URL(about.wsUrl).origin, token });
  return (
    <div className={classes.nobody}>
      <p>
        <b>{t('server.nobody')}</b> {t('server.nobodyHelp')}
      </p>
      <div className={classes.inline}>
        <code>{text.replace(' \\\n ', '')}</code>
        <CopyText text={text} />
      </div>
    </div>
  );
};
