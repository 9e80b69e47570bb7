/** One setting of the server: what it means, what it is, and what it will be after the next start. */
import { ActionIcon, TextInput, Tooltip } from '@mantine/core';
import { IconArrowBackUp, IconPencil } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { KnobView } from '../../../shared/diagnosis.ts';
import { useStudio } from '../../app/studio.ts';
import { useServerSentence } from '../../i18n/server-sentences.ts';
import { WithCode } from '../../ui/with-code.tsx';
import classes from './settings-screen.module.css';

/** Enter writes it, Escape leaves it. */
export const KnobRow = ({ knob }: { knob: KnobView }) => {
  const { t } = useTranslation();
  const told = useServerSentence();
  const { diagnosis } = useStudio();
  const [draft, setDraft] = useState<string | null>(null);
  const { name, flag, set, source, initial, inFile, waits, allowed, meaning, editable } = knob;
  const write = async (value: string | null): Promise<void> => {
    if (await diagnosis.setKnob(name, value)) setDraft(null);
  };
  return (
    <tr>
      <td>
        <code>{name}</code>
        {flag !== null && <code>{flag}</code>}
      </td>
      <td data-set={set !== null || undefined}>
        {draft === null ? (
          <>
            <WithCode text={set ?? told(initial)} />
            {source !== null && <small>{t(`diagnosis.source.${source}`)}</small>}
            {waits && (
              <small data-waits>
                {inFile === null ? t('diagnosis.waitsReset') : t('diagnosis.waits', { value: inFile })}
              </small>
            )}
          </>
        ) : (
          <TextInput
            size="xs"
            autoFocus
            aria-label={name}
            description={told(allowed)}
            value={draft}
            onChange={event => setDraft(event.currentTarget.value)}
            onKeyDown={event => {
              if (event.key === 'Enter') void write(draft);
              if (event.key !== 'Escape') return;
              event.stopPropagation();
              setDraft(null);
            }}
          />
        )}
      </td>
      <td>
        <WithCode text={told(meaning)} />
      </td>
      <td className={classes.knobActions}>
        {editable && draft === null && (
          <Tooltip label={t('diagnosis.change')}>
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={t('diagnosis.changeOne', { name })}
              onClick={() => setDraft(inFile ?? '')}
            >
              <IconPencil size={14} />
            </ActionIcon>
          </Tooltip>
        )}
        {inFile !== null && draft === null && (
          <Tooltip label={t('diagnosis.reset')}>
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={t('diagnosis.resetOne', { name })}
              onClick={() => void write(null)}
            >
              <IconArrowBackUp size={14} />
            </ActionIcon>
          </Tooltip>
        )}
      </td>
    </tr>
  );
};
