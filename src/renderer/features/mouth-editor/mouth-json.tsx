/** The mouth as OpenTalking's JSON: seen, copied, pasted. */
import { Button, CopyButton, Group, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { type ErrorData, toErrorData } from '../../../shared/errors.ts';
import { useStudio } from '../../app/studio.ts';
import { ErrorNote } from '../../ui/error-note.tsx';
import { Section } from '../../ui/section.tsx';

/** Text that was typed stays until it is taken or dropped. */
export const MouthJson = () => {
  const { t } = useTranslation();
  const { mouth } = useStudio();
  useStore(mouth.view, view => view.history?.present);
  const [typed, setTyped] = useState<string | null>(null);
  const [error, setError] = useState<ErrorData | null>(null);
  const text = typed ?? mouth.toJson();
  const drop = (): void => {
    setTyped(null);
    setError(null);
  };
  const take = (): void => {
    try {
      mouth.fromJson(text);
      drop();
    } catch (caught) {
      setError(toErrorData(caught));
    }
  };
  return (
    <Section
      title={t('mouth.jsonTitle')}
      aside={
        <CopyButton value={text}>
          {({ copied, copy }) => (
            <Button size="compact-xs" variant="subtle" color="gray" onClick={copy}>
              {t(copied ? 'common.copied' : 'common.copy')}
            </Button>
          )}
        </CopyButton>
      }
    >
      <Textarea
        aria-label={t('mouth.json')}
        value={text}
        minRows={5}
        maxRows={12}
        autosize
        spellCheck={false}
        styles={{ input: { fontFamily: 'var(--mono)', fontSize: 11 } }}
        error={error === null ? undefined : <ErrorNote error={error} />}
        onChange={event => setTyped(event.currentTarget.value)}
      />
      {typed !== null && (
        <Group gap={6} mt={8}>
          <Button size="compact-sm" onClick={take}>
            {t('mouth.takeJson')}
          </Button>
          <Button size="compact-sm" variant="subtle" color="gray" onClick={drop}>
            {t('common.cancel')}
          </Button>
        </Group>
      )}
    </Section>
  );
};
