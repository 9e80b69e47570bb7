/** The mouth as OpenTalking's JSON: seen, copied, pasted, taken from a file. */
import { Button, CopyButton, FileButton, Group, Textarea } from '@mantine/core';
import { useDeferredValue, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { type ErrorData, StudioError, toErrorData } from '../../../shared/errors.ts';
import { useStudio } from '../../app/studio.ts';
import { ErrorNote } from '../../ui/error-note.tsx';
import { Section } from '../../ui/section.tsx';
import classes from './mouth-panel.module.css';

/** Metadata of a film of 1,000 frames has some 3 MB; a mouth has 3 KB. */
const MAX_JSON_BYTES = 4 * 1024 * 1024;

/** Text that was typed stays until it is taken or dropped. */
export const MouthJson = () => {
  const { t } = useTranslation();
  const { mouth } = useStudio();
  const present = useStore(mouth.view, view => view.history?.present);
  // The text follows when a drag leaves time for it.
  const settled = useDeferredValue(present);
  const [typed, setTyped] = useState<string | null>(null);
  const [error, setError] = useState<ErrorData | null>(null);
  const text = typed ?? (settled === undefined ? '' : mouth.toJson());
  const drop = (): void => {
    setTyped(null);
    setError(null);
  };
  const take = (from: string): void => {
    try {
      mouth.fromJson(from);
      drop();
    } catch (caught) {
      setTyped(from);
      setError(toErrorData(caught));
    }
  };
  const open = async (file: File | null): Promise<void> => {
    if (file === null) return;
    if (file.size > MAX_JSON_BYTES)
      setError(toErrorData(new StudioError('avatar/bad-metadata', 'The file is larger than 4 MB.')));
    else take(await file.text());
  };
  return (
    <Section
      title={t('mouth.jsonTitle')}
      aside={
        <Group gap={0}>
          <FileButton onChange={file => void open(file)} accept="application/json,.json">
            {props => (
              <Button size="compact-xs" variant="subtle" color="gray" {...props}>
                {t('mouth.openJson')}
              </Button>
            )}
          </FileButton>
          <CopyButton value={text}>
            {({ copied, copy }) => (
              <Button size="compact-xs" variant="subtle" color="gray" onClick={copy}>
                {t(copied ? 'common.copied' : 'common.copy')}
              </Button>
            )}
          </CopyButton>
        </Group>
      }
    >
      <Textarea
        aria-label={t('mouth.json')}
        value={text}
        rows={8}
        spellCheck={false}
        classNames={{ input: classes.json ?? '' }}
        error={
          error === null ? undefined : (
            <>
              <span className={classes.field}>{error.message}</span>
              <ErrorNote error={error} />
            </>
          )
        }
        onChange={event => setTyped(event.currentTarget.value)}
      />
      {typed !== null && (
        <Group gap={6} mt={8}>
          <Button size="compact-sm" onClick={() => take(text)}>
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
