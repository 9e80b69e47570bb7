/** The live log of messages: filters above, the list, what is looked at beside it. */
import { useEffect, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { useStudio } from '../../app/studio.ts';
import { MessageDetails } from './message-details.tsx';
import { choicesOf, filterMessages } from './message-filter.ts';
import { MessageList } from './message-list.tsx';
import classes from './message-part.module.css';
import { MessageTools } from './message-tools.tsx';

/** Main keeps messages while this is shown. */
export const MessagePart = () => {
  const { t } = useTranslation();
  const { messages } = useStudio();
  const { lines, filter, selected, detail } = useStore(messages.view);
  useEffect(() => messages.open(), [messages]);
  const shown = useMemo(() => filterMessages(lines, filter), [lines, filter]);
  const choices = useMemo(() => choicesOf(lines), [lines]);
  return (
    <div className={classes.part}>
      <MessageTools shown={shown.length} choices={choices} />
      <div className={classes.columns} data-detail={detail !== null || undefined}>
        {shown.length === 0 ? (
          <p className={classes.empty}>{t(lines.length === 0 ? 'server.log.empty' : 'server.log.noMatch')}</p>
        ) : (
          <MessageList lines={shown} selected={selected} />
        )}
        {detail !== null && <MessageDetails detail={detail} />}
      </div>
    </div>
  );
};
